package warehouse

import (
	"path/filepath"
	"testing"

	"carehouse/load/lake"
)

func TestTheLakeIsBuiltByADatabaseThatHoldsNothingInMemory(t *testing.T) {
	t.Parallel()

	h := newHome(t)
	s, _ := h.merge(window{tenant: "a", n: 0, bills: some(1, 20)})
	if _, err := h.db.conn.ExecContext(t.Context(), "SET VARIABLE before = 1"); err != nil {
		t.Fatal(err)
	}
	h.publish(s)
	var kept bool
	if err := h.db.conn.QueryRowContext(t.Context(), "SELECT getvariable('before') IS NOT NULL").Scan(&kept); err != nil {
		t.Fatal(err)
	}
	if kept {
		t.Error("it is the database that merged, with all that it has read; want it opened anew")
	}
}

func TestWhatLongTextsTookIsGivenBack(t *testing.T) {
	t.Parallel()

	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "some.duckdb"), Options{LongTexts: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var got string
	err = db.conn.QueryRowContext(t.Context(),
		"SELECT current_setting('allocator_bulk_deallocation_flush_threshold')").Scan(&got)
	if err != nil {
		t.Fatal(err)
	}
	if want := "125.0 KiB"; got != want { // less than a block, so that each counts
		t.Errorf("what is taken at once before what was freed is given back: got %s, want %s", got, want)
	}
}

func TestWhatIsMergedHasLongTexts(t *testing.T) {
	t.Parallel()

	staged := func(files ...lake.File) []Staged {
		var units []Unit
		for _, f := range files {
			units = append(units, Unit{Files: map[string]lake.File{"notes": f}})
		}
		return []Staged{{}, {Roots: []StagedRoot{{Units: units}}}}
	}
	tests := []struct {
		name string
		all  []Staged
		want bool
	}{
		{"nothing", nil, false},
		{"numbers and names", staged(lake.File{Rows: 100_000, Bytes: 6_000_000}), false},
		{"a few rows and a footer", staged(lake.File{Rows: 1, Bytes: 255_000}), false},
		{"documents of one unit", staged(lake.File{Rows: 5_000, Bytes: 90_000}, lake.File{Rows: 400, Bytes: 8_000_000}), true},
		{"a single document that is long", staged(lake.File{Rows: 1, Bytes: 2_000_000}), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			if got := LongTexts(tt.all); got != tt.want {
				t.Errorf("got %t, want %t", got, tt.want)
			}
		})
	}
}

func TestLongTextsAreMergedWithoutALog(t *testing.T) {
	t.Parallel()

	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "some.duckdb"), Options{LongTexts: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var got string
	if err := db.conn.QueryRowContext(t.Context(), "SELECT current_setting('checkpoint_threshold')").Scan(&got); err != nil {
		t.Fatal(err)
	}
	if want := "976.5 KiB"; got != want {
		t.Errorf("an estimate from which on the log is left out: got %s, want %s", got, want)
	}
}
