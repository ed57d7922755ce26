package tpastream

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"carehouse/models"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	refuse := func(status int, prefix, message string) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, r *http.Request) bool {
			if !strings.HasPrefix(r.URL.Path, "/api"+prefix) {
				return false
			}
			w.WriteHeader(status)
			reply(w, map[string]any{"message": message})
			return true
		}
	}
	for _, tt := range []struct {
		name     string
		answer   func(http.ResponseWriter, *http.Request) bool
		seen     string
		problems []string // dataset, outcome, and words of the advice
		requests int
		err      string
	}{
		{"all is well", nil, "Basic (deprecated by the vendor) accepted, events feed open, 122,901 claims", nil, 5, ""},
		{
			"no feed", refuse(http.StatusForbidden, "/v2/events", ""), "Basic (deprecated by the vendor) accepted, events feed closed, 122,901 claims",
			[]string{"claims partial all claims are read each time"},
			5, "",
		},
		{
			"no members", refuse(http.StatusForbidden, "/member", ""), "Basic (deprecated by the vendor) accepted, events feed open, 122,901 claims",
			[]string{"members not entitled ask TPA Stream to add this host's address"},
			5, "",
		},
		{"a wrong key", refuse(http.StatusUnauthorized, "", ""), "", []string{" person the email or the API key is wrong"}, 1, ""},
		{
			"an unknown user", refuse(http.StatusUnauthorized, "", "JWT could not be verified"), "",
			[]string{" person upload the public key"},
			1, "",
		},
		{
			"a wrong algorithm", refuse(http.StatusBadRequest, "", "JWT 'alg' header is 'RS256'"), "",
			[]string{" person upload the key's public half anew"},
			5, "",
		},
		{"a fault", refuse(http.StatusInternalServerError, "/employer", ""), "", nil, 7, "employers: GET /api/employer: status 500 after 5 attempts"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, nil, func(t *testing.T, s *stage) {
				t.Helper()
				s.answer = tt.answer
				s.shape = func(_ string, e map[string]any) { e["total"] = 122_901 }
				got, err := s.source.Check(t.Context())
				if (err == nil) != (tt.err == "") || err != nil && err.Error() != tt.err {
					t.Fatalf("got error %v, want %q", err, tt.err)
				}
				if got.Seen != tt.seen || len(got.Problems) != len(tt.problems) {
					t.Fatalf("got %+v, want %q and %q", got, tt.seen, tt.problems)
				}
				for i, p := range got.Problems {
					words := strings.SplitN(tt.problems[i], " ", 2)
					if p.Dataset != words[0] || !strings.HasPrefix(words[1], string(p.Outcome)) || p.What == "" ||
						!strings.Contains(p.Advice, strings.TrimPrefix(words[1], string(p.Outcome)+" ")) {
						t.Errorf("got problem %+v, want %q", p, tt.problems[i])
					}
				}
				if asked := s.took(); len(asked) != tt.requests || slices.ContainsFunc(asked, func(a string) bool {
					return !strings.HasSuffix(a, "page=1&per_page=1") && !strings.HasSuffix(a, "after=0&limit=1")
				}) {
					t.Errorf("got %d requests %q, want %d small ones", len(asked), asked, tt.requests)
				}
			})
		})
	}
}

func TestOutcomesOfWindows(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.answer = func(w http.ResponseWriter, _ *http.Request) bool {
			w.WriteHeader(http.StatusForbidden)
			return true
		}
		pages, err := s.run(t, claims, "")
		if len(pages) != 1 || pages[0].Table != events || string(pages[0].Body) != standIn {
			t.Errorf("got pages %q, want the feed's refusal", brief(pages))
		}
		if err == nil || !strings.Contains(err.Error(), "page 2: GET /api/claims: status 403 after 1 attempt") {
			t.Errorf("got error %v", err)
		}
	})
	if got := grouped(1234567) + " " + grouped(999) + " " + grouped(0); got != "1,234,567 999 0" {
		t.Errorf("got %s", got)
	}
	if !models.Complete.Whole() {
		t.Error("complete is not whole")
	}
}
