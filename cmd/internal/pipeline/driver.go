package pipeline

import (
	"context"
	"time"

	"carehouse/cmd/internal/config"
	"carehouse/extract"
)

// Known returns the drivers as the configuration knows them.
func (p *Pipeline) Known() []config.Driver {
	known := make([]config.Driver, len(p.Drivers))
	for i, d := range p.Drivers {
		known[i] = config.Driver{
			Name: d.Name, Aliases: d.Aliases, Doc: d.Doc, Config: d.Config, Sample: d.Sample, Profile: d.Profile, Datasets: d.Datasets, Tables: d.Tables,
		}
	}
	return known
}

// find returns the driver of a source.
func (p *Pipeline) find(source string) (extract.Driver, bool) {
	for _, d := range p.Drivers {
		if d.Name == source {
			return d, true
		}
	}
	return extract.Driver{}, false
}

// grace returns a context that outlives its parent by d, so that the first signal lets the page in hand finish.
func grace(parent context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(context.WithoutCancel(parent))
	stop := context.AfterFunc(parent, func() {
		timer := time.NewTimer(d)
		defer timer.Stop()
		select {
		case <-timer.C:
			cancel(context.Cause(parent))
		case <-ctx.Done():
		}
	})
	return ctx, func() { stop(); cancel(context.Canceled) }
}
