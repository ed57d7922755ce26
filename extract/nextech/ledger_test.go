package nextech

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/models"
)

// TestAnotherPractice asks nothing where practice_id is another one than that of the people who are remembered, until somebody
// says that it is the same practice.
func TestAnotherPractice(t *testing.T) {
	t.Parallel()
	on(t, 2, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.night()
		s.config.PracticeID = "77"
		s.patients = []fakePatient{{id: 1001, chart: "A001"}, {id: 6, chart: "A002"}}
		s.between = func(r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/api") && r.Header.Get("x-nextech-practice-id") != "77" {
				t.Errorf("got practice %q", r.Header.Get("x-nextech-practice-id"))
			}
			r.Header.Set("x-nextech-practice-id", testPractice) // the fake knows one
		}
		time.Sleep(time.Hour)
		s.restart()
		for _, name := range datasetNames() {
			for _, w := range s.plan(name, extract.Want{}) {
				_, _, err := s.fetch(w)
				judged(t, err, models.NeedsPerson, "what was fetched so far is of another practice", "memory/nextech/my-practice/ledger.json")
			}
		}
		if got := s.took(); len(got) > 0 {
			t.Errorf("asked %q", got)
		}
		report, err := s.source.Check(t.Context())
		if err != nil || !locked(report) {
			t.Errorf("check says %+v, %v", report, err)
		}
		if err := s.vault.Write("memory/my-practice/ledger.json", nil); err != nil {
			t.Fatal(err)
		}
		if got := since(t, s.night()); !slices.Equal(got, []string{"1001 1900-01-01", "6 1900-01-01"}) {
			t.Errorf("got %q, want everything of the two whom the practice has", got)
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
