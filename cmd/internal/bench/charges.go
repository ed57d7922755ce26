package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"carehouse/extract/tebra/simulator"
	"carehouse/load/warehouse"
	"carehouse/models"
)

// makeCharges is a practice with so many charges. They fill whole pages: the last one goes round, with other ids.
func makeCharges(seed uint64, records int) (pages int, body func(page int) []byte, err error) {
	sim, err := simulator.New(simulator.Options{Seed: seed, Size: records, Practices: 1})
	if err != nil {
		return 0, nil, err
	}
	return (records + chargesPerPage - 1) / chargesPerPage, func(page int) []byte {
		return sim.ChargesPage(1, page, chargesPerPage)
	}, nil
}

// replayXML measures loading landed pages of charges, beside encoding/xml that does no more than read them.
func (b *bench) replayXML(ctx context.Context) error {
	packed, err := landed(b.charged, models.Windows)
	if err != nil {
		return fmt.Errorf("landing: %w", err)
	}
	b.say("\nXML pages to Parquet and DuckDB, %.0f MB of SOAP answers, %d repetitions in turns; seconds as median (least–most)",
		megabytes(b.charged.bytes()), b.reps)
	got := map[string]*series{}
	for rep := range b.reps {
		home := filepath.Join(b.scratch, "charges"+strconv.Itoa(rep))
		err := b.turn(ctx, rep, got,
			task{Kind: "charges", Pages: packed, Dir: home}, task{Kind: "plain-xml", Pages: b.charged.dir, Dir: home})
		if err != nil {
			return err
		}
		if err := sameCharges(ctx, home, got["plain-xml"].facts); err != nil {
			return err
		}
		if err := os.RemoveAll(home); err != nil {
			return err
		}
	}
	b.tellCharges(got["charges"], got["plain-xml"])
	return nil
}

// tellCharges prints the seconds and adds the rates.
func (b *bench) tellCharges(ours, plain *series) {
	size := megabytes(b.charged.bytes())
	b.tellSide(ours, size, "carehouse from its own landing (packed, with checksums): carehouse rebuild")
	b.tellSide(plain, size, "encoding/xml into structs of texts, and nothing else")
	found := plain.facts
	b.say("  %.0f charges, %.0f payers, %.0f diagnoses, %.2f charged in all: in DuckDB as encoding/xml has read them",
		found["charges"], found["charge_payers"], found["charge_diagnoses"], found["total_charges"]/tenThousand)
	rows := found["charges"] + found["charge_payers"] + found["charge_diagnoses"]
	wall := ours.wall.median().Seconds()
	b.told("replay of XML, wall: charges a second", fmt.Sprintf("%.0f", found["charges"]/wall))
	b.told("  rows a second, with payers and diagnoses", fmt.Sprintf("%.0f", rows/wall))
	b.told("  all of it, in parts of the CPU that encoding/xml takes to read", fmt.Sprintf("%.2f", ratio(ours.cpu, plain.cpu)))
	b.told(fmt.Sprintf("  peak memory, %.0f MB of XML", size), fmt.Sprintf("%.0f MB", megabytes(ours.peak)))
}

// sameCharges is an error where a warehouse holds other charges than were read from the pages.
func sameCharges(ctx context.Context, home string, read map[string]float64) error {
	held, err := warehouse.Bench(ctx, filepath.Join(home, "current", "warehouse.duckdb"), warehouse.Options{ReadOnly: true}, "charges", nil)
	if err != nil {
		return err
	}
	if len(held.Rows) != 1 || len(held.Columns) != len(read) {
		return errors.New("the sides counted different things")
	}
	for i, c := range held.Columns {
		n, err := strconv.ParseInt(held.Rows[0][i].Text, 10, 64)
		if err != nil {
			return fmt.Errorf("%s: %q is no number", c.Name, held.Rows[0][i].Text)
		}
		want, ok := read[c.Name]
		if !ok || n != int64(want) || n == 0 {
			return fmt.Errorf("%s: %d in the warehouse, %.0f in the pages", c.Name, n, want)
		}
	}
	return nil
}
