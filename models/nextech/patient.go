package nextech

import "carehouse/models"

// A Patient is one hit of GET /search and one row of nextech.patients.
type Patient struct {
	_ models.Row `table:"patients" doc:"One patient of a practice whom the roster names, or whom a sweep of search terms has found. Nobody ever leaves: who was merged with another one, or is gone, stays as last seen."`

	PracticeID  models.Text     `given:"practice_id" col:",key" doc:"The practice that was asked; ids are its own."`
	PatientID   models.Int      `json:"patientId" col:",key" phi:"linked" doc:"The patient's id in the practice."`
	ChartNumber models.Text     `json:"chartNumber" phi:"direct" doc:"The number of the patient's chart, as people know it; search finds patients by it. Two rows may have the same one: nobody promises that it is unique, and it may have gone from one patient to another."`
	FirstName   models.Text     `json:"firstName" phi:"direct" doc:"The patient's first (given) name."`
	MiddleName  models.Text     `json:"middleName" phi:"direct" doc:"The patient's middle name."`
	LastName    models.Text     `json:"lastName" phi:"direct" doc:"The patient's last (family) name."`
	DOB         models.DatePart `json:"dob" phi:"direct" doc:"The date of birth: the date part of what the API writes as an instant, in no zone."`
	SSN         models.Text     `json:"ssn" phi:"direct" doc:"The social security number; other APIs of the vendor mask it as ###-##-1234."`
	HomePhone   models.Text     `json:"homePhone" phi:"direct" doc:"The home phone."`
}
