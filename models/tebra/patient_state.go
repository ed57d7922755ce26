package tebra

import "carehouse/models"

// PatientState is what GetPatients and GetPatient say of a patient and GetAllPatients does not: money, and since 2026
// whether the patient is active. Payments move balances without touching LastModifiedDate.
type PatientState struct {
	Active            models.Word    `xml:"Active" phi:"linked" doc:"The patient is active; null in answers of before 2026."`
	Charges           models.Money   `xml:"Charges" phi:"linked" doc:"What was charged for the patient."`
	Adjustments       models.Money   `xml:"Adjustments" phi:"linked" doc:"What was written off from the charges."`
	InsurancePayments models.Money   `xml:"InsurancePayments" phi:"linked" doc:"What insurers have paid."`
	PatientPayments   models.Money   `xml:"PatientPayments" phi:"linked" doc:"What the patient has paid."`
	InsuranceBalance  models.Money   `xml:"InsuranceBalance" phi:"linked" doc:"What insurers still owe."`
	PatientBalance    models.Money   `xml:"PatientBalance" phi:"linked" doc:"What the patient still owes."`
	TotalBalance      models.Money   `xml:"TotalBalance" phi:"linked" doc:"What is still owed in all."`
	LastPaymentDate   models.USStamp `xml:"LastPaymentDate" phi:"linked" doc:"The day of the patient's last payment."`
	LastStatementDate models.USStamp `xml:"LastStatementDate" phi:"linked" doc:"The day of the last statement that was sent to the patient."`
}

// FirstAuthorization is the first of an insurer's authorizations that GetAllPatients shows.
type FirstAuthorization struct {
	Authorization1Number             models.Text   `xml:"Authorization1Number" phi:"direct" doc:"The insurer's number of the first authorization."`
	Authorization1InsurancePlanName  models.Text   `xml:"Authorization1InsurancePlanName" phi:"linked" doc:"The insurance plan that gave the first authorization."`
	Authorization1StartDate          models.USDate `xml:"Authorization1StartDate" phi:"linked" doc:"The first day on which the first authorization counts."`
	Authorization1EndDate            models.USDate `xml:"Authorization1EndDate" phi:"linked" doc:"The last day on which the first authorization counts."`
	Authorization1NumberOfVisits     models.Int    `xml:"Authorization1NumberOfVisits" phi:"linked" doc:"How many visits the first authorization is for."`
	Authorization1NumberOfVisitsUsed models.Int    `xml:"Authorization1NumberOfVisitsUsed" phi:"linked" doc:"How many visits of the first authorization are used up."`
	Authorization1ContactFullName    models.Text   `xml:"Authorization1ContactFullName" phi:"direct" doc:"The person at the insurer who knows about the first authorization."`
	Authorization1ContactPhone       models.Text   `xml:"Authorization1ContactPhone" phi:"direct" doc:"The phone of the person who knows about the first authorization."`
	Authorization1ContactPhoneExt    models.Text   `xml:"Authorization1ContactPhoneExt" phi:"direct" doc:"The extension of the phone for the first authorization."`
	Authorization1Notes              models.Text   `xml:"Authorization1Notes" phi:"direct" doc:"Free text about the first authorization."`
}

// SecondAuthorization is the second.
type SecondAuthorization struct {
	Authorization2Number             models.Text   `xml:"Authorization2Number" phi:"direct" doc:"The insurer's number of the second authorization."`
	Authorization2InsurancePlanName  models.Text   `xml:"Authorization2InsurancePlanName" phi:"linked" doc:"The insurance plan that gave the second authorization."`
	Authorization2StartDate          models.USDate `xml:"Authorization2StartDate" phi:"linked" doc:"The first day on which the second authorization counts."`
	Authorization2EndDate            models.USDate `xml:"Authorization2EndDate" phi:"linked" doc:"The last day on which the second authorization counts."`
	Authorization2NumberOfVisits     models.Int    `xml:"Authorization2NumberOfVisits" phi:"linked" doc:"How many visits the second authorization is for."`
	Authorization2NumberOfVisitsUsed models.Int    `xml:"Authorization2NumberOfVisitsUsed" phi:"linked" doc:"How many visits of the second authorization are used up."`
	Authorization2ContactFullName    models.Text   `xml:"Authorization2ContactFullName" phi:"direct" doc:"The person at the insurer who knows about the second authorization."`
	Authorization2ContactPhone       models.Text   `xml:"Authorization2ContactPhone" phi:"direct" doc:"The phone of the person who knows about the second authorization."`
	Authorization2ContactPhoneExt    models.Text   `xml:"Authorization2ContactPhoneExt" phi:"direct" doc:"The extension of the phone for the second authorization."`
	Authorization2Notes              models.Text   `xml:"Authorization2Notes" phi:"direct" doc:"Free text about the second authorization."`
}

// ThirdAuthorization is the third; an authorization beyond it is only in the answer of GetPatient.
type ThirdAuthorization struct {
	Authorization3Number             models.Text   `xml:"Authorization3Number" phi:"direct" doc:"The insurer's number of the third authorization."`
	Authorization3InsurancePlanName  models.Text   `xml:"Authorization3InsurancePlanName" phi:"linked" doc:"The insurance plan that gave the third authorization."`
	Authorization3StartDate          models.USDate `xml:"Authorization3StartDate" phi:"linked" doc:"The first day on which the third authorization counts."`
	Authorization3EndDate            models.USDate `xml:"Authorization3EndDate" phi:"linked" doc:"The last day on which the third authorization counts."`
	Authorization3NumberOfVisits     models.Int    `xml:"Authorization3NumberOfVisits" phi:"linked" doc:"How many visits the third authorization is for."`
	Authorization3NumberOfVisitsUsed models.Int    `xml:"Authorization3NumberOfVisitsUsed" phi:"linked" doc:"How many visits of the third authorization are used up."`
	Authorization3ContactFullName    models.Text   `xml:"Authorization3ContactFullName" phi:"direct" doc:"The person at the insurer who knows about the third authorization."`
	Authorization3ContactPhone       models.Text   `xml:"Authorization3ContactPhone" phi:"direct" doc:"The phone of the person who knows about the third authorization."`
	Authorization3ContactPhoneExt    models.Text   `xml:"Authorization3ContactPhoneExt" phi:"direct" doc:"The extension of the phone for the third authorization."`
	Authorization3Notes              models.Text   `xml:"Authorization3Notes" phi:"direct" doc:"Free text about the third authorization."`
}
