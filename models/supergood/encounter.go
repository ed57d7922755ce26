package supergood

import "carehouse/models"

// An Encounter is one record of GET /encounters and one row of supergood.encounters.
type Encounter struct {
	_ models.Row `table:"encounters" doc:"One encounter with the state of its note."`

	ID            models.Text  `json:"id" col:",key" ref:"encounter_id" phi:"linked" doc:"The encounter's id."`
	PracticeID    models.Text  `json:"practice_id" doc:"The practice of the encounter."`
	PatientID     models.Text  `json:"patient_id" phi:"linked" doc:"The patient's id."`
	ProviderID    models.Text  `json:"provider_id" doc:"The provider's id."`
	AppointmentID models.Text  `json:"appointment_id" phi:"linked" doc:"The appointment that it came from."`
	ServiceDate   models.Date  `json:"service_date" col:",span" phi:"linked" doc:"The day of service."`
	Status        models.Text  `json:"status" doc:"The state of the encounter: open, signed, …"`
	SignedAt      models.Stamp `json:"signed_at" col:"signed" phi:"linked" doc:"When the note was signed; null until then."`
	Locked        models.Flag  `json:"locked" doc:"Whether the note is locked."`
	LockReason    models.Text  `json:"lock_reason" phi:"linked" doc:"Why it is locked, in the portal's words."`
	NoteText      models.Text  `json:"note_text" phi:"direct" doc:"The note; fetched only where the configuration says notes: true."`
	UpdatedAt     models.Stamp `json:"updated_at" col:"updated,volatile" doc:"When the record last changed, or was last read from the portal; makes no new version."`

	Edits         []Edit         `json:"edits" table:"encounter_edits" doc:"One edit of a signed note."`
	LabOrders     []LabOrder     `json:"lab_order_ids" col:"lab_orders" table:"encounter_lab_orders" doc:"One laboratory order of an encounter, by id."`
	Prescriptions []Prescription `json:"prescription_ids" col:"prescriptions" table:"encounter_prescriptions" doc:"One electronic prescription of an encounter, by id."`
}

// An Edit is a change of a signed note.
type Edit struct {
	At         models.Stamp `json:"at" col:"edited" phi:"linked" doc:"When the note was edited."`
	By         models.Text  `json:"by" col:"edited_by" phi:"direct" doc:"The user who edited it, as the portal calls users."`
	ReasonCode models.Text  `json:"reason_code" doc:"Why, as a code of the portal."`
}

// A LabOrder is the id of a laboratory order.
type LabOrder struct {
	LabOrderID models.Text `element:"true" col:"lab_order_id" phi:"linked" doc:"The order's id."`
}

// A Prescription is the id of a prescription.
type Prescription struct {
	PrescriptionID models.Text `element:"true" col:"prescription_id" phi:"linked" doc:"The prescription's id."`
}
