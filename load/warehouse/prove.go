package warehouse

import (
	"context"
	"strconv"

	"carehouse/load/lake"
	"carehouse/models"
)

// prove compares a tenant's present with what the independent reader found in its Parquet files, and puts the tables
// to the checks that no primary key does. What it finds is written to the ledger.
func (d *DB) prove(ctx context.Context, run string, tree *shape, tenant string, files []laked) error {
	w := models.Window{Source: tree.Source, Tenant: tenant}
	var lines []receiptLine
	var done checks
	for i, t := range tree.Tree {
		found := lake.Measures{Columns: map[string]lake.Measure{}}
		for _, c := range t.Audit {
			found.Columns[c.Name] = lake.Measure{}
		}
		for _, f := range files {
			if f.Table == t.Name {
				found = found.Plus(f.Measures)
			}
		}
		present, err := d.measure(ctx, t, "present")
		if err != nil {
			return err
		}
		if measure, a, b, ok := agree(t, present, found); !ok {
			return &ReceiptError{
				Source: w.Source, Tenant: tenant, Table: t.Name, Measure: measure,
				Stages: []StageValue{{stagePresent, a}, {stageLake, b}},
			}
		}
		lines = append(lines, measureLines(t, stagePresent, present)...)
		lines = append(lines, measureLines(t, stageLake, found)...)
		check, statement := checkDoubled, "load/doubled"
		if i > 0 {
			check, statement = checkOrphans, "load/orphans"
		} else {
			keys := strconv.FormatInt(present.Rows, 10) // there is no key twice, or the check below refuses
			lines = append(lines, receiptLine{t.Name, stagePresent, "keys", keys})
		}
		wanting, err := d.count(ctx, statement, t)
		if err != nil {
			return err
		}
		if wanting > 0 {
			return &CheckError{Source: w.Source, Tenant: tenant, Table: t.Name, Name: check, Found: wanting}
		}
		done.add(t.Name, check, "", "pass", 0)
	}
	return d.within(ctx, func() error {
		if err := d.run(ctx, "load/forget_proof", tree); err != nil {
			return err
		}
		if err := d.enterReceipts(ctx, run, w, lines); err != nil {
			return err
		}
		return d.enterChecks(ctx, run, w, done)
	})
}
