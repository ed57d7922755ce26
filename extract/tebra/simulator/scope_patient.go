package simulator

import (
	"strconv"

	"carehouse/extract/invented"
	"carehouse/models"
)

const (
	kindText  = models.KindText
	kindMoney = models.KindMoney
)

func patientScope() *scope {
	s := &scope{
		ident: (*row).patientKey,
		since: func(r *row) int64 { return r.patient.created },
		members: map[string]maker{
			"ID":           func(r *row) value { return num(r.patient.id) },
			"PracticeId":   func(r *row) value { return num(r.practice.id) },
			"PracticeName": func(r *row) value { return text(r.practice.name) },
			"CreatedDate": func(r *row) value {
				if r.w.undated && r.patient.id%7 == 3 {
					return value{}
				}
				return clock(r.patient.created)
			},
			"LastModifiedDate": func(r *row) value { return clock(r.patient.modified) },
			"FirstName":        func(r *row) value { return text(r.patient.first) },
			"LastName":         func(r *row) value { return text(r.patient.last) },
			"PatientFullName":  func(r *row) value { return text(r.patient.full()) },
			"DOB":              func(r *row) value { return clock(r.patient.born) },
			"Age":              func(r *row) value { return num((r.now - r.patient.born) / (365*day + 6*hour)) },
			"Active":           func(*row) value { return yes(true) },
			"Cases":            func(*row) value { return value{} },
			"MobilePhone": func(r *row) value {
				d := invented.Throw(r.w.seed, forPatient, r.patientKey(), r.patient.version)
				return text(invented.Phone(&d, "602"))
			},

			"DefaultRenderingProviderId":       func(r *row) value { return num(r.patient.provider.id) },
			"DefaultRenderingProviderFullName": func(r *row) value { return text(r.patient.provider.name()) },
			"PrimaryCarePhysicianId":           func(r *row) value { return num(r.patient.provider.id) },
			"PrimaryCarePhysicianFullName":     func(r *row) value { return text(r.patient.provider.name()) },
			"ReferringProviderId":              func(r *row) value { return num(r.patient.referrer.id) },
			"ReferringProviderFullName":        func(r *row) value { return text(r.patient.referrer.name()) },

			"Charges":           func(r *row) value { return r.sum((*charge).total) },
			"Adjustments":       func(r *row) value { return r.sum((*charge).adjustments) },
			"InsurancePayments": func(r *row) value { return r.sum((*charge).insurancePaid) },
			"PatientPayments":   func(r *row) value { return r.sum(func(c *charge) int64 { return c.blocks[byPatient].paid }) },
			"InsuranceBalance":  func(r *row) value { return r.sum((*charge).insuranceBalance) },
			"PatientBalance":    func(r *row) value { return r.sum((*charge).patientBalance) },
			"TotalBalance":      func(r *row) value { return r.sum((*charge).balance) },
			"LastEncounterDate": func(r *row) value { return r.last(func(c *charge) int64 { return c.encounter.service }) },
			"LastPaymentDate":   func(r *row) value { return r.last((*charge).patientPaid) },
			"LastStatementDate": func(r *row) value { return r.last((*charge).patientBilled) },
			"LastDiagnosis": func(r *row) value {
				if n := len(r.patient.charges); n > 0 {
					return text(r.patient.charges[n-1].encounter.diagnoses[0])
				}
				return value{}
			},
		},
		inside: []inside{
			{"DefaultCase", func(r *row) bool { r.kase = r.patient.cases[0]; return true }, caseScope},
			{"DefaultServiceLocation", func(r *row) bool { r.location = r.patient.location; return true }, placeScope},
			{"PrimaryInsurancePolicy", func(r *row) bool { return r.nth(0) }, policyScope},
			{"SecondaryInsurancePolicy", func(r *row) bool { return r.nth(1) }, policyScope},
			{"Authorization1", func(r *row) bool { return r.nth(0) && r.authorized(0) }, rosterScope},
			{"Authorization2", func(r *row) bool { return r.nth(0) && r.authorized(1) }, rosterScope},
			{"Authorization3", func(r *row) bool { return r.nth(0) && r.authorized(2) }, rosterScope},
		},
	}
	return s
}

func (c *charge) insurancePaid() int64 {
	return c.blocks[primary].paid + c.blocks[secondary].paid + c.blocks[tertiary].paid
}

func (c *charge) patientPaid() int64 { return c.blocks[byPatient].postedDate }

func (c *charge) patientBilled() int64 { return c.blocks[byPatient].lastBill }

func (r *row) sum(of func(*charge) int64) value {
	total := int64(0)
	for _, c := range r.patient.charges {
		total += of(c)
	}
	return cash(total)
}

func (r *row) last(of func(*charge) int64) value {
	latest := int64(0)
	for _, c := range r.patient.charges {
		latest = max(latest, of(c))
	}
	return someday(latest)
}

// nth enters a policy of the patient's default case.
func (r *row) nth(n int) bool {
	policies := r.patient.cases[0].policies
	return n < len(policies) && r.enterPolicy(policies[n])
}

func (r *row) authorized(n int) bool {
	if n >= len(r.policy.auths) {
		return false
	}
	r.auth = r.policy.auths[n]
	return true
}

func caseScope() *scope {
	return &scope{
		ident: func(r *row) uint64 { return uint64(r.kase.id) },
		since: func(r *row) int64 { return r.kase.begun },
		members: map[string]maker{
			"ID":                        func(r *row) value { return num(r.kase.id) },
			"PatientCaseID":             func(r *row) value { return num(r.kase.id) },
			"IsPrimaryCase":             func(r *row) value { return yes(r.kase == r.patient.cases[0]) },
			"Name":                      func(r *row) value { return text(r.kase.name) },
			"PayerScenario":             func(r *row) value { return text(r.kase.scenario) },
			"ReferringProviderID":       func(r *row) value { return num(r.patient.referrer.id) },
			"ReferringProviderFullName": func(r *row) value { return text(r.patient.referrer.name()) },
		},
	}
}

func policyScope() *scope {
	s := &scope{
		ident: func(r *row) uint64 { return uint64(r.policy.id) },
		since: func(r *row) int64 { return r.policy.begun },
		members: map[string]maker{
			"InsurancePolicyID":  func(r *row) value { return num(r.policy.id) },
			"PatientCaseID":      func(r *row) value { return num(r.policy.kase.id) },
			"CompanyID":          func(r *row) value { return num(r.insurer.id) },
			"CompanyName":        func(r *row) value { return text(r.insurer.company) },
			"PlanID":             func(r *row) value { return num(r.insurer.id + 500) },
			"PlanName":           func(r *row) value { return text(r.insurer.plan) },
			"Number":             func(r *row) value { return text("POL" + strconv.FormatInt(r.policy.id, 10)) },
			"Copay":              func(r *row) value { return cash(r.policy.copay) },
			"EffectiveStartDate": func(r *row) value { return clock(r.policy.begun) },
			"SyncWithEHR":        func(r *row) value { return yes(r.policy.id%2 == 0) },
		},
	}
	plan := insurerScope()
	for _, name := range []string{
		"AddressLine1", "AddressLine2", "City", "State", "ZipCode", "Country", "PhoneNumber", "PhoneNumberExt", "FaxNumber",
		"FaxNumberExt", "AdjusterFullName",
	} {
		s.members["Plan"+name] = plan.anything(name, kindText)
	}
	return s
}

// insurerScope is what an insurer has wherever it is told of.
func insurerScope() *scope {
	return &scope{
		full:  true,
		ident: func(r *row) uint64 { return uint64(r.insurer.id) },
		since: func(r *row) int64 { return r.practice.created },
	}
}

func authorizationScope() *scope {
	return &scope{
		ident: func(r *row) uint64 { return uint64(r.auth.id) },
		since: func(r *row) int64 { return r.auth.begun },
		members: map[string]maker{
			"InsurancePolicyID":            func(r *row) value { return num(r.auth.owner.id) },
			"InsurancePlanName":            func(r *row) value { return text(r.auth.owner.insurer.plan) },
			"AuthorizationNumber":          func(r *row) value { return text(r.auth.number()) },
			"AuthorizedNumberOfVisits":     func(r *row) value { return num(10 + r.auth.id%20) },
			"AuthorizedNumberOfVisitsUsed": func(r *row) value { return num(r.auth.id % 10) },
			"StartDate":                    func(r *row) value { return clock(r.auth.begun) },
			"EndDate":                      func(r *row) value { return clock(r.auth.ended()) },
		},
	}
}

// rosterScope is an authorization as GetAllPatients spells it.
func rosterScope() *scope {
	s := authorizationScope()
	s.members["Number"] = s.members["AuthorizationNumber"]
	s.members["NumberOfVisits"] = s.members["AuthorizedNumberOfVisits"]
	s.members["NumberOfVisitsUsed"] = s.members["AuthorizedNumberOfVisitsUsed"]
	return s
}

func (a *authorization) number() string { return "AUTH-" + strconv.FormatInt(a.id, 10) }

func (a *authorization) ended() int64 { return a.begun + 365*day }
