package tpastream

import "carehouse/models"

// An Employer is one object of GET /api/employer and one row of tpastream.employers. An employer with is_demo is kept;
// leave it out downstream.
type Employer struct {
	_ models.Row `table:"employers" doc:"One employer whose plan the tenant administers."`

	EmployerID    models.Int     `json:"employer_id" col:",key" else:"id" phi:"linked" doc:"The employer's id; the v2 shape calls it id."`
	ID            models.Int     `json:"id" phi:"linked" doc:"The employer's id in the v2 shape."`
	Name          models.Text    `json:"name" phi:"linked" doc:"The employer's name."`
	Slug          models.Text    `json:"slug" doc:"The employer's name in addresses."`
	EffectiveDate models.Date    `json:"effective_date" doc:"When the tenant took the employer on; claims before it are hidden by a filter of the API that carehouse does not use."`
	CreatedDate   models.Instant `json:"createddate" doc:"When the employer was stored."`
	ModifiedDate  models.Instant `json:"modifieddate" col:",version" doc:"When the employer last changed."`
	IsDemo        models.Flag    `json:"is_demo" doc:"The employer is for demonstrations; leave it out of figures."`
	Archived      models.Flag    `json:"archived" doc:"The employer has been archived."`

	Tenant        EmployerTenant `json:"tenant"`
	TeamPrimary   models.JSON    `json:"team_primary" phi:"linked" doc:"The team in charge; shape unpublished."`
	TeamPrimaryID models.Int     `json:"team_primary_id" doc:"The id of the team in charge."`

	CanRequestReimbursements  models.Flag `json:"can_request_reimbursements" doc:"A setting of the portal."`
	CanUsePortal              models.Flag `json:"can_use_portal" doc:"A setting of the portal."`
	EasyEnrollSSNRequired     models.Flag `json:"easy_enroll_ssn_required" doc:"A setting of enrolment."`
	EmailAutomation           models.Flag `json:"email_automation" doc:"A setting of e-mail."`
	SendNewClaimEmails        models.Flag `json:"send_new_claim_emails" doc:"A setting of e-mail."`
	OnboardFieldSendReimburse models.Text `json:"onboard_field_send_reimbursement" doc:"A setting of enrolment."`
	OnboardURL                models.Text `json:"onboard_url" phi:"linked" doc:"The address of the enrolment page; never followed."`
	SupportEmail              models.Text `json:"support_email" phi:"linked" doc:"Where members write to."`
	SupportEmailDerived       models.Text `json:"support_email_derived" phi:"linked" doc:"As support_email, or the tenant's."`
	SupportPhone              models.Text `json:"support_phone" phi:"linked" doc:"Where members call."`
	SupportPhoneDerived       models.Text `json:"support_phone_derived" phi:"linked" doc:"As support_phone, or the tenant's."`
	SupportLogoDerived        models.Text `json:"support_logo_derived" col:",volatile" doc:"The address of a logo; makes no new version."`
	SupportNameDerived        models.Text `json:"support_name_derived" phi:"linked" doc:"Who supports the members."`
	AlegeusKey                models.Text `json:"alegeus_key" phi:"linked" doc:"The employer's key at Alegeus."`
	DatapathKey               models.Text `json:"datapath_key" phi:"linked" doc:"The employer's key at DataPath."`
	GenericKey                models.Text `json:"generic_key" phi:"linked" doc:"The employer's key at another system."`
	WexKey                    models.Text `json:"wex_key" phi:"linked" doc:"The employer's key at WEX."`
	UnreadCount               models.Int  `json:"unread_count" col:",volatile" doc:"Claims nobody has read; moves all the time, so it makes no new version."`
	EligiblePayers            models.JSON `json:"eligible_payers" doc:"Payers that members may choose, in the v2 shape."`

	Payers   []EmployerPayer `json:"payers" table:"employer_payers" doc:"One payer of an employer."`
	Accounts []Account       `json:"accounts" table:"employer_accounts" doc:"One account of an employer."`
	Teams    []Team          `json:"teams" table:"employer_teams" doc:"One team that looks after an employer."`
}

// An EmployerTenant is the administrator as an employer's or member's answer shows it.
type EmployerTenant struct {
	TenantID          models.Int  `json:"tenant_id" else:"tenant.id" doc:"The administrator's id; the v2 shape calls it id."`
	ID                models.Int  `json:"id" doc:"The administrator's id in the v2 shape."`
	Name              models.Text `json:"name" doc:"The administrator."`
	LogoURL           models.Text `json:"logo_url" col:",volatile" doc:"The address of a logo; makes no new version."`
	AlegeusKeyEnabled models.Flag `json:"alegeus_key_enabled" doc:"Keys at Alegeus are in use."`
	VendorTenants     models.JSON `json:"vendor_tenants" doc:"The administrator's accounts at other systems; shape unpublished."`
}

// An EmployerPayer is a payer as an employer's answer shows it.
type EmployerPayer struct {
	PayerID   models.Int  `json:"payer_id" else:"id" doc:"The payer's id; the v2 shape calls it id."`
	ID        models.Int  `json:"id" doc:"The payer's id in the v2 shape."`
	Name      models.Text `json:"name" doc:"The payer's name."`
	ShortName models.Text `json:"short_name" doc:"The payer's short name."`
	Retriever models.Text `json:"retriever" doc:"The program with which TPA Stream reads the payer's portal."`
	LogoURL   models.Text `json:"logo_url" col:",volatile" doc:"The address of a logo; makes no new version."`
}

// An Account is a kind of account (HSA, FSA, …).
type Account struct {
	ID   models.Int  `json:"id" doc:"The account's id."`
	Name models.Text `json:"name" phi:"linked" doc:"The account's name."`
}

// A Team is a group of the administrator's staff. Its shape is unpublished: what else it holds is in _extra.
type Team struct {
	ID   models.Int  `json:"id" doc:"The team's id."`
	Name models.Text `json:"name" phi:"linked" doc:"The team's name."`
}
