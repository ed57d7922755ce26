package warehouse

import (
	"context"
	dbsql "database/sql"
	"errors"
	"fmt"
	"math"

	"github.com/marcboeker/go-duckdb/v2"
)

// Bench runs a statement file of sql/bench on a database, the way a program without this package would: nothing is
// locked, so it may read and write any file, and errors are the engine's own words. It is there for measurements of
// made-up data, which have to reach the same engine through the only package that knows it, and nothing else calls it.
// It returns the answer of the file's last statement.
func Bench(ctx context.Context, path string, o Options, name string, data any) (report Report, err error) {
	text, err := render("bench/"+name, data)
	if err != nil {
		return Report{}, fmt.Errorf("warehouse: %w", err)
	}
	connector, err := duckdb.NewConnector(dsn(path, o), nil)
	if err != nil {
		return Report{}, fmt.Errorf("warehouse: bench: %w", err)
	}
	db := dbsql.OpenDB(connector)
	defer func() { err = errors.Join(err, db.Close()) }()
	rows, err := db.QueryContext(ctx, text)
	if err != nil {
		return Report{}, fmt.Errorf("warehouse: bench/%s: %w", name, err)
	}
	defer rows.Close()
	return readReport(rows, math.MaxInt)
}
