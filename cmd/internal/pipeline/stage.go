package pipeline

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"strconv"

	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/sourcegraph/conc/pool"

	"carehouse/load/lake"
	"carehouse/load/landing"
	"carehouse/load/warehouse"
	"carehouse/models"
	"carehouse/transform"
)

// unitBytes is where a unit ends: the pages of a window are cut into runs of about so many raw bytes. It is part of
// what decides the bytes of Parquet files, so it is not a setting.
const unitBytes = 64 << 20

// A unit is a run of pages of one table that are flattened together, by one worker, in order.
type unit struct {
	number int
	plan   *transform.Plan
	root   *models.Table
	pages  []landing.PageFacts
}

// A flattened unit is what came of it.
type flattened struct {
	unit    unit
	files   map[string]lake.File
	found   int64
	rejects []models.Reject
	notes   map[models.Note]int64
}

// stage flattens a window that has ended into Parquet files below dir.
func (r *run) stage(ctx context.Context, window Pages, dir string) (warehouse.Staged, error) {
	facts := window.Facts()
	staged := warehouse.Staged{
		Window: facts.Window, Verdict: facts.Verdict, Ended: facts.Ended, Run: r.ask.ID, Notes: map[models.Note]int64{},
	}
	units, err := r.units(facts)
	if err != nil {
		return staged, err
	}
	dir = filepath.Join(dir, facts.Window.Source, facts.Window.Tenant, facts.Window.Dataset, facts.Window.ID)
	done, err := r.flattenAll(ctx, window, dir, units)
	if err != nil {
		return staged, fmt.Errorf("%s: %w", window, err)
	}
	roots := map[string]int{} // position in staged.Roots
	for _, f := range done {
		at, ok := roots[f.unit.root.Name]
		if !ok {
			at = len(staged.Roots)
			roots[f.unit.root.Name] = at
			staged.Roots = append(staged.Roots, warehouse.StagedRoot{
				Root: f.unit.root, Sweep: f.unit.root.Name == facts.Window.Dataset, Span: f.unit.root.Span(),
			})
		}
		root := &staged.Roots[at]
		root.Landed += f.found
		first, last := f.unit.pages[0].Number, f.unit.pages[len(f.unit.pages)-1].Number
		root.Units = append(root.Units, warehouse.Unit{Number: f.unit.number, FirstPage: first, LastPage: last, Files: f.files})
		staged.Rejects = append(staged.Rejects, f.rejects...)
		for note, n := range f.notes {
			staged.Notes[note] += n
		}
	}
	for _, p := range facts.Pages {
		staged.Pages = append(staged.Pages, warehouse.PageFact{
			Number: p.Number, Table: p.Table, Sweep: p.Sweep, Call: p.Call, AskedAt: p.AskedAt,
			RawBytes: p.RawBytes, SHA256: p.RawSHA256,
		})
	}
	return staged, nil
}

// counts reports whether a page is one of those that the verdict is about.
func counts(v models.Verdict, p landing.PageFacts) bool {
	return v.Outcome != models.NotEntitled && (v.Sweep == 0 || p.Sweep == 0 || p.Sweep == v.Sweep)
}

// units cuts the pages that count into units. It depends on the landing alone, so that the same landing always makes
// the same files.
func (r *run) units(facts landing.Facts) ([]unit, error) {
	var units []unit
	open := map[string]int{}    // table → position in units of the one that still takes pages
	numbers := map[string]int{} // table → units so far
	sizes := map[int]int64{}
	for _, p := range facts.Pages {
		if !counts(facts.Verdict, p) {
			continue
		}
		at, ok := open[p.Table]
		if !ok {
			table, err := r.table(facts.Window.Source, p.Table)
			if err != nil {
				return nil, err
			}
			numbers[p.Table]++
			at = len(units)
			open[p.Table] = at
			units = append(units, unit{number: numbers[p.Table], plan: table.plan, root: table.root})
		}
		units[at].pages = append(units[at].pages, p)
		if sizes[at] += p.RawBytes; sizes[at] >= unitBytes {
			delete(open, p.Table)
		}
	}
	return units, nil
}

// flattenAll flattens units side by side and returns them in order.
func (r *run) flattenAll(ctx context.Context, window Pages, dir string, units []unit) ([]flattened, error) {
	done := make([]flattened, len(units))
	hands := newHands(goMemory(r.ask.Config.Limits) / flattenedTimes)
	workers := pool.New().WithContext(ctx).WithCancelOnError().WithFirstError().WithMaxGoroutines(r.workers())
	for i, u := range units {
		workers.Go(func(ctx context.Context) error {
			var err error
			done[i], err = flattenUnit(ctx, window, filepath.Join(dir, u.root.Name+"-"+strconv.Itoa(u.number)), u, hands)
			return err
		})
	}
	return done, workers.Wait()
}

// flattenUnit turns the pages of a unit into Parquet files.
func flattenUnit(ctx context.Context, window Pages, dir string, u unit, hands *hands) (flattened, error) {
	f := flattened{unit: u, notes: map[models.Note]int64{}}
	writer := lake.Stage(dir, u.root)
	defer writer.Abort()
	totals := map[string]transform.Totals{}
	asked := window.Facts().Window
	for _, facts := range u.pages {
		if err := ctx.Err(); err != nil {
			return f, context.Cause(ctx)
		}
		err := hands.full(ctx, facts.RawBytes, func() error {
			page, err := window.Page(facts.Number)
			if err != nil {
				return err
			}
			return f.add(writer, asked, u.plan, page, totals)
		})
		if err != nil {
			return f, fmt.Errorf("page %d: %w", facts.Number, err)
		}
	}
	var err error
	if f.files, err = writer.Close(); err != nil {
		return f, err
	}
	return f, compareTotals(totals, f.files)
}

// add flattens a page and hands its rows to the writer.
func (f *flattened) add(
	writer *lake.Writer, window models.Window, plan *transform.Plan, page models.Page, totals map[string]transform.Totals,
) error {
	batch, err := plan.Flatten(memory.DefaultAllocator, window, page)
	if err != nil {
		return err
	}
	defer batch.Release()
	if err := writer.Write(batch.Records); err != nil {
		return err
	}
	f.found += int64(batch.Found)
	f.rejects = append(f.rejects, batch.Rejects...)
	for note, n := range batch.Notes {
		f.notes[note] += n
	}
	for _, t := range batch.Totals {
		sum, ok := totals[t.Table]
		if !ok {
			sum = transform.Totals{Table: t.Table, Money: maps.Clone(t.Money)}
		} else {
			for column, money := range t.Money {
				sum.Money[column] = sum.Money[column].Add(money)
			}
		}
		sum.Rows += t.Rows
		totals[t.Table] = sum
	}
	return nil
}

// compareTotals holds what was read from the payloads against what was written to the files: the first receipt.
func compareTotals(totals map[string]transform.Totals, files map[string]lake.File) error {
	for table, total := range totals {
		file := files[table]
		if file.Rows != total.Rows {
			return fmt.Errorf("%w: %s: %d rows were read and %d written", errReceipt, table, total.Rows, file.Rows)
		}
		for column, sum := range total.Money {
			if file.Rows == 0 {
				continue
			}
			if written := file.Measures.Columns[column]; written.Values != sum.Count || written.Sum.String() != sum.Big().String() {
				return fmt.Errorf("%w: %s.%s: the amounts read and those written do not add up to the same", errReceipt, table, column)
			}
		}
	}
	return nil
}
