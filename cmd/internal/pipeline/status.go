package pipeline

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/load/landing"
)

// lastRuns is how many runs status shows.
const lastRuns = 5

// status says how fresh everything is. It reads the database, the landing and the journal, and takes no lock.
func (p *Pipeline) status(ctx context.Context, ask engine.Run, in engine.Scope) (engine.Status, error) {
	r, err := p.looking(ctx, ask)
	if err != nil {
		return engine.Status{}, err
	}
	got, err := r.status(ctx, in)
	return got, errors.Join(err, r.close())
}

func (r *run) status(ctx context.Context, in engine.Scope) (engine.Status, error) {
	got := engine.Status{Datasets: []engine.StatusDataset{}, Kept: []engine.KeptTenant{}, Runs: []engine.StatusRun{}}
	if r.base {
		got.Generation, got.Published = r.current.Number, r.current.Published
		all, err := r.home.Generations()
		if err != nil {
			return got, err
		}
		for _, g := range all {
			if g.Number < r.current.Number {
				got.Before = g.Published
			}
		}
	}
	journal, err := readJournal(r.home.Dir())
	if err != nil {
		return got, err
	}
	waiting, err := r.pending(ctx, func(f landing.Facts) bool { return f.State == landing.StateEnded })
	if err != nil {
		return got, err
	}
	counts, err := r.counts(ctx)
	if err != nil {
		return got, err
	}
	holders, err := r.holders(ctx)
	if err != nil {
		return got, err
	}
	for _, h := range holders {
		if !h.configured {
			if in.Has(h.source, h.tenant, in.Dataset) {
				got.Kept = append(got.Kept, engine.KeptTenant{Source: h.source, Tenant: h.tenant})
			}
			continue
		}
		for _, dataset := range r.datasetsOf(h.source) {
			if !in.Has(h.source, h.tenant, dataset) {
				continue
			}
			row, err := r.statusOf(ctx, scope{h.source, h.tenant, dataset}, counts, waiting, journal)
			if err != nil {
				return got, err
			}
			got.Datasets = append(got.Datasets, row)
		}
	}
	for _, e := range slices.Backward(journal) {
		if len(got.Runs) == lastRuns {
			break
		}
		got.Runs = append(got.Runs, engine.StatusRun{
			Run: e.Run, Command: e.Command, Started: e.Started, Elapsed: e.Elapsed, Exit: e.Exit,
			Generation: e.Generation, Changed: e.Changed,
		})
	}
	return got, nil
}

// statusOf says how a dataset stands. What waits to be loaded does not make it fresh.
func (r *run) statusOf(
	ctx context.Context, s scope, counts map[scope]datasetCounts, waiting []Pages, journal []entry,
) (engine.StatusDataset, error) {
	c := counts[s]
	row := engine.StatusDataset{
		Source: s.source, Tenant: s.tenant, Dataset: s.dataset, Rows: c.rows, Rejects: c.rejects, Drift: c.drift,
		Unfinished: r.unfinished(s.source, s.tenant, s.dataset),
	}
	past, err := r.past(ctx, s.source, s.tenant, s.dataset)
	if err != nil {
		return row, err
	}
	row.Windows = len(past)
	for _, p := range past {
		waits := slices.ContainsFunc(waiting, func(w Pages) bool {
			f := w.Facts()
			return scopeOf(f.Window) == s && f.Window.ID == p.Window.ID
		})
		switch {
		case waits:
			row.Waiting++
		case p.Verdict.Outcome.Whole():
			row.FreshUntil = p.Window.Planned
		}
		row.Remark = p.Verdict.Remark
	}
	last, since := standing(journal, s.source, s.tenant, s.dataset)
	row.Last, row.Changed, row.Paused, row.Refused = last.Outcome, last.Changed, last.Paused, last.Refused
	if last.Outcome != "" && !last.Outcome.Whole() {
		row.Since = since
	}
	return row, nil
}

// datasetCounts is what the database says of a dataset.
type datasetCounts struct{ rows, rejects, drift int64 }

func (r *run) counts(ctx context.Context) (map[scope]datasetCounts, error) {
	counts := map[scope]datasetCounts{}
	if r.db == nil {
		return counts, nil
	}
	tables, err := r.db.Report(ctx, "tables")
	if err != nil {
		return nil, err
	}
	for _, row := range tables.Rows {
		s := scope{row[0].Text, row[1].Text, row[2].Text} // a dataset's first table has its name
		c := counts[s]
		c.rows = number(row[3].Text)
		counts[s] = c
	}
	status, err := r.db.Report(ctx, "status")
	if err != nil {
		return nil, err
	}
	for _, row := range status.Rows {
		s := scope{row[0].Text, row[1].Text, row[2].Text}
		c := counts[s]
		c.rejects, c.drift = number(row[8].Text), number(row[9].Text)
		counts[s] = c
	}
	return counts, nil
}

func number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return n
}
