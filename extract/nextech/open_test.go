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
