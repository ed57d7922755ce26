package nextech

import (
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/models"
)

// ago is a moment some days ago, in fake time.
func ago(days int) time.Time {
	return time.Now().UTC().Add(-time.Duration(days) * day).Truncate(time.Second)
}

// since lists the first days that patients were asked for, by id: "1001 1900-01-01".
func since(t *testing.T, asked []string) []string {
	t.Helper()
	var all []string
	for _, a := range asked {
		path, query, _ := strings.Cut(a, "?")
		q, err := url.ParseQuery(query)
		if id, ok := strings.CutSuffix(strings.TrimPrefix(path, "/"), "/encounters/search"); ok && err == nil {
			start, _, _ := strings.Cut(q.Get("start"), "T")
			all = append(all, id+" "+start)
		}
	}
	slices.Sort(all)
	return all
}

// TestEncountersNightByNight reads everything once, then the last days, and from the oldest encounter that is open on.
func TestEncountersNightByNight(t *testing.T) {
	t.Parallel()
	on(t, 3, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.patients[0].encounters = []fakeEncounter{{1, ago(400), true, ""}, {2, ago(200), false, ""}, {3, ago(150), false, ""}}
		s.sync(patients)
		pages, verdicts := s.sync(encounters)
		v := verdicts[0]
		within := strings.Fields(v.Within)
		slices.Sort(within)
		if !v.Absence || !slices.Equal(within, []string{"1001", "1002", "1003"}) || v.Distinct != 5 || v.Outcome != models.Complete || v.Remark != "" {
			t.Errorf("got verdict %+v", v)
		}
		for _, p := range pages {
			if p.Given["practice_id"] != testPractice || p.Given["patient_id"] == "" || p.Given["section"] != "" || p.Call != "GET /api/{id}/encounters/search" {
				t.Errorf("got page %+v", p)
			}
		}
		tomorrow := midnight(time.Now()).Add(2 * day).Format(time.RFC3339)
		for _, a := range s.took() {
			if strings.HasSuffix(a, "search") && !strings.Contains(a, "end="+url.QueryEscape(tomorrow)) {
				t.Errorf("got request %q, want both ends", a)
			}
		}
		for _, step := range []struct {
			name   string
			change func()
			first  string // of patient 1001
			absent bool
		}{
			{"both are open", func() {}, ago(201).Format(time.DateOnly), false},
			{"the older one is locked", func() { s.patients[0].encounters[1].locked = true }, ago(201).Format(time.DateOnly), false},
			{"which is known now", func() {}, ago(151).Format(time.DateOnly), false},
			{"the other one is moved", func() { s.patients[0].encounters[2].at = ago(300) }, ago(151).Format(time.DateOnly), false},
			{"and seems gone", func() {}, "", false},
		} {
			time.Sleep(time.Hour)
			step.change()
			s.restart()
			_, verdicts := s.sync(encounters)
			overlap := time.Now().Add(-time.Hour - 90*day).UTC().Format(time.DateOnly)
			want := []string{"1001 " + step.first, "1002 " + overlap, "1003 " + overlap}
			if step.first == "" {
				want[0] = "1001 " + overlap
			}
			if got := since(t, s.took()); !slices.Equal(got, want) {
				t.Errorf("%s: got %q, want %q", step.name, got, want)
			}
			for _, v := range verdicts {
				if v.Absence || v.Within != "" {
					t.Errorf("%s: got verdict %+v, which concludes that somebody is gone", step.name, v)
				}
			}
		}
		s.restart()
		full := s.plan(encounters, extract.Want{Full: true})
		if _, v, err := s.fetch(full[0]); err != nil || !v.Absence || v.Distinct != 5 {
			t.Errorf("got %+v, %v, want everything again", v, err)
		}
		time.Sleep(time.Hour)
		s.restart()
		s.took()
		s.sync(encounters)
		if got := since(t, s.took()); !slices.Contains(got, "1001 "+ago(301).Format(time.DateOnly)) {
			t.Errorf("got %q, want the moved one, which is open", got)
		}
	})
}

// TestSpellings writes paths, dates and the section as the configuration says.
func TestSpellings(t *testing.T) {
	t.Parallel()
	to := time.Date(2026, 6, 17, 0, 0, 0, 0, time.UTC)
	from := time.Date(1999, 2, 3, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		config     Config
		path       string
		start, end string
	}{
		{Config{}, "/{id}/encounters/search", "1999-02-03T00:00:00Z", "2026-06-17T00:00:00Z"},
		{Config{DateFormat: "iso_date", PathStyle: "plain"}, "/{id}/encounters", "1999-02-03", "2026-06-17"},
		{Config{DateFormat: "us_mdy", PathStyle: "singular", Section: "history"}, "/{id}/encounter", "2-3-1999", "6-17-2026"},
	} {
		r := &round{walk: &walk{source: &Source{config: tt.config.withDefaults()}, window: models.Window{To: to}}}
		q := r.question(visit{id: 7}, from)
		if q.path != tt.path || q.query.Get("start") != tt.start || q.query.Get("end") != tt.end || !slices.Equal(q.ids, []string{"7"}) {
			t.Errorf("got %s %v", q.path, q.query)
		}
		if q.query.Get("section") != tt.config.Section || q.given["section"] != tt.config.Section || q.given["patient_id"] != "7" {
			t.Errorf("got section %q, given %v", q.query.Get("section"), q.given)
		}
		if _, has := q.query["section"]; has != (tt.config.Section != "") {
			t.Error("an empty section is asked for")
		}
	}
	if got := (Config{DateFormat: isoDate}).date(to.Add(time.Hour), true); got != "2026-06-18" {
		t.Errorf("got end %s, want the day after", got)
	}
}

// TestWhoComesIsReadInFull asks for a patient who is new in the roster, from the first day, and once.
func TestWhoComesIsReadInFull(t *testing.T) {
	t.Parallel()
	on(t, 3, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.night()
		s.people(4) // four of them; the first three come twice and are the same
		s.patients = slices.Delete(s.patients, 3, 6)
		s.write("patient_id,chart_number", ",A001", ",A002", ",A003", ",A004", "1004,", "7,")
		time.Sleep(time.Hour)
		got := s.night()
		if looked := slices.DeleteFunc(slices.Clone(got), func(a string) bool { return !strings.HasPrefix(a, "/search") }); !slices.Equal(looked, []string{"/search?term=A004"}) {
			t.Errorf("got look-ups %q, want the new one", looked)
		}
		overlap := time.Now().Add(-time.Hour - 90*day).UTC().Format(time.DateOnly)
		want := []string{"1001 " + overlap, "1002 " + overlap, "1003 " + overlap, "1004 1900-01-01", "7 1900-01-01"}
		if read := since(t, got); !slices.Equal(read, want) {
			t.Errorf("got %q, want %q", read, want)
		}
		time.Sleep(time.Hour)
		want[3] = "1004 " + overlap
		if got := since(t, s.night()); !slices.Equal(got, want) {
			t.Errorf("got %q in the next night, want the last days of four, and everything of whom the API did not know", got)
		}
	})
}

// TestAChartThatIsFoundLater reads everything of somebody whom a later look-up finds.
func TestAChartThatIsFoundLater(t *testing.T) {
	t.Parallel()
	on(t, 2, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.write("chart_number", "A001", "B777")
		s.night()
		time.Sleep(31 * day)
		s.patients = append(s.patients, fakePatient{id: 777, chart: "B777"})
		if got := since(t, s.night()); !slices.Contains(got, "777 1900-01-01") {
			t.Errorf("got %q, want the new one", got)
		}
	})
	on(t, 1, nil, func(t *testing.T, s *stage) { // its slot has no turn, and somebody looks it up
		t.Helper()
		s.write("chart_number", "A001", "B777")
		s.night()
		time.Sleep(time.Hour)
		s.patients = append(s.patients, fakePatient{id: 777, chart: "B777"})
		s.restart()
		if _, _, err := s.fetch(s.plan(patients, extract.Want{Full: true})[0]); err != nil {
			t.Fatal(err)
		}
		s.took()
		s.sync(encounters)
		if got := since(t, s.took()); !slices.Contains(got, "777 1900-01-01") || len(got) != 2 {
			t.Errorf("got %q, want everything of the one who was found", got)
		}
	})
}

// TestNothingToAsk ends a window of which nobody is known, with a page that says so.
func TestNothingToAsk(t *testing.T) {
	t.Parallel()
	on(t, 2, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.past[patients] = []models.Past{{Window: s.plan(patients, extract.Want{})[0]}}
		w := s.plan(encounters, extract.Want{})[0] // as if they were looked up, and nobody was
		s.past[patients] = nil
		if n := s.dataset(encounters).Estimate(nil, w); n != 2 {
			t.Errorf("got an estimate of %d, want one call each", n)
		}
		pages, v, err := s.fetch(w)
		if err != nil || len(pages) != 1 || string(pages[0].Body) != "[]" || v.Outcome != models.Empty || v.Absence || len(s.took()) != 0 {
			t.Errorf("got %d pages and %+v, %v", len(pages), v, err)
		}
		if v.Remark != "2 have no patient id yet" {
			t.Errorf("got remark %q", v.Remark)
		}
		again, v2, err := s.fetch(w, pages...)
		if err != nil || len(again) != 1 || !reflect.DeepEqual(v, v2) {
			t.Errorf("got %+v, %v when gone on with", v2, err)
		}
		time.Sleep(time.Hour)
		if got := since(t, s.night()); !slices.Equal(got, []string{"1001 1900-01-01", "1002 1900-01-01"}) {
			t.Errorf("got %q, want everything when they are known", got)
		}
	})
}

// TestASilentAnswerIsAskedAgain does not take nothing for none at once: once more, and where that is how it is, no more.
func TestASilentAnswerIsAskedAgain(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", " ", "null"} {
		on(t, 3, nil, func(t *testing.T, s *stage) {
			t.Helper()
			s.sync(patients)
			s.took()
			calls, mute := 0, 1
			s.instead = func(w http.ResponseWriter, r *http.Request) bool {
				calls++
				if calls > mute {
					return false
				}
				w.Header().Set("Content-Type", "application/json")
				_, _ = w.Write([]byte(body))
				return true
			}
			w := s.plan(encounters, extract.Want{})[0]
			if _, v, err := s.fetch(w); err != nil || len(strings.Fields(v.Within)) != 3 || calls != 4 {
				t.Errorf("%q once: got %+v by %d calls, %v, want everybody", body, v, calls, err)
			}
			calls, mute = 0, 100
			pages, v, err := s.fetch(w)
			if err != nil || v.Within != "" || v.Absence || v.Outcome != models.Empty || calls != 4 {
				t.Errorf("%q always: got %+v by %d calls, %v, want it to say nothing", body, v, calls, err)
			}
			if _, again, err := s.fetch(w, pages...); err != nil || !reflect.DeepEqual(again, v) {
				t.Errorf("%q: got %+v, %v when gone on with", body, again, err)
			}
		})
	}
	for body, want := range map[string]bool{"[]": true, "[1]": true, ` {"a":1} `: true, "{}": false, "{ }": false, "": false, "null": false} {
		if lists([]byte(body)) != want {
			t.Errorf("%s: got %v", body, !want)
		}
	}
}
