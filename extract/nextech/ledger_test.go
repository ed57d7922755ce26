package nextech

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestAnotherPractice looks everybody up anew where practice_id is another one: an id that a chart number stood for is
// somebody else's there.
func TestAnotherPractice(t *testing.T) {
	t.Parallel()
	on(t, 2, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.night()
		s.config.PracticeID = "77"
		s.patients = []fakePatient{{id: 1001, chart: "Z9"}, {id: 5, chart: "A001"}, {id: 6, chart: "A002"}}
		s.between = func(r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/api") && r.Header.Get("x-nextech-practice-id") != "77" {
				t.Errorf("got practice %q", r.Header.Get("x-nextech-practice-id"))
			}
			r.Header.Set("x-nextech-practice-id", testPractice) // the fake knows one
		}
		time.Sleep(time.Hour)
		if got := since(t, s.night()); !slices.Equal(got, []string{"5 1900-01-01", "6 1900-01-01"}) {
			t.Errorf("got %q, want everything of the two whom the other practice has", got)
		}
	})
}
