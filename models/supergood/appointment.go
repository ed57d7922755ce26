package supergood

import "carehouse/models"

// An Appointment is one record of GET /appointments and one row of supergood.appointments.
type Appointment struct {
	_ models.Row `table:"appointments" doc:"One appointment, in person or by telehealth."`

	ID              models.Text    `json:"id" col:",key" ref:"appointment_id" phi:"linked" doc:"The appointment's id."`
	PracticeID      models.Text    `json:"practice_id" doc:"The practice of the appointment."`
	PatientID       models.Text    `json:"patient_id" phi:"linked" doc:"The patient's id; null for blocked time."`
	ProviderID      models.Text    `json:"provider_id" doc:"The provider's id."`
	LocationID      models.Text    `json:"location_id" doc:"The location's id."`
	StartAt         models.Instant `json:"start_at" col:",span" phi:"linked" doc:"When it begins, UTC."`
	EndAt           models.Instant `json:"end_at" phi:"linked" doc:"When it ends, UTC."`
	VisitType       models.Text    `json:"visit_type" phi:"linked" doc:"The type of visit."`
	Mode            models.Text    `json:"mode" doc:"in_person or telehealth."`
	Status          models.Text    `json:"status" doc:"scheduled, confirmed, cancelled, …"`
	IntakeCompleted models.Flag    `json:"intake_completed" doc:"Whether the digital intake is complete."`
	TelehealthURL   models.Text    `json:"telehealth_url" phi:"direct" doc:"Where a telehealth visit takes place; whoever has it can walk in. Never followed."`

	CreatedAt models.Stamp `json:"created_at" col:"created" doc:"When the record was made; by whose clock nobody says."`
	UpdatedAt models.Stamp `json:"updated_at" col:"updated,volatile" doc:"When the record last changed, or was last read from the portal; makes no new version."`
}
