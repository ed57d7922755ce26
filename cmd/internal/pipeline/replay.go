package pipeline

import (
	"context"
	"errors"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/load/landing"
)

// rebuild makes the whole database and lake again from the landing, starting from nothing.
func (p *Pipeline) rebuild(ctx context.Context, ask engine.Run) (engine.Sync, error) {
	return p.again(ctx, ask, "rebuild", p.openAnyway, func(r *run) (loading, error) {
		return loading{windows: r.finished(engine.Scope{}), scratch: true}, nil
	})
}

// replay takes out what the datasets in scope have loaded and loads it again from the landing.
func (p *Pipeline) replay(ctx context.Context, ask engine.Run, in engine.Scope) (engine.Sync, error) {
	return p.again(ctx, ask, "replay", p.open, func(r *run) (loading, error) {
		windows := r.finished(in)
		return loading{windows: windows, replace: scopes(windows)}, nil
	})
}

// retrying is the command that needs something to be set aside.
const retrying = "rejects retry"

// retry replays the datasets of which something was set aside.
func (p *Pipeline) retry(ctx context.Context, ask engine.Run, in engine.Scope) (engine.Sync, error) {
	return p.again(ctx, ask, retrying, p.open, func(r *run) (loading, error) {
		rejected, err := r.rejected(ctx)
		if err != nil {
			return loading{}, err
		}
		var windows []Pages
		for _, w := range r.finished(in) {
			if rejected[scopeOf(w.Facts().Window)] {
				windows = append(windows, w)
			}
		}
		return loading{windows: windows, replace: scopes(windows)}, nil
	})
}

// again loads windows that are landed, without asking any API.
func (p *Pipeline) again(
	ctx context.Context, ask engine.Run, command string,
	open func(context.Context, engine.Run) (*run, error), what func(*run) (loading, error),
) (engine.Sync, error) {
	r, err := open(ctx, ask)
	if err != nil {
		return engine.Sync{}, err
	}
	got := engine.Sync{Run: ask.ID, Generation: r.current.Number}
	l, err := what(r)
	if err == nil && len(l.windows) == 0 {
		if err = r.torn; err == nil && command != retrying {
			r.say("nothing has landed that could be loaded again")
		} else if err == nil {
			r.say("nothing of what has landed is set aside")
		}
	} else if err == nil {
		l.command = command
		err = r.reload(ctx, l, &got)
	}
	if err == nil {
		err = r.enter(got, command)
	}
	return got, diskFault(ask.Config.Home, errors.Join(err, r.close()))
}

// reload loads windows that may have been loaded before, when nothing is lost by it.
func (r *run) reload(ctx context.Context, l loading, got *engine.Sync) error {
	if err := r.strange(); err != nil {
		return err
	}
	misfit := r.fits(ctx)
	if misfit != nil && !l.scratch {
		return misfit
	}
	lost, err := r.lost(ctx, l)
	if err != nil {
		return err
	}
	if l.shrink, err = r.believed(ctx, l.windows); err != nil {
		return err
	}
	if r.db != nil && misfit == nil {
		if err := lostFault(lost); err != nil {
			return err
		}
		l.must = l.shrink
	} else { // the database is of no use, and whatever can be loaded is better than nothing
		l.unfit = func(Pages, error) error { return nil }
	}
	done, err := r.load(ctx, l)
	done.failures = append(lost, done.failures...)
	r.report(got, nil, nil, done)
	return err
}

// believed says which windows may take more than a fifth of a table with them again: those that did, or were found not
// to, when they were loaded. One that was refused waits for a person, whatever is rebuilt meanwhile. Where no database
// tells what was loaded, all may.
func (r *run) believed(ctx context.Context, windows []Pages) (func(landing.Facts) bool, error) {
	loaded := map[scope]map[string]bool{}
	for _, s := range scopes(windows) {
		var err error
		if loaded[s], err = r.merged(ctx, s); err != nil {
			return nil, err
		}
	}
	return func(f landing.Facts) bool {
		return r.db == nil || f.State == landing.StateSettled || loaded[scopeOf(f.Window)][f.Window.ID]
	}, nil
}

// finished returns the windows in scope that have ended, in the order in which they are merged.
func (r *run) finished(in engine.Scope) []Pages {
	var windows []Pages
	for _, w := range r.windows {
		f := w.Facts()
		ended := f.State == landing.StateEnded || f.State == landing.StateSettled
		if ended && in.Has(f.Window.Source, f.Window.Tenant, f.Window.Dataset) {
			windows = append(windows, w)
		}
	}
	inOrder(windows)
	return windows
}

// scopes lists the datasets that windows belong to.
func scopes(windows []Pages) []scope {
	var all []scope
	seen := map[scope]bool{}
	for _, w := range windows {
		if s := scopeOf(w.Facts().Window); !seen[s] {
			seen[s] = true
			all = append(all, s)
		}
	}
	return all
}

// rejected returns the datasets of which something was set aside.
func (r *run) rejected(ctx context.Context) (map[scope]bool, error) {
	found := map[scope]bool{}
	if r.db == nil {
		return found, nil
	}
	rejects, err := r.db.Report(ctx, "rejects", everyReject)
	for _, row := range rejects.Rows {
		found[scope{row[0].Text, row[1].Text, row[2].Text}] = true
	}
	return found, err
}
