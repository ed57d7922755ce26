package tebra

import (
	"fmt"
	"strings"

	"carehouse/extract"
	"carehouse/extract/tebra/simulator"
	records "carehouse/models/tebra"
)

// perRecord is how many of the records asked for are simulated as one charge: patients, appointments and encounters are
// asked for one by one, so that an account costs many more calls than a list of claims of its size.
const perRecord = 20

// A simulated is the simulator as the program drives it.
type simulated struct{ *simulator.Simulator }

func simulate(o extract.SimulateOptions) (extract.Simulated, error) {
	size := o.Size / perRecord
	if size == 0 {
		size = o.Size
	}
	sim, err := simulator.New(simulator.Options{Seed: o.Seed, Size: size, Now: o.Clock(), Tick: o.Clock, Faults: o.Faults})
	if err != nil {
		return nil, err
	}
	return simulated{sim}, nil
}

// Tenant implements [extract.Simulated].
func (s simulated) Tenant(name, address string) (entry string, env map[string]string) {
	prefix := strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
	key, password, user := s.Credentials()
	entry = fmt.Sprintf(`name: %s
source: %s
base_url: %s/services/soap/2.1/KareoServices.svc
margin: 2ms                       # it is on this machine, and its intervals are a hundredth of the vendor's
auth: {customer_key: env:%[4]s_CUSTOMER_KEY, user: env:%[4]s_USER, password: env:%[4]s_PASSWORD}
`, name, records.Source, address, prefix)
	return entry, map[string]string{prefix + "_CUSTOMER_KEY": key, prefix + "_USER": user, prefix + "_PASSWORD": password}
}
