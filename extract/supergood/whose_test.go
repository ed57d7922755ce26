package supergood

import (
	"net/http"
	"strings"
	"testing"

	"carehouse/models"
)

// TestASessionOfAnotherTenant is given to a user of several when somebody chooses another one in the portal, or the configuration
// does. Its records may have the ids of those that were fetched so far.
func TestASessionOfAnotherTenant(t *testing.T) {
	t.Parallel()
	chosen := func(f *fake, _ *Config) { f.tenants = []string{"CANARYsecond"} }
	for _, tt := range []struct {
		name   string
		before []string // the portal's tenants, of which the first is told
		named  string   // by the configuration
		bend   func(*fake, *Config)
		fits   bool
	}{
		{"the same", []string{"CANARYfirst"}, "", func(*fake, *Config) {}, true},
		{"another is chosen", []string{"CANARYfirst"}, "", chosen, false},
		{"another is configured", nil, "CANARYfirst", func(_ *fake, c *Config) { c.Auth.TenantID = "CANARYsecond" }, false},
		{"it is configured now", []string{"CANARYfirst"}, "", func(_ *fake, c *Config) { c.Auth.TenantID = "CANARYfirst" }, true},
		{"nobody said it before", nil, "", chosen, true},
		{"nobody says it any more", []string{"CANARYfirst"}, "", func(f *fake, _ *Config) { f.tenants = nil }, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, func(f *fake, c *Config) { f.tenants, c.Auth.TenantID = tt.before, tt.named }, func(t *testing.T, s *stage) {
				t.Helper()
				s.must(t, encounters)
				s.took()
				clear(s.tokens)
				tt.bend(s.fake, &s.config)
				s.source = s.open(t, "my-portal", s.config, NewLogins())
				report, failed := s.source.Check(t.Context())
				if failed != nil || (len(report.Problems) == 0) != tt.fits {
					t.Errorf("a check got %+v, %v", report, failed)
				}
				s.source = s.open(t, "my-portal", s.config, NewLogins())
				if tt.fits {
					s.must(t, encounters)
					return
				}
				for _, name := range datasetNames() {
					_, err := s.run(t, name)
					needs(t, err, "another tenant of the portal", "delete memory/supergood/my-portal/whose.json")
				}
				if got := s.took(); len(got) != 0 {
					t.Errorf("asked %q with it", got)
				}
				for _, did := range s.vault.Did() {
					if path, ok := strings.CutPrefix(did, "write "); ok {
						content, _ := s.vault.Read(path)
						if strings.Contains(path+string(content), "CANARY") {
							t.Errorf("%s holds %s", path, content)
						}
					}
				}
			})
		})
	}
}

// TestASessionOfAnotherTenantAmidAList lands nothing of it.
func TestASessionOfAnotherTenantAmidAList(t *testing.T) {
	t.Parallel()
	on(t, func(f *fake, _ *Config) { f.tenants = []string{"CANARYfirst"} }, func(t *testing.T, s *stage) {
		t.Helper()
		s.before = func(f *fake, _ *http.Request, n int) {
			if n == 2 {
				f.tenants = []string{"CANARYsecond"}
				clear(f.tokens)
			}
		}
		pages, err := s.run(t, encounters)
		if needs(t, err, "another tenant of the portal", "auth.tenant_id"); len(pages) != 1 {
			t.Errorf("got %d pages, want the one of the first session", len(pages))
		}
	})
}

// TestWhoOnlyLooksDoesNotDecide whose records a tenant has: a check is how a wrong tenant_id is found, or a sync that got nothing.
func TestWhoOnlyLooksDoesNotDecide(t *testing.T) {
	t.Parallel()
	on(t, func(f *fake, _ *Config) { f.tenants = []string{"CANARYfirst"} }, func(t *testing.T, s *stage) {
		t.Helper()
		if report, err := s.source.Check(t.Context()); err != nil || len(report.Problems) > 0 {
			t.Errorf("got %+v, %v", report, err)
		}
		if _, err := s.source.Probe(t.Context()); err != nil {
			t.Error(err)
		}
		s.answer = func(w http.ResponseWriter, _ *http.Request) bool {
			refuse(w, http.StatusForbidden, "")
			return true
		}
		if _, err := s.run(t, encounters); err == nil {
			t.Error("got no error of a tenant that shows nothing")
		}
		s.answer, s.tenants = nil, []string{"CANARYsecond"}
		s.source = s.open(t, "my-portal", s.config, NewLogins())
		if _, past := s.must(t, encounters); past.Verdict.Outcome != models.Complete {
			t.Errorf("got %+v", past.Verdict)
		}
	})
}
