package simulator

// scopes are how the members of each table are made, by table; objects inside are named "table.Member".
func scopes() map[string]*scope {
	patient := patientScope()
	return map[string]*scope{
		"practices":                    practiceScope(),
		"providers":                    providerScope(),
		"service_locations":            locationScope(),
		"procedure_codes":              codeScope(),
		"external_vendors":             vendorScope(),
		"throttles":                    throttleScope(),
		"customers":                    customerScope(),
		"practice_appointment_reasons": reasonScope(),

		"patient_roster":     patient,
		"patients":           patient,
		"patient_details":    patient,
		"patient_cases":      caseScope(),
		"insurance_policies": policyScope(),
		"authorizations":     authorizationScope(),

		"appointments":                       appointmentScope(),
		"appointment_details":                detailScope(),
		"appointment_details.PatientSummary": attendeeScope(),
		"appointment_details.RecurrenceRule": recurrenceScope(),
		"appointment_detail_patients":        attendeeScope(),

		"charges":                 chargeScope(),
		"encounters":              encounterScope(),
		"encounter_service_lines": lineScope(),
		"payments":                paymentScope(),
		"transactions":            transactionScope(),
	}
}

// lists are the rows of lists inside a record, by table. One that is not here holds items.
func lists() map[string]func(r *row, yield func(*row)) {
	return map[string]func(r *row, yield func(*row)){
		"patient_cases": func(r *row, yield func(*row)) {
			for _, c := range r.patient.cases {
				r.kase = c
				yield(r)
			}
		},
		"insurance_policies": func(r *row, yield func(*row)) {
			for _, p := range r.kase.policies {
				r.enterPolicy(p)
				yield(r)
			}
		},
		"authorizations": func(r *row, yield func(*row)) {
			for _, a := range r.policy.auths {
				r.auth = a
				yield(r)
			}
		},
		"encounter_service_lines": func(r *row, yield func(*row)) {
			for _, c := range r.encounter.charges {
				r.charge = c
				yield(r)
			}
		},
		"appointment_detail_patients": func(r *row, yield func(*row)) {
			saved := r.patient
			for _, x := range r.appointment.group {
				r.patient = x
				yield(r)
			}
			r.patient = saved
		},
		"appointment_detail_resources": func(r *row, yield func(*row)) {
			for _, x := range r.appointment.resources {
				r.item = num(x.id)
				yield(r)
			}
		},
		"appointment_detail_days": func(r *row, yield func(*row)) {
			for _, x := range r.appointment.weekdays() {
				r.item = text(x)
				yield(r)
			}
		},
		"appointment_detail_day_ordinals":  func(r *row, yield func(*row)) { r.ordinals(1, yield) },
		"appointment_detail_type_ordinals": func(r *row, yield func(*row)) { r.ordinals(2, yield) },
	}
}

func (r *row) enterPolicy(p *policy) bool {
	r.policy, r.insurer = p, &p.insurer
	return true
}

func (r *row) ordinals(n int, yield func(*row)) {
	for _, word := range []string{"First", "Third", "Last"}[:n] {
		r.item = text(word)
		yield(r)
	}
}

func (a *appointment) weekdays() []string {
	all := []string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"}
	at := int((midnight(a.start)/day + 4) % 7)
	return []string{all[at], all[(at+2)%7]}
}

func (r *row) practiceKey() uint64 { return uint64(r.practice.id) }

func (r *row) patientKey() uint64 { return uint64(r.practice.id)<<40 + uint64(r.patient.id) }

func (r *row) chargeKey() uint64 { return uint64(r.practice.id)<<40 + uint64(r.charge.id) }
