package supergood

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"carehouse/extract"
	"carehouse/models"
)

// paged changes how encounters are paged, at the fake and in the profile.
func paged(p Paging, tells ...string) func(*fake, *Config) {
	return func(f *fake, c *Config) {
		p.Limit = "limit"
		if slices.Contains(tells, "more") {
			p.More = "has_more"
		}
		if slices.Contains(tells, "total") {
			p.Total = "total"
		}
		f.style, f.tells = p.Style, tells
		for name, d := range c.Profile.Datasets {
			d.Paging = p
			c.Profile.Datasets[name] = d
		}
	}
}

func TestStylesOfPaging(t *testing.T) {
	t.Parallel()
	byPages, byOffsets := Paging{Style: byPage, Page: "page"}, Paging{Style: byOffset, Offset: "offset"}
	byCursors := Paging{Style: byCursor, Cursor: "cursor", Next: "next_cursor"}
	byLinks := Paging{Style: byLink, Next: "next"}
	for _, tt := range []struct {
		name    string
		paging  Paging
		tells   []string
		claimed int64
		want    []string
	}{
		{"pages and more", byPages, []string{"more"}, -1, []string{"limit=100&page=1", "limit=100&page=2", "limit=100&page=3"}},
		{"pages and a total", byPages, []string{"total"}, 25, []string{"limit=100&page=1", "limit=100&page=2", "limit=100&page=3"}},
		{"pages", byPages, nil, -1, []string{"limit=100&page=1", "limit=100&page=2", "limit=100&page=3", "limit=100&page=4"}},
		{"offsets and more", byOffsets, []string{"more"}, -1, []string{"limit=100&offset=0", "limit=100&offset=10", "limit=100&offset=20"}},
		{"offsets and a total", byOffsets, []string{"total"}, 25, []string{"limit=100&offset=0", "limit=100&offset=10", "limit=100&offset=20"}},
		{"offsets", byOffsets, nil, -1, []string{"limit=100&offset=0", "limit=100&offset=10", "limit=100&offset=20", "limit=100&offset=25"}},
		{"cursors and more", byCursors, []string{"more"}, -1, []string{"limit=100", "cursor=/encounters:10&limit=100", "cursor=/encounters:20&limit=100"}},
		{"cursors and a total", byCursors, []string{"total"}, 25, []string{"limit=100", "cursor=/encounters:10&limit=100", "cursor=/encounters:20&limit=100"}},
		{"cursors", byCursors, nil, -1, []string{"limit=100", "cursor=/encounters:10&limit=100", "cursor=/encounters:20&limit=100"}},
		{"links", byLinks, nil, -1, []string{"limit=100", "after=10&limit=100", "after=20&limit=100"}},
		{"links and more", byLinks, []string{"more", "total"}, 25, []string{"limit=100", "after=10&limit=100", "after=20&limit=100"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, paged(tt.paging, tt.tells...), func(t *testing.T, s *stage) {
				t.Helper()
				pages, past := s.must(t, encounters)
				got := s.took()
				for i := range got {
					got[i] = strings.TrimPrefix(got[i], "/encounters?")
				}
				if !slices.Equal(got, tt.want) {
					t.Errorf("asked %q, want %q", got, tt.want)
				}
				want := models.Verdict{
					Outcome: models.Complete, Sweep: 1, Absence: true, Claimed: tt.claimed, Distinct: 25,
					Cursor: past.Verdict.Cursor, CursorAt: changedAt(25),
				}
				if past.Verdict != want {
					t.Errorf("got %+v, want %+v", past.Verdict, want)
				}
				for _, p := range pages {
					if p.Records != "data" || p.Names != nil || p.Call != "GET /api/encounters" || strings.Contains(p.Token, "cursor") {
						t.Errorf("got page %+v", p)
					}
				}
			})
		})
	}
}

// TestAListThatMoves is read again where its pages are counted; where a cursor leads, what comes twice counts once.
func TestAListThatMoves(t *testing.T) {
	t.Parallel()
	insert := func(f *fake) {
		f.lists["/encounters"] = slices.Insert(slices.Clone(f.lists["/encounters"]), 0, fakeRecord(100+len(f.lists["/encounters"])))
	}
	remove := func(f *fake) { f.lists["/encounters"] = f.lists["/encounters"][1:] }
	byOffsets := Paging{Style: byOffset, Offset: "offset"}
	for _, tt := range []struct {
		name     string
		paging   Paging
		tells    []string
		change   func(*fake)
		when     func(n int) bool
		outcome  models.Outcome
		sweep    int
		distinct int64
		asked    int
	}{
		{"one comes, of pages", Paging{Style: byPage, Page: "page"}, []string{"more"}, insert, func(n int) bool { return n == 2 }, models.Complete, 2, 26, 6},
		{"one comes, with a total", byOffsets, []string{"total"}, insert, func(n int) bool { return n == 2 }, models.Complete, 2, 26, 6},
		{"one goes, with a total", byOffsets, []string{"total"}, remove, func(n int) bool { return n == 2 }, models.Complete, 2, 24, 6},
		{"one comes and one goes, with a total", byOffsets, []string{"total"}, func(f *fake) {
			insert(f)
			f.lists["/encounters"] = f.lists["/encounters"][:25]
		}, func(n int) bool { return n == 2 }, models.Complete, 2, 25, 6},
		{"they keep coming", byOffsets, []string{"total"}, insert, func(int) bool { return true }, models.Partial, 0, 33, 11},
		{"one comes, of a cursor", Paging{Style: byCursor, Cursor: "cursor", Next: "next_cursor"}, nil, insert, func(n int) bool { return n == 2 }, models.Complete, 1, 25, 3},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, paged(tt.paging, tt.tells...), func(t *testing.T, s *stage) {
				t.Helper()
				s.before = func(f *fake, _ *http.Request, n int) {
					if tt.when(n) {
						tt.change(f)
					}
				}
				_, past := s.must(t, encounters)
				v := past.Verdict
				if v.Outcome != tt.outcome || v.Sweep != tt.sweep || v.Distinct != tt.distinct || v.Absence != (tt.outcome == models.Complete) {
					t.Errorf("got %+v", v)
				}
				if got := len(s.took()); got != tt.asked {
					t.Errorf("asked %d times, want %d", got, tt.asked)
				}
			})
		})
	}
}

func TestListsThatLeadNowhere(t *testing.T) {
	t.Parallel()
	byLinks := Paging{Style: byLink, Next: "next"}
	byCursors := Paging{Style: byCursor, Cursor: "cursor", Next: "next_cursor"}
	set := func(name string, value any) func(string, map[string]any) {
		return func(_ string, e map[string]any) { e[name] = value }
	}
	for _, tt := range []struct {
		name   string
		paging Paging
		tells  []string
		shape  func(string, map[string]any)
		asked  int
		want   string
	}{
		{"the same cursor", byCursors, nil, set("next_cursor", "/encounters:10"), 2, "page 2: GET /api/encounters: the list cannot be followed: page token repeats"},
		{"the same link", byLinks, nil, set("next", "?limit=100"), 1, "page 1: GET /api/encounters: the list cannot be followed: page token repeats"},
		{"more, and no cursor", byCursors, []string{"more"}, func(_ string, e map[string]any) { e["next_cursor"], e["has_more"] = "", true }, 1, "and not where"},
		{"a cursor in an object", byCursors, nil, set("next_cursor", map[string]any{"after": "CANARY"}), 1, "and not where"},
		{"a link in a list", byLinks, nil, set("next", []string{"?after=10"}), 1, "and not where"},
		{"another host", byLinks, nil, set("next", "https://elsewhere.example/api/encounters?after=CANARY"), 1, "somewhere else"},
		{"another scheme", byLinks, nil, set("next", "https://127.0.0.1:8000/api/encounters?after=10"), 1, "somewhere else"},
		{"another list", byLinks, nil, set("next", "/api/eligibility?after=10"), 1, "somewhere else"},
		{"a user", byLinks, nil, set("next", "http://me@127.0.0.1:8000/api/encounters?after=10"), 1, "somewhere else"},
		{"no query", byLinks, nil, set("next", "/api/encounters"), 1, "somewhere else"},
		{"no address", byLinks, nil, set("next", "http://%zz"), 1, "somewhere else"},
		{"always the first page", Paging{Style: byPage, Page: "n"}, []string{"more"}, func(_ string, e map[string]any) {
			e["data"], e["has_more"] = []map[string]any{fakeRecord(1)}, true
		}, 4, "page token repeats"},
		{"always nothing", byCursors, nil, func() func(string, map[string]any) {
			n := 0
			return func(_ string, e map[string]any) { n++; e["data"], e["next_cursor"] = nil, strconv.Itoa(n) }
		}(), 100, "page token repeats"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, paged(tt.paging, tt.tells...), func(t *testing.T, s *stage) {
				t.Helper()
				s.shape = tt.shape
				s.takes["/encounters"] = []string{"n", "page"}
				_, err := s.run(t, encounters)
				if err == nil || !strings.Contains(err.Error(), tt.want) || extract.OutcomeOf(err) != models.Failed {
					t.Fatalf("got %v, want %s", err, tt.want)
				}
				if p, ok := problem("", err); !ok || !strings.Contains(p.Advice, "datasets.encounters.paging") || strings.Contains(p.What, "CANARY") {
					t.Errorf("got %+v", p)
				}
				if errors.Is(err, extract.ErrLooped) != strings.Contains(tt.want, "repeats") {
					t.Errorf("got %v", err)
				}
				if got := len(s.took()); got != tt.asked {
					t.Errorf("asked %d times, want %d", got, tt.asked)
				}
			})
		})
	}
}

// TestATotalThatIsToldOnce counts, whichever page tells it, and where it is not true the list has moved.
func TestATotalThatIsToldOnce(t *testing.T) {
	t.Parallel()
	for page := range 3 {
		for total, want := range map[int]models.Outcome{25: models.Complete, 26: models.Partial} {
			on(t, paged(Paging{Style: byOffset, Offset: "offset"}, "total", "more"), func(t *testing.T, s *stage) {
				t.Helper()
				n := 0
				s.shape = func(_ string, e map[string]any) {
					if e["total"] = total; n%3 != page {
						e["total"] = nil
					}
					n++
				}
				_, past := s.must(t, encounters)
				if past.Verdict.Outcome != want || past.Verdict.Claimed != int64(total) ||
					strings.Contains(past.Verdict.Remark, "tell of 26 records and 25 came") != (want == models.Partial) {
					t.Errorf("%d on page %d: got %+v", total, page+1, past.Verdict)
				}
			})
		}
	}
}

// TestAListThatSaysNothingOfItsRest is as if it ended with its first page. That page is taken for all that there is only
// where it has fewer records than were asked for.
func TestAListThatSaysNothingOfItsRest(t *testing.T) {
	t.Parallel()
	byCursors := Paging{Style: byCursor, Cursor: "cursor", Next: "next_cursor", Size: 10}
	byLinks := Paging{Style: byLink, Next: "next", Size: 10}
	for _, tt := range []struct {
		name   string
		paging Paging
		tells  []string
		shape  func(string, map[string]any)
		has    int
		want   models.Outcome
	}{
		{"a cursor's name is another one", byCursors, []string{"more"}, renamed, 20, models.Partial},
		{"a link's name is another one", byLinks, nil, renamed, 20, models.Partial},
		{"the total says it", byCursors, []string{"total"}, renamed, 20, models.Partial},
		{"no cursor is left out", byCursors, nil, omitted, 20, models.Complete},
		{"no cursor is null", byCursors, nil, nil, 20, models.Complete},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, func(f *fake, c *Config) {
				f.lists["/encounters"] = f.lists["/encounters"][:tt.has]
				paged(tt.paging, tt.tells...)(f, c)
			}, func(t *testing.T, s *stage) {
				t.Helper()
				s.shape = tt.shape
				_, past := s.must(t, encounters)
				if v := past.Verdict; v.Outcome != tt.want || v.Absence != (tt.want == models.Complete) || (v.Remark == "") != v.Absence {
					t.Errorf("got %+v", v)
				}
			})
		})
	}
}

// TestLinksAreData follows every way to write the address of the same list, and takes its query only.
func TestLinksAreData(t *testing.T) {
	t.Parallel()
	for _, prefix := range []string{"", "/api/encounters", "http://127.0.0.1:8000/api/encounters", "HTTP://127.0.0.1:8000/api/encounters/", "//127.0.0.1:8000/api/encounters"} {
		t.Run(prefix, func(t *testing.T) {
			t.Parallel()
			on(t, paged(Paging{Style: byLink, Next: "next"}), func(t *testing.T, s *stage) {
				t.Helper()
				s.shape = func(_ string, e map[string]any) {
					if next, ok := e["next"].(string); ok {
						_, query, _ := strings.Cut(next, "?")
						e["next"] = prefix + "?" + query + "#CANARY"
					}
				}
				if _, past := s.must(t, encounters); past.Verdict.Distinct != 25 {
					t.Errorf("got %+v", past.Verdict)
				}
			})
		})
	}
}
