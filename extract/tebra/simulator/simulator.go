package simulator

import (
	"maps"
	"sync"
	"time"

	"carehouse/extract/badline"
	"carehouse/extract/invented"
	"carehouse/models/tebra"
)

// Credentials of every simulated account. The password has what has to be escaped.
const (
	customerKey = "CANARYKEY-q1w2e3r4"
	password    = "CANARYPASS<&>\"one\" 'two'"
	user        = "CANARYUSER@example.com"
)

// A Simulator is an account of the API. It is an [net/http.Handler], safe for concurrent use.
type Simulator struct {
	options    Options
	operations map[string]*operation
	plans      map[string]*plan
	requests   map[string][]wanted
	script     badline.Script

	mu    sync.RWMutex // guards what follows
	world *world
	clock invented.Clock

	counting sync.Mutex           // guards what follows
	started  map[string]time.Time // of the last accepted call, by operation
	calls    map[string]int
	throttle int
}

// New makes an account. Equal options make equal accounts.
func New(o Options) (*Simulator, error) {
	o, err := o.filled()
	if err != nil {
		return nil, err
	}
	s := &Simulator{
		options: o, operations: map[string]*operation{}, plans: newPlans(tebra.Tables()), requests: map[string][]wanted{},
		world: newWorld(o), clock: invented.NewClock(o.Now, o.Tick), started: map[string]time.Time{}, calls: map[string]int{},
	}
	for _, op := range operations() {
		s.operations[op.name] = op
		s.requests[op.name] = op.request(s.plans[op.table])
	}
	for _, f := range o.Faults {
		if err := s.Fault(f); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Credentials returns what the account is reached with.
func (s *Simulator) Credentials() (key, pass, name string) { return customerKey, password, user }

// Canaries returns words that stand in requests and answers and belong into no log, in no encoding.
func (s *Simulator) Canaries() []string {
	return []string{Marker, customerKey, "CANARYPASS", "CANARYUSER"}
}

// Clock returns the account's time.
func (s *Simulator) Clock() time.Time {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.now()
}

func (s *Simulator) now() time.Time { return s.clock.Now() }

// Advance moves the account's time. Throttles do not notice: they go by the tick alone.
func (s *Simulator) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock.Advance(d)
}

// Calls returns how often each operation was asked for, whatever the answer was.
func (s *Simulator) Calls() map[string]int {
	s.counting.Lock()
	defer s.counting.Unlock()
	return maps.Clone(s.calls)
}

// Throttled returns how many answers said that the caller was too fast.
func (s *Simulator) Throttled() int {
	s.counting.Lock()
	defer s.counting.Unlock()
	return s.throttle
}
