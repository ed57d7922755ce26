package pipeline

import (
	"context"
	"errors"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/tpastream/simulator"
	"carehouse/load/durable"
	"carehouse/load/landing"
)

// TestAReplayThatIsRefusedTakesNothingOut loads a dataset anew, and one of its windows does not pass the second time.
func TestAReplayThatIsRefusedTakesNothingOut(t *testing.T) {
	t.Parallel()

	h := shrunk(t, "ours")
	h.sync(t, engine.OK, engine.SyncAsk{AllowShrink: true})
	r, err := h.open(t.Context(), h.ask)
	done(t, err)
	windows := r.finished(engine.Scope{Dataset: "claims"})
	got, err := r.load(t.Context(), loading{
		windows: windows, replace: scopes(windows), command: "replay", must: func(landing.Facts) bool { return true },
	})
	done(t, err)
	done(t, r.close())
	if rows := h.rows(t, "ours", "claims"); len(got.refusals) != 1 || got.published || rows != 30 {
		t.Errorf("got %d refusals, published %t, %d claims; want 1, false, 30", len(got.refusals), got.published, rows)
	}
}

func TestARewindGivesUpWhatWaits(t *testing.T) {
	t.Parallel()

	h := shrunk(t, "ours")
	h.sync(t, engine.Refused, engine.SyncAsk{}) // the feed goes on, and the sweep still waits
	_, err := h.rewind(t.Context(), h.ask, engine.RewindAsk{Scope: engine.Scope{Dataset: "claims"}, To: h.now.Add(-90 * time.Second)})
	done(t, err)
	h.sync(t, engine.OK, engine.SyncAsk{})
	if got := h.rows(t, "ours", "claims"); got != 60 {
		t.Errorf("got %d claims, want 60", got)
	}
}

var errDisk = errors.New("the disk is full of made-up errors")

func TestARunThatFailsIsInTheJournal(t *testing.T) {
	t.Parallel()

	h := build(t, map[string]simulator.Options{"ours": {Claims: 40}})
	h.sync(t, engine.OK, engine.SyncAsk{})
	h.apis["ours"].Insert(5)
	h.later(time.Hour)
	h.Disk.Step = func(step string) error {
		if step == "generation.name.rename" {
			return errDisk
		}
		return nil
	}
	if _, err := h.Pipeline.sync(t.Context(), h.ask, engine.SyncAsk{}); !errors.Is(err, errDisk) {
		t.Fatalf("got %v, want %v", err, errDisk)
	}
	h.Disk.Step = nil
	got, err := h.status(t.Context(), h.ask, engine.Scope{})
	done(t, err)
	if len(got.Runs) != 2 || got.Runs[0].Exit != engine.Failed || got.Runs[0].Changed != 0 {
		t.Errorf("got %+v, want the failed run on top", got.Runs)
	}
	if claims := got.Datasets[0]; claims.Dataset != "claims" || claims.Waiting != 1 {
		t.Errorf("got %+v, want a window that waits to be loaded", claims)
	}
	h.sync(t, engine.OK, engine.SyncAsk{})
	if got := h.rows(t, "ours", "claims"); got != 45 {
		t.Errorf("got %d claims, want 45", got)
	}
	if got, err := h.status(t.Context(), h.ask, engine.Scope{Dataset: "claims"}); err != nil || got.Datasets[0].Waiting != 0 {
		t.Errorf("got %+v, %v, want nothing that waits", got.Datasets, err)
	}
}

func TestAnInterruptAfterTheSwitchIsNoFailure(t *testing.T) {
	t.Parallel()

	h := build(t, map[string]simulator.Options{"ours": {Claims: 40}})
	ctx, interrupt := context.WithCancelCause(t.Context())
	h.Disk.Step = func(step string) error {
		if step == "generation.current.rename"+durable.Done {
			interrupt(engine.ErrInterrupted)
		}
		return nil
	}
	got, err := h.Pipeline.sync(ctx, h.ask, engine.SyncAsk{})
	if err != nil || !got.Published {
		t.Errorf("got published %t and error %v, want a run that is done", got.Published, err)
	}
	h.Disk.Step = nil
	h.sync(t, engine.OK, engine.SyncAsk{})
}
