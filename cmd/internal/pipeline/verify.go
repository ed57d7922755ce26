package pipeline

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/load/lake"
	"carehouse/models"
)

// verify recomputes what the present adds up to, in three ways that share no code: from the landed pages with the
// standard library's JSON reader, from DuckDB, and from the Parquet files with an independent reader.
//
// The landing's side knows nothing of how pages were flattened. It is told only which records the present consists of,
// so it proves that each of them says in the database what the API said.
func (p *Pipeline) verify(ctx context.Context, ask engine.Run, in engine.Scope) (engine.Verify, error) {
	r, err := p.looking(ctx, ask)
	if err != nil {
		return engine.Verify{}, err
	}
	got, err := r.verify(ctx, in)
	return got, errors.Join(err, r.close())
}

func (r *run) verify(ctx context.Context, in engine.Scope) (engine.Verify, error) {
	got := engine.Verify{Generation: r.current.Number, Receipts: []engine.Receipt{}, Refusals: []engine.Refusal{}}
	if !r.base {
		return got, nil
	}
	if err := r.fits(ctx); err != nil {
		return got, err
	}
	if err := r.current.Verify(true); err != nil {
		got.Refusals = append(got.Refusals, engine.Refusal{What: err.Error(), Next: "make it again from the landing: carehouse rebuild"})
	}
	if _, err := r.db.Verify(ctx, r.roots, r.current.Dir, r.workers()); err != nil {
		if ctx.Err() != nil {
			return got, context.Cause(ctx)
		}
		refused, ok := refusal(err)
		if !ok {
			refused = engine.Refusal{What: err.Error(), Next: "make it again from the landing: carehouse rebuild"}
		}
		got.Refusals = append(got.Refusals, refused)
	}
	if err := errors.Join(r.lastWindows(ctx), r.readMarks(ctx)); err != nil {
		return got, err
	}
	holders, err := r.holders(ctx)
	if err != nil {
		return got, err
	}
	for _, h := range holders {
		if !slices.Contains(r.held, h.source) { // nothing of it is published yet
			continue
		}
		if in.Has(h.source, h.tenant, in.Dataset) {
			r.say("comparing " + h.source + "/" + h.tenant)
		}
		for _, root := range r.rootsOf(h.source) {
			if !in.Has(h.source, h.tenant, in.Dataset) || in.Dataset != "" && in.Dataset != root.Name {
				continue
			}
			if err := r.verifyRoot(ctx, h.tenant, root, &got); err != nil {
				return got, err
			}
		}
	}
	return got, nil
}

// sides are the stages of one table.
type sides struct {
	landing, duckdb, parquet lake.Measures
}

// verifyRoot compares one root table of a tenant, with its children.
func (r *run) verifyRoot(ctx context.Context, tenant string, root *models.Table, got *engine.Verify) error {
	landed, missing, err := r.landedMeasures(ctx, tenant, root)
	if err != nil {
		return fmt.Errorf("verify %s %s: %w", tenant, root.Name, err)
	}
	got.Datasets++
	agreed := true
	if missing != "" {
		got.Refusals = append(got.Refusals, engine.Refusal{Tenant: tenant, Table: root.Name, What: missing})
	}
	for table := range root.All() {
		s := sides{landing: landed[table.Name]}
		if s.duckdb, err = r.db.Measure(ctx, table, tenant); err != nil {
			return err
		}
		if s.parquet, err = r.parquetMeasures(table, tenant, got); err != nil { // the receipts below differ then
			got.Refusals = append(got.Refusals, engine.Refusal{
				Tenant: tenant, Table: table.Name, What: err.Error(), Next: "make it again from the landing: carehouse rebuild",
			})
		}
		for _, receipt := range r.receipts(table, tenant, s, missing == "") {
			agreed = agreed && receipt.Agrees
			got.Receipts = append(got.Receipts, receipt)
		}
	}
	if agreed && missing == "" {
		got.Agreed++
	}
	return nil
}

// receipts lines the stages up: rows, the content's hashes, and all money that there is.
func (r *run) receipts(table *models.Table, tenant string, s sides, landed bool) []engine.Receipt {
	rows := engine.Receipt{
		Source: table.Source, Tenant: tenant, Table: table.Name, Measure: "rows",
		DuckDB: strconv.FormatInt(s.duckdb.Rows, 10), Parquet: strconv.FormatInt(s.parquet.Rows, 10),
		Agrees: s.duckdb.Rows == s.parquet.Rows && (!landed || s.landing.Rows == s.duckdb.Rows),
	}
	if landed {
		rows.Landing = strconv.FormatInt(s.landing.Rows, 10)
	}
	if claimed, ok := r.claimed(table, tenant); ok {
		// What a first sweep missed is present until a second one misses it too, and what has no key is nowhere.
		expected := claimed + r.marked[scope{table.Source, tenant, table.Name}] - r.keyless[scope{table.Source, tenant, table.Name}]
		rows.API = strconv.FormatInt(claimed, 10)
		// And where it could not say who is gone, of all or of a part of the records, nobody went.
		last := r.last[scope{table.Source, tenant, table.Name}]
		judged := last.Verdict.Absence && last.Verdict.Within == "" && last.Window.Parts == ""
		rows.Agrees = rows.Agrees && (expected == s.duckdb.Rows || expected < s.duckdb.Rows && !judged)
	}
	all := []engine.Receipt{rows}
	for _, c := range lake.Audit(table) {
		duckdb, inDuckDB := s.duckdb.Columns[c.Name]
		parquet, inParquet := s.parquet.Columns[c.Name]
		landing := s.landing.Columns[c.Name]
		if !inDuckDB || duckdb.Values == 0 && landing.Values == 0 {
			continue
		}
		measure, write := c.Name, lake.Sum.Decimal
		switch {
		case c.Name == models.ColHash:
			measure, write = "content", fingerprint
		case c.Kind != models.KindMoney:
			continue // the content's hashes cover it
		}
		receipt := engine.Receipt{
			Source: table.Source, Tenant: tenant, Table: table.Name, Measure: measure, DuckDB: write(duckdb.Sum),
			Agrees: !inParquet || duckdb == parquet,
		}
		if inParquet {
			receipt.Parquet = write(parquet.Sum)
		}
		if landed {
			receipt.Landing = write(landing.Sum)
			receipt.Agrees = receipt.Agrees && landing == duckdb
		}
		all = append(all, receipt)
	}
	return all
}

// fingerprint writes a sum of hashes so that a person can compare two.
func fingerprint(s lake.Sum) string {
	n, ok := new(big.Int).SetString(s.String(), 10)
	if !ok {
		return s.String()
	}
	return fmt.Sprintf("%016x", new(big.Int).And(n, new(big.Int).SetUint64(1<<64-1)))
}

// claimed is how many records the API said there are, when the last thing that happened to the dataset was a whole
// reading of it.
func (r *run) claimed(table *models.Table, tenant string) (int64, bool) {
	if table.Parent != nil {
		return 0, false
	}
	last, ok := r.last[scope{table.Source, tenant, table.Name}]
	if !ok || last.Window.Mode != models.Snapshot || last.Verdict.Claimed < 0 {
		return 0, false
	}
	return last.Verdict.Claimed, true
}

// parquetMeasures reads the current generation's files of a table and tenant.
func (r *run) parquetMeasures(table *models.Table, tenant string, got *engine.Verify) (lake.Measures, error) {
	folder := "lake/" + table.Source + "/" + table.Name + "/tenant=" + tenant + "/"
	var sum lake.Measures
	for _, f := range r.current.Info.Files {
		if !strings.HasPrefix(f.Path, folder) || filepath.Ext(f.Path) != ".parquet" {
			continue
		}
		m, err := lake.Check(table, r.current.Path(f.Path))
		if err != nil {
			return sum, err
		}
		if got.Files++; sum.Columns == nil {
			sum = m
			continue
		}
		sum = sum.Plus(m)
	}
	return sum, nil
}
