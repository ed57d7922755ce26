package tebra

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"carehouse/extract"
	"carehouse/extract/extracttest"
	"carehouse/models"
)

// about are the datasets that problems are about.
func about(report extract.Report) []string {
	var all []string
	for _, p := range report.Problems {
		all = append(all, p.Dataset)
	}
	return all
}

func TestCheck(t *testing.T) {
	t.Parallel()
	refuse := func(missing string, ops ...string) func(w http.ResponseWriter, a asked) bool {
		return func(w http.ResponseWriter, a asked) bool {
			is := slices.Contains(ops, a.op)
			if is {
				reply(w, a.op, security(true, false, true, missing, "1 2 3"))
			}
			return is
		}
	}
	for _, tt := range []struct {
		name    string
		bend    func(*Config)
		answer  func(w http.ResponseWriter, a asked) bool
		seen    string
		about   []string
		advises string // the first problem
		asked   int
	}{
		{"all allowed", nil, nil, "17 of 17 operations allowed, 3 practices", nil, "", 17},
		{
			"one permission is missing", nil, refuse("Read Transactions", getTransactions), "16 of 17 operations allowed, 3 practices",
			[]string{transactions},
			`ask the account's System Administrator for "Read Transactions"`, 17,
		},
		{
			"an operation of two datasets", nil, refuse("Read Patient", getPatient), "16 of 17 operations allowed, 3 practices",
			[]string{patientDetails},
			"Read Patient", 17,
		},
		{
			"an operation of three datasets", func(c *Config) { c.ExternalIDs = &ExternalIDs{VendorID: 7, File: write(t, "external_id\n")} },
			refuse("Read Patient", getPatient), "16 of 17 operations allowed, 3 practices",
			[]string{patientDetails, patientExternalIDs},
			"Read Patient", 17,
		},
		{"practices are not told", nil, refuse("Read Practice", getPractices), "16 of 17 operations allowed, 3 practices", []string{practices}, "Read Practice", 17},
		{"an older service", nil, always(getReasons, 500, fault("ActionNotSupported", "")), "16 of 17 operations allowed, 3 practices", []string{appointmentReasons}, "other datasets go on", 17},
		{"an error is an answer", nil, always(getAppointment, 200, message(getAppointment, failure("no such appointment"))), "17 of 17 operations allowed, 3 practices", nil, "", 17},
		{"one practice is missing", func(c *Config) { c.Practices = []string{"2", "Nobody's"} }, nil, "17 of 17 operations allowed, 1 practice", []string{""}, "look at practices", 17},
		{
			"a wrong password", func(c *Config) { c.Auth.Password = models.NewSecret("no") }, nil, "", []string{""}, "nothing more is asked", 1,
		},
		{
			"a wrong password, in the old words", func(c *Config) { c.Auth.Password, c.called = models.NewSecret("no"), kareoName }, nil, "",
			[]string{""},
			"put the right Kareo customer key", 1,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, tt.bend, func(t *testing.T, s *stage) {
				t.Helper()
				s.answer = tt.answer
				report, err := s.source.Check(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				if report.Seen != tt.seen || !slices.Equal(about(report), tt.about) {
					t.Errorf("got %+v", report)
				}
				if len(report.Problems) > 0 && !strings.Contains(report.Problems[0].Advice, tt.advises) {
					t.Errorf("got advice %q", report.Problems[0].Advice)
				}
				for _, p := range report.Problems {
					if strings.Contains(p.What+p.Advice, "CANARY") {
						t.Errorf("%q says too much", p.What)
					}
				}
				if got := len(s.took()); got != tt.asked {
					t.Errorf("asked %d times, want %d", got, tt.asked)
				}
			})
		})
	}
}

// TestCheckOfAServiceThatIsDown is an error and no problem: it says nothing about rights.
func TestCheckOfAServiceThatIsDown(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.answer = always(getVendors, 503, extracttest.Canary)
		report, err := s.source.Check(t.Context())
		if extract.OutcomeOf(err) != models.Unreachable || len(report.Problems) != 0 || strings.Contains(err.Error(), "CANARY") {
			t.Errorf("got %+v, %v", report, err)
		}
	})
}
