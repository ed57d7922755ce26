package pipeline

import (
	"context"
	"fmt"
	"slices"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/load/landing"
	"carehouse/models"
)

// Replaced is a root table of one tenant that is to be made anew.
type replaced struct {
	tenant string
	root   *models.Table
}

// lost finds what the landing cannot make again of what is there: records of the present whose window is gone or cannot
// be read. Rebuild and replay would lose them without a word.
func (r *run) lost(ctx context.Context, l loading) ([]engine.Failure, error) {
	if r.db == nil {
		if r.damaged == nil {
			return nil, nil
		}
		return []engine.Failure{{
			Outcome: models.Failed, What: r.damaged.Error(), Why: "what came with these windows is not loaded",
			Next: "fetch it again: carehouse sync --full",
		}}, nil
	}
	all, err := r.toReplace(ctx, l)
	if err != nil {
		return nil, err
	}
	var lost []engine.Failure
	for _, t := range all {
		live, err := r.db.LiveWindows(ctx, t.root, t.tenant)
		if err != nil {
			return nil, err
		}
		for _, w := range live {
			landed, ok := r.windowWith(t.root, t.tenant, w.Window)
			if ok && landed.Facts().State != landing.StateAbandoned {
				continue
			}
			lost = append(lost, engine.Failure{
				Source: t.root.Source, Tenant: t.tenant, Dataset: t.root.Name, Window: w.Window, Outcome: models.Failed,
				What: fmt.Sprintf("%d records of %s came with a window whose landing is gone or damaged", w.Records, t.root.Name),
				Next: "fetch them again: carehouse sync --full",
			})
		}
	}
	return lost, nil
}

// toReplace lists the tables that a loading makes anew, of every tenant that has any.
func (r *run) toReplace(ctx context.Context, l loading) ([]replaced, error) {
	var all []replaced
	for _, s := range l.replace {
		if !slices.Contains(r.held, s.source) {
			continue
		}
		for _, root := range r.rootsOfDataset(s) {
			all = append(all, replaced{s.tenant, root})
		}
	}
	if !l.scratch {
		return all, nil
	}
	tables, err := r.db.Report(ctx, "tables")
	if err != nil {
		return nil, err
	}
	for _, row := range tables.Rows {
		if t, ok := r.tables[row[0].Text+"."+row[2].Text]; ok {
			all = append(all, replaced{row[1].Text, t.root})
		}
	}
	return all, nil
}

// lostFault stops a rebuild of a database that is well: it would lose what only that database has.
func lostFault(lost []engine.Failure) error {
	if len(lost) == 0 {
		return nil
	}
	f := lost[0]
	return &engine.Fault{
		Exit: engine.Refused, What: fmt.Sprintf("%s %s: %s", f.Tenant, f.Window, f.What),
		Why: fmt.Sprintf("%d windows cannot be loaded again, and the database that is there has what came with them", len(lost)),
		Next: "put the landing back from a backup; without one: delete current/warehouse.duckdb, carehouse rebuild, " +
			"carehouse sync --full",
	}
}
