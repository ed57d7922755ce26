package simulator_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"carehouse/extract/tebra/simulator"
)

func TestAChangeIsSeenByItsModifiedDateAndADeletionIsNot(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 300})
	since := a.Clock()
	before := a.IDs("charges", 0)
	total := a.TotalCharges()
	a.Change(7, 0, 0)
	if got := told(t, a, since); got != 7 {
		t.Errorf("got %d charges that are told of, want the 7 new ones", got)
	}
	since = a.Clock()
	a.Change(0, 60, 11)
	if got := a.Charges(); got != 300+7-11 {
		t.Fatalf("got %d charges, want %d", got, 300+7-11)
	}
	if !a.Clock().After(since) || a.TotalCharges() == total {
		t.Error("neither the clock nor the sum has moved")
	}
	if got := told(t, a, since); got != 60 {
		t.Errorf("got %d charges that are told of, want the 60 changed ones", got)
	}
	gone := 0
	for _, id := range before {
		if !slices.Contains(a.IDs("charges", 0), id) {
			gone++
		}
	}
	if gone == 0 {
		t.Error("nothing is gone")
	}
	if got := len(a.find(t, "GetCharges", "IncludeUnapprovedCharges", "T")); got != a.Charges() {
		t.Errorf("got %d rows, want %d", got, a.Charges())
	}
}

// told counts the charges that were modified since.
func told(t *testing.T, a account, since time.Time) (n int) {
	t.Helper()
	for practice, zone := range map[int64]time.Duration{1: -6, 2: -8, 3: -5} {
		n += len(a.find(t, "GetCharges", "FromLastModifiedDate", stamp(since.Add(zone*time.Hour).Unix()+1),
			"IncludeUnapprovedCharges", "T", "PracticeName", a.PracticeName(practice), "ToLastModifiedDate", "2027-01-01"))
	}
	return n
}

func TestAVoidedChargeStays(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 200})
	before := len(a.find(t, "GetCharges", "IncludeUnapprovedCharges", "T", "Status", "Voided"))
	done := a.Void(3)
	rows := a.find(t, "GetCharges", "IncludeUnapprovedCharges", "T", "Status", "Voided")
	if done == 0 || len(rows) != before+done || a.Charges() != 200 {
		t.Fatalf("got %d voided, want %d and %d", len(rows), before, done)
	}
	for _, r := range rows {
		if r.get("TotalBalance") != "0.00" || r.get("AdjustedCharges") != "0.00" {
			t.Errorf("a voided charge has %s left", r.get("TotalBalance"))
		}
	}
}

func TestPatientsComeAndGo(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 60})
	n := a.Count("patients")
	a.Idle(4)
	if got := a.Count("patient_roster"); got != n+4 {
		t.Fatalf("got %d, want %d", got, n+4)
	}
	if done := a.RemovePatients(3); done != 3 || a.Count("patients") != n+1 {
		t.Errorf("removed %d of %d, want 3", done, a.Count("patients"))
	}
	vendor, external := a.ExternalIDs()
	if vendor != 7 || len(external) == 0 {
		t.Fatalf("got %d ids of vendor %d", len(external), vendor)
	}
	for id, patient := range external {
		got := a.ask(t, "GetPatient", "<Filter><ExternalID>"+id+"</ExternalID><ExternalVendorID>7</ExternalVendorID></Filter>")
		if got.get("Patient/ID") != text(patient) {
			t.Errorf("%s: got %s, want %d", id, got.get("Patient/ID"), patient)
		}
		other := a.ask(t, "GetPatient", "<Filter><ExternalID>"+id+"</ExternalID><ExternalVendorID>9</ExternalVendorID></Filter>")
		if other.at("Patient").Nil != "true" {
			t.Errorf("%s is known to another vendor", id)
		}
	}
}

func TestUndatedPatientsAreInNoPairOfDates(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 200, Faults: []string{"undated"}})
	all := len(a.find(t, "GetPatients"))
	dated := len(a.find(t, "GetPatients", "FromCreatedDate", "2000-01-01", "ToCreatedDate", "2100-01-01"))
	if dated == 0 || dated >= all {
		t.Fatalf("got %d of %d", dated, all)
	}
}

func TestOneAccountServesManyAtOnce(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 60, Faults: []string{"change-between:GetPayments:1:*", "shuffled"}})
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 5 {
				a.find(t, "GetCharges")
				a.find(t, "GetPayments")
				a.Change(1, 1, 1)
				a.Sums()
				a.Fill("patients")
				_ = a.Fault("slow:GetPractices")
			}
		})
	}
	all.Wait()
	if got := a.Calls()["GetCharges"]; got != 20 {
		t.Errorf("got %d calls, want 20", got)
	}
}
