package pipeline

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/transport"
	"carehouse/load/generation"
	"carehouse/load/warehouse"
)

const (
	// mostRows is how many rows a source may ask the published database for.
	mostRows = 5_000_000
	// longestQuery is how long that may take: a night is spoilt by a query that never ends.
	longestQuery = 10 * time.Minute
)

var (
	// errUnpublished means that there is no database yet that could be asked.
	errUnpublished = errors.New("nothing is published yet, so there is nothing to ask")
	// errLong means that a query took too long.
	errLong = errors.New("it takes more than 10 minutes")
)

// published answers a query over the database that is published at this moment, by a connection of its own: a source asks
// while the run is doing something else. It writes nothing, not even for a moment: whoever only checks holds no lock, and
// another run may be clearing the home up.
func published(ctx context.Context, ask engine.Run, query string, longest time.Duration) (rows transport.Rows, err error) {
	home, err := generation.OpenReader(ask.Config.Home)
	if err != nil {
		return rows, homeFault(ask.Config.Home, err)
	}
	defer home.Close() //nolint:errcheck // a reader holds nothing
	current, ok, err := home.Current()
	if err != nil {
		return rows, homeFault(ask.Config.Home, err)
	}
	if !ok {
		return rows, errUnpublished
	}
	ctx, stop := context.WithTimeoutCause(ctx, longest, errLong)
	defer stop()
	report, err := warehouse.Query(ctx, current.Path(databaseName), warehouse.Options{
		MemoryLimit: duckMemory(ask.Config.Limits), Threads: 1,
	}, query, mostRows)
	if failed, ok := errors.AsType[*warehouse.Error](err); ok {
		err = fmt.Errorf("%s; the database says more to: duckdb -readonly %s", // where it may quote what it read
			failed.Class, filepath.Join(ask.Config.Home, "current", databaseName))
	}
	if err != nil && ctx.Err() != nil {
		err = context.Cause(ctx)
	}
	for _, c := range report.Columns {
		rows.Columns = append(rows.Columns, c.Name)
	}
	for _, row := range report.Rows {
		values := make([]string, len(row))
		for i, v := range row {
			values[i] = v.Text
		}
		rows.Values = append(rows.Values, values)
	}
	return rows, err
}
