package tebra

import (
	"net/http"
	"slices"
	"testing"

	"carehouse/extract"
	"carehouse/models"
)

// TestAServiceThatIsDownForAWhile loses no record that is asked for alone: the window ends in an error once it is plain that
// it is not the records, and what was missed before that is asked for again.
func TestAServiceThatIsDownForAWhile(t *testing.T) {
	t.Parallel()
	for _, how := range []string{"faults", "errors"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			on(t, nil, func(t *testing.T, s *stage) {
				t.Helper()
				s.practices = s.practices[:1]
				s.fill(at("2025-03-01"), 40, 1)
				span := s.window(appointments, models.Modified, at("2025-03-01"), at("2025-04-20"))
				lead, _ := s.must(t, span, nil)
				follow := s.window(appointmentDetails, models.Modified, span.From, span.To)
				follow.After = span.ID
				calls := 0
				s.answer = func(w http.ResponseWriter, a asked) bool {
					if calls++; a.op != getAppointment || calls <= 5 {
						return false
					}
					if how == "faults" {
						respond(w, 500, fault("InternalServiceFault", ""))
					} else {
						reply(w, a.op, failure("Something is down"))
					}
					return true
				}
				landed, err := s.run(t, follow, lead)
				outcome := map[string]models.Outcome{"faults": models.Unreachable, "errors": models.Failed}[how]
				if extract.OutcomeOf(err) != outcome || len(landed) != 5+silence-1 {
					t.Fatalf("got %v behind %d pages", err, len(landed))
				}
				s.answer = nil
				pages, v := s.must(t, follow, lead, landed...)
				if v.Outcome != models.Complete || v.Distinct != 40 || v.Remark != "" {
					t.Errorf("got %+v", v)
				}
				if got := pages[len(pages)-1].Token; len(pages) != 40+silence-1 || got != "practice=1&id=1013&again=1" {
					t.Errorf("got %d pages, the last one %s", len(pages), got)
				}
			})
		})
	}
}

// TestOtherPracticesThanTheLeadersAreWanted by now: there is nobody to ask for.
func TestOtherPracticesThanTheLeadersAreWanted(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.fill(at("2025-03-01"), 3, 1)
		s.source.config.Practices = []string{"1"}
		span := s.window(charges, models.Modified, at("2025-03-01"), at("2025-04-20"))
		changes, _ := s.must(t, span, nil)
		roster := s.lead(t)
		s.source.config.Practices = []string{"2"}
		follow := s.window(encounters, models.Modified, span.From, span.To)
		follow.After = span.ID
		for w, lead := range map[models.Window][]models.Page{follow: changes, s.following(): roster} {
			if pages, v := resumes(t, s, w, lead); v.Outcome != models.Empty || v.Absence || len(pages) != 1 {
				t.Errorf("%s: got %+v", w.Dataset, v)
			}
		}
	})
}

// TestAPracticeThatShowsNone of many records may be closed: the service says so in no other way. A few may well be deleted.
func TestAPracticeThatShowsNone(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]models.Outcome{silence - 1: models.Complete, silence: models.Partial} {
		on(t, nil, func(t *testing.T, s *stage) {
			t.Helper()
			s.practices = s.practices[:2]
			s.fill(at("2025-03-01"), n, 1)
			span := s.window(appointments, models.Modified, at("2025-03-01"), at("2025-04-20"))
			lead, _ := s.must(t, span, nil)
			follow := s.window(appointmentDetails, models.Modified, span.From, span.To)
			follow.After = span.ID
			for i := range n {
				s.details[2000+int64(i)] = true
			}
			if _, v := resumes(t, s, follow, lead); v.Outcome != want || v.Distinct != int64(n) {
				t.Errorf("%d records: got %+v", n, v)
			}
		})
	}
}

// TestOnePracticeIsFollowed where a window is about no other.
func TestOnePracticeIsFollowed(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.fill(at("2025-03-01"), 4, 1)
		span := s.window(charges, models.Windows, at("2025-03-01"), at("2025-03-20"))
		lead, _ := s.must(t, span, nil)
		follow := s.window(encounters, models.Windows, span.From, span.To)
		follow.After, follow.Parts = span.ID, "2 9"
		if pages, v := resumes(t, s, follow, lead); len(pages) != 2 || v.Distinct != 2 || v.Within != "2" || v.Remark != "" {
			t.Errorf("got %+v from %d pages", v, len(pages))
		}
		follow.Parts = "9"
		if _, v := resumes(t, s, follow, lead); v.Outcome != models.Empty || v.Absence {
			t.Errorf("got %+v", v)
		}
	})
}

// TestRecordsWithoutAPractice have no key where it is part of it. They seem absent, so that nothing is.
func TestRecordsWithoutAPractice(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.practices = s.practices[:1]
		s.fill(at("2025-03-01"), 3, 1)
		s.answer = func(w http.ResponseWriter, a asked) bool {
			if !slices.Contains([]string{getCharges, getTransactions}, a.op) {
				return false
			}
			op := byName(a.op)
			reply(w, a.op, security(true, true, true, "", "")+"<"+op.list+"><"+op.row+">"+tag("ID", 7)+"</"+op.row+"></"+op.list+">")
			return true
		}
		for dataset, absence := range map[string]bool{charges: false, transactions: true} {
			_, v := s.must(t, s.window(dataset, models.Windows, at("2025-03-01"), at("2025-03-20")), nil)
			if v.Absence != absence || v.Distinct != 1 {
				t.Errorf("%s: got %+v", dataset, v)
			}
		}
	})
}
