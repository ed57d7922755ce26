package pipeline

import (
	"context"
	"errors"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/load/landing"
	"carehouse/models"
)

// Pages are a window that has ended, with its pages at hand: one of the landing, or one that a measurement made up.
type Pages interface {
	Facts() landing.Facts
	Page(number int) (models.Page, error) // may be called by several goroutines
	Settle(at time.Time) error
	String() string
}

// Load makes windows a part of the home, as a sync does with what it has landed: flattened, merged, proved, published.
// Measurements use it, since what they compare with knows no landing.
func (p *Pipeline) Load(ctx context.Context, ask engine.Run, windows []Pages) (engine.Sync, error) {
	r, err := p.open(ctx, ask)
	if err != nil {
		return engine.Sync{}, err
	}
	got := engine.Sync{Run: ask.ID, Generation: r.current.Number}
	done, err := r.load(ctx, loading{windows: windows, command: "load"})
	r.report(&got, nil, nil, done)
	return got, errors.Join(err, r.close())
}
