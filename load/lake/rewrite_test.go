package lake_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"carehouse/load/lake"
	"carehouse/load/lake/laketest"
)

// everything returns the live set of a window whose pages hold so many bills.
func liveIf(t *testing.T, window string, perPage, n int, alive func(i int) bool) *lake.Live {
	t.Helper()

	live := &lake.Live{}
	for first := 0; first < n; first += perPage {
		var places []string
		for i := first; i < min(n, first+perPage); i++ {
			if alive(i) {
				places = append(places, strconv.Itoa(i-first))
			}
		}
		if len(places) == 0 {
			continue
		}
		if err := live.Add(window, int32(first/perPage+1), strings.Join(places, ",")); err != nil {
			t.Fatal(err)
		}
	}
	return live
}

func TestRewritingAllRowsGivesTheSameBytes(t *testing.T) {
	t.Parallel()

	const n, perPage = 125_000, 1000 // more than a row group
	root := laketest.Bills("clinic")
	files := stage(t, root, "w1", perPage, bills(n))
	unit := lake.Unit{Window: "w1", Number: 1, FirstPage: 1, LastPage: n / perPage}
	live := liveIf(t, "w1", perPage, n, func(int) bool { return true })
	for table := range root.All() {
		source := lake.Source{Path: files[table.Name].Path, Units: []lake.Unit{unit}}
		path := filepath.Join(t.TempDir(), "again.parquet")
		got, ok, err := lake.Rewrite(t.Context(), table, path, []lake.Source{source}, live)
		if err != nil || !ok {
			t.Fatalf("%s: %v, %v", table.Name, ok, err)
		}
		if want := files[table.Name]; got.SHA256 != want.SHA256 || got.Rows != want.Rows {
			t.Errorf("%s: got %d rows in other bytes, want the %d rows in the same bytes", table.Name, got.Rows, want.Rows)
		}
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: got mode %v, want 0600 (%v)", table.Name, info.Mode(), err)
		}
	}
}

func TestRewritingInTwoStepsGivesTheBytesOfOne(t *testing.T) {
	t.Parallel()

	const n, perPage = 30_000, 700 // pages and batches do not end together
	root := laketest.Bills("clinic")
	files := stage(t, root, "w1", perPage, bills(n))
	unit := lake.Unit{Window: "w1", Number: 1, FirstPage: 1, LastPage: n/perPage + 1}
	most := liveIf(t, "w1", perPage, n, func(i int) bool { return i%7 != 3 })
	fewer := liveIf(t, "w1", perPage, n, func(i int) bool { return i%7 != 3 && i/1400%3 != 1 && i != 50 })
	for table := range root.All() {
		rewrite := func(from string, live *lake.Live) lake.File {
			t.Helper()
			to := filepath.Join(t.TempDir(), table.Name+".parquet")
			source := lake.Source{Path: from, Units: []lake.Unit{unit}}
			file, ok, err := lake.Rewrite(t.Context(), table, to, []lake.Source{source}, live)
			if err != nil || !ok {
				t.Fatalf("%s: %v, %v", table.Name, ok, err)
			}
			return file
		}
		once := rewrite(files[table.Name].Path, fewer)
		twice := rewrite(rewrite(files[table.Name].Path, most).Path, fewer)
		if once.SHA256 != twice.SHA256 || once.Rows != twice.Rows {
			t.Errorf("%s: got %d rows in other bytes, want the %d rows in the same bytes", table.Name, twice.Rows, once.Rows)
		}
		read, err := lake.Check(table, once.Path)
		if err != nil {
			t.Fatal(err)
		}
		for name, want := range once.Measures.Columns {
			if got, ok := read.Columns[name]; ok && got != want {
				t.Errorf("%s.%s: got %v, want %v", table.Name, name, got, want)
			}
		}
		if table == root && once.Rows != count(n, func(i int) bool { return i%7 != 3 && i/1400%3 != 1 && i != 50 }) {
			t.Errorf("got %d rows, want the live ones", once.Rows)
		}
	}
}

// count returns how many of n bills are live.
func count(n int, alive func(i int) bool) (live int64) {
	for i := range n {
		if alive(i) {
			live++
		}
	}
	return live
}
