package nextech

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"carehouse/extract"
	"carehouse/extract/extracttest"
	"carehouse/extract/transport"
	"carehouse/models"
)

// A desk plans with a roster and a ledger, and sends nothing.
type desk struct {
	source *Source
	roster *roster
	marks  map[string]*mark
	past   map[string][]models.Past
}

// begin is a midnight; slot 0 has its turn at a multiple of thirty days since 1970, so that turns are counted from here.
var begin = time.Unix(0, 0).UTC().Add(30 * day * 680)

func newDesk(t *testing.T, people int, bend func(*Config)) *desk {
	t.Helper()
	config := testConfig(t, charts(people)...)
	if bend != nil {
		bend(&config)
	}
	d := &desk{marks: map[string]*mark{}, past: map[string][]models.Past{}}
	source, err := New(testTenant, config, transport.Env{Clock: time.Now, Vault: extracttest.Vault(), Memory: "memory"})
	if err != nil {
		t.Fatal(err)
	}
	d.source = source
	if d.roster, _, err = source.directory.who(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d
}

// plan plans a dataset with what the desk remembers.
func (d *desk) plan(name string, now time.Time, want extract.Want) []models.Window {
	d.source.directory.ledger.read, d.source.directory.ledger.kept = true, &book{People: d.marks}
	want.Now = now
	if name == patients {
		return d.source.planPatients(d.past[name], want)
	}
	want.Lead = d.past[patients]
	return d.source.planEncounters(d.past[name], want)
}

// done makes windows past ones.
func (d *desk) done(windows []models.Window, outcome models.Outcome) {
	for _, w := range windows {
		d.past[w.Dataset] = append(d.past[w.Dataset], models.Past{Window: w, Verdict: models.Verdict{Outcome: outcome}, Ended: w.Planned})
	}
}

// remember marks everybody as known since a moment.
func (d *desk) remember(at time.Time) {
	for i, p := range d.roster.people {
		d.marks[p.key] = &mark{Since: at, IDs: []int64{int64(i + 1)}, Known: at}
	}
}

// brief writes windows as "parts [from, to)", with moments as days since begin.
func brief(windows []models.Window) []string {
	var all []string
	since := func(at time.Time) string {
		if at.Year() < 2000 {
			return at.Format("2006")
		}
		return fmt.Sprintf("%+d", int(math.Floor(at.Sub(begin).Hours()/24)))
	}
	for _, w := range windows {
		var parts []string
		for _, p := range partsOf(w) {
			text := strconv.Itoa(p.slot)
			if p.came {
				text += ">" + since(p.after)
			}
			parts = append(parts, text)
		}
		text := strings.Join(parts, " ")
		if !w.To.IsZero() {
			text += " [" + since(w.From) + ", " + since(w.To) + ")"
		}
		all = append(all, text)
	}
	return all
}

func slotsOf(r *roster) string {
	var all []string
	for _, p := range everySlot(r) {
		all = append(all, strconv.Itoa(p.slot))
	}
	return strings.Join(all, " ")
}

// TestPlans follows a roster through some nights.
func TestPlans(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 60, nil)
	all := slotsOf(d.roster)
	without := func(gone ...int) string {
		var kept []string
		for _, p := range everySlot(d.roster) {
			if !slices.Contains(gone, p.slot) {
				kept = append(kept, strconv.Itoa(p.slot))
			}
		}
		return strings.Join(kept, " ")
	}
	if strings.Contains(all, "  ") || len(everySlot(d.roster)) < 25 {
		t.Fatalf("got slots %s, want most of them", all)
	}
	newcomer := d.roster.people[len(d.roster.people)-1]
	at := func(n int) time.Time { return begin.Add(time.Duration(n)*day + 2*time.Hour) }
	for _, step := range []struct {
		name      string
		now       time.Time
		before    func()
		want      extract.Want
		patients  []string
		encounter []string
	}{
		{"the first night", at(40), nil, extract.Want{}, []string{all}, []string{all + " [1900, +42)"}},
		{
			"the next one: slot 11 has its turn", at(41), func() { d.remember(at(40)) },
			extract.Want{},
			[]string{"11"},
			[]string{"11 [1900, +43)", without(11) + " [-50, +43)"},
		},
		{
			"again in the same night", at(41).Add(time.Hour), nil,
			extract.Want{},
			nil,
			[]string{"11 " + without(11) + " [-49, +43)"},
		},
		{
			"after three missed ones", at(45), nil,
			extract.Want{},
			[]string{"12 13 14 15"},
			[]string{"12 13 14 15 [1900, +47)", without(12, 13, 14, 15) + " [-49, +47)"},
		},
		{
			"somebody is new", at(45).Add(time.Hour), func() { delete(d.marks, newcomer.key) },
			extract.Want{},
			[]string{fmt.Sprintf("%d>+40", newcomer.slot)},
			nil,
		},
		{
			"and was looked up", at(45).Add(2 * time.Hour),
			func() {
				d.marks[newcomer.key] = &mark{Since: at(45).Add(time.Hour), IDs: []int64{99}, Known: at(45).Add(time.Hour)}
			},
			extract.Want{},
			nil,
			[]string{fmt.Sprintf("%d>+40 [1900, +47)", newcomer.slot), "rest"},
		},
		{"and was read", at(45).Add(3 * time.Hour), nil, extract.Want{}, nil, []string{"rest"}},
		{"everything", at(45).Add(4 * time.Hour), nil, extract.Want{Full: true}, []string{"all"}, []string{"all"}},
		{
			"some days", at(45).Add(5 * time.Hour), nil,
			extract.Want{Since: begin, Until: begin.Add(day)},
			nil,
			[]string{all + " [+0, +1)"},
		},
		{"days that are none", at(45).Add(6 * time.Hour), nil, extract.Want{Since: begin, Until: begin}, nil, nil},
		{"which changed nothing", at(45).Add(7 * time.Hour), nil, extract.Want{}, nil, []string{"rest"}},
	} {
		if step.before != nil {
			step.before()
		}
		looked := d.plan(patients, step.now, step.want)
		again := d.plan(patients, step.now, step.want)
		if !slices.Equal(looked, again) {
			t.Errorf("%s: got two plans from one past", step.name)
		}
		compare(t, step.name+": patients", brief(looked), step.patients)
		d.done(looked, models.Complete)
		read := d.plan(encounters, step.now.Add(time.Minute), step.want)
		if step.encounter != nil || step.name == "days that are none" {
			compare(t, step.name+": encounters", brief(read), step.encounter)
		}
		if step.name != "somebody is new" {
			d.done(read, models.Complete)
		}
		for _, w := range read {
			if last := d.past[patients][len(d.past[patients])-1].Window.ID; w.After != last {
				t.Errorf("%s: got After %q, want the newest leading window", step.name, w.After)
			}
		}
	}
}

// compare compares plans. "all" is one window about every slot, "rest" one about all slots that reads the last days.
func compare(t *testing.T, name string, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: got %q, want %q", name, got, want)
		return
	}
	for i := range got {
		switch {
		case want[i] == "all" && strings.Count(got[i], " ") > 20 && !strings.Contains(got[i], "[-"):
		case want[i] == "rest" && strings.Count(got[i], " ") > 20 && strings.Contains(got[i], "[-"):
		case got[i] != want[i]:
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

// TestEverySlotHasItsTurn counts the turns of a month and of a year, whatever the hour of the night.
func TestEverySlotHasItsTurn(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 600, nil)
	turns, worst := map[int]int{}, 0
	now := begin.Add(5 * time.Hour)
	d.done(d.plan(patients, now, extract.Want{}), models.Complete)
	d.remember(begin)
	for night := range 360 {
		now = now.Add(day + time.Duration(night%7-3)*10*time.Minute)
		windows := d.plan(patients, now, extract.Want{})
		count := 0
		for _, w := range windows {
			for _, p := range partsOf(w) {
				turns[p.slot]++
				count++
			}
		}
		worst = max(worst, count)
		d.done(windows, models.Complete)
	}
	for slot := range slots {
		if turns[slot] != 12 {
			t.Errorf("slot %d: got %d turns in 360 nights, want 12", slot, turns[slot])
		}
	}
	if worst != 1 {
		t.Errorf("got %d slots in a night, want 1", worst)
	}
}

// TestWindowsAreOfSomeSize groups slots until a window has enough people, and gives each a name of its own.
func TestWindowsAreOfSomeSize(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ people, least, most int }{{10, 1, 1}, {250, 2, 3}, {999, 5, 10}} {
		d := newDesk(t, tt.people, nil)
		windows := d.plan(patients, begin, extract.Want{})
		if n := len(windows); n < tt.least || n > tt.most {
			t.Errorf("%d people: got %d windows, want %d to %d", tt.people, n, tt.least, tt.most)
		}
		seen, count := map[string]bool{}, 0
		for i, w := range windows {
			size := d.source.estimate(nil, w)
			if count += size; size < people && i < len(windows)-1 {
				t.Errorf("%d people: window %d is about %d", tt.people, i+1, size)
			}
			if seen[w.ID] {
				t.Errorf("%d people: there are two windows %s", tt.people, w.ID)
			}
			seen[w.ID] = true
		}
		if count != tt.people {
			t.Errorf("%d people: got windows about %d", tt.people, count)
		}
	}
}

// TestManyWhoCame makes windows of some size of everybody who is new then.
func TestManyWhoCame(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 900, nil)
	d.remember(begin)
	d.done(d.plan(patients, begin, extract.Want{}), models.Complete)
	d.marks = nil
	windows := d.plan(patients, begin.Add(time.Hour), extract.Want{})
	if n := len(windows); n < 5 {
		t.Errorf("got %d windows about 900 people, want some", n)
	}
	for _, w := range windows {
		if n := d.source.estimate(nil, w); n > 2*people {
			t.Errorf("got a window about %d people", n)
		}
	}
}

// TestWhatFailedIsPlannedAnew takes only whole windows for read.
func TestWhatFailedIsPlannedAnew(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 40, nil)
	d.remember(begin)
	all := slotsOf(d.roster)
	for _, outcome := range []models.Outcome{models.NotEntitled, models.Partial, models.Failed} {
		d.done(d.plan(patients, begin, extract.Want{}), outcome)
		d.done(d.plan(encounters, begin, extract.Want{}), outcome)
	}
	later := begin.Add(time.Hour)
	compare(t, "patients", brief(d.plan(patients, later, extract.Want{})), []string{all})
	compare(t, "encounters", brief(d.plan(encounters, later, extract.Want{})), []string{all + " [1900, +2)"})
	d.done(d.plan(encounters, later, extract.Want{}), models.Empty)
	d.source.config.From = d.source.config.From.AddDate(-1, 0, 0) // somebody wants more than was read
	compare(t, "from an earlier day", brief(d.plan(encounters, later.Add(time.Hour), extract.Want{})), []string{all + " [1899, +2)"})
}

// TestAClockThatRanAhead does not keep a slot from its turn for years.
func TestAClockThatRanAhead(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 40, nil)
	d.remember(begin)
	d.done(d.plan(patients, begin.AddDate(5, 0, 0), extract.Want{}), models.Complete)
	if got := d.plan(patients, begin, extract.Want{}); len(got) != 1 || got[0].Parts != slotsOf(d.roster) {
		t.Errorf("got %q, want everybody", brief(got))
	}
}

// TestWhoCameAfterAWrongClock is new although a window of the future has read those who came before.
func TestWhoCameAfterAWrongClock(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 40, nil)
	d.remember(begin)
	d.done(d.plan(encounters, begin, extract.Want{}), models.Complete)
	ahead := begin.AddDate(1, 0, 0)
	who := d.roster.people[0]
	w := d.source.window(encounters, models.Windows, ahead, 0)
	w.From, w.To, w.Parts = d.source.config.From, ahead.Add(2*day), part{slot: who.slot, came: true, after: begin}.String()
	d.done([]models.Window{w}, models.Complete)
	d.marks[who.key] = &mark{Since: begin, IDs: []int64{77}, Known: begin.Add(time.Hour)}
	windows := d.plan(encounters, begin.Add(2*time.Hour), extract.Want{})
	if len(windows) == 0 || windows[0].Parts != w.Parts {
		t.Errorf("got %q, want everything of the one who came", brief(windows))
	}
}

// TestMarksOfAWrongClock makes nobody new night after night who was met when the clock was ahead.
func TestMarksOfAWrongClock(t *testing.T) {
	t.Parallel()
	on(t, 2, seldom, func(t *testing.T, s *stage) {
		t.Helper()
		s.night()
		ahead := time.Now().AddDate(1, 0, 0)
		marks := map[string]*mark{}
		for _, p := range s.source.directory.roster.people {
			marks[p.key] = &mark{Since: ahead, Known: ahead, Read: ahead, IDs: s.mark(p).IDs}
		}
		if err := s.source.directory.ledger.change(t.Context(), marks, 0); err != nil {
			t.Fatal(err)
		}
		time.Sleep(day)
		if got := s.night(); len(got) != 4 || !strings.Contains(got[0], "start=1900") || !strings.Contains(got[3], "/search?term") {
			t.Errorf("got %q, want both once more", got)
		}
		time.Sleep(day)
		overlap := ago(3).Format(time.DateOnly) // a day before the first night
		if got := s.night(); len(got) != 2 || !slices.Equal(since(t, got), []string{"1001 " + overlap, "1002 " + overlap}) {
			t.Errorf("got %q, want the last days", got)
		}
	})
}

// TestWhoHasNoIDIsNotAskedFor leaves out of a night's encounters whom nobody knows by id.
func TestWhoHasNoIDIsNotAskedFor(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 40, nil)
	d.remember(begin)
	d.done(d.plan(encounters, begin, extract.Want{}), models.Complete)
	for _, m := range d.marks {
		m.IDs = nil
	}
	if got := d.plan(encounters, begin.Add(time.Hour), extract.Want{}); len(got) != 0 {
		t.Errorf("got %q, want nothing", brief(got))
	}
}

// TestNobodyWasLookedUpYet plans no encounters where nobody has logged in: a window about nobody would end as an empty one, and
// be all that is published.
func TestNobodyWasLookedUpYet(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 60, nil)
	for _, want := range []extract.Want{{}, {Full: true}, {Since: begin.Add(-day)}} {
		if got := d.plan(encounters, begin, want); len(got) != 0 {
			t.Errorf("%+v: got %q, want nothing", want, brief(got))
		}
	}
	known := d.roster.people[0]
	d.marks[known.key] = &mark{Since: begin, IDs: []int64{5}, Known: begin}
	compare(t, "one is known", brief(d.plan(encounters, begin, extract.Want{})), []string{strconv.Itoa(known.slot) + " [1900, +2)"})
	d.done(d.plan(patients, begin, extract.Want{}), models.Complete) // a plan of both: nobody knows yet who will be found
	compare(t, "all will be looked up", brief(d.plan(encounters, begin, extract.Want{})), []string{slotsOf(d.roster) + " [1900, +2)"})
}

// TestARosterThatCannotBeRead shows as the error of a window, and the window is planned anew when it can.
func TestARosterThatCannotBeRead(t *testing.T) {
	t.Parallel()
	config := testConfig(t, "chart_number,patient_id", "A001,CANARY")
	synctest.Test(t, func(t *testing.T) {
		vault := extracttest.Vault()
		source, err := New(testTenant, config, transport.Env{Clock: time.Now, Vault: vault, Memory: "memory"})
		if err != nil {
			t.Fatal(err)
		}
		for _, set := range source.Datasets()[:2] {
			windows := set.Plan(nil, extract.Want{Now: time.Now()})
			if len(windows) != 1 || set.Estimate(nil, windows[0]) != 0 {
				t.Fatalf("%s: got windows %q, want one that cannot be asked", set.Name, brief(windows))
			}
			_, err := extracttest.Collect(set.Pages(t.Context(), windows[0], nil, nil))
			judged(t, err, models.Failed, "the roster line 2: patient_id is no number", "carehouse check my-practice")
		}
		report, err := source.Check(t.Context())
		if err != nil || len(report.Problems) == 0 {
			t.Errorf("got %+v, %v", report, err)
		}
	})
}

// TestCoverage takes each window for what it has read: everything of a slot, everything of those who came, some days.
func TestCoverage(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 40, nil)
	at := func(n int) time.Time { return begin.Add(time.Duration(n) * day) }
	first := d.source.config.From
	for _, tt := range []struct {
		name              string
		parts             string
		planned, from, to time.Time
		outcome           models.Outcome
		full, cover, last int // days since begin
	}{
		{"everything", "3", at(1), first, at(3), models.Complete, 1, 1, 1},
		{"the last days", "3 5", at(2), at(-88), at(4), models.Empty, 1, 1, 2},
		{"who came", "3+20260101T000000.000Z", at(3), first, at(5), models.Complete, 1, 3, 2},
		{"days that go on where it ended", "3", at(4), at(2), at(6), models.Complete, 1, 3, 4},
		{"days with a gap before them", "3", at(9), at(5), at(11), models.Complete, 1, 3, 4},
		{"days that are over", "3", at(10), at(0), at(8), models.Complete, 1, 3, 4},
		{"everything, and not all of it", "3", at(11), first, at(13), models.Partial, 1, 3, 4},
		{"everything until some day", "3", at(12), first, at(11), models.Complete, 1, 3, 4},
		{"parts that are none", "x 99 -1 3+x", at(13), first, at(15), models.Complete, 1, 3, 4},
		{"everything again", "3", at(14), first, at(16), models.Empty, 14, 14, 14},
	} {
		w := d.source.window(encounters, models.Windows, tt.planned, 0)
		w.Parts, w.From, w.To = tt.parts, tt.from, tt.to
		d.done([]models.Window{w}, tt.outcome)
		c := d.source.covered(d.past[encounters], at(100))
		if !c.full[3].Equal(at(tt.full)) || !c.cover[3].Equal(at(tt.cover)) || !c.last[3].Equal(at(tt.last)) {
			t.Errorf("%s: got full %s, cover %s, last %s", tt.name, c.full[3], c.cover[3], c.last[3])
		}
		if !c.last[5].IsZero() {
			t.Errorf("%s: the last days count for a slot of which nothing was read before", tt.name)
		}
	}
}

// TestWhoCameAfterAWindow is new to it, also when another dataset has met them before.
func TestWhoCameAfterAWindow(t *testing.T) {
	t.Parallel()
	d := newDesk(t, 40, nil)
	d.remember(begin)
	d.done(d.plan(patients, begin, extract.Want{}), models.Complete)
	who := d.roster.people[0]
	d.marks[who.key] = &mark{Since: begin.Add(time.Hour), IDs: []int64{5}, Known: begin.Add(time.Hour)} // by encounters
	windows := d.plan(patients, begin.Add(2*time.Hour), extract.Want{})
	want := part{slot: who.slot, came: true, after: begin}.String()
	if len(windows) != 1 || windows[0].Parts != want {
		t.Fatalf("got %q, want %q", brief(windows), want)
	}
	if n := d.source.estimate(nil, windows[0]); n != 1 {
		t.Errorf("got a window about %d, want 1", n)
	}
	d.done(windows, models.Complete)
	if got := d.plan(patients, begin.Add(3*time.Hour), extract.Want{}); len(got) != 0 {
		t.Errorf("got %q, want nobody twice", brief(got))
	}
}

// TestAnotherID makes somebody new to the encounters whom the roster names by another id than before.
func TestAnotherID(t *testing.T) {
	t.Parallel()
	m := &mark{Since: begin, IDs: []int64{5}, Known: begin}
	for _, tt := range []struct {
		ids  []int64
		want bool
	}{{nil, false}, {[]int64{5}, false}, {[]int64{6}, true}, {[]int64{5, 6}, true}} {
		if got := came(m, person{chart: "A", ids: tt.ids}, encounters, begin); got != tt.want {
			t.Errorf("ids %v: got %v, want %v", tt.ids, got, tt.want)
		}
	}
}

// TestATurnThatComesOnceInDecades is none for who was read an hour ago, in whichever slot.
func TestATurnThatComesOnceInDecades(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 20, 12, 30, 0, 0, time.UTC)
	for _, days := range []time.Duration{30, 3000, 36_500, 73_000, 106_000} {
		for slot := range slots {
			if due(slot, now.Add(-time.Hour), now, days*day) {
				t.Errorf("slot %d has its turn, of one in %d days", slot, days)
			}
			if !due(slot, time.Time{}, now, days*day) || !due(slot, now.Add(-days*day), now, days*day) {
				t.Errorf("slot %d has no turn in %d days", slot, days)
			}
		}
	}
}
