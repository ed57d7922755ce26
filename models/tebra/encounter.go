package tebra

import "carehouse/models"

// An Encounter is one EncounterDetailsData of GetEncounterDetails and one row of tebra.encounters. No operation lists
// encounters: only those are known that a charge names.
type Encounter struct {
	_ models.Row `table:"encounters" xmlns:"http://www.kareo.com/api/schemas/" doc:"One visit of a patient, as it is billed."`

	PracticeID               models.Int    `xml:"PracticeID" col:",key,within" doc:"The practice that the patient visited."`
	EncounterID              models.Int    `xml:"EncounterID" col:",key" phi:"linked" doc:"The encounter's id."`
	PracticeName             models.Text   `xml:"PracticeName" doc:"The name of the practice."`
	EncounterStatus          models.Int    `xml:"EncounterStatus" phi:"linked" doc:"1 Draft, 2 Submitted, 3 Approved, 4 Rejected, 5 Unpayable; only 3 has been seen, the others are by the vendor's enumeration."`
	AppointmentID            models.Int    `xml:"AppointmentID" phi:"linked" doc:"The appointment that led to the encounter."`
	BatchNumber              models.Text   `xml:"BatchNumber" phi:"linked" doc:"The batch that the encounter was entered in, free text."`
	CaseID                   models.Int    `xml:"CaseID" phi:"linked" doc:"The patient's case that the encounter belongs to."`
	CaseName                 models.Text   `xml:"CaseName" phi:"linked" doc:"The name of the patient's case."`
	CasePayerScenario        models.Text   `xml:"CasePayerScenario" phi:"linked" doc:"Who pays in the patient's case, such as self pay or an insurer."`
	PatientID                models.Int    `xml:"PatientID" phi:"linked" doc:"The patient who came."`
	PatientPrefix            models.Text   `xml:"PatientPrefix" phi:"linked" doc:"The title before the patient's name."`
	PatientFirstName         models.Text   `xml:"PatientFirstName" phi:"direct" doc:"The patient's first name."`
	PatientMiddleName        models.Text   `xml:"PatientMiddleName" phi:"direct" doc:"The patient's middle name."`
	PatientLastName          models.Text   `xml:"PatientLastName" phi:"direct" doc:"The patient's last name."`
	PatientSufix             models.Text   `xml:"PatientSufix" phi:"linked" doc:"What follows the patient's name; the vendor spells suffix with one f."`
	ServiceStartDate         models.USDate `xml:"ServiceStartDate" col:",span" phi:"linked" doc:"The first day of the service."`
	ServiceEndDate           models.USDate `xml:"ServiceEndDate" phi:"linked" doc:"The last day of the service."`
	PostDate                 models.USDate `xml:"PostDate" phi:"linked" doc:"The day on which the encounter was posted."`
	HospitalizationStartDate models.USDate `xml:"HospitalizationStartDate" phi:"linked" doc:"The first day in hospital, when the encounter belongs to a stay."`
	HospitalizationEndDate   models.USDate `xml:"HospitalizationEndDate" phi:"linked" doc:"The last day in hospital, when the encounter belongs to a stay."`
	PlaceOfServiceCode       models.Text   `xml:"PlaceOfServiceCode" phi:"linked" doc:"The code of the kind of place."`
	PlaceOfServiceName       models.Text   `xml:"PlaceOfServiceName" phi:"linked" doc:"The kind of place in words."`
	ServiceLocationID        models.Int    `xml:"ServiceLocationID" phi:"linked" doc:"The service location where the patient was seen."`
	ServiceLocationName      models.Text   `xml:"ServiceLocationName" phi:"linked" doc:"The name of the service location."`
	RenderingProvider        models.Text   `xml:"RenderingProvider" phi:"direct" doc:"The provider who rendered the service, in one text."`
	SupervisingProvider      models.Text   `xml:"SupervisingProvider" phi:"direct" doc:"The provider who supervised the service, in one text."`
	SchedulingProvider       models.Text   `xml:"SchedulingProvider" phi:"direct" doc:"The provider whom the appointment was with, in one text."`
	ReferringProvider        models.Text   `xml:"ReferringProvider" phi:"direct" doc:"The provider who referred the patient, in one text."`
	Payment                  models.Text   `xml:"Payment" phi:"linked" doc:"The payment at the visit; what it holds is not told, so it is kept as written."`
	CreatedDate              models.USTime `xml:"CreatedDate" phi:"linked" doc:"When the encounter was created; a wall clock whose zone the vendor does not tell."`
	LastModifiedDate         models.USTime `xml:"LastModifiedDate" phi:"linked" doc:"When the encounter last changed; a wall clock whose zone the vendor does not tell."`

	ServiceLines []ServiceLine `xml:"ServiceLines>ServiceLineRes" table:"encounter_service_lines" doc:"One service line of an encounter."`
}

// A ServiceLine is one ServiceLineRes: the ids of a line of an encounter, and nothing of what was done.
type ServiceLine struct {
	ServiceLineID         models.Int  `xml:"ServiceLineID" phi:"linked" doc:"The line's id."`
	ServiceLineExternalID models.Text `xml:"ServiceLineExternalID" phi:"linked" doc:"The line's id at the program that created it."`
	EncounterID           models.Int  `xml:"EncounterID" col:"line_encounter_id" phi:"linked" doc:"The encounter, by the line's own entry."`
}
