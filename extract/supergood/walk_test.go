package supergood

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

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

func TestACursorThatIsForgotten(t *testing.T) {
	t.Parallel()
	gone := func(when func(n int) bool, status int, code string) func(*stage) {
		return func(s *stage) {
			n := 0
			s.answer = func(w http.ResponseWriter, r *http.Request) bool {
				if n++; r.URL.Query().Get("cursor") == "" || !when(n) {
					return false
				}
				refuse(w, status, code)
				return true
			}
		}
	}
	for _, tt := range []struct {
		name    string
		forget  func(*stage)
		records string
		sweep   int
		pages   int
	}{
		{"once", gone(func(n int) bool { return n == 3 }, http.StatusGone, ""), "data", 2, 6},
		{"by its code", gone(func(n int) bool { return n == 2 }, http.StatusBadRequest, "cursor_expired"), "data", 2, 5},
		{"thrice", gone(func(n int) bool { return n <= 6 }, http.StatusGone, ""), "data", 4, 9},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, nil, func(t *testing.T, s *stage) {
				t.Helper()
				tt.forget(s)
				pages, past := s.must(t, encounters)
				v := past.Verdict
				if v.Outcome != models.Complete || v.Sweep != tt.sweep || !v.Absence || v.Distinct != 25 || len(pages) != tt.pages {
					t.Errorf("got %+v from %d pages", v, len(pages))
				}
				s.took()
				again, err := fetch(t, s.source, past.Window, pages...)
				if err != nil || *again[len(again)-1].Verdict != v || len(s.took()) != 0 {
					t.Errorf("got %v from what was landed", err)
				}
				for i, p := range pages {
					if strings.HasSuffix(p.Token, "status=410") && string(p.Body) != `{"data":[]}` {
						t.Errorf("page %d: got %s for a cursor that is gone", i+1, p.Body)
					}
				}
			})
		})
	}
	t.Run("for ever", func(t *testing.T) {
		t.Parallel()
		on(t, nil, func(t *testing.T, s *stage) {
			t.Helper()
			gone(func(int) bool { return true }, http.StatusGone, "")(s)
			w := plan(t, s.source, encounters, nil, extract.Want{})
			pages, err := fetch(t, s.source, w)
			if !errors.Is(err, errGone) || extract.OutcomeOf(err) != models.Failed || len(s.took()) != 8 {
				t.Errorf("got %v", err)
			}
			if _, err := fetch(t, s.source, w, pages...); !errors.Is(err, extract.ErrMisfit) {
				t.Errorf("got %v when it is gone on with, want another window", err)
			}
		})
	})
	if got := string(standIn("")) + string(standIn("result.items")); got != `[]{"result":{"items":[]}}` {
		t.Errorf("got %s", got)
	}
}

// TestPagesOfAnotherProfileDoNotFit gives a window up that was begun in another way.
func TestPagesOfAnotherProfileDoNotFit(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		pages, past := s.must(t, encounters)
		for name, bend := range map[string]func(*models.Page){
			"another token": func(p *models.Page) { p.Token = strings.Replace(p.Token, "page=2", "page=3", 1) },
			"no time":       func(p *models.Page) { p.Token = strings.Replace(p.Token, "at=", "in=", 1) },
			"another call":  func(p *models.Page) { p.Call = "GET /api/patients" },
			"another sweep": func(p *models.Page) { p.Sweep = 2 },
			"a torn body":   func(p *models.Page) { p.Body = p.Body[:10] },
		} {
			landed := slices.Clone(pages)
			bend(&landed[1])
			if _, err := fetch(t, s.source, past.Window, landed...); !errors.Is(err, extract.ErrMisfit) {
				t.Errorf("%s: got %v", name, err)
			}
		}
		s.config.Notes = true
		other := s.open(t, "my-portal", s.config, s.logs)
		if _, err := fetch(t, other, past.Window, pages...); !errors.Is(err, extract.ErrMisfit) {
			t.Errorf("got %v of pages without notes", err)
		}
	})
}

// TestAnswersThatAreNone says where the profile is wrong, once, and asks again only what may have been torn.
func TestAnswersThatAreNone(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		body string
		want string
	}{
		{`{"items":[]}`, "no records where the profile looks"},
		{`{"data":"CANARY"}`, "no records where the profile looks"},
		{`[]`, "no records where the profile looks"},
		{`"CANARY"`, "no records where the profile looks"},
		{`{"data":` + strings.Repeat("[", 70) + strings.Repeat("]", 70) + `}`, "nested too deeply"},
		{`{"data":[`, "not whole JSON"},
	} {
		t.Run(tt.body[:min(len(tt.body), 12)], func(t *testing.T) {
			t.Parallel()
			on(t, nil, func(t *testing.T, s *stage) {
				t.Helper()
				s.answer = func(w http.ResponseWriter, _ *http.Request) bool {
					_, _ = w.Write([]byte(tt.body))
					return true
				}
				_, err := s.run(t, encounters)
				if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "CANARY") {
					t.Errorf("got %v, want %s", err, tt.want)
				}
			})
		})
	}
}

func TestRecordsWithoutIDs(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.lists["/encounters"] = []map[string]any{{"a": 1}, {"a": 2}, {"a": 2}, {"id": 7}, {"id": "7"}, {"id": nil, "a": 2}}
		_, past := s.must(t, encounters)
		if v := past.Verdict; v.Distinct != 4 || v.Absence || v.Outcome != models.Complete || !strings.Contains(v.Remark, "3 records have no id") {
			t.Errorf("got %+v", v)
		}
	})
}

// TestOneRequestAtATime asks for everything at once for two tenants of one login, who share a session; the fake counts.
func TestOneRequestAtATime(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		other := s.open(t, "the-same", s.config, s.logs)
		var all sync.WaitGroup
		for _, source := range []*Source{s.source, other} {
			for _, name := range datasetNames() {
				all.Go(func() {
					if _, err := fetch(t, source, plan(t, source, name, nil, extract.Want{})); err != nil {
						t.Error(err)
					}
				})
			}
			all.Go(func() {
				if _, err := source.Check(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if len(s.logins) != 1 || len(s.took()) != 32 || s.most != 1 {
			t.Errorf("got %d sessions and %d requests at once", len(s.logins), s.most)
		}
	})
}

// TestThePace holds for all tenants of a login together.
func TestThePace(t *testing.T) {
	t.Parallel()
	on(t, func(_ *fake, c *Config) { c.RequestsPerSecond = 0 }, func(t *testing.T, s *stage) {
		t.Helper()
		other := s.open(t, "the-same", s.config, s.logs)
		begun := time.Now()
		for _, source := range []*Source{s.source, other} {
			if _, err := fetch(t, source, plan(t, source, encounters, nil, extract.Want{})); err != nil {
				t.Error(err)
			}
		}
		if took := time.Since(begun).Round(time.Second / 2); took != 3*time.Second {
			t.Errorf("seven requests took %s, want 3s", took)
		}
		if s.source.Pace() != time.Second/2 {
			t.Errorf("got a pace of %s", s.source.Pace())
		}
	})
}

func TestMoments(t *testing.T) {
	t.Parallel()
	want := time.Date(2026, time.June, 15, 12, 30, 0, 0, time.UTC)
	for _, text := range []string{
		`"2026-06-15T12:30:00Z"`, `"2026-06-15T14:30:00.000+02:00"`, `"2026-06-15T12:30:00"`, `"2026-06-15 12:30:00"`,
		`"06/15/2026 12:30:00"`, fmt.Sprint(want.Unix()), fmt.Sprint(want.UnixMilli()), fmt.Sprintf(`"%d"`, want.Unix()),
	} {
		if got, ok := moment([]byte(text)); !ok || !got.Equal(want) {
			t.Errorf("%s: got %s, %t", text, got, ok)
		}
	}
	for _, text := range []string{``, `null`, `""`, `"soon"`, `true`, `-5`, `1e99`, `"0001-01-01T00:00:00Z"`, `"9999-12-31T00:00:00Z"`} {
		if got, ok := moment([]byte(text)); ok {
			t.Errorf("%s: got %s", text, got)
		}
	}
}
