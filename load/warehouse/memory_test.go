package warehouse

import "testing"

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

func TestWhatDuckDBFreesItGivesBack(t *testing.T) {
	t.Parallel()

	var got string
	err := newHome(t).db.conn.QueryRowContext(t.Context(),
		"SELECT current_setting('allocator_bulk_deallocation_flush_threshold')").Scan(&got)
	if err != nil {
		t.Fatal(err)
	}
	if want := "125.0 KiB"; got != want { // less than a block, so that each counts
		t.Errorf("what is taken at once before what was freed is given back: got %s, want %s", got, want)
	}
}
