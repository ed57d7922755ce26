package pipeline

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/load/landing"
	"carehouse/models"
)

func (h *house) datasetsRows(t *testing.T, names ...string) []int64 {
	t.Helper()
	rows := make([]int64, len(names))
	for i, name := range names {
		rows[i] = h.rows(t, "eye", name)
	}
	return rows
}

func did(t *testing.T, got engine.Sync, dataset string) engine.SyncDataset {
	t.Helper()
	for _, d := range got.Datasets {
		if d.Dataset == dataset {
			return d
		}
	}
	t.Fatalf("the run took no %s", dataset)
	return engine.SyncDataset{}
}

var chain = []string{"patients", "cases", "case_notes"}

func TestDatasetsFollowTheirLeaderInTheSameRun(t *testing.T) {
	t.Parallel()

	c := &clinic{news: []int64{1, 2, 3}}
	h := inClinic(t, c)
	h.sync(t, engine.OK, engine.SyncAsk{})
	if got := h.datasetsRows(t, chain...); !slices.Equal(got, []int64{3, 3, 3}) {
		t.Errorf("got %v rows, want 3 everywhere", got)
	}
	if got := slices.DeleteFunc(slices.Clone(c.done), func(n string) bool { return n == "rooms" }); !slices.Equal(got, chain) {
		t.Errorf("got %v in this order, want %v", got, chain)
	}
	h.agrees(t, "what the question held is part of the rows")
	h.given(t)

	c.news = []int64{3, 4}
	got := h.sync(t, engine.OK, engine.SyncAsk{})
	if d := did(t, got, "case_notes"); d.Windows != 1 || d.Changed != 1 {
		t.Errorf("got %+v, want one window with what is new", d)
	}
	_, err := h.rebuild(t.Context(), h.ask)
	done(t, err)
	h.given(t)
	if got := h.datasetsRows(t, chain...); !slices.Equal(got, []int64{4, 4, 4}) {
		t.Errorf("after a rebuild: got %v rows, want 4 everywhere", got)
	}
}

// given checks that every case has the practice that was asked for it, by the sum that is proved.
func (h *house) given(t *testing.T) {
	t.Helper()
	r, err := h.looking(t.Context(), h.ask)
	done(t, err)
	defer func() { done(t, r.close()) }()
	for _, root := range r.rootsOf(clinicName) {
		if root.Name != "cases" {
			continue
		}
		m, err := r.db.Measure(t.Context(), root, "eye")
		done(t, err)
		practice := m.Columns["practice_id"]
		if m.Rows == 0 || practice.Values != m.Rows || practice.Sum.String() != strconv.FormatInt(7*m.Rows, 10) {
			t.Errorf("got %d practices with the sum %s of %d cases, want 7 each", practice.Values, practice.Sum, m.Rows)
		}
	}
}

func TestWhatFollowsNothingIsQuietlyWell(t *testing.T) {
	t.Parallel()

	h := inClinic(t, &clinic{idle: true})
	got := h.sync(t, engine.OK, engine.SyncAsk{})
	for _, name := range chain {
		if d := did(t, got, name); d.Outcome != models.Empty || d.Windows != 0 {
			t.Errorf("got %+v, want nothing and no failure", d)
		}
	}
	journal, err := readJournal(filepath.Join(h.dir, "home"))
	done(t, err)
	for _, d := range journal[0].Datasets {
		if !d.Outcome.Whole() {
			t.Errorf("the journal has %+v", d)
		}
	}
}

func TestAFollowerWorksFromWhatEarlierRunsLeft(t *testing.T) {
	t.Parallel()

	c := &clinic{news: []int64{1, 2}}
	h := inClinic(t, c)
	scoped := func(dataset string) engine.SyncAsk {
		return engine.SyncAsk{Scope: engine.Scope{Source: clinicName, Tenant: "eye", Dataset: dataset}}
	}
	h.sync(t, engine.OK, scoped("patients"))
	c.news = []int64{3}
	h.sync(t, engine.OK, scoped("patients"))

	t.Log("the leader fails, and what it left is followed")
	c.before = func(dataset string, _ int) error {
		if dataset == "patients" {
			return errors.New("status 503")
		}
		return nil
	}
	got := h.sync(t, engine.Partial, engine.SyncAsk{})
	if d := did(t, got, "cases"); d.Windows != 2 || d.Outcome != models.Complete {
		t.Errorf("got %+v, want the two windows of before followed", d)
	}
	if got := h.datasetsRows(t, chain...); !slices.Equal(got, []int64{3, 3, 3}) {
		t.Errorf("got %v rows, want 3 everywhere", got)
	}
	got = h.sync(t, engine.OK, scoped("cases"))
	if d := did(t, got, "cases"); d.Windows != 0 {
		t.Errorf("the next time: got %+v, want nothing to follow", d)
	}
}

// TestAnInterruptedFollower has a follower that stopped after one of its pages.
func TestAnInterruptedFollower(t *testing.T) {
	t.Parallel()

	stop := func(t *testing.T) (*clinic, *house) {
		t.Helper()
		c := &clinic{news: []int64{1, 2}}
		h := inClinic(t, c)
		c.before = func(dataset string, page int) error {
			if dataset == "cases" && page == 3 {
				return errors.New("status 503")
			}
			return nil
		}
		h.sync(t, engine.Partial, engine.SyncAsk{})
		c.before = nil
		return c, h
	}
	t.Run("goes on, and with what came since", func(t *testing.T) {
		t.Parallel()

		c, h := stop(t)
		h.later(3 * staleAfter)
		c.news = []int64{3}
		asked := 0
		c.before = func(dataset string, _ int) error {
			if dataset == "cases" {
				asked++
			}
			return nil
		}
		got := h.sync(t, engine.OK, engine.SyncAsk{})
		if d := did(t, got, "cases"); d.Windows != 2 || asked != 3 {
			t.Errorf("got %+v after %d questions, want the rest of the window and the next one", d, asked)
		}
		if got := h.datasetsRows(t, chain...); !slices.Equal(got, []int64{3, 3, 3}) {
			t.Errorf("got %v rows, want 3 everywhere", got)
		}
	})
	t.Run("is planned anew when what it follows is gone", func(t *testing.T) {
		t.Parallel()

		c, h := stop(t)
		found, err := filepath.Glob(filepath.Join(h.dir, "home", "landing", clinicName, "eye", "patients", "*"))
		done(t, err)
		done(t, os.RemoveAll(found[0]))
		c.news = []int64{1, 2, 3}
		h.sync(t, engine.OK, engine.SyncAsk{})
		if got := h.datasetsRows(t, chain...); !slices.Equal(got, []int64{3, 3, 3}) {
			t.Errorf("got %v rows, want 3 everywhere", got)
		}
		states := h.states(t, "cases")
		if !slices.Equal(states, []landing.State{landing.StateAbandoned, landing.StateEnded}) {
			t.Errorf("got windows that are %v, want the old one given up", states)
		}
	})
}

func (h *house) states(t *testing.T, dataset string) []landing.State {
	t.Helper()
	r, err := h.looking(t.Context(), h.ask)
	done(t, err)
	defer func() { done(t, r.close()) }()
	var states []landing.State
	for _, w := range r.windowsOf(scope{clinicName, "eye", dataset}) {
		states = append(states, w.Facts().State)
	}
	return states
}

func TestADamagedLeaderDoesNotStopWhatFollowsIt(t *testing.T) {
	t.Parallel()

	c := &clinic{news: []int64{1}}
	h := inClinic(t, c)
	first := engine.SyncAsk{Scope: engine.Scope{Source: clinicName, Tenant: "eye", Dataset: "patients"}}
	h.sync(t, engine.OK, first)
	found, err := filepath.Glob(filepath.Join(h.dir, "home", "landing", clinicName, "eye", "patients", "*", "000001.zst"))
	done(t, err)
	done(t, os.Truncate(found[0], 3))
	c.news = []int64{2}
	got := h.sync(t, engine.Partial, engine.SyncAsk{})
	if len(got.Failures) != 1 || !strings.Contains(got.Failures[0].Next, "clinic/eye/patients --full") {
		t.Errorf("got failures %+v, want one that says to fetch the leader again", got.Failures)
	}
	if rows := h.datasetsRows(t, "cases", "case_notes"); !slices.Equal(rows, []int64{1, 1}) {
		t.Errorf("got %v rows, want those of what can be read", rows)
	}
	h.sync(t, engine.OK, engine.SyncAsk{})
}

func TestWhatIsStillToBeFollowedIsNotPruned(t *testing.T) {
	t.Parallel()

	c := &clinic{news: []int64{1}}
	h := inClinic(t, c)
	h.sync(t, engine.OK, engine.SyncAsk{}) // followed
	c.before = func(dataset string, _ int) error {
		if dataset == "cases" {
			return errors.New("status 503")
		}
		return nil
	}
	for id := range int64(3) { // landed, settled and not followed: nothing but what follows it needs them
		c.news = []int64{1}
		h.later(time.Hour * time.Duration(id))
		h.sync(t, engine.Partial, engine.SyncAsk{})
	}
	h.later(pastKeeping)
	c.news = []int64{9}
	h.sync(t, engine.Partial, engine.SyncAsk{}) // publishes, so it prunes
	if got := len(h.states(t, "patients")); got != 5 {
		t.Errorf("got %d windows of patients, want the one that rows came from and the four that are still to be followed", got)
	}
	c.before = nil
	h.sync(t, engine.OK, engine.SyncAsk{})
	h.later(pastKeeping)
	c.news = []int64{10}
	h.sync(t, engine.OK, engine.SyncAsk{})
	if got := len(h.states(t, "patients")); got != 3 {
		t.Errorf("once followed: got %d windows of patients, want the three that rows came from", got)
	}
	if got := h.datasetsRows(t, chain...); !slices.Equal(got, []int64{3, 3, 3}) {
		t.Errorf("got %v rows, want 3 everywhere", got)
	}
}

// TestADatasetThatFollowsForOrderAloneIsFetchedByItself has cases that are asked for after patients, where those are asked for
// at all.
func TestADatasetThatFollowsForOrderAloneIsFetchedByItself(t *testing.T) {
	t.Parallel()

	c := &clinic{news: []int64{3, 5}, alone: true}
	h := inClinic(t, c)
	cases := engine.SyncAsk{Scope: engine.Scope{Source: clinicName, Tenant: "eye", Dataset: "cases"}}
	h.sync(t, engine.OK, cases)
	if got := h.rows(t, "eye", "cases"); got != 2 || !slices.Equal(c.done, []string{"cases"}) {
		t.Errorf("alone: got %d cases, and fetched %v", got, c.done)
	}
	c.done, c.news = nil, []int64{7}
	h.sync(t, engine.OK, engine.SyncAsk{})
	if patients, cases := slices.Index(c.done, "patients"), slices.Index(c.done, "cases"); patients < 0 || cases < patients {
		t.Errorf("together: fetched %v, want the patients first", c.done)
	}
	c.done, c.news = nil, []int64{9}
	h.later(pastKeeping)
	h.sync(t, engine.OK, cases)
	if got := h.rows(t, "eye", "cases"); got != 4 || !slices.Equal(c.done, []string{"cases"}) {
		t.Errorf("alone, much later: got %d cases, and fetched %v", got, c.done)
	}
	_, err := h.rebuild(t.Context(), h.ask)
	done(t, err)
	if got := h.rows(t, "eye", "cases"); got != 4 {
		t.Errorf("after a rebuild: got %d cases, want 4", got)
	}
}
