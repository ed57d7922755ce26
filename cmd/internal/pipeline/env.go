package pipeline

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"

	"carehouse/cmd/internal/config"
	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/load/vault"
)

// memoryName is the folder of the home in which sources remember things: the counters of codes, what was asked of whom.
const memoryName = "memory"

// source opens a tenant's API. Nothing is sent.
func (r *run) source(ctx context.Context, t config.Tenant, retries *transport.Retries) (extract.Source, error) {
	driver, ok := r.p.find(t.Source)
	if !ok {
		return nil, fmt.Errorf("%s: no source is called %s", t.Name, t.Source)
	}
	home := r.ask.Config.Home
	return driver.Open(t.Name, t.Settings, transport.Env{
		Clock: r.p.Clock, Network: r.p.Network, Retries: retries,
		Observe: func(e transport.Event) { r.observe(ctx, t.Name, e) },
		Vault:   vault.New(r.p.Disk, home),
		Memory:  filepath.Join(home, memoryName, t.Source, t.Name),
		Rows: func(ctx context.Context, query string) (transport.Rows, error) {
			rows, err := published(ctx, r.ask, query, longestQuery)
			if name, ok := r.awaited(t, query, err); ok {
				err = fmt.Errorf("nothing of %s is published yet: %w", name, extract.ErrPaused)
			}
			return rows, err
		},
	})
}

// awaited finds a source that a query of a tenant names, that another tenant of this run brings, and that has no tables before the
// run has published. Then the query cannot be answered yet, and nobody need look at it. What no run brings is a mistake.
func (r *run) awaited(t config.Tenant, query string, err error) (string, bool) {
	brings := r.brings
	if r.home == nil && errors.Is(err, errUnpublished) { // a check, of what a sync would find
		brings = r.ask.Config.Tenants
	}
	for _, other := range brings {
		if err == nil || other.Name == t.Name || slices.Contains(r.held, other.Source) {
			continue
		}
		name := regexp.QuoteMeta(other.Source)
		if regexp.MustCompile(`(?i)\b` + name + `"?\s*\.|\bhistory"?\s*\.\s*"?` + name + `_`).MatchString(query) {
			return other.Source, true
		}
	}
	return "", false
}
