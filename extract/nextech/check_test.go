package nextech

import (
	"net/http"
	"strings"
	"testing"

	"carehouse/models"
)

// TestCheck says in one line what was seen, and names each thing that is wrong.
func TestCheck(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		bend    func(*Config, *fake)
		refuse  string // the path that is refused with 403
		seen    string
		problem string
		outcome models.Outcome
		advice  string
	}{
		{"all is well", nil, "", "login accepted for practice 0042, 2 section names, 2 roster entries", "", "", ""},
		{"a section that is none", func(c *Config, _ *fake) { c.Section = "x" }, "", "login accepted", "no such section", models.Failed, "look at section"},
		{"a section", func(c *Config, _ *fake) { c.Section = "history" }, "", "login accepted", "", "", ""},
		{"another practice", func(c *Config, _ *fake) { c.PracticeID = "7" }, "", "2 roster entries", "status 403", models.NotEntitled, "practice_id"},
		{"no section names", nil, "/api/encounters/categories", "2 roster entries", "GET /api/encounters/categories: status 403", models.NotEntitled, "ask Nextech"},
		{"no search", nil, "/api/search", "login accepted", "GET /api/search: status 403", models.NotEntitled, "ask Nextech"},
		{"no login", func(_ *Config, f *fake) { f.refresh = "another" }, "", "", "the refresh token is refused (status 400, invalid_grant, AADSTS70008)", models.NeedsPerson, "carehouse login my-practice"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, 2, tt.bend, func(t *testing.T, s *stage) {
				t.Helper()
				s.instead = func(w http.ResponseWriter, r *http.Request) bool {
					refused := r.URL.Path == tt.refuse
					if refused {
						w.WriteHeader(http.StatusForbidden)
					}
					return refused
				}
				report, err := s.source.Check(t.Context())
				if err != nil || !strings.Contains(report.Seen, tt.seen) || (tt.seen == "") != (report.Seen == "") {
					t.Errorf("got %+v, %v, want to see %q", report, err, tt.seen)
				}
				if tt.problem == "" {
					if len(report.Problems) != 0 {
						t.Errorf("got problems %+v", report.Problems)
					}
					return
				}
				if len(report.Problems) == 0 {
					t.Fatal("got no problem")
				}
				p := report.Problems[0]
				if !strings.Contains(p.What, tt.problem) || p.Outcome != tt.outcome || !strings.Contains(p.Advice, tt.advice) {
					t.Errorf("got problem %+v, want %q", p, tt.problem)
				}
				quiet(t, p.What)
				quiet(t, p.Advice)
				if tt.outcome == models.NeedsPerson && (len(report.Problems) != 1 || p.Dataset != "") {
					t.Errorf("got problems %+v, want the one of the tenant", report.Problems)
				}
			})
		})
	}
}

// TestCheckWithoutAnAnswer returns what says nothing of rights.
func TestCheckWithoutAnAnswer(t *testing.T) {
	t.Parallel()
	on(t, 1, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.instead = func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path == "/oauth2/token" {
				return false
			}
			w.WriteHeader(http.StatusBadGateway)
			return true
		}
		_, err := s.source.Check(t.Context())
		judged(t, err, models.Unreachable, "section_names: GET /api/encounters/categories: status 502 after 5 attempts", "")
	})
}
