package pipeline

import (
	"context"
	"slices"
	"time"

	"carehouse/cmd/internal/config"
	"carehouse/extract/transport"
	"carehouse/load/landing"
	"carehouse/load/warehouse"
)

// prune deletes landed windows that have been kept long enough. A window stays, however old, as long as a row of the
// present came from it, as it waits to be loaded, or as a dataset has still to follow it; so do the newest whole one and
// the two newest complete sweeps of each dataset, and where a sweep is of a part of the account, of each part. Rebuild makes
// the same present from what is left. What it cannot make again is history from before that time.
//
// Whose windows they are is what the landing says, not the configuration: a tenant that is not fetched any more keeps
// what is published of it.
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
		if needed[scopeOf(f.Window)][f.Window.ID] || len(r.rootsOf(f.Window.Source)) == 0 {
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
	needed := map[scope]map[string]bool{}
	tenants := map[scope]bool{}
	byDataset := map[scope][]landing.Facts{}
	for _, w := range r.windows {
		f := w.Facts()
		f.Pages = nil
		s := scopeOf(f.Window)
		byDataset[s] = append(byDataset[s], f)
		tenants[scope{s.source, s.tenant, ""}] = true
	}
	for s, windows := range byDataset {
		needed[s] = map[string]bool{}
		loaded, err := mergedIn(ctx, db, s)
		if err != nil {
			return nil, err
		}
		stayNewest(windows, loaded, needed[s])
	}
	for _, t := range r.ask.Config.Tenants {
		if err := r.neededToFollow(ctx, db, t, byDataset, needed); err != nil {
			return nil, err
		}
	}
	for t := range tenants {
		if err := r.neededBy(ctx, db, t, needed); err != nil {
			return nil, err
		}
	}
	return needed, nil
}

// stayNewest marks what stays of a dataset's windows, oldest first, whatever rows came from them.
func stayNewest(windows []landing.Facts, loaded, needed map[string]bool) {
	whole, swept := 0, sweeps{}
	for _, f := range slices.Backward(windows) {
		ended := f.State == landing.StateEnded || f.State == landing.StateSettled
		if !ended {
			continue
		}
		known := f.State == landing.StateSettled || loaded[f.Window.ID]
		if !known {
			needed[f.Window.ID] = true
		}
		if whole == 0 && f.Verdict.Outcome.Whole() {
			whole++
			needed[f.Window.ID] = true
		}
		if known && swept.takes(f) {
			needed[f.Window.ID] = true
		}
	}
}

// neededBy marks the windows that the rows of a tenant's present came from.
func (r *run) neededBy(ctx context.Context, db *warehouse.DB, t scope, needed map[scope]map[string]bool) error {
	for _, root := range r.rootsOf(t.source) {
		live, err := db.LiveWindows(ctx, root, t.tenant)
		if err != nil {
			return err
		}
		for _, l := range live {
			if w, ok := r.windowWith(root, t.tenant, l.Window); ok {
				f := w.Facts().Window
				needed[scopeOf(f)][f.ID] = true
			}
		}
	}
	return nil
}

// neededToFollow marks the windows of a tenant that other datasets have not followed yet. Where nobody can tell who follows
// whom, because a command that asks no API has no secrets to open the source with, all of them stay until the next sync.
func (r *run) neededToFollow(
	ctx context.Context, db *warehouse.DB, t config.Tenant, windows map[scope][]landing.Facts, needed map[scope]map[string]bool,
) error {
	source, err := r.source(ctx, t, transport.NewRetries(0))
	if err != nil {
		for s, all := range windows {
			if s.source == t.Source && s.tenant == t.Name {
				unfollowed(all, "", nil, needed[s])
			}
		}
		return nil //nolint:nilerr // nothing is fetched here, so it is nobody's failure
	}
	for _, d := range source.Datasets() {
		leader := scope{t.Source, t.Name, d.Leader}
		if d.Leader == "" || len(windows[leader]) == 0 {
			continue
		}
		newest, wanted, err := r.followed(ctx, db, scope{t.Source, t.Name, d.Name}, windows)
		if err != nil {
			return err
		}
		unfollowed(windows[leader], newest, wanted, needed[leader])
	}
	return nil
}

// followed says which window a dataset has followed last, "" for none, and which ones it is about to follow.
func (r *run) followed(
	ctx context.Context, db *warehouse.DB, s scope, windows map[scope][]landing.Facts,
) (newest string, wanted []string, err error) {
	past, err := db.Past(ctx, s.source, s.tenant, s.dataset)
	for _, f := range windows[s] {
		if p, ok := f.Past(); ok {
			past = append(past, p)
		}
		if f.State == landing.StateOpen {
			wanted = append(wanted, f.Window.After)
		}
	}
	for _, p := range past {
		if !r.forgotten(p) {
			newest = max(newest, p.Window.After) // ids sort by the time of planning
		}
	}
	return newest, wanted, err
}

// unfollowed marks the windows that are newer than the one that was followed last, or about to be followed.
func unfollowed(windows []landing.Facts, newest string, wanted []string, needed map[string]bool) {
	for _, f := range windows {
		if answers(f) && (f.Window.ID > newest || slices.Contains(wanted, f.Window.ID)) {
			needed[f.Window.ID] = true
		}
	}
}
