package tpastream

import "carehouse/models"

// A Member is one object of GET /api/member and one row of tpastream.members. The archive marks are the only soft
// delete in the API.
type Member struct {
	_ models.Row `table:"members" doc:"One insured employee."`

	ID               models.Int       `json:"id" col:",key" ref:"member_id" phi:"linked" doc:"The member's id."`
	Email            models.Text      `json:"email" phi:"direct" doc:"The member's e-mail address."`
	FirstName        models.Text      `json:"first_name" phi:"direct" doc:"The member's first name."`
	LastName         models.Text      `json:"last_name" phi:"direct" doc:"The member's last name."`
	FullName         models.Text      `json:"full_name" phi:"direct" doc:"The member's name, in the shape of 2022."`
	FirstNameDerived models.Text      `json:"first_name_derived" phi:"direct" doc:"The first name, also when only the full name is known."`
	LastNameDerived  models.Text      `json:"last_name_derived" phi:"direct" doc:"The last name, also when only the full name is known."`
	FullNameDerived  models.Text      `json:"full_name_derived" phi:"direct" doc:"The full name, put together when it is not known."`
	Gender           models.Text      `json:"gender" phi:"linked" doc:"The member's gender."`
	DateOfBirth      models.Stamp     `json:"date_of_birth" phi:"direct" doc:"The member's date of birth."`
	SSN              models.Text      `json:"ssn" phi:"direct" doc:"The member's social security number."`
	Address          models.Text      `json:"address" phi:"direct" doc:"The member's address."`
	PhoneHome        models.Text      `json:"phone_home" phi:"direct" doc:"The member's phone at home."`
	PhoneMobile      models.Text      `json:"phone_mobile" phi:"direct" doc:"The member's mobile phone."`
	CreatedDate      models.Stamp     `json:"createddate" doc:"When the member was stored."`
	ModifiedDate     models.Stamp     `json:"modifieddate" doc:"When the member last changed."`
	Archived         models.Flag      `json:"archived" doc:"The member has been archived: the API's only soft delete."`
	ArchivedDate     models.Stamp     `json:"archived_date" doc:"When the member was archived."`
	ArchivedBy       Archiver         `json:"archivedby"`
	HireTerm         models.DateRange `json:"hire_term_daterange" phi:"linked" doc:"From hire to termination."`

	CanMakeClaimRequests models.Flag `json:"can_make_claim_requests" doc:"A right in the portal."`
	CanUsePortal         models.Flag `json:"can_use_portal" doc:"A right in the portal."`
	UnreadCount          models.Int  `json:"unread_count" col:",volatile" doc:"Claims nobody has read; moves all the time, so it makes no new version."`
	AlegeusKey           models.Text `json:"alegeus_key" phi:"direct" doc:"The member's key at Alegeus."`
	SystemKey            models.JSON `json:"system_key" phi:"direct" doc:"The member's keys in administration systems, by vendor."`

	EmployerID models.Int     `json:"employer_id" else:"employer.id" phi:"linked" doc:"The member's employer."`
	Employer   EmployerBrief  `json:"employer" col:"employer_brief"`
	Tenant     EmployerTenant `json:"tenant"`

	Dependents    []Dependent    `json:"dependents" table:"member_dependents" doc:"One dependent of a member."`
	Accounts      []Account      `json:"accounts" table:"member_accounts" doc:"One account of a member."`
	VendorMembers []VendorMember `json:"vendor_members" table:"member_vendor_keys" doc:"One key of a member at an administration system."`
}

// An Archiver is the user who archived a member.
type Archiver struct {
	ID    models.Int  `json:"id" doc:"The user's id."`
	Email models.Text `json:"email" phi:"linked" doc:"The user's e-mail address."`
}

// A VendorMember is a member's key at an administration system.
type VendorMember struct {
	Key          models.Text  `json:"key" phi:"direct" doc:"The key."`
	VendorTenant VendorTenant `json:"vendor_tenant"`
}

// A VendorTenant is the administrator's account at another system.
type VendorTenant struct {
	ID         models.Int  `json:"id" doc:"The account's id."`
	Label      models.Text `json:"label" doc:"The account's label."`
	KeyEnabled models.Flag `json:"key_enabled" doc:"Keys of this account are in use."`
	Vendor     Vendor      `json:"vendor"`
}

// A Vendor is the maker of an administration system.
type Vendor struct {
	ID   models.Int  `json:"id" doc:"The maker's id."`
	Code models.Text `json:"code" doc:"The maker's short name."`
	Name models.Text `json:"name" doc:"The maker's name."`
}
