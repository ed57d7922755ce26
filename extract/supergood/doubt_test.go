package supergood

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"carehouse/models"
)

// TestAListOfOnePageIsDoubted has deployments that give fewer records than they are asked for, which they may. Where nothing
// that the profile names says that more follows, a single record is asked for, and how that is answered shows what the
// first page was.
func TestAListOfOnePageIsDoubted(t *testing.T) {
	t.Parallel()
	byCursors, byLinks := Paging{Style: byCursor, Cursor: "cursor", Next: "next_cursor"}, Paging{Style: byLink, Next: "next"}
	byPages, byOffsets := Paging{Style: byPage, Page: "page"}, Paging{Style: byOffset, Offset: "offset"}
	ofThePage := func(_ string, e map[string]any) { e["total"] = len(e["data"].([]map[string]any)) }
	for _, tt := range []struct {
		name    string
		paging  Paging
		tells   []string
		shape   func(string, map[string]any)
		has     int
		size    int // that is asked for; the most that is given is 10
		limited bool
		want    models.Outcome
		asked   int
	}{
		{"a cursor of another name", byCursors, []string{"more"}, renamed, 25, 100, true, models.Partial, 2},
		{"a link of another name", byLinks, nil, renamed, 25, 100, true, models.Partial, 2},
		{"no cursor is left out", byCursors, nil, omitted, 10, 100, true, models.Complete, 2},
		{"no link is left out", byLinks, nil, nil, 7, 100, true, models.Complete, 2},
		{"as many as were asked for, and no cursor is left out", byCursors, nil, omitted, 10, 10, true, models.Complete, 2},
		{"no limits", byCursors, nil, renamed, 10, 100, false, models.Complete, 2},
		{"no limits, and as many as were asked for", byCursors, nil, renamed, 10, 10, false, models.Partial, 2},
		{"one record", byLinks, nil, nil, 1, 100, true, models.Complete, 1},
		{"no records", byLinks, nil, nil, 0, 100, true, models.Empty, 1},
		{"no cursor is null", byCursors, nil, nil, 10, 100, true, models.Complete, 1},
		{"a total of the page", byPages, []string{"total"}, ofThePage, 25, 100, true, models.Partial, 2},
		{"a total of the page, by offsets", byOffsets, []string{"total"}, ofThePage, 25, 100, true, models.Partial, 2},
		{"a total of the list", byPages, []string{"total"}, nil, 10, 100, true, models.Complete, 2},
		{"a total of the page, and a cursor of another name", byCursors, []string{"total"}, func(path string, e map[string]any) {
			renamed(path, e)
			ofThePage(path, e)
		}, 25, 100, true, models.Partial, 2},
		{"a total of the list, and a cursor of another name", byCursors, []string{"total"}, renamed, 10, 100, true, models.Complete, 2},
		{"a total of a list without limits", byPages, []string{"total"}, nil, 10, 100, false, models.Complete, 2},
		{"a total that is more", byPages, []string{"total"}, nil, 25, 100, true, models.Complete, 3},
		{"a total, and whether more follows", byPages, []string{"total", "more"}, nil, 10, 100, true, models.Complete, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, func(f *fake, c *Config) {
				f.lists["/encounters"] = f.lists["/encounters"][:tt.has]
				tt.paging.Size = tt.size
				paged(tt.paging, tt.tells...)(f, c)
			}, func(t *testing.T, s *stage) {
				t.Helper()
				s.shape = tt.shape
				s.before = func(_ *fake, r *http.Request, _ int) {
					if q := r.URL.Query(); !tt.limited {
						q.Set("limit", "100")
						r.URL.RawQuery = q.Encode()
					}
				}
				pages, past := s.must(t, encounters)
				v := past.Verdict
				if v.Outcome != tt.want || v.Absence != tt.want.Whole() || (v.Remark == "") != tt.want.Whole() {
					t.Errorf("got %+v", v)
				}
				asked := s.took()
				if len(asked) != tt.asked {
					t.Errorf("asked %q, want %d", asked, tt.asked)
				}
				doubted := slices.ContainsFunc(asked, func(a string) bool { return strings.Contains(a+"&", "limit=1&") })
				if last := pages[len(pages)-1]; doubted != (last.Only != nil) || len(last.Only) != 0 || doubted && last.Sweep != 1 {
					t.Errorf("got a last page of which %v count, asked %q", last.Only, asked)
				}
				for landed := range pages {
					s.took()
					again, err := fetch(t, s.source, past.Window, pages[:landed+1]...)
					if err != nil || *again[len(again)-1].Verdict != v || len(s.took()) != len(pages)-landed-1 {
						t.Errorf("got %v when it is gone on with behind page %d", err, landed+1)
					}
				}
			})
		})
	}
}

// TestWhoTakesNoLimitSoSmallIsNotDoubted has a deployment for which a page has ten records or more. Nobody can tell there, and
// what was good is not made bad.
func TestWhoTakesNoLimitSoSmallIsNotDoubted(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusBadRequest, http.StatusUnprocessableEntity} {
		for size, want := range map[int]models.Outcome{7: models.Partial, 100: models.Complete} {
			on(t, func(f *fake, c *Config) {
				f.lists["/encounters"] = f.lists["/encounters"][:7]
				paged(Paging{Style: byLink, Next: "next", Size: size})(f, c)
			}, func(t *testing.T, s *stage) {
				t.Helper()
				s.answer = func(w http.ResponseWriter, r *http.Request) bool {
					small := r.URL.Query().Get("limit") == "1"
					if small {
						refuse(w, status, "")
					}
					return small
				}
				pages, past := s.must(t, encounters)
				if v := past.Verdict; v.Outcome != want || v.Distinct != 7 || len(pages) != 2 || string(pages[1].Body) != `{"data":[]}` {
					t.Errorf("%d of %d: got %+v and %d pages", status, size, v, len(pages))
				}
				s.took()
				again, err := fetch(t, s.source, past.Window, pages...)
				if err != nil || *again[1].Verdict != past.Verdict || len(s.took()) != 0 {
					t.Errorf("%d of %d: got %v from what was landed", status, size, err)
				}
			})
		}
	}
}

// TestAProbeLooksWhereThePagesBegin, because who takes the second page for the first one never sees the first one's records.
func TestAProbeLooksWhereThePagesBegin(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		first, counts int // from where the profile and the deployment count
		zeroth        int // the status of a page that is before the first
		says          bool
	}{
		"both from 0":                       {0, 0, 0, false},
		"from 0, and the profile says 1":    {1, 0, 0, true},
		"from 1, and it refuses others":     {1, 1, http.StatusNotFound, false},
		"from 1, and it fails with others":  {1, 1, http.StatusInternalServerError, false},
		"from 1, and takes others for that": {1, 1, http.StatusOK, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			on(t, paged(Paging{Style: byPage, Page: "page", First: &tt.first}), func(t *testing.T, s *stage) {
				t.Helper()
				s.answer = func(w http.ResponseWriter, r *http.Request) bool {
					q := r.URL.Query()
					page, _ := strconv.Atoi(q.Get("page"))
					if page < tt.counts && tt.zeroth != http.StatusOK {
						refuse(w, tt.zeroth, "")
						return true
					}
					q.Set("page", strconv.Itoa(max(page-tt.counts, 0)+1)) // the fake counts from 1
					r.URL.RawQuery = q.Encode()
					return false
				}
				sights, err := s.source.Probe(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				for _, sight := range sights {
					if p := sight.Problem; (p != nil) != tt.says || p != nil && !strings.Contains(p.Advice, "paging.first") {
						t.Errorf("%s: got %+v", sight.Dataset, p)
					}
				}
			})
		})
	}
}

// TestAProbeDoubtsATotalOfThePage, because what it shows has no values, and somebody may take the one for the other.
func TestAProbeDoubtsATotalOfThePage(t *testing.T) {
	t.Parallel()
	on(t, paged(Paging{Style: byPage, Page: "page"}, "total"), func(t *testing.T, s *stage) {
		t.Helper()
		for _, ofThePage := range []bool{true, false} {
			s.shape = func(_ string, e map[string]any) {
				if ofThePage {
					e["total"] = len(e["data"].([]map[string]any))
				}
			}
			sights, err := s.source.Probe(t.Context())
			if err != nil || (sights[2].Problem != nil) != ofThePage {
				t.Errorf("got %+v, %v", sights, err)
			}
		}
	})
}

// TestChangesAreNotDoubtedForTheirTotal spares a request each time that a few records have changed.
func TestChangesAreNotDoubtedForTheirTotal(t *testing.T) {
	t.Parallel()
	on(t, paged(Paging{Style: byPage, Page: "page"}, "total"), func(t *testing.T, s *stage) {
		t.Helper()
		_, first := s.must(t, patients)
		s.lists["/patients"] = s.lists["/patients"][15:]
		s.took()
		_, second := s.must(t, patients, first)
		if got := s.took(); len(got) != 1 || second.Window.Mode != models.Modified || second.Verdict.Distinct != 10 {
			t.Errorf("asked %q for %+v", got, second)
		}
		if _, full := s.must(t, patients); full.Verdict.Outcome != models.Complete || len(s.took()) != 2 {
			t.Errorf("got %+v", full.Verdict)
		}
	})
}

// renamed gives what says that more follows other names.
func renamed(_ string, e map[string]any) {
	for _, name := range []string{"next_cursor", "next", "has_more"} {
		e["the_"+name] = e[name]
		delete(e, name)
	}
}

// omitted leaves out a cursor that is none.
func omitted(_ string, e map[string]any) {
	if e["next_cursor"] == nil {
		delete(e, "next_cursor")
	}
}
