package main

import (
	"encoding/xml"
	"math/rand/v2"
	"reflect"
	"testing"

	"github.com/apache/arrow/go/v17/arrow/memory"

	"carehouse/models"
	"carehouse/transform"
)

// TestBothDecodersReadAllOfTheXML keeps the comparison honest: every member of a row is read, by both.
func TestBothDecodersReadAllOfTheXML(t *testing.T) {
	t.Parallel()

	root := charges()
	body := chargesPage(rand.New(rand.NewPCG(1, 2)), root, 300)
	plan, err := transform.Compile(root)
	if err != nil {
		t.Fatal(err)
	}
	page := models.Page{Number: 1, Records: chargesPath, AskedAt: asked(), Body: body, Given: map[string]string{"practice_id": "1"}}
	batch, err := plan.Flatten(memory.DefaultAllocator, models.Window{Tenant: "t", ID: "w"}, page)
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
	rows := plain.Elem()
	for rows.Kind() == reflect.Struct { // the envelope
		rows = rows.Field(0)
	}
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
	facts := map[string]float64{}
	for b.Loop() {
		if err := decodeXML(b.Context(), 42, facts); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(facts["xml ours"], "MB/CPU-s")
	b.ReportMetric(facts["xml plain"], "MB/CPU-s-encoding/xml")
	b.ReportMetric(facts["xml ours"]/facts["xml plain"], "x")
	b.ReportMetric(facts["xml ours"]*facts["xml rows"], "rows/CPU-s")
}
