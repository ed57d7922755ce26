package main

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/apache/arrow/go/v17/arrow/memory"

	"carehouse/extract/tebra/simulator"
	"carehouse/models"
	"carehouse/transform"
)

// TestBothDecodersReadAllOfTheXML keeps the comparison honest: every member of a row is read, by both.
func TestBothDecodersReadAllOfTheXML(t *testing.T) {
	t.Parallel()

	root := charges().table
	body, err := os.ReadFile(someCharges(t, 300, 1).path(1))
	if err != nil {
		t.Fatal(err)
	}
	plan, err := transform.Compile(root)
	if err != nil {
		t.Fatal(err)
	}
	batch, err := plan.Flatten(memory.DefaultAllocator, models.Window{Tenant: "t", ID: "w"}, charges().page(1, asked(), body))
	if err != nil {
		t.Fatal(err)
	}
	defer batch.Release()
	if len(batch.Rejects) > 0 || len(batch.Notes) > 0 {
		t.Errorf("got rejects %v, notes %v, want none", batch.Rejects, batch.Notes)
	}
	for i, rec := range batch.Records {
		for k, f := range rec.Schema().Fields() {
			if f.Name != models.ColExtra && rec.Column(k).NullN() == int(rec.NumRows()) {
				t.Errorf("%s.%s has no value", batch.Totals[i].Table, f.Name)
			}
		}
	}
	plain := reflect.New(plainXML(root.Object))
	if err := xml.Unmarshal(body, plain.Interface()); err != nil {
		t.Fatal(err)
	}
	rows := rowsOf(plain.Elem())
	if rows.Len() != 300 || len(root.Object.Fields) < 170 {
		t.Fatalf("got %d rows of %d members", rows.Len(), len(root.Object.Fields))
	}
	for k := range rows.Index(0).NumField() {
		found := false
		for i := range rows.Len() {
			found = found || rows.Index(i).Field(k).String() != ""
		}
		if !found {
			t.Errorf("%s has no value in the plain struct", root.Object.Fields[k].Name)
		}
	}
}

func BenchmarkXML(b *testing.B) {
	pages := someCharges(b, chargesPerPage, decodedXML)
	var facts map[string]float64
	for b.Loop() {
		var err error
		if facts, err = decodeXML(b.Context(), task{Pages: pages.dir, Limit: decodedXML}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(facts["ours"], "MB/CPU-s")
	b.ReportMetric(facts["plain"], "MB/CPU-s-encoding/xml")
	b.ReportMetric(facts["ours"]/facts["plain"], "x")
	b.ReportMetric(facts["ours"]*facts["rows"], "rows/CPU-s")
}

// someCharges are pages of charges in a folder of the test's own.
func someCharges(tb testing.TB, each, pages int) corpus {
	tb.Helper()

	sim, err := simulator.New(simulator.Options{Seed: 42, Size: each * pages, Practices: 1})
	if err != nil {
		tb.Fatal(err)
	}
	c, err := writePages(tb.Context(), filepath.Join(tb.TempDir(), "charges"), charges(), pages, func(page int) []byte {
		return sim.ChargesPage(1, page, each)
	})
	if err != nil {
		tb.Fatal(err)
	}
	return c
}
