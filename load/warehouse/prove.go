package warehouse

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"

	"carehouse/load/lake"
	"carehouse/models"
)

// checkDelta puts what a merge has just written to the checks that no primary key does.
func (d *DB) checkDelta(ctx context.Context, w models.Window, tree *shape, c TableChanges) error {
	tree.Delta = true
	for i, t := range tree.Tree {
		check, statement := checkDoubled, "load/doubled"
		if i > 0 {
			check, statement = checkOrphans, "load/stale"
			if c.Updated+c.Deleted == 0 {
				continue // nothing was replaced, so nothing can be left over
			}
		}
		wanting, err := d.count(ctx, statement, t)
		if err != nil {
			return err
		}
		if wanting > 0 {
			return &CheckError{Source: w.Source, Tenant: w.Tenant, Table: t.Name, Name: check, Found: wanting}
		}
	}
	tree.Delta = false
	return nil
}

// A proof is what was found when a tenant's present was compared with its Parquet files.
type proof struct {
	lines  []receiptLine
	checks checks
}

// prove compares a tenant's present with what the independent reader found in its Parquet files. When all is to be
// proved it puts every row to the checks that a merge makes of what it writes.
func (d *DB) prove(ctx context.Context, tree *shape, tenant string, files []laked, all bool) (proof, error) {
	var p proof
	for i, t := range tree.Tree {
		found := foundIn(files, t.Name)
		t.Audit = slices.DeleteFunc(slices.Clone(t.Audit), func(c column) bool {
			_, ok := found.Columns[c.Name]
			return !ok
		})
		present, err := d.measure(ctx, t, "present")
		if err != nil {
			return p, err
		}
		if measure, a, b, ok := agree(t, present, found); !ok {
			return p, &ReceiptError{
				Source: tree.Source, Tenant: tenant, Table: t.Name, Measure: measure,
				Stages: []StageValue{{stagePresent, a}, {stageLake, b}},
			}
		}
		p.lines = append(p.lines, measureLines(t, stagePresent, present)...)
		p.lines = append(p.lines, measureLines(t, stageLake, found)...)
		if i == 0 { // no key is there twice, or a check has refused
			p.lines = append(p.lines, receiptLine{t.Name, stagePresent, "keys", strconv.FormatInt(present.Rows, 10)})
		}
		if !all {
			continue
		}
		if err := d.checkAll(ctx, &p, t, tenant, i); err != nil {
			return p, err
		}
	}
	return p, nil
}

// foundIn adds up what the independent reader found in a table's files.
func foundIn(files []laked, table string) lake.Measures {
	var found lake.Measures
	for _, f := range files {
		switch {
		case f.Table != table:
		case found.Columns == nil:
			found = f.Measures
		default:
			found = found.Plus(f.Measures)
		}
	}
	return found
}

func (d *DB) checkAll(ctx context.Context, p *proof, t *shape, tenant string, i int) error {
	check, statement := checkDoubled, "load/doubled"
	if i > 0 {
		check, statement = checkOrphans, "load/orphans"
	}
	wanting, err := d.count(ctx, statement, t)
	if err != nil {
		return err
	}
	if wanting > 0 {
		return &CheckError{Source: t.Source, Tenant: tenant, Table: t.Name, Name: check, Found: wanting}
	}
	p.checks.add(t.Name, check, "", "pass", 0)
	return nil
}

// enterProof writes a publish's receipts and checks to the ledger, instead of those of the publish before.
func (d *DB) enterProof(ctx context.Context, run string, tree *shape, tenant string, p proof) error {
	w := models.Window{Source: tree.Source, Tenant: tenant}
	return d.within(ctx, func() error {
		if err := d.run(ctx, "load/forget_proof", tree); err != nil {
			return err
		}
		if err := d.enterReceipts(ctx, run, w, p.lines); err != nil {
			return err
		}
		return d.enterChecks(ctx, run, w, p.checks)
	})
}

// Verify proves a published generation anew and writes nothing: every Parquet file in dir has the bytes that the
// ledger names, the independent reader finds in it what it found before, what it finds in all of them is what DuckDB
// has, and every row passes the checks. It returns the files it has read.
func (d *DB) Verify(ctx context.Context, roots []*models.Table, dir string, workers int) ([]lake.File, error) {
	var all []lake.File
	for _, root := range roots {
		tenants, err := d.tenants(ctx, root.Source)
		if err != nil {
			return nil, fmt.Errorf("warehouse: verify: %w", err)
		}
		for _, tenant := range tenants {
			files, err := d.verifyRoot(ctx, root, tenant, dir, workers)
			if err != nil {
				return nil, fmt.Errorf("warehouse: verify: %s: %w", where(root.Source, tenant, root.Name), err)
			}
			all = append(all, files...)
		}
	}
	return all, nil
}

func (d *DB) verifyRoot(ctx context.Context, root *models.Table, tenant, dir string, workers int) ([]lake.File, error) {
	if err := d.set(ctx, "tenant", "VARCHAR", tenant); err != nil {
		return nil, err
	}
	known, err := d.knownFiles(ctx, root, tenant)
	if err != nil {
		return nil, err
	}
	tables := map[string]*models.Table{}
	for t := range root.All() {
		tables[t.Name] = t
	}
	err = parallel(len(known), workers, func(i int) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return verifyFile(tables[known[i].Table], &known[i], filepath.Join(dir, known[i].Path))
	})
	if err != nil {
		return nil, err
	}
	if _, err := d.prove(ctx, newShape(root), tenant, known, true); err != nil {
		return nil, err
	}
	files := make([]lake.File, len(known))
	for i, f := range known {
		files[i] = f.File
	}
	return files, nil
}

// verifyFile compares a file with what the ledger says of it.
func verifyFile(t *models.Table, f *laked, path string) error {
	if t == nil {
		return errLedger
	}
	sum, err := lake.Digest(path)
	if err != nil {
		return err
	}
	if sum != f.SHA256 {
		return fmt.Errorf("file %s: %w", f.Path, ErrBytes)
	}
	f.Measures, err = lake.Check(t, path)
	return err
}
