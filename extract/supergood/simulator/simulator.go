package simulator

import (
	"maps"
	"sync"
	"time"

	"carehouse/extract/badline"
	"carehouse/extract/invented"
)

// Marker is in a name of every simulated person.
const Marker = invented.Marker

// A Simulator is a deployment of the API. It is an [net/http.Handler], safe for concurrent use.
type Simulator struct {
	options  Options
	spelling *spelling
	key      []byte // that cursors are signed with
	script   badline.Script

	mu    sync.RWMutex // guards what follows
	world *world
	clock invented.Clock

	door sync.Mutex // guards what follows
	desk *desk

	counting sync.Mutex // guards what follows
	tally    tally
}

// A tally counts what reached the deployment.
type tally struct {
	calls                  map[string]int
	requests, live, writes int
	inside                 map[string]int // requests of a login that are being answered
	atOnce                 int
}

// New makes a deployment. Equal options make equal deployments.
func New(o Options) (*Simulator, error) {
	o, err := o.filled()
	if err != nil {
		return nil, err
	}
	words, err := o.Dialect.spelling()
	if err != nil {
		return nil, err
	}
	s := &Simulator{
		options: o, spelling: words, key: signingKey(o.Seed), world: newWorld(o), clock: invented.NewClock(o.Now, o.Tick),
		tally: tally{calls: map[string]int{}, inside: map[string]int{}},
	}
	s.desk = newDesk(s)
	for _, text := range o.Faults {
		f, err := ParseFault(text)
		if err != nil {
			return nil, err
		}
		s.Fault(f)
	}
	return s, nil
}

// Options returns the options with their defaults.
func (s *Simulator) Options() Options { return s.options }

// Clock returns the deployment's time.
func (s *Simulator) Clock() time.Time {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.now()
}

func (s *Simulator) now() time.Time { return s.clock.Now() }

// Advance moves the deployment's time: sessions and challenges run out by it, and codes change.
func (s *Simulator) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock.Advance(d)
}

// Calls returns how often each thing was asked for, whatever the answer was: the datasets by name, "authenticate",
// "eligibility" (the live check), "create_appointment", "submit_claim".
func (s *Simulator) Calls() map[string]int {
	s.counting.Lock()
	defer s.counting.Unlock()
	return maps.Clone(s.tally.calls)
}

// LiveChecks returns how often a payer would have been asked, which costs money and is on record there.
func (s *Simulator) LiveChecks() int {
	s.counting.Lock()
	defer s.counting.Unlock()
	return s.tally.live
}

// Writes returns how often something would have been written: an appointment, a claim.
func (s *Simulator) Writes() int {
	s.counting.Lock()
	defer s.counting.Unlock()
	return s.tally.writes
}

// AtOnce returns how many requests of one login were being answered at the same time, at most.
func (s *Simulator) AtOnce() int {
	s.counting.Lock()
	defer s.counting.Unlock()
	return s.tally.atOnce
}

// Canaries returns words that stand in requests and answers and belong into no log, in no encoding.
func (s *Simulator) Canaries() []string {
	return []string{Marker, canaryUser, canaryPassword, canarySecret, canaryToken}
}

// Words that no log may hold.
const (
	canaryUser     = "CANARYUSER"
	canaryPassword = "CANARYPASS"
	canarySecret   = "CANARYTOTP"
	canaryToken    = "CANARYTOKEN"
)
