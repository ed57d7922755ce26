package simulator

import "carehouse/extract/invented"

// detailScope is an appointment as GetAppointment shows it: typed, in UTC, with words of its own for the same states.
// The schema has members that cannot be nil, so those always have a value.
func detailScope() *scope {
	utc := func(at func(a *appointment) int64) maker {
		return func(r *row) value { return value{kind: instant, n: at(r.appointment) - r.practice.offset} }
	}
	own := func(salt uint64, m func(d *invented.Dice) value) maker {
		return func(r *row) value {
			d := invented.Throw(r.w.seed, forVisit, uint64(r.appointment.id), 1<<51+salt)
			return m(&d)
		}
	}
	never := func(*row) value { return yes(false) }
	return &scope{
		ident: func(r *row) uint64 { return uint64(r.appointment.id) },
		since: func(r *row) int64 { return r.appointment.created },
		members: map[string]maker{
			"AppointmentId":       func(r *row) value { return num(r.appointment.id) },
			"PracticeId":          func(r *row) value { return num(r.practice.id) },
			"CustomerId":          func(r *row) value { return num(r.w.account) },
			"AppointmentMode":     own(1, func(d *invented.Dice) value { return text(invented.Pick(d, []string{"InOffice", "Telehealth"})) }),
			"AppointmentUUID":     own(2, func(d *invented.Dice) value { return text(invented.UUID(d)) }),
			"AppointmentType":     func(r *row) value { return text(r.appointment.typ()) },
			"AppointmentStatus":   func(r *row) value { return text(r.appointment.state()) },
			"AppointmentReasonId": func(r *row) value { return num(r.appointment.reasons[0].id) },
			"Notes":               func(r *row) value { return text(r.appointment.notes(r.w.seed)) },
			"StartTime":           utc(func(a *appointment) int64 { return a.start }),
			"EndTime":             utc(func(a *appointment) int64 { return a.end }),
			"CreatedAt":           utc(func(a *appointment) int64 { return a.created }),
			"UpdatedAt":           utc(func(a *appointment) int64 { return a.modified }),
			"CreatedBy":           own(3, func(d *invented.Dice) value { return num(int64(d.Between(61, 69))) }),
			"UpdatedBy":           own(4, func(d *invented.Dice) value { return num(int64(d.Between(61, 69))) }),
			"ForRecare":           func(r *row) value { return yes(r.appointment.id%5 == 0) },
			"WasCreatedOnline":    func(r *row) value { return yes(r.appointment.id%4 == 0) },
			"IsDeleted":           never,
			"IsRecurring":         func(r *row) value { return yes(r.appointment.recurring) },
			"IsGroupAppointment":  func(r *row) value { return yes(len(r.appointment.group) > 0) },
			"AttendeesCount":      func(r *row) value { return num(int64(len(r.appointment.group))) },
			"MaxAttendees":        func(r *row) value { return num(int64(2 * len(r.appointment.group))) },
			"ProviderId":          func(r *row) value { return num(r.appointment.resources[0].id) },
			"ResourceId":          func(r *row) value { return num(r.appointment.resources[0].id) },
			"ServiceLocationId":   func(r *row) value { return num(r.appointment.location.id) },
			"PatientCaseId":       seen(func(r *row) value { return num(r.kase.id) }),
			"OccurrenceId": func(r *row) value {
				if !r.appointment.recurring {
					return value{}
				}
				return num(r.appointment.id%7 + 1)
			},
			"InsurancePolicyAuthorizationId": granted(func(a *authorization) value { return num(a.id) }),
		},
	}
}

func (a *appointment) state() string {
	switch a.status {
	case "Check-out":
		return "CheckedOut"
	case "Check-in":
		return "CheckedIn"
	case "No-show":
		return "NoShow"
	default:
		return a.status
	}
}

// attendeeScope is a patient as an appointment tells of one.
func attendeeScope() *scope {
	s := &scope{
		ident: (*row).patientKey,
		since: func(r *row) int64 { return r.patient.created },
		members: map[string]maker{
			"PatientId":   func(r *row) value { return num(r.patient.id) },
			"PracticeId":  func(r *row) value { return num(r.practice.id) },
			"GenderId":    func(r *row) value { return num(r.patient.id%3 + 1) },
			"DateOfBirth": func(r *row) value { return clock(r.patient.born) },
			"FirstName":   func(r *row) value { return text(r.patient.first) },
			"LastName":    func(r *row) value { return text(r.patient.last) },
			"Guid": func(r *row) value {
				d := invented.Throw(r.w.seed, forPatient, r.patientKey(), 1<<52)
				return text(invented.UUID(&d))
			},
			"Status": func(r *row) value {
				return text([]string{"PRESENT", "CANCELLED", "NO_SHOW"}[(r.patient.id+r.appointment.id)%3])
			},
		},
	}
	patient := patientScope()
	for member, name := range map[string]string{
		"Email": "EmailAddress", "HomePhone": "HomePhone", "MobilePhone": "MobilePhone", "WorkPhone": "WorkPhone",
		"MiddleName": "MiddleName",
	} {
		s.members[member] = patient.maker(name, kindText)
	}
	return s
}

func recurrenceScope() *scope {
	flat := func(n int64) maker { return func(*row) value { return num(n) } }
	return &scope{
		ident: func(r *row) uint64 { return uint64(r.appointment.id / 3) }, // one of three planned ones recurs
		since: func(r *row) int64 { return r.appointment.start },
		members: map[string]maker{
			"AppointmentId":                func(r *row) value { return num(r.appointment.id) },
			"RecurrenceRuleId":             func(r *row) value { return num(r.appointment.id + 80000) },
			"StartDate":                    func(r *row) value { return clock(r.appointment.start) },
			"EndDate":                      func(r *row) value { return clock(r.appointment.start + 90*day) },
			"TypeOfDay":                    func(*row) value { return text("Weekday") },
			"DayOfMonth":                   flat(15),
			"MonthOfYear":                  flat(6),
			"DayOfWeekFlags":               flat(42),
			"DayOfWeekMonthlyOrdinalFlags": flat(2),
			"TypeOfDayMonthlyOrdinalFlags": flat(6),
		},
	}
}
