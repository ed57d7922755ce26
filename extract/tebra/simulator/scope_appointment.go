package simulator

import (
	"strconv"

	"carehouse/extract/invented"
)

func appointmentScope() *scope {
	s := &scope{
		ident: func(r *row) uint64 { return uint64(r.appointment.id) },
		since: func(r *row) int64 { return r.appointment.created },
		members: map[string]maker{
			"ID":                       func(r *row) value { return num(r.appointment.id) },
			"PracticeID":               func(r *row) value { return num(r.practice.id) },
			"PracticeName":             func(r *row) value { return text(r.practice.name) },
			"StartDate":                func(r *row) value { return clock(r.appointment.start - r.practice.offset + r.zone) },
			"EndDate":                  func(r *row) value { return clock(r.appointment.end - r.practice.offset + r.zone) },
			"AllDay":                   func(r *row) value { return yes(r.appointment.patient == nil && r.appointment.id%2 == 0) },
			"AppointmentDuration":      func(r *row) value { return num((r.appointment.end - r.appointment.start) / minute) },
			"Recurring":                func(r *row) value { return yes(r.appointment.recurring) },
			"Type":                     func(r *row) value { return text(r.appointment.typ()) },
			"ConfirmationStatus":       func(r *row) value { return text(r.appointment.status) },
			"Notes":                    func(r *row) value { return text(r.appointment.notes(r.w.seed)) },
			"CreatedDate":              func(r *row) value { return clock(r.appointment.created) },
			"LastModifiedDate":         func(r *row) value { return clock(r.appointment.modified) },
			"ServiceLocationID":        func(r *row) value { return num(r.appointment.location.id) },
			"ServiceLocationName":      func(r *row) value { return text(r.appointment.location.name) },
			"PatientID":                seen(func(r *row) value { return num(r.patient.id) }),
			"PatientFullName":          seen(func(r *row) value { return text(r.patient.full()) }),
			"PatientCaseID":            seen(func(r *row) value { return num(r.kase.id) }),
			"PatientCaseName":          seen(func(r *row) value { return text(r.kase.name) }),
			"PatientCasePayerScenario": seen(func(r *row) value { return text(r.kase.scenario) }),

			"AuthorizationID":            granted(func(a *authorization) value { return num(a.id) }),
			"AuthorizationInsurancePlan": granted(func(a *authorization) value { return text(a.owner.insurer.plan) }),
			"AuthorizationNumber":        granted(func(a *authorization) value { return text(a.number()) }),
			"AuthorizationStartDate":     granted(func(a *authorization) value { return clock(a.begun) }),
			"AuthorizationEndDate":       granted(func(a *authorization) value { return clock(a.ended()) }),
		},
	}
	for i := range 10 {
		n := strconv.Itoa(i + 1)
		s.members["ResourceID"+n] = taken(i, func(x resource) value { return num(x.id) })
		s.members["ResourceName"+n] = taken(i, func(x resource) value { return text(x.name) })
		s.members["ResourceTypeID"+n] = taken(i, func(x resource) value { return num(x.typ) })
		s.members["AppointmentReason"+n] = because(i, func(x *reason) value { return text(x.name) })
		s.members["AppointmentReasonID"+n] = because(i, func(x *reason) value { return num(x.id) })
	}
	return s
}

// seen is nil for a meeting, which has no patient.
func seen(m maker) maker {
	return func(r *row) value {
		if r.appointment.patient == nil {
			return value{}
		}
		return m(r)
	}
}

func granted(m func(a *authorization) value) maker {
	return func(r *row) value {
		if r.appointment.auth == nil {
			return value{}
		}
		return m(r.appointment.auth)
	}
}

func taken(i int, m func(x resource) value) maker {
	return func(r *row) value {
		if i < len(r.appointment.resources) {
			return m(r.appointment.resources[i])
		}
		return value{}
	}
}

func because(i int, m func(x *reason) value) maker {
	return func(r *row) value {
		if i < len(r.appointment.reasons) {
			return m(r.appointment.reasons[i])
		}
		return value{}
	}
}

func (a *appointment) typ() string {
	if a.patient == nil {
		return "O"
	}
	return "P"
}

func (a *appointment) notes(seed uint64) string {
	d := invented.Throw(seed, forVisit, uint64(a.id), 1<<50+a.version)
	return invented.Pick(&d, append(notes(), "", "", ""))
}
