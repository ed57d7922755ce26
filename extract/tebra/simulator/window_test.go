package simulator_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"carehouse/extract/tebra/simulator"
)

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
	for _, c := range []struct {
		operation   string
		given, full []string // what is asked, and what the server makes of it
	}{
		{
			"GetCharges",
			[]string{"FromServiceDate", "2026-01-05"},
			[]string{"FromServiceDate", "2026-01-05", "ToServiceDate", "2026-01-12"},
		},
		{
			"GetCharges",
			[]string{"ToPostingDate", "1/12/2026"},
			[]string{"FromPostingDate", "2026-01-05", "ToPostingDate", "2026-01-12"},
		},
		{
			"GetCharges",
			[]string{"FromLastModifiedDate", "1/5/2026 12:00:00 AM"},
			[]string{"FromLastModifiedDate", "2026-01-05", "ToLastModifiedDate", "2026-01-12"},
		},
		{"GetAppointments", nil, []string{"EndDate", "2026-06-19", "StartDate", "2026-06-12"}},
		{"GetAppointments", []string{"EndDate", "2026-06-30"}, []string{"EndDate", "2026-06-30", "StartDate", "2026-06-08"}},
		{"GetAppointments", []string{"StartDate", "2026-06-01"}, []string{"EndDate", "2026-06-08", "StartDate", "2026-06-01"}},
		{
			"GetAppointments",
			[]string{"FromCreatedDate", "2026-01-01"},
			[]string{"EndDate", "2026-06-19", "FromCreatedDate", "2026-01-01", "StartDate", "2026-06-12"},
		},
	} {
		got, want := column(a.find(t, c.operation, c.given...), "ID"), column(a.find(t, c.operation, c.full...), "ID")
		if len(want) < 2 || !slices.Equal(got, want) {
			t.Errorf("%s %v: got %v, want %v", c.operation, c.given, got, want)
		}
	}
	pair := []string{"FromLastModifiedDate", "2025-01-01", "ToLastModifiedDate", "2027-01-01"}
	wide := []string{
		"EndDate", "2030-01-01", "FromLastModifiedDate", "2025-01-01", "StartDate", "2020-01-01",
		"ToLastModifiedDate", "2027-01-01",
	}
	if n := len(a.find(t, "GetAppointments", pair...)); n != len(a.find(t, "GetAppointments", wide...)) || n < 50 {
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
	paid := a.find(t, "GetPayments")[3].get("LastModifiedDate") // with a time of day
	on, _, _ := strings.Cut(paid, " ")
	got := column(a.find(t, "GetPayments", "FromLastModifiedDate", on, "ToLastModifiedDate", on), "LastModifiedDate")
	if !slices.Contains(got, paid) {
		t.Errorf("got %v on %s, want all of the day", got, on)
	}
	born := a.find(t, "GetPatients")[0].get("DOB")
	if n := len(a.find(t, "GetPatients", "FromDateOfBirth", born, "ToDateOfBirth", born)); n != 0 {
		t.Errorf("got %d patients, want none: the To of births is never included", n)
	}
	at, err = time.Parse("1/2/2006", born)
	if err != nil {
		t.Fatal(err)
	}
	next := at.AddDate(0, 0, 1).Format("1/2/2006")
	if n := len(a.find(t, "GetPatients", "FromDateOfBirth", born, "ToDateOfBirth", next)); n == 0 {
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
			pair := []string{"FromCreatedDate", created, "IncludeUnapprovedCharges", "T", "ToCreatedDate", after(t, created)}
			for _, x := range a.find(t, "GetCharges", pair...) {
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
	if len(a.find(t, "GetCharges", "FromServiceDate", "2020-01-01", "ToServiceDate", "2027-01-01")) == 0 {
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
