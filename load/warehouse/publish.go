package warehouse

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"

	"carehouse/load/lake"
	"carehouse/models"
)

// A Publish is what it takes to make the Parquet files of the next generation.
type Publish struct {
	Roots   []*models.Table // all of them, of every source; a tenant of a source has files of all the source's tables
	Staged  []Staged        // the windows that were merged into this database and are not in the base's files
	NextDir string          // the next generation's folder; files go below lake/ in it
	BaseDir string          // the generation that this database was copied from; "" is none
	Run     string
	Workers int // files written at once; at least 1
}

// BuildLake writes the next generation's Parquet files, so that they hold exactly the present, and proves it: every
// new file is read back by the independent reader, and what it finds over all files must be what DuckDB has. Files
// whose rows are those of a file of the base are the same file under a second name. It returns every file of the
// generation, with paths relative to NextDir, in order. What it writes is forced to disk by the publish and not before.
//
// Files take memory of their own. So the database is opened anew first, which gives back what merging took.
func (d *DB) BuildLake(ctx context.Context, p Publish) ([]lake.File, error) {
	if err := d.again(ctx); err != nil {
		return nil, err
	}
	var all []lake.File
	for _, root := range p.Roots {
		tenants, err := d.tenants(ctx, root.Source)
		if err != nil {
			return nil, fmt.Errorf("warehouse: publish: %w", err)
		}
		for _, tenant := range tenants {
			files, err := d.buildRoot(ctx, p, root, tenant)
			if err != nil {
				return nil, fmt.Errorf("warehouse: publish: %s: %w", where(root.Source, tenant, root.Name), err)
			}
			all = append(all, files...)
		}
	}
	slices.SortFunc(all, func(a, b lake.File) int { return cmp.Compare(a.Path, b.Path) })
	return all, nil
}

func (d *DB) tenants(ctx context.Context, source string) ([]string, error) {
	var tenants []string
	err := d.each(ctx, "load/tenants", nil, []any{source}, func(scan func(...any) error) error {
		var tenant string
		if err := scan(&tenant); err != nil {
			return err
		}
		tenants = append(tenants, tenant)
		return nil
	})
	return tenants, err
}

// each calls take for every row of a statement file's answer.
func (d *DB) each(ctx context.Context, name string, data any, args []any, take func(scan func(...any) error) error) error {
	text, err := render(name, data)
	if err != nil {
		return err
	}
	rows, err := d.conn.QueryContext(ctx, text, args...)
	if err != nil {
		return d.quiet(name, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := take(rows.Scan); err != nil {
			return d.quiet(name, err)
		}
	}
	return d.quiet(name, rows.Err())
}

// buildRoot makes the files of one root table and tenant.
func (d *DB) buildRoot(ctx context.Context, p Publish, root *models.Table, tenant string) ([]lake.File, error) {
	if err := d.set(ctx, "tenant", "VARCHAR", tenant); err != nil {
		return nil, err
	}
	tree := newShape(root)
	base, err := d.knownFiles(ctx, root, tenant)
	if err != nil {
		return nil, err
	}
	units, err := d.liveUnits(ctx, tree)
	if err != nil {
		return nil, err
	}
	b := &builder{publish: p, root: root, tenant: tenant, base: base}
	b.stagedUnits()
	for _, group := range lake.Layout(Wording([]*models.Table{root}), units) {
		b.groups = append(b.groups, &groupFiles{group: group, known: b.known(group)})
	}
	if b.live, err = d.liveOf(ctx, tree, b.dirty()); err != nil {
		return nil, err
	}
	if err := b.build(ctx); err != nil {
		return nil, err
	}
	proof, err := d.prove(ctx, tree, tenant, b.files(), p.BaseDir == "")
	if err != nil {
		return nil, err
	}
	if err := d.enterProof(ctx, p.Run, tree, tenant, proof); err != nil {
		return nil, err
	}
	if err := d.enterFiles(ctx, root, tenant, b.files()); err != nil {
		return nil, err
	}
	var files []lake.File
	for _, f := range b.files() {
		files = append(files, f.File)
	}
	return files, nil
}

// A laked file is a Parquet file of a generation and the units it holds. Its path is relative to the generation.
type laked struct {
	lake.File

	units []lake.Unit
}

func (d *DB) knownFiles(ctx context.Context, root *models.Table, tenant string) ([]laked, error) {
	var files []laked
	args := []any{root.Source, tenant, root.Name}
	err := d.each(ctx, "load/known_files", nil, args, func(scan func(...any) error) error {
		var f laked
		var units, measures string
		if err := scan(&f.Table, &f.Path, &units, &f.Rows, &f.Bytes, &f.SHA256, &measures); err != nil {
			return err
		}
		if err := errors.Join(json.Unmarshal([]byte(units), &f.units), json.Unmarshal([]byte(measures), &f.Measures)); err != nil {
			return errLedger
		}
		files = append(files, f)
		return nil
	})
	return files, err
}

var errLedger = errors.New("a row of the ledger that this program did not write")

func (d *DB) liveUnits(ctx context.Context, tree *shape) ([]lake.LiveUnit, error) {
	var units []lake.LiveUnit
	err := d.each(ctx, "load/live_units", tree, nil, func(scan func(...any) error) error {
		var u lake.LiveUnit
		var hashes, places string
		if err := scan(&u.Window, &u.Number, &u.FirstPage, &u.LastPage, &u.Live, &hashes, &places); err != nil {
			return err
		}
		u.Mark = hashes + "/" + places
		units = append(units, u)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, u := range units {
		if u.Number < 0 {
			return nil, fmt.Errorf("window %s: records of no unit: %w", u.Window, ErrCheck)
		}
	}
	return units, nil
}

// liveOf asks which records of some units are present.
func (d *DB) liveOf(ctx context.Context, tree *shape, units []lake.Unit) (*lake.Live, error) {
	live := &lake.Live{}
	var windows []string
	var pages []int64
	for _, u := range units {
		for page := u.FirstPage; page <= u.LastPage; page++ {
			windows, pages = append(windows, u.Window), append(pages, int64(page))
		}
	}
	if len(windows) == 0 {
		return live, nil
	}
	if err := errors.Join(d.set(ctx, "page_windows", "VARCHAR[]", windows), d.set(ctx, "page_numbers", "BIGINT[]", pages)); err != nil {
		return nil, err
	}
	err := d.each(ctx, "load/live_places", tree, nil, func(scan func(...any) error) error {
		var window, places string
		var page int32
		if err := scan(&window, &page, &places); err != nil {
			return err
		}
		return live.Add(window, page, places)
	})
	return live, err
}

func (d *DB) enterFiles(ctx context.Context, root *models.Table, tenant string, files []laked) error {
	var tables, paths, units, sums, measures []string
	var rows, sizes []int64
	for _, f := range files {
		held, err1 := json.Marshal(f.units)
		seen, err2 := json.Marshal(f.Measures)
		if err := errors.Join(err1, err2); err != nil {
			return err
		}
		tables, paths, units = append(tables, f.Table), append(paths, f.Path), append(units, string(held))
		rows, sizes = append(rows, f.Rows), append(sizes, f.Bytes)
		sums, measures = append(sums, f.SHA256), append(measures, string(seen))
	}
	return d.within(ctx, func() error {
		if err := d.run(ctx, "load/forget_files", newShape(root)); err != nil {
			return err
		}
		return d.run(ctx, "load/files", nil, root.Source, tenant, root.Name, tables, paths, units, rows, sizes, sums, measures)
	})
}

// parallel runs a step for each of n things, so many at once, and joins the errors.
func parallel(n, workers int, step func(i int) error) error {
	errs := make([]error, n)
	next := make(chan int)
	var group sync.WaitGroup
	for range max(1, min(workers, n)) {
		group.Go(func() {
			for i := range next {
				errs[i] = step(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	group.Wait()
	return errors.Join(errs...)
}

// folder is where a table's files of a tenant are, relative to a generation.
func folder(t *models.Table, tenant string) string {
	return filepath.Join("lake", t.Source, t.Name, "tenant="+tenant)
}
