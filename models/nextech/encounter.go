package nextech

import "carehouse/models"

// An Encounter is one element of GET /{patientId}/encounters/search and one row of nextech.encounters.
type Encounter struct {
	_ models.Row `table:"encounters" doc:"One visit of a patient, with its clinical document below it. It leaves when two full readings of the patient have missed it; until then one of a chart that was merged is there under both patients. It stays when the API does not know the patient any more, or does not show them."`

	PracticeID models.Text `given:"practice_id" col:",key" doc:"The practice that was asked; ids are its own."`
	PatientID  models.Int  `given:"patient_id" col:",key,within" phi:"linked" doc:"The patient who was asked for; the answer does not repeat it."`
	Summary    Summary     `json:"summary" col:",flat"`
	Section    models.Text `given:"section" doc:"The section that the document was limited to by the configuration; null is the whole document."`
	CCD        []Document  `json:"ccd" col:"documents" html:"true" table:"encounter_documents" doc:"The clinical document (CCD) of an encounter, read from its HTML; at most one each, and none when the API sent nothing."`
}

// A Summary is what an encounter says about itself.
type Summary struct {
	EncounterID                   models.Int     `json:"encounterId" col:",key" phi:"linked" doc:"The encounter's id; the vendor does not promise that two patients never share one."`
	EncounterDate                 models.Instant `json:"encounterDate" col:",span" phi:"linked" doc:"When the encounter occurred, UTC; the day in the practice's zone may be another. It may be moved later. Null when it came without a zone, which is never assumed."`
	Type                          models.Text    `json:"type" phi:"linked" doc:"What type of encounter it was, in the practice's words."`
	EncounterLocked               models.YesNo   `json:"encounterLocked" doc:"Whether the encounter's data has been locked. One that is not, or where that is null, is asked for in each sync until it is; a locked one may still be amended or opened, which the next full reading sees."`
	DoctorID                      models.Int     `json:"doctorId" doc:"The id of the doctor."`
	DoctorFirstName               models.Text    `json:"doctorFirstName" phi:"direct" doc:"The doctor's first name."`
	DoctorLastName                models.Text    `json:"doctorLastName" phi:"direct" doc:"The doctor's last name."`
	DoctorProfessionalDesignation models.Text    `json:"doctorProfessionalDesignation" doc:"The doctor's suffix, like MD."`
	Department                    models.Text    `json:"department" phi:"linked" doc:"The department of the practice."`
	Location                      models.Text    `json:"location" phi:"linked" doc:"The location of the practice."`
}

// A SectionName is one element of GET /encounters/categories: a bare text.
type SectionName struct {
	_ models.Row `table:"section_names" doc:"One section that clinical documents can be limited to."`

	PracticeID models.Text `given:"practice_id" col:",key" doc:"The practice that was asked."`
	Name       models.Text `element:"true" col:"name,key" doc:"The name of the section, as the API takes it."`
}
