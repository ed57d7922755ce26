package nextech

import (
	"time"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"

	records "carehouse/models/nextech"
)

var _ extract.Source = (*Source)(nil)

// A Source is one tenant's access to a practice.
type Source struct {
	tenant string
	config Config
	clock  func() time.Time
	tables map[string]*models.Table
}

// New returns the source of a tenant. It sends nothing.
func New(tenant string, config Config, env transport.Env) (*Source, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	s := &Source{tenant: tenant, config: config.withDefaults(), clock: env.Clock, tables: map[string]*models.Table{}}
	for _, t := range records.Tables() {
		s.tables[t.Name] = t
	}
	return s, nil
}

// Datasets implements [extract.Source].
func (s *Source) Datasets() []extract.Dataset { return nil }

// Pace is how far apart requests are, for a plan that tells how long it will take.
func (s *Source) Pace() time.Duration {
	return time.Duration(float64(time.Second) / s.config.RequestsPerSecond)
}
