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

// TestLongTextsAreMergedWithLittleMemory looks whether DuckDB has taken the settings.
func TestLongTextsAreMergedWithLittleMemory(t *testing.T) {
	t.Parallel()

	db, err := Open(t.Context(), filepath.Join(t.TempDir(), "some.duckdb"), Options{LongTexts: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for setting, want := range map[string]string{
		"allocator_bulk_deallocation_flush_threshold": "125.0 KiB", // less than a block, so that what was freed is given back with each
		"checkpoint_threshold":                        "976.5 KiB", // of an estimate, from which on the log is left out
	} {
		var got string
		if err := db.conn.QueryRowContext(t.Context(), "SELECT current_setting($1)", setting).Scan(&got); err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", setting, got, want)
		}
	}
}
