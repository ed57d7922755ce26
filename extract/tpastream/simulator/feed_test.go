package simulator_test

import (
	"encoding/json"
	"slices"
	"strconv"
	"testing"
	"time"

	"carehouse/extract/tpastream/simulator"
)

type event struct {
	ID      int64     `json:"id"`
	Type    string    `json:"type"`
	Created time.Time `json:"created"`
	Data    struct {
		ClaimMedicalID int64  `json:"claim_medical_id"`
		PolicyHolderID int64  `json:"policy_holder_id"`
		LoginProblem   string `json:"login_problem"`
	} `json:"data"`
}

func feed(t *testing.T, s *simulator.Simulator, query string) (found []event, more bool) {
	t.Helper()
	w := ask(s, "/api/v2/events"+query, basic())
	var page struct {
		Data    []event `json:"data"`
		HasMore bool    `json:"has_more"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &page); err != nil || w.Code != 200 {
		t.Fatalf("%s: status %d: %v", query, w.Code, err)
	}
	return page.Data, page.HasMore
}

// walk reads the feed from a cursor to its end.
func walk(t *testing.T, s *simulator.Simulator, after int64, limit int) []event {
	t.Helper()
	var out []event
	for {
		found, more := feed(t, s, "?limit="+strconv.Itoa(limit)+"&after="+strconv.FormatInt(after, 10))
		out = append(out, found...)
		if !more {
			return out
		}
		after = found[len(found)-1].ID
	}
}

func TestTheFeedGrowsAndForgets(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 3000})
	all := walk(t, s, 0, 17)
	for i, e := range all {
		if i > 0 && (e.ID <= all[i-1].ID || e.Created.Before(all[i-1].Created)) {
			t.Fatal("ids or times do not grow")
		}
		if age := s.Clock().Sub(e.Created); age >= 90*24*time.Hour {
			t.Fatalf("an event is %s old", age)
		}
	}
	if want := len(s.Truth().Events); len(all) != want || want < 200 {
		t.Fatalf("got %d events, want %d and more than 200", len(all), want)
	}
	if all[0].ID == 18_000 {
		t.Fatal("the feed has forgotten nothing")
	}
	s.Advance(89 * 24 * time.Hour)
	if left := walk(t, s, 0, 1000); len(left) >= len(all) {
		t.Fatalf("got %d events 89 days later, want fewer than %d", len(left), len(all))
	}
	s.Advance(2 * 24 * time.Hour)
	if left := walk(t, s, 0, 1000); len(left) != 0 {
		t.Fatalf("got %d events 91 days later, want none", len(left))
	}
}

func TestAnEventIsSeenLate(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 50, EventLag: 100 * time.Second})
	last := walk(t, s, 0, 1000)
	cursor := last[len(last)-1].ID
	ids := s.Insert(2)
	if got := walk(t, s, cursor, 10); len(got) != 0 {
		t.Fatalf("got %d events at once, want none", len(got))
	}
	s.Advance(99 * time.Second)
	if got := walk(t, s, cursor, 10); len(got) != 0 {
		t.Fatalf("got %d events after 99 s, want none", len(got))
	}
	s.Advance(time.Second)
	got := walk(t, s, cursor, 10)
	if len(got) != 2 || got[0].Data.ClaimMedicalID != ids[0] || got[1].Data.ClaimMedicalID != ids[1] {
		t.Fatalf("got %v after 100 s, want the claims %v", got, ids)
	}
}

func TestTimesOfTheFeedGrowEvenWhenTheClockDoesNot(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 50})
	first := s.Insert(1)
	at := s.Clock()
	s.SetClock(at.Add(-5 * time.Minute))
	second := s.Insert(1)
	s.SetClock(at.Add(time.Hour))
	got := walk(t, s, 0, 1000)
	one, two := got[len(got)-2], got[len(got)-1]
	if one.Data.ClaimMedicalID != first[0] || two.Data.ClaimMedicalID != second[0] || two.Created.Before(one.Created) {
		t.Fatalf("got %+v and then %+v", one, two)
	}
}

func TestAnUnevenFeedIsOvertaken(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 50, EventsUneven: true})
	last := walk(t, s, 0, 1000)
	cursor := last[len(last)-1].ID
	for range 60 {
		s.Insert(1)
		s.Advance(5 * time.Second)
	}
	got := walk(t, s, cursor, 1000)
	gap := false
	for i := 1; i < len(got); i++ {
		gap = gap || got[i].ID != got[i-1].ID+1
	}
	s.Advance(5 * time.Minute)
	if later := walk(t, s, cursor, 1000); !gap || len(later) != 60 {
		t.Fatalf("got gap %v and %d events in the end, want a gap and 60", gap, len(later))
	}
}

func TestTheFeedLiesWhenItIsToldTo(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 2000})
	first, _ := feed(t, s, "?limit=5")
	s.Fault(simulator.Fault{Kind: simulator.SamePage, Nth: 1}, simulator.Fault{Kind: simulator.NextForever, Nth: 2})
	again, _ := feed(t, s, "?limit=5&after="+strconv.FormatInt(first[4].ID, 10))
	if !slices.Equal(first, again) {
		t.Fatal("same-page: the feed did not begin anew")
	}
	if found, more := feed(t, s, "?after=99999999"); len(found) != 0 || !more {
		t.Fatalf("next-forever: got %d events and has_more %v, want none and true", len(found), more)
	}
}

func TestTheFeedsArguments(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 2000})
	for query, status := range map[string]int{
		"?limit=0": 422, "?limit=1001": 422, "?limit=x": 422, "?limit=1000": 200, "?after=-1": 422, "?after=x": 422,
		"?page=1": 422, "?types=new_claim": 200, "?after=99999999": 200,
	} {
		if w := ask(s, "/api/v2/events"+query, basic()); w.Code != status {
			t.Fatalf("%s: got %d, want %d", query, w.Code, status)
		}
	}
	if found, more := feed(t, s, ""); len(found) != 100 || !more {
		t.Fatalf("got %d events and has_more %v, want 100 and true", len(found), more)
	}
	found, _ := feed(t, s, "?types=login_problem,crawl_completion")
	if len(found) == 0 || slices.ContainsFunc(found, func(e event) bool { return e.Type != "login_problem" }) {
		t.Fatalf("got %d events, want login problems only", len(found))
	}
	for _, status := range []int{403, 404} {
		off := simulator.New(simulator.Options{Claims: 10, EventsStatus: status})
		if w := ask(off, "/api/v2/events", basic()); w.Code != status {
			t.Fatalf("switched off: got %d, want %d", w.Code, status)
		}
	}
}
