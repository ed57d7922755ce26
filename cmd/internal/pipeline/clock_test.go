package pipeline

import (
	"errors"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/tpastream/simulator"
)

// TestAClockThatWasAheadIsToldAndMended syncs once by a clock that is a year ahead, then by the right one.
func TestAClockThatWasAheadIsToldAndMended(t *testing.T) {
	t.Parallel()

	for _, tt := range []struct {
		name string
		news int // what the sync by the wrong clock finds
	}{{"with news", 5}, {"without news", 0}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			h := build(t, map[string]simulator.Options{"a": {Claims: 60}})
			first := h.sync(t, engine.OK, engine.SyncAsk{})
			h.apis["a"].Insert(tt.news)
			h.later(10 * time.Minute)
			h.now = h.now.AddDate(1, 0, 0)
			h.sync(t, engine.OK, engine.SyncAsk{})
			h.now = h.now.AddDate(-1, 0, 0)

			_, err := h.Pipeline.sync(t.Context(), h.ask, engine.SyncAsk{})
			if fault, ok := errors.AsType[*engine.Fault](err); !ok || fault.Next == "" {
				t.Fatalf("got %v, want a fault that says what to do", err)
			}
			if tt.news > 0 {
				_, err := h.rollback(t.Context(), h.ask, engine.RollbackAsk{To: first.Generation})
				done(t, err)
			}
			_, err = h.rewind(t.Context(), h.ask, engine.RewindAsk{})
			done(t, err)
			h.apis["a"].Insert(1)
			h.later(10 * time.Minute)
			h.sync(t, engine.OK, engine.SyncAsk{})
			if got, want := h.rows(t, "a", "claims"), int64(h.apis["a"].Count()); got != want {
				t.Errorf("got %d claims, want %d", got, want)
			}
			h.sync(t, engine.OK, engine.SyncAsk{})
		})
	}
}
