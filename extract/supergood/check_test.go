package supergood

import (
	"net/http"
	"strings"
	"testing"

	"carehouse/extract"
	"carehouse/models"
)

// TestNoSessionIsOpened has portals that have no such call, or another one, where the profile has the login. Neither a check nor
// a probe may say more than that, nor knock for each dataset.
func TestNoSessionIsOpened(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		status  int
		body    string
		outcome models.Outcome
		says    string
	}{
		{"no such path", http.StatusNotFound, `{}`, models.Failed, "POST /api/authenticate: status 404"},
		{"no such verb", http.StatusMethodNotAllowed, `{}`, models.Failed, "POST /api/authenticate: status 405"},
		{"it has moved", http.StatusFound, ``, models.Failed, "the server redirects"},
		{"another call", http.StatusOK, `{"data":[{"id":"1"}],"has_more":false}`, models.Failed, "has no token"},
		{"not let in", http.StatusForbidden, `{}`, models.NeedsPerson, "does not let the user in"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, nil, func(t *testing.T, s *stage) {
				t.Helper()
				s.door = func(w http.ResponseWriter, _ bool) bool {
					w.Header().Set("Location", "/elsewhere")
					w.WriteHeader(tt.status)
					_, _ = w.Write([]byte(tt.body))
					return true
				}
				report, err := s.source.Check(t.Context())
				if err != nil || report.Seen != "" || len(report.Problems) != 1 || len(s.logins) != 1 {
					t.Fatalf("got %+v, %v after %d calls", report, err, len(s.logins))
				}
				if p := report.Problems[0]; p.Dataset != "" || p.Outcome != tt.outcome || !strings.Contains(p.What, tt.says) || p.Advice == "" {
					t.Errorf("got %+v, want %s", p, tt.says)
				}
				s.source = s.open(t, "my-portal", s.config, NewLogins())
				sights, err := s.source.Probe(t.Context())
				if len(sights) != 0 || len(s.logins) != 2 || extract.OutcomeOf(err) != tt.outcome || !strings.Contains(err.Error(), tt.says) {
					t.Errorf("a probe got %+v, %v after %d calls", sights, err, len(s.logins))
				}
			})
		})
	}
}

// TestACheckOfWhatASyncCouldNotUse finds what one page shows of it.
func TestACheckOfWhatASyncCouldNotUse(t *testing.T) {
	t.Parallel()
	on(t, func(f *fake, c *Config) {
		d := c.Profile.Datasets[encounters]
		d.Key = "number"
		c.Profile.Datasets[encounters] = d
		f.lists["/patients"] = []map[string]any{}
		f.shape = func(path string, e map[string]any) {
			if path == "/appointments" {
				e["the_cursor"] = e["next_cursor"]
				delete(e, "next_cursor")
			}
		}
	}, func(t *testing.T, s *stage) {
		t.Helper()
		report, err := s.source.Check(t.Context())
		if err != nil || report.Seen != "session opened, 2 of 4 datasets open, 1 of them empty, 3 modules licensed" || len(report.Problems) != 2 {
			t.Fatalf("got %+v, %v", report, err)
		}
		for i, want := range []struct{ dataset, says, advises string }{
			{appointments, "more follows, and not where", "look at datasets.appointments.paging"},
			{encounters, "no id where the profile looks", "look at datasets.encounters.key"},
		} {
			if p := report.Problems[i]; p.Dataset != want.dataset || !strings.Contains(p.What, want.says) || !strings.Contains(p.Advice, want.advises) {
				t.Errorf("got %+v, want %+v", p, want)
			}
		}
	})
}

// TestACheckOfManyTenants of one user sends a wrong password once, whatever was refused before: a billing company has one login
// for dozens of practices, and portals lock at the third or fifth time.
func TestACheckOfManyTenants(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		check := func(want int) {
			t.Helper()
			before, logins := len(s.logins), NewLogins()
			for _, tenant := range []string{"a", "b"} {
				config := s.config
				config.Auth.TenantID = tenant
				report, err := s.open(t, tenant, config, logins).Check(t.Context())
				if err != nil || (len(report.Problems) == 0) != (s.door == nil) {
					t.Errorf("%s: got %+v, %v", tenant, report, err)
				}
			}
			if got := len(s.logins) - before; got != want {
				t.Errorf("%d calls for two tenants, want %d", got, want)
			}
		}
		s.saying(http.StatusUnauthorized, `{"error":"invalid_credentials"}`)
		check(1)
		check(1) // by another process
		s.door = nil
		check(2)
	})
}
