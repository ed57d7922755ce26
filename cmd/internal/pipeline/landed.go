package pipeline

import (
	"context"
	"fmt"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"carehouse/load/lake"
	"carehouse/load/landing"
	"carehouse/load/warehouse"
	"carehouse/models"
)

// landedMeasures adds up what the landed pages say of the records that a tenant's present consists of. It reads them
// with the reference, not with the fast way that loaded them. Where a window's pages are gone it says so, and nothing
// is known.
func (r *run) landedMeasures(ctx context.Context, tenant string, root *models.Table) (map[string]lake.Measures, string, error) {
	pages, err := r.db.LivePages(ctx, root, tenant)
	if err != nil {
		return nil, "", err
	}
	plan, err := r.table(root.Source, root.Name)
	if err != nil {
		return nil, "", err
	}
	sums := map[string]lake.Measures{}
	for table := range root.All() {
		sums[table.Name] = lake.Measures{Columns: map[string]lake.Measure{}}
	}
	for _, p := range pages {
		if err := ctx.Err(); err != nil {
			return nil, "", context.Cause(ctx)
		}
		window, ok := r.windowOf(root, tenant, p)
		if !ok {
			return nil, "the landing of window " + p.Window + " is gone, so the landing proves nothing", nil
		}
		page, err := window.Page(p.Page)
		if err != nil {
			return nil, "", err
		}
		batch, err := plan.plan.Reference(memory.DefaultAllocator, window.Facts().Window, page)
		if err != nil {
			return nil, "", fmt.Errorf("%s: page %d: %w", window, p.Page, err)
		}
		live := map[int32]bool{}
		for _, n := range p.Records {
			live[int32(n)] = true
		}
		at := 0
		for table := range root.All() {
			sums[table.Name] = sums[table.Name].Plus(measureLive(table, batch.Records[at], live, sums[table.Name]))
			at++
		}
		batch.Release()
	}
	return sums, "", nil
}

// windowOf finds the landed window that a page of a table is in. A table's pages come from one dataset.
func (r *run) windowOf(root *models.Table, tenant string, p warehouse.LivePage) (*landing.Window, bool) {
	for _, w := range r.places[place{root.Source, tenant, p.Window}] {
		if w.TableOf(p.Page) == root.Name {
			return w, true
		}
	}
	return nil, false
}

// windowWith finds the landed window with that id that has pages of a table.
func (r *run) windowWith(root *models.Table, tenant, id string) (*landing.Window, bool) {
	for _, w := range r.places[place{root.Source, tenant, id}] {
		if slices.ContainsFunc(w.Facts().Pages, func(p landing.PageFacts) bool { return p.Table == root.Name }) {
			return w, true
		}
	}
	return nil, false
}

// measureLive adds up the audited columns of the rows that belong to live records. The measures so far say nothing but
// that a first page has every column.
func measureLive(table *models.Table, rec arrow.Record, live map[int32]bool, sofar lake.Measures) lake.Measures {
	m := lake.Measures{Columns: map[string]lake.Measure{}}
	audited := lake.Audit(table)
	for _, c := range audited {
		m.Columns[c.Name] = lake.Measure{}
		if _, ok := sofar.Columns[c.Name]; !ok {
			sofar.Columns[c.Name] = lake.Measure{}
		}
	}
	places := rec.Column(table.Column(table.RecordColumn())).(*array.Int32)
	for row := range int(rec.NumRows()) {
		if !live[places.Value(row)] {
			continue
		}
		m.Rows++
		for _, c := range audited {
			column := rec.Column(table.Column(c.Name))
			if column.IsNull(row) {
				continue
			}
			sum := m.Columns[c.Name]
			sum.Values++
			sum.Sum = sum.Sum.Add(amount(column, row))
			m.Columns[c.Name] = sum
		}
	}
	return m
}

// amount is what a value counts in a measure, as lake.Measure says.
func amount(column arrow.Array, row int) int64 {
	switch a := column.(type) {
	case *array.Int64:
		return a.Value(row)
	case *array.Decimal128:
		return int64(a.Value(row).LowBits())
	case *array.String:
		return int64(len(a.Value(row)))
	default:
		return 0
	}
}
