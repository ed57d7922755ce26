package simulator

import (
	"strconv"

	"carehouse/extract/invented"
)

func chargeScope() *scope {
	s := &scope{
		ident:   (*row).chargeKey,
		since:   func(r *row) int64 { return r.encounter.service },
		members: chargeMembers(),
		inside: []inside{
			{"PrimaryInsurance", func(r *row) bool { return r.paid(primary) }, payerScope},
			{"SecondaryInsurance", func(r *row) bool { return r.paid(secondary) }, payerScope},
			{"TertiaryInsurance", func(r *row) bool { return r.paid(tertiary) }, payerScope},
			{"ServiceLocation", func(r *row) bool { r.location = r.encounter.location; return true }, placeScope},
			{"Patient", func(r *row) bool { return r.paid(byPatient) }, payerScope},
			{"Other", func(r *row) bool { return r.paid(byOther) }, payerScope},
		},
	}
	patient := patientScope()
	for member, name := range map[string]string{
		"PatientFirstName": "FirstName", "PatientMiddleName": "MiddleName", "PatientLastName": "LastName",
	} {
		s.members[member] = patient.maker(name, kindText)
	}
	s.members["HospitalizationStartDate"] = stay(0)
	s.members["HospitalizationEndDate"] = stay(2)
	for i := range 4 {
		s.members["EncounterDiagnosisID"+strconv.Itoa(i+1)] = func(r *row) value {
			if i < len(r.encounter.diagnoses) {
				return text(r.encounter.diagnoses[i])
			}
			return value{}
		}
	}
	return s
}

func chargeMembers() map[string]maker {
	provider := func(r *row) *provider { return r.encounter.provider }
	return map[string]maker{
		"ID":                   func(r *row) value { return num(r.charge.id + r.shift) },
		"PracticeID":           func(r *row) value { return num(r.practice.id) },
		"PracticeName":         func(r *row) value { return text(r.practice.name) },
		"EncounterID":          func(r *row) value { return num(r.encounter.id) },
		"EncounterProcedureID": func(r *row) value { return num(r.charge.procedure) },
		"EncounterStatus":      func(r *row) value { return text(r.encounter.state()) },
		"AppointmentID":        func(r *row) value { return r.booked() },
		"Status":               func(r *row) value { return text(r.charge.status()) },
		"BilledTo":             func(r *row) value { return text(r.charge.billedTo()) },
		"BatchNumber":          func(r *row) value { return text(batch(r.encounter.posting)) },
		"CreatedDate":          func(r *row) value { return clock(r.charge.created) },
		"LastModifiedDate":     func(r *row) value { return clock(r.charge.modified) },
		"PatientID":            func(r *row) value { return num(r.patient.id) },
		"PatientName":          func(r *row) value { return text(r.patient.full()) },
		"PatientDateOfBirth":   func(r *row) value { return clock(r.patient.born) },
		"CaseName":             func(r *row) value { return text(r.encounter.kase.name) },
		"CasePayerScenario":    func(r *row) value { return text(r.encounter.kase.scenario) },
		"ServiceStartDate":     func(r *row) value { return clock(r.encounter.service) },
		"ServiceEndDate":       func(r *row) value { return clock(r.encounter.service) },
		"PostingDate":          func(r *row) value { return clock(r.encounter.posting) },

		"ProcedureCode":         func(r *row) value { return text(r.charge.code.code) },
		"ProcedureName":         func(r *row) value { return text(r.charge.code.name) },
		"ProcedureCodeCategory": func(r *row) value { return text(r.charge.code.category) },
		"Units":                 func(r *row) value { return num(r.charge.units) },

		"RenderingProviderID":     func(r *row) value { return num(provider(r).id) },
		"RenderingProviderName":   func(r *row) value { return text(provider(r).name()) },
		"SchedulingProviderID":    func(r *row) value { return num(provider(r).id) },
		"SchedulingProviderName":  func(r *row) value { return text(provider(r).name()) },
		"SupervisingProviderID":   func(r *row) value { return num(r.practice.providers[0].id) },
		"SupervisingProviderName": func(r *row) value { return text(r.practice.providers[0].name()) },
		"ReferringProviderID":     func(r *row) value { return num(r.patient.referrer.id) },
		"ReferringProviderName":   func(r *row) value { return text(r.patient.referrer.name()) },

		"UnitCharge":       func(r *row) value { return cash(r.charge.unit) },
		"TotalCharges":     func(r *row) value { return cash(r.charge.total()) },
		"AdjustedCharges":  func(r *row) value { return cash(r.charge.adjusted()) },
		"Receipts":         func(r *row) value { return cash(r.charge.receipts()) },
		"PatientBalance":   func(r *row) value { return cash(r.charge.patientBalance()) },
		"InsuranceBalance": func(r *row) value { return cash(r.charge.insuranceBalance()) },
		"TotalBalance":     func(r *row) value { return cash(r.charge.balance()) },
		"OtherAdjustment":  func(r *row) value { return cash(r.charge.blocks[byOther].second) },
		"AllowedAmount":    func(r *row) value { return r.agreed() },
		"ExpectedAmount":   func(r *row) value { return r.agreed() },
		"CopayAmount":      func(r *row) value { return r.copay(cash(r.charge.copayTaken)) },
		"CopayCategory":    func(r *row) value { return r.copay(text("Copay")) },
		"CopayMethod":      func(r *row) value { return r.copay(text("CreditCard")) },
		"CopayReference":   func(r *row) value { return r.copay(text("CP-" + strconv.FormatInt(r.charge.id, 10))) },

		"LineNote": func(r *row) value {
			d := invented.Throw(r.w.seed, forMoney, r.chargeKey(), r.charge.version)
			return text(invented.Pick(&d, append(notes(), "", "")))
		},
	}
}

// paid enters a payer's block when there is something in it.
func (r *row) paid(who int) bool {
	b := &r.charge.blocks[who]
	r.payer = who
	if who <= tertiary {
		if who >= len(r.charge.policies) || b.firstBill == 0 {
			return false
		}
		r.insurer = &r.charge.policies[who].insurer
		return true
	}
	return b.payment != nil || b.firstBill != 0
}

func (r *row) block() *block { return &r.charge.blocks[r.payer] }

// answered is nil until the insurance has answered.
func answered(m func(b *block) value) maker {
	return func(r *row) value {
		if r.block().adjudicated == 0 {
			return value{}
		}
		return m(r.block())
	}
}

func settled(m func(p *payment) value) maker {
	return func(r *row) value {
		if p := r.block().payment; p != nil {
			return m(p)
		}
		return value{}
	}
}

func payerScope() *scope {
	s := insurerScope()
	s.members = map[string]maker{
		"CompanyName":     func(r *row) value { return text(r.insurer.company) },
		"PlanName":        func(r *row) value { return text(r.insurer.plan) },
		"CompanyPlanName": func(r *row) value { return text(r.insurer.plan) },
		"BatchID":         func(r *row) value { return text("B" + strconv.FormatInt(r.charge.id%97, 10)) },
		"FirstBillDate":   func(r *row) value { return someday(r.block().firstBill) },
		"LastBillDate":    func(r *row) value { return someday(r.block().lastBill) },

		"AdjudicationDate":                   answered(func(b *block) value { return clock(b.adjudicated) }),
		"InsuranceAllowed":                   answered(func(b *block) value { return cash(b.allowed) }),
		"InsuranceCoinsurance":               answered(func(b *block) value { return cash(b.coinsurance) }),
		"InsuranceCopay":                     answered(func(b *block) value { return cash(b.copay) }),
		"InsuranceDeductible":                answered(func(b *block) value { return cash(b.deductible) }),
		"InsurancePayment":                   answered(func(b *block) value { return cash(b.paid) }),
		"InsuranceContractAdjustment":        answered(func(b *block) value { return cash(b.contract) }),
		"InsuranceContractAdjustmentReason":  answered(func(b *block) value { return text(b.contractReason) }),
		"InsuranceSecondaryAdjustment":       answered(func(b *block) value { return cash(b.second) }),
		"InsuranceSecondaryAdjustmentReason": answered(func(b *block) value { return text(b.secondReason) }),

		"PaymentAmount": func(r *row) value {
			if r.block().payment == nil {
				return value{}
			}
			return cash(r.block().paid)
		},
		"PaymentPostingDate":  func(r *row) value { return someday(r.block().postedDate) },
		"PaymentID":           settled(func(p *payment) value { return num(p.id) }),
		"PaymentMethodDesc":   settled(func(p *payment) value { return text(p.method) }),
		"PaymentCategoryDesc": settled(func(p *payment) value { return text(p.category) }),
		"PaymentRef":          settled(func(p *payment) value { return text(p.reference) }),
	}
	for _, name := range []string{"AddressLine1", "AddressLine2", "City", "State", "ZipCode", "Country"} {
		s.members[name] = s.anything(name, kindText)
	}
	return s
}

// stay is a day of a stay in hospital, which one encounter in twelve belongs to.
func stay(days int64) maker {
	return func(r *row) value {
		if r.encounter.id%12 != 5 {
			return value{}
		}
		return clock(r.encounter.service + (days-1)*day)
	}
}

func batch(at int64) string { return "B" + strconv.FormatInt(midnight(at)/day, 10) }

func (r *row) booked() value {
	if r.encounter.appointment == nil {
		return value{}
	}
	return num(r.encounter.appointment.id)
}

// agreed is what the contract with the first insurer allows.
func (r *row) agreed() value {
	if r.charge.blocks[primary].adjudicated == 0 {
		return value{}
	}
	return cash(r.charge.blocks[primary].allowed)
}

func (r *row) copay(v value) value {
	if r.charge.copayTaken == 0 {
		return value{}
	}
	return v
}

func (e *encounter) state() string {
	return []string{"", "Draft", "Review", "Approved", "Rejected", "Unpayable"}[e.status]
}

// status is the claim's.
func (c *charge) status() string {
	switch {
	case c.voided:
		return "Voided"
	case c.encounter.status != 3, c.stage == 0:
		return "Ready"
	case c.balance() == 0:
		return "Completed"
	case c.id%29 == 3 && c.insured():
		return "Error - Rejection"
	default:
		return "Pending"
	}
}

func (c *charge) billedTo() string {
	switch {
	case c.stage == 0:
		return ""
	case c.stage > 2*len(c.policies)+1 || len(c.policies) == 0:
		return "Patient"
	default:
		return c.policies[min((c.stage-1)/2, len(c.policies)-1)].insurer.company
	}
}
