package warehouse

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"carehouse/load/lake"
	"carehouse/models"
)

// A builder makes the files of one root table and tenant. It asks DuckDB nothing, so that it can use all cores.
type builder struct {
	publish Publish
	root    *models.Table
	tenant  string
	base    []laked
	staged  map[lake.Unit]Unit
	live    *lake.Live
	groups  []*groupFiles
	empties []laked
}

// groupFiles are the files of a group of units, one a table that has rows.
type groupFiles struct {
	group lake.Group
	known []laked // the base's, when it has the same rows
	made  []laked
}

// stagedUnits remembers the units that have just been flattened.
func (b *builder) stagedUnits() {
	b.staged = map[lake.Unit]Unit{}
	for _, s := range b.publish.Staged {
		if s.Window.Source != b.root.Source || s.Window.Tenant != b.tenant {
			continue
		}
		for _, r := range s.Roots {
			if r.Root.Name != b.root.Name {
				continue
			}
			for _, u := range r.Units {
				b.staged[lake.Unit{Window: s.Window.ID, Number: u.Number, FirstPage: u.FirstPage, LastPage: u.LastPage}] = u
			}
		}
	}
}

// known returns the base's files of a group, when it has them. A name tells all that decides a file's bytes.
func (b *builder) known(g lake.Group) []laked {
	if b.publish.BaseDir == "" {
		return nil
	}
	var files []laked
	for _, f := range b.base {
		if filepath.Base(f.Path) == g.Name {
			files = append(files, f)
		}
	}
	return files
}

// dirty returns the units of groups whose files have to be written.
func (b *builder) dirty() []lake.Unit {
	var units []lake.Unit
	for _, g := range b.groups {
		if g.known != nil || b.asStaged(g.group) != nil {
			continue
		}
		for _, u := range g.group.Units {
			units = append(units, u.Unit)
		}
	}
	return units
}

// asStaged returns the staged unit that is a group as it stands: alone, and with all of its records present.
func (b *builder) asStaged(g lake.Group) *Unit {
	if len(g.Units) != 1 {
		return nil
	}
	u, ok := b.staged[g.Units[0].Unit]
	if !ok || u.Files[b.root.Name].Rows != g.Units[0].Live {
		return nil
	}
	return &u
}

// build makes every group's files, several at once, and one without rows for each table that has none. A night mostly
// touches one group, so the tables of a group are made side by side as well.
func (b *builder) build(ctx context.Context) error {
	tables := slices.Collect(b.root.All())
	slots := make([]laked, len(b.groups)*len(tables)) // those without a table stay empty
	err := parallel(len(slots), b.publish.Workers, func(i int) (err error) {
		slots[i], err = b.buildTable(ctx, b.groups[i/len(tables)], tables[i%len(tables)])
		return err
	})
	if err != nil {
		return err
	}
	for i, f := range slots {
		if f.Table != "" {
			g := b.groups[i/len(tables)]
			g.made = append(g.made, f)
		}
	}
	has := map[string]bool{}
	for _, f := range b.files() {
		has[f.Table] = true
	}
	for t := range b.root.All() {
		if !has[t.Name] {
			path := filepath.Join(folder(t, b.tenant), lake.EmptyName)
			f, err := lake.Empty(t, filepath.Join(b.publish.NextDir, path))
			if err != nil {
				return err
			}
			if f.Measures, err = lake.Check(t, f.Path); err != nil {
				return err
			}
			f.Path = path
			b.empties = append(b.empties, laked{File: f})
		}
	}
	return nil
}

// buildTable makes one table's file of a group, or gives the base's a second name. It returns nothing when there are
// no rows.
func (b *builder) buildTable(ctx context.Context, g *groupFiles, t *models.Table) (laked, error) {
	if err := ctx.Err(); err != nil {
		return laked{}, err
	}
	if g.known == nil {
		f, ok, err := b.buildFile(ctx, g.group, t)
		if err != nil || !ok {
			return laked{}, err
		}
		return f, nil
	}
	for _, f := range g.known {
		if f.Table == t.Name {
			return f, lake.Link(filepath.Join(b.publish.BaseDir, f.Path), filepath.Join(b.publish.NextDir, f.Path))
		}
	}
	return laked{}, nil
}

// buildFile makes one table's file of a group and has it read back.
func (b *builder) buildFile(ctx context.Context, g lake.Group, t *models.Table) (laked, bool, error) {
	path := filepath.Join(folder(t, b.tenant), g.Name)
	to := filepath.Join(b.publish.NextDir, path)
	f, ok, err := b.writeFile(ctx, g, t, to)
	if err != nil {
		return laked{}, false, fmt.Errorf("table %s: %w", t.Name, err)
	}
	if !ok {
		return laked{}, false, nil
	}
	read, err := lake.Check(t, to)
	if err != nil {
		return laked{}, false, err
	}
	if measure, wrote, found, same := agree(newShapeOf(t), f.Measures, read); !same {
		return laked{}, false, &ReceiptError{
			Source: t.Source, Tenant: b.tenant, Table: t.Name, Measure: measure,
			Stages: []StageValue{{stageStaged, wrote}, {stageLake, found}},
		}
	}
	f.Path, f.Measures = path, audited(t, read)
	made := laked{File: f}
	for _, u := range g.Units {
		made.units = append(made.units, u.Unit)
	}
	return made, true, nil
}

// files returns all files that were made.
func (b *builder) files() []laked {
	var files []laked
	for _, g := range b.groups {
		files = append(files, g.made...)
	}
	return append(files, b.empties...)
}

// audited keeps the measures that files of any size have.
func audited(t *models.Table, m lake.Measures) lake.Measures {
	kept := lake.Measures{Rows: m.Rows, Columns: map[string]lake.Measure{}}
	for _, c := range lake.Audit(t) {
		if seen, ok := m.Columns[c.Name]; ok {
			kept.Columns[c.Name] = seen
		}
	}
	return kept
}
