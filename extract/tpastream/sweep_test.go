package tpastream

import (
	"bytes"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"carehouse/extract"
	"carehouse/models"
)

func TestSweep(t *testing.T) {
	t.Parallel()
	complete := func(sweep int, n int64) models.Verdict {
		return models.Verdict{Outcome: models.Complete, Sweep: sweep, Absence: true, Claimed: n, Distinct: n}
	}
	partial := func(claimed, distinct int64) models.Verdict {
		return models.Verdict{Outcome: models.Partial, Claimed: claimed, Distinct: distinct}
	}
	onPage := func(page string, do func(*fake)) func(*fake) {
		return func(f *fake) {
			f.before = func(f *fake, r *http.Request, _ int) {
				if r.URL.Query().Get("page") == page {
					do(f)
				}
			}
		}
	}
	once := func(then func(*fake)) func(*fake) { // only in the first pass
		return func(f *fake) {
			then(f)
			before, done := f.before, false
			f.before = func(f *fake, r *http.Request, n int) {
				if !done && r.URL.Query().Get("page") == "2" {
					done = true
					before(f, r, n)
				}
			}
		}
	}
	insert := func(f *fake) {
		f.lists["/member"] = append([]int{1000 + len(f.lists["/member"])}, f.lists["/member"]...)
	}
	remove := func(f *fake) { f.lists["/member"] = f.lists["/member"][1:] }
	bend := func(do func(e map[string]any)) func(*fake) {
		return func(f *fake) { f.shape = func(_ string, e map[string]any) { do(e) } }
	}
	for _, tt := range []struct {
		name  string
		set   func(*fake)
		pages int
		want  models.Verdict
	}{
		{"three pages", func(*fake) {}, 3, complete(1, 25)},
		{"the style of 2022", func(f *fake) { f.style = "2022" }, 3, complete(1, 25)},
		{"one page that is full", func(f *fake) { f.lists["/member"] = count(1, 10) }, 1, complete(1, 10)},
		{
			"nothing", func(f *fake) { f.lists["/member"] = []int{} }, 1,
			models.Verdict{Outcome: models.Empty, Sweep: 1, Absence: true},
		},
		{"null for nothing", func(f *fake) {
			f.lists["/member"] = []int{}
			f.shape = func(_ string, e map[string]any) { e["data"] = nil }
		}, 1, models.Verdict{Outcome: models.Empty, Sweep: 1, Absence: true}},
		{"a smaller page than asked for", func(f *fake) { f.clamp = 4 }, 7, complete(1, 25)},
		{"a page that becomes smaller on the way", onPage("2", func(f *fake) { f.clamp = 5 }), 2 + 5, complete(2, 25)},
		{"pages of half the size, whatever is asked for", func(f *fake) { f.halve = true }, 5, complete(1, 25)},
		{"pages that never line up, and a total that is reached before the end", func(f *fake) {
			f.before = func(f *fake, r *http.Request, _ int) {
				f.clamp = map[string]int{"2": 5}[r.URL.Query().Get("page")]
			}
			f.shape = func(_ string, e map[string]any) { e["total"] = 10 }
		}, 4 * 2, partial(10, 10)},
		{"an insert on the way", once(onPage("2", insert)), 3 + 3, complete(2, 26)},
		{"a deletion on the way", once(onPage("2", remove)), 3 + 3, complete(2, 24)},
		{"inserts that never end", onPage("2", insert), 4 * 3, partial(29, 28)},
		{"a list that ends before its last page", once(onPage("2", func(f *fake) { f.lists["/member"] = f.lists["/member"][:10] })), 2 + 1, complete(2, 10)},
		{"a total that is too large", bend(func(e map[string]any) { e["total"] = 30 }), 4 * 3, partial(30, 25)},
		{"a total that is too small", bend(func(e map[string]any) { e["total"] = 5 }), 4 * 3, partial(5, 25)},
		{"a total that is not given", bend(func(e map[string]any) { e["total"] = nil }), 3, partial(-1, 25)},
		{"a total that is text", bend(func(e map[string]any) { e["total"] = "25" }), 3, complete(1, 25)},
		{"more that never comes", func(f *fake) {
			f.lists["/member"] = count(1, 30)
			f.answer = func(w http.ResponseWriter, r *http.Request) bool {
				if len(r.URL.Query().Get("page")) == 1 && r.URL.Query().Get("page") > "3" {
					w.Header().Set("Content-Type", "application/json")
					reply(w, map[string]any{"data": []int{}, "has_next": true, "total": 30, "per_page": 10})
					return true
				}
				return false
			}
			f.shape = func(_ string, e map[string]any) { e["has_next"], e["next_num"] = true, nil }
		}, 6, complete(1, 30)},
		{"an empty page in the middle", func(f *fake) {
			f.shape = func(_ string, e map[string]any) {
				if e["page"] == 2 {
					e["data"] = []any{}
				}
			}
		}, 4 * 3, partial(25, 15)},
		{"a record without a key", bend(func(e map[string]any) {
			if e["page"] == 3 {
				e["data"].([]any)[0] = map[string]any{"id": "not a number", "first_name": "Testperson"}
			}
		}), 3, models.Verdict{Outcome: models.Complete, Sweep: 1, Claimed: 25, Distinct: 25}},
		{"records that are none", bend(func(e map[string]any) {
			if e["page"] == 3 {
				e["data"].([]any)[0], e["data"].([]any)[1] = 7, nil
			}
		}), 3, models.Verdict{Outcome: models.Complete, Sweep: 1, Claimed: 25, Distinct: 25}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, nil, func(t *testing.T, s *stage) {
				t.Helper()
				tt.set(s.fake)
				pages, got := s.must(t, members, "")
				if len(pages) != tt.pages {
					t.Errorf("got %d pages, want %d: %q", len(pages), tt.pages, brief(pages))
				}
				if !reflect.DeepEqual(got, tt.want) {
					t.Errorf("got verdict %+v, want %+v", got, tt.want)
				}
				s.took()
				again, verdict := s.must(t, members, "", pages...)
				if asked := s.took(); len(asked) != 0 || verdict != got || len(again) != len(pages) {
					t.Errorf("walking over the landed pages asked %q and ended with %+v, want nothing and %+v", asked, verdict, got)
				}
			})
		})
	}
}

func TestSweepAsks(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.clamp = 9
		s.must(t, employers, "")
		want := []string{"/employer?page=1&per_page=10", "/employer?page=2&per_page=10", "/employer?page=3&per_page=10"}
		if got := s.took(); !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func TestSweepRefuses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		bend func(e map[string]any)
		want error
		says string
	}{
		{"another page than asked for", func(e map[string]any) { e["page"] = 1 }, extract.ErrLooped, "page 2: GET /api/member"},
		{"next that repeats", func(e map[string]any) { e["next_num"] = e["page"] }, extract.ErrLooped, "page 1: GET /api/member"},
		{"no data", func(e map[string]any) { delete(e, "data") }, errNoData, "page 1"},
		{"data that is text", func(e map[string]any) { e["data"] = "Testperson" }, errNoData, "page 1"},
		{"no word about more", func(e map[string]any) { delete(e, "has_next") }, errNoHasNext, "page 1"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, nil, func(t *testing.T, s *stage) {
				t.Helper()
				s.shape = func(_ string, e map[string]any) { tt.bend(e) }
				_, err := s.run(t, members, "")
				if !errors.Is(err, tt.want) || !strings.Contains(err.Error(), tt.says) || strings.Contains(err.Error(), "Testperson") {
					t.Errorf("got error %v, want %v on %s", err, tt.want, tt.says)
				}
			})
		})
	}
}

// TestSweepResumesWithOtherSettings goes on with the size that the landed pages were asked for with.
func TestSweepResumesWithOtherSettings(t *testing.T) {
	t.Parallel()
	var landed []models.Page
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		pages, _ := s.must(t, members, "")
		landed = pages[:2]
	})
	on(t, func(c *Config) { c.PerPage = 7 }, func(t *testing.T, s *stage) {
		t.Helper()
		pages, v := s.must(t, members, "", landed...)
		if want := []string{"/member?page=3&per_page=10"}; !slices.Equal(s.took(), want) || v.Outcome != models.Complete || len(pages) != 3 {
			t.Errorf("got %d pages and verdict %+v", len(pages), v)
		}
	})
}

func TestSweepRefusesLandedPagesOfAnotherWindow(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		pages, _ := s.must(t, members, "")
		s.took()
		wrong := func(bend func(p *models.Page)) []models.Page {
			p := slices.Clone(pages)
			bend(&p[1])
			return p
		}
		for _, landed := range [][]models.Page{
			wrong(func(p *models.Page) { p.Token = "page=7" }),
			wrong(func(p *models.Page) { p.Table = employers }),
			wrong(func(p *models.Page) { p.Sweep = 2 }),
			wrong(func(p *models.Page) { p.Number = 9 }),
			wrong(func(p *models.Page) { p.Call = "GET /api/employer" }),
			wrong(func(p *models.Page) { p.Body = bytes.TrimSuffix(p.Body, []byte("}\n")) }),
		} {
			if _, err := s.run(t, members, "", landed...); !errors.Is(err, extract.ErrMisfit) {
				t.Errorf("got error %v, want %v", err, extract.ErrMisfit)
			}
		}
		if asked := s.took(); len(asked) != 0 {
			t.Errorf("asked %q", asked)
		}
	})
}
