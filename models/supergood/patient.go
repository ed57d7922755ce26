package supergood

import "carehouse/models"

// A Patient is one record of GET /patients and one row of supergood.patients.
type Patient struct {
	_ models.Row `table:"patients" doc:"One patient that the portal shows to the user."`

	ID                models.Text `json:"id" col:",key" ref:"patient_id" phi:"linked" doc:"The patient's id."`
	PracticeID        models.Text `json:"practice_id" doc:"The practice that the patient belongs to."`
	FirstName         models.Text `json:"first_name" phi:"direct" doc:"The patient's first name."`
	MiddleName        models.Text `json:"middle_name" phi:"direct" doc:"The patient's middle name."`
	LastName          models.Text `json:"last_name" phi:"direct" doc:"The patient's last name."`
	DateOfBirth       models.Date `json:"date_of_birth" phi:"direct" doc:"The date of birth."`
	Sex               models.Text `json:"sex" phi:"linked" doc:"The sex, in the portal's words."`
	SSNLast4          models.Text `json:"ssn_last4" phi:"direct" doc:"The last four digits of the social security number."`
	Email             models.Text `json:"email" phi:"direct" doc:"The e-mail address."`
	PortalStatus      models.Text `json:"portal_status" phi:"linked" doc:"Whether the patient uses the portal."`
	PrimaryProviderID models.Text `json:"primary_provider_id" doc:"The provider who looks after the patient."`

	CreatedAt models.Stamp `json:"created_at" col:"created" doc:"When the record was made; by whose clock nobody says."`
	UpdatedAt models.Stamp `json:"updated_at" col:"updated,volatile" doc:"When the record last changed, or was last read from the portal: nobody says which, so it makes no new version."`
	DeletedAt models.Stamp `json:"deleted_at" col:"deleted" doc:"When the record was deleted, where a deployment tells."`

	Phones     []Phone     `json:"phones" table:"patient_phones" doc:"One phone of a patient."`
	Addresses  []Address   `json:"addresses" table:"patient_addresses" doc:"One address of a patient."`
	Insurances []Insurance `json:"insurances" table:"patient_insurances" doc:"One insurance of a patient."`
}

// A Phone is a phone of a patient.
type Phone struct {
	Type   models.Text `json:"type" doc:"home, mobile, work, …"`
	Number models.Text `json:"number" phi:"direct" doc:"The number, as the portal writes it."`
}

// An Address is an address of a patient.
type Address struct {
	Type       models.Text `json:"type" doc:"home, billing, …"`
	Line1      models.Text `json:"line1" phi:"direct" doc:"The first line of the street address."`
	Line2      models.Text `json:"line2" phi:"direct" doc:"The second line of the street address."`
	City       models.Text `json:"city" phi:"direct" doc:"The city."`
	State      models.Text `json:"state" phi:"linked" doc:"The state."`
	PostalCode models.Text `json:"postal_code" phi:"direct" doc:"The postal code."`
	Country    models.Text `json:"country" phi:"linked" doc:"The country."`
}

// An Insurance is an insurance of a patient.
type Insurance struct {
	Rank            models.Text `json:"rank" doc:"primary, secondary, …, or a number."`
	PayerID         models.Text `json:"payer_id" phi:"linked" doc:"The payer's id."`
	PayerName       models.Text `json:"payer_name" phi:"linked" doc:"The payer's name."`
	MemberID        models.Text `json:"member_id" phi:"direct" doc:"The patient's id at the payer."`
	GroupNumber     models.Text `json:"group_number" phi:"direct" doc:"The number of the group."`
	EffectiveDate   models.Date `json:"effective_date" phi:"linked" doc:"The first day of the coverage."`
	TerminationDate models.Date `json:"termination_date" phi:"linked" doc:"The last day of the coverage."`
}
