package tebra

import "carehouse/models"

// An AppointmentDetail is the AppointmentCreate of GetAppointment and one row of tebra.appointment_details. Unlike the
// rows of lists it is typed: times are ISO dates with or without an offset, flags are XML's own.
type AppointmentDetail struct {
	_ models.Row `table:"appointment_details" xmlns:"http://www.kareo.com/api/schemas/" doc:"One appointment, asked for alone, with its group and its series."`

	PracticeID                     models.Int   `xml:"PracticeId" col:",key,within" doc:"The practice that the appointment is at."`
	AppointmentID                  models.Int   `xml:"AppointmentId" col:",key" phi:"linked" doc:"The appointment's id; id of tebra.appointments."`
	AppointmentUUID                models.Text  `xml:"AppointmentUUID" phi:"linked" doc:"Another id of the appointment, unique everywhere."`
	CustomerID                     models.Int   `xml:"CustomerId" doc:"The account."`
	AppointmentName                models.Text  `xml:"AppointmentName" phi:"direct" doc:"The appointment's title, free text."`
	AppointmentType                models.Text  `xml:"AppointmentType" phi:"linked" doc:"U, P or O; the vendor explains none of them, P seems to be a patient's appointment."`
	AppointmentMode                models.Text  `xml:"AppointmentMode" phi:"linked" doc:"InOffice or Telehealth."`
	AppointmentStatus              models.Text  `xml:"AppointmentStatus" phi:"linked" doc:"Scheduled, Confirmed, CheckedIn, NoShow, Cancelled and more; not the words of the list's confirmation_status."`
	AppointmentReasonID            models.Int   `xml:"AppointmentReasonId" phi:"linked" doc:"The reason for the appointment."`
	StartTime                      models.Stamp `xml:"StartTime" col:",span" phi:"linked" doc:"When the appointment begins."`
	EndTime                        models.Stamp `xml:"EndTime" phi:"linked" doc:"When the appointment ends."`
	Notes                          models.Text  `xml:"Notes" phi:"direct" doc:"Free text about the appointment."`
	ProviderID                     models.Int   `xml:"ProviderId" phi:"linked" doc:"The provider whom the appointment is with."`
	ServiceLocationID              models.Int   `xml:"ServiceLocationId" phi:"linked" doc:"The service location where the appointment is."`
	ResourceID                     models.Int   `xml:"ResourceId" phi:"linked" doc:"A resource that the appointment takes up; tebra.appointment_detail_resources has all."`
	PatientCaseID                  models.Int   `xml:"PatientCaseId" phi:"linked" doc:"The patient's case that the appointment belongs to."`
	InsurancePolicyAuthorizationID models.Int   `xml:"InsurancePolicyAuthorizationId" phi:"linked" doc:"The insurer's authorization that the visit is counted against."`
	IsGroupAppointment             models.Word  `xml:"IsGroupAppointment" phi:"linked" doc:"Several patients come at once; tebra.appointment_detail_patients has them."`
	AttendeesCount                 models.Int   `xml:"AttendeesCount" phi:"linked" doc:"How many patients come."`
	MaxAttendees                   models.Int   `xml:"MaxAttendees" phi:"linked" doc:"How many patients may come."`
	IsRecurring                    models.Word  `xml:"IsRecurring" phi:"linked" doc:"The appointment is one of a series; the recurrence_rule columns describe it."`
	OccurrenceID                   models.Int   `xml:"OccurrenceId" phi:"linked" doc:"Which one of the series it is; the vendor does not explain the number."`
	ForRecare                      models.Word  `xml:"ForRecare" phi:"linked" doc:"The appointment is for recare, which seems to mean a return visit."`
	WasCreatedOnline               models.Word  `xml:"WasCreatedOnline" phi:"linked" doc:"The patient made the appointment online."`
	IsDeleted                      models.Word  `xml:"IsDeleted" phi:"linked" doc:"The appointment is deleted: the only mark of a deletion in the API."`
	CreatedAt                      models.Stamp `xml:"CreatedAt" col:"created" phi:"linked" doc:"When the appointment was made."`
	CreatedBy                      models.Int   `xml:"CreatedBy" phi:"linked" doc:"The user who made it; no operation lists users."`
	UpdatedAt                      models.Stamp `xml:"UpdatedAt" col:"updated" phi:"linked" doc:"When the appointment last changed."`
	UpdatedBy                      models.Int   `xml:"UpdatedBy" phi:"linked" doc:"The user who last changed it; no operation lists users."`

	PatientSummary PatientSummary `xml:"PatientSummary"`
	RecurrenceRule RecurrenceRule `xml:"RecurrenceRule"`

	PatientSummaries []GroupPatient `xml:"PatientSummaries>GroupPatientSummary" table:"appointment_detail_patients" doc:"One patient of an appointment for a group."`
	ResourceIDs      []ResourceRef  `xml:"ResourceIds>http://schemas.microsoft.com/2003/10/Serialization/Arrays long" table:"appointment_detail_resources" doc:"One resource of an appointment."`
}

// A ResourceRef names a resource. The list's items are in the namespace of serialized arrays (ArrayOflong in xsd3.xsd).
type ResourceRef struct {
	ResourceID models.Int `xml:",chardata" phi:"linked" doc:"The resource's id."`
}

// A PatientSummary is the patient of an appointment, in short.
type PatientSummary struct {
	PracticeID models.Int `xml:"PracticeId" doc:"The practice that keeps the patient."`
	Attendee
}

// A GroupPatient is one GroupPatientSummary: a patient of a group, and whether the patient came.
type GroupPatient struct {
	PracticeID models.Int `xml:"PracticeId" col:"patient_practice_id" doc:"The practice that keeps the patient, by the patient's own entry."`
	Attendee
	Status models.Text `xml:"Status" phi:"linked" doc:"PRESENT, CANCELLED or NO_SHOW."`
}

// Attendee is what both summaries of a patient have.
type Attendee struct {
	PatientID          models.Int   `xml:"PatientId" phi:"linked" doc:"The patient's id."`
	GUID               models.Text  `xml:"Guid" phi:"linked" doc:"Another id of the patient, unique everywhere."`
	FirstName          models.Text  `xml:"FirstName" phi:"direct" doc:"The patient's first name."`
	MiddleName         models.Text  `xml:"MiddleName" phi:"direct" doc:"The patient's middle name."`
	LastName           models.Text  `xml:"LastName" phi:"direct" doc:"The patient's last name."`
	DateOfBirth        models.Stamp `xml:"DateOfBirth" phi:"direct" doc:"The patient's date of birth; sent as a date with a time of day."`
	GenderID           models.Int   `xml:"GenderId" phi:"linked" doc:"The patient's gender as a number; the numbers are not published."`
	Email              models.Text  `xml:"Email" phi:"direct" doc:"The patient's e-mail address."`
	WorkEmail          models.Text  `xml:"WorkEmail" phi:"direct" doc:"The patient's e-mail address at work."`
	OtherEmail         models.Text  `xml:"OtherEmail" phi:"direct" doc:"Another e-mail address of the patient."`
	PreferredEmailType models.Text  `xml:"PreferredEmailType" phi:"linked" doc:"Which of the e-mail addresses the patient prefers."`
	HomePhone          models.Text  `xml:"HomePhone" phi:"direct" doc:"The patient's phone at home."`
	WorkPhone          models.Text  `xml:"WorkPhone" phi:"direct" doc:"The patient's phone at work."`
	MobilePhone        models.Text  `xml:"MobilePhone" phi:"direct" doc:"The patient's mobile phone."`
	OtherPhone         models.Text  `xml:"OtherPhone" phi:"direct" doc:"Another phone of the patient."`
	PreferredPhoneType models.Text  `xml:"PreferredPhoneType" phi:"linked" doc:"Which of the phones the patient prefers."`
}
