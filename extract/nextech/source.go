package nextech

import (
	"context"
	"errors"
	"path/filepath"
	"sync/atomic"
	"time"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"

	records "carehouse/models/nextech"
)

var (
	_ extract.Source  = (*Source)(nil)
	_ extract.Checker = (*Source)(nil)
)

// A Source is one tenant's access to a practice.
type Source struct {
	tenant    string
	config    Config
	session   *session
	client    *transport.Client
	directory *directory
	budget    *budget
	clock     func() time.Time
	listen    listening
	sums      sums
	silent    atomic.Bool // the API says nothing at all where there is nobody
	tables    map[string]*models.Table
}

// errNoVault means that there is nowhere to keep what must not be lost.
var errNoVault = errors.New("nextech: a source needs a vault for its refresh token")

// New returns the source of a tenant. It sends nothing.
func New(tenant string, config Config, env transport.Env) (*Source, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	if env.Vault == nil {
		return nil, errNoVault
	}
	config = config.withDefaults()
	session, err := newSession(tenant, config.Auth, env)
	if err != nil {
		return nil, err
	}
	client, err := transport.New(transport.Config{
		Source: records.Source, Tenant: tenant, BaseURL: config.BaseURL, Auth: session,
		Pace: transport.NewPace(config.RequestsPerSecond, 1), Explain: explain(tenant), Env: env,
	})
	if err != nil {
		return nil, err
	}
	s := &Source{
		tenant: tenant, config: config, session: session, client: client, clock: env.Clock, listen: onLoopback,
		directory: &directory{
			tenant: tenant, path: config.Roster, rows: env.Rows, most: mostPeople,
			ledger: &ledger{tenant: tenant, vault: env.Vault, path: filepath.Join(env.Memory, "ledger.json"), practice: config.PracticeID},
		},
		budget: &budget{
			vault: env.Vault, path: filepath.Join(env.Memory, "budget.json"), perDay: config.DailyBudget, clock: env.Clock,
		},
		tables: map[string]*models.Table{},
	}
	for _, t := range records.Tables() {
		s.tables[t.Name] = t
	}
	return s, nil
}

// Datasets implements [extract.Source]. Patients come first, because encounters are asked for by the ids that they bring.
func (s *Source) Datasets() []extract.Dataset {
	return []extract.Dataset{
		{
			Name: patients, Tables: []*models.Table{s.tables[patients]},
			Plan: s.planning(patients, s.planPatients), Pages: s.walking(patients, (*walk).patients), Estimate: s.estimate,
		},
		{
			Name: encounters, Tables: []*models.Table{s.tables[encounters]}, Leader: patients,
			Plan: s.planning(encounters, s.planEncounters), Pages: s.walking(encounters, (*walk).encounters), Estimate: s.estimate,
		},
		{
			Name: sectionNames, Tables: []*models.Table{s.tables[sectionNames]},
			Plan: s.planSections, Pages: s.walking(sectionNames, (*walk).sections), Estimate: s.estimate,
		},
	}
}

// planning makes the Plan of a dataset. Besides, it notes which window is the last, whose remark speaks for all.
func (s *Source) planning(dataset string, plan func([]models.Past, extract.Want) []models.Window) func(
	[]models.Past, extract.Want,
) []models.Window {
	return func(past []models.Past, want extract.Want) []models.Window {
		windows := plan(past, want)
		s.sums.plans(dataset, windows)
		return windows
	}
}

// Pace is how far apart requests are, for a plan that tells how long it will take.
func (s *Source) Pace() time.Duration {
	return time.Duration(float64(time.Second) / s.config.RequestsPerSecond)
}

// estimate says how many requests a window will take: one for each person. Before the first look-up nobody knows which
// chart numbers stand for somebody; all of them are counted.
func (s *Source) estimate(_ []models.Past, w models.Window) int {
	if w.Dataset == sectionNames {
		return 1
	}
	r, b, err := s.directory.who(context.Background())
	switch {
	case err != nil:
		return 0
	case w.Parts == sweepPart:
		return b.Terms
	}
	count := 0
	for _, p := range (&walk{source: s, dataset: w.Dataset, window: w, people: r, book: b}).about() {
		m := b.People[p.key]
		if w.Dataset == encounters {
			count += max(len(p.known(m)), unseen(m))
		} else if p.chart != "" {
			count++
		}
	}
	return count
}

// unseen counts a person of whom nothing is known yet.
func unseen(m *mark) int {
	if m == nil {
		return 1
	}
	return 0
}
