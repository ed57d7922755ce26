package supergood

import (
	"fmt"
	"strings"
	"sync"

	"carehouse/extract"
	"carehouse/extract/supergood/simulator"
	records "carehouse/models/supergood"
)

// A simulated is the simulator as the program drives it.
type simulated struct {
	*simulator.Simulator

	mu    sync.Mutex
	names []string // of the tenants that were asked for, in the order of the simulator's own
}

func simulate(o extract.SimulateOptions) (extract.Simulated, error) {
	sim, err := simulator.New(simulator.Options{Seed: o.Seed, Size: o.Size, Now: o.Clock(), Tick: o.Clock, Faults: o.Faults})
	if err != nil {
		return nil, err
	}
	return &simulated{Simulator: sim}, nil
}

// Tenant implements [extract.Simulated]. Each name that is new is another of the simulator's tenants, as long as it has
// some; they have equal ids and different people. No second factor is wanted, because a code is good for half a minute and
// two runs right after one another would wait for the next; the fault mfa:totp wants one.
func (s *simulated) Tenant(name, address string) (entry string, env map[string]string) {
	login := s.Login(s.place(name))
	prefix := strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
	entry = fmt.Sprintf(`name: %s
source: %s
base_url: %s%s
requests_per_second: 1000         # it is on this machine
auth: {username: %s, tenant_id: %s, password: env:%[7]s_PASSWORD, totp_secret: env:%[7]s_TOTP}
`, name, records.Source, address, s.Base(), login.Username, login.TenantID, prefix)
	return entry, map[string]string{prefix + "_PASSWORD": login.Password, prefix + "_TOTP": login.TOTPSecret}
}

// place is which of the simulator's tenants a name stands for.
func (s *simulated) place(name string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, known := range s.names {
		if known == name {
			return i
		}
	}
	if len(s.names) < s.Options().Tenants {
		s.names = append(s.names, name)
	}
	return len(s.names) - 1
}
