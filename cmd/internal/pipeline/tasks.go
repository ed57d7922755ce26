package pipeline

import (
	"context"
	"log/slog"
	"slices"
	"sync/atomic"

	"github.com/sourcegraph/conc/pool"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/cli/human"
	"carehouse/cmd/internal/config"
	"carehouse/cmd/internal/logs"
	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"
)

// perTenant is how many datasets of a tenant are fetched side by side that share the tenant's pace. Those with a lane of
// their own do not hold each other up, so there may be one more for each lane.
const perTenant = 4

// tasks lists what is to be fetched: every dataset in scope of every tenant that is not skipped. Each tenant has a stock
// of retries of its own: one whose source is down uses up nobody else's.
func (r *run) tasks(ctx context.Context, what engine.SyncAsk) ([]*task, error) {
	var tasks []*task
	for _, tenant := range r.ask.Config.Tenants {
		if slices.Contains(what.Skip, tenant.Name) || !what.Has(tenant.Source, tenant.Name, what.Dataset) {
			continue
		}
		source, err := r.source(ctx, tenant, transport.NewRetries(transport.DefaultRetries))
		if err != nil {
			return nil, err
		}
		r.brings = append(r.brings, tenant)
		datasets := source.Datasets()
		for _, d := range datasets {
			rests := slices.Contains(what.Rest, engine.Pace{Tenant: tenant.Name, Dataset: paceOf(tenant, datasets, d)})
			if rests || !what.Has(tenant.Source, tenant.Name, d.Name) {
				continue
			}
			t := &task{tenant: tenant, dataset: d}
			t.did = engine.SyncDataset{Source: tenant.Source, Tenant: tenant.Name, Dataset: d.Name}
			tasks = append(tasks, t)
		}
	}
	return tasks, nil
}

// paceOf names the dataset whose pace a dataset goes at: itself where the configuration gives it one, else the one that it
// follows, and so on; "" is the pace of all the others.
func paceOf(tenant config.Tenant, datasets []extract.Dataset, d extract.Dataset) string {
	for range datasets { // a circle would be a mistake of the source, and must not hang anything
		if _, own := tenant.Every[d.Name]; own {
			return d.Name
		}
		at := slices.IndexFunc(datasets, func(other extract.Dataset) bool { return other.Name == d.Leader })
		if at < 0 {
			return ""
		}
		d = datasets[at]
	}
	return ""
}

// pullAll lands what is to be fetched, tenants and datasets side by side. What fails is kept with its task.
func (r *run) pullAll(ctx context.Context, tasks []*task, what engine.SyncAsk) {
	tenants := pool.New()
	for group := range byTenant(tasks) {
		tenants.Go(func() { inTurn(group, sideBySide(group), func(t *task) { r.pullOne(ctx, t, what) }) })
	}
	tenants.Wait()
}

// sideBySide is how many of a tenant's tasks go on at once.
func sideBySide(group []*task) int {
	lanes := map[string]bool{}
	for _, t := range group {
		if lane := laneOf(t.dataset); lane != "" {
			lanes[lane] = true
		}
	}
	return perTenant + len(lanes)
}

// inTurn does a tenant's tasks side by side, so many at once, in their order, but each only after the one that it
// follows has ended, well or not.
func inTurn(group []*task, most int, do func(*task)) {
	ended := make(chan string)
	running := pool.New()
	defer running.Wait()
	unended := map[string]bool{}
	for _, t := range group {
		unended[t.dataset.Name] = true
	}
	free := func(t *task) bool { return t.dataset.Leader == "" || !unended[t.dataset.Leader] }
	waiting := slices.Clone(group)
	for at := 0; len(waiting) > 0 || at > 0; {
		next := slices.IndexFunc(waiting, free)
		if next < 0 && at == 0 {
			next = 0 // they follow one another in a circle, which is a mistake of the source
		}
		if next < 0 || at == most {
			delete(unended, <-ended)
			at--
			continue
		}
		t := waiting[next]
		waiting = slices.Delete(waiting, next, next+1)
		at++
		running.Go(func() {
			defer func() { ended <- t.dataset.Name }()
			do(t)
		})
	}
}

// byTenant groups tasks, which are in the order of tenants.
func byTenant(tasks []*task) func(yield func([]*task) bool) {
	return func(yield func([]*task) bool) {
		for start := 0; start < len(tasks); {
			end := start
			for end < len(tasks) && tasks[end].tenant.Name == tasks[start].tenant.Name {
				end++
			}
			if !yield(tasks[start:end]) {
				return
			}
			start = end
		}
	}
}

func (r *run) pullOne(ctx context.Context, t *task, what engine.SyncAsk) {
	key := t.tenant.Name + "/" + t.dataset.Name
	mode, estimate := r.expect(ctx, t, what)
	t.line = r.ask.Progress.Start(t.tenant.Name, t.dataset.Name, mode, estimate)
	count := &atomic.Int64{}
	r.mu.Lock()
	r.lines[key], r.requests[key] = t.line, count
	r.mu.Unlock()
	err := r.pull(ctx, t, what)
	if listed := r.relist(t.scope()); err == nil {
		err = listed
	}
	t.did.Requests = count.Load()
	switch {
	case t.pauses(err):
	case err != nil:
		t.fail(err)
		r.logger().LogAttrs(ctx, slog.LevelInfo, "dataset failed", logs.Tenant(t.tenant.Name), logs.Dataset(t.dataset.Name),
			logs.Outcome(string(t.did.Outcome)), logs.Err(err))
	case t.did.Windows == 0: // there was nothing to do, and that is as it should be
		t.did.Outcome = models.Empty
		t.line.Done(nothing(t))
	default:
		t.line.Done(human.Plural(t.did.Records, "record") + " landed")
	}
}

// nothing says why a dataset was not asked for anything.
func nothing(t *task) string {
	if t.dataset.Leader != "" {
		return "nothing to follow"
	}
	return "nothing to ask"
}

// expect says in which mode a dataset will be asked, and for about how many pages.
func (r *run) expect(ctx context.Context, t *task, what engine.SyncAsk) (models.Mode, int) {
	past, err := r.past(ctx, t.tenant.Source, t.tenant.Name, t.dataset.Name)
	if err != nil {
		return "", 0
	}
	pages := 0
	var mode models.Mode
	for _, w := range t.dataset.Plan(past, r.want(what, r.leadOf(t))) {
		mode = w.Mode
		pages += t.dataset.Estimate(past, w)
	}
	return mode, pages
}
