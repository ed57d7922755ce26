package simulator

func encounterScope() *scope {
	s := &scope{
		ident: func(r *row) uint64 { return uint64(r.encounter.id) },
		since: func(r *row) int64 { return r.encounter.service },
		members: map[string]maker{
			"EncounterID":              func(r *row) value { return num(r.encounter.id) },
			"PracticeID":               func(r *row) value { return num(r.practice.id) },
			"PracticeName":             func(r *row) value { return text(r.practice.name) },
			"EncounterStatus":          func(r *row) value { return num(int64(r.encounter.status)) },
			"AppointmentID":            func(r *row) value { return r.booked() },
			"BatchNumber":              func(r *row) value { return text(batch(r.encounter.posting)) },
			"CaseID":                   func(r *row) value { return num(r.encounter.kase.id) },
			"CaseName":                 func(r *row) value { return text(r.encounter.kase.name) },
			"CasePayerScenario":        func(r *row) value { return text(r.encounter.kase.scenario) },
			"PatientID":                func(r *row) value { return num(r.patient.id) },
			"ServiceStartDate":         func(r *row) value { return clock(r.encounter.service) },
			"ServiceEndDate":           func(r *row) value { return clock(r.encounter.service) },
			"PostDate":                 func(r *row) value { return clock(r.encounter.posting) },
			"HospitalizationStartDate": stay(0),
			"HospitalizationEndDate":   stay(2),
			"PlaceOfServiceCode":       func(*row) value { return text("11") },
			"PlaceOfServiceName":       func(*row) value { return text("Office") },
			"ServiceLocationID":        func(r *row) value { return num(r.encounter.location.id) },
			"ServiceLocationName":      func(r *row) value { return text(r.encounter.location.name) },
			"RenderingProvider":        func(r *row) value { return text(r.encounter.provider.name()) },
			"SchedulingProvider":       func(r *row) value { return text(r.encounter.provider.name()) },
			"SupervisingProvider":      func(r *row) value { return text(r.practice.providers[0].name()) },
			"ReferringProvider":        func(r *row) value { return text(r.patient.referrer.name()) },
			"CreatedDate":              func(r *row) value { return clock(r.encounter.created) },
			"LastModifiedDate":         func(r *row) value { return clock(r.encounter.modified) },
		},
	}
	patient := patientScope()
	for member, name := range map[string]string{
		"PatientPrefix": "Prefix", "PatientFirstName": "FirstName", "PatientMiddleName": "MiddleName",
		"PatientLastName": "LastName", "PatientSufix": "Suffix",
	} {
		s.members[member] = patient.maker(name, kindText)
	}
	return s
}

func lineScope() *scope {
	return &scope{
		ident: (*row).chargeKey,
		since: func(r *row) int64 { return r.encounter.service },
		members: map[string]maker{
			"EncounterID":   func(r *row) value { return num(r.encounter.id) },
			"ServiceLineID": func(r *row) value { return num(r.charge.procedure) },
		},
	}
}

func paymentScope() *scope {
	return &scope{members: map[string]maker{
		"ID":               func(r *row) value { return num(r.payment.id) },
		"PracticeId":       func(r *row) value { return num(r.practice.id) },
		"Amount":           func(r *row) value { return cash(r.payment.amount()) },
		"Applied":          func(r *row) value { return cash(r.payment.applied) },
		"Unapplied":        func(r *row) value { return cash(r.payment.left) },
		"Refunds":          func(r *row) value { return cash(r.payment.refunds) },
		"Adjustments":      func(r *row) value { return cash(r.payment.adjustments) },
		"PayerName":        func(r *row) value { return text(r.payment.payer) },
		"PayerType":        func(r *row) value { return text(r.payment.payerType) },
		"PaymentMethod":    func(r *row) value { return text(r.payment.method) },
		"PostDate":         func(r *row) value { return clock(r.payment.posted) },
		"AdjudicationDate": func(r *row) value { return someday(r.payment.adjudicated) },
		"CreatedDate":      func(r *row) value { return clock(r.payment.created) },
		"LastModifiedDate": func(r *row) value { return clock(r.payment.modified) },
		"ReferenceNumber":  func(r *row) value { return text(r.payment.reference) },
		"BatchNumber":      func(r *row) value { return text(r.payment.batch) },
		"Category":         func(r *row) value { return text(r.payment.category) },
		"AppointmentID": func(r *row) value {
			if r.payment.appointment == nil {
				return value{}
			}
			return num(r.payment.appointment.id)
		},
	}}
}

func transactionScope() *scope {
	insurance := func(m func(from insurer) value) maker {
		return func(r *row) value {
			if who := r.transaction.payer; who >= primary && who <= tertiary {
				return m(r.transaction.charge.policies[who].insurer)
			}
			return value{}
		}
	}
	return &scope{members: map[string]maker{
		"ID":                   func(r *row) value { return num(r.transaction.id) },
		"ClaimID":              func(r *row) value { return num(r.charge.id) },
		"PracticeName":         func(r *row) value { return text(r.practice.name) },
		"Amount":               func(r *row) value { return cash(r.transaction.amount) },
		"Type":                 func(r *row) value { return text(r.transaction.typ) },
		"Description":          func(r *row) value { return text(r.transaction.description) },
		"PatientID":            func(r *row) value { return num(r.patient.id) },
		"PatientFullName":      func(r *row) value { return text(r.patient.full()) },
		"ProcedureCode":        func(r *row) value { return text(r.charge.code.code) },
		"ServiceDate":          func(r *row) value { return clock(r.encounter.service) },
		"PostingDate":          func(r *row) value { return clock(r.transaction.posted) },
		"TransactionDate":      func(r *row) value { return clock(r.transaction.entered) },
		"LastModifiedDate":     func(r *row) value { return clock(r.transaction.modified) },
		"InsuranceID":          insurance(func(from insurer) value { return num(from.id) }),
		"InsuranceCompanyName": insurance(func(from insurer) value { return text(from.company) }),
		"InsurancePlanName":    insurance(func(from insurer) value { return text(from.plan) }),
		"InsuranceOrder": func(r *row) value {
			if who := r.transaction.payer; who >= primary && who <= tertiary {
				return text([]string{"Primary", "Secondary", "Tertiary"}[who])
			}
			return value{}
		},
		"PayerType": func(r *row) value {
			if r.transaction.payer < 0 {
				return value{}
			}
			return text([]string{"Insurance", "Insurance", "Insurance", "Patient", "Other"}[r.transaction.payer])
		},
	}}
}
