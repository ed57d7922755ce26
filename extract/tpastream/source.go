package tpastream

import (
	"context"
	"fmt"
	"time"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"

	records "carehouse/models/tpastream"
)

var (
	_ extract.Source  = (*Source)(nil)
	_ extract.Checker = (*Source)(nil)
)

// A Source is one tenant's access to TPA Stream.
type Source struct {
	tenant string
	config Config
	client *transport.Client
	clock  func() time.Time
	tables map[string]*models.Table
}

// New returns the source of a tenant. It sends nothing.
func New(tenant string, config Config, env transport.Env) (*Source, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	config = config.withDefaults()
	auth, err := authorizer(config.Auth)
	if err != nil {
		return nil, fmt.Errorf("auth.ssh_jwt.private_key: %w", err)
	}
	client, err := transport.New(transport.Config{
		Source: records.Source, Tenant: tenant, BaseURL: config.BaseURL, Auth: auth,
		Pace:  transport.NewPace(config.RequestsPerSecond, 1),
		Known: known(), Explain: explain(tenant), Env: env,
	})
	if err != nil {
		return nil, err
	}
	s := &Source{tenant: tenant, config: config, client: client, clock: env.Clock, tables: map[string]*models.Table{}}
	for _, t := range records.Tables() {
		s.tables[t.Name] = t
	}
	return s, nil
}

func authorizer(auth Auth) (transport.Authorizer, error) {
	if auth.Basic != nil {
		return newBasicAuth(*auth.Basic), nil
	}
	return newSSHJWT(*auth.SSHJWT)
}

// The datasets. Each is also the name of its table.
const (
	claims        = "claims"
	employers     = "employers"
	members       = "members"
	policyHolders = "policy_holders"
	events        = "events" // a table, filled by the claims dataset
)

func datasetNames() []string { return []string{claims, employers, members, policyHolders} }

// Datasets implements [extract.Source]. Claims come first, because they are what people wait for.
func (s *Source) Datasets() []extract.Dataset {
	return []extract.Dataset{
		{
			Name: claims, Tables: []*models.Table{s.tables[claims], s.tables[events]},
			Plan: s.planClaims, Pages: s.walking(claims, s.throughClaims), Estimate: s.estimateClaims,
		},
		s.list(employers, "/employer"),
		s.list(members, "/member"),
		s.list(policyHolders, "/policy_holder"),
	}
}

// list is a dataset that is read as a whole each time.
func (s *Source) list(name, path string) extract.Dataset {
	return extract.Dataset{
		Name: name, Tables: []*models.Table{s.tables[name]},
		Plan: func(_ []models.Past, want extract.Want) []models.Window {
			return []models.Window{models.NewWindow(records.Source, s.tenant, name, models.Snapshot, want.Now)}
		},
		Pages: s.walking(name, func(ctx context.Context, w *walk, _ models.Window) bool {
			swept, ok := w.sweep(ctx, list{path: path, table: name, tuning: s.config.tuning(name)})
			return ok && w.End(swept.verdict())
		}),
		Estimate: func(past []models.Past, _ models.Window) int { return s.sweepRequests(name, past) },
	}
}
