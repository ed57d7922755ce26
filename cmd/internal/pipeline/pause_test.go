package pipeline

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract"
	"carehouse/load/landing"
	"carehouse/models"
)

// of returns what a run did to a dataset.
func of(t *testing.T, got engine.Sync, dataset string) engine.SyncDataset {
	t.Helper()
	at := slices.IndexFunc(got.Datasets, func(d engine.SyncDataset) bool { return d.Dataset == dataset })
	if at < 0 {
		t.Fatalf("nothing of %s in %+v", dataset, got.Datasets)
	}
	return got.Datasets[at]
}

// TestAPausedWindowIsNoFailureAndGoesOn grants one page a run.
func TestAPausedWindowIsNoFailureAndGoesOn(t *testing.T) {
	t.Parallel()

	c := &clinic{news: []int64{3, 5, 7}}
	h := inClinic(t, c)
	var asked []int
	granted := 0
	c.before = func(dataset string, page int) error {
		if dataset != "cases" {
			return nil
		}
		if granted == 0 {
			return fmt.Errorf("the 1 request of today is used up: %w", extract.ErrPaused)
		}
		granted--
		asked = append(asked, page)
		return nil
	}
	for day := 1; day <= 4; day++ {
		granted = 1
		got := h.sync(t, engine.OK, engine.SyncAsk{})
		did := of(t, got, "cases")
		if paused := day < 4; paused != (did.Remark == "paused: the 1 request of today is used up") || !did.Outcome.Whole() {
			t.Errorf("day %d: got %+v", day, did)
		}
		status, err := h.status(t.Context(), h.ask, engine.Scope{Dataset: "cases"})
		done(t, err)
		if s := status.Datasets[0]; s.Paused != did.Paused || s.Paused != (day < 4) {
			t.Errorf("day %d: got %+v, and paused %t from the run", day, s, did.Paused)
		}
		if s := status.Datasets[0]; (s.Unfinished == 1) != (day < 4) || !s.Last.Whole() {
			t.Errorf("day %d: got %+v", day, s)
		}
		c.idle = true
		h.later(48 * time.Hour)
	}
	if want := []int{1, 2, 3, 4}; !slices.Equal(asked, want) {
		t.Errorf("got pages %v asked, want %v", asked, want)
	}
	if got := h.rows(t, "eye", "cases"); got != 3 {
		t.Errorf("got %d cases, want 3", got)
	}
}

// TestThePartsBehindAnInterruptedOneAreNotLeftForAnotherRun stops a run in the first of two windows.
func TestThePartsBehindAnInterruptedOneAreNotLeftForAnotherRun(t *testing.T) {
	t.Parallel()

	c := &clinic{news: []int64{3}, halves: true}
	h := inClinic(t, c)
	granted := 1
	c.before = func(dataset string, _ int) error {
		if dataset == "patients" && granted == 0 {
			return extract.ErrPaused
		}
		granted--
		return nil
	}
	if did := of(t, h.sync(t, engine.OK, engine.SyncAsk{Scope: engine.Scope{Dataset: "patients"}}), "patients"); did.Windows != 1 {
		t.Fatalf("got %+v, want it to stop in its first window", did)
	}
	granted = 100
	h.later(time.Hour)
	if did := of(t, h.sync(t, engine.OK, engine.SyncAsk{Scope: engine.Scope{Dataset: "patients"}}), "patients"); did.Windows != 3 {
		t.Errorf("got %d windows, want the interrupted one and those of the plan", did.Windows)
	}
}

func TestWhatElseFailedIsNotPaused(t *testing.T) {
	t.Parallel()

	for _, test := range []struct {
		err    error
		torn   []string
		paused string
	}{
		{extract.ErrPaused, nil, "paused"},
		{fmt.Errorf("enough: %w", extract.ErrPaused), nil, "paused: enough"},
		{fmt.Errorf("enough: %w", extract.ErrPaused), []string{"w1"}, ""},
		{errLead, nil, ""},
		{nil, nil, ""},
	} {
		work := &task{line: &parts{}, torn: test.torn}
		if got := work.pauses(test.err); got != (test.paused != "") || work.did.Remark != test.paused {
			t.Errorf("%v: got %t and %q", test.err, got, work.did.Remark)
		}
	}
}

// TestAReadingOfPartsMayTakeLongerThanADay has windows that are open since days.
func TestAReadingOfPartsMayTakeLongerThanADay(t *testing.T) {
	t.Parallel()

	h := inClinic(t, &clinic{})
	for _, test := range []struct {
		mode  models.Mode
		parts string
		goes  bool
	}{
		{models.Snapshot, "", false}, {models.Snapshot, "3 4", true}, {models.Windows, "", true}, {models.Windows, "3", true},
	} {
		work := &task{tenant: h.ask.Config.Tenants[0], dataset: extract.Dataset{Name: "patients"}}
		w := models.NewWindow(clinicName, "eye", "patients", test.mode, h.now.Add(-72*time.Hour))
		w.Parts = test.parts
		r := &run{p: h.Pipeline, ask: h.ask}
		if why := r.outdated(work, landing.Facts{Window: w}, engine.SyncAsk{}); (why == "") != test.goes {
			t.Errorf("%s of %q: got %q", test.mode, test.parts, why)
		}
	}
}
