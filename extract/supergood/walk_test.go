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

// TestRecordsThatShareAnID are told, as only one of them can stay: the profile may take something for the id that is none. One
// that comes again as it was, or on another page, is a list that moves.
func TestRecordsThatShareAnID(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		second map[string]any
		tells  bool
	}{
		"others": {map[string]any{"id": "1", "a": 2}, true}, "the same": {map[string]any{"id": "1", "a": 1}, false},
	} {
		for _, size := range []int{1, 2} {
			on(t, func(f *fake, _ *Config) { f.size = size }, func(t *testing.T, s *stage) {
				t.Helper()
				s.lists["/encounters"] = []map[string]any{{"id": "1", "a": 1}, tt.second, {"id": "2"}}
				_, past := s.must(t, encounters)
				told := strings.Contains(past.Verdict.Remark, "1 record with the id of another one")
				if v := past.Verdict; v.Distinct != 2 || v.Outcome != models.Complete || told != (tt.tells && size == 2) {
					t.Errorf("%s, %d on a page: got %+v", name, size, v)
				}
			})
		}
	}
}

// TestOneRecordIsAListToo where a deployment writes no list around it, and none is none.
func TestOneRecordIsAListToo(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]models.Verdict{
		`{"data":{"id":"7"}}`: {Outcome: models.Complete, Distinct: 1}, `{"data":{ }}`: {Outcome: models.Empty}, `{"data":null}`: {Outcome: models.Empty},
	} {
		on(t, nil, func(t *testing.T, s *stage) {
			t.Helper()
			s.answer = func(w http.ResponseWriter, _ *http.Request) bool {
				_, _ = w.Write([]byte(body))
				return true
			}
			if _, past := s.must(t, encounters); past.Verdict.Outcome != want.Outcome || past.Verdict.Distinct != want.Distinct || !past.Verdict.Absence {
				t.Errorf("%s: got %+v", body, past.Verdict)
			}
		})
	}
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
		`"2026-06-15T12:30:00Z"`, `"2026-06-15T14:30:00.000+02:00"`, `"2026-06-15T14:30:00+0200"`, `"2026-06-15T12:30:00"`, `"2026-06-15 12:30:00"`,
		`"06/15/2026 12:30:00"`, strconv.FormatInt(want.Unix(), 10), strconv.FormatInt(want.UnixMilli(), 10), fmt.Sprintf(`"%d"`, want.Unix()),
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
