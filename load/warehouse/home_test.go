package warehouse

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"carehouse/load/lake"
	"carehouse/load/lake/laketest"
	"carehouse/models"
)

// start is when the first window of a test is planned.
var start = time.Date(2026, 3, 1, 6, 0, 0, 0, time.UTC)

// A home is a database with its generations, in a test's own folder.
type home struct {
	t          *testing.T
	dir        string
	root       *models.Table
	db         *DB
	generation int
	units      int
}

func newHome(t *testing.T) *home {
	t.Helper()

	h := &home{t: t, dir: t.TempDir(), root: laketest.Bills("clinic")}
	h.db = h.open(filepath.Join(h.dir, "warehouse.duckdb"), false)
	if err := h.db.Create(t.Context(), []*models.Table{h.root}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.db.Close() })
	return h
}

func (h *home) open(path string, readOnly bool) *DB {
	h.t.Helper()

	db, err := Open(h.t.Context(), path, Options{ReadOnly: readOnly, Threads: 2, Folders: []string{h.dir}})
	if err != nil {
		h.t.Fatal(err)
	}
	db.explain = func(statement string, err error) { h.t.Logf("%s: %v", statement, err) }
	return db
}

// A window is what a test's API said: bills, so many a page and pages a unit.
type window struct {
	tenant       string
	n            int // when it was planned, in hours from start
	bills        []laketest.Bill
	perPage      int
	pagesPerUnit int
	absence      bool
	outcome      models.Outcome
	run          string
}

func (w window) id() string {
	return models.NewWindow("clinic", w.tenant, "bills", models.Snapshot, w.planned()).ID
}

func (w window) planned() time.Time { return start.Add(time.Duration(w.n) * time.Hour) }

func (w window) asked(page int) time.Time { return w.planned().Add(time.Duration(page) * time.Second) }

func (w window) ended() time.Time { return w.planned().Add(30 * time.Minute) }

// stage flattens a window into staged files.
func (h *home) stage(w window) Staged {
	h.t.Helper()

	w.perPage, w.pagesPerUnit = cmp.Or(w.perPage, 10), cmp.Or(w.pagesPerUnit, 3)
	s := Staged{
		Window:  models.NewWindow("clinic", w.tenant, "bills", models.Snapshot, w.planned()),
		Verdict: models.Verdict{Outcome: cmp.Or(w.outcome, models.Complete), Absence: w.absence, Claimed: -1, Distinct: -1},
		Ended:   w.ended(), Run: cmp.Or(w.run, "run-1"),
	}
	root := StagedRoot{Root: h.root, Sweep: true, Landed: int64(len(w.bills))}
	page := 1
	for batch := range slices.Chunk(w.bills, w.perPage*w.pagesPerUnit) {
		h.units++
		writer := lake.Stage(filepath.Join(h.dir, "staging", strconv.Itoa(h.units)), h.root)
		unit := Unit{Number: len(root.Units) + 1, FirstPage: page}
		for bills := range slices.Chunk(batch, w.perPage) {
			p := laketest.Page{Tenant: w.tenant, Window: s.Window.ID, Number: page, AskedAt: w.asked(page)}
			records := laketest.Batch(h.root, p, bills)
			if err := writer.Write(records); err != nil {
				h.t.Fatal(err)
			}
			for _, r := range records {
				r.Release()
			}
			s.Pages = append(s.Pages, PageFact{Number: page, Table: "bills", Call: "GET /bills", AskedAt: p.AskedAt, SHA256: "00"})
			unit.LastPage = page
			page++
		}
		files, err := writer.Close()
		if err != nil {
			h.t.Fatal(err)
		}
		unit.Files = files
		root.Units = append(root.Units, unit)
	}
	s.Roots = []StagedRoot{root}
	return s
}

func (h *home) merge(w window) (Staged, Changes) {
	h.t.Helper()

	s := h.stage(w)
	changes, err := h.db.Merge(h.t.Context(), s, MergeOptions{AllowShrink: true})
	if err != nil {
		h.t.Fatal(err)
	}
	return s, changes
}

// publish builds the next generation's files and returns them.
func (h *home) publish(staged ...Staged) []lake.File {
	h.t.Helper()

	p := Publish{Roots: []*models.Table{h.root}, Staged: staged, NextDir: h.generationDir(h.generation + 1), Run: "run-1", Workers: 2}
	if h.generation > 0 {
		p.BaseDir = h.generationDir(h.generation)
	}
	files, err := h.db.BuildLake(h.t.Context(), p)
	if err != nil {
		h.t.Fatal(err)
	}
	h.generation++
	return files
}

func (h *home) generationDir(n int) string { return filepath.Join(h.dir, fmt.Sprintf("%06d", n)) }

// rows asks the database and returns its rows as text.
func (h *home) rows(query string, args ...any) []string {
	h.t.Helper()

	rows, err := h.db.conn.QueryContext(h.t.Context(), query, args...)
	if err != nil {
		h.t.Fatal(err)
	}
	defer rows.Close()
	report, err := readReport(rows, math.MaxInt)
	if err != nil {
		h.t.Fatal(err)
	}
	lines := make([]string, len(report.Rows))
	for i, row := range report.Rows {
		texts := make([]string, len(row))
		for n, v := range row {
			if texts[n] = v.Text; v.Null {
				texts[n] = "-"
			}
		}
		lines[i] = strings.Join(texts, " ")
	}
	return lines
}

// lakeIsPresent checks that the Parquet files hold the present, row for row.
func (h *home) lakeIsPresent(files []lake.File) {
	h.t.Helper()

	for table := range h.root.All() {
		var paths []string
		for _, f := range files {
			if f.Table == table.Name {
				paths = append(paths, filepath.Join(h.generationDir(h.generation), f.Path))
			}
		}
		columns := words()["names"].(func(string, []column) string)("", newShapeOf(table).Columns)
		present := "SELECT " + columns + " FROM clinic." + table.Name
		lake := "SELECT " + columns + " FROM read_parquet(?, hive_partitioning = false)"
		if more := h.rows(present+" EXCEPT ALL "+lake, paths); len(more) > 0 {
			h.t.Fatalf("%s: %d rows are in DuckDB only: %s", table.Name, len(more), more[0])
		}
		if more := h.rows(lake+" EXCEPT ALL "+present, paths); len(more) > 0 {
			h.t.Fatalf("%s: %d rows are in the lake only: %s", table.Name, len(more), more[0])
		}
	}
}

// sums returns the sha256 of every file of the newest generation, by its path.
func (h *home) sums(files []lake.File) map[string]string {
	h.t.Helper()

	sums := map[string]string{}
	for _, f := range files {
		info, err := os.Stat(filepath.Join(h.generationDir(h.generation), f.Path))
		if err != nil || info.Size() != f.Bytes {
			h.t.Fatalf("%s: it is not as large as its writer says: %v", f.Path, err)
		}
		sums[f.Path] = f.SHA256
	}
	return sums
}
