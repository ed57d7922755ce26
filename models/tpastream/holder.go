package tpastream

import "carehouse/models"

// A PolicyHolder is one object of GET /api/policy_holder and one row of tpastream.policy_holders: a login at a
// carrier's portal through which claims are read. When its login_problem is not "valid" that person's claims have
// silently stopped, and low use is a gap in the data. The list's shape is not published: what is not below is in _extra.
type PolicyHolder struct {
	_ models.Row `table:"policy_holders" doc:"One login at a carrier, through which a family's claims arrive."`

	PolicyHolderID         models.Int   `json:"policy_holder_id" col:",key" else:"id" phi:"linked" doc:"The policy holder's id; some shapes call it id."`
	ID                     models.Int   `json:"id" phi:"linked" doc:"The policy holder's id in other shapes."`
	Fullname               models.Text  `json:"fullname" phi:"direct" doc:"The policy holder's name."`
	FirstName              models.Text  `json:"first_name" phi:"direct" doc:"The policy holder's first name."`
	LastName               models.Text  `json:"last_name" phi:"direct" doc:"The policy holder's last name."`
	Username               models.Text  `json:"username" phi:"secret" doc:"The login name at the carrier's portal."`
	LoginProblem           models.Text  `json:"login_problem" phi:"linked" doc:"valid, invalid, locked, needs_two_factor and more; null is not tried yet. Anything but valid means that claims do not arrive."`
	LoginCorrectionMessage models.Text  `json:"login_correction_message" phi:"linked" doc:"What the person was told about the login."`
	LoginNeedsCorrection   models.Flag  `json:"login_needs_correction" phi:"linked" doc:"The person has to correct the login."`
	PayerID                models.Int   `json:"payer_id" else:"payer.id" phi:"linked" doc:"The carrier."`
	Payer                  HolderPayer  `json:"payer" col:"payer_brief"`
	LastSuccessfulCrawlEnd models.Stamp `json:"last_successful_crawl_end" phi:"linked" doc:"When the carrier was last read to the end."`
	CreatedDate            models.Stamp `json:"createddate" doc:"When the policy holder was stored."`
	ModifiedDate           models.Stamp `json:"modifieddate" doc:"When the policy holder last changed."`
	ClaimsSyncedCount      models.Int   `json:"claims_synced_count" phi:"linked" doc:"How many claims arrived."`
	MostRecentClaimDate    models.Stamp `json:"most_recent_claim_date" phi:"linked" doc:"The date of the newest claim."`
}

// A HolderPayer is a carrier as a policy holder's answer shows it.
type HolderPayer struct {
	ID           models.Int  `json:"id" doc:"The carrier's id."`
	Name         models.Text `json:"name" doc:"The carrier's name."`
	PayerGroupID models.Int  `json:"payer_group_id" doc:"The group that the carrier belongs to."`
	LogoURL      models.Text `json:"logo_url" col:",volatile" doc:"The address of a logo; makes no new version."`
}

// An Event is one object of GET /api/v2/events and one row of tpastream.events. Events are never changed and never
// deleted; the API forgets them after 90 days, the table does not.
type Event struct {
	_ models.Row `table:"events" doc:"One entry of the feed of changes."`

	ID      models.Int     `json:"id" col:",key" doc:"The event's id; it only grows."`
	Type    models.Text    `json:"type" doc:"new_claim, crawl_completion or login_problem; the set may grow."`
	Created models.Instant `json:"created" doc:"When the event happened; it becomes visible one or two minutes later."`
	Data    EventData      `json:"data"`
}

// EventData is what an event says. Which fields are there depends on the type.
type EventData struct {
	ClaimMedicalID models.Int  `json:"claim_medical_id" phi:"linked" doc:"The claim that is new or was read again (new_claim)."`
	PolicyHolderID models.Int  `json:"policy_holder_id" phi:"linked" doc:"The policy holder that the event is about."`
	CrawlID        models.Int  `json:"crawl_id" doc:"The reading of a carrier (crawl_completion)."`
	Success        models.Flag `json:"success" doc:"The reading came to its end (crawl_completion)."`
	CrawlClaimIDs  models.JSON `json:"crawl_claim_ids" phi:"linked" doc:"The claims that were read (crawl_completion)."`
	PayerID        models.Int  `json:"payer_id" doc:"The carrier (login_problem)."`
	LoginProblem   models.Text `json:"login_problem" phi:"linked" doc:"What is wrong with the login (login_problem)."`
}
