package tebra

import "carehouse/models"

// A Charge is one ChargeData of GetCharges and one row of tebra.charges: a line of an encounter, which is one claim
// here. Charges of encounters that are not approved come only when they are asked for. What each payer did is in
// tebra.charge_payers.
type Charge struct {
	_ models.Row `table:"charges" xmlns:"http://www.kareo.com/api/schemas/" doc:"One charge, which the vendor also calls a claim."`

	PracticeID           models.Int    `xml:"PracticeID" col:",key,within" doc:"The practice that charges."`
	ID                   models.Int    `xml:"ID" col:",key" ref:"charge_id" phi:"linked" doc:"The id of the charge; claim_id of tebra.transactions."`
	PracticeName         models.Text   `xml:"PracticeName" doc:"The name of the practice."`
	EncounterID          models.Int    `xml:"EncounterID" phi:"linked" doc:"The encounter that the charge belongs to; encounter_id of tebra.encounters."`
	EncounterProcedureID models.Int    `xml:"EncounterProcedureID" phi:"linked" doc:"The line of the encounter that became the charge."`
	EncounterStatus      models.Text   `xml:"EncounterStatus" phi:"linked" doc:"The state of the encounter in words; what the API calls Submitted the screen calls Review."`
	AppointmentID        models.Int    `xml:"AppointmentID" phi:"linked" doc:"The appointment that led to the encounter."`
	Status               models.Text   `xml:"Status" phi:"linked" doc:"Pending, Ready, Completed, Voided, Error - Rejection and more; a voided charge stays in the list."`
	BilledTo             models.Text   `xml:"BilledTo" phi:"linked" doc:"The party that was billed last."`
	BatchNumber          models.Text   `xml:"BatchNumber" phi:"linked" doc:"The batch that the encounter was entered in, free text."`
	RefCode              models.Text   `xml:"RefCode" phi:"linked" doc:"A reference code; the vendor does not explain it."`
	CreatedDate          models.USTime `xml:"CreatedDate" phi:"linked" doc:"When the claim was created; the question's created dates are about the encounter. The zone is not told."`
	LastModifiedDate     models.USTime `xml:"LastModifiedDate" phi:"linked" doc:"When the claim last changed; a payment need not move it. The zone is not told."`

	// The patient and the case.
	PatientID          models.Int    `xml:"PatientID" phi:"linked" doc:"The patient who was treated."`
	PatientName        models.Text   `xml:"PatientName" phi:"direct" doc:"The patient's name in one piece."`
	PatientFirstName   models.Text   `xml:"PatientFirstName" phi:"direct" doc:"The patient's first name."`
	PatientMiddleName  models.Text   `xml:"PatientMiddleName" phi:"direct" doc:"The patient's middle name."`
	PatientLastName    models.Text   `xml:"PatientLastName" phi:"direct" doc:"The patient's last name."`
	PatientDateOfBirth models.USDate `xml:"PatientDateOfBirth" phi:"direct" doc:"The patient's date of birth."`
	CaseName           models.Text   `xml:"CaseName" phi:"linked" doc:"The name of the patient's case."`
	CasePayerScenario  models.Text   `xml:"CasePayerScenario" phi:"linked" doc:"Who pays in the patient's case, such as self pay or an insurer."`

	// The service.
	ServiceStartDate         models.USDate   `xml:"ServiceStartDate" col:",span" phi:"linked" doc:"The first day of the service."`
	ServiceEndDate           models.USDate   `xml:"ServiceEndDate" phi:"linked" doc:"The last day of the service."`
	PostingDate              models.USDate   `xml:"PostingDate" phi:"linked" doc:"The day on which the encounter was posted."`
	HospitalizationStartDate models.USDate   `xml:"HospitalizationStartDate" phi:"linked" doc:"The first day in hospital, when the service belongs to a stay."`
	HospitalizationEndDate   models.USDate   `xml:"HospitalizationEndDate" phi:"linked" doc:"The last day in hospital, when the service belongs to a stay."`
	ProcedureCode            models.Text     `xml:"ProcedureCode" phi:"linked" doc:"What was done; mostly a CPT or HCPCS code."`
	ProcedureName            models.Text     `xml:"ProcedureName" phi:"linked" doc:"What was done, in words."`
	ProcedureCodeCategory    models.Text     `xml:"ProcedureCodeCategory" phi:"linked" doc:"The category of the procedure code."`
	ProcedureModifier1       models.Text     `xml:"ProcedureModifier1" phi:"linked" doc:"The first modifier of the procedure code."`
	ProcedureModifier2       models.Text     `xml:"ProcedureModifier2" phi:"linked" doc:"The second modifier of the procedure code."`
	ProcedureModifier3       models.Text     `xml:"ProcedureModifier3" phi:"linked" doc:"The third modifier of the procedure code."`
	ProcedureModifier4       models.Text     `xml:"ProcedureModifier4" phi:"linked" doc:"The fourth modifier of the procedure code."`
	TypeOfService            models.Text     `xml:"TypeOfService" phi:"linked" doc:"The type of service."`
	Units                    models.Quantity `xml:"Units" phi:"linked" doc:"How many units were done."`
	Minutes                  models.Int      `xml:"Minutes" phi:"linked" doc:"How many minutes it took, where that is billed."`

	// Who was in charge.
	RenderingProviderID     models.Int  `xml:"RenderingProviderID" phi:"linked" doc:"The provider who rendered the service."`
	RenderingProviderName   models.Text `xml:"RenderingProviderName" phi:"direct" doc:"The name of the rendering provider."`
	SupervisingProviderID   models.Int  `xml:"SupervisingProviderID" phi:"linked" doc:"The provider who supervised the service."`
	SupervisingProviderName models.Text `xml:"SupervisingProviderName" phi:"direct" doc:"The name of the supervising provider."`
	SchedulingProviderID    models.Int  `xml:"SchedulingProviderID" phi:"linked" doc:"The provider whom the appointment was with."`
	SchedulingProviderName  models.Text `xml:"SchedulingProviderName" phi:"direct" doc:"The name of the scheduling provider."`
	ReferringProviderID     models.Int  `xml:"ReferringProviderID" phi:"linked" doc:"The provider who referred the patient."`
	ReferringProviderName   models.Text `xml:"ReferringProviderName" phi:"direct" doc:"The name of the referring provider."`

	// Money.
	UnitCharge       models.Money `xml:"UnitCharge" phi:"linked" doc:"The price of one unit."`
	TotalCharges     models.Money `xml:"TotalCharges" phi:"linked" doc:"The price of all units of the line."`
	AdjustedCharges  models.Money `xml:"AdjustedCharges" phi:"linked" doc:"The total less all adjustments."`
	Receipts         models.Money `xml:"Receipts" phi:"linked" doc:"The payments that were applied to the charge."`
	PatientBalance   models.Money `xml:"PatientBalance" phi:"linked" doc:"What the patient still owes for the charge."`
	InsuranceBalance models.Money `xml:"InsuranceBalance" phi:"linked" doc:"What insurers still owe for the charge."`
	TotalBalance     models.Money `xml:"TotalBalance" phi:"linked" doc:"What is still owed for the charge in all."`
	AllowedAmount    models.Money `xml:"AllowedAmount" phi:"linked" doc:"What the contract with the insurer allows."`
	ExpectedAmount   models.Money `xml:"ExpectedAmount" phi:"linked" doc:"What is expected from the insurer by the contract."`
	OtherAdjustment  models.Money `xml:"OtherAdjustment" phi:"linked" doc:"Adjustments that belong to none of the payers; no part of the other payer's block."`
	CopayAmount      models.Money `xml:"CopayAmount" phi:"linked" doc:"The copayment that was taken."`
	CopayCategory    models.Text  `xml:"CopayCategory" phi:"linked" doc:"The category of the copayment."`
	CopayMethod      models.Text  `xml:"CopayMethod" phi:"linked" doc:"How the copayment was paid."`
	CopayReference   models.Text  `xml:"CopayReference" phi:"direct" doc:"The reference of the copayment, such as the number of a check."`

	// What goes onto the claim.
	EClaimNoteType                     models.Text `xml:"EClaimNoteType" phi:"linked" doc:"The kind of the note that goes with the electronic claim."`
	EClaimNote                         models.Text `xml:"EClaimNote" phi:"direct" doc:"The note that goes with the electronic claim, free text."`
	LineNote                           models.Text `xml:"LineNote" phi:"direct" doc:"The note of the line, free text."`
	LocalUseBox10d                     models.Text `xml:"LocalUseBox10d" phi:"direct" doc:"What is printed in box 10d of the paper claim, free text."`
	LocalUseBox19                      models.Text `xml:"LocalUseBox19" phi:"direct" doc:"What is printed in box 19 of the paper claim, free text."`
	DoNotSendClaimElectronically       models.Word `xml:"DoNotSendClaimElectronically" phi:"linked" doc:"The claim is to go out on paper."`
	DoNotSendElectronicallyToSecondary models.Word `xml:"DoNotSendElectronicallyToSecondary" phi:"linked" doc:"The claim to the secondary insurer is to go out on paper."`

	ChargeLocation

	Payers    []ChargePayer `slots:"PrimaryInsurance=primary SecondaryInsurance=secondary TertiaryInsurance=tertiary Patient=patient Other=other" table:"charge_payers" doc:"What one payer was asked for and did about a charge."`
	Diagnoses []Diagnosis   `slots:"1 2 3 4" table:"charge_diagnoses" doc:"One diagnosis that a charge points to."`
}

// ChargeLocation is where a charge's service was given.
type ChargeLocation struct {
	ServiceLocationID                 models.Int  `xml:"ServiceLocationId" phi:"linked" doc:"The service location; other operations write its ID in capitals."`
	ServiceLocationName               models.Text `xml:"ServiceLocationName" phi:"linked" doc:"The name of the service location."`
	ServiceLocationBillingName        models.Text `xml:"ServiceLocationBillingName" phi:"linked" doc:"The name of the service location on claims."`
	ServiceLocationNPI                models.Text `xml:"ServiceLocationNPI" phi:"linked" doc:"The national provider identifier of the service location."`
	ServiceLocationCLIANumber         models.Text `xml:"ServiceLocationCLIANumber" phi:"linked" doc:"The certificate number of the service location's laboratory."`
	ServiceLocationFacilityID         models.Text `xml:"ServiceLocationFacilityID" phi:"linked" doc:"The facility id of the service location on claims."`
	ServiceLocationFacilityIDType     models.Text `xml:"ServiceLocationFacilityIdType" phi:"linked" doc:"What kind of number the facility id is."`
	ServiceLocationPlaceOfServiceCode models.Text `xml:"ServiceLocationPlaceOfServiceCode" phi:"linked" doc:"The code of the kind of place."`
	ServiceLocationPlaceOfServiceName models.Text `xml:"ServiceLocationPlaceOfServiceName" phi:"linked" doc:"The kind of place in words."`
	ServiceLocationNameAddressLine1   models.Text `xml:"ServiceLocationNameAddressLine1" phi:"linked" doc:"The first line of the service location's address; the vendor puts Name before its address."`
	ServiceLocationNameAddressLine2   models.Text `xml:"ServiceLocationNameAddressLine2" phi:"linked" doc:"The second line of the service location's address."`
	ServiceLocationNameCity           models.Text `xml:"ServiceLocationNameCity" phi:"linked" doc:"The city of the service location."`
	ServiceLocationNameState          models.Text `xml:"ServiceLocationNameState" phi:"linked" doc:"The state of the service location."`
	ServiceLocationNameZipCode        models.Text `xml:"ServiceLocationNameZipCode" phi:"linked" doc:"The ZIP code of the service location."`
	ServiceLocationNameCountry        models.Text `xml:"ServiceLocationNameCountry" phi:"linked" doc:"The country of the service location."`
	ServiceLocationPhone              models.Text `xml:"ServiceLocationPhone" phi:"linked" doc:"The phone of the service location."`
	ServiceLocationPhoneExt           models.Text `xml:"ServiceLocationPhoneExt" phi:"linked" doc:"The extension of the service location's phone."`
	ServiceLocationFax                models.Text `xml:"ServiceLocationFax" phi:"linked" doc:"The fax of the service location."`
	ServiceLocationFaxExt             models.Text `xml:"ServiceLocationFaxExt" phi:"linked" doc:"The extension of the service location's fax."`
}
