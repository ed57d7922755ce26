package supergood

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/models"
)

// TestChanges goes on from the newest change that was seen in records, whatever our own clock says.
func TestChanges(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		_, first := s.must(t, patients)
		if first.Window.Mode != models.Snapshot || !first.Verdict.CursorAt.Equal(changedAt(25)) {
			t.Fatalf("got %+v", first)
		}
		s.took()
		past := []models.Past{first}
		time.Sleep(24 * time.Hour)
		_, second := s.must(t, patients, past...)
		w := second.Window
		if w.Mode != models.Modified || !w.From.Equal(changedAt(25).Add(-time.Hour)) || !w.To.Equal(w.Planned) || second.Verdict.Absence {
			t.Errorf("got %+v", second)
		}
		since := changedAt(25).Add(-time.Hour).Format(time.RFC3339)
		if got, want := s.took(), "/patients?limit=100&updated_since="+since; got[0] != want || len(got) != 3 {
			t.Errorf("asked %q, want %q", got, want)
		}
		// An empty answer moves nothing, and neither does one that nobody can date.
		all := s.lists["/patients"]
		s.lists["/patients"] = nil
		s.lists["/patients"] = []map[string]any{}
		past = append(past, second)
		_, third := s.must(t, patients, past...)
		if third.Verdict.Outcome != models.Empty || !third.Verdict.CursorAt.IsZero() || third.Verdict.Absence ||
			!strings.Contains(third.Verdict.Remark, "updated_since") || second.Verdict.Remark != "" {
			t.Errorf("got %+v", third.Verdict)
		}
		past = append(past, third)
		if fourth := plan(t, s.source, patients, past, extract.Want{}); !fourth.From.Equal(w.From) {
			t.Errorf("got %+v behind an empty window, want it to begin as before", fourth)
		}
		// A change that is dated by another zone is one of now, and one of another year is none.
		late, never := fakeRecord(26), fakeRecord(27)
		late["updated_at"], never["updated_at"] = time.Now().Add(5*time.Hour).Format(time.RFC3339), "2040-01-01T00:00:00Z"
		s.lists["/patients"] = append(all, never)
		if _, fifth := s.must(t, patients, past...); fifth.Verdict.Distinct == 0 || fifth.Verdict.CursorAt.After(changedAt(25)) {
			t.Errorf("got %+v of a record from the future", fifth.Verdict)
		}
		s.lists["/patients"] = append(all, late)
		_, sixth := s.must(t, patients, past...)
		if got := sixth.Verdict.CursorAt; got.After(time.Now()) || time.Since(got) > time.Minute {
			t.Errorf("got the mark %s at %s", got, time.Now())
		}
	})
}

// TestTheMarkStaysBeforeTheReading has a record change behind the reader's back, and another one before its eyes. It does so
// while a list is read, and while a list that was begun waits for somebody to go on with it.
func TestTheMarkStaysBeforeTheReading(t *testing.T) {
	t.Parallel()
	on(t, func(_ *fake, c *Config) { c.Overlap = time.Second }, func(t *testing.T, s *stage) {
		t.Helper()
		change := func(f *fake, at int) {
			f.lists["/patients"][at]["updated_at"] = time.Now().Format(time.RFC3339)
		}
		s.before = func(f *fake, _ *http.Request, n int) {
			switch n {
			case 2:
				time.Sleep(time.Minute)
				change(f, 0)
			case 3:
				time.Sleep(time.Minute)
				change(f, 24)
			}
		}
		begun := time.Now()
		pages, first := s.must(t, patients)
		if got := first.Verdict.CursorAt; got.After(begun.Add(time.Second)) {
			t.Errorf("got the mark %s, want none after %s", got, begun)
		}
		s.before = nil
		if w := plan(t, s.source, patients, []models.Past{first}, extract.Want{}); !w.From.Before(begun) {
			t.Errorf("got %+v, want what changed meanwhile in it", w)
		}
		time.Sleep(48 * time.Hour)
		change(s.fake, 24)
		again, err := fetch(t, s.source, first.Window, pages[:2]...)
		if err != nil || again[2].Verdict.CursorAt.After(begun.Add(time.Second)) {
			t.Errorf("got %+v, %v of a reading that went on two days later", again[2].Verdict, err)
		}
	})
}

func TestEverythingIsReadNowAndThen(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		now := time.Date(2026, time.June, 15, 12, 30, 0, 0, time.UTC)
		past := func(mode models.Mode, ago time.Duration, v models.Verdict) models.Past {
			w := models.NewWindow("supergood", "my-portal", "x", mode, now.Add(-ago))
			if mode == models.Windows {
				w.From, w.To = s.source.config.From, now
			}
			return models.Past{Window: w, Verdict: v, Ended: w.Planned}
		}
		seen := models.Verdict{Outcome: models.Complete, Cursor: "m", CursorAt: now.Add(-time.Hour)}
		blind, broken := seen, seen
		blind.CursorAt, broken.Outcome = time.Time{}, models.Partial
		for _, tt := range []struct {
			name    string
			dataset string
			past    []models.Past
			want    extract.Want
			mode    models.Mode
			after   string
		}{
			{"the first time", patients, nil, extract.Want{}, models.Snapshot, ""},
			{"soon after", patients, []models.Past{past(models.Snapshot, day, seen)}, extract.Want{}, models.Modified, "m"},
			{"when it is wanted", patients, []models.Past{past(models.Snapshot, day, seen)}, extract.Want{Full: true}, models.Snapshot, "m"},
			{"a week after", patients, []models.Past{past(models.Snapshot, 7*day, seen), past(models.Modified, day, seen)}, extract.Want{}, models.Snapshot, "m"},
			{"when no change was ever seen", patients, []models.Past{past(models.Snapshot, day, blind)}, extract.Want{}, models.Snapshot, "m"},
			{"when it was not whole", patients, []models.Past{past(models.Snapshot, day, broken)}, extract.Want{}, models.Snapshot, ""},
			{"always", encounters, []models.Past{past(models.Snapshot, time.Minute, seen)}, extract.Want{}, models.Snapshot, "m"},
			{"stored checks", eligibility, []models.Past{past(models.Snapshot, day, seen)}, extract.Want{}, models.Modified, "m"},
		} {
			tt.want.Now = now
			if w := plan(t, s.source, tt.dataset, tt.past, tt.want); w.Mode != tt.mode || w.After != tt.after {
				t.Errorf("%s: got %+v, want %s", tt.name, w, tt.mode)
			}
		}
		// A mark of a clock that was wrong by days is one of when it was made.
		ahead := past(models.Snapshot, day, models.Verdict{Outcome: models.Complete, CursorAt: now.Add(2 * day)})
		if w := plan(t, s.source, patients, []models.Past{ahead}, extract.Want{Now: now}); !w.From.Equal(now.Add(-day - time.Hour)) {
			t.Errorf("got %+v behind a clock that runs ahead", w)
		}
		if w := plan(t, s.source, patients, []models.Past{ahead}, extract.Want{Now: now.Add(-2 * day)}); !w.From.Before(w.To) {
			t.Errorf("got %+v with a clock that was put back", w)
		}
	})
}

// TestAChangeOfModulesIsNotSpentOnLess keeps it for the reading that concludes something of what the change may have hidden.
func TestAChangeOfModulesIsNotSpentOnLess(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		for name, until := range map[string]time.Time{patients: {}, appointments: time.Now().Add(-24 * time.Hour)} {
			s.modules, s.tokens = []string{"billing", "ehr", "scheduling"}, map[string]time.Time{}
			_, full := s.must(t, name)
			past := []models.Past{full}
			s.modules, s.tokens = []string{"ehr", "scheduling"}, map[string]time.Time{}
			for range 2 {
				time.Sleep(day)
				_, less := s.must(t, name, past...)
				past = append(past, less)
			}
			if v := past[2].Verdict; v.Absence != (name == appointments) {
				t.Errorf("%s: got %+v of what was read twice with those modules", name, v)
			}
			if !until.IsZero() { // days that somebody named are no reading of all
				w := plan(t, s.source, name, past, extract.Want{Full: true, Until: until})
				past = append(past, models.Past{Window: w, Verdict: past[2].Verdict})
			}
			for _, judges := range []bool{false, true} {
				w := plan(t, s.source, name, past, extract.Want{Full: true})
				pages, err := fetch(t, s.source, w)
				if err != nil {
					t.Fatal(err)
				}
				v := pages[len(pages)-1].Verdict
				if v.Absence != judges || strings.Contains(v.Remark, "modules") == judges {
					t.Errorf("%s: got %+v of everything, want that it judges %t", name, v, judges)
				}
				past = append(past, models.Past{Window: w, Verdict: *v})
			}
		}
	})
}

func TestDays(t *testing.T) {
	t.Parallel()
	on(t, func(_ *fake, c *Config) { c.Back, c.Ahead = 10*day, 20*day }, func(t *testing.T, s *stage) {
		t.Helper()
		now := time.Date(2026, time.June, 15, 12, 30, 0, 0, time.UTC)
		on := func(text string) time.Time { at, _ := time.Parse(time.DateOnly, text); return at }
		full := models.Past{
			Window:  models.NewWindow("supergood", "my-portal", appointments, models.Windows, now.Add(-day)),
			Verdict: models.Verdict{Outcome: models.Complete, Distinct: 250},
		}
		full.Window.From, full.Window.To = on("1900-01-01"), on("2026-07-05")
		old := full
		old.Window.Planned = now.Add(-7 * day)
		limited := full
		limited.Window.To = on("2020-01-01")
		for _, tt := range []struct {
			name     string
			past     []models.Past
			want     extract.Want
			from, to string
		}{
			{"the first time", nil, extract.Want{}, "1900-01-01", "2026-07-06"},
			{"the next time", []models.Past{full}, extract.Want{}, "2026-06-05", "2026-07-06"},
			{"a week after", []models.Past{old}, extract.Want{}, "1900-01-01", "2026-07-06"},
			{"when everything is wanted", []models.Past{full}, extract.Want{Full: true}, "1900-01-01", "2026-07-06"},
			{"after days that were named", []models.Past{limited}, extract.Want{}, "1900-01-01", "2026-07-06"},
			{"since a day", []models.Past{full}, extract.Want{Since: on("2024-03-01")}, "2024-03-01", "2026-07-06"},
			{"until a day", []models.Past{full}, extract.Want{Since: on("2024-03-01"), Until: on("2024-04-01")}, "2024-03-01", "2024-04-01"},
		} {
			tt.want.Now = now
			w := plan(t, s.source, appointments, tt.past, tt.want)
			if w.Mode != models.Windows || !w.From.Equal(on(tt.from)) || !w.To.Equal(on(tt.to)) {
				t.Errorf("%s: got %s to %s, want %s to %s", tt.name, w.From, w.To, tt.from, tt.to)
			}
		}
		for _, d := range s.source.Datasets() {
			if d.Name != appointments {
				continue
			}
			if got := d.Plan(nil, extract.Want{Now: now, Since: on("2026-05-01"), Until: on("2026-05-01")}); len(got) != 0 {
				t.Errorf("got %+v of no days", got)
			}
			if got := d.Estimate([]models.Past{full}, full.Window); got != 3 {
				t.Errorf("got an estimate of %d requests, want 3", got)
			}
			if got := d.Estimate(nil, full.Window); got != 0 {
				t.Errorf("got an estimate of %d requests from nothing", got)
			}
		}
		w := plan(t, s.source, appointments, []models.Past{full}, extract.Want{Now: now})
		pages, err := fetch(t, s.source, w)
		if err != nil || !pages[len(pages)-1].Verdict.Absence {
			t.Errorf("got %v", err)
		}
		// A day more on either side than the window speaks of.
		if got := s.took(); !slices.Contains(got, "/appointments?end_date=2026-07-07&limit=100&start_date=2026-06-04") {
			t.Errorf("asked %q", got)
		}
	})
}

// TestChangesOfADay are asked for from the day before on: the portal's day may begin hours after ours.
func TestChangesOfADay(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]string{asDate: "2026-06-14", asUSDate: "06/14/2026", asUnix: "1781485200", asInstant: "2026-06-15T01:00:00Z"} {
		d := Dataset{UpdatedSince: &Since{Parameter: "since", Format: format}}
		s := &Source{profile: Profile{Datasets: map[string]Dataset{patients: d}}}
		w := models.Window{Mode: models.Modified, From: time.Date(2026, time.June, 15, 1, 0, 0, 0, time.UTC)}
		if got := s.parameters(patients, w).Get("since"); got != want {
			t.Errorf("%s: got %s, want %s", format, got, want)
		}
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, time.June, 5, 2, 3, 4, 999, time.FixedZone("", 3600))
	for format, want := range map[string]string{
		"": "2026-06-05T01:03:04Z", asInstant: "2026-06-05T01:03:04Z", asDate: "2026-06-05", asUSDate: "06/05/2026", asUnix: "1780621384",
	} {
		if got := written(at, format); got != want {
			t.Errorf("%s: got %s, want %s", format, got, want)
		}
	}
	if got := strings.Join(formats(), " "); got != "datetime date us_date unix" {
		t.Errorf("got %s", got)
	}
}
