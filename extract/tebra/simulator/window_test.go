package simulator_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"carehouse/extract/tebra/simulator"
)

func TestPatientsArePagedByKey(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		fault string
		ended func(e element) bool
	}{
		{"", func(e element) bool { return e.at("Key").Nil == "true" }},
		{"key-zero", func(e element) bool { return e.get("Key/nextStartKey") == "0" }},
		{"key-nil", func(e element) bool { return e.at("Key").at("nextStartKey").Nil == "true" }},
	} {
		a := open(t, simulator.Options{Size: 150})
		if c.fault != "" {
			a.fault(t, c.fault)
		}
		var ids []string
		start, pages := "0", 0
		for pages < 20 {
			got := a.ask(t, "GetAllPatients", filter("GetAllPatients", "BatchSize", "4", "PracticeID", "1", "StartKey", start))
			ids = append(ids, column(got.rows(), "ID")...)
			pages++
			if c.ended(got) {
				break
			}
			start = got.get("Key/nextStartKey")
		}
		want := a.IDs("patient_roster", 1)
		if len(ids) != len(want) || pages != (len(want)+3)/4 || pages < 3 {
			t.Fatalf("%s: got %d patients in %d pages, want %d", c.fault, len(ids), pages, len(want))
		}
		for i, id := range ids {
			if id != strconv.FormatInt(want[i], 10) {
				t.Fatalf("got %v, want %v", ids, want)
			}
		}
	}
}

func days(t *testing.T, rows []element, name string) (first, last time.Time) {
	t.Helper()
	for _, r := range rows {
		layout := "1/2/2006"
		if strings.Contains(r.get(name), ":") {
			layout += " 3:04:05 PM"
		}
		at, err := time.Parse(layout, r.get(name))
		if err != nil {
			t.Fatal(err)
		}
		if first.IsZero() || at.Before(first) {
			first = at
		}
		if at.After(last) {
			last = at
		}
	}
	return first, last
}

func TestHalfOfAPairIsAWeek(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 800}) // 2026-06-15, 6 o'clock in the first practice
	day := func(text string) time.Time {
		at, err := time.Parse("2006-01-02", text)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, c := range []struct {
		operation, date string
		pairs           []string
		from, to        string // the last day is included
	}{
		{"GetCharges", "ServiceStartDate", []string{"FromServiceDate", "2026-01-05"}, "2026-01-05", "2026-01-12"},
		{"GetCharges", "PostingDate", []string{"ToPostingDate", "1/12/2026"}, "2026-01-05", "2026-01-12"},
		{"GetCharges", "LastModifiedDate", []string{"FromLastModifiedDate", "1/5/2026 12:00:00 AM"}, "2026-01-05", "2026-01-12"},
		{"GetAppointments", "StartDate", nil, "2026-06-12", "2026-06-19"},
		{"GetAppointments", "StartDate", []string{"EndDate", "2026-06-30"}, "2026-06-08", "2026-06-30"},
		{"GetAppointments", "StartDate", []string{"StartDate", "2026-06-01"}, "2026-06-01", "2026-06-08"},
		{"GetAppointments", "StartDate", []string{"FromCreatedDate", "2026-01-01"}, "2026-06-12", "2026-06-19"},
	} {
		full := append([]string{}, c.pairs...)
		rows := a.find(t, c.operation, full...)
		first, last := days(t, rows, c.date)
		if len(rows) < 2 || first.Before(day(c.from)) || !last.Before(day(c.to).AddDate(0, 0, 1)) {
			t.Errorf("%s %v: got %d rows from %v to %v, want %s to %s", c.operation, c.pairs, len(rows), first, last, c.from, c.to)
		}
	}
	pair := []string{"FromLastModifiedDate", "2025-01-01", "ToLastModifiedDate", "2027-01-01"}
	if n := len(a.find(t, "GetAppointments", pair...)); n != len(a.find(t, "GetAppointments", "EndDate", "2030-01-01", "FromLastModifiedDate",
		"2025-01-01", "StartDate", "2020-01-01", "ToLastModifiedDate", "2027-01-01")) || n < 50 {
		t.Errorf("got %d appointments: the usual days count beside a pair", n)
	}
}

func TestAToIsItsWholeDayOrNotIncluded(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 300})
	charges := func(to string) int {
		return len(a.find(t, "GetCharges", "FromServiceDate", "2026-01-01", "IncludeUnapprovedCharges", "T", "ToServiceDate", to))
	}
	r := a.find(t, "GetCharges", "FromServiceDate", "2026-01-01", "ToServiceDate", "2026-02-28")[0]
	at, err := time.Parse("1/2/2006", r.get("ServiceStartDate"))
	if err != nil {
		t.Fatal(err)
	}
	before, that := charges(at.AddDate(0, 0, -1).Format("2006-01-02")), charges(at.Format("2006-01-02"))
	if before >= that {
		t.Fatalf("got %d and %d charges: a To does not include its day", before, that)
	}
	a.fault(t, "to-exclusive:ServiceDate")
	if got := charges(at.Format("2006-01-02")); got != before {
		t.Errorf("got %d charges, want %d", got, before)
	}
	born := a.find(t, "GetPatients")[0].get("DOB")
	if n := len(a.find(t, "GetPatients", "FromDateOfBirth", born, "ToDateOfBirth", born)); n != 0 {
		t.Errorf("got %d patients, want none: the To of births is never included", n)
	}
	next, _ := time.Parse("1/2/2006", born)
	if n := len(a.find(t, "GetPatients", "FromDateOfBirth", born, "ToDateOfBirth", next.AddDate(0, 0, 1).Format("1/2/2006"))); n == 0 {
		t.Error("got no patients, want one")
	}
}

func TestCreatedChargesAreAskedForByTheirEncounter(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 400})
	apart := 0
	for _, r := range a.find(t, "GetCharges", "IncludeUnapprovedCharges", "T") {
		encounter := a.find(t, "GetEncounterDetails", "EncounterID", r.get("EncounterID"))[0].get("CreatedDate")
		if encounter == r.get("CreatedDate") {
			continue
		}
		apart++
		has := func(created string) bool {
			rows := a.find(t, "GetCharges", "FromCreatedDate", created, "IncludeUnapprovedCharges", "T", "ToCreatedDate", after(t, created))
			for _, x := range rows {
				if x.get("ID") == r.get("ID") && x.get("PracticeID") == r.get("PracticeID") {
					return true
				}
			}
			return false
		}
		if !has(encounter) || has(r.get("CreatedDate")) {
			t.Fatalf("charge %s is found by its own creation", r.get("ID"))
		}
		if apart == 3 {
			return
		}
	}
	t.Fatalf("got %d charges that are younger than their encounters", apart)
}

// after is a second later.
func after(t *testing.T, at string) string {
	t.Helper()
	moment, err := time.Parse("1/2/2006 3:04:05 PM", at)
	if err != nil {
		t.Fatal(err)
	}
	return moment.Add(time.Second).Format("1/2/2006 3:04:05 PM")
}

func TestUnapprovedChargesComeOnlyWhenAskedFor(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 400})
	approved, all := a.find(t, "GetCharges"), a.find(t, "GetCharges", "IncludeUnapprovedCharges", "T")
	if len(all) != 400 || len(approved) >= 400 || len(a.find(t, "GetCharges", "IncludeUnapprovedCharges", "true")) != 400 {
		t.Fatalf("got %d and %d charges", len(approved), len(all))
	}
	for _, r := range approved {
		if r.get("EncounterStatus") != "Approved" {
			t.Fatalf("got %s", r.get("EncounterStatus"))
		}
	}
}

func TestWideWindowsDoNotWork(t *testing.T) {
	t.Parallel()
	posting := func(a account, to string) element {
		return a.ask(t, "GetCharges", filter("GetCharges", "FromPostingDate", "2026-01-01", "ToPostingDate", to))
	}
	a := open(t, simulator.Options{Size: 300})
	if got := posting(a, "2026-03-02"); len(got.rows()) == 0 { // 60 days
		t.Error("60 days have no rows")
	}
	if got := posting(a, "2026-03-03"); got.get("ErrorResponse/IsError") != "true" {
		t.Error("61 days are no error")
	}
	if got := a.ask(t, "GetCharges", filter("GetCharges", "FromServiceDate", "2020-01-01", "ToServiceDate", "2027-01-01")); len(got.rows()) == 0 {
		t.Error("years of service dates have no rows")
	}
	a.fault(t, "posting-silent")
	if got := posting(a, "2026-03-03"); got.phantoms() != 1 || got.get("ErrorResponse/IsError") != "false" {
		t.Error("61 days are not silently empty")
	}
	a.Heal()
	a.fault(t, "posting-any")
	if len(posting(a, "2026-06-01").rows()) == 0 {
		t.Error("any span has no rows")
	}
	a.fault(t, "wide-empty:30")
	wide := []string{"FromLastModifiedDate", "2026-01-01", "ToLastModifiedDate", "2026-03-01"}
	if n := len(a.find(t, "GetPayments", wide...)); n != 0 {
		t.Errorf("got %d rows of a wide window, want none", n)
	}
	if len(a.find(t, "GetPayments", "FromLastModifiedDate", "2026-01-01", "ToLastModifiedDate", "2026-01-31")) == 0 {
		t.Error("30 days have no rows")
	}
	a.fault(t, "wide-fault:30")
	if w := a.post("GetPayments", a.message("GetPayments", filter("GetPayments", wide...))); w.Code != 500 ||
		!strings.Contains(w.Body.String(), "a:InternalServiceFault") {
		t.Errorf("got %d", w.Code)
	}
}

func TestDatesAreReadInEverySpelling(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 200})
	want := 0
	for i, from := range []string{
		"2026-01-05", "1/5/2026", "01/05/2026", "1/5/2026 12:00:00 AM", "2026-01-05T00:00:00", "2026-01-05T00:00:00Z",
	} {
		n := len(a.find(t, "GetPayments", "FromPostDate", from, "ToPostDate", "2026-02-05"))
		if i == 0 {
			want = n
		}
		if n != want || n == 0 {
			t.Errorf("%s: got %d, want %d", from, n, want)
		}
	}
	got := a.ask(t, "GetPayments", filter("GetPayments", "FromPostDate", "5.1.2026", "ToPostDate", "2026-02-05"))
	if !strings.Contains(got.get("ErrorResponse/ErrorMessage"), "valid DateTime") {
		t.Errorf("got %q", got.get("ErrorResponse/ErrorMessage"))
	}
}

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
