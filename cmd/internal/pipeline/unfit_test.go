package pipeline

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/tpastream/simulator"
)

func TestAnAnswerThatCannotBeReadStopsNobodyElse(t *testing.T) {
	t.Parallel()

	h := build(t, map[string]simulator.Options{"ours": {Claims: 40}, "theirs": {Claims: 40}})
	h.sync(t, engine.OK, engine.SyncAsk{})
	h.apis["ours"].Insert(2)
	h.apis["theirs"].Insert(2)
	h.later(time.Hour)
	h.sync(t, engine.OK, engine.SyncAsk{})
	_, err := h.rollback(t.Context(), h.ask, engine.RollbackAsk{To: 1}) // so that what has landed waits again
	done(t, err)
	done(t, os.Truncate(filepath.Join(h.landed(t, "employers")[1], "000001.zst"), 10))
	h.later(time.Hour)
	got := h.sync(t, engine.Partial, engine.SyncAsk{})
	if len(got.Failures) != 1 || got.Failures[0].Tenant != "ours" || got.Failures[0].Dataset != "employers" {
		t.Errorf("got %+v, want the one dataset", got.Failures)
	}
	if ours, theirs := h.rows(t, "ours", "claims"), h.rows(t, "theirs", "claims"); ours != 42 || theirs != 42 {
		t.Errorf("got %d and %d claims, want 42 of each", ours, theirs)
	}
	h.sync(t, engine.OK, engine.SyncAsk{})
}

func TestEventsOfADamagedWindowAreAskedForAgain(t *testing.T) {
	t.Parallel()

	h := build(t, map[string]simulator.Options{"ours": {Claims: 40}})
	h.sync(t, engine.OK, engine.SyncAsk{})
	for range 2 { // two windows of the feed, that a rollback makes wait again
		h.apis["ours"].Insert(3)
		h.later(time.Hour)
		h.sync(t, engine.OK, engine.SyncAsk{})
	}
	_, err := h.rollback(t.Context(), h.ask, engine.RollbackAsk{To: 1})
	done(t, err)
	page := filepath.Join(h.landed(t, "claims")[1], "000002.zst")
	done(t, os.Truncate(page, 10))
	h.later(time.Hour)
	h.sync(t, engine.Partial, engine.SyncAsk{})
	h.later(time.Hour)
	h.sync(t, engine.OK, engine.SyncAsk{})
	if got := h.rows(t, "ours", "claims"); got != 46 {
		t.Errorf("got %d claims, want 46", got)
	}
}
