package pipeline

import (
	"context"
	"errors"
	"fmt"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/load/landing"
	"carehouse/load/warehouse"
	"carehouse/models"
	"carehouse/transform"
)

// errReceipt means that what was read from the pages and what was written of them differ.
var errReceipt = errors.New("receipt")

// errFollows means that a window goes on from one that cannot be loaded.
var errFollows = errors.New("it follows a window that cannot be loaded")

// unfit reports whether an error is about the window that was flattened, and not about the disk or the run. It is the
// window's own bad luck then, and the others go on.
func unfit(err error) bool {
	_, body := errors.AsType[*transform.BodyError](err)
	return body || errors.Is(err, landing.ErrDamaged) || errors.Is(err, errReceipt)
}

// stageFit flattens a window, or finds out why it cannot be loaded.
func (r *run) stageFit(ctx context.Context, w Pages, follows bool) (s warehouse.Staged, why, err error) {
	if follows && w.Facts().Window.Mode != models.Snapshot {
		return s, errFollows, nil
	}
	s, err = r.stage(ctx, w, r.stagingDir())
	if err != nil && unfit(err) {
		return s, err, nil
	}
	return s, nil, err
}

// giveUp abandons a window that cannot be loaded, so that the planner goes on from the one before and the API is asked
// again.
func (r *run) giveUp(w Pages, why error) error {
	if a, ok := w.(interface {
		Abandon(why string, at time.Time) error
	}); ok {
		return a.Abandon(why.Error(), r.now())
	}
	return nil
}

// unloaded tells of a window that cannot be loaded.
func unloaded(w models.Window, why error) engine.Failure {
	return engine.Failure{
		Source: w.Source, Tenant: w.Tenant, Dataset: w.Dataset, Window: w.ID, Outcome: models.Failed,
		What: why.Error(), Why: "nothing of the window is loaded",
		Next: fmt.Sprintf("ask for it again: carehouse sync %s/%s/%s", w.Source, w.Tenant, w.Dataset),
	}
}
