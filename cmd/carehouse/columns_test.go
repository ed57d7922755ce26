package main

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow/memory"

	"carehouse/models"
	"carehouse/models/tebra"
	"carehouse/transform"
)

// TestEveryColumnCanBeFilled writes a record with every field set and flattens it: a column that stays empty has a
// misspelt name, and a note or a reject means that the struct and the table differ.
func TestEveryColumnCanBeFilled(t *testing.T) {
	t.Parallel()

	tables := map[string][]*models.Table{tebra.Source: tebra.Tables()}
	for _, d := range sources() {
		tables[d.Name] = d.Tables()
	}
	for source, roots := range tables {
		for _, root := range roots {
			t.Run(source+"."+root.Name, func(t *testing.T) {
				t.Parallel()

				plan, err := transform.Compile(root)
				if err != nil {
					t.Fatal(err)
				}
				batch, err := plan.Flatten(memory.DefaultAllocator, models.Window{Tenant: "t", ID: "w"}, filledPage(t, root))
				if err != nil {
					t.Fatal(err)
				}
				defer batch.Release()
				if len(batch.Rejects) > 0 || len(batch.Notes) > 0 {
					t.Errorf("got rejects %v, notes %v", batch.Rejects, batch.Notes)
				}
				at := 0
				for table := range root.All() {
					rec := batch.Records[at]
					at++
					slots := table.Parent != nil && table.List == ""
					if rec.NumRows() == 0 || rec.NumRows() != 1 && !slots {
						t.Fatalf("%s: got %d rows", table.Name, rec.NumRows())
					}
					for i, c := range table.Columns { // not every slot has every value
						if c.Name != models.ColExtra && rec.Column(i).NullN() == int(rec.NumRows()) {
							t.Errorf("%s.%s stays empty", table.Name, c.Name)
						}
					}
				}
			})
		}
	}
}

// filledPage is a page of one record with every field set.
func filledPage(t *testing.T, root *models.Table) models.Page {
	t.Helper()

	page := models.Page{Number: 1, Table: root.Name, Records: "data", AskedAt: time.Unix(0, 0), Given: map[string]string{}}
	for _, c := range root.Columns {
		if c.Role == models.FromPage {
			page.Given[c.Given] = filledText(c.Kind)
		}
	}
	if root.XML() {
		page.Records = "data/record"
		page.Body = []byte("<data>" + filledElement(root.Space, "record", filledMembers(root.Object)) + "</data>")
		return page
	}
	record := reflect.New(root.Record)
	fill(t, record.Elem())
	var err error
	if page.Body, err = json.Marshal(map[string]any{"data": []any{record.Interface()}}); err != nil {
		t.Fatal(err)
	}
	return page
}

// fill sets every leaf of a record, and gives every list one element.
func fill(t *testing.T, v reflect.Value) {
	t.Helper()

	if leaf, ok := v.Addr().Interface().(json.Unmarshaler); ok {
		value, known := map[reflect.Type]string{
			reflect.TypeFor[models.Text]():      `"x"`,
			reflect.TypeFor[models.Int]():       `7`,
			reflect.TypeFor[models.Money]():     `1.5`,
			reflect.TypeFor[models.Quantity]():  `2`,
			reflect.TypeFor[models.Date]():      `"2026-01-02"`,
			reflect.TypeFor[models.Instant]():   `"2026-01-02T03:04:05Z"`,
			reflect.TypeFor[models.LocalTime](): `"2026-01-02T03:04:05"`,
			reflect.TypeFor[models.Stamp]():     `"2026-01-02T03:04:05Z"`,
			reflect.TypeFor[models.DateRange](): `{"bounds":"[]","start":"2026-01-02","end":"2026-01-03"}`,
			reflect.TypeFor[models.Flag]():      `true`,
			reflect.TypeFor[models.JSON]():      `[1]`,
		}[v.Type()]
		if !known {
			t.Fatalf("%s has no value here", v.Type())
		}
		if err := leaf.UnmarshalJSON([]byte(value)); err != nil {
			t.Fatal(err)
		}
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Name != "_" {
				fill(t, v.Field(i))
			}
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(t, v.Index(0))
	default:
		t.Fatalf("%s is no column", v.Type())
	}
}
