package tebra

import "carehouse/models"

// A PatientExternalID joins an integrator's id of a patient with the patient, and is one row of
// tebra.patient_external_ids. The API names external ids in questions only, so both come from what was asked; of the
// answer, a whole PatientData, no more is read than who it was.
type PatientExternalID struct {
	_ models.Row `table:"patient_external_ids" xmlns:"http://www.kareo.com/api/schemas/" partial:"true" doc:"One id that an integrator keeps for a patient."`

	VendorID         models.Int    `given:"vendor_id" col:",key" doc:"The integrator; external_vendor_id of tebra.external_vendors."`
	ExternalID       models.Text   `given:"external_id" col:",key" phi:"direct" doc:"The integrator's id of the patient, as it was asked for; the vendor keeps at most 25 characters of it."`
	PracticeID       models.Int    `xml:"PracticeId" doc:"The practice that keeps the patient."`
	ID               models.Int    `xml:"ID" col:"patient_id" phi:"linked" doc:"The patient; id of tebra.patients."`
	CreatedDate      models.USTime `xml:"CreatedDate" phi:"linked" doc:"When the patient was entered; a wall clock whose zone the vendor does not tell."`
	LastModifiedDate models.USTime `xml:"LastModifiedDate" phi:"linked" doc:"When the patient last changed; a wall clock whose zone the vendor does not tell."`
}
