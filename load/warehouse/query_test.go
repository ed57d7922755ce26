package warehouse

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestAQueryReadsAndDoesNothingElse(t *testing.T) {
	t.Parallel()

	h := newHome(t)
	h.merge(window{tenant: "a", n: 0, bills: some(1, 3)})
	path := h.db.path
	if err := h.db.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.db = h.open(path, true) // as a run has it meanwhile
	temp := t.TempDir()
	if err := os.WriteFile(filepath.Join(temp, "spilt.csv"), []byte("a\n1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ask := func(query string, most int) (Report, error) {
		return Query(t.Context(), path, Options{Threads: 1, TempDir: temp}, query, most)
	}
	got, err := ask("SELECT id, NULL AS nothing, DATE '2026-01-02' AS day FROM clinic.bills ORDER BY id", 3)
	if err != nil || len(got.Rows) != 3 || got.Columns[2].Name != "day" || got.Rows[2][0].Text != "3" || !got.Rows[0][1].Null {
		t.Errorf("got %+v, %v", got, err)
	}
	if got.Rows[0][2].Text != "2026-01-02" {
		t.Errorf("got %+v", got.Rows[0])
	}
	if _, err := ask("FROM clinic.bills", 2); !errors.Is(err, ErrMany) {
		t.Errorf("three rows where two can be taken: got %v", err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	outside := filepath.Join(h.dir, "outside.csv")
	for _, statement := range []string{
		"DELETE FROM clinic.bills", "CREATE TABLE clinic.more AS SELECT 1", "COPY clinic.bills TO '" + outside + "'", "SELEKT 1",
		"ATTACH '" + outside + ".duckdb'", "FROM read_csv('/etc/hosts')", "SELECT 1; DROP TABLE clinic.bills",
		"USE memory; DETACH published; ATTACH '" + path + "' AS mine; CREATE TABLE mine.more AS SELECT 1; SELECT 1",
		"FROM read_csv('" + temp + "/spilt.csv')", "FROM read_text('" + temp + "/*')", "FROM glob('" + temp + "/*')",
		"FROM read_text('/etc/hosts')", "SELECT getenv('HOME')", "INSTALL httpfs", "LOAD httpfs", "SET threads = 2", "PRAGMA database_list",
		"COPY (SELECT 1) TO '" + path + ".wal'", "SELECT 1') UNION ALL FROM query('SELECT 2",
	} {
		if _, err := ask(statement, 10); err == nil {
			t.Errorf("%s: it was done", statement)
		}
	}
	after, err := os.ReadFile(path)
	if err != nil || !slices.Equal(before, after) {
		t.Errorf("the file has changed: %v", err)
	}
	for _, file := range []string{outside, path + ".wal"} {
		if _, err := os.Lstat(file); err == nil {
			t.Errorf("%s was written", filepath.Base(file))
		}
	}
	if got, err := ask("WITH two AS (FROM clinic.bills WHERE id <> '2') SELECT count(*) AS n FROM two; -- that's it", 1); err != nil || got.Rows[0][0].Text != "2" {
		t.Errorf("a longer one: got %+v, %v", got, err)
	}
}
