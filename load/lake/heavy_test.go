package lake_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/parquet/file"

	"carehouse/load/lake"
	"carehouse/load/lake/laketest"
)

// The longest note, and how long those of a batch may be.
const (
	longest = 3 << 20
	most    = 16 << 20
)

// heavy returns bills with a note each: most are short, some stretches are long, and a few notes are very long.
func heavy(n int) (made []laketest.Bill, sizes []int) {
	for i := range n {
		size := 20
		switch {
		case i%1500 == 700:
			size = longest
		case i%3000 > 2600:
			size = 90_000 + i%7
		}
		sizes = append(sizes, size)
		made = append(made, laketest.Bill{ID: int64(i + 1), Status: "open", Lines: []laketest.Line{{Code: "1", Notes: []string{strings.Repeat("n", size)}}}})
	}
	return made, sizes
}

// TestLongTextsEndARowGroup looks at what a reader would have to take into memory at once, and that it does not depend on
// how the rows came.
func TestLongTextsEndARowGroup(t *testing.T) {
	t.Parallel()

	const n = 7000
	root := laketest.Bills("clinic")
	made, sizes := heavy(n)
	batch := laketest.Batch(root, laketest.Page{Tenant: "a", Window: "w", Number: 1, AskedAt: asked}, made)
	whole := written(t, lake.Stage(filepath.Join(t.TempDir(), "whole"), root), batch, n)
	for _, step := range []int64{37, 2048} {
		for name, f := range written(t, lake.Stage(filepath.Join(t.TempDir(), "parts"), root), batch, step) {
			if whole[name].SHA256 != f.SHA256 || whole[name].Rows != n {
				t.Errorf("%s: the bytes differ, or %d are not all rows, when %d rows come at once", name, f.Rows, step)
			}
		}
	}
	from := lake.Source{Path: whole["bill_notes"].Path, Units: []lake.Unit{{Window: "w", Number: 1, FirstPage: 1, LastPage: 1}}}
	notes := root.Children[0].Children[0]
	again, ok, err := lake.Rewrite(t.Context(), notes, filepath.Join(t.TempDir(), "again"), []lake.Source{from}, liveIf(t, "w", n, n, func(int) bool { return true }))
	if err != nil || !ok || again.SHA256 != whole["bill_notes"].SHA256 {
		t.Errorf("rewritten: got other bytes, %v, %v", ok, err)
	}
	groups(t, from.Path, sizes)
	for table := range root.All() {
		read, err := lake.Check(table, whole[table.Name].Path)
		if err != nil || read.Rows != n {
			t.Fatalf("%s: %d rows are read back, %v", table.Name, read.Rows, err)
		}
		for name, want := range whole[table.Name].Measures.Columns {
			if got, ok := read.Columns[name]; ok && got != want {
				t.Errorf("%s.%s: got %v, want %v", table.Name, name, got, want)
			}
		}
	}
}

// groups compares the row groups of a file with the sizes of its texts.
func groups(t *testing.T, path string, sizes []int) {
	t.Helper()
	pf, err := file.OpenParquetFile(path, false)
	if err != nil {
		t.Fatal(err)
	}
	defer pf.Close() //nolint:errcheck // it was only read
	at, ended := 0, 0
	for i := range pf.NumRowGroups() {
		rows, sum := int(pf.RowGroup(i).NumRows()), 0
		for _, size := range sizes[at : at+rows] {
			sum += size
		}
		if sum > most+longest {
			t.Errorf("row group %d has %d bytes in %d rows", i, sum, rows)
		}
		if at += rows; at < len(sizes) {
			if ended++; sum < most-rows*100 { // there are other texts
				t.Errorf("row group %d ends with %d bytes after %d rows", i, sum, rows)
			}
		}
	}
	if at != len(sizes) || ended < 4 {
		t.Errorf("%d rows, %d groups ended early", at, ended)
	}
}

// written writes a batch, so many rows of each table at once.
func written(t *testing.T, w *lake.Writer, batch []arrow.Record, step int64) map[string]lake.File {
	t.Helper()
	for i, rec := range batch {
		for at := int64(0); at < rec.NumRows(); at += step {
			part := make([]arrow.Record, len(batch))
			part[i] = rec.NewSlice(at, min(rec.NumRows(), at+step))
			if err := w.Write(part); err != nil {
				t.Fatal(err)
			}
		}
	}
	files, err := w.Close()
	if err != nil {
		t.Fatal(err)
	}
	return files
}
