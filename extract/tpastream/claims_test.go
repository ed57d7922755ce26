package tpastream

import (
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"carehouse/models"
)

// TestColdStart takes the feed's cursor before the first claim is read.
func TestColdStart(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.clamp = 10
		old := time.Now().Add(-time.Hour)
		for i := range 12 {
			s.happened(old.Add(time.Duration(i)*time.Minute), 1+i)
		}
		pages, v := s.must(t, claims, "")
		want := []string{
			"/v2/events?after=0&limit=1000", "/v2/events?after=10&limit=1000",
			"/claims?page=1&per_page=10", "/claims?page=2&per_page=10", "/claims?page=3&per_page=10",
		}
		if got := s.took(); !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
		verdict := models.Verdict{
			Outcome: models.Complete, Sweep: 1, Absence: true, Claimed: 25, Distinct: 25, Cursor: "12",
			CursorAt: old.Add(11 * time.Minute).UTC(),
		}
		if !reflect.DeepEqual(v, verdict) {
			t.Errorf("got verdict %+v, want %+v", v, verdict)
		}
		tables := []string{
			"events 0 after=0", "events 0 after=10", "claims 1 page=1&per_page=10", "claims 1 page=2&per_page=10", "claims 1 page=3&per_page=10",
		}
		if got := brief(pages); !slices.Equal(got, tables) {
			t.Errorf("got %q, want %q", got, tables)
		}
	})
}

// TestCursorSettles keeps the cursor behind the first event that others may still slip in front of.
func TestCursorSettles(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		ages []time.Duration // of the events
		skew time.Duration   // the server's clock less ours
		want string
	}{
		{"no events", nil, 0, "0"},
		{"all old", []time.Duration{time.Hour, 10 * time.Minute}, 0, "2"},
		{"the last too new", []time.Duration{time.Hour, time.Minute}, 0, "1"},
		{"all too new", []time.Duration{time.Minute, time.Minute}, 0, "0"},
		{"an old one behind a new one", []time.Duration{time.Hour, time.Minute, time.Hour}, 0, "1"},
		{"our clock is fast", []time.Duration{time.Hour, 6 * time.Minute}, -4 * time.Minute, "1"},
		{"our clock is slow", []time.Duration{time.Hour, -6 * time.Minute}, 20 * time.Minute, "2"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, nil, func(t *testing.T, s *stage) {
				t.Helper()
				for i, age := range tt.ages {
					s.happened(time.Now().Add(-age), 1+i)
				}
				s.answer = func(w http.ResponseWriter, _ *http.Request) bool {
					w.Header().Set("Date", time.Now().Add(tt.skew).UTC().Format(http.TimeFormat))
					return false
				}
				pages, v := s.must(t, claims, "")
				if v.Cursor != tt.want {
					t.Errorf("got cursor %s, want %s", v.Cursor, tt.want)
				}
				time.Sleep(24 * time.Hour) // walking over landed pages must not see them as older
				if _, again := s.must(t, claims, "", pages...); again != v {
					t.Errorf("got verdict %+v from the landed pages, want %+v", again, v)
				}
			})
		})
	}
}

func TestFeedWindow(t *testing.T) {
	t.Parallel()
	const events = "/v2/events?after=2&limit=1000"
	refuse := func(status int, prefixes ...string) func(*fake) {
		return func(f *fake) {
			f.answer = func(w http.ResponseWriter, r *http.Request) bool {
				for _, prefix := range prefixes {
					if strings.HasPrefix(r.URL.Path, "/api"+prefix) {
						w.WriteHeader(status)
						return true
					}
				}
				return false
			}
		}
	}
	sweep := []string{"/claims?page=1&per_page=10", "/claims?page=2&per_page=10", "/claims?page=3&per_page=10"}
	holder := func(ids ...string) []string {
		var all []string
		for _, id := range ids {
			all = append(all, "/policy_holder/"+id+"/claims?page=1&per_page=10")
		}
		return all
	}
	complete := func(distinct int64) models.Verdict {
		return models.Verdict{Outcome: models.Complete, Claimed: -1, Distinct: distinct}
	}
	whole := models.Verdict{Outcome: models.Complete, Sweep: 1, Absence: true, Claimed: 25, Distinct: 25}
	for _, tt := range []struct {
		name  string
		named []int // claims, by events 3 and on
		set   func(*fake)
		asked []string
		want  models.Verdict
	}{
		{"nothing happened", nil, nil, nil, models.Verdict{Outcome: models.Empty, Claimed: -1}},
		{"claims one by one, each once", []int{5, 6, 5}, nil, []string{"/v2/claims/5", "/v2/claims/6"}, complete(2)},
		{
			"a claim that is gone", []int{5, 900, 6}, nil, []string{"/v2/claims/5", "/v2/claims/900", "/v2/claims/6"}, complete(2),
		},
		{
			"the last claim is gone", []int{5, 900}, nil, []string{"/v2/claims/5", "/v2/claims/900"}, complete(1),
		},
		{
			"only gone claims",
			[]int{900},
			func(f *fake) { f.holder[900] = 101 },
			append([]string{"/v2/claims/900"}, holder("101")...), complete(5),
		},
		{
			"claims that are refused one by one",
			[]int{5, 6, 10, 7},
			refuse(http.StatusMethodNotAllowed, "/v2/claims"),
			append([]string{"/v2/claims/5"}, holder("100", "101", "102")...), complete(15),
		},
		{
			"claims that are forbidden one by one",
			[]int{5, 6},
			refuse(http.StatusForbidden, "/v2/claims"),
			append([]string{"/v2/claims/5"}, holder("100", "101")...), complete(10),
		},
		{
			"an address that does not exist",
			[]int{5, 6, 7, 8, 9},
			refuse(http.StatusNotFound, "/v2/claims"),
			append([]string{"/v2/claims/5", "/v2/claims/6", "/v2/claims/7"}, holder("100", "101", "102", "103", "104")...), complete(25),
		},
		{
			"a single claim and an address that does not exist",
			[]int{5},
			refuse(http.StatusNotFound, "/v2/claims"),
			append([]string{"/v2/claims/5"}, holder("100")...), complete(5),
		},
		{
			"a holder that is gone",
			[]int{5, 6},
			refuse(http.StatusNotFound, "/v2/claims", "/policy_holder"),
			[]string{"/v2/claims/5", "/v2/claims/6", holder("100")[0]},
			complete(0),
		},
		{
			"more claims than are worth it", count(1, 21), func(*fake) {}, sweep, whole,
		},
		{"a feed that is closed", []int{5}, refuse(http.StatusForbidden, "/v2/events"), sweep, whole},
		{"a feed that is not there", []int{5}, refuse(http.StatusNotFound, "/v2/events"), sweep, whole},
		{
			"a claim that no way leads to",
			[]int{24, 901},
			func(f *fake) {
				refuse(http.StatusForbidden, "/v2/claims")(f)
				f.holder[901] = 0
			},
			slices.Concat([]string{"/v2/claims/24"}, holder("104"), sweep),
			models.Verdict{Outcome: models.Complete, Sweep: 1, Claimed: 25, Distinct: 25},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, func(c *Config) { c.Refetch, c.RefetchBy = 20, ByClaim }, func(t *testing.T, s *stage) {
				t.Helper()
				old := time.Now().Add(-time.Hour)
				if tt.set != nil {
					tt.set(s.fake)
				}
				for _, claim := range append([]int{1, 2}, tt.named...) {
					s.happened(old, claim)
				}
				pages, got := s.must(t, claims, "2")
				if asked, want := s.took(), append([]string{events}, tt.asked...); !slices.Equal(asked, want) {
					t.Errorf("got %q\nwant %q", asked, want)
				}
				open := !strings.HasPrefix(tt.name, "a feed")
				if open != (got.Cursor != "") {
					t.Errorf("got cursor %q", got.Cursor)
				}
				if cursor := got.Cursor; cursor != "" && len(tt.named) > 0 && got.CursorAt.IsZero() {
					t.Errorf("cursor %s has no time", cursor)
				}
				verdict := got
				verdict.Cursor, verdict.CursorAt = "", time.Time{}
				if verdict != tt.want {
					t.Errorf("got verdict %+v, want %+v", verdict, tt.want)
				}
				for n := range pages { // an interruption after any page changes nothing
					again, v := s.must(t, claims, "2", pages[:n]...)
					if !slices.Equal(brief(again), brief(pages)) || v != got {
						t.Errorf("interrupted after %d: got %q and %+v, want %q and %+v", n, brief(again), v, brief(pages), got)
					}
				}
			})
		})
	}
}

// TestNewsIsFetchedByPolicyHolder asks for each holder with news once, in the list's own shape.
func TestNewsIsFetchedByPolicyHolder(t *testing.T) {
	t.Parallel()

	for _, tt := range []struct {
		name  string
		named []int // claims, by events 3 and on; claims n and n+5 are of holder 100+n%5
		lost  []int // claims of which the event names no holder
		asked []string
	}{
		{"one holder", []int{5}, nil, []string{"100"}},
		{"two claims of one holder", []int{5, 10}, nil, []string{"100"}},
		{"two holders", []int{5, 6, 10}, nil, []string{"100", "101"}},
		{"a claim that is gone", []int{5, 900}, nil, []string{"100", "101"}},
		{"a claim of nobody", []int{5, 901}, []int{901}, []string{"100", ""}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, func(c *Config) { c.PerPage = 100 }, func(t *testing.T, s *stage) {
				t.Helper()
				s.holder[900] = 101
				for _, claim := range tt.lost {
					s.holder[claim] = 0
				}
				for _, claim := range append([]int{1, 2}, tt.named...) {
					s.happened(time.Now().Add(-time.Hour), claim)
				}
				_, v := s.must(t, claims, "2")
				want := []string{"/v2/events?after=2&limit=1000"}
				for _, holder := range tt.asked {
					path := "/policy_holder/" + holder + "/claims"
					if holder == "" { // no way leads to the claim, so all are read
						path = "/claims"
					}
					want = append(want, path+"?page=1&per_page=100")
				}
				if asked := s.took(); !slices.Equal(asked, want) {
					t.Errorf("got %q\nwant %q", asked, want)
				}
				if v.Outcome != models.Complete || v.Absence {
					t.Errorf("got verdict %+v", v)
				}
			})
		})
	}
}

// TestCrawlCompletion refetches every claim that a crawl names.
func TestCrawlCompletion(t *testing.T) {
	t.Parallel()
	on(t, func(c *Config) { c.RefetchBy = ByClaim }, func(t *testing.T, s *stage) {
		t.Helper()
		old := time.Now().Add(-time.Hour)
		s.feed = []fakeEvent{
			{1, old, map[string]any{"crawl_id": 1, "policy_holder_id": 100, "success": true, "crawl_claim_ids": []any{10, "5", nil, 10}}},
			{2, old, map[string]any{"policy_holder_id": 100, "payer_id": 1, "login_problem": "locked"}},
			{3, old, map[string]any{"policy_holder_id": 100, "crawl_claim_ids": "none"}},
			{4, old, nil},
		}
		_, v := s.must(t, claims, "0")
		want := []string{"/v2/events?after=0&limit=1000", "/v2/claims/10", "/v2/claims/5"}
		if got := s.took(); !slices.Equal(got, want) || v.Cursor != "4" || v.Distinct != 2 {
			t.Errorf("got %q and %+v, want %q", got, v, want)
		}
	})
}

// TestHolderThatMoves is partial, so that the next window starts at the old cursor.
func TestHolderThatMoves(t *testing.T) {
	t.Parallel()
	on(t, func(c *Config) { c.PerPage = 2 }, func(t *testing.T, s *stage) {
		t.Helper()
		s.happened(time.Now().Add(-time.Hour), 5)
		s.answer = func(w http.ResponseWriter, r *http.Request) bool {
			if strings.HasPrefix(r.URL.Path, "/api/v2/claims") {
				w.WriteHeader(http.StatusMethodNotAllowed)
				return true
			}
			return false
		}
		next := 1000
		s.before = func(f *fake, r *http.Request, _ int) {
			if r.URL.Query().Get("page") == "2" {
				next++
				f.holder[next] = 100
				f.lists["/claims"] = append([]int{next}, f.lists["/claims"]...)
			}
		}
		if _, v := s.must(t, claims, "0"); v.Outcome != models.Partial {
			t.Errorf("got verdict %+v, want a partial one", v)
		}
	})
}

// TestFeedThatLoops ends.
func TestFeedThatLoops(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, body string }{
		{"the same events again", `{"data":[{"id":1}],"has_more":true}`},
		{"more and nothing", `{"data":[],"has_more":true}`},
		{"no word about more", `{"data":[]}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, nil, func(t *testing.T, s *stage) {
				t.Helper()
				s.answer = func(w http.ResponseWriter, _ *http.Request) bool {
					w.Header().Set("Content-Type", "application/json")
					_, _ = w.Write([]byte(tt.body))
					return true
				}
				if _, err := s.run(t, claims, "1"); err == nil || !strings.Contains(err.Error(), "page 1: GET /api/v2/events") {
					t.Errorf("got error %v", err)
				}
			})
		})
	}
}
