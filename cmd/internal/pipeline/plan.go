package pipeline

import (
	"cmp"
	"context"
	"errors"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/config"
	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/load/durable"
	"carehouse/load/generation"
	"carehouse/load/landing"
	"carehouse/models"
)

// someInterval is how far apart requests are taken to be where no source says.
const someInterval = time.Second / 5

// plan says what a sync would do, and sends nothing.
func (p *Pipeline) plan(ctx context.Context, ask engine.Run, what engine.SyncAsk) (engine.Plan, error) {
	r, err := p.looking(ctx, ask)
	if err != nil {
		return engine.Plan{}, err
	}
	got, err := r.plan(ctx, what)
	return got, errors.Join(err, r.close())
}

// pacer is a source that can say how fast it may ask.
type pacer interface{ Pace() time.Duration }

// rationed is a source that may make so many requests a day only. 0 a day is no limit.
type rationed interface {
	Ration() (perDay, left int, err error)
}

func (r *run) plan(ctx context.Context, what engine.SyncAsk) (engine.Plan, error) {
	got := engine.Plan{Datasets: []engine.PlanDataset{}}
	how, err := generation.CloneSupport(r.home.Dir())
	if err != nil {
		return got, homeFault(r.ask.Config.Home, err)
	}
	got.Database.Clone = how == durable.Cloned
	if f, ok := r.current.File(databaseName); ok {
		got.Database.Generation, got.Database.Bytes = r.current.Number, f.Size
	}
	for _, t := range r.ask.Config.Tenants {
		if !what.Has(t.Source, t.Name, what.Dataset) {
			continue
		}
		source, err := r.source(ctx, t, transport.NewRetries(0))
		if err != nil {
			return got, err
		}
		p := planner{run: r, tenant: t, what: what, coming: map[string][]models.Past{}, each: someInterval}
		if own, ok := source.(pacer); ok {
			p.each = own.Pace()
		}
		rows, err := p.tenantRows(ctx, source.Datasets())
		if err != nil {
			return got, err
		}
		got.Datasets = append(got.Datasets, rows...)
		got.About = max(got.About, engine.Span(p.about())) // tenants run side by side
		if own, ok := source.(rationed); ok {
			perDay, left, err := own.Ration()
			if err != nil {
				return got, err
			}
			if perDay > 0 {
				got.Rations = append(got.Rations, ration(t, rows, perDay, left, what.Full))
			}
		}
	}
	for _, row := range got.Datasets {
		got.Windows += row.Windows
		got.Requests += row.Requests
		got.AtLeast = got.AtLeast || unknown(row)
	}
	return got, nil
}

// ration says in how many days the requests of a tenant are made. A reading of everything that a day does not do for begins anew
// with each run.
func ration(t config.Tenant, rows []engine.PlanDataset, perDay, left int, full bool) engine.PlanRation {
	got := engine.PlanRation{Source: t.Source, Tenant: t.Name, PerDay: perDay, Left: left, Days: 1}
	for _, row := range rows {
		got.Requests += row.Requests
		got.AtLeast = got.AtLeast || unknown(row)
	}
	switch more := got.Requests - left; {
	case full && got.Requests > perDay:
		got.Days = 0
	case more > 0:
		got.Days += (more + perDay - 1) / perDay
	}
	return got
}

// unknown reports whether nobody can tell how many requests a dataset takes.
func unknown(row engine.PlanDataset) bool { return row.Windows > 0 && row.Requests == 0 }

// A planner says what a sync would do for one tenant.
type planner struct {
	*run

	tenant config.Tenant
	what   engine.SyncAsk
	each   time.Duration            // between requests that no lane keeps apart
	coming map[string][]models.Past // the windows that were planned, as if they had been fetched, by dataset

	lanes map[string]time.Duration // how long each lane is busy
	ends  map[string]time.Duration // when each dataset is done, if nothing but what it follows keeps it waiting
}

func (p *planner) tenantRows(ctx context.Context, datasets []extract.Dataset) ([]engine.PlanDataset, error) {
	var rows []engine.PlanDataset
	p.lanes, p.ends = map[string]time.Duration{}, map[string]time.Duration{}
	for _, d := range datasets {
		if !p.what.Has(p.tenant.Source, p.tenant.Name, d.Name) {
			continue
		}
		row, err := p.row(ctx, d)
		if err != nil {
			return nil, err
		}
		took := time.Duration(row.About)
		p.lanes[row.Lane] += took
		p.ends[d.Name] = p.ends[d.Leader] + took
		rows = append(rows, row)
	}
	return rows, nil
}

// about is how long the tenant takes: as long as its busiest lane, or the longest row of datasets that follow each other.
func (p *planner) about() time.Duration {
	var longest time.Duration
	for _, took := range []map[string]time.Duration{p.lanes, p.ends} {
		for _, d := range took {
			longest = max(longest, d)
		}
	}
	return longest
}

// row plans one dataset. One that follows another is told of what that one is going to land, as far as it is known.
func (p *planner) row(ctx context.Context, d extract.Dataset) (engine.PlanDataset, error) {
	source, tenant := p.tenant.Source, p.tenant.Name
	row := engine.PlanDataset{Source: source, Tenant: tenant, Dataset: d.Name, Follows: d.Leader, Lane: laneOf(d)}
	past, err := p.past(ctx, source, tenant, d.Name)
	if err != nil {
		return row, err
	}
	var lead []models.Past
	if d.Leader != "" {
		lead = append(p.leading(scope{source, tenant, d.Leader}, nil), p.coming[d.Leader]...)
	}
	for _, w := range d.Plan(past, p.want(p.what, lead)) {
		row.Mode, row.From = w.Mode, w.From
		if d.Leader == "" {
			row.After = w.After
		}
		row.Windows++
		row.Requests += d.Estimate(past, w)
		p.coming[d.Name] = append(p.coming[d.Name], models.Past{
			Window: w, Verdict: models.Verdict{Outcome: models.Complete, Claimed: -1, Distinct: -1}, Ended: p.now(),
		})
	}
	if row.Requests > 0 {
		row.Requests = max(row.Requests-p.begun(d, scope{source, tenant, d.Name}), 1)
	}
	each := cmp.Or(d.Interval, p.each)
	row.Interval = engine.Span(d.Interval)
	row.About = engine.Span(time.Duration(row.Requests) * each)
	if p.unfinished(source, tenant, d.Name) > 0 {
		row.Note = "goes on with the window that was interrupted"
	}
	return row, nil
}

// begun is how many pages of a dataset are landed of windows that go on, each for about a request that is made.
func (p *planner) begun(d extract.Dataset, s scope) int {
	pages := 0
	for _, w := range p.windowsOf(s) {
		if f := w.Facts(); f.State == landing.StateOpen && p.outdated(&task{dataset: d}, f, p.what) == "" {
			pages += len(f.Pages)
		}
	}
	return pages
}

// laneOf names the lane of a dataset; "" is the one that all share which name none.
func laneOf(d extract.Dataset) string {
	if d.Lane == "" && d.Interval > 0 {
		return d.Name
	}
	return d.Lane
}
