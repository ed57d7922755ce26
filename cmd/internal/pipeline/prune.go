package pipeline

import (
	"context"
	"time"

	"carehouse/load/landing"
	"carehouse/load/warehouse"
	"carehouse/models"
)

// prune deletes landed windows that have been kept long enough. A window stays, however old, as long as a row of the
// present came from it, and the newest whole one of each dataset stays too: rebuild makes the same present from what is
// left. What it cannot make again is history from before that time.
func (r *run) prune(ctx context.Context, db *warehouse.DB) error {
	keep := r.ask.Config.Keep.Landing
	var old []*landing.Window
	for _, w := range r.windows {
		if f := w.Facts(); f.State != landing.StateOpen && keep > 0 && r.now().Sub(ending(f)) > keep {
			old = append(old, w)
		}
	}
	if len(old) == 0 {
		return nil
	}
	needed, err := r.needed(ctx, db)
	if err != nil {
		return err
	}
	for _, w := range old {
		f := w.Facts()
		if needed[scopeOf(f.Window)][f.Window.ID] {
			continue
		}
		if err := r.landing.Remove(w); err != nil {
			return err
		}
	}
	return nil
}

// ending is when a window was done with.
func ending(f landing.Facts) time.Time {
	if f.Ended.IsZero() {
		return f.Closed
	}
	return f.Ended
}

// needed returns the windows that have to stay, by dataset.
func (r *run) needed(ctx context.Context, db *warehouse.DB) (map[scope]map[string]bool, error) {
	if err := r.lastWindows(ctx); err != nil {
		return nil, err
	}
	needed := map[scope]map[string]bool{}
	stay := func(s scope, id string) {
		if needed[s] == nil {
			needed[s] = map[string]bool{}
		}
		needed[s][id] = true
	}
	for s, past := range r.last {
		stay(s, past.Window.ID)
	}
	for _, t := range r.ask.Config.Tenants {
		for _, root := range r.rootsOf(t.Source) {
			if err := r.neededBy(ctx, db, t.Name, root, stay); err != nil {
				return nil, err
			}
		}
	}
	return needed, nil
}

func (r *run) neededBy(ctx context.Context, db *warehouse.DB, tenant string, root *models.Table, stay func(scope, string)) error {
	pages, err := db.LivePages(ctx, root, tenant)
	for _, p := range pages {
		if w, ok := r.windowOf(root, tenant, p); ok {
			f := w.Facts().Window
			stay(scopeOf(f), f.ID)
		}
	}
	return err
}
