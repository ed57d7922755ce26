package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"carehouse/load/warehouse"
	records "carehouse/models/tpastream"
)

// peerName is the database that a peer makes in its folder.
const peerName = "peer.duckdb"

// peer is the engine's own reader at work with a script of sql/bench.
func peer(script string) worker {
	return silent(func(ctx context.Context, t task) error {
		pages, err := openCorpus(t.Pages, claims())
		if err != nil {
			return err
		}
		_, ask, err := product(t.Dir, records.Source)
		if err != nil {
			return err
		}
		root := records.Tables()[0]
		tables := peerTables(root)
		for i := range tables {
			tables[i].File = filepath.Join(t.Dir, tables[i].Name+".parquet")
		}
		if err := os.MkdirAll(t.Dir, 0o700); err != nil {
			return err
		}
		options := warehouse.Options{Threads: ask.Config.Limits.Workers, TempDir: filepath.Join(t.Dir, "tmp")}
		_, err = warehouse.Bench(ctx, filepath.Join(t.Dir, peerName), options, script, map[string]any{
			"Pages": pages.glob(), "Schema": schema(root), "Largest": pages.largest() + 1, "Tables": tables,
			"Keys": keys(root), "Lists": lists(root),
		})
		return err
	})
}

// equal holds the tables of the sides against each other, and says what it found.
func (b *bench) equal(ctx context.Context, ours, tuned, auto string) error {
	found, err := warehouse.Bench(ctx, "", warehouse.Options{TempDir: filepath.Join(b.scratch, "tmp")}, "equal", map[string]any{
		"Ours": filepath.Join(ours, "current", "warehouse.duckdb"), "Tuned": filepath.Join(tuned, peerName),
		"Auto": filepath.Join(auto, peerName), "Tables": peerTables(records.Tables()[0]),
	})
	if err != nil {
		return err
	}
	if len(found.Rows) == 0 {
		return errors.New("nothing was compared")
	}
	for _, row := range found.Rows {
		var n [4]int64
		for i := range n {
			if n[i], err = strconv.ParseInt(row[i+1].Text, 10, 64); err != nil {
				return fmt.Errorf("%s: %q is no number", row[0].Text, row[i+1].Text)
			}
		}
		b.say("  %-18s %9d rows, %d only in carehouse's, %d only in read_json's (EXCEPT ALL); auto-detected: %d rows",
			row[0].Text, n[0], n[1], n[2], n[3])
		if n[1] != 0 || n[2] != 0 || n[3] != n[0] || n[0] == 0 && row[0].Text == "claims" {
			return fmt.Errorf("%s: the sides made different rows", row[0].Text)
		}
	}
	return nil
}
