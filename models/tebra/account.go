package tebra

import "carehouse/models"

// An ExternalVendor is one ExternalVendorData of GetExternalVendors and one row of tebra.external_vendors: a program
// that keeps ids of its own for patients.
type ExternalVendor struct {
	_ models.Row `table:"external_vendors" xmlns:"http://www.kareo.com/api/schemas/" doc:"One integrator that may keep external ids in the account."`

	ExternalVendorID   models.Int  `xml:"ExternalVendorID" col:",key" doc:"The integrator's id, which its external ids are scoped to."`
	ExternalVendorName models.Text `xml:"ExternalVendorName" doc:"The integrator's name."`
}

// A Throttle is one ThrottleDetail of GetThrottles and one row of tebra.throttles. The interval counts for the whole
// account, whoever calls.
type Throttle struct {
	_ models.Row `table:"throttles" xmlns:"http://www.kareo.com/api/schemas/" doc:"How often an operation may be called."`

	Endpoint       models.Text     `xml:"Endpoint" col:",key" doc:"The operation, as the vendor spells it."`
	ThrottleTimeMs models.Quantity `xml:"ThrottleTimeMs" doc:"The least time between two calls, in milliseconds."`
}

// A Customer is the answer of GetCustomerIdFromKey and one row of tebra.customers.
type Customer struct {
	_ models.Row `table:"customers" xmlns:"http://www.kareo.com/api/schemas/" doc:"The account that the customer key belongs to."`

	CustomerID   models.Int  `xml:"CustomerId" col:",key" doc:"The account's id; -1 is a key or a login that is not known."`
	IsAuthorized models.Word `xml:"IsAuthorized" doc:"The login may use the account."`
}

// An AppointmentReason is one AppointmentReasonData of GetAppointmentReasons, an operation of 2026, and one row of
// tebra.practice_appointment_reasons. The reasons that an appointment has are in tebra.appointment_reasons.
type AppointmentReason struct {
	_ models.Row `table:"practice_appointment_reasons" xmlns:"http://www.kareo.com/api/schemas/" doc:"One reason for appointments that a practice offers."`

	PracticeID             models.Int  `xml:"PracticeId" col:",key,within" doc:"The practice that offers the reason."`
	AppointmentReasonID    models.Int  `xml:"AppointmentReasonId" col:",key" doc:"The reason's id."`
	Name                   models.Text `xml:"Name" doc:"The reason in words."`
	DefaultDurationMinutes models.Int  `xml:"DefaultDurationMinutes" doc:"How long an appointment with the reason takes when nobody says otherwise, in minutes."`
	DefaultColorCode       models.Text `xml:"DefaultColorCode" doc:"The color of such appointments in the calendar."`
}
