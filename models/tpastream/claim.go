package tpastream

import "carehouse/models"

// A Claim is one object of GET /api/claims and one row of tpastream.claims.
//
// Ids are unique within an entity only: a member and a policy holder may share a number, so a claim's ids are never
// joined to another entity's by value.
type Claim struct {
	_ models.Row `table:"claims" doc:"One claim as a carrier told it to TPA Stream."`

	ClaimMedicalID models.Int  `json:"claim_medical_id" col:",key" else:"id" phi:"linked" doc:"The claim's id in the events feed and in addresses; the v2 shape calls it id."`
	ID             models.Int  `json:"id" phi:"linked" doc:"Another id of the claim; it may differ from claim_medical_id."`
	UUID           models.Text `json:"uuid" phi:"linked" doc:"The id of the v2 shape."`
	DataobjectID   models.Int  `json:"dataobject_id" phi:"linked" doc:"An id in yet another space; not the claim's."`
	VendorSystemID models.Text `json:"vendor_system_id" phi:"linked" doc:"The carrier's id; a date of service and an amount may be appended to it, so it is no stable business key."`

	PolicyHolderID       models.Int  `json:"policy_holder_id" else:"policy_holder.policy_holder_id,policy_holder.id" phi:"linked" doc:"The policy holder, in all three shapes that the API gives it."`
	PolicyHolderFullname models.Text `json:"policy_holder_fullname" phi:"direct" doc:"The policy holder's name."`
	PolicyHolder         Holder      `json:"policy_holder" col:"holder"`
	PatientName          models.Text `json:"patient_name" phi:"direct" doc:"Free text; sometimes the first name only."`
	PatientAccountNumber models.Text `json:"patient_account_number" phi:"direct" doc:"The provider's account number of the patient."`
	PatientPayerNumber   models.Text `json:"patient_payer_number" phi:"direct" doc:"The payer's number of the patient; newer answers only."`
	GroupName            models.Text `json:"group_name" phi:"linked" doc:"The insurance group."`
	GroupNumber          models.Text `json:"group_number" phi:"direct" doc:"The number of the insurance group."`

	Status  models.Text `json:"status" phi:"linked" doc:"In Process, Processed, Rejected, Adjusted, Partially Approved; the set may grow."`
	Type    ClaimType   `json:"type"`
	Network models.Text `json:"network" phi:"linked" doc:"IN, OUT, TIER1 or TIER2."`

	Amounts

	ComputedAmountAllowed         models.Money `json:"computed_amount_allowed" phi:"linked" doc:"Stands in when amount_allowed is missing."`
	ComputedAmountBilled          models.Money `json:"computed_amount_billed" phi:"linked" doc:"Stands in when amount_billed is missing."`
	ComputedAmountNotCovered      models.Money `json:"computed_amount_not_covered" phi:"linked" doc:"Named by the vendor's SDK; no known answer carries it."`
	ComputedAmountPaid            models.Money `json:"computed_amount_paid" phi:"linked" doc:"Stands in when amount_paid is missing."`
	ComputedCoinsurancePatient    models.Money `json:"computed_coinsurance_patient" phi:"linked" doc:"Stands in when coinsurance_patient is missing."`
	ComputedCopayment             models.Money `json:"computed_copayment" phi:"linked" doc:"Stands in when copayment is missing."`
	ComputedDiscount              models.Money `json:"computed_discount" phi:"linked" doc:"Named by the vendor's SDK; no known answer carries it."`
	ComputedPatientResponsibility models.Money `json:"computed_patient_responsibility" phi:"linked" doc:"Stands in when patient_responsibility is missing."`
	ComputedReduction             models.Money `json:"computed_reduction" phi:"linked" doc:"Stands in when reduction is missing."`
	TotalAmountAllowed            models.Money `json:"total_amount_allowed" phi:"linked" doc:"A total of 2020; dropped by the API later that year."`
	TotalAmountBilled             models.Money `json:"total_amount_billed" phi:"linked" doc:"A total of 2020; dropped by the API later that year."`
	TotalAmountPaid               models.Money `json:"total_amount_paid" phi:"linked" doc:"A total of 2020; dropped by the API later that year."`
	TotalCoinsurancePatient       models.Money `json:"total_coinsurance_patient" phi:"linked" doc:"A total of 2020; dropped by the API later that year."`
	TotalCopayment                models.Money `json:"total_copayment" phi:"linked" doc:"A total of 2020; dropped by the API later that year."`
	TotalReduction                models.Money `json:"total_reduction" phi:"linked" doc:"A total of 2020; dropped by the API later that year."`
	IncurredValue                 models.Money `json:"incurred_value" phi:"linked" doc:"Undocumented by the vendor."`

	IsIncomplete     models.Flag `json:"is_incomplete" doc:"The vendor withholds such claims from its exports until a document is there or a redaction is lifted."`
	RecrawlRequested models.Flag `json:"recrawl_requested" doc:"The carrier is to be asked again."`

	DateOfService models.DateRange `json:"date_of_service" phi:"linked" doc:"The days of service; may be null while the lines have theirs."`
	ProcessedOn   models.Stamp     `json:"processed_on" phi:"linked" doc:"When the payer processed the claim."`
	EOBDate       models.Stamp     `json:"eob_date" phi:"linked" doc:"The date of the explanation of benefits."`
	CheckDate     models.Stamp     `json:"check_date" phi:"linked" doc:"The date of the check."`
	DateColumn    models.Stamp     `json:"date_column" phi:"linked" doc:"A date to sort by; the vendor does not say which."`
	CheckNumber   models.Text      `json:"check_number" phi:"direct" doc:"The number of the check."`
	Remarks       models.Text      `json:"remarks" phi:"direct" doc:"Free text of the payer."`

	CreatedDate       models.Instant `json:"createddate" doc:"When TPA Stream first stored the claim; not when it was incurred."`
	ModifiedDate      models.Instant `json:"modifieddate" col:",version" doc:"When any field of the claim last changed; edits of lines, members or dependents need not move it."`
	LastUpdatedStatus models.Instant `json:"last_updated_status" doc:"When responsibility, status or completeness last changed: the change that matters to business."`

	ServiceProvider              models.Text `json:"service_provider" phi:"linked" doc:"Who rendered the service."`
	ServiceProviderAddress       models.Text `json:"service_provider_address" phi:"linked" doc:"The address of the rendering provider."`
	ServiceProviderNumber        models.Text `json:"service_provider_number" phi:"direct" doc:"The federal tax id of the rendering provider; it can be a sole practitioner's SSN."`
	ServiceProviderNPINumber     models.Text `json:"service_provider_npi_number" phi:"linked" doc:"The NPI of the rendering provider; text, because some answers write a number."`
	ServiceProviderBillingName   models.Text `json:"service_provider_billing_name" phi:"linked" doc:"The billing provider."`
	ServiceProviderBillingAddr   models.Text `json:"service_provider_billing_address" phi:"linked" doc:"The address of the billing provider."`
	ServiceProviderBillingNPI    models.Text `json:"service_provider_billing_npi_number" phi:"linked" doc:"The NPI of the billing provider."`
	ServiceProviderBillingNumber models.Text `json:"service_provider_billing_number" phi:"direct" doc:"The federal tax id of the billing provider."`
	ServiceProviderBillingPhone  models.Text `json:"service_provider_billing_phone" phi:"linked" doc:"The phone of the billing provider."`

	Read          models.JSON `json:"read" col:",volatile" doc:"Who has marked the claim as read; moves with every reader, so it makes no new version."`
	ReadAll       models.JSON `json:"read_all" col:",volatile" doc:"As read, for all users; makes no new version."`
	ClaimRequests models.JSON `json:"claim_requests" phi:"linked" doc:"Requests about the claim; shape unpublished."`
	Exports       models.JSON `json:"exports" doc:"Exports of the claim; shape unpublished."`

	Lines      []Line        `json:"claim_medical_lines" table:"claim_lines" doc:"One service line of a claim."`
	Members    []ClaimMember `json:"members" table:"claim_members" doc:"One member that a claim belongs to; a claim may have several."`
	Dependents []Dependent   `json:"dependents" table:"claim_dependents" doc:"One dependent that a claim is about."`
	Files      []File        `json:"tpafiles" table:"claim_files" doc:"One document of a claim, by address; the document itself is not fetched."`
}

// A Holder is the insured person inside a claim. It comes in three shapes: {fullname, policy_holder_id},
// {last_name, fullname, policy_holder_id} and {id, first_name, last_name}.
type Holder struct {
	PolicyHolderID models.Int  `json:"policy_holder_id" phi:"linked" doc:"The policy holder's id, in the older shapes."`
	ID             models.Int  `json:"id" phi:"linked" doc:"The policy holder's id, in the newest shape."`
	Fullname       models.Text `json:"fullname" phi:"direct" doc:"The policy holder's name, in the older shapes."`
	FirstName      models.Text `json:"first_name" phi:"direct" doc:"The policy holder's first name, in the newest shape."`
	LastName       models.Text `json:"last_name" phi:"direct" doc:"The policy holder's last name."`
}

// A ClaimType is what kind of service a claim is about.
type ClaimType struct {
	TypeID models.Int  `json:"type_id" phi:"linked" doc:"The id of the kind of service; dental is 2."`
	Name   models.Text `json:"name" phi:"linked" doc:"medical, dental, rx, vision or facility."`
}

// Amounts are the money of a claim, and of each of its lines.
type Amounts struct {
	AmountAllowed              models.Money `json:"amount_allowed" phi:"linked" doc:"What the payer accepts as the price."`
	AmountBilled               models.Money `json:"amount_billed" phi:"linked" doc:"What the provider charged."`
	AmountNotCovered           models.Money `json:"amount_not_covered" phi:"linked" doc:"What the plan does not cover."`
	AmountPaid                 models.Money `json:"amount_paid" phi:"linked" doc:"What the payer paid."`
	AmountPaidOther            models.Money `json:"amount_paid_other" phi:"linked" doc:"What another payer paid."`
	CoinsurancePatient         models.Money `json:"coinsurance_patient" phi:"linked" doc:"The patient's coinsurance."`
	Copayment                  models.Money `json:"copayment" phi:"linked" doc:"The patient's copayment."`
	Discount                   models.Money `json:"discount" phi:"linked" doc:"The discount of the network."`
	PatientResponsibility      models.Money `json:"patient_responsibility" phi:"linked" doc:"What the patient owes."`
	Reduction                  models.Money `json:"reduction" phi:"linked" doc:"What most call the deductible."`
	TotalPatientResponsibility models.Money `json:"total_patient_responsibility" phi:"linked" doc:"What the patient owes in all."`
}

// A Line is one service of a claim.
type Line struct {
	ClaimMedicalLineID models.Int  `json:"claim_medical_line_id" else:"id" phi:"linked" doc:"The line's id; the v2 shape calls it id."`
	ID                 models.Int  `json:"id" phi:"linked" doc:"The line's id in the v2 shape."`
	UUID               models.Text `json:"uuid" phi:"linked" doc:"The line's UUID in the v2 shape."`
	VendorSystemID     models.Text `json:"vendor_system_id" phi:"linked" doc:"The carrier's id of the line; may be \"0\"."`

	DateOfService       models.DateRange `json:"date_of_service" phi:"linked" doc:"The days of service of the line."`
	ProcedureCode       models.Text      `json:"procedure_code" phi:"linked" doc:"The procedure; may hold code and text, parted by ' - '."`
	ProcedureName       models.Text      `json:"procedure_name" phi:"linked" doc:"The procedure in words."`
	DiagnosisCode       models.Text      `json:"diagnosis_code" phi:"linked" doc:"The diagnosis, ICD."`
	NationalDrugCode    models.Text      `json:"national_drug_code" phi:"linked" doc:"The drug, NDC."`
	PrescriptionTypeID  models.Int       `json:"prescription_type_id" phi:"linked" doc:"The kind of prescription."`
	PrescriptionTypeStr models.Text      `json:"prescription_type_str" phi:"linked" doc:"The kind of prescription in words."`
	DaysSupply          models.Quantity  `json:"days_supply" phi:"linked" doc:"For how many days the drug lasts."`
	Quantity            models.Quantity  `json:"quantity" phi:"linked" doc:"How much was rendered, in the unit of the procedure or drug."`

	Amounts

	PolymorphicAmountAllowed         models.Money `json:"polymorphic__amount_allowed" phi:"linked" doc:"A variant of 2020; undocumented by the vendor."`
	PolymorphicAmountBilled          models.Money `json:"polymorphic__amount_billed" phi:"linked" doc:"A variant of 2020; undocumented by the vendor."`
	PolymorphicAmountPaid            models.Money `json:"polymorphic__amount_paid" phi:"linked" doc:"A variant of 2020; undocumented by the vendor."`
	PolymorphicCoinsurancePatient    models.Money `json:"polymorphic__coinsurance_patient" phi:"linked" doc:"A variant of 2020; undocumented by the vendor."`
	PolymorphicCopayment             models.Money `json:"polymorphic__copayment" phi:"linked" doc:"A variant of 2020; undocumented by the vendor."`
	PolymorphicPatientResponsibility models.Money `json:"polymorphic__patient_responsibility" phi:"linked" doc:"A variant of 2020; undocumented by the vendor."`
	PolymorphicReduction             models.Money `json:"polymorphic__reduction" phi:"linked" doc:"A variant of 2020; undocumented by the vendor."`
}

// A ClaimMember is a member as a claim shows it.
type ClaimMember struct {
	ID         models.Int    `json:"id" phi:"linked" doc:"The member's id."`
	Email      models.Text   `json:"email" phi:"direct" doc:"The member's e-mail address."`
	FullName   models.Text   `json:"full_name" phi:"direct" doc:"The member's name, in the shape of 2022."`
	FirstName  models.Text   `json:"first_name" phi:"direct" doc:"The member's first name."`
	LastName   models.Text   `json:"last_name" phi:"direct" doc:"The member's last name."`
	EmployerID models.Int    `json:"employer_id" else:"employer.id" phi:"linked" doc:"The member's employer."`
	Employer   EmployerBrief `json:"employer" col:"employer_brief"`
	SystemKey  models.JSON   `json:"system_key" phi:"direct" doc:"The member's keys in administration systems, by vendor."`
}

// An EmployerBrief is an employer as a claim's or member's answer shows it.
type EmployerBrief struct {
	ID                  models.Int  `json:"id" phi:"linked" doc:"The employer's id."`
	Name                models.Text `json:"name" phi:"linked" doc:"The employer's name."`
	ReimbursementPolicy models.JSON `json:"reimbursement_policy" doc:"Untyped by the vendor; \"off\" in its sample."`
}

// A Dependent is a person insured through a member. Inside webhook-shaped claims its dates have no offset.
type Dependent struct {
	ID           models.Int   `json:"id" phi:"linked" doc:"The dependent's id."`
	MemberID     models.Int   `json:"member_id" col:"dependent_member_id" phi:"linked" doc:"The member that the dependent says it belongs to (member_id in the API)."`
	FirstName    models.Text  `json:"first_name" phi:"direct" doc:"The dependent's first name."`
	MiddleName   models.Text  `json:"middle_name" phi:"direct" doc:"The dependent's middle name."`
	LastName     models.Text  `json:"last_name" phi:"direct" doc:"The dependent's last name."`
	Email        models.Text  `json:"email" phi:"direct" doc:"The dependent's e-mail address."`
	SSN          models.Text  `json:"ssn" phi:"direct" doc:"The dependent's social security number, nine digits."`
	Address      models.Text  `json:"address" phi:"direct" doc:"The dependent's address."`
	Gender       models.Text  `json:"gender" phi:"linked" doc:"The dependent's gender."`
	DateOfBirth  models.Stamp `json:"date_of_birth" phi:"direct" doc:"The dependent's date of birth."`
	Relationship models.Text  `json:"relationship" phi:"linked" doc:"To the member: spouse, child, …"`
	CreatedDate  models.Stamp `json:"createddate" doc:"When the dependent was stored; without an offset in some answers."`
	ModifiedDate models.Stamp `json:"modifieddate" doc:"When the dependent last changed; without an offset in some answers."`
	AlegeusKey   models.Text  `json:"alegeus_key" phi:"direct" doc:"The dependent's key at Alegeus."`
	DatapathKey  models.Text  `json:"datapath_key" phi:"direct" doc:"The dependent's key at DataPath."`
	GenericKey   models.Text  `json:"generic_key" phi:"direct" doc:"The dependent's key at another system."`
	WexKey       models.Text  `json:"wex_key" phi:"direct" doc:"The dependent's key at WEX."`
}

// A File is a document of a claim: usually the image of an explanation of benefits.
type File struct {
	TPAFileID models.Int  `json:"tpafile_id" phi:"linked" doc:"The document's id."`
	Extension models.Text `json:"extension" doc:".png or .pdf."`
	URL       models.Text `json:"url" phi:"linked" doc:"Where the document is, relative to the API; never followed."`
}
