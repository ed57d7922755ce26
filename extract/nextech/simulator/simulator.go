package simulator

import (
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"carehouse/extract/badline"
	"carehouse/extract/invented"
)

// Marker is in some name of every simulated person.
const Marker = invented.Marker

// The calls, as faults and counters name them.
const (
	CallAuthorize  = "authorize"
	CallToken      = "token"
	CallSearch     = "search"
	CallEncounters = "encounters"
	CallCategories = "categories"
)

func callNames() []string {
	return []string{CallAuthorize, CallToken, CallSearch, CallEncounters, CallCategories}
}

// A Simulator is a login with its practices. It is an [net/http.Handler], safe for concurrent use.
type Simulator struct {
	options Options
	script  badline.Script

	mu        sync.Mutex // guards what follows
	world     *world
	clock     invented.Clock
	requests  []Request
	forgotten int // requests before the first of them
	hooks     []func(request int)
	vault     vault
}

// New makes a login. Equal options make equal ones.
func New(o Options) (*Simulator, error) {
	o, err := o.filled()
	if err != nil {
		return nil, err
	}
	s := &Simulator{options: o, world: newWorld(o), clock: invented.NewClock(o.Now, o.Tick)}
	s.vault.seed = o.Seed
	for _, f := range o.Faults {
		if err := s.Fault(f); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Clock returns the simulator's time.
func (s *Simulator) Clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

func (s *Simulator) now() time.Time { return s.clock.Now() }

// Advance moves the time, which decides what tokens are worth and which encounters have been.
func (s *Simulator) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clock.Advance(d)
}

// Between adds a hook that is called before each request is answered, with the request's number from 1. It may change
// the world.
func (s *Simulator) Between(hook func(request int)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hooks = append(s.hooks, hook)
}

// Canaries returns words that stand in requests and answers and belong into no log, in no encoding.
func (s *Simulator) Canaries() []string {
	words := []string{Marker, accessPrefix, refreshPrefix, codePrefix}
	if s.options.ClientSecret != "" {
		words = append(words, s.options.ClientSecret)
	}
	return words
}

// A Request is what the simulator remembers of a request.
type Request struct {
	Number                 int
	Call                   string // "" is an unknown path
	Method, Path, Practice string
	Query                  map[string]string // of calls with an access token; of the login nothing is kept
	At                     time.Time
	Status                 int
	Fault                  FaultKind
}

// Requests returns the log, oldest first.
func (s *Simulator) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := slices.Clone(s.requests)
	for i := range out {
		out[i].Query = maps.Clone(out[i].Query)
	}
	return out
}

// Forget empties the log. Numbers go on.
func (s *Simulator) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forgotten += len(s.requests)
	s.requests = nil
}

// Calls returns how often each call was made since the last [Simulator.Forget], whatever the answer was.
func (s *Simulator) Calls() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	calls := map[string]int{}
	for _, r := range s.requests {
		calls[r.Call]++
	}
	return calls
}

// Options returns the options with their defaults.
func (s *Simulator) Options() Options { return s.options }

// ServeHTTP implements [http.Handler].
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.serve(w, r) }
