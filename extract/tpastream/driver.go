package tpastream

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"carehouse/extract"
	"carehouse/extract/tpastream/simulator"
	"carehouse/extract/transport"
	records "carehouse/models/tpastream"
)

// errSettings means that a driver was given another driver's settings.
var errSettings = errors.New("not the settings of this source")

// Driver says how TPA Stream is configured, opened and simulated.
func Driver() extract.Driver {
	return extract.Driver{
		Name: records.Source, Doc: "TPA Stream: claims of a plan administrator's members, read from carriers' portals (REST).",
		Sample: sample, Datasets: datasetNames(), Tables: records.Tables,
		Config: func(string) any { return &Config{} },
		Open: func(tenant string, settings any, env transport.Env) (extract.Source, error) {
			config, ok := settings.(*Config)
			if !ok {
				return nil, errSettings
			}
			return New(tenant, *config, env)
		},
		Simulate: simulate,
	}
}

const sample = `
name: my-tpa                      # _tenant on every row; letters, digits, - and _
source: tpastream
# base_url: https://app.tpastream.com/api        # the vendor's own when left out
auth:
  basic: {email: me@example.com, api_key: env:TPASTREAM_API_KEY}
  # preferred by the vendor; the public half of the key is uploaded in the account:
  # ssh_jwt: {email: me@example.com, private_key: file:./tpastream_ed25519}
`

// A simulated is the simulator as the program drives it.
type simulated struct{ *simulator.Simulator }

func simulate(o extract.SimulateOptions) (extract.Simulated, error) {
	sim := simulator.New(simulator.Options{Seed: o.Seed, Claims: o.Size, Now: o.Clock(), Tick: o.Clock})
	for _, text := range o.Faults {
		fault, err := simulator.ParseFault(text)
		if err != nil {
			return nil, err
		}
		sim.Fault(fault)
	}
	return simulated{sim}, nil
}

// Tenant implements [extract.Simulated].
func (s simulated) Tenant(name, address string) (entry string, env map[string]string) {
	variable := strings.ToUpper(strings.ReplaceAll(name, "-", "_")) + "_API_KEY"
	entry = fmt.Sprintf(`name: %s
source: %s
base_url: %s/api
requests_per_second: 1000         # it is on this machine
auth:
  basic: {email: %s, api_key: env:%s}
`, name, records.Source, address, simulator.DefaultEmail, variable)
	return entry, map[string]string{variable: simulator.DefaultAPIKey}
}

// shown is how long after a change the feed tells of it, and more.
const shown = 10 * time.Minute

// Change implements [extract.Simulated].
func (s simulated) Change(inserts, updates, deletes int) {
	s.Delete(deletes)
	s.Insert(inserts)
	s.Update(updates)
	s.Advance(shown)
}

// Pace is how far apart requests are, for a plan that tells how long it will take.
func (s *Source) Pace() time.Duration {
	return time.Duration(float64(time.Second) / s.config.RequestsPerSecond)
}
