package warehouse

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"carehouse/load/lake/laketest"
	"carehouse/models"
)

// some returns bills with the ids from first on.
func some(first, n int64) []laketest.Bill {
	bills := make([]laketest.Bill, n)
	for i := range bills {
		bills[i] = laketest.Bill{ID: first + int64(i), Status: "open", Amount: 12_3400, Lines: []laketest.Line{{Code: "99213", Amount: 5}}}
	}
	return bills
}

// contents is everything that a merge could have changed, as text.
func (h *home) contents() []string {
	h.t.Helper()

	var all []string
	for _, table := range []string{
		"clinic.bills", "clinic.bill_lines", "clinic.bill_notes", "history.clinic_bills_closed", "meta.windows", "meta.pages",
		"meta.units", "meta.absences", "meta.receipts", "meta.rejects", "meta.drift", "meta.checks",
	} {
		rows := h.rows("FROM " + table)
		slices.Sort(rows)
		all = append(append(all, table), rows...)
	}
	return all
}

func TestARefusedWindowLeavesEverythingAsItWas(t *testing.T) {
	t.Parallel()

	for _, test := range []struct {
		name  string
		spoil func(*Staged)
		want  error
		says  string
	}{
		{"a record is lost after the landing", func(s *Staged) { s.Roots[0].Landed++ }, ErrReceipt, "table bills: rows: landing 31, staged 30, rejected 0"},
		{"a file of another window", func(s *Staged) { s.Window.ID = "another" }, ErrReceipt, "rows of another window"},
		{"money is lost on the way to DuckDB", func(s *Staged) {
			f := s.Roots[0].Units[0].Files["bills"]
			m := f.Measures.Columns["amount"]
			m.Sum = m.Sum.Add(1)
			f.Measures.Columns["amount"] = m
		}, ErrReceipt, "table bills: sum of amount: staged 370.2001, duckdb 370.2000"},
		{"a unit's file is lost", func(s *Staged) {
			f := s.Roots[0].Units[0].Files["bill_lines"]
			_ = os.Remove(f.Path)
		}, nil, "IO Error"},
		{"a sweep that did not see what the API claims", func(s *Staged) {
			s.Verdict.Absence, s.Verdict.Claimed, s.Verdict.Distinct = true, 31, 30
		}, ErrReceipt, "keys of a complete sweep: api 31, landing 30"},
		{"a window that was merged before", func(s *Staged) { *s = Staged{Window: s.Window}; s.Window.ID = window{n: 0, tenant: "a"}.id() }, ErrMerged, "merged before"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()

			h := newHome(t)
			h.merge(window{tenant: "a", n: 0, bills: some(1, 20)})
			before := h.contents()
			s := h.stage(window{tenant: "a", n: 1, bills: some(11, 30), pagesPerUnit: 9})
			test.spoil(&s)
			_, err := h.db.Merge(t.Context(), s, MergeOptions{})
			if err == nil || test.want != nil && !errors.Is(err, test.want) {
				t.Fatalf("got error %v, want %v", err, test.want)
			}
			if !strings.Contains(err.Error(), test.says) {
				t.Errorf("got error %q, want it to say %q", err, test.says)
			}
			if !slices.Equal(h.contents(), before) {
				t.Error("the database has changed")
			}
			h.merge(window{tenant: "a", n: 2, bills: some(11, 30)})
		})
	}
}

func TestRecordsGoAfterTwoSweepsAndNotTooManyAtOnce(t *testing.T) {
	t.Parallel()

	h := newHome(t)
	sweep := func(n int, bills []laketest.Bill, o MergeOptions) (TableChanges, error) {
		changes, err := h.db.Merge(t.Context(), h.stage(window{tenant: "a", n: n, bills: bills, absence: true}), o)
		if err != nil {
			return TableChanges{}, err
		}
		return changes.Tables[0], nil
	}
	_, err1 := sweep(0, some(1, 40), MergeOptions{})
	missed, err2 := sweep(1, some(1, 28), MergeOptions{})
	if err := errors.Join(err1, err2); err != nil || missed.Missed != 12 || missed.Deleted != 0 {
		t.Fatalf("got %+v, %v; want 12 records missed once", missed, err)
	}
	before := h.contents()
	_, err := sweep(2, some(1, 28), MergeOptions{})
	shrink, ok := errors.AsType[*ShrinkError](err)
	if !ok || !errors.Is(err, ErrShrink) || shrink.Gone != 12 || shrink.Present != 40 || shrink.Table != "bills" {
		t.Fatalf("got %v, want a refusal to let 12 of 40 bills go", err)
	}
	if !slices.Equal(h.contents(), before) {
		t.Error("the refused sweep has changed the database")
	}
	gone, err := sweep(3, some(1, 28), MergeOptions{AllowShrink: true})
	if err != nil || gone.Deleted != 12 {
		t.Fatalf("got %+v, %v; want 12 records gone when it is allowed", gone, err)
	}
	if got := h.rows("SELECT count(*) FROM history.clinic_bills WHERE op = 'delete'"); got[0] != "12" {
		t.Errorf("got %s tombstones, want 12", got[0])
	}
	if got := h.rows("SELECT count(*) FROM clinic.bill_lines"); got[0] != "28" {
		t.Errorf("got %s lines, want those of the 28 bills that are left", got[0])
	}
}

// TestNoPartIsEmptiedAtOnce has a small part of the records that is suddenly nothing, beside one that is ten times its size.
func TestNoPartIsEmptiedAtOnce(t *testing.T) {
	t.Parallel()

	for _, test := range []struct {
		name string
		left int // of the small part
		want int64
	}{
		{"all of them", 0, 12},
		{"more than half of them, and enough to be told", 1, 11},
		{"half of them", 6, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()

			h := newHome(t)
			h.root.Columns[h.root.Column("status")].Within = true
			sweep := func(n, small int) (Changes, error) {
				bills := some(1, 12)[:small]
				for i := range bills {
					bills[i].Status = "7"
				}
				s := h.stage(window{tenant: "a", n: n, bills: append(bills, some(100, 120)...), absence: true})
				s.Verdict.Within = "7 kept paid open"
				return h.db.Merge(t.Context(), s, MergeOptions{})
			}
			_, err1 := sweep(0, 12)
			_, err2 := sweep(1, test.left)
			if err := errors.Join(err1, err2); err != nil {
				t.Fatal(err)
			}
			changes, err := sweep(2, test.left)
			shrink, refused := errors.AsType[*ShrinkError](err)
			if refused != (test.want > 0) || refused && (shrink.Gone != test.want || shrink.Present != 12) {
				t.Errorf("got %v, %+v", err, changes)
			}
		})
	}
}

func TestARecordThatIsSeenAgainIsNotHalfGone(t *testing.T) {
	t.Parallel()

	for _, test := range []struct {
		name    string
		between window
		want    int64
	}{
		{"by a sweep", window{bills: some(1, 10), absence: true}, 0},
		{"by an answer that is no sweep", window{bills: some(1, 1)}, 0},
		{"not at all", window{bills: some(5, 1)}, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()

			h := newHome(t)
			h.merge(window{tenant: "a", n: 0, bills: some(1, 10), absence: true})
			h.merge(window{tenant: "a", n: 1, bills: some(2, 9), absence: true})
			test.between.tenant, test.between.n = "a", 2
			h.merge(test.between)
			_, c := h.merge(window{tenant: "a", n: 3, bills: some(2, 9), absence: true})
			if c.Tables[0].Deleted != test.want || c.Tables[0].Missed != 1-test.want {
				t.Errorf("got %+v, want %d deleted", c.Tables[0], test.want)
			}
		})
	}
}

func TestOnlyAWholeSweepDeletes(t *testing.T) {
	t.Parallel()

	for _, outcome := range []models.Outcome{models.Partial, models.NotEntitled, models.Unreachable, models.Failed} {
		h := newHome(t)
		h.merge(window{tenant: "a", n: 0, bills: some(1, 10)})
		for n := range 3 {
			_, c := h.merge(window{tenant: "a", n: n + 1, absence: true, outcome: outcome})
			if c.Any() {
				t.Errorf("%s: got %+v, want no changes", outcome, c)
			}
		}
	}
}

func TestErrorsOfDuckDBDoNotSayWhatTheySaw(t *testing.T) {
	t.Parallel()

	h := newHome(t)
	h.db.explain = nil
	_, err := h.db.conn.ExecContext(t.Context(), "SELECT 'Testperson 900-12-3456'::BIGINT")
	got := quiet("load/insert", err)
	if got == nil || got.Error() != "load/insert: Conversion Error" {
		t.Errorf("got %q, want the statement's name and the kind of error only", got)
	}
	if inner := errors.Unwrap(got); inner != nil {
		t.Errorf("got the cause %v inside, want none", inner)
	}
	if got := quiet("x", errors.New("Testperson Error: 900")).Error(); got != "x: DuckDB error" {
		t.Errorf("got %q, want nothing of an unknown error", got)
	}
}

func TestTheDatabaseIsLocked(t *testing.T) {
	t.Parallel()

	h := newHome(t)
	h.db.explain = nil
	outside := filepath.Join(t.TempDir(), "outside.csv")
	if err := os.WriteFile(outside, []byte("a\n1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"FROM read_csv('" + outside + "')",
		"COPY (SELECT 1) TO '" + outside + "'",
		"ATTACH '" + outside + ".duckdb'",
		"INSTALL httpfs",
		"LOAD httpfs",
		"SET enable_external_access = true",
		"SET allowed_directories = ['/']",
		"SET memory_limit = '1TB'",
	} {
		if _, err := h.db.conn.ExecContext(t.Context(), statement); err == nil {
			t.Errorf("%s: it was done", strings.ReplaceAll(statement, outside, "FILE"))
		}
	}
}

func TestAMergeThatRunsOutOfRoomSaysSoAndChangesNothing(t *testing.T) {
	t.Parallel()

	h := newHome(t)
	h.merge(window{tenant: "a", n: 0, bills: some(1, 20)})
	path := h.db.path
	if err := h.db.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{path, path + ".wal"} {
		if _, err := os.Lstat(name); (err == nil) != (name == path) {
			t.Errorf("%s: got %v", filepath.Base(name), err)
		}
	}
	if err := os.WriteFile(path+".wal", []byte("torn"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path, Options{}); !errors.Is(err, ErrLog) {
		t.Errorf("got %v, want the log to be refused", err)
	}
	if err := os.Remove(path + ".wal"); err != nil {
		t.Fatal(err)
	}
	h.db = h.open(path, true)
	s := h.stage(window{tenant: "a", n: 1, bills: some(1, 21)})
	changes, err := h.db.Changes(t.Context(), s)
	if err != nil || changes.Tables[0].Inserted != 1 || changes.Tables[0].Same != 20 {
		t.Errorf("got %+v, %v; want to be told of 1 new bill by a database that is only read", changes, err)
	}
	if _, err := h.db.Merge(t.Context(), s, MergeOptions{}); err == nil {
		t.Error("a database that is only read was written")
	}
}
