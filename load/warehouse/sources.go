package warehouse

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"carehouse/load/lake"
	"carehouse/models"
)

// ErrSource means that rows are present of which neither the staged files nor the generation before has a file.
var ErrSource = errors.New("no Parquet file holds rows that are present")

// writeFile links a staged file that is as it should be, or writes one from those that hold the rows. It is not ok
// when the group has no rows of the table.
func (b *builder) writeFile(ctx context.Context, g lake.Group, t *models.Table, to string) (lake.File, bool, error) {
	if u := b.asStaged(g); u != nil {
		f, ok := u.Files[t.Name]
		if !ok {
			return lake.File{}, false, nil
		}
		return f, true, lake.Link(f.Path, to)
	}
	sources, err := b.sources(g, t)
	if err != nil {
		return lake.File{}, false, err
	}
	return lake.Rewrite(ctx, t, to, sources, b.live)
}

// sources says which files hold a group's rows of a table, in the order of the rows.
func (b *builder) sources(g lake.Group, t *models.Table) ([]lake.Source, error) {
	var sources []lake.Source
	for _, u := range g.Units {
		path, err := b.source(u.Unit, t)
		if err != nil {
			return nil, err
		}
		if n := len(sources); n > 0 && sources[n-1].Path == path {
			sources[n-1].Units = append(sources[n-1].Units, u.Unit)
			continue
		}
		sources = append(sources, lake.Source{Path: path, Units: []lake.Unit{u.Unit}})
	}
	return sources, nil
}

// source returns the file that holds a unit's rows of a table, or "" when the unit has none. A unit that is neither
// staged nor in the base is an error: its records are present, so a file must have had them.
func (b *builder) source(u lake.Unit, t *models.Table) (string, error) {
	if staged, ok := b.staged[u]; ok {
		return staged.Files[t.Name].Path, nil
	}
	found := false
	for _, f := range b.base {
		for _, held := range f.units {
			if held != u {
				continue
			}
			if f.Table == t.Name {
				return filepath.Join(b.publish.BaseDir, f.Path), nil
			}
			found = true
		}
	}
	if !found || b.publish.BaseDir == "" {
		return "", fmt.Errorf("window %s: unit %d: %w", u.Window, u.Number, ErrSource)
	}
	return "", nil
}
