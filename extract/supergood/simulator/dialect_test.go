package simulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"testing"
	"time"

	"carehouse/extract/supergood/simulator"
	"carehouse/models/supergood"
)

func TestAProfileIsAllThatADialectTakes(t *testing.T) {
	t.Parallel()
	world := simulator.Options{Seed: 9, Size: 80, MFA: "totp"}
	plain := meet(t, world)
	plain.authenticate(t)
	for _, dialect := range simulator.Dialects() {
		o := world
		o.Dialect = dialect
		s := meet(t, o)
		s.authenticate(t)
		for _, table := range supergood.Tables() {
			shape := s.profile.Datasets[table.Name]
			want, got := plain.sweep(t, table.Name, time.Time{}), s.sweep(t, table.Name, time.Time{})
			if len(got) != len(want) || len(got) < 15 {
				t.Fatalf("%s %s: got %d, want %d", dialect, table.Name, len(got), len(want))
			}
			names := append(paths(table, ""), "lab_order_ids", "prescription_ids")
			for i := range got {
				for _, ours := range names {
					theirs := ours
					if there, ok := shape.Fields[ours]; ok {
						theirs = there
					}
					if a, b := fmt.Sprint(at(got[i], theirs)), fmt.Sprint(at(want[i], ours)); a != b && !isList(ours) {
						t.Fatalf("%s %s: got %s at %s, want %s", dialect, table.Name, a, theirs, b)
					}
				}
				if text(got[i], shape.Key) != text(want[i], "id") || text(got[i], shape.UpdatedAt) == "" {
					t.Fatalf("%s %s: key %s, updated %s", dialect, table.Name, shape.Key, shape.UpdatedAt)
				}
			}
			if shape.UpdatedSince == nil {
				continue
			}
			since := s.Clock().AddDate(0, 0, -30).Truncate(24 * time.Hour)
			if a, b := len(s.sweep(t, table.Name, since)), len(plain.sweep(t, table.Name, since)); a != b || a == len(got) {
				t.Errorf("%s %s: got %d since %v, want %d", dialect, table.Name, a, since, b)
			}
		}
	}
}

// isList reports whether a path is a list of objects, whose elements are compared one by one.
func isList(path string) bool {
	return slices.Contains([]string{"phones", "addresses", "insurances", "edits"}, path)
}

func TestTheForeignDialectIsForeign(t *testing.T) {
	t.Parallel()
	s := meet(t, simulator.Options{Size: 40, MFA: "totp", Dialect: simulator.Offsets})
	p := s.profile.Datasets["patients"]
	for ours, theirs := range map[string]string{
		"phones": "contacts", "phones.number": "contacts.value", "first_name": "name.first", "date_of_birth": "dateOfBirth",
		"insurances.payer_id": "insurances.payerId", "updated_at": "audit.changedAt",
	} {
		if p.Fields[ours] != theirs {
			t.Errorf("%s is at %q, want %q", ours, p.Fields[ours], theirs)
		}
	}
	if p.Paging.Style != "offset" || p.Records != "result.items" || s.profile.Header != "X-Session: {token}" || s.Base() == "/v1" {
		t.Errorf("got %+v", s.profile)
	}
	s.authenticate(t)
	record := s.sweep(t, "patients", time.Time{})[0]
	if _, number := at(record, "id")[0].(json.Number); !number {
		t.Errorf("an id is %T", at(record, "id")[0])
	}
	for _, wrong := range []string{"?limit=3", "?count=3&cursor=x", "?offset=-1", "?offset=99999999999999999999", "?updated_since=2026-01-01T00:00:00Z"} {
		if status, _ := s.do(t, http.MethodGet, p.Path+wrong, nil); status != http.StatusBadRequest {
			t.Errorf("%s: got %d", wrong, status)
		}
	}
	status, answer := s.do(t, http.MethodGet, p.Path+"?count=9&offset=9223372036854775807", nil)
	if status != http.StatusOK || len(at(answer, "result.items")) != 0 {
		t.Errorf("far behind the end: got %d", status)
	}
	if status, _ := s.do(t, http.MethodGet, "/calendar?dateFrom=01/01/2026&dateTo=12/31/2026", nil); status != http.StatusBadRequest {
		t.Errorf("without the parameter that is always there: got %d", status)
	}
}

func TestWhatIsAlwaysTheSameMustBeThere(t *testing.T) {
	t.Parallel()
	s := meet(t, simulator.Options{Size: 40, Dialect: simulator.Offsets})
	l := s.Login(0)
	body := map[string]any{"login": l.Username, "secret": l.Password, "account": l.TenantID}
	if status, answer := s.do(t, http.MethodPost, "/session", body); status != http.StatusBadRequest {
		t.Errorf("without: got %d %v", status, answer)
	}
	set(body, "client.kind", "integration")
	if status, answer := s.do(t, http.MethodPost, "/session", body); status != http.StatusOK {
		t.Errorf("with: got %d %v", status, answer)
	}
}

func TestAPageFarBehindTheEndIsEmpty(t *testing.T) {
	t.Parallel()
	s := meet(t, simulator.Options{Size: 40, MFA: "totp", Dialect: simulator.Pages})
	s.authenticate(t)
	status, answer := s.do(t, http.MethodGet, "/patients?per_page=2&page=4611686018427387904", nil)
	if status != http.StatusOK || len(at(answer, "records")) != 0 || text(answer, "meta.total") != "12" {
		t.Errorf("got %d %v", status, answer)
	}
}

func TestALinkMayLeadAway(t *testing.T) {
	t.Parallel()
	s := meet(t, simulator.Options{Size: 80, MFA: "totp", Dialect: simulator.Links, Faults: []string{"link-away::2"}})
	s.authenticate(t)
	host := func() string {
		_, answer := s.do(t, http.MethodGet, "/patients?top=2", nil)
		u, err := url.Parse(text(answer, "links.next"))
		if err != nil {
			t.Fatal(err)
		}
		return u.Host
	}
	if first, second := host(), host(); first != "example.com" || second != "elsewhere.example.com" {
		t.Errorf("got %q and %q", first, second)
	}
}
