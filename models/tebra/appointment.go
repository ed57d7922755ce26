package tebra

import "carehouse/models"

// An Appointment is one AppointmentData of GetAppointments and one row of tebra.appointments. Of a group it shows one
// patient, of a series nothing but that it is one: tebra.appointment_details has the rest.
type Appointment struct {
	_ models.Row `table:"appointments" xmlns:"http://www.kareo.com/api/schemas/" doc:"One appointment of a practice, past or to come."`

	PracticeID                 models.Int    `xml:"PracticeID" col:",key,within" doc:"The practice that the appointment is at."`
	ID                         models.Int    `xml:"ID" col:",key" ref:"appointment_id" phi:"linked" doc:"The appointment's id."`
	PracticeName               models.Text   `xml:"PracticeName" doc:"The name of the practice."`
	StartDate                  models.USTime `xml:"StartDate" col:",span" phi:"linked" doc:"When the appointment begins; a wall clock moved by the zone offset that the question named."`
	EndDate                    models.USTime `xml:"EndDate" phi:"linked" doc:"When the appointment ends; a wall clock moved by the zone offset that the question named."`
	AllDay                     models.Word   `xml:"AllDay" phi:"linked" doc:"The appointment takes the whole day."`
	AppointmentDuration        models.Int    `xml:"AppointmentDuration" phi:"linked" doc:"How long the appointment takes, in minutes."`
	Recurring                  models.Word   `xml:"Recurring" phi:"linked" doc:"The appointment is one of a series."`
	Type                       models.Text   `xml:"Type" phi:"linked" doc:"U, P or O; the vendor explains none of them, P seems to be a patient's appointment."`
	ConfirmationStatus         models.Text   `xml:"ConfirmationStatus" phi:"linked" doc:"Confirmed, Check-in, No-show, Check-out, Rescheduled, Scheduled or Cancelled; the set may grow."`
	Notes                      models.Text   `xml:"Notes" phi:"direct" doc:"Free text about the appointment."`
	PatientID                  models.Int    `xml:"PatientID" phi:"linked" doc:"The patient, or one of them when the appointment is a group's."`
	PatientFullName            models.Text   `xml:"PatientFullName" phi:"direct" doc:"The patient's name in one piece."`
	PatientCaseID              models.Int    `xml:"PatientCaseID" phi:"linked" doc:"The patient's case that the appointment belongs to."`
	PatientCaseName            models.Text   `xml:"PatientCaseName" phi:"linked" doc:"The name of the patient's case."`
	PatientCasePayerScenario   models.Text   `xml:"PatientCasePayerScenario" phi:"linked" doc:"Who pays in the patient's case, such as self pay or an insurer."`
	ServiceLocationID          models.Int    `xml:"ServiceLocationID" phi:"linked" doc:"The service location where the appointment is."`
	ServiceLocationName        models.Text   `xml:"ServiceLocationName" phi:"linked" doc:"The name of the service location."`
	AuthorizationID            models.Int    `xml:"AuthorizationID" phi:"linked" doc:"The insurer's authorization that the visit is counted against."`
	AuthorizationNumber        models.Text   `xml:"AuthorizationNumber" phi:"direct" doc:"The insurer's number of the authorization."`
	AuthorizationInsurancePlan models.Text   `xml:"AuthorizationInsurancePlan" phi:"linked" doc:"The insurance plan that gave the authorization."`
	AuthorizationStartDate     models.USDate `xml:"AuthorizationStartDate" phi:"linked" doc:"The first day on which the authorization counts."`
	AuthorizationEndDate       models.USDate `xml:"AuthorizationEndDate" phi:"linked" doc:"The last day on which the authorization counts."`
	CreatedDate                models.USTime `xml:"CreatedDate" phi:"linked" doc:"When the appointment was made; a wall clock whose zone the vendor does not tell."`
	LastModifiedDate           models.USTime `xml:"LastModifiedDate" phi:"linked" doc:"When the appointment last changed; a wall clock whose zone the vendor does not tell."`

	Resources []Resource `slots:"1 2 3 4 5 6 7 8 9 10" table:"appointment_resources" doc:"One provider or thing that an appointment takes up."`
	Reasons   []Reason   `slots:"1 2 3 4 5 6 7 8 9 10" table:"appointment_reasons" doc:"One reason for an appointment."`
}

// A Resource is a person or a thing that an appointment takes up: the nth ResourceID, ResourceName and ResourceTypeID.
type Resource struct {
	ResourceID     models.Int  `xml:"ResourceID*" phi:"linked" doc:"The resource's id; of a provider when the type is 1."`
	ResourceName   models.Text `xml:"ResourceName*" phi:"direct" doc:"The resource's name, often a provider's."`
	ResourceTypeID models.Int  `xml:"ResourceTypeID*" doc:"1 is a doctor, 2 is a resource of the practice such as a room."`
}

// A Reason is why an appointment was made: the nth AppointmentReasonID and AppointmentReason.
type Reason struct {
	AppointmentReasonID models.Int  `xml:"AppointmentReasonID*" phi:"linked" doc:"The reason's id in tebra.practice_appointment_reasons; answers of 2021 lacked it."`
	AppointmentReason   models.Text `xml:"AppointmentReason*" phi:"linked" doc:"The reason in words."`
}
