package warehouse

import (
	"context"
	"fmt"
	"strings"

	"carehouse/models"
)

// The share of a tenant's records that may go at once without being asked: a fifth, or fewer than shrinkFloor. Where a sweep
// is of parts, it is a fifth of what those parts have, and no part may lose more than half of its own: one that answers with
// nothing may be small beside the others. A part that is a person may, since charts are merged with others every day.
const (
	shrinkShare = 5
	shrinkFloor = 10
)

// MergeOptions say what a merge may do.
type MergeOptions struct {
	AllowShrink bool // more than a fifth of what was swept may go at once
}

// Changes compares a window with the present and writes nothing. It works on a database that is open to be read.
func (d *DB) Changes(ctx context.Context, s Staged) (Changes, error) {
	if err := d.enter(ctx, s); err != nil {
		return Changes{}, fmt.Errorf("warehouse: %s: %w", name(s.Window), err)
	}
	var changes Changes
	for _, root := range s.Roots {
		c, err := d.compare(ctx, s, root, newShape(root.Root))
		if err != nil {
			return Changes{}, fmt.Errorf("warehouse: %s: table %s: %w", name(s.Window), root.Root.Name, err)
		}
		changes.Tables = append(changes.Tables, c)
	}
	if err := d.run(ctx, "load/clear", nil); err != nil {
		return Changes{}, fmt.Errorf("warehouse: %s: %w", name(s.Window), err)
	}
	return changes, nil
}

// name is how a window is called in errors.
func name(w models.Window) string { return where(w.Source, w.Tenant, w.Dataset, w.ID) }

// enter sets the variables that the statement files of a merge use.
func (d *DB) enter(ctx context.Context, s Staged) error {
	for _, v := range []struct {
		name, typ string
		value     any
	}{
		{"source", "VARCHAR", s.Window.Source},
		{"tenant", "VARCHAR", s.Window.Tenant},
		{"dataset", "VARCHAR", s.Window.Dataset},
		{"window_id", "VARCHAR", s.Window.ID},
		{"planned", "TIMESTAMPTZ", instant(s.Window.Planned)},
		{"ended", "TIMESTAMPTZ", instant(s.Ended)},
		{"from_time", "TIMESTAMPTZ", instant(s.Window.From)},
		{"to_time", "TIMESTAMPTZ", instant(s.Window.To)},
		{"parts", "VARCHAR", s.Window.Parts},
	} {
		if err := d.set(ctx, v.name, v.typ, v.value); err != nil {
			return err
		}
	}
	return nil
}

// compare makes the working tables arrived, judged and, where the window judges it, absent, and counts them.
func (d *DB) compare(ctx context.Context, s Staged, root StagedRoot, tree *shape) (TableChanges, error) {
	if err := d.prepare(ctx, s, root, tree); err != nil {
		return TableChanges{}, err
	}
	steps := []string{"load/arrived", "load/judged", "load/present_again"}
	if tree.Absence {
		steps = append(steps, "load/absent")
	}
	for _, step := range steps {
		if err := d.run(ctx, step, tree); err != nil {
			return TableChanges{}, err
		}
	}
	c := TableChanges{Table: tree.Name}
	err := d.ask(ctx, "load/changes", tree,
		&c.Arrived, &c.Keys, &c.Inserted, &c.Updated, &c.Same, &c.Older, &c.Deleted, &c.Missed, &c.SeenAgain, &c.Before)
	return c, err
}

// prepare tells the shapes of a root's tables what has arrived for them and what the window may conclude.
func (d *DB) prepare(ctx context.Context, s Staged, root StagedRoot, tree *shape) error {
	for _, t := range tree.Tree {
		files := root.files(t.Name)
		t.Staged = len(files) > 0
		if !t.Staged {
			continue
		}
		if err := d.set(ctx, "files_"+t.Name, "VARCHAR[]", files); err != nil {
			return err
		}
	}
	absence, err := d.judgesAbsence(ctx, s, root)
	if err != nil || !absence {
		return err
	}
	tree.Absence = true
	if s.Window.Mode == models.Windows {
		at := root.Root.Column(root.Span)
		tree.Span, tree.SpanType = root.Span, root.Root.Columns[at].Type.SQL()
	}
	if s.Verdict.Within == "" {
		return nil
	}
	tree.Within = root.Root.Within()
	tree.People = root.Root.Columns[root.Root.Column(tree.Within)].Privacy != models.Clear
	return d.set(ctx, "within", "VARCHAR[]", strings.Fields(s.Verdict.Within))
}

// judgesAbsence reports whether a window may say who is gone: only a whole one, about its own table, span and part of
// the records, and only as long as no later one has spoken.
func (d *DB) judgesAbsence(ctx context.Context, s Staged, root StagedRoot) (bool, error) {
	if !root.Sweep || !s.Verdict.Absence || !s.Verdict.Outcome.Whole() {
		return false, nil
	}
	if s.Window.Mode == models.Windows && (root.Span == "" || root.Root.Column(root.Span) < 0) {
		return false, nil
	}
	if s.Verdict.Within != "" && root.Root.Within() == "" { // it has seen a part, and nobody can tell which
		return false, nil
	}
	later, err := d.count(ctx, "load/sweep_known", nil)
	return later == 0, err
}

// shrinks returns an error when more records would go than is believed, of all or of a part.
func (d *DB) shrinks(ctx context.Context, w models.Window, tree *shape, c TableChanges) error {
	if c.Deleted < shrinkFloor {
		return nil
	}
	gone, present := c.Deleted, c.Before
	if tree.Within != "" {
		var err error
		if present, err = d.count(ctx, "load/swept", tree); err != nil {
			return err
		}
	}
	if gone*shrinkShare <= present {
		if tree.Within == "" || tree.People {
			return nil
		}
		if err := d.ask(ctx, "load/emptied", tree, &gone, &present); err != nil || gone < shrinkFloor {
			return err
		}
	}
	return &ShrinkError{Source: w.Source, Tenant: w.Tenant, Table: c.Table, Gone: gone, Present: present}
}
