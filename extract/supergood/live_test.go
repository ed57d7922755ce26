package supergood

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"
)

// TestTheLiveCheckIsNeverCalled goes every way there is; the fake does the looking.
func TestTheLiveCheckIsNeverCalled(t *testing.T) {
	t.Parallel()
	on(t, func(_ *fake, c *Config) { c.Notes = true }, func(t *testing.T, s *stage) {
		t.Helper()
		for range 3 {
			for _, name := range datasetNames() {
				_, past := s.must(t, name)
				s.must(t, name, past)
				w := plan(t, s.source, name, []models.Past{past}, extract.Want{Full: true})
				if _, err := fetch(t, s.source, w); err != nil {
					t.Error(err)
				}
			}
			if _, err := s.source.Check(t.Context()); err != nil {
				t.Error(err)
			}
			if _, err := s.source.Probe(t.Context()); err != nil {
				t.Error(err)
			}
		}
		asked := s.took()
		if !slices.ContainsFunc(asked, func(a string) bool { return strings.HasPrefix(a, "/eligibility_checks?") }) {
			t.Error("nobody asked for what was stored")
		}
		for _, a := range asked {
			if strings.HasPrefix(a, "/encounters") != strings.Contains(a, "include=note_text") {
				t.Errorf("got %s, want notes of encounters", a)
			}
		}
	})
}

// TestARedirectToTheLiveCheckIsNotFollowed has a deployment that moved its paths, and writes them in its own way.
func TestARedirectToTheLiveCheckIsNotFollowed(t *testing.T) {
	t.Parallel()
	for _, path := range []string{
		"/api/eligibility", "/api//eligibility//", "/api/%65ligibility", "/api/patients/../eligibility/.", "/api/Eligibility.json",
		"/api/eligibility;session=1", "/api/%2565ligibility", "/api/patients%5C..%5Celigibility", "/api/patients/%252e%252e/eligibility%253b/", "/api/eligibility%2F", "/api/create_appointment", "/api/v2/submit_claim/",
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			on(t, nil, func(t *testing.T, s *stage) {
				t.Helper()
				s.answer = func(w http.ResponseWriter, _ *http.Request) bool {
					w.Header().Set("Location", path)
					w.WriteHeader(http.StatusFound)
					return true
				}
				if _, err := s.run(t, eligibility); !errors.Is(err, transport.ErrRedirect) || !strings.Contains(err.Error(), "never made") {
					t.Errorf("got %v", err)
				}
				if got := s.took(); len(got) != 1 {
					t.Errorf("asked %q", got)
				}
			})
		})
	}
}
