package warehouse

import (
	"cmp"
	"context"
	dbsql "database/sql"
	"fmt"
	"slices"
	"time"

	"carehouse/models"
)

// The names of the checks that the tables themselves are put to.
const (
	checkDoubled = "one row a key"
	checkOrphans = "children of the present version"
)

// enterWindow writes what the ledger keeps of a window beside its records.
func (d *DB) enterWindow(ctx context.Context, s Staged) error {
	w, v := s.Window, s.Verdict
	err := d.run(ctx, "load/window", nil,
		s.Run, w.Source, w.Tenant, w.Dataset, w.ID, string(w.Mode), instant(w.From), instant(w.To), w.After,
		instant(w.Planned), instant(s.Ended), string(v.Outcome), v.Sweep, v.Absence, v.Claimed, v.Distinct, v.Cursor,
		instant(v.CursorAt), w.Parts)
	if err != nil {
		return err
	}
	for _, enter := range []func(context.Context, Staged) error{d.enterPages, d.enterRejects, d.enterNotes} {
		if err := enter(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

func (d *DB) enterPages(ctx context.Context, s Staged) error {
	var numbers, sweeps, sizes []int64
	var tables, calls, asked, sums []string
	for _, p := range s.Pages {
		numbers, sweeps, sizes = append(numbers, int64(p.Number)), append(sweeps, int64(p.Sweep)), append(sizes, p.RawBytes)
		tables, calls, sums = append(tables, p.Table), append(calls, p.Call), append(sums, p.SHA256)
		asked = append(asked, fmt.Sprint(instant(p.AskedAt)))
	}
	if len(numbers) == 0 {
		return nil
	}
	w := s.Window
	return d.run(ctx, "load/pages", nil,
		w.Source, w.Tenant, w.Dataset, w.ID, numbers, tables, sweeps, calls, asked, sizes, sums)
}

func (d *DB) enterRejects(ctx context.Context, s Staged) error {
	var pages, records []int64
	var tables, paths, reasons []string
	var whole []bool
	for _, r := range s.Rejects {
		pages, records = append(pages, int64(r.Page)), append(records, int64(r.Record))
		tables, paths, reasons = append(tables, r.Table), append(paths, r.Path), append(reasons, string(r.Reason))
		whole = append(whole, r.Whole)
	}
	if len(pages) == 0 {
		return nil
	}
	w := s.Window
	return d.run(ctx, "load/rejects", nil,
		s.Run, w.Source, w.Tenant, w.Dataset, w.ID, pages, records, tables, paths, reasons, whole)
}

// enterNotes writes unknown fields as drift and everything else that was noticed as checks, in a fixed order.
func (d *DB) enterNotes(ctx context.Context, s Staged) error {
	notes := make([]models.Note, 0, len(s.Notes))
	for n := range s.Notes {
		notes = append(notes, n)
	}
	slices.SortFunc(notes, func(a, b models.Note) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Table, b.Table), cmp.Compare(a.Path, b.Path))
	})
	var drift, noted checks
	for _, n := range notes {
		to := &noted
		if n.Kind == models.UnknownField {
			to = &drift
		}
		to.add(n.Table, string(n.Kind), n.Path, "note", s.Notes[n])
	}
	w := s.Window
	if len(drift.tables) > 0 {
		err := d.run(ctx, "load/drift", nil, s.Run, w.Source, w.Tenant, w.Dataset, w.ID, drift.tables, drift.paths, drift.found)
		if err != nil {
			return err
		}
	}
	return d.enterChecks(ctx, s.Run, w, noted)
}

// checks are rows of meta.checks as lists.
type checks struct {
	tables, names, paths, outcomes []string
	found                          []int64
}

func (c *checks) add(table, name, path, outcome string, found int64) {
	c.tables, c.names = append(c.tables, table), append(c.names, name)
	c.paths, c.outcomes = append(c.paths, path), append(c.outcomes, outcome)
	c.found = append(c.found, found)
}

func (d *DB) enterChecks(ctx context.Context, run string, w models.Window, c checks) error {
	if len(c.tables) == 0 {
		return nil
	}
	return d.run(ctx, "load/checks", nil,
		run, w.Source, w.Tenant, w.Dataset, w.ID, c.tables, c.names, c.paths, c.outcomes, c.found)
}

// enterRoot writes the units and receipts of one root table of a window.
func (d *DB) enterRoot(ctx context.Context, s Staged, root StagedRoot, r *receipt) error {
	w := s.Window
	var numbers, firsts, lasts, records []int64
	for _, u := range root.Units {
		numbers, firsts, lasts = append(numbers, int64(u.Number)), append(firsts, int64(u.FirstPage)), append(lasts, int64(u.LastPage))
		records = append(records, u.Files[root.Root.Name].Rows)
	}
	if len(numbers) > 0 {
		err := d.run(ctx, "load/units", nil,
			w.Source, w.Tenant, w.Dataset, root.Root.Name, w.ID, numbers, firsts, lasts, records)
		if err != nil {
			return err
		}
	}
	return d.enterReceipts(ctx, s.Run, w, r.lines)
}

func (d *DB) enterReceipts(ctx context.Context, run string, w models.Window, lines []receiptLine) error {
	var tables, stages, measures, values []string
	for _, l := range lines {
		tables, stages = append(tables, l.table), append(stages, l.stage)
		measures, values = append(measures, l.measure), append(values, l.value)
	}
	if len(tables) == 0 {
		return nil
	}
	return d.run(ctx, "load/receipts", nil, run, w.Source, w.Tenant, w.Dataset, w.ID, tables, stages, measures, values)
}

// A Run is one run of the program that published.
type Run struct {
	ID      string
	Command string
	Started time.Time
	Ended   time.Time
	Outcome string
}

// EnterRun writes the ledger's row of a run.
func (d *DB) EnterRun(ctx context.Context, r Run) error {
	if err := d.run(ctx, "load/run", nil, r.ID, r.Command, instant(r.Started), instant(r.Ended), r.Outcome); err != nil {
		return fmt.Errorf("warehouse: run %s: %w", r.ID, err)
	}
	return nil
}

// Past returns a dataset's merged windows, oldest first.
func (d *DB) Past(ctx context.Context, source, tenant, dataset string) ([]models.Past, error) {
	text, err := render("load/past", nil)
	if err != nil {
		return nil, fmt.Errorf("warehouse: %w", err)
	}
	rows, err := d.conn.QueryContext(ctx, text, source, tenant, dataset)
	if err != nil {
		return nil, fmt.Errorf("warehouse: %w", d.quiet("load/past", err))
	}
	defer rows.Close()
	var past []models.Past
	for rows.Next() {
		p := models.Past{Window: models.Window{Source: source, Tenant: tenant, Dataset: dataset}}
		var from, to, cursorAt dbsql.NullTime
		w, v := &p.Window, &p.Verdict
		err := rows.Scan(&w.ID, &w.Mode, &from, &to, &w.After, &w.Parts, &w.Planned, &p.Ended,
			&v.Outcome, &v.Sweep, &v.Absence, &v.Claimed, &v.Distinct, &v.Cursor, &cursorAt)
		if err != nil {
			return nil, fmt.Errorf("warehouse: %w", d.quiet("load/past", err))
		}
		w.From, w.To, v.CursorAt = utc(from), utc(to), utc(cursorAt)
		w.Planned, p.Ended = w.Planned.UTC(), p.Ended.UTC()
		past = append(past, p)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("warehouse: %w", d.quiet("load/past", err))
	}
	return past, nil
}

func utc(t dbsql.NullTime) time.Time {
	if !t.Valid {
		return time.Time{}
	}
	return t.Time.UTC()
}

// Replace takes out all that one tenant's dataset has put into the present, the history and the ledger, in one
// transaction, so that it can be merged anew from the landing. Its roots are those of the dataset.
func (d *DB) Replace(ctx context.Context, source, tenant, dataset string, roots []*models.Table) error {
	err := d.within(ctx, func() error {
		s := Staged{Window: models.Window{Source: source, Tenant: tenant, Dataset: dataset}}
		if err := d.enter(ctx, s); err != nil {
			return err
		}
		for _, root := range roots {
			if err := d.run(ctx, "load/forget_root", newShape(root)); err != nil {
				return err
			}
		}
		ledger := []string{"windows", "pages", "units", "receipts", "rejects", "drift", "checks"}
		return d.run(ctx, "load/forget", ledger)
	})
	if err != nil {
		return fmt.Errorf("warehouse: replace %s: %w", where(source, tenant, dataset), err)
	}
	return nil
}
