package warehouse

import (
	"context"
	"fmt"

	"carehouse/load/lake"
)

// Merge makes a window part of the present, in one transaction with its row in the ledger. After an error the database
// is as it was.
//
// Of each key the newest version counts; one whose hash differs from the present version's replaces it as a whole,
// with all its children, unless it is older. What it replaces goes to history. A record that two complete sweeps in a
// row did not see leaves a tombstone there. At each stage rows, keys and money must agree, or nothing is written.
func (d *DB) Merge(ctx context.Context, s Staged, o MergeOptions) (Changes, error) {
	var changes Changes
	err := d.within(ctx, func() error {
		if err := d.enter(ctx, s); err != nil {
			return err
		}
		known, err := d.count(ctx, "load/window_known", nil)
		if err != nil {
			return err
		}
		if known > 0 {
			return ErrMerged
		}
		for _, root := range s.Roots {
			c, err := d.mergeRoot(ctx, s, root, o)
			if err != nil {
				return fmt.Errorf("table %s: %w", root.Root.Name, err)
			}
			changes.Tables = append(changes.Tables, c)
		}
		return d.enterWindow(ctx, s)
	})
	if err != nil {
		return Changes{}, fmt.Errorf("warehouse: merge %s: %w", name(s.Window), err)
	}
	return changes, nil
}

func (d *DB) mergeRoot(ctx context.Context, s Staged, root StagedRoot, o MergeOptions) (TableChanges, error) {
	tree := newShape(root.Root)
	c, err := d.compare(ctx, s, root, tree)
	if err != nil {
		return c, err
	}
	if !o.AllowShrink {
		if err := d.shrinks(ctx, s.Window, tree, c); err != nil {
			return c, err
		}
	}
	rec := newReceipt(s, root, c)
	if err := d.receiveStaged(ctx, rec, tree); err != nil {
		return c, err
	}
	if err := d.apply(ctx, tree, c); err != nil {
		return c, err
	}
	if err := d.receiveMerged(ctx, rec, tree, c); err != nil {
		return c, err
	}
	if err := d.enterRoot(ctx, s, root, rec); err != nil {
		return c, err
	}
	return c, d.run(ctx, "load/clear", nil)
}

// apply writes what the comparison found. Steps that would find nothing to do are left out.
func (d *DB) apply(ctx context.Context, tree *shape, c TableChanges) error {
	if c.SeenAgain > 0 {
		if err := d.run(ctx, "load/unmark", tree); err != nil {
			return err
		}
	}
	if c.Inserted+c.Updated+c.Deleted+c.Missed == 0 {
		return nil
	}
	if err := d.run(ctx, "load/changed", tree); err != nil {
		return err
	}
	if err := d.end(ctx, tree, c); err != nil {
		return err
	}
	if c.Inserted+c.Updated == 0 {
		return nil
	}
	for _, t := range tree.Tree {
		if t.Whole = c.Inserted+c.Updated == c.Arrived; !t.Staged {
			continue
		}
		if err := d.run(ctx, "load/insert", t); err != nil {
			return err
		}
	}
	return nil
}

// end closes the versions that are over, of the record and of all its children.
func (d *DB) end(ctx context.Context, tree *shape, c TableChanges) error {
	if c.Inserted > 0 { // one may come back
		if err := d.run(ctx, "load/return", tree); err != nil {
			return err
		}
	}
	if c.Updated+c.Deleted > 0 {
		if err := d.run(ctx, "load/last_closed", tree); err != nil {
			return err
		}
		for _, t := range tree.Tree {
			if err := d.run(ctx, "load/close", t); err != nil {
				return err
			}
		}
	}
	if c.Deleted+c.Missed > 0 {
		return d.run(ctx, "load/tombstones", tree)
	}
	return nil
}

// measure asks DuckDB for a table's audited columns; from says whose rows, see load/measure.
func (d *DB) measure(ctx context.Context, t *shape, from string) (lake.Measures, error) {
	t.From = from
	texts := make([]string, 1+2*len(t.Audit))
	dest := make([]any, len(texts))
	for i := range texts {
		dest[i] = &texts[i]
	}
	if err := d.ask(ctx, "load/measure", t, dest...); err != nil {
		return lake.Measures{}, err
	}
	return parseMeasures(t, texts)
}
