package pipeline

import (
	"context"
	"errors"
	"fmt"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/load/landing"
	"carehouse/models"
)

// sync fetches what is new and publishes it.
func (p *Pipeline) sync(ctx context.Context, ask engine.Run, what engine.SyncAsk) (engine.Sync, error) {
	r, err := p.open(ctx, ask)
	if err != nil {
		return engine.Sync{}, err
	}
	got, err := r.sync(ctx, what)
	return got, diskFault(ask.Config.Home, errors.Join(err, r.close()))
}

func (r *run) sync(ctx context.Context, what engine.SyncAsk) (engine.Sync, error) {
	if err := r.fits(ctx); err != nil {
		return engine.Sync{}, err
	}
	tasks, err := r.tasks(ctx, what)
	if err != nil {
		return engine.Sync{}, err
	}
	if err := r.inTime(ctx, tasks); err != nil {
		return engine.Sync{}, err
	}
	journal, err := readJournal(r.home.Dir())
	if err != nil {
		return engine.Sync{}, err
	}
	r.pullAll(ctx, tasks, what)
	got := engine.Sync{Run: r.ask.ID, Generation: r.current.Number}
	if err := ctx.Err(); err != nil {
		r.report(&got, tasks, journal, loaded{})
		return got, errors.Join(context.Cause(ctx), r.enter(got, "sync"))
	}
	if t := crowded(tasks); t != nil { // and so is the rest of the run
		r.report(&got, tasks, journal, loaded{})
		return got, errors.Join(t.roomless(), r.enterFailed(got, "sync", t.cause))
	}
	if err := r.list(); err != nil {
		return got, err
	}
	windows, err := r.pending(ctx, func(f landing.Facts) bool { return true })
	if err != nil {
		return got, err
	}
	done, err := r.load(ctx, loading{windows: windows, shrink: shrinking(what), unfit: r.giveUp, command: "sync"})
	r.report(&got, tasks, journal, done)
	return got, errors.Join(err, r.enterFailed(got, "sync", err))
}

// shrinking says which windows may take more than a fifth of a table with them: those in the scope that a person looked
// at. What another tenant has pending is loaded by the same run, and nobody has looked at that.
func shrinking(what engine.SyncAsk) func(landing.Facts) bool {
	return func(f landing.Facts) bool {
		return what.AllowShrink && what.Has(f.Window.Source, f.Window.Tenant, f.Window.Dataset)
	}
}

// report sums up what a run did.
func (r *run) report(got *engine.Sync, tasks []*task, journal []entry, done loaded) {
	got.Generation, got.Published = r.current.Number, done.published
	if !done.published { // then nothing has changed, however far it came
		done.changes, done.receipts, done.agreed = nil, 0, 0
	}
	got.Refusals = done.refusals
	got.Receipts, got.Agreed, got.Drift = done.receipts, done.agreed, done.drift
	unloaded := map[scope]bool{}
	for _, f := range done.failures {
		unloaded[scope{f.Source, f.Tenant, f.Dataset}] = true
	}
	got.Failures = append(got.Failures, done.failures...)
	for _, t := range tasks {
		s := t.scope()
		if unloaded[s] {
			t.did.Outcome = models.Failed
		}
		t.did.Refused = done.refused[s]
		changes := done.changes[s]
		t.did.Changed, t.did.Deleted = changes.Inserted+changes.Updated, changes.Deleted
		t.did.Rejects = done.rejects[s]
		got.Requests += t.did.Requests
		got.Datasets = append(got.Datasets, t.did)
		if t.failure != nil && !quietly(tasks, t, journal) {
			got.Failures = append(got.Failures, *t.failure)
		}
		if t.did.Outcome == models.Partial {
			got.Failures = append(got.Failures, unstable(t))
		}
	}
	for _, c := range done.changes {
		got.Changed += c.Inserted + c.Updated
		got.Deleted += c.Deleted
	}
	for _, n := range done.rejects {
		got.Rejects += n
	}
	got.Elapsed = engine.Span(r.p.Clock().Sub(r.started))
}

// unstable tells of a window whose rows are loaded, and of which nobody can say that they are all. The source may have
// remarked why.
func unstable(t *task) engine.Failure {
	again := fmt.Sprintf("carehouse sync %s/%s/%s", t.tenant.Source, t.tenant.Name, t.dataset.Name)
	f := engine.Failure{
		Source: t.tenant.Source, Tenant: t.tenant.Name, Dataset: t.dataset.Name, Outcome: models.Partial,
		What: "the list kept changing while it was read, so it may not be whole",
		Why:  "the number of records that the API tells and the number that came differ; what came is loaded, and nothing is deleted",
		Next: "try at a quieter hour: " + again,
	}
	if t.did.Remark != "" {
		f.What, f.Why = "it may not be whole: "+t.did.Remark, "what came is loaded, and nothing is deleted"
		f.Next = "then ask again: " + again // an hour may have nothing to do with it
	}
	return f
}

// enter writes the run into the journal.
func (r *run) enter(got engine.Sync, command string) error { return r.enterFailed(got, command, nil) }

// enterFailed writes a run into the journal that may have failed as a whole.
func (r *run) enterFailed(got engine.Sync, command string, failed error) error {
	e := entry{
		Run: r.ask.ID, Command: command, Started: r.started.UTC(), Elapsed: engine.Span(r.p.Clock().Sub(r.started)),
		Exit: got.Exit(), Changed: got.Changed,
	}
	if failed != nil {
		e.Exit = engine.Failed
	}
	if got.Published {
		e.Generation = got.Generation
	}
	for _, d := range got.Datasets {
		outcome := d.Outcome
		if outcome == "" {
			outcome = models.Failed
		}
		e.Datasets = append(e.Datasets, ended{d.Source, d.Tenant, d.Dataset, outcome, d.Changed, d.Paused, d.Refused})
	}
	return appendJournal(r.home.Dir(), r.p.Disk, e)
}
