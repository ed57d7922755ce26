package main

import (
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow/memory"

	"carehouse/models"
	"carehouse/transform"
)

// TestEveryColumnCanBeFilled writes a record with every field set and flattens it: a column that stays empty has a
// misspelt name, and a note or a reject means that the struct and the table differ.
func TestEveryColumnCanBeFilled(t *testing.T) {
	t.Parallel()

	tables := map[string][]*models.Table{}
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
				batch, err := plan.Flatten(memory.DefaultAllocator, models.Window{Tenant: "t", ID: "w"}, filledPage(root))
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
func filledPage(root *models.Table) models.Page {
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
	page.Body = []byte(`{"data":[` + filledJSON(root.Object) + `]}`)
	return page
}
