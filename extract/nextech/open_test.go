package nextech

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestAnOpenEncounterIsAskedForUntilItIsLocked asks from the day before it, however its day is written: where the API takes
// days, nobody has told in which zone, and a moment may have none.
func TestAnOpenEncounterIsAskedForUntilItIsLocked(t *testing.T) {
	t.Parallel()
	for _, form := range []string{"2006-01-02T15:04:05Z", "2006-01-02T15:04:05.999", "2006-01-02", "2006-01-02T15:04:05-08:00"} {
		on(t, 1, seldom, func(t *testing.T, s *stage) {
			t.Helper()
			at := ago(200)
			s.instead = func(w http.ResponseWriter, r *http.Request) bool {
				if !strings.HasSuffix(r.URL.Path, "/encounters/search") {
					return false
				}
				s.asked = append(s.asked, strings.TrimPrefix(r.URL.Path, "/api")+"?"+r.URL.RawQuery)
				answer(w, []any{map[string]any{"summary": map[string]any{"encounterId": 1, "encounterDate": at.Format(form), "encounterLocked": false}}})
				return true
			}
			s.night()
			for range 3 {
				time.Sleep(day)
				if got, want := since(t, s.night()), []string{"1001 " + at.Add(-day).Format(time.DateOnly)}; !slices.Equal(got, want) {
					t.Errorf("%s: got %q, want %q", form, got, want)
				}
			}
		})
	}
}

// TestTwoPatientsOfOneChart asks for each of them from where they were read to, also when the API did not know one of them for
// a night.
func TestTwoPatientsOfOneChart(t *testing.T) {
	t.Parallel()
	on(t, 0, seldom, func(t *testing.T, s *stage) {
		t.Helper()
		s.patients = []fakePatient{
			{id: 1, chart: "12", encounters: []fakeEncounter{{id: 10, at: ago(50), locked: true}}},
			{id: 2, chart: "12", encounters: []fakeEncounter{{id: 20, at: ago(500)}}},
		}
		s.write("chart_number", "12")
		unknown := func(w http.ResponseWriter, r *http.Request) bool {
			if strings.HasPrefix(r.URL.Path, "/api/2/") {
				w.WriteHeader(http.StatusNotFound)
				return true
			}
			return false
		}
		s.instead = unknown
		s.night()
		s.instead = nil
		time.Sleep(day)
		if got, want := since(t, s.night()), []string{"1 1900-01-01", "2 1900-01-01"}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q: nothing of the second was read", got, want)
		}
		time.Sleep(day)
		s.instead = unknown
		s.night()
		s.instead = nil
		time.Sleep(day)
		from := s.patients[1].encounters[0].at.Add(-day).Format(time.DateOnly)
		if got, want := since(t, s.night()), []string{"1 " + from, "2 " + from}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q: the second has an open encounter", got, want)
		}
	})
}

// TestAnEncounterWithoutAKeyIsNotAbsent concludes nothing about a patient one of whose encounters nobody can tell from the others.
func TestAnEncounterWithoutAKeyIsNotAbsent(t *testing.T) {
	t.Parallel()
	for _, id := range []any{nil, "E-1", 1.5, "", []int{1}, "99999999999999999999"} {
		on(t, 2, nil, func(t *testing.T, s *stage) {
			t.Helper()
			s.instead = func(w http.ResponseWriter, r *http.Request) bool {
				if !strings.HasPrefix(r.URL.Path, "/api/1001/") {
					return false
				}
				answer(w, []any{map[string]any{"summary": map[string]any{"encounterId": id}}, map[string]any{"summary": map[string]any{"encounterId": 5}}})
				return true
			}
			s.sync(patients)
			_, verdicts := s.sync(encounters)
			if v := verdicts[0]; !v.Absence || v.Within != "1002" || v.Distinct != 2 {
				t.Errorf("%v: got %+v, want it to judge the other patient", id, v)
			}
		})
	}
}
