package endtoend

import (
	"database/sql"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"carehouse/load/generation"
	"carehouse/load/warehouse"
	"carehouse/models"
	"carehouse/models/tpastream"
)

// driver is the name under which [carehouse/load/warehouse] brings the database in. Tests ask questions of their own,
// and they open the file as an analyst does: with nothing but its name.
const driver = "duckdb"

var _ = warehouse.Open

// A reader has one generation open.
type reader struct {
	db     *sql.DB
	dir    string
	tenant string              // whose rows are read; "" is everybody's
	schema string              // whose tables are looked at: a source's
	tables map[string][]string // columns that are compared, by table
	roots  map[string]bool
}

// current opens what readers see now.
func (h *house) current(t *testing.T) *reader {
	t.Helper()
	return h.currentOf(t, tpastream.Source)
}

// currentOf opens what readers see now of a source.
func (h *house) currentOf(t *testing.T, schema string) *reader {
	t.Helper()
	home := got(generation.OpenReader(h.path("home")))(t)
	g, ok, err := home.Current()
	must(t, err)
	if !ok {
		t.Fatal("nothing is published")
	}
	r, err := newReaderOf(g.Dir, schema)
	must(t, err)
	t.Cleanup(func() { must(t, r.db.Close()) })
	return r
}

func newReader(dir string) (*reader, error) { return newReaderOf(dir, tpastream.Source) }

func newReaderOf(dir, schema string) (*reader, error) {
	db, err := sql.Open(driver, filepath.Join(dir, "warehouse.duckdb")+"?access_mode=read_only&threads=1")
	if err != nil {
		return nil, err
	}
	r := &reader{db: db, dir: dir, schema: schema, tables: map[string][]string{}, roots: map[string]bool{}}
	if err := r.describe(); err != nil {
		return nil, fmt.Errorf("%w, and then %w", err, db.Close())
	}
	return r, nil
}

// describe finds the tables and those of their columns that say what a record is, and not where it was met.
func (r *reader) describe() error {
	rows, err := r.db.Query(`SELECT table_name, column_name FROM information_schema.columns
		WHERE table_schema = ? ORDER BY table_name, ordinal_position`, r.schema)
	if err != nil {
		return err
	}
	defer rows.Close()
	all := map[string][]string{}
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			return err
		}
		all[table] = append(all[table], column)
	}
	for table, columns := range all {
		r.roots[table] = !slices.Contains(columns, "_record")
		r.tables[table] = slices.DeleteFunc(columns, func(c string) bool {
			place := c == "_window" || c == "_page" || c == "_record" || c == "_extracted_at"
			return place || c == "_ordinal" && r.roots[table]
		})
	}
	return rows.Err()
}

// close ends the reading before the test does.
func (r *reader) close(t *testing.T) {
	t.Helper()
	must(t, r.db.Close())
}

// names lists the tables.
func (r *reader) names() []string { return slices.Sorted(maps.Keys(r.tables)) }

// of reads the rows of one tenant only.
func (r *reader) of(tenant string) *reader {
	one := *r
	one.tenant = tenant
	return &one
}

func (r *reader) filtered(table string) string {
	if r.tenant == "" {
		return table
	}
	return "(FROM " + table + " WHERE _tenant = '" + r.tenant + "')"
}

// database says how a table is named in the database, lake how its Parquet files are.
func (r *reader) database(table string) string { return r.filtered(r.schema + "." + table) }

func (r *reader) lake(table string) string {
	files := filepath.Join(r.dir, "lake", r.schema, table, "*", "*.parquet")
	return r.filtered("read_parquet('" + files + "', hive_partitioning = false)")
}

func (r *reader) history(table string) string { return r.filtered("history." + r.schema + "_" + table) }

// A digest says what is in each table: how many rows, and the sum of their hashes. Equal digests are equal rows, in
// whatever order.
type digest map[string]string

// digest reads all tables from where they are.
func (r *reader) digest(t *testing.T, from func(table string) string, more ...string) digest {
	t.Helper()
	d, err := r.digested(from, more...)
	must(t, err)
	return d
}

func (r *reader) digested(from func(table string) string, more ...string) (digest, error) {
	var parts []string
	for _, table := range r.names() {
		parts = append(parts, fmt.Sprintf(
			"SELECT '%s', count(*)::VARCHAR || ' rows, ' || coalesce(sum(hash(row)::HUGEINT), 0)::VARCHAR FROM (SELECT %s FROM %s) AS row",
			table, strings.Join(append(slices.Clone(r.tables[table]), more...), ", "), from(table),
		))
	}
	rows, err := r.db.Query(strings.Join(parts, "\nUNION ALL "))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	d := digest{}
	for rows.Next() {
		var table, said string
		if err := rows.Scan(&table, &said); err != nil {
			return nil, err
		}
		d[table] = said
	}
	return d, rows.Err()
}

// A state is all that a generation tells: the present, in both ways, and what was before.
type state struct{ database, lake, history digest }

// state reads a generation. When a version was valid is another time in every run; that it ended, and how it began, is
// not.
func (r *reader) state(t *testing.T) state {
	t.Helper()
	return state{
		database: r.digest(t, r.database), lake: r.digest(t, r.lake),
		history: r.digest(t, r.history, "op", "valid_to IS NULL AS open"),
	}
}

// same reports whether two states are equal.
func (s state) same(other state) bool {
	return maps.Equal(s.database, other.database) && maps.Equal(s.lake, other.lake) && maps.Equal(s.history, other.history)
}

// equal compares two states, table by table.
func (s state) equal(t *testing.T, want state) {
	t.Helper()
	s.database.equal(t, "database", want.database)
	s.lake.equal(t, "lake", want.lake)
	s.history.equal(t, "history", want.history)
}

func (d digest) equal(t *testing.T, what string, want digest) {
	t.Helper()
	for _, table := range slices.Sorted(maps.Keys(want)) {
		if d[table] != want[table] {
			t.Errorf("%s: %s: got %s, want %s", what, table, d[table], want[table])
		}
	}
	if len(d) != len(want) || len(d) == 0 {
		t.Errorf("%s: got %d tables, want %d", what, len(d), len(want))
	}
}

// agree checks that the database and the lake of one generation say the same.
func (s state) agree(t *testing.T) {
	t.Helper()
	s.lake.equal(t, "lake against database", s.database)
}

// one answers a question that has one row with one value.
func (r *reader) one(t *testing.T, query string, args ...any) string {
	t.Helper()
	var answer sql.NullString
	must(t, r.db.QueryRow("SELECT ("+query+")::VARCHAR", args...).Scan(&answer))
	if !answer.Valid {
		return "null"
	}
	return answer.String
}

// lines answers a question with a line a row.
func (r *reader) lines(t *testing.T, query string, args ...any) []string {
	t.Helper()
	lines, err := r.asked(query, args...)
	must(t, err)
	return lines
}

func (r *reader) asked(query string, args ...any) ([]string, error) {
	rows, err := r.db.Query(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	values := make([]any, len(columns))
	into := make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	var lines []string
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		cells := make([]string, len(values))
		for i, v := range values {
			cells[i] = fmt.Sprint(v)
		}
		lines = append(lines, strings.Join(cells, " | "))
	}
	return lines, rows.Err()
}

// filled checks that the tables have the columns that they are said to have, as many as that at least, and that every column
// holds something somewhere, but for those that may not, with the reason.
func (r *reader) filled(t *testing.T, roots []*models.Table, least int, may map[string]string) {
	t.Helper()
	looked := map[string]bool{}
	for _, root := range roots {
		for table := range root.All() {
			var counts []string
			for _, c := range table.Columns {
				counts = append(counts, "count("+c.Name+")")
			}
			if len(table.Columns) != len(r.lines(t, "DESCRIBE "+r.schema+"."+table.Name)) {
				t.Errorf("%s: the database has other columns", table.Name)
			}
			have := strings.Split(r.lines(t, "SELECT "+strings.Join(counts, ", ")+" FROM "+r.database(table.Name))[0], " | ")
			for i, c := range table.Columns {
				name := table.Name + "." + c.Name
				looked[name] = true
				if empty := c.Name == models.ColExtra || may[name] != ""; empty != (have[i] == "0") {
					t.Errorf("%s holds something in %s rows", name, have[i])
				}
			}
		}
	}
	for name := range may {
		if !looked[name] {
			t.Errorf("there is no column %s", name)
		}
	}
	if len(looked) < least {
		t.Errorf("looked at %d columns", len(looked))
	}
}
