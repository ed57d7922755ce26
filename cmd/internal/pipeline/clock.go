package pipeline

import (
	"context"
	"fmt"
	"time"

	"carehouse/cmd/internal/cli/engine"
)

// ahead is how much later than it is now a past window may have been planned: clocks are set right by a little now and
// then.
const ahead = time.Hour

// inTime refuses to fetch when a window of the past was planned in the future. Either this machine's clock is wrong, or
// it was: windows are told apart and put in order by the moment at which they were planned, so the newest news would
// count as old until that moment comes.
func (r *run) inTime(ctx context.Context, tasks []*task) error {
	for _, t := range tasks {
		past, err := r.past(ctx, t.tenant.Source, t.tenant.Name, t.dataset.Name)
		if err != nil {
			return err
		}
		for _, p := range past {
			if p.Window.Planned.After(r.now().Add(ahead)) {
				return &engine.Fault{
					Exit: engine.Failed,
					What: fmt.Sprintf("%s %s: a window was fetched on %s, which is still to come",
						t.tenant.Name, t.dataset.Name, p.Window.Planned.Format("2006-01-02 15:04 MST")),
					Why: "this machine's clock is behind, or was ahead when that was fetched; what is new cannot be told from what is old",
					Next: "set the clock right: date -u\nif it was ahead then: carehouse rollback, until status shows the day before, and " +
						"carehouse state rewind",
				}
			}
		}
	}
	return nil
}

// aheadOf returns the ids of the windows in scope that were planned in the future.
func (r *run) aheadOf(in engine.Scope) []string {
	var ids []string
	for _, w := range r.windows {
		f := w.Facts().Window
		if in.Has(f.Source, f.Tenant, f.Dataset) && f.Planned.After(r.now().Add(ahead)) {
			ids = append(ids, f.ID)
		}
	}
	return ids
}
