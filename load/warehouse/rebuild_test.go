package warehouse

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"carehouse/load/lake"
	"carehouse/load/lake/laketest"
	"carehouse/models"
)

func TestARebuildMakesTheSameFiles(t *testing.T) {
	t.Parallel()

	step, all := newHome(t), newHome(t)
	r := rand.New(rand.NewPCG(11, 3))
	worlds := map[string]map[int64]laketest.Bill{"a": {}, "b": {}}
	var windows []window
	for i := range 12 {
		tenant := []string{"a", "b"}[i%2]
		windows = append(windows, window{
			tenant: tenant, n: i, bills: mutate(r, worlds[tenant], i), perPage: 7, absence: i > 5, run: fmt.Sprint("run ", i),
		})
	}
	windows = append(windows, window{tenant: "a", n: 20, bills: bulk(9000), perPage: 500, pagesPerUnit: 30})
	windows = append(windows, window{tenant: "a", n: 21, bills: bulk(9000)[4000:4100], perPage: 50})
	var once map[string]string
	for _, w := range windows {
		s, _ := step.merge(w)
		once = step.sums(step.publish(s))
	}
	var staged []Staged
	for _, w := range windows {
		w.run = "rebuild"
		s, _ := all.merge(w)
		staged = append(staged, s)
	}
	files := all.publish(staged...)
	all.lakeIsPresent(files)
	if again := all.sums(files); !maps.Equal(once, again) {
		t.Errorf("got these files from a rebuild:\n%s\nwant those of the nights:\n%s", listing(again), listing(once))
	}
	if len(once) < 6 {
		t.Errorf("got %d files, want enough of them for the test to mean something", len(once))
	}
}

// bulk returns so many bills that they fill a file of their own.
func bulk(n int64) []laketest.Bill {
	bills := some(1000, n)
	for i := range bills {
		bills[i].Amount = int64(i)
	}
	return bills
}

func listing(sums map[string]string) string {
	var lines []string
	for _, path := range slices.Sorted(maps.Keys(sums)) {
		lines = append(lines, sums[path][:8]+" "+path)
	}
	return strings.Join(lines, "\n")
}

func TestFilesOfUnchangedRowsAreTheSameFile(t *testing.T) {
	t.Parallel()

	h := newHome(t)
	first, _ := h.merge(window{tenant: "a", n: 0, bills: bulk(9000), perPage: 500, pagesPerUnit: 30})
	before := h.sums(h.publish(first))
	second, _ := h.merge(window{tenant: "a", n: 1, bills: some(50_000, 20)})
	after := h.sums(h.publish(second))
	shared := 0
	for path, sum := range before {
		if after[path] != sum {
			continue
		}
		shared++
		old, err1 := os.Stat(filepath.Join(h.generationDir(1), path))
		same, err2 := os.Stat(filepath.Join(h.generationDir(2), path))
		if err := errors.Join(err1, err2); err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(path, lake.EmptyName) && !os.SameFile(old, same) {
			t.Errorf("%s: it was written again", path)
		}
	}
	if shared != 3 { // the bills, their lines, and the empty file of notes
		t.Errorf("got %d files in common of %d, want 3", shared, len(before))
	}
	changed := bulk(9000)[10:11]
	changed[0].Status = "paid"
	third, _ := h.merge(window{tenant: "a", n: 2, bills: changed})
	files := h.publish(third)
	h.lakeIsPresent(files)
	for path := range h.sums(files) {
		if _, ok := before[path]; ok && !strings.Contains(path, "notes") {
			t.Errorf("%s: it still has the name that it had with another bill in it", path)
		}
	}
}

func TestATableWithoutRowsHasAFileWithItsColumns(t *testing.T) {
	t.Parallel()

	h := newHome(t)
	s, _ := h.merge(window{tenant: "a", n: 0, outcome: models.Empty})
	files := h.publish(s)
	if len(files) != 3 {
		t.Fatalf("got %d files, want one a table", len(files))
	}
	glob := filepath.Join(h.generationDir(1), "lake", "clinic", "bills", "*", "*.parquet")
	if got := h.rows("SELECT count(*), count(id) FROM read_parquet(?)", glob); got[0] != "0 0" {
		t.Errorf("got %s, want no rows and the column id", got[0])
	}
}

func TestTheLedgerKnowsThePast(t *testing.T) {
	t.Parallel()

	h := newHome(t)
	s := h.stage(window{tenant: "a", n: 1, bills: some(1, 3)})
	s.Window.Mode, s.Window.From, s.Window.To = models.Modified, start, start.Add(48*time.Hour)
	s.Window.After = "c1"
	s.Verdict = models.Verdict{Outcome: models.Complete, Claimed: 3, Distinct: 3, Cursor: "c2", CursorAt: start.Add(time.Minute)}
	s.Rejects = []models.Reject{{Table: "bills", Page: 1, Record: 2, Path: "lines[0].amount", Reason: models.TooLarge}}
	s.Notes = map[models.Note]int64{
		{Kind: models.UnknownField, Table: "bills", Path: "colour"}:    7,
		{Kind: models.DuplicateConflict, Table: "bills", Path: "name"}: 2,
		{Kind: models.Phantom, Table: "bills"}:                         5,
	}
	if _, err := h.db.Merge(t.Context(), s, MergeOptions{}); err != nil {
		t.Fatal(err)
	}
	past, err := h.db.Past(t.Context(), "clinic", "a", "bills")
	if err != nil {
		t.Fatal(err)
	}
	want := models.Past{Window: s.Window, Verdict: s.Verdict, Ended: s.Ended}
	if len(past) != 1 || past[0] != want {
		t.Errorf("got %+v, want %+v", past, want)
	}
	for query, want := range map[string]string{
		"SELECT page, record, path, reason, whole_record FROM meta.rejects":                               "1 2 lines[0].amount too large for the column false",
		"SELECT table_name, path, records FROM meta.drift":                                                "bills colour 7",
		"SELECT name, path, outcome, found FROM meta.checks WHERE path <> ''":                             "duplicate key differs name note 2",
		"SELECT name, path, outcome, found FROM meta.checks WHERE path = ''":                              "record of nulls  note 5",
		"SELECT whole_until, cursor FROM meta.watermarks":                                                 "2026-03-03T06:00:00Z c2",
		"SELECT privacy, is_key, doc FROM meta.columns WHERE column_name = 'id' AND table_name = 'bills'": "linked true The bill's id.",
		"SELECT comment FROM duckdb_columns() WHERE table_name = 'bills' AND column_name = 'status'":      "What became of it; its author's words are 'kept'.",
	} {
		if got := h.rows(query); len(got) != 1 || got[0] != want {
			t.Errorf("%s: got %q, want %q", query, got, want)
		}
	}
}

func TestReplaceForgetsOneTenantOnly(t *testing.T) {
	t.Parallel()

	h, o := newHome(t), newOracle()
	for n, tenant := range []string{"a", "b", "a", "b"} {
		w := window{tenant: tenant, n: n, bills: some(int64(n), 12), perPage: 10}
		for i := range w.bills {
			w.bills[i].Amount += int64(n)
		}
		h.merge(w)
		if o.merge(w); n == 3 {
			h.equals(o, "before")
		}
	}
	if err := h.db.Replace(t.Context(), "clinic", "a", "bills", []*models.Table{h.root}); err != nil {
		t.Fatal(err)
	}
	delete(o.tenants, "a")
	h.equals(o, "after")
	if past, err := h.db.Past(t.Context(), "clinic", "a", "bills"); err != nil || len(past) != 0 {
		t.Errorf("got %d windows, %v; want none of the tenant that was taken out", len(past), err)
	}
	w := window{tenant: "a", n: 0, bills: some(1, 4), perPage: 10}
	h.merge(w)
	o.merge(w)
	h.equals(o, "and again")
}

func TestATableAsItWas(t *testing.T) {
	t.Parallel()

	h := newHome(t)
	h.merge(window{tenant: "a", n: 0, bills: some(1, 2)})
	changed := some(1, 1)
	changed[0].Status, changed[0].Lines = "paid", nil
	h.merge(window{tenant: "a", n: 5, bills: changed})
	for _, test := range []struct{ moment, bills, lines string }{
		{"2026-03-01 05:59:00+00", "0 0", "0"},
		{"2026-03-01 07:00:00+00", "2 0", "2"},
		{"2026-03-01 11:30:00+00", "2 1", "1"},
	} {
		bills := h.rows("SELECT count(*), count(*) FILTER (WHERE status = 'paid') FROM history.clinic_bills_as_of(?)", test.moment)
		lines := h.rows("SELECT count(*) FROM history.clinic_bill_lines_as_of(?)", test.moment)
		if bills[0] != test.bills || lines[0] != test.lines {
			t.Errorf("%s: got %s bills and %s lines, want %s and %s", test.moment, bills[0], lines[0], test.bills, test.lines)
		}
	}
}

func TestADatabaseOfOtherTablesIsRefused(t *testing.T) {
	t.Parallel()

	h := newHome(t)
	other := *h.root
	other.Columns = slices.Clone(h.root.Columns)
	other.Columns[2].Name = "state"
	if err := h.db.Create(t.Context(), []*models.Table{&other}); err == nil || !strings.Contains(err.Error(), ErrSchema.Error()) {
		t.Errorf("got %v, want other tables to be refused", err)
	}
	if same, err := h.db.MadeBy(t.Context(), []*models.Table{&other}); err != nil || same {
		t.Errorf("got %v, %v; want to be told that the tables differ", same, err)
	}
	reworded := *h.root
	reworded.Columns = slices.Clone(h.root.Columns)
	reworded.Columns[2].Doc = "Another sentence."
	if err := h.db.Create(t.Context(), []*models.Table{&reworded}); err != nil {
		t.Fatal(err)
	}
	got := h.rows("SELECT doc FROM meta.columns WHERE table_name = 'bills' AND column_name = 'status'")
	if len(got) != 1 || got[0] != "Another sentence." {
		t.Errorf("got %q, want the dictionary to have the new sentence, once", got)
	}
}
