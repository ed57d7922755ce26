package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/load/landing"
	"carehouse/models"
)

// rewoundName is the file of the home that says which windows the planner is to forget. What they brought stays loaded;
// a rewind makes the next run ask again. Windows that are landed and not loaded, because they were refused or because a
// rollback took them out, are given up: what is asked again takes their place.
const rewoundName = "rewound.json"

// A rewound span: windows of the scope that were planned after To and ended before At do not count for planning.
type rewound struct {
	Scope engine.Scope `json:"scope"`
	To    time.Time    `json:"to,omitzero"`
	At    time.Time    `json:"at"`
	// Ahead are windows that were planned after At, by a clock that was wrong, and do not count either.
	Ahead []string `json:"ahead,omitempty"`
}

func readRewound(home string) ([]rewound, error) {
	raw, err := os.ReadFile(filepath.Join(home, rewoundName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("rewound: %w", err)
	}
	var spans []rewound
	if json.Unmarshal(raw, &spans) != nil {
		return nil, fmt.Errorf("%s is damaged; delete it to undo every rewind", filepath.Join(home, rewoundName))
	}
	return spans, nil
}

// forgotten reports whether a window does not count for planning any more.
func (r *run) forgotten(p models.Past) bool {
	for _, s := range r.rewound {
		if !s.Scope.Has(p.Window.Source, p.Window.Tenant, p.Window.Dataset) {
			continue
		}
		if p.Window.Planned.After(s.To) && !p.Ended.After(s.At) || slices.Contains(s.Ahead, p.Window.ID) {
			return true
		}
	}
	return false
}

// rewind makes the planner forget what was fetched after a moment.
func (p *Pipeline) rewind(ctx context.Context, ask engine.Run, what engine.RewindAsk) (engine.Rewind, error) {
	r, err := p.open(ctx, ask)
	if err != nil {
		return engine.Rewind{}, err
	}
	got, err := r.rewind(ctx, what)
	return got, diskFault(ask.Config.Home, errors.Join(err, r.close()))
}

func (r *run) rewind(ctx context.Context, what engine.RewindAsk) (engine.Rewind, error) {
	before, err := r.standings(ctx, what.Scope)
	if err != nil {
		return engine.Rewind{}, err
	}
	if err := r.giveUpAfter(ctx, what); err != nil {
		return engine.Rewind{}, err
	}
	r.rewound = append(r.rewound, rewound{
		Scope: what.Scope, To: what.To.UTC(), At: r.now(), Ahead: r.aheadOf(what.Scope),
	})
	raw, err := json.MarshalIndent(r.rewound, "", "  ")
	if err != nil {
		return engine.Rewind{}, err
	}
	if err := r.p.Disk.WriteFile("rewound", filepath.Join(r.home.Dir(), rewoundName), raw); err != nil {
		return engine.Rewind{}, fmt.Errorf("rewound: %w", err)
	}
	after, err := r.standings(ctx, what.Scope)
	if err != nil {
		return engine.Rewind{}, err
	}
	var got engine.Rewind
	for i, d := range after {
		got.Datasets = append(got.Datasets, engine.RewindDataset{
			Source: d.Source, Tenant: d.Tenant, Dataset: d.Dataset,
			Forgotten: before[i].Windows - d.Windows, WholeUntil: d.WholeUntil,
		})
	}
	return got, nil
}

// giveUpAfter abandons the windows that were planned after a moment and are not loaded.
func (r *run) giveUpAfter(ctx context.Context, what engine.RewindAsk) error {
	waiting, err := r.pending(ctx, func(f landing.Facts) bool { return f.State == landing.StateEnded })
	if err != nil {
		return err
	}
	for _, w := range r.windows {
		f := w.Facts()
		if !what.Has(f.Window.Source, f.Window.Tenant, f.Window.Dataset) {
			continue
		}
		waits := f.Window.Planned.After(what.To) && slices.Contains(waiting, Pages(w))
		if f.State != landing.StateOpen && !waits {
			continue
		}
		if err := w.Abandon("rewound", r.now()); err != nil {
			return err
		}
	}
	return nil
}

// standings says where each dataset in scope goes on.
func (r *run) standings(ctx context.Context, in engine.Scope) ([]engine.StateDataset, error) {
	var all []engine.StateDataset
	for _, t := range r.ask.Config.Tenants {
		driver, _ := r.p.find(t.Source)
		for _, dataset := range driver.Datasets {
			if !in.Has(t.Source, t.Name, dataset) {
				continue
			}
			past, err := r.past(ctx, t.Source, t.Name, dataset)
			if err != nil {
				return nil, err
			}
			d := engine.StateDataset{Source: t.Source, Tenant: t.Name, Dataset: dataset, Windows: len(past)}
			for _, p := range past {
				if !p.Verdict.Outcome.Whole() {
					continue
				}
				d.WholeUntil = p.Window.Planned
				if p.Verdict.Cursor != "" {
					d.Cursor = p.Verdict.Cursor
				}
			}
			d.Unfinished = r.unfinished(t.Source, t.Name, dataset)
			all = append(all, d)
		}
	}
	return all, nil
}

// unfinished counts the windows that were begun and go on next time.
func (r *run) unfinished(source, tenant, dataset string) int {
	n := 0
	for _, w := range r.windows {
		if f := w.Facts(); f.State == landing.StateOpen && scopeOf(f.Window) == (scope{source, tenant, dataset}) {
			n++
		}
	}
	return n
}

// state says where each dataset goes on.
func (p *Pipeline) state(ctx context.Context, ask engine.Run, in engine.Scope) (engine.State, error) {
	r, err := p.looking(ctx, ask)
	if err != nil {
		return engine.State{}, err
	}
	datasets, err := r.standings(ctx, in)
	return engine.State{Datasets: datasets}, errors.Join(err, r.close())
}
