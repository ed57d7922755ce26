package nextech

import (
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/extract/extracttest"
	"carehouse/extract/transport"
	"carehouse/models"
)

// write replaces the roster's file.
func (s *stage) write(lines ...string) {
	s.t.Helper()
	s.config.Roster = testConfig(s.t, lines...).Roster
	s.restart()
}

// ids are what the ledger has resolved, by chart number or id of the roster.
func (s *stage) mark(p person) *mark {
	b, err := s.source.directory.ledger.book()
	if err != nil {
		s.t.Fatal(err)
	}
	return b.mark(p.key)
}

// TestOnlyWhoWasAskedForCounts takes of an answer those whose chart number or id is the roster's, wherever they stand in it.
func TestOnlyWhoWasAskedForCounts(t *testing.T) {
	t.Parallel()
	on(t, 0, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.patients = []fakePatient{
			{id: 1, chart: "12"},
			{id: 2, chart: "123"},
			{id: 3, chart: "x", name: "12 " + extracttest.Canary},
			{id: 4, chart: " 12 "},
			{id: 5, chart: "77"},
			{id: 6, chart: "55"},
		}
		s.contains = true
		s.write("patient_id,chart_number", ",12", "9,77", "6,55", "8,", ",404")
		pages, verdicts := s.sync(patients)
		got := map[string][]int{}
		for _, p := range pages {
			got[p.Token] = p.Only
			if p.Given["practice_id"] != testPractice || p.Records != "" || p.Table != patients || p.Call != "GET /api/search" {
				t.Errorf("got page %+v", p)
			}
		}
		for chart, want := range map[string][]int{"12": {0, 3}, "77": {0}, "55": {0}, "404": {}} {
			only, asked := got[personKey+"="+newPerson(chart, 0).key]
			if !asked || only == nil || !slices.Equal(only, want) {
				t.Errorf("chart %s: got positions %v (asked %v), want %v", chart, only, asked, want)
			}
		}
		v := verdicts[0]
		remark := "1 of 4 roster entries not found; 1 has another patient id than the roster says; 1 has no chart number and cannot be looked up"
		if len(pages) != 4 || v.Outcome != models.Complete || v.Absence || v.Distinct != 4 || v.Claimed != -1 || v.Remark != remark {
			t.Errorf("got %d pages and verdict %+v, want remark %q", len(pages), v, remark)
		}
		if ids := s.mark(newPerson("12", 0)).IDs; !slices.Equal(ids, []int64{1, 4}) {
			t.Errorf("got ids %v of a chart number that two have", ids)
		}
	})
}

// TestAnswersOfAllShapes reads a list, a record without one, and everything that stands for nothing.
func TestAnswersOfAllShapes(t *testing.T) {
	t.Parallel()
	for _, none := range []string{"[]", "{}", "null", " \n", ""} {
		on(t, 1, func(_ *Config, f *fake) { f.none, f.oneBare = none, true }, func(t *testing.T, s *stage) {
			t.Helper()
			s.write("chart_number", "A001", "Z999")
			pages, verdicts := s.sync(patients)
			if len(pages) != 2 || verdicts[0].Distinct != 1 || !strings.Contains(verdicts[0].Remark, "1 of 2 roster entries not found") {
				t.Errorf("%q: got %d pages, %+v", none, len(pages), verdicts[0])
			}
		})
	}
	for _, tt := range []struct {
		body string
		want error
	}{
		{`[{"patientId":1}]`, nil},
		{`{"patientId":1}`, nil},
		{`[{"x":1},{"patientId":1}]`, nil},
		{"[{\"patientId\":1,\"n\":\"\x93caf\xe9\"}]", nil},
		{`{"message":"CANARY"}`, errShape},
		{`[{"message":"CANARY"}]`, errShape},
		{`[1]`, errShape},
		{`["CANARY"]`, errShape},
		{`[null]`, errShape},
		{`"CANARY"`, errShape},
		{`17`, errShape},
		{`true`, errShape},
		{`[{"patientId":1}`, transport.ErrNotJSON},
		{`[{"patientId":1}]]`, transport.ErrNotJSON},
		{`<p>CANARY</p>`, transport.ErrNotJSON},
		{`{"patientId":` + strings.Repeat("[", 64) + strings.Repeat("]", 64) + `}`, transport.ErrTooDeep},
		{`{"patientId":"` + strings.Repeat("[", 64) + `\"{"}`, nil},
	} {
		if _, err := hitsOf([]byte(tt.body)); !errors.Is(err, tt.want) {
			t.Errorf("%s: got error %v, want %v", tt.body, err, tt.want)
		}
	}
}

// TestALookUpGoesOn continues a window at every page, and asks for nobody twice. The roster may have changed meanwhile.
func TestALookUpGoesOn(t *testing.T) {
	t.Parallel()
	on(t, 6, nil, func(t *testing.T, s *stage) {
		t.Helper()
		w := s.plan(patients, extract.Want{})[0]
		whole, v, err := s.fetch(w)
		if err != nil || len(whole) != 6 {
			t.Fatalf("got %d pages, %v", len(whole), err)
		}
		for n := range whole {
			s.restart()
			s.took()
			pages, again, err := s.fetch(w, whole[:n]...)
			if err != nil || len(pages) != 6 || !reflect.DeepEqual(again, v) || len(s.took()) != 6-n {
				t.Errorf("after %d pages: got %d pages and %+v, %v", n, len(pages), again, err)
			}
		}
		// A003 and A004 go, A005a comes.
		s.patients = append(s.patients, fakePatient{id: 77, chart: "A005a"})
		s.write("chart_number", "A001", "A002", "A005", "A005a", "A006")
		s.took()
		var landed []models.Page
		for _, p := range whole {
			if slices.Contains([]string{newPerson("A001", 0).key, newPerson("A003", 0).key}, strings.TrimPrefix(p.Token, "entry=")) {
				p.Number = len(landed) + 1
				landed = append(landed, p)
			}
		}
		pages, _, err := s.fetch(w, landed...)
		asked := s.took()
		slices.Sort(asked)
		want := []string{"/search?term=A002", "/search?term=A005", "/search?term=A006"}
		if slices.Contains(partsOf(w), part{slot: newPerson("A005a", 0).slot}) { // else it waits for a window of its own
			want = slices.Insert(want, 2, "/search?term=A005a")
		}
		if err != nil || !slices.Equal(asked, want) || len(pages) != 2+len(want) {
			t.Errorf("got %d pages by %q, %v, want %q besides the landed ones", len(pages), asked, err, want)
		}
	})
}

// TestWhatWasLandedMayNotFit gives a window up that was begun for something else.
func TestWhatWasLandedMayNotFit(t *testing.T) {
	t.Parallel()
	on(t, 3, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.sync(patients)
		for _, name := range []string{patients, encounters} {
			w := s.plan(name, extract.Want{Full: true})[0]
			whole, _, err := s.fetch(w)
			if err != nil {
				t.Fatal(err)
			}
			for _, tt := range []struct {
				name string
				bend func(p *models.Page)
			}{
				{"another practice", func(p *models.Page) { p.Given = map[string]string{"practice_id": "1", "patient_id": "1001"} }},
				{"another call", func(p *models.Page) { p.Call = "GET /api/other" }},
				{"another table", func(p *models.Page) { p.Table = sectionNames }},
				{"another number", func(p *models.Page) { p.Number = 7 }},
				{"nobody's", func(p *models.Page) { p.Token = "page=1" }},
				{"a broken body", func(p *models.Page) { p.Body = p.Body[:len(p.Body)/2] }},
			} {
				page := whole[0]
				tt.bend(&page)
				s.took()
				if _, _, err := s.fetch(w, page); !errors.Is(err, extract.ErrMisfit) || len(s.took()) != 0 {
					t.Errorf("%s, %s: got error %v", name, tt.name, err)
				}
			}
			w.Parts = ""
			if _, _, err := s.fetch(w); !errors.Is(err, extract.ErrMisfit) {
				t.Errorf("%s without parts: got error %v", name, err)
			}
		}
	})
}

// TestTheLedgerComesFirst has what was learned on the disk before the last page is handed on.
func TestTheLedgerComesFirst(t *testing.T) {
	t.Parallel()
	on(t, 3, nil, func(t *testing.T, s *stage) {
		t.Helper()
		w := s.plan(patients, extract.Want{})[0]
		for page, err := range s.dataset(patients).Pages(t.Context(), w, nil, nil) {
			if err != nil {
				t.Fatal(err)
			}
			if kept := s.file("memory/my-practice/ledger.json") != ""; kept != (page.Verdict != nil) {
				t.Errorf("page %d: the ledger is kept: %v", page.Number, kept)
			}
		}
		if strings.Contains(s.file("memory/my-practice/ledger.json"), "A00") {
			t.Error("the ledger holds chart numbers")
		}
		s.vault.Fail = func(what, path string) error {
			if what == "write" && strings.HasSuffix(path, "ledger.json") {
				return errors.New("disk quota exceeded")
			}
			return nil
		}
		pages, _, err := s.fetch(w)
		judged(t, err, models.Failed, "what was learned of patients cannot be kept: disk quota exceeded", "home folder")
		if len(pages) != 2 {
			t.Errorf("got %d pages, want all but the last", len(pages))
		}
	})
}

// TestALostLedger makes everybody new, and everything is asked again.
func TestALostLedger(t *testing.T) {
	t.Parallel()
	for _, content := range []string{"", "{", `{"version":99}`, `{"version":1,"people":{"x":null}}`} {
		on(t, 3, nil, func(t *testing.T, s *stage) {
			t.Helper()
			s.night()
			time.Sleep(time.Hour)
			if got := s.night(); len(got) != 3 {
				t.Fatalf("got requests %q in the same night", got)
			}
			if err := s.vault.Write("memory/my-practice/ledger.json", []byte(content)); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Hour)
			got := s.night()
			if len(got) != 6 || !strings.Contains(got[0], "start=1900") {
				t.Errorf("got requests %q, want everybody looked up and read", got)
			}
		})
	}
}

// TestForbidden says what a practice that is closed means, and what a question that is not taken may want.
func TestForbidden(t *testing.T) {
	t.Parallel()
	on(t, 1, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.sync(patients)
		status := 0
		s.instead = func(w http.ResponseWriter, r *http.Request) bool {
			if r.URL.Path == "/oauth2/token" {
				return false
			}
			w.WriteHeader(status)
			return true
		}
		for _, tt := range []struct {
			dataset string
			status  int
			outcome models.Outcome
			advice  string
		}{
			{patients, http.StatusForbidden, models.NotEntitled, "practice_id"},
			{encounters, http.StatusForbidden, models.NotEntitled, "practice_id"},
			{patients, http.StatusBadRequest, models.Failed, "practice_id"},
			{encounters, http.StatusBadRequest, models.Failed, "date_format: us_mdy"},
			{patients, http.StatusNotFound, models.Failed, "base_url"},
			{sectionNames, http.StatusNotFound, models.Failed, "base_url"},
		} {
			status = tt.status
			_, _, err := s.fetch(s.plan(tt.dataset, extract.Want{Full: true})[0])
			judged(t, err, tt.outcome, fmt.Sprintf("status %d", tt.status), tt.advice)
		}
	})
}

// TestNobodyIsFound doubts the roster where it finds nobody at all, and not where some are missing.
func TestNobodyIsFound(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		people, missing int
		says            string
	}{
		{80, 80, "page 50: none of the first 50 roster entries was found"},
		{3, 3, "page 3: no roster entry was found"},
		{3, 2, ""},
	} {
		on(t, tt.people, nil, func(t *testing.T, s *stage) {
			t.Helper()
			r, _, err := s.source.directory.who(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			slices.SortFunc(s.patients, func(a, b fakePatient) int { // whom the roster comes to last is there
				return r.at[newPerson(b.chart, 0).key] - r.at[newPerson(a.chart, 0).key]
			})
			s.patients = s.patients[:tt.people-tt.missing]
			w := s.plan(patients, extract.Want{})[0]
			pages, _, err := s.fetch(w)
			if tt.says == "" {
				if err != nil {
					t.Errorf("%d of %d missing: got %v", tt.missing, tt.people, err)
				}
				return
			}
			judged(t, err, models.Failed, tt.says, "leading zeros")
			if _, _, again := s.fetch(w, pages...); !errors.Is(again, extract.ErrMisfit) {
				t.Errorf("got %v when gone on with, want it to be given up", again)
			}
		})
	}
}

// TestATermThatTheSearchDoesNotTake keeps nobody else away, but where it comes first, and then for a day.
func TestATermThatTheSearchDoesNotTake(t *testing.T) {
	t.Parallel()
	const remark = "the search does not take 1 of 6 chart numbers (status 400 or 422)"
	for _, status := range []int{http.StatusBadRequest, http.StatusUnprocessableEntity} {
		failed := 0
		for days := range 6 {
			on(t, 6, nil, func(t *testing.T, s *stage) {
				t.Helper()
				time.Sleep(time.Duration(days) * 24 * time.Hour)
				s.refuseTerms(status, "A003")
				pages, v, err := s.fetch(s.plan(patients, extract.Want{})[0])
				if err != nil {
					failed++
					judged(t, err, models.Failed, fmt.Sprintf("page 1: GET /api/search: status %d", status), "")
				} else if len(pages) != 6 || v.Outcome != models.Complete || v.Distinct != 5 || v.Remark != remark {
					t.Errorf("%d: got %d pages and verdict %+v", status, len(pages), v)
				}
			})
		}
		if failed != 1 {
			t.Errorf("%d: got %d days of six without anybody, want the one that begins with it", status, failed)
		}
	}
}

// TestANewTermThatTheSearchDoesNotTake is alone in its window.
func TestANewTermThatTheSearchDoesNotTake(t *testing.T) {
	t.Parallel()
	on(t, 2, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.sync(patients)
		s.write("chart_number", "A001", "A002", "-")
		s.refuseTerms(http.StatusBadRequest, "-")
		_, verdicts := s.sync(patients)
		if got := verdicts[0].Remark; got != "the search does not take 1 of 1 chart number (status 400 or 422)" {
			t.Errorf("got remark %q", got)
		}
	})
}

// TestASearchThatTakesNothing is not about anybody.
func TestASearchThatTakesNothing(t *testing.T) {
	t.Parallel()
	on(t, 6, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.refuseTerms(http.StatusBadRequest, "A")
		pages, _, err := s.fetch(s.plan(patients, extract.Want{})[0])
		judged(t, err, models.Failed, "page 1: GET /api/search: status 400", "practice_id")
		if len(pages) != 0 {
			t.Errorf("got %d pages", len(pages))
		}
	})
}

// refuseTerms answers searches for what begins with a text with a status.
func (s *stage) refuseTerms(status int, begin string) {
	s.instead = func(w http.ResponseWriter, r *http.Request) bool {
		if !strings.HasPrefix(r.URL.Query().Get("term"), begin) {
			return false
		}
		w.WriteHeader(status)
		return true
	}
}
