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
		if start(practice, "") != start(practice, own) || start(practice, own) == start(practice, "0") {
			t.Errorf("practice %d: %s, %s with %s, %s with 0", practice, start(practice, ""), start(practice, own), own, start(practice, "0"))
		}
	}
	if got := a.ask(t, "GetAppointments", filter("GetAppointments", "TimeZoneOffsetFromGMT", "CST")); got.get("ErrorResponse/IsError") != "true" {
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
	if a.find(t, "GetProcedureCodes", "Active", "false"); len(a.find(t, "GetProcedureCodes")) != 13 || len(a.find(t, "GetProcedureCodes", "Active", "true")) != 12 {
		t.Error("flags of codes do not count")
	}
	a.fault(t, "flags-filter")
	if n := len(a.find(t, "GetProcedureCodes")); n != 1 {
		t.Errorf("got %d codes that are neither active nor the practice's own, want 1", n)
	}
}
