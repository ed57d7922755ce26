package pipeline

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/config"
)

// What the demo changes at each source between its two syncs.
const (
	demoInserts = 200
	demoUpdates = 300
	demoDeletes = 25
)

// demo simulates the APIs, syncs them in full, changes them, syncs what changed, and looks around.
func (p *Pipeline) demo(ctx context.Context, ask engine.Run, what engine.DemoAsk) (got engine.Demo, err error) {
	dir, err := filepath.Abs(what.Home)
	if err != nil {
		return got, err
	}
	all, err := p.serve(ctx, engine.SimulateAsk{Listen: "127.0.0.1:0", Size: what.Size, Seed: what.Seed})
	defer func() { err = errors.Join(err, stop(all)) }()
	if err != nil {
		return got, err
	}
	if ask.Config, err = p.demoConfig(dir, all); err != nil {
		return got, err
	}
	got.Home = what.Home
	current := filepath.Join(what.Home, "current")
	got.Database, got.Lake = filepath.Join(current, databaseName), filepath.Join(current, "lake")
	return got, p.demoSyncs(ctx, ask, all, &got)
}

// demoFile is the configuration that the demo leaves behind.
const demoFile = "carehouse.yaml"

// demoConfig writes the configuration of the simulated tenants and reads it as any other.
func (p *Pipeline) demoConfig(dir string, all []*served) (*config.Config, error) {
	text, env, files := configuration(".", all)
	text = "# The demo's own configuration. Its APIs are gone; the data stays.\n" + text
	path := filepath.Join(dir, demoFile)
	if err := config.Create(path, text); err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	if err := config.CreateAll(dir, files); err != nil {
		return nil, fmt.Errorf("demo: %w", err)
	}
	reader := config.Reader{Drivers: p.Known(), Env: func(name string) (string, bool) {
		value, ok := env[name]
		return value, ok
	}}
	return reader.Load(path)
}

func (p *Pipeline) demoSyncs(ctx context.Context, ask engine.Run, all []*served, got *engine.Demo) error {
	var err error
	tell(ask, "1  a full sync of everything that the sources have: "+sourceNames(all))
	if got.Full, err = p.sync(ctx, ask, engine.SyncAsk{}); err != nil {
		return err
	}
	for _, s := range all {
		s.api.Change(demoInserts, demoUpdates, demoDeletes)
		got.Changes.Inserted += demoInserts
		got.Changes.Updated += demoUpdates
		got.Changes.Deleted += demoDeletes
	}
	between := p.Clock()
	tell(ask, fmt.Sprintf("2  the sources change: %d records come, %d change and %d go in each", demoInserts, demoUpdates, demoDeletes))
	tell(ask, "3  an incremental sync, which asks for what is new and what has changed")
	if got.Next, err = p.sync(ctx, ask, engine.SyncAsk{}); err != nil {
		return err
	}
	tell(ask, "4  nobody tells of deletions: two complete sweeps that miss a record are the proof")
	for range 2 {
		swept, err := p.sync(ctx, ask, engine.SyncAsk{Full: true})
		if err != nil {
			return err
		}
		got.Next.Deleted += swept.Deleted
	}
	return p.tour(ctx, ask, between.UTC(), got)
}

func sourceNames(all []*served) string {
	names := make([]string, len(all))
	for i, s := range all {
		names[i] = s.driver.Name
	}
	return strings.Join(names, ", ")
}

func tell(ask engine.Run, line string) {
	if ask.Say != nil {
		ask.Say(line)
	}
}
