package nextech

import (
	"bytes"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/models"
)

// TestWhoIsUnknown keeps the encounters of a patient whom the API does not know, and of one of whom it says nothing at all.
func TestWhoIsUnknown(t *testing.T) {
	t.Parallel()
	on(t, 4, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.sync(patients)
		s.patients = s.patients[:3]
		s.instead = func(w http.ResponseWriter, r *http.Request) bool {
			silent := strings.Contains(r.URL.Path, "/1002/")
			if silent {
				w.WriteHeader(http.StatusNoContent)
			}
			return silent
		}
		w := s.plan(encounters, extract.Want{})[0]
		pages, v, err := s.fetch(w)
		if err != nil {
			t.Fatal(err)
		}
		within := strings.Fields(v.Within)
		slices.Sort(within)
		if !v.Absence || !slices.Equal(within, []string{"1001", "1003"}) {
			t.Errorf("got verdict %+v, want it to judge two patients", v)
		}
		if want := "1 of 4 patients unknown to the API; their encounters stay as they are"; v.Remark != want {
			t.Errorf("got remark %q, want %q", v.Remark, want)
		}
		i := slices.IndexFunc(pages, func(p models.Page) bool { return p.Given["patient_id"] == "1004" })
		if string(pages[i].Body) != "[]" || !strings.HasSuffix(pages[i].Token, "&status=404") {
			t.Errorf("got page %+v, want an empty list that says why", pages[i])
		}
		for n := range pages {
			s.restart()
			s.took()
			again, v2, err := s.fetch(w, pages[:n]...)
			if err != nil || len(again) != 4 || !reflect.DeepEqual(v2, v) {
				t.Errorf("after %d pages: got %+v, %v, want the same", n, v2, err)
			}
		}
	})
}

// TestNobodyIsKnown doubts the address and not ten patients, and goes on where somebody is.
func TestNobodyIsKnown(t *testing.T) {
	t.Parallel()
	on(t, 30, func(c *Config, _ *fake) { c.PathStyle = "plain" }, func(t *testing.T, s *stage) {
		t.Helper()
		s.sync(patients)
		s.took()
		w := s.plan(encounters, extract.Want{})[0]
		pages, _, err := s.fetch(w)
		judged(t, err, models.Failed, "page 10: none of the first 10 patients is known to the API", "path_style")
		if len(pages) != 9 || len(s.took()) != 10 {
			t.Errorf("got %d pages, want 9", len(pages))
		}
		s.config.PathStyle = ""
		s.restart()
		if _, _, err := s.fetch(w, pages...); !strings.Contains(fmt.Sprint(err), extract.ErrMisfit.Error()) {
			t.Errorf("got %v, want the window to be given up", err)
		}
	})
}

// TestAPatientIsClosed goes on where one patient, or some, may not be seen, and not where nobody may.
func TestAPatientIsClosed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		people int
		closed func(id int64) bool
		says   string // "" is a window that ends well
		calls  int
	}{
		{"one of 30", 30, func(id int64) bool { return id == 1007 }, "", 30},
		{"half of them", 30, func(id int64) bool { return id%2 == 0 }, "", 30},
		{"all of 30", 30, func(int64) bool { return true }, "page 10: GET /api/{id}/encounters/search: status 403", 10},
		{"all of three", 3, func(int64) bool { return true }, "page 3: GET /api/{id}/encounters/search: status 403", 3},
		{"one of two", 2, func(id int64) bool { return id == 1001 }, "", 2},
	} {
		on(t, tt.people, nil, func(t *testing.T, s *stage) {
			t.Helper()
			s.sync(patients)
			calls := 0
			s.instead = func(w http.ResponseWriter, r *http.Request) bool {
				var id int64
				_, err := fmt.Sscanf(r.URL.Path, "/api/%d/", &id)
				calls++
				if err != nil || !tt.closed(id) {
					return false
				}
				w.WriteHeader(http.StatusForbidden)
				return true
			}
			w := s.plan(encounters, extract.Want{})[0]
			pages, v, err := s.fetch(w)
			if calls != tt.calls {
				t.Errorf("%s: got %d calls, want %d", tt.name, calls, tt.calls)
			}
			if tt.says != "" {
				judged(t, err, models.NotEntitled, tt.says, "practice_id")
				return
			}
			closed := 0
			for _, p := range s.patients {
				if tt.closed(p.id) {
					closed++
				}
			}
			if err != nil || len(strings.Fields(v.Within)) != tt.people-closed || !strings.Contains(v.Remark, "closed to us (status 403)") {
				t.Errorf("%s: got %+v, %v", tt.name, v, err)
			}
			for n := range pages {
				s.restart()
				if _, again, err := s.fetch(w, pages[:n]...); err != nil || !reflect.DeepEqual(again, v) {
					t.Errorf("%s: after %d pages: got %+v, %v, want the same", tt.name, n, again, err)
				}
			}
		})
	}
}

// TestAPatientWhomTheAPIFailsAbout goes on with the others, and says that the window is not whole; where it fails about more
// than a few it is the API that is down.
func TestAPatientWhomTheAPIFailsAbout(t *testing.T) {
	t.Parallel()
	fails := func(w http.ResponseWriter) { w.WriteHeader(http.StatusInternalServerError) }
	goesOn := func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(bytes.Repeat([]byte(" "), 1<<20))
	}
	for _, tt := range []struct {
		name   string
		broken func(id int64) bool
		how    func(http.ResponseWriter)
		remark string
		says   string // "" is a window that ends
	}{
		{"the first of the window", func(id int64) bool { return id == 1029 }, fails, "the API fails (status 500)", ""},
		{"three of 30", func(id int64) bool { return id%10 == 4 }, fails, "the API fails (status 500)", ""},
		{"four of 30", func(id int64) bool { return id%8 == 4 }, fails, "", "GET /api/{id}/encounters/search: status 500 after 5 attempts"},
		{"everybody", func(int64) bool { return true }, fails, "", "page 4: GET /api/{id}/encounters/search: status 500 after 5 attempts"},
		{"three at length", func(id int64) bool { return id%10 == 4 }, goesOn, "about 3 of 30 patients is larger than an answer may be", ""},
		{"everybody at length", func(int64) bool { return true }, goesOn, "", "page 4: GET /api/{id}/encounters/search: status 200 after 1 attempt: the answer is larger"},
	} {
		on(t, 30, nil, func(t *testing.T, s *stage) {
			t.Helper()
			s.env.Limits.Wire = 1 << 19
			s.restart()
			s.sync(patients)
			s.instead = func(w http.ResponseWriter, r *http.Request) bool {
				var id int64
				_, err := fmt.Sscanf(r.URL.Path, "/api/%d/", &id)
				if err != nil || !tt.broken(id) {
					return false
				}
				tt.how(w)
				return true
			}
			w := s.plan(encounters, extract.Want{})[0]
			pages, v, err := s.fetch(w)
			if tt.says != "" {
				if err == nil || !strings.Contains(err.Error(), tt.says) {
					t.Errorf("%s: got %v", tt.name, err)
				}
				return
			}
			if err != nil || v.Outcome != models.Partial || v.Absence || !strings.Contains(v.Remark, tt.remark) {
				t.Errorf("%s: got %+v, %v", tt.name, v, err)
			}
			if len(pages) != 30 {
				t.Fatalf("%s: got %d pages, want one a patient", tt.name, len(pages))
			}
			s.restart()
			if _, again, err := s.fetch(w, pages[:20]...); err != nil || !reflect.DeepEqual(again, v) {
				t.Errorf("%s: after 20 pages: got %+v, %v, want the same", tt.name, again, err)
			}
			past := []models.Past{{Window: w, Verdict: v, Ended: w.Planned}}
			for _, next := range s.dataset(encounters).Plan(past, extract.Want{Now: w.Planned.Add(24 * time.Hour)}) {
				if !s.source.everything(next) {
					t.Errorf("%s: what is not whole counts as read", tt.name)
				}
			}
		})
	}
}

// TestAPatientWhomTheAPIFailsAboutEachNight is told of as a failure once, and as a remark from then on. The others of the window count
// as read, and what was missed comes when the API can tell it.
func TestAPatientWhomTheAPIFailsAboutEachNight(t *testing.T) {
	t.Parallel()
	const remark = "about 1 of 30 patients the API fails (status 500), every time"
	on(t, 30, seldom, func(t *testing.T, s *stage) {
		t.Helper()
		broken := func(w http.ResponseWriter, r *http.Request) bool {
			fails := strings.Contains(r.URL.Path, "/1007/")
			if fails {
				w.WriteHeader(http.StatusInternalServerError)
			}
			return fails
		}
		night := func() (v models.Verdict, asked []string) {
			s.restart()
			s.sync(patients)
			s.took()
			_, all := s.sync(encounters)
			if len(all) != 1 {
				t.Fatalf("got %d windows, want one", len(all))
			}
			time.Sleep(day)
			return all[0], since(t, s.took())
		}
		s.instead = broken
		if v, _ := night(); v.Outcome != models.Partial || v.Remark != remark {
			t.Errorf("got %+v in the first night", v)
		}
		if v, _ := night(); v.Outcome != models.Complete || len(strings.Fields(v.Within)) != 29 || v.Remark != remark {
			t.Errorf("got %+v in the second night, want 29 patients read", v)
		}
		for range 3 {
			if v, asked := night(); !v.Outcome.Whole() || v.Absence || v.Remark != remark || slices.ContainsFunc(asked, func(a string) bool {
				return strings.HasSuffix(a, " 1900-01-01")
			}) {
				t.Errorf("got %+v, and %q", v, asked)
			}
		}
		s.instead = nil
		if v, asked := night(); v.Outcome != models.Complete || v.Distinct != 1 || v.Remark != "" || !slices.Contains(asked, "1007 1900-01-01") {
			t.Errorf("got %+v and %q, want what was missed", v, asked)
		}
		s.instead = broken
		if v, _ := night(); v.Outcome != models.Partial || v.Remark != remark {
			t.Errorf("got %+v when it fails anew, want to be told", v)
		}
	})
	on(t, 2, seldom, func(t *testing.T, s *stage) {
		t.Helper()
		s.sync(patients)
		s.instead = func(w http.ResponseWriter, r *http.Request) bool {
			fails := strings.Contains(r.URL.Path, "/encounters/")
			if fails {
				w.WriteHeader(http.StatusInternalServerError)
			}
			return fails
		}
		for range 3 {
			s.restart()
			_, all := s.sync(encounters)
			if len(all) != 1 || all[0].Outcome != models.Partial {
				t.Errorf("got %+v, and it fails about everybody", all)
			}
			time.Sleep(day)
		}
	})
}

// TestNobodyOfAFewIsKnown fails where the whole roster is unknown, and not where a slot's is.
func TestNobodyOfAFewIsKnown(t *testing.T) {
	t.Parallel()
	on(t, 3, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.night()
		all := s.patients
		s.patients = all[:1]
		for range 60 { // each has had its turn
			time.Sleep(day)
			s.night()
		}
		s.patients = nil
		time.Sleep(day)
		s.restart()
		var err error
		for _, w := range s.plan(encounters, extract.Want{}) {
			if _, _, one := s.fetch(w); one != nil {
				err = one
			}
		}
		judged(t, err, models.Failed, "no patient of the roster is known to the API", "practice_id")
	})
}

// TestEverythingIsEmpty concludes nothing where the few encounters of a window are all gone. Where they are many, the warehouse
// asks a person.
func TestEverythingIsEmpty(t *testing.T) {
	t.Parallel()
	for _, people := range []int{3, 30} {
		on(t, people, nil, func(t *testing.T, s *stage) {
			t.Helper()
			s.night()
			last := s.patients[0].encounters
			for i := range s.patients {
				s.patients[i].encounters = nil
			}
			for range 3 {
				time.Sleep(day)
				s.restart()
				_, v, err := s.fetch(s.plan(encounters, extract.Want{Full: true})[0])
				remark := ""
				if people < fewEncounters {
					remark = "3 encounters not there any more, and no other of their window, from which nothing is concluded"
				}
				if err != nil || v.Absence != (remark == "") || (v.Within != "") != v.Absence || v.Remark != remark {
					t.Errorf("%d patients: got %+v, %v", people, v, err)
				}
			}
			s.patients[0].encounters = last
			time.Sleep(day)
			s.restart()
			if _, v, err := s.fetch(s.plan(encounters, extract.Want{Full: true})[0]); err != nil || !v.Absence || len(strings.Fields(v.Within)) != people {
				t.Errorf("got %+v, %v, want it to judge again when one is there", v, err)
			}
		})
	}
}
