package tebra

import "carehouse/models"

// A RosterPatient is one PatientBatchData of GetAllPatients and one row of tebra.patient_roster. It has what
// PatientData has but balances and cases, and up to three authorizations, written side by side.
type RosterPatient struct {
	_ models.Row `table:"patient_roster" xmlns:"http://www.kareo.com/api/schemas/" doc:"One patient in the list of all patients."`

	PatientColumns
	FirstAuthorization
	SecondAuthorization
	ThirdAuthorization
}

// A Patient is one PatientData of GetPatients and one row of tebra.patients.
type Patient struct {
	_ models.Row `table:"patients" xmlns:"http://www.kareo.com/api/schemas/" doc:"One patient of a practice, with balances."`

	PatientColumns
	PatientState
	Cases models.JSON `xml:"Cases" phi:"direct" doc:"The patient's cases as JSON; null but where the patient was asked for alone. tebra.patient_cases has them in columns."`
}

// A PatientDetail is the PatientData of GetPatient and one row of tebra.patient_details: the only answer with cases,
// policies and authorizations.
type PatientDetail struct {
	_ models.Row `table:"patient_details" xmlns:"http://www.kareo.com/api/schemas/" doc:"One patient of a practice, asked for alone, with all cases."`

	PatientColumns
	PatientState
	Cases []Case `xml:"Cases>PatientCaseData" table:"patient_cases" doc:"One case of a patient: what insurers see as one matter."`
}

// PatientColumns are the 185 members that all three answers about patients have.
type PatientColumns struct {
	PracticeID       models.Int    `xml:"PracticeId" col:",key,within" doc:"The practice that keeps the patient; one person may be a patient of several."`
	ID               models.Int    `xml:"ID" col:",key" ref:"patient_id" phi:"linked" doc:"The patient's id."`
	PracticeName     models.Text   `xml:"PracticeName" doc:"The name of the practice."`
	CreatedDate      models.USTime `xml:"CreatedDate" phi:"linked" doc:"When the patient was entered; a wall clock whose zone the vendor does not tell."`
	LastModifiedDate models.USTime `xml:"LastModifiedDate" phi:"linked" doc:"When the patient last changed; a wall clock whose zone the vendor does not tell. Balances may move without it."`
	Person
	Care
	Guarantor
	Alerts
	RecentNotes
	DefaultCase
	DefaultLocation
	PrimaryPolicy
	SecondaryPolicy
}
