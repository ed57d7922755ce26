package tebra

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"
)

// planning is a source that plans and asks nobody.
func planning(t *testing.T, bend func(*Config)) map[string]extract.Dataset {
	t.Helper()
	config := testConfig()
	if bend != nil {
		bend(&config)
	}
	s, err := New("my-co", config, transport.Env{Clock: time.Now}, NewAccounts())
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]extract.Dataset{}
	for _, d := range s.Datasets() {
		all[d.Name] = d
	}
	return all
}

// ended is a window that brought something.
func ended(w models.Window, outcome models.Outcome) models.Past {
	return models.Past{Window: w, Verdict: models.Verdict{Outcome: outcome, Distinct: 7, Claimed: -1, Within: "1 2"}, Ended: w.Planned.Add(time.Hour)}
}

// short writes windows as "modified 2025-03-01 2025-04-01".
func short(windows []models.Window) string {
	var all []string
	for _, w := range windows {
		words := []string{string(w.Mode)}
		if !w.From.IsZero() {
			words = append(words, w.From.Format("2006-01-02T15"), w.To.Format("2006-01-02T15"))
		}
		if w.After != "" {
			words = append(words, "after", w.After)
		}
		if w.Parts != "" {
			words = append(words, "of", w.Parts)
		}
		all = append(all, strings.Join(words, " "))
	}
	return strings.Join(all, "; ")
}

// TestPlansOfCharges follows a tenant's charges through its weeks.
func TestPlansOfCharges(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 6, 10, 15, 0, 0, 0, time.UTC)
	window := func(mode models.Mode, planned time.Time, from, to string) models.Window {
		w := models.NewWindow("tebra", "my-co", charges, mode, planned)
		w.From, w.To = at(from), at(to)
		return w
	}
	full := ended(window(models.Windows, now.Add(-3*day), "2024-06-07", "2025-07-09"), models.Complete)
	for _, tt := range []struct {
		name string
		bend func(*Config)
		past []models.Past
		want extract.Want
		plan string
	}{
		{"the first", nil, nil, extract.Want{}, "windows 2024-06-10T00 2025-07-12T00"},
		{"the first from a day on", func(c *Config) { c.From = at("2020-02-03") }, nil, extract.Want{}, "windows 2020-02-03T00 2025-07-12T00"},
		{"changes", nil, []models.Past{full}, extract.Want{}, "modified 2025-06-06T03 2025-06-11T15"},
		{"the week is over", func(c *Config) { c.FullEvery = 2 * day }, []models.Past{full}, extract.Want{}, "modified 2025-06-06T03 2025-06-11T15; windows 2024-06-07T00 2025-07-12T00"},
		{"everything is wanted", nil, []models.Past{full}, extract.Want{Full: true}, "modified 2025-06-06T03 2025-06-11T15; windows 2024-06-07T00 2025-07-12T00"},
		{"a failed one counts for nothing", nil, []models.Past{full, ended(window(models.Modified, now.Add(-day), "2025-06-01", "2025-06-10"), models.Partial)}, extract.Want{}, "modified 2025-06-06T03 2025-06-11T15"},
		{"behind changes", nil, []models.Past{full, ended(window(models.Modified, now.Add(-day), "2025-06-01", "2025-06-10"), models.Empty)}, extract.Want{}, "modified 2025-06-08T03 2025-06-11T15"},
		{"an earlier first day", func(c *Config) { c.From = at("2020-02-03") }, []models.Past{full}, extract.Want{}, "windows 2020-02-03T00 2025-07-12T00"},
		{"since a day", nil, []models.Past{full}, extract.Want{Since: at("2025-01-01")}, "windows 2025-01-01T00 2025-07-12T00"},
		{"until a day", nil, []models.Past{full}, extract.Want{Until: at("2025-01-01")}, "windows 2024-06-07T00 2025-01-01T00"},
		{"between days", nil, nil, extract.Want{Since: at("2015-01-01"), Until: at("2015-02-01")}, "windows 2015-01-01T00 2015-02-01T00"},
		{"between days that are turned round", nil, nil, extract.Want{Since: at("2015-03-01"), Until: at("2015-02-01")}, ""},
		{"a window with limits is no full one", nil, []models.Past{ended(window(models.Windows, now.Add(-day), "2015-01-01", "2015-02-01"), models.Complete)}, extract.Want{}, "windows 2024-06-10T00 2025-07-12T00"},
		{"nor does the first one name the first day by its limits", nil, []models.Past{ended(window(models.Windows, now.Add(-day), "2025-05-01", "2025-07-12"), models.Complete)}, extract.Want{}, "windows 2024-06-10T00 2025-07-12T00"},
		{"a clock that ran ahead", nil, []models.Past{ended(window(models.Windows, now.Add(9*day), "2024-06-07", "2025-07-20"), models.Complete)}, extract.Want{}, "modified 2025-06-09T03 2025-06-11T15"},
		{
			"nor does it move the time of changes", nil,
			[]models.Past{full, ended(window(models.Windows, now.Add(-day), "2025-01-01", "2025-07-12"), models.Complete)},
			extract.Want{},
			"modified 2025-06-06T03 2025-06-11T15",
		},
		{"an overlap of its own", func(c *Config) { c.Overlap = 5 * day }, []models.Past{full}, extract.Want{}, "modified 2025-06-02T15 2025-06-11T15"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.want.Now = now
			if got := short(planning(t, tt.bend)[charges].Plan(tt.past, tt.want)); got != tt.plan {
				t.Errorf("got %q, want %q", got, tt.plan)
			}
		})
	}
	unled := ended(models.NewWindow("tebra", "my-co", payments, models.Windows, now.Add(-8*day)), models.Complete)
	unled.Window.From, unled.Window.To = at("2024-06-01"), at("2025-06-05")
	if got := short(planning(t, nil)[payments].Plan([]models.Past{unled}, extract.Want{Now: now})); got != "windows 2024-06-01T00 2025-06-11T00" {
		t.Errorf("payments, which nobody follows: got %q", got)
	}
	if got := short(planning(t, nil)[appointments].Plan(nil, extract.Want{Now: now})); got != "windows 2024-06-10T00 2026-06-11T00" {
		t.Errorf("appointments: got %q", got)
	}
}

// TestPlansThatFollow has leaders with windows of several kinds.
func TestPlansThatFollow(t *testing.T) {
	t.Parallel()
	now := time.Date(2025, 6, 10, 15, 0, 0, 0, time.UTC)
	past := func(dataset string, mode models.Mode, days int, id, after string, from ...string) models.Past {
		w := models.NewWindow("tebra", "my-co", dataset, mode, now.Add(-time.Duration(days)*day))
		w.ID, w.After = id, after
		if mode != models.Snapshot {
			w.From, w.To = at("2024-01-01"), at("2026-01-01")
		}
		if mode == models.Modified {
			w.From = at("2025-05-31")
		}
		if len(from) > 0 {
			w.From = at(from[0])
		}
		return ended(w, models.Complete)
	}
	unfinished := past(charges, models.Modified, 1, "m9", "")
	unfinished.Verdict.Outcome = models.Partial
	nothing := past(charges, models.Modified, 1, "m8", "")
	nothing.Verdict = models.Verdict{Outcome: models.Empty}
	lead := []models.Past{
		past(charges, models.Windows, 20, "w1", ""), past(charges, models.Modified, 15, "m1", ""), past(charges, models.Modified, 12, "m2", ""),
		past(charges, models.Windows, 10, "w2", ""), past(charges, models.Modified, 5, "m3", ""), past(charges, models.Modified, 2, "m4", ""),
		nothing, unfinished,
	}
	since, before := past(charges, models.Windows, 4, "s1", "", "2025-05-01"), past(charges, models.Windows, 2, "b1", "", "2015-01-01")
	before.Window.To = at("2015-02-01")
	within := func(p models.Past, practices string) models.Past {
		p.Verdict.Within = practices
		return p
	}
	parted := func(p models.Past, practices string) models.Past {
		p.Window.Parts = practices
		return p
	}
	vain := []models.Past{past(encounters, models.Windows, 9, "e1", "w2", "2024-01-02")}
	for i := range tries {
		p := past(encounters, models.Modified, 5-i, "e"+strconv.Itoa(i+2), "m3")
		p.Verdict.Outcome = models.Partial
		vain = append(vain, p)
	}
	later := past(charges, models.Windows, 1, "w4", "")
	earlier := past(charges, models.Windows, 0, "w3", "", "2020-01-01")
	empty := past(charges, models.Modified, 1, "m6", "", "2025-05-15")
	empty.Verdict.Outcome, empty.Verdict.Distinct = models.Empty, 0
	wide := past(charges, models.Modified, 1, "m7", "", "2025-05-15")
	span, all := " 2025-05-31T00 2026-01-01T00 after ", " 2024-01-02T00 2025-12-31T00 after "
	for _, tt := range []struct {
		name    string
		dataset string
		past    []models.Past
		lead    []models.Past
		full    bool
		plan    string
	}{
		{"the first follows the newest reading of everything, and what changed since", encounters, nil, lead, false, "windows" + all + "w2; modified" + span + "m3; modified" + span + "m4"},
		{"what was followed is not again", encounters, []models.Past{past(encounters, models.Windows, 9, "e1", "w2"), past(encounters, models.Modified, 5, "e2", "m3")}, lead, false, "modified" + span + "m4"},
		{"a later reading of everything is not followed", encounters, []models.Past{past(encounters, models.Windows, 19, "e1", "w1"), past(encounters, models.Modified, 5, "e2", "m1")}, lead, false, "modified" + span + "m2; modified" + span + "m3; modified" + span + "m4"},
		{"unless everything is wanted", encounters, []models.Past{past(encounters, models.Windows, 19, "e1", "w1")}, lead, true, "windows" + all + "w2; modified" + span + "m3; modified" + span + "m4"},
		{"a practice that is new", encounters, []models.Past{past(encounters, models.Windows, 19, "e1", "w1")}, []models.Past{lead[0], within(lead[3], "1 2 5"), lead[4]}, false, "windows" + all + "w2 of 5; modified" + span + "m3"},
		{"is followed once", encounters, []models.Past{past(encounters, models.Windows, 19, "e1", "w1"), parted(past(encounters, models.Windows, 9, "e2", "w2"), "5"), past(encounters, models.Windows, 9, "e3", "m3")}, []models.Past{lead[0], within(lead[3], "1 2 5"), within(later, "1 2 5")}, false, ""},
		{"or later", encounters, []models.Past{past(encounters, models.Windows, 19, "e1", "w1")}, []models.Past{lead[0], within(lead[3], "1 2 5"), within(later, "2 5")}, false, "windows" + all + "w4 of 5"},
		{"and shows nothing of the others", encounters, []models.Past{past(encounters, models.Windows, 19, "e1", "w1"), parted(past(encounters, models.Windows, 9, "e2", "w2"), "5")}, []models.Past{lead[0], lead[2], within(lead[3], "1 2 5")}, false, "modified" + span + "m2"},
		{"a practice that was away", encounters, []models.Past{past(encounters, models.Windows, 19, "e1", "w1")}, []models.Past{lead[0], within(lead[3], "1"), later}, false, "windows" + all + "w4 of 2"},
		{"changes that a later window shows too", encounters, []models.Past{past(encounters, models.Windows, 19, "e1", "w1")}, []models.Past{lead[0], lead[4], lead[5], wide}, false, "modified 2025-05-15T00 2026-01-01T00 after m7"},
		{"which was followed", encounters, []models.Past{past(encounters, models.Windows, 19, "e1", "w1"), past(encounters, models.Modified, 1, "e2", "m7")}, []models.Past{lead[0], lead[4], lead[5], wide}, false, ""},
		{"but not what is dated before the first day", encounters, []models.Past{past(encounters, models.Windows, 19, "e1", "w1")}, []models.Past{lead[0], past(charges, models.Modified, 20, "m0", ""), lead[4], wide}, false, "modified" + span + "m0; modified 2025-05-15T00 2026-01-01T00 after m7"},
		{"nor what an empty one does not show", encounters, []models.Past{past(encounters, models.Windows, 19, "e1", "w1")}, []models.Past{lead[0], lead[4], empty}, false, "modified" + span + "m3"},
		{"nor of a practice", encounters, []models.Past{past(encounters, models.Windows, 19, "e1", "w1")}, []models.Past{lead[0], within(lead[4], "1 2 3"), lead[5], within(wide, "1 2")}, false, "modified" + span + "m3; modified 2025-05-15T00 2026-01-01T00 after m7"},
		{"what the service does not tell, again", encounters, vain[:3], lead[3:5], false, "modified" + span + "m3"},
		{"and no more", encounters, vain, lead[3:5], false, ""},
		{"no leader, no plan", encounters, nil, nil, true, ""},
		{"patients follow the newest roster", patients, nil, []models.Past{past(patientRoster, models.Snapshot, 8, "r1", ""), past(patientRoster, models.Snapshot, 0, "r2", "")}, false, "snapshot after r2"},
		{"and ask for changes when it was followed", patients, []models.Past{past(patients, models.Snapshot, 2, "p1", "r2")}, []models.Past{past(patientRoster, models.Snapshot, 2, "r2", "")}, false, "modified 2025-06-07T03 2025-06-11T15"},
		{"also when its pages are gone", patients, []models.Past{past(patients, models.Snapshot, 2, "p1", "r2")}, nil, false, "modified 2025-06-07T03 2025-06-11T15"},
		{"everything again", patients, []models.Past{past(patients, models.Snapshot, 2, "p1", "r2")}, []models.Past{past(patientRoster, models.Snapshot, 2, "r2", "")}, true, "modified 2025-06-07T03 2025-06-11T15; snapshot after r2"},
		{"a later roster, and what changed since the earlier one", patients, []models.Past{past(patients, models.Snapshot, 7, "p1", "r1")}, []models.Past{past(patientRoster, models.Snapshot, 0, "r2", "")}, false, "modified 2025-06-02T03 2025-06-11T15; snapshot after r2"},
		{"without a roster by the days of entry", patients, nil, nil, false, "windows 2024-06-10T00 2025-06-11T00"},
		{"and then changes", patients, []models.Past{past(patients, models.Windows, 2, "p1", "")}, nil, false, "modified 2025-06-07T03 2025-06-11T15"},
		{"and all again after a week", patients, []models.Past{past(patients, models.Windows, 8, "p1", "")}, nil, false, "modified 2025-06-01T03 2025-06-11T15; windows 2024-01-01T00 2025-06-11T00"},
		{"with limits, the first", encounters, nil, []models.Past{since}, false, "windows 2025-05-02T00 2025-12-31T00 after s1"},
		{"and then everything", encounters, []models.Past{past(encounters, models.Windows, 3, "e1", "s1", "2025-05-02")}, append([]models.Past{since}, lead[3:6]...), false, "windows" + all + "w2; modified" + span + "m3; modified" + span + "m4"},
		{"once", encounters, []models.Past{past(encounters, models.Windows, 3, "e1", "s1", "2025-05-02"), past(encounters, models.Windows, 1, "e2", "w2", "2024-01-02")}, append([]models.Past{since}, lead[3:4]...), false, ""},
		{"limits within what was followed", encounters, []models.Past{past(encounters, models.Windows, 9, "e1", "w2", "2024-01-02")}, append(lead[3:4:4], since), false, ""},
		{"limits before it", encounters, []models.Past{past(encounters, models.Windows, 9, "e1", "w2", "2024-01-02")}, append(lead[3:4:4], before), false, "windows 2015-01-02T00 2015-01-31T00 after b1"},
		{"they reach no farther for what comes then", encounters, []models.Past{past(encounters, models.Windows, 9, "e1", "w2", "2024-01-02"), past(encounters, models.Windows, 1, "e2", "b1", "2015-01-02")}, append(lead[3:4:4], before, earlier), false, "windows 2020-01-02T00 2025-12-31T00 after w3"},
		{"what changed beside a reading of everything", encounters, []models.Past{past(encounters, models.Windows, 9, "e1", "w2", "2024-01-02")}, append(lead[3:4:4], past(charges, models.Modified, 10, "m5", "")), false, "modified" + span + "m5"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := planning(t, nil)[tt.dataset].Plan(tt.past, extract.Want{Now: now, Lead: tt.lead, Full: tt.full})
			if short(got) != tt.plan {
				t.Errorf("got %q, want %q", short(got), tt.plan)
			}
			sorted := slices.IsSortedFunc(got, func(a, b models.Window) int { return strings.Compare(a.ID, b.ID) })
			for i, w := range got {
				if !sorted || i > 0 && w.ID == got[i-1].ID {
					t.Errorf("window %d is called %s", i, w.ID)
				}
			}
		})
	}
}

// TestPlansOfLists read everything each time, or once a week, or when a file has changed.
func TestPlansOfLists(t *testing.T) {
	t.Parallel()
	now := at("2025-06-10")
	bend := func(c *Config) { c.ExternalIDs = &ExternalIDs{VendorID: 7, File: write(t, "external_id\nA\n")} }
	sets := planning(t, bend)
	for _, name := range []string{practices, providers, throttles, patientRoster, patientExternalIDs} {
		d := sets[name]
		first := d.Plan(nil, extract.Want{Now: now})
		past := []models.Past{ended(first[0], models.Complete)}
		each := name != patientRoster && name != patientExternalIDs
		if got := len(d.Plan(past, extract.Want{Now: now.Add(day)})) > 0; got != each {
			t.Errorf("%s: a day later: %v", name, got)
		}
		if len(d.Plan(past, extract.Want{Now: now.Add(7 * day)})) == 0 || len(d.Plan(past, extract.Want{Now: now, Full: true})) == 0 {
			t.Errorf("%s: not read again", name)
		}
		past[0].Window.After = "another file"
		if name == patientExternalIDs && len(d.Plan(past, extract.Want{Now: now.Add(day)})) == 0 {
			t.Error("a changed file is not read again")
		}
	}
}

// TestWindowsLeaveNoGap plans through random months of runs that fail, are wanted in full, or do not come for long, and
// wants every moment to be asked for after it has passed: by a window of changes, or by one of everything.
func TestWindowsLeaveNoGap(t *testing.T) {
	t.Parallel()
	d := planning(t, nil)[charges]
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(seed, 1))
		now := at("2025-01-01").Add(time.Duration(random.IntN(1e6)) * time.Second)
		var past []models.Past
		covered := time.Time{}  // every change before has been asked for
		followed := time.Time{} // and by a window that others follow
		for range 60 {
			want := extract.Want{Now: now, Full: random.IntN(20) == 0}
			if random.IntN(20) == 0 {
				want.Since = now.Add(-50 * day)
			}
			windows := d.Plan(past, want)
			outcome := []models.Outcome{models.Complete, models.Complete, models.Empty, models.Partial, models.NotEntitled}[random.IntN(5)]
			for _, w := range windows {
				if w.Mode == models.Modified && !covered.IsZero() && w.From.After(covered.Add(-24*time.Hour)) {
					t.Fatalf("seed %d: changes between %s and %s are not asked for", seed, covered, w.From)
				}
				if w.Mode == models.Modified && !followed.IsZero() && w.From.After(followed.Add(-24*time.Hour)) {
					t.Fatalf("seed %d: changes between %s and %s are not followed", seed, followed, w.From)
				}
				if outcome.Whole() && w.Mode == models.Modified {
					followed = now
				}
				if outcome.Whole() && (w.Mode == models.Modified || want.Since.IsZero()) {
					covered = now
				}
				past = append(past, ended(w, outcome))
			}
			if followed.IsZero() {
				followed = covered // the first reading of everything
			}
			now = now.Add(time.Duration(1+random.IntN(40*24)) * time.Hour)
		}
	}
}

// TestFollowersLeaveNoGap lets a leader and its follower run at random, now and then without success, and wants that each
// hour's changes are followed, by whatever clock they are dated.
func TestFollowersLeaveNoGap(t *testing.T) {
	t.Parallel()
	sets := planning(t, nil)
	for seed := range uint64(30) {
		random := rand.New(rand.NewPCG(seed, 2))
		now := at("2025-01-01").Add(time.Duration(random.IntN(1e6)) * time.Second)
		var lead, past []models.Past
		run := func(name string, all *[]models.Past, fails int) {
			for _, w := range sets[name].Plan(*all, extract.Want{Now: now, Lead: lead}) {
				if random.IntN(10) < fails {
					return
				}
				*all = append(*all, ended(w, models.Complete))
			}
		}
		run(charges, &lead, 0)
		run(encounters, &past, 0)
		begun, most := now, 0
		for range 150 {
			now = now.Add(time.Duration(10+random.IntN(1<<(3+random.IntN(10)))) * time.Minute)
			run(charges, &lead, 1)
			if random.IntN(3) == 0 {
				run(encounters, &past, 3)
			}
		}
		now = now.Add(time.Hour)
		run(charges, &lead, 0)
		run(encounters, &past, 0)
		for c := begun; c.Before(now); c = c.Add(time.Hour) {
			if !slices.ContainsFunc(lead, func(l models.Past) bool {
				return changed(l) && followed(past, l) && !l.Window.Planned.Before(c) && !l.Window.From.After(c.Add(-14*time.Hour))
			}) {
				t.Fatalf("seed %d: nobody followed what changed at %s", seed, c)
			}
		}
		for _, p := range past {
			if changed(p) {
				most++
			}
		}
		if most > 140 {
			t.Errorf("seed %d: followed %d of %d windows", seed, most, len(lead))
		}
	}
}

// TestSpansLeaveNoGap cuts random windows, and halves what comes of it.
func TestSpansLeaveNoGap(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		from := at("2025-01-01").Add(time.Duration(random.IntN(1e7)) * time.Second)
		to := from.Add(time.Duration(1+random.IntN(1e8)) * time.Second)
		all := spanOf(from, to)
		if all.from.After(from) || all.to.Before(to) || from.Sub(all.from) >= day || all.to.Sub(to) >= day {
			t.Fatalf("%v to %v: got %v", from, to, all)
		}
		next := all.from
		for s := range all.cut(spanDays) {
			if !s.from.Equal(next) || s.days() < 1 || s.days() > spanDays {
				t.Fatalf("got %v behind %v", s, next)
			}
			if h := s.halves(); s.days() > 1 && (!h[0].from.Equal(s.from) || !h[0].to.Equal(h[1].from) || !h[1].to.Equal(s.to) || h[0].days() < 1) {
				t.Fatalf("got halves %v of %v", h, s)
			}
			next = s.to
		}
		if !next.Equal(all.to) {
			t.Fatalf("the last span ends at %v, want %v", next, all.to)
		}
	}
}

func TestEstimates(t *testing.T) {
	t.Parallel()
	sets := planning(t, func(c *Config) { c.Practices = []string{"1", "2", "3"}; c.From = at("2025-01-01") })
	now := at("2025-06-10")
	for _, tt := range []struct {
		dataset string
		past    bool
		want    string
	}{
		{throttles, false, "1"},
		{procedureCodes, false, "4"},
		{providers, false, "4"},
		{providers, true, "3"},
		{charges, false, "22"}, // a page of practices, and seven spans of each
		{charges, true, "3"},
		{patientRoster, false, "4"},
	} {
		d := sets[tt.dataset]
		var past []models.Past
		windows := d.Plan(nil, extract.Want{Now: now})
		if tt.past {
			past = append(past, ended(windows[0], models.Complete))
			windows = d.Plan(past, extract.Want{Now: now.Add(day)})
		}
		if got := strconv.Itoa(d.Estimate(past, windows[0])); got != tt.want {
			t.Errorf("%s: got %s, want %s", tt.dataset, got, tt.want)
		}
	}
}
