package nextech

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"carehouse/models"
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

// TestALedgerOfEverybody fits into what a vault keeps, and a roster of more is refused before anybody is asked.
func TestALedgerOfEverybody(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 20, 15, 14, 57, 123456789, time.UTC)
	millis := at.Truncate(time.Millisecond)
	one, err := json.Marshal(map[string]*mark{
		newPerson("A001", 0).key: {Since: millis, IDs: []int64{1234567890}, Known: at, Read: millis, Open: at.Truncate(day), Had: 999},
	})
	if err != nil {
		t.Fatal(err)
	}
	const kept = 64 << 20 // see MaxSize of load/vault
	if size := len(one) * mostPeople; size > kept {
		t.Errorf("got %d bytes at most, want %d", size, kept)
	}
	config := testConfig(t, charts(3)...)
	d := &directory{tenant: testTenant, path: config.Roster, most: 3}
	if _, err := d.load(t.Context()); err != nil {
		t.Error(err)
	}
	d.most = 2
	_, err = d.load(t.Context())
	judged(t, err, models.Failed, "the roster names 3 people, and more than 2 are too many for one tenant", "carehouse check my-practice")
}
