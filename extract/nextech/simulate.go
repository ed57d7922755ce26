package nextech

import (
	"fmt"
	"path"

	"carehouse/extract"
	"carehouse/extract/nextech/simulator"
	records "carehouse/models/nextech"
)

// perRecord is how many of the records asked for are simulated as one encounter: each patient costs two calls, and each
// encounter comes with a document, so that a practice costs much more than a list of claims of its size.
const perRecord = 20

var _ extract.Files = simulated{}

// A simulated is the simulator as the program drives it.
type simulated struct{ *simulator.Simulator }

func simulate(o extract.SimulateOptions) (extract.Simulated, error) {
	size := o.Size / perRecord
	if size == 0 {
		size = o.Size
	}
	sim, err := simulator.New(simulator.Options{Seed: o.Seed, Size: size, Practices: 1, Now: o.Clock(), Tick: o.Clock, Faults: o.Faults})
	if err != nil {
		return nil, err
	}
	return simulated{sim}, nil
}

// The files beside the configuration of a simulated tenant.
func tokenFile(name string) string  { return path.Join("nextech", name+".token") }
func rosterFile(name string) string { return path.Join("nextech", name+".csv") }

// Tenant implements [extract.Simulated].
func (s simulated) Tenant(name, address string) (entry string, env map[string]string) {
	who := s.Credentials()
	entry = fmt.Sprintf(`name: %s
source: %s
base_url: %s%s
practice_id: %q
requests_per_second: 1000         # it is on this machine
auth:
  client_id: %s
  authorize_url: %[3]s%[7]s
  token_url: %[3]s%[8]s
  resource: %[9]s
  redirect_uri: %[10]s
  refresh_token: file:./%[11]s
roster: ./%[12]s
`, name, records.Source, address, simulator.BasePath, s.Practices()[0], who.ClientID,
		simulator.AuthorizePath, simulator.TokenPath, who.Resource, who.RedirectURI, tokenFile(name), rosterFile(name))
	return entry, nil
}

// Files implements [extract.Files]: a refresh token, as if a person had just logged in, and the practice's own roster.
func (s simulated) Files(name string) map[string][]byte {
	return map[string][]byte{
		tokenFile(name): []byte(s.RefreshToken() + "\n"), rosterFile(name): s.CSV(s.Practices()[0]),
	}
}
