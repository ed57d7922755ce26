package simulator_test

import (
	"testing"

	"carehouse/extract/tebra/simulator"
)

func TestClocksAreThePracticesOwnAndAppointmentsMove(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 60})
	start := func(practice int64, zone string) string {
		pairs := []string{"EndDate", "2030-01-01", "PracticeName", a.PracticeName(practice), "StartDate", "2020-01-01"}
		if zone != "" {
			pairs = append(pairs, "TimeZoneOffsetFromGMT", zone)
		}
		return a.find(t, "GetAppointments", pairs...)[0].get("StartDate")
	}
	for practice, own := range map[int64]string{1: "-6", 2: "-8", 3: "-5"} {
		usual, asked, utc := start(practice, ""), start(practice, own), start(practice, "0")
		if usual != asked || asked == utc {
			t.Errorf("practice %d: %s, %s with %s, %s with 0", practice, usual, asked, own, utc)
		}
	}
	named := a.ask(t, "GetAppointments", filter("GetAppointments", "TimeZoneOffsetFromGMT", "CST"))
	if named.get("ErrorResponse/IsError") != "true" {
		t.Error("a zone with a name is no error")
	}
}

func TestCriteriaCompareWithWhatRowsShow(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 120})
	for _, c := range []struct{ operation, criterion, member string }{
		{"GetPatients", "FullName", "PatientFullName"},
		{"GetPatients", "SSN", "SSN"},
		{"GetProviders", "Type", "Type"},
		{"GetPractices", "ID", "ID"},
		{"GetPractices", "Active", "Active"},
		{"GetCharges", "Status", "Status"},
		{"GetCharges", "DiagnosisCode", "EncounterDiagnosisID1"},
		{"GetCharges", "BilledTo", "BilledTo"},
		{"GetPayments", "PayerType", "PayerType"},
		{"GetPayments", "Amount", "Amount"},
		{"GetTransactions", "Type", "Type"},
		{"GetProcedureCodes", "ProcedureCode", "ProcedureCode"},
	} {
		all := a.find(t, c.operation)
		want := ""
		for _, r := range all {
			if want = r.get(c.member); want != "" {
				break
			}
		}
		some := a.find(t, c.operation, c.criterion, want)
		if len(some) == 0 || want == "" {
			t.Errorf("%s %s %q: got none", c.operation, c.criterion, want)
		}
		if c.criterion == "DiagnosisCode" {
			continue
		}
		for _, r := range some {
			if r.get(c.member) != want {
				t.Errorf("%s %s %q: got %q", c.operation, c.criterion, want, r.get(c.member))
			}
		}
	}
	for active, want := range map[string]int{"false": 13, "true": 12} {
		if got := len(a.find(t, "GetProcedureCodes", "Active", active)); got != want {
			t.Errorf("Active %q: got %d codes, want %d", active, got, want)
		}
	}
	if got := len(a.find(t, "GetProcedureCodes")); got != 13 {
		t.Errorf("got %d codes, want 13", got)
	}
	a.fault(t, "flags-filter")
	if n := len(a.find(t, "GetProcedureCodes")); n != 1 {
		t.Errorf("got %d codes that are neither active nor the practice's own, want 1", n)
	}
}
