package pipeline

import (
	"cmp"
	"context"
	"errors"
	"os"
	"slices"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/cli/human"
	"carehouse/load/landing"
	"carehouse/load/warehouse"
	"carehouse/models"
)

// A loading is what is done with landed windows: flattened, compared, merged, published.
type loading struct {
	windows []Pages // ended, in the order in which they are merged
	scratch bool    // start from nothing instead of from the current generation
	replace []scope // take out what these datasets have loaded before
	force   bool    // publish also when nothing changes
	command string

	// shrink says with which windows more than a fifth of a table may go; nil is with none.
	shrink func(landing.Facts) bool
	// must says without which windows nothing is published, since they are loaded already; nil is without none.
	must func(landing.Facts) bool
	// unfit is told of a window that cannot be loaded; nil is that nothing is loaded then.
	unfit func(w Pages, why error) error
}

// A scope is one dataset of one tenant.
type scope struct{ source, tenant, dataset string }

func scopeOf(w models.Window) scope { return scope{w.Source, w.Tenant, w.Dataset} }

// loaded is what came of a loading.
type loaded struct {
	changes   map[scope]warehouse.TableChanges // summed over windows and tables
	rejects   map[scope]int64
	refusals  []engine.Refusal
	refused   map[scope]bool   // datasets of which a window was refused
	failures  []engine.Failure // of windows that cannot be loaded
	news      bool             // what was merged changes what readers see
	published bool
	receipts  int
	agreed    int
	drift     int64
}

// refuse notes a refusal, once: a window that waits since an earlier run is refused for the same reason as the new one.
func (l *loaded) refuse(what engine.Refusal) {
	if !slices.Contains(l.refusals, what) {
		l.refusals = append(l.refusals, what)
	}
}

// refuseWindow notes the refusal of a window.
func (l *loaded) refuseWindow(w models.Window, what engine.Refusal) {
	l.refuse(what)
	if l.refused == nil {
		l.refused = map[scope]bool{}
	}
	l.refused[scopeOf(w)] = true
}

// pending returns the windows that have ended and are in no database, oldest first, as far as they are wanted.
func (r *run) pending(ctx context.Context, want func(landing.Facts) bool) ([]Pages, error) {
	merged := map[scope]map[string]bool{}
	var found []Pages
	for _, w := range r.windows {
		f := w.Facts()
		if f.State != landing.StateEnded && f.State != landing.StateSettled || !want(f) {
			continue
		}
		s := scopeOf(f.Window)
		if merged[s] == nil {
			ids, err := r.merged(ctx, s)
			if err != nil {
				return nil, err
			}
			merged[s] = ids
		}
		if !merged[s][f.Window.ID] {
			found = append(found, w)
		}
	}
	inOrder(found)
	return found, nil
}

// inOrder sorts windows into the order in which they are merged: by tenant, oldest first. It depends on nothing but the
// windows, so that a rebuild merges as the runs did, also what several datasets bring of one table.
func inOrder(windows []Pages) {
	slices.SortFunc(windows, func(a, b Pages) int {
		x, y := a.Facts().Window, b.Facts().Window
		return cmp.Or(
			cmp.Compare(x.Source, y.Source), cmp.Compare(x.Tenant, y.Tenant),
			cmp.Compare(x.ID, y.ID), cmp.Compare(x.Dataset, y.Dataset),
		)
	})
}

// merged returns the ids of a dataset's windows that are in the current database.
func (r *run) merged(ctx context.Context, s scope) (map[string]bool, error) {
	if r.db == nil {
		return map[string]bool{}, nil
	}
	return mergedIn(ctx, r.db, s)
}

func mergedIn(ctx context.Context, db *warehouse.DB, s scope) (map[string]bool, error) {
	ids := map[string]bool{}
	past, err := db.Past(ctx, s.source, s.tenant, s.dataset)
	for _, p := range past {
		ids[p.Window.ID] = true
	}
	return ids, err
}

// load makes landed windows part of the present and publishes it. Where nothing would change it publishes nothing, and
// settles the windows instead.
func (r *run) load(ctx context.Context, l loading) (done loaded, err error) {
	done = loaded{changes: map[scope]warehouse.TableChanges{}, rejects: map[scope]int64{}}
	defer func() { err = errors.Join(err, os.RemoveAll(r.stagingDir())) }()
	if len(l.windows) > 0 {
		r.say("loading " + human.Plural(int64(len(l.windows)), "landed window"))
	}
	staged, err := r.stageAll(ctx, &l, &done)
	if err != nil {
		return done, err
	}
	for _, s := range staged {
		done.rejects[scopeOf(s.Window)] += int64(len(s.Rejects))
	}
	if done.drift, err = r.newDrift(ctx, staged); err != nil {
		return done, err
	}
	news := l.force || l.scratch || len(l.replace) > 0 || slices.ContainsFunc(l.windows, r.overdue)
	if !news {
		if news, err = r.news(ctx, staged); err != nil {
			return done, err
		}
	}
	if !news {
		return done, r.settle(l.windows)
	}
	return done, r.publish(ctx, l, staged, &done)
}

// overdue reports whether a window that brought nothing has been kept long enough. The landing may let it go once the database's
// ledger knows it, which is with the next publish: one that nobody waits for, where nothing has happened for so long.
func (r *run) overdue(w Pages) bool {
	f, keep := w.Facts(), r.ask.Config.Keep.Landing
	return f.State == landing.StateSettled && keep > 0 && r.now().Sub(ending(f)) > keep
}

// stageAll flattens the windows that have something to be flattened. One that was settled before brought nothing, so
// only its row in the ledger is missing. Where everything is loaded again, the newest sweeps count even so: those that
// deleted what older windows hold may have been pruned.
func (r *run) stageAll(ctx context.Context, l *loading, done *loaded) ([]warehouse.Staged, error) {
	var all []warehouse.Staged
	var fit []Pages
	broken := map[scope]bool{}
	again := map[Pages]bool{}
	if l.scratch || len(l.replace) > 0 {
		again = lastSweeps(l.windows)
	}
	for _, w := range l.windows {
		f := w.Facts()
		if f.State == landing.StateSettled && !again[w] {
			all = append(all, warehouse.Staged{Window: f.Window, Verdict: f.Verdict, Ended: f.Ended, Run: r.ask.ID})
			fit = append(fit, w)
			continue
		}
		s, why, err := r.stageFit(ctx, w, broken[scopeOf(f.Window)])
		switch {
		case err != nil:
			return nil, err
		case why == nil:
			all, fit = append(all, s), append(fit, w)
		case l.unfit == nil:
			return nil, why
		default:
			broken[scopeOf(f.Window)] = true
			done.failures = append(done.failures, unloaded(f.Window, why))
			if err := l.unfit(w, why); err != nil {
				return nil, err
			}
		}
	}
	l.windows = fit
	return all, nil
}

// lastSweeps returns the newest complete sweeps of each dataset and of each part of it, as many as a deletion takes.
func lastSweeps(windows []Pages) map[Pages]bool {
	found, swept := map[Pages]bool{}, map[scope]sweeps{}
	for _, w := range slices.Backward(windows) {
		f := w.Facts()
		s := scopeOf(f.Window)
		if swept[s] == nil {
			swept[s] = sweeps{}
		}
		if swept[s].takes(f) {
			found[w] = true
		}
	}
	return found
}

// news reports whether merging would change anything that a reader can see.
func (r *run) news(ctx context.Context, staged []warehouse.Staged) (bool, error) {
	if r.db == nil {
		return slices.ContainsFunc(staged, func(s warehouse.Staged) bool { // a refusal alone is nothing to show
			return s.Verdict.Outcome != models.NotEntitled
		}), nil
	}
	if made, err := r.tablesOf(ctx, staged); err != nil || !made {
		return true, err
	}
	before, err := r.readSetAsides(ctx)
	if err != nil {
		return false, err
	}
	for _, s := range staged {
		if len(s.Roots) > 0 && before.anew(s) {
			return true, nil
		}
		changes, err := r.db.Changes(ctx, s)
		if err != nil {
			return false, err
		}
		if changes.Any() {
			return true, nil
		}
	}
	return false, nil
}

// these returns the windows that were merged.
func these(windows []Pages, merged []warehouse.Staged) []Pages {
	var found []Pages
	for _, w := range windows {
		window := w.Facts().Window
		if slices.ContainsFunc(merged, func(s warehouse.Staged) bool {
			return scopeOf(s.Window) == scopeOf(window) && s.Window.ID == window.ID
		}) {
			found = append(found, w)
		}
	}
	return found
}

// settle marks windows that brought nothing, so that nobody looks at them again before the next publish.
func (r *run) settle(windows []Pages) error {
	for _, w := range windows {
		if err := w.Settle(r.now()); err != nil {
			return err
		}
	}
	return nil
}
