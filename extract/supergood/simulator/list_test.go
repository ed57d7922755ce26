package simulator_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"carehouse/extract/supergood/simulator"
)

func TestASweepGivesEveryRecordOnce(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 60})
	for _, dataset := range simulator.Datasets() {
		got := ids(c.sweep(t, dataset))
		if !slices.IsSorted(got) || !slices.Equal(got, c.IDs(0, dataset)) || len(got) < 8 {
			t.Errorf("%s: got %d, want %d", dataset, len(got), len(c.IDs(0, dataset)))
		}
	}
}

func TestAPageIsNoLongerThanTheLimit(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 120, MaxLimit: 60})
	for _, x := range []struct {
		limit string
		want  int
	}{{"1", 1}, {"59", 59}, {"60", 60}, {"61", 60}, {"100000", 60}, {"", 50}} {
		query := slices.Clone(ever)
		if x.limit != "" {
			query = append(query, "limit", x.limit)
		}
		list, _ := c.get(t, "appointments", query...).body["data"].([]any)
		if len(list) != x.want {
			t.Errorf("limit %q: got %d, want %d", x.limit, len(list), x.want)
		}
	}
}

func TestWhatNobodyDeclaredIsRefused(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 8})
	for _, x := range []struct {
		path  string
		query []string
		code  string
	}{
		{"patients", []string{"page", "2"}, "invalid_parameter"},
		{"patients", []string{"Limit", "2"}, "invalid_parameter"},
		{"patients", []string{"limit", "0"}, "invalid_parameter"},
		{"patients", []string{"limit", "ten"}, "invalid_parameter"},
		{"patients", []string{"limit", "1", "limit", "2"}, "invalid_parameter"},
		{"patients", []string{"cursor", ""}, "invalid_parameter"},
		{"patients", []string{"updated_since", "2026-01-01"}, "invalid_parameter"},
		{"patients", []string{"updated_since", "2026-01-01T00:00:00"}, "invalid_parameter"},
		{"patients", ever, "invalid_parameter"},
		{"patients", []string{"include", "note_text"}, "invalid_parameter"},
		{"patients", []string{"", "x"}, "invalid_parameter"},
		{"appointments", nil, "invalid_range"},
		{"appointments", []string{"start_date", "2026-01-01"}, "invalid_range"},
		{"appointments", []string{"start_date", "2026-01-02", "end_date", "2026-01-01"}, "invalid_range"},
		{"appointments", []string{"start_date", "01/02/2026", "end_date", "2026-01-01"}, "invalid_parameter"},
		{"appointments", append([]string{"updated_since", "2026-01-01T00:00:00Z"}, ever...), "invalid_parameter"},
		{"encounters", []string{"updated_since", "2026-01-01T00:00:00Z"}, "invalid_parameter"},
		{"encounters", ever, "invalid_parameter"},
		{"encounters", []string{"include", "everything"}, "invalid_parameter"},
		{"eligibility_checks", ever, "invalid_parameter"},
	} {
		expect(t, x.path+" "+strings.Join(x.query, " "), c.get(t, x.path, x.query...), http.StatusBadRequest, x.code)
	}
	for _, path := range []string{"providers", "patients/", "", "patients/100001"} {
		expect(t, path, c.get(t, path), http.StatusNotFound, "not_found")
	}
	for _, method := range []string{http.MethodPost, http.MethodDelete, http.MethodHead} {
		a := c.do(t, httptest.NewRequestWithContext(t.Context(), method, "/v1/patients", nil))
		if a.status != http.StatusMethodNotAllowed {
			t.Errorf("%s: got %d", method, a.status)
		}
	}
}

func TestAnErrorHasACodeATextAndAName(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 8})
	a, b := c.get(t, "patients", "x", "1").body, c.get(t, "patients", "x", "1").body
	for _, name := range []string{"error", "message", "request_id"} {
		if text, _ := a[name].(string); text == "" {
			t.Errorf("%s is missing", name)
		}
	}
	if a["request_id"] == b["request_id"] || len(a) != 3 {
		t.Errorf("got %v and %v", a, b)
	}
}

func TestBothEndsOfASpanAreIncluded(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 200})
	all := c.sweep(t, "appointments")
	dayOf := func(r map[string]any) string { return stamp(t, r["start_at"]).Format(time.DateOnly) }
	from, to := dayOf(all[3]), dayOf(all[5])
	if from > to {
		from, to = to, from
	}
	var want []string
	edges := 0
	for _, r := range all {
		if d := dayOf(r); d >= from && d <= to {
			want = append(want, ids([]map[string]any{r})...)
			if d == from || d == to {
				edges++
			}
		}
	}
	got := ids(c.sweep(t, "appointments", "start_date", from, "end_date", to))
	if edges < 2 || !slices.Equal(got, want) {
		t.Errorf("%s to %s: got %d, want %d with %d at the ends", from, to, len(got), len(want), edges)
	}
	who, _ := all[3]["provider_id"].(string)
	for _, r := range c.sweep(t, "appointments", append([]string{"provider_id", who}, ever...)...) {
		if r["provider_id"] != who {
			t.Errorf("asked for %v, got %v", who, r["provider_id"])
		}
	}
}

func TestUpdatedSinceIncludesItsMoment(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 200})
	for dataset, member := range map[string]string{"patients": "updated_at", "eligibility_checks": "checked_at"} {
		all := c.sweep(t, dataset)
		since := stamp(t, all[9][member])
		var want []string
		for _, r := range all {
			if !stamp(t, r[member]).Before(since) {
				want = append(want, ids([]map[string]any{r})...)
			}
		}
		got := ids(c.sweep(t, dataset, "updated_since", since.Format(time.RFC3339)))
		if !slices.Equal(got, want) || len(got) == len(all) || !slices.Contains(got, ids(all)[9]) {
			t.Errorf("%s: got %d, want %d of %d", dataset, len(got), len(want), len(all))
		}
		later := since.Add(time.Millisecond).Format(time.RFC3339Nano)
		if slices.Contains(ids(c.sweep(t, dataset, "updated_since", later)), ids(all)[9]) {
			t.Errorf("%s: a record came that is older than was asked for", dataset)
		}
	}
}

func TestNotesComeWhenTheyAreAskedFor(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 40})
	for _, r := range c.sweep(t, "encounters") {
		if _, there := r["note_text"]; there {
			t.Fatal("a note came that nobody asked for")
		}
	}
	for _, r := range c.sweep(t, "encounters", "include", "note_text") {
		if text, _ := r["note_text"].(string); !strings.Contains(text, simulator.Marker) {
			t.Fatalf("got note %q", text)
		}
	}
}

func TestWhatCostsOrWritesIsCounted(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 8})
	for _, dataset := range simulator.Datasets() {
		c.sweep(t, dataset)
	}
	if c.LiveChecks() != 0 || c.Writes() != 0 {
		t.Fatalf("got %d live checks and %d writes", c.LiveChecks(), c.Writes())
	}
	before := c.Truth(0)
	a := c.get(t, "eligibility", "patient_id", "100001", "date_of_service", "2026-06-15")
	expect(t, "live", a, http.StatusOK, "")
	expect(t, "about nobody", c.get(t, "eligibility"), http.StatusBadRequest, "missing_parameter")
	expect(t, "appointment", c.post(t, "/v1/create_appointment", map[string]any{}), http.StatusCreated, "")
	c.token = ""
	expect(t, "claim", c.post(t, "/v1/submit_claim", map[string]any{}), http.StatusUnauthorized, "session_missing")
	if c.LiveChecks() != 2 || c.Writes() != 2 {
		t.Errorf("got %d live checks and %d writes", c.LiveChecks(), c.Writes())
	}
	if calls := c.Calls(); calls["eligibility"] != 2 || calls["authenticate"] != 1 || calls["patients"] == 0 {
		t.Errorf("got %v", calls)
	}
	if after := c.Truth(0); len(after.Appointments) != len(before.Appointments) {
		t.Error("a write was written")
	}
}
