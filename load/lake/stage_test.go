package lake_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"carehouse/load/lake"
	"carehouse/load/lake/laketest"
	"carehouse/models"
)

var asked = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// stage writes bills to a unit, so many a page.
func stage(t *testing.T, root *models.Table, window string, perPage int, bills []laketest.Bill) map[string]lake.File {
	t.Helper()

	w := lake.Stage(filepath.Join(t.TempDir(), "unit"), root)
	for number := 1; len(bills) > 0; number++ {
		n := min(perPage, len(bills))
		batch := laketest.Batch(root, laketest.Page{Tenant: "a", Window: window, Number: number, AskedAt: asked}, bills[:n])
		bills = bills[n:]
		if err := w.Write(batch); err != nil {
			t.Fatal(err)
		}
		for _, rec := range batch {
			rec.Release()
		}
	}
	files, err := w.Close()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func bills(n int) []laketest.Bill {
	made := make([]laketest.Bill, n)
	for i := range made {
		made[i] = laketest.Bill{ID: int64(i + 1), Changed: int64(i) * 1e6, Status: []string{"open", "paid", "gone"}[i%3], Amount: int64(i)*25 - 1}
		for l := range i % 4 {
			line := laketest.Line{Code: fmt.Sprintf("9921%d", l), Amount: int64(l*1000 + i)}
			if l == 2 {
				line.Notes = []string{"Testperson was here", ""}
			}
			made[i].Lines = append(made[i].Lines, line)
		}
	}
	return made
}

func TestTheIndependentReaderFindsWhatWasWritten(t *testing.T) {
	t.Parallel()

	root := laketest.Bills("clinic")
	files := stage(t, root, "w1", 100, bills(3_000))
	if len(files) != 3 {
		t.Fatalf("got %d files, want one for each of 3 tables", len(files))
	}
	for table := range root.All() {
		file := files[table.Name]
		got, err := lake.Check(table, file.Path)
		if err != nil {
			t.Fatal(err)
		}
		if got.Rows != file.Rows || got.Rows == 0 {
			t.Errorf("%s: got %d rows, want %d", table.Name, got.Rows, file.Rows)
		}
		if len(got.Columns) != len(table.Columns) {
			t.Errorf("%s: %d of %d columns were measured, want all of a small file", table.Name, len(got.Columns), len(table.Columns))
		}
		for name, want := range file.Measures.Columns {
			if got.Columns[name] != want {
				t.Errorf("%s.%s: got %v, want %v", table.Name, name, got.Columns[name], want)
			}
		}
	}
}
