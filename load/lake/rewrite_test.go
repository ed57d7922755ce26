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
