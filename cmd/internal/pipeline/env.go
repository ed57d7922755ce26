package pipeline

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/config"
	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/load/generation"
	"carehouse/load/vault"
	"carehouse/load/warehouse"
)

// memoryName is the folder of the home in which sources remember things: the counters of codes, what was asked of whom.
const memoryName = "memory"

// mostRows is how many rows a source may ask the published database for.
const mostRows = 5_000_000

// errUnpublished means that there is no database yet that could be asked.
var errUnpublished = errors.New("nothing is published yet, so there is nothing to ask")

// source opens a tenant's API. Nothing is sent.
func (r *run) source(t config.Tenant, retries *transport.Retries) (extract.Source, error) {
	driver, ok := r.p.find(t.Source)
	if !ok {
		return nil, fmt.Errorf("%s: no source is called %s", t.Name, t.Source)
	}
	home := r.ask.Config.Home
	return driver.Open(t.Name, t.Settings, transport.Env{
		Clock: r.p.Clock, Network: r.p.Network, Retries: retries,
		Observe: func(e transport.Event) { r.observe(t.Name, e) },
		Vault:   vault.New(r.p.Disk, home),
		Memory:  filepath.Join(home, memoryName, t.Source, t.Name),
		Rows: func(ctx context.Context, query string) (transport.Rows, error) {
			rows, err := published(ctx, r.ask, query)
			if name, ok := r.awaited(t, query); err != nil && ok {
				err = fmt.Errorf("nothing of %s is published before this run is: %w", name, extract.ErrPaused)
			}
			return rows, err
		},
	})
}

// awaited finds a source that a query of a tenant names, that another tenant of this run brings, and that has no tables before the
// run has published. Then the query cannot be answered yet, and nobody need look at it. What a run does not bring is a mistake.
func (r *run) awaited(t config.Tenant, query string) (string, bool) {
	for _, other := range r.brings {
		if other.Name == t.Name || slices.Contains(r.held, other.Source) {
			continue
		}
		if regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(other.Source) + `"?\s*\.`).MatchString(query) {
			return other.Source, true
		}
	}
	return "", false
}

// published answers a query over the database that is published at this moment, by a connection of its own: a source asks
// while the run is doing something else.
func published(ctx context.Context, ask engine.Run, query string) (rows transport.Rows, err error) {
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
	staging := filepath.Join(home.Dir(), stagingName) // what does not fit into memory stays inside of the home
	if err := os.MkdirAll(staging, 0o700); err != nil {
		return rows, err
	}
	temp, err := os.MkdirTemp(staging, "rows-*")
	if err != nil {
		return rows, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	report, err := warehouse.Query(ctx, current.Path(databaseName), warehouse.Options{
		MemoryLimit: duckMemory(ask.Config.Limits) / 2, Threads: 1, TempDir: temp,
	}, query, mostRows)
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
