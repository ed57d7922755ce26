package warehouse

import (
	"context"
	"fmt"

	"carehouse/load/lake"
	"carehouse/models"
)

// Measure returns what a tenant has in a table at this moment: rows, and the audited columns' exact sums.
func (d *DB) Measure(ctx context.Context, t *models.Table, tenant string) (lake.Measures, error) {
	if err := d.set(ctx, "tenant", "VARCHAR", tenant); err != nil {
		return lake.Measures{}, fmt.Errorf("warehouse: measure: %w", err)
	}
	for _, s := range newShape(t.Root()).Tree {
		if s.Name == t.Name {
			m, err := d.measure(ctx, s, "present")
			if err != nil {
				return m, fmt.Errorf("warehouse: measure: %w", err)
			}
			return m, nil
		}
	}
	return lake.Measures{}, fmt.Errorf("warehouse: measure: %s is not a table of %s", t.Name, t.Root().Name)
}

// A LiveWindow is a window and how many records of the present came with it.
type LiveWindow struct {
	Window  string
	Records int64
}

// LiveWindows lists the windows that a tenant's present of a root table came with.
func (d *DB) LiveWindows(ctx context.Context, root *models.Table, tenant string) ([]LiveWindow, error) {
	if err := d.set(ctx, "tenant", "VARCHAR", tenant); err != nil {
		return nil, fmt.Errorf("warehouse: live windows: %w", err)
	}
	var windows []LiveWindow
	err := d.each(ctx, "load/live_windows", newShape(root), nil, func(scan func(...any) error) error {
		var w LiveWindow
		err := scan(&w.Window, &w.Records)
		windows = append(windows, w)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("warehouse: live windows: %w", err)
	}
	return windows, nil
}

// A LivePage is a landed page and the records of it that are in the present, by position.
type LivePage struct {
	Window  string
	Page    int
	Records []int
}

// LivePages lists which records of which landed pages a tenant's present consists of, in the order of the landing.
func (d *DB) LivePages(ctx context.Context, root *models.Table, tenant string) ([]LivePage, error) {
	if err := d.set(ctx, "tenant", "VARCHAR", tenant); err != nil {
		return nil, fmt.Errorf("warehouse: live pages: %w", err)
	}
	var pages []LivePage
	err := d.each(ctx, "load/live_pages", newShape(root), nil, func(scan func(...any) error) error {
		var p LivePage
		var records []any
		if err := scan(&p.Window, &p.Page, &records); err != nil {
			return err
		}
		for _, r := range records {
			if n, ok := r.(int32); ok {
				p.Records = append(p.Records, int(n))
			}
		}
		pages = append(pages, p)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("warehouse: live pages: %w", err)
	}
	return pages, nil
}
