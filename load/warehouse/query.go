package warehouse

import (
	"context"
	dbsql "database/sql"
	"errors"
	"fmt"

	"github.com/marcboeker/go-duckdb/v2"
)

// ErrMany means that a query has more rows than can be taken.
var ErrMany = errors.New("more rows than can be taken")

// published is what a database is called that is asked by somebody's own query.
const published = "published"

// Query runs a query that somebody has written for himself over a database, and returns its rows, at most so many. It can
// change nothing and reach nothing else. The engine of this process shares a file with whoever has it open, and their
// settings with it; so the query has an engine of its own, to which the file is attached. It is handed over as a text, of
// which the engine takes one SELECT and nothing more: a statement could attach the file anew, to be written.
func Query(ctx context.Context, path string, o Options, query string, most int) (report Report, err error) {
	connector, err := duckdb.NewConnector(dsn("", Options{MemoryLimit: o.MemoryLimit, Threads: o.Threads}), nil)
	if err != nil {
		return Report{}, fmt.Errorf("warehouse: %w", quiet("query", err))
	}
	d := &DB{path: path, db: dbsql.OpenDB(connector)}
	defer func() { err = errors.Join(err, d.Close()) }()
	if d.conn, err = d.db.Conn(ctx); err != nil {
		return Report{}, fmt.Errorf("warehouse: %w", quiet("query", err))
	}
	for _, statement := range []string{"SET temp_directory = ''", "ATTACH " + quote(path) + " AS " + published + " (READ_ONLY)", "USE " + published} {
		if _, err := d.conn.ExecContext(ctx, statement); err != nil {
			return Report{}, fmt.Errorf("warehouse: %w", quiet("attach", err))
		}
	}
	if err := d.lock(ctx, Options{}); err != nil {
		return Report{}, fmt.Errorf("warehouse: %w", err)
	}
	rows, err := d.conn.QueryContext(ctx, "FROM query("+quote(query)+")")
	if err != nil {
		return Report{}, fmt.Errorf("warehouse: %w", quiet("query", err))
	}
	defer rows.Close()
	report, err = readReport(rows, most)
	switch {
	case errors.Is(err, ErrMany):
		return Report{}, fmt.Errorf("warehouse: query: %w", err)
	case err != nil:
		return Report{}, fmt.Errorf("warehouse: %w", quiet("query", err))
	}
	return report, nil
}
