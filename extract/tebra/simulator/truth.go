package simulator

import "slices"

// What a sync must end with, taken from the world and not from answers. Money is in ten-thousandths.

// Charges is how many charges there are.
func (s *Simulator) Charges() int { return s.Count("charges") }

// TotalCharges is the sum of TotalCharges over all charges.
func (s *Simulator) TotalCharges() int64 { return s.Sums().Charges }

// Sums are the sums of money columns over the account.
type Sums struct {
	Charges, Adjusted, Receipts                    int64 // of charges
	PatientBalance, InsuranceBalance, TotalBalance int64
	PayerPayments                                  int64 // over all payers of all charges
	Payments, Applied, Unapplied, Refunds          int64 // of payments
	Transactions                                   int64 // which add up to TotalBalance
}

// Sums adds the money of the account up.
func (s *Simulator) Sums() (sum Sums) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, p := range s.world.practices {
		sum.add(p)
	}
	return sum
}

// SumsOf adds the money of a practice up.
func (s *Simulator) SumsOf(practice int64) (sum Sums) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, p := range s.world.practices {
		if p.id == practice {
			sum.add(p)
		}
	}
	return sum
}

func (sum *Sums) add(p *practice) {
	for _, c := range p.charges {
		sum.Charges += c.total()
		sum.Adjusted += c.adjusted()
		sum.Receipts += c.receipts()
		sum.PatientBalance += c.patientBalance()
		sum.InsuranceBalance += c.insuranceBalance()
		sum.TotalBalance += c.balance()
		for i := range c.blocks {
			sum.PayerPayments += c.blocks[i].paid
		}
	}
	for _, x := range p.payments {
		sum.Payments += x.amount()
		sum.Applied += x.applied
		sum.Unapplied += x.left
		sum.Refunds += x.refunds
	}
	for _, t := range p.transactions {
		sum.Transactions += t.amount
	}
}

// Practices are the ids of the practices that the user may see.
func (s *Simulator) Practices() []int64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var ids []int64
	for _, p := range s.seen() {
		ids = append(ids, p.id)
	}
	return ids
}

// PracticeName is what filters must call a practice.
func (s *Simulator) PracticeName(practice int64) string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, p := range s.world.practices {
		if p.id == practice {
			return p.name
		}
	}
	return ""
}

// IDs are the keys of a root table's rows that a practice has, in order; 0 is all practices, where equal ones come
// twice. Of patient_details there are fewer than the account has patients when two practices have equal ids, because
// GetPatient can only ever show one of them.
func (s *Simulator) IDs(table string, practice int64) []int64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var ids []int64
	seen := map[int64]bool{}
	for _, p := range s.seen() {
		p.ids(table, func(id int64) {
			hidden := table == "patient_details" && seen[id]
			if seen[id] = true; !hidden && (practice == 0 || p.id == practice) {
				ids = append(ids, id)
			}
		})
	}
	slices.Sort(ids)
	return ids
}

func (p *practice) ids(table string, add func(int64)) {
	switch table {
	case "practices":
		add(p.id)
	case "providers":
		every(p.providers, func(x *provider) int64 { return x.id }, add)
	case "service_locations":
		every(p.locations, func(x *location) int64 { return x.id }, add)
	case "practice_appointment_reasons":
		every(p.reasons, func(x *reason) int64 { return x.id }, add)
	case "patient_roster", "patients", "patient_details":
		every(p.patients, func(x *patient) int64 { return x.id }, add)
	case "appointments", "appointment_details":
		every(p.appointments, func(x *appointment) int64 { return x.id }, add)
	case "encounters":
		every(p.encounters, func(x *encounter) int64 { return x.id }, add)
	case "charges":
		every(p.charges, func(x *charge) int64 { return x.id }, add)
	case "payments":
		every(p.payments, func(x *payment) int64 { return x.id }, add)
	case "transactions":
		every(p.transactions, func(x *transaction) int64 { return x.id }, add)
	}
}

func every[T any](from []T, id func(T) int64, add func(int64)) {
	for _, x := range from {
		add(id(x))
	}
}

// Count is how many rows a root table has for the user; of child tables see [Simulator.Children].
func (s *Simulator) Count(table string) int {
	switch table {
	case "procedure_codes":
		return len(s.world.codes)
	case "external_vendors":
		return len(s.world.vendors)
	case "customers":
		return 1
	case "throttles":
		n := 0
		for range s.throttles {
			n++
		}
		return n
	default:
		return len(s.IDs(table, 0))
	}
}

// ExternalIDs are an integrator's ids of patients.
func (s *Simulator) ExternalIDs() (vendor int64, patients map[string]int64) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	patients = map[string]int64{}
	for _, p := range s.world.practices {
		for _, x := range p.patients {
			if x.external != "" {
				patients[x.external] = x.id
			}
		}
	}
	return s.world.vendors[0].id, patients
}
