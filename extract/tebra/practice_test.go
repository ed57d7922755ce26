package tebra

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/models"
)

// TestAPracticeThatIsClosed does not keep the others from being read.
func TestAPracticeThatIsClosed(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.fill(at("2025-03-01"), 5, 1)
		s.answer = func(w http.ResponseWriter, a asked) bool {
			shut := a.filter["PracticeName"] == "Two"
			if shut {
				reply(w, a.op, security(true, false, true, "", "1 3"))
			}
			return shut
		}
		_, v := resumes(t, s, s.window(charges, models.Windows, at("2025-03-01"), at("2025-05-30")), nil)
		if v.Outcome != models.Complete || v.Distinct != 10 || v.Within != "1 3" || v.Remark != "practice 2 is closed to the user" || !v.Absence {
			t.Errorf("got %+v", v)
		}
		s.practices = s.practices[1:2]
		_, err := s.run(t, s.window(charges, models.Windows, at("2025-03-01"), at("2025-05-30")), nil)
		if extract.OutcomeOf(err) != models.NotEntitled {
			t.Errorf("got %v where every practice is closed", err)
		}
	})
}

// TestAMissingPermissionIsNoClosedPractice, although the practice is not among those that may be seen.
func TestAMissingPermissionIsNoClosedPractice(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.answer = always(getCharges, 200, message(getCharges, security(true, false, true, "Find Charge", "7")))
		_, err := s.run(t, s.window(charges, models.Windows, at("2025-03-01"), at("2025-03-30")), nil)
		if extract.OutcomeOf(err) != models.NotEntitled || !strings.Contains(err.Error(), `page 2: GetCharges`) || !strings.Contains(err.Error(), `without "Find Charge"`) {
			t.Errorf("got %v", err)
		}
	})
}

// TestChosenPractices reads only what the configuration names and the user may see.
func TestChosenPractices(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name      string
		wanted    []string
		authority string
		within    string
		remark    string
		outcome   models.Outcome
	}{
		{"all", nil, "", "1 2 3", "", models.Complete},
		{"by id and by name", []string{"3", " one & co "}, "", "1 3", "", models.Complete},
		{"one is missing", []string{"3", "9", "Nobody's"}, "", "3", "practice 9 is not one of the account's that the user may see; a practice of the configuration is not one of the account's that the user may see", models.Complete},
		{"fewer may be seen", nil, "2", "2", "", models.Complete},
		{"more may be seen than are told", nil, "1 2 3 4", "1 2 3", "practice 4 is left out: it cannot be asked for by its name", models.Complete},
		{"none", []string{"9"}, "", "", "practice 9 is not one of the account's that the user may see", models.Partial},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, func(c *Config) { c.Practices = tt.wanted }, func(t *testing.T, s *stage) {
				t.Helper()
				s.authority = tt.authority
				s.fill(at("2025-03-01"), 5, 1)
				_, v := resumes(t, s, s.window(charges, models.Windows, at("2025-03-01"), at("2025-03-30")), nil)
				if v.Within != tt.within || v.Remark != tt.remark || v.Outcome != tt.outcome || v.Absence != (tt.within != "") {
					t.Errorf("got %+v", v)
				}
			})
		})
	}
}

// TestPracticesByTheirIdsAlone asks by id what can be asked so, for users who may not call GetPractices.
func TestPracticesByTheirIdsAlone(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.fill(at("2025-03-01"), 5, 1)
		s.answer = always(getPractices, 200, message(getPractices, security(true, false, true, "Read Practice", "1 2")))
		if _, v := resumes(t, s, s.window(providers, models.Snapshot, time.Time{}, time.Time{}), nil); v.Distinct != 10 || v.Within != "1 2" {
			t.Errorf("got %+v", v)
		}
		for _, name := range []string{practices, charges} {
			_, err := s.run(t, s.window(name, models.Windows, at("2025-03-01"), at("2025-03-30")), nil)
			if extract.OutcomeOf(err) != models.NotEntitled {
				t.Errorf("%s: got %v", name, err)
			}
		}
	})
}

// TestEqualNamesOfTwoPractices leave transactions out, which would be counted twice: they are told by the name alone.
func TestEqualNamesOfTwoPractices(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.practices[2].name = "ONE & co"
		s.fill(at("2025-03-01"), 5, 1)
		_, v := resumes(t, s, s.window(transactions, models.Windows, at("2025-03-01"), at("2025-03-30")), nil)
		if v.Distinct != 5 || v.Within != "2" || !strings.HasPrefix(v.Remark, "practice 1 has the name of another, and a transaction tells only the name; practice 3 has") {
			t.Errorf("got %+v", v)
		}
		if _, v := resumes(t, s, s.window(payments, models.Windows, at("2025-03-01"), at("2025-03-30")), nil); v.Within != "1 2 3" || v.Distinct != 15 {
			t.Errorf("payments: got %+v", v)
		}
	})
}

// TestEqualIDsInTwoPractices are two records.
func TestEqualIDsInTwoPractices(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		for _, p := range []int64{1, 2} {
			s.records[getCharges] = append(s.records[getCharges], fakeRecord{p, 77, 88, at("2025-03-02"), at("2025-03-02")})
		}
		lead, v := s.must(t, s.window(charges, models.Windows, at("2025-03-01"), at("2025-03-30")), nil)
		if v.Distinct != 2 {
			t.Errorf("got %+v", v)
		}
		s.took()
		follow := s.window(encounters, models.Windows, at("2025-03-01"), at("2025-03-30"))
		follow.After = "x"
		if _, v = s.must(t, follow, lead); len(s.took()) != 2 || v.Absence && v.Remark != "" {
			t.Errorf("got %+v", v)
		}
	})
}
