package pipeline

import (
	"context"

	"carehouse/load/warehouse"
	"carehouse/models"
)

// countReceipts counts what the publish compared: every measure of every table, in DuckDB and in the Parquet files.
func (r *run) countReceipts(ctx context.Context, db *warehouse.DB, done *loaded) error {
	published, err := db.Report(ctx, "published")
	if err != nil {
		return err
	}
	done.receipts = len(published.Rows)
	for _, row := range published.Rows {
		if row[len(row)-1].Text == "true" {
			done.agreed++
		}
	}
	return nil
}

// newDrift counts the fields that no table describes and that were not seen before.
func (r *run) newDrift(ctx context.Context, staged []warehouse.Staged) (int64, error) {
	type field struct{ source, tenant, table, path string }
	seen := map[field]bool{}
	if r.db != nil {
		drift, err := r.db.Report(ctx, "drift")
		if err != nil {
			return 0, err
		}
		for _, row := range drift.Rows {
			seen[field{row[0].Text, row[1].Text, row[2].Text, row[3].Text}] = true
		}
	}
	var fresh int64
	for _, s := range staged {
		for note := range s.Notes {
			f := field{s.Window.Source, s.Window.Tenant, note.Table, note.Path}
			if note.Kind == models.UnknownField && !seen[f] {
				seen[f] = true
				fresh++
			}
		}
	}
	return fresh, nil
}
