package simulator

import (
	"encoding/json"
	"slices"

	"carehouse/models"
	"carehouse/models/supergood"
)

// A Truth is what a tenant holds now, which is what a sync must end with. Every list is in the order of ids.
type Truth struct {
	Patients     []supergood.Patient
	Appointments []supergood.Appointment
	Encounters   []supergood.Encounter // without notes
	Checks       []supergood.EligibilityCheck
}

// Truth tells what a tenant holds, from 0.
func (s *Simulator) Truth(tenant int) (truth Truth) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	t := s.world.tenants[tenant]
	truth.Patients = decoded[supergood.Patient](t.lists[patients])
	truth.Appointments = decoded[supergood.Appointment](t.lists[appointments])
	truth.Encounters = decoded[supergood.Encounter](t.lists[encounters])
	truth.Checks = decoded[supergood.EligibilityCheck](t.lists[checks])
	for i, r := range t.lists[encounters] {
		e := &truth.Encounters[i]
		for _, id := range listed(r.get("lab_order_ids")) {
			e.LabOrders = append(e.LabOrders, supergood.LabOrder{LabOrderID: models.NewText(id)})
		}
		for _, id := range listed(r.get("prescription_ids")) {
			e.Prescriptions = append(e.Prescriptions, supergood.Prescription{PrescriptionID: models.NewText(id)})
		}
	}
	return truth
}

// decoded reads rows as the records that they stand for. Lists of bare ids are no structs, and are left out.
func decoded[T any](rows []*row) []T {
	out := make([]T, len(rows))
	w := writer{spelling: ours()}
	for i, r := range rows {
		members := slices.DeleteFunc(slices.Clone(r.members), func(m member) bool { return bare(m.value) })
		_ = json.Unmarshal(w.value(nil, members), &out[i])
	}
	return out
}

// bare reports whether a value is a list of ids.
func bare(value any) bool {
	list, ok := value.([]any)
	if !ok || len(list) == 0 {
		return false
	}
	_, ok = list[0].(ident)
	return ok
}

func listed(value any) []string {
	list, _ := value.([]any)
	var ids []string
	for _, v := range list {
		if id, ok := v.(ident); ok {
			ids = append(ids, string(id))
		}
	}
	return ids
}

// IDs are the keys of a dataset's records that a tenant has, from 0, in order.
func (s *Simulator) IDs(tenant int, dataset string) []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var ids []string
	for _, r := range s.world.tenants[tenant].lists[dataset] {
		ids = append(ids, r.id())
	}
	slices.Sort(ids)
	return ids
}

// Count is how many rows a table of a tenant has: of a dataset, or of one of the tables below it, like patient_phones.
func (s *Simulator) Count(tenant int, table string) int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	lists := s.world.tenants[tenant].lists
	at, below := map[string][2]string{
		"patient_phones": {patients, "phones"}, "patient_addresses": {patients, "addresses"},
		"patient_insurances": {patients, "insurances"}, "encounter_edits": {encounters, "edits"},
		"encounter_lab_orders":    {encounters, "lab_order_ids"},
		"encounter_prescriptions": {encounters, "prescription_ids"},
	}[table]
	if !below {
		return len(lists[table])
	}
	n := 0
	for _, r := range lists[at[0]] {
		list, _ := r.get(at[1]).([]any)
		n += len(list)
	}
	return n
}

// Sums are sums of money over a tenant's eligibility checks, in ten-thousandths.
type Sums struct{ Copayment, Deductible, Remaining int64 }

// Sums adds the money of a tenant up, from 0.
func (s *Simulator) Sums(tenant int) (sum Sums) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, r := range s.world.tenants[tenant].lists[checks] {
		sum.Copayment += tenThousandths(r.get("copayment"))
		sum.Deductible += tenThousandths(r.get("deductible"))
		sum.Remaining += tenThousandths(r.get("deductible_remaining"))
	}
	return sum
}

func tenThousandths(v any) int64 {
	cents, _ := v.(money)
	return int64(cents) * 100
}
