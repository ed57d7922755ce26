package simulator

import (
	"sync"
	"time"

	"carehouse/extract/badline"
	"carehouse/extract/invented"
	"carehouse/models"
)

// Marker is in some name of every simulated person.
const Marker = invented.Marker

// A Simulator is a tenant of the API. It is an [net/http.Handler], safe for concurrent use.
type Simulator struct {
	options Options
	words   *lexicon
	plans   map[planKey]*plan
	json    constants
	script  badline.Script

	mu        sync.RWMutex // guards what follows
	world     world
	hooks     []func(request int)
	requests  []Request
	forgotten int // requests before the first of them

	asking sync.Mutex
	asked  map[asked]uint64 // how often a page was asked for: two fetches may spell a range in two ways
}

type asked struct {
	route route
	page  int64
}

// again counts how often a page was asked for before.
func (s *Simulator) again(r route, page int64) uint64 {
	s.asking.Lock()
	defer s.asking.Unlock()
	n := s.asked[asked{r, page}]
	s.asked[asked{r, page}] = n + 1
	return n
}

// New makes a tenant. Equal options make equal tenants.
func New(o Options) *Simulator {
	s := &Simulator{options: o.filled(), words: newLexicon(), json: newConstants(), asked: map[asked]uint64{}}
	s.plans = newPlans(s.options.Style)
	s.world.populate(s)
	return s
}

// Options returns the options with their defaults.
func (s *Simulator) Options() Options {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.options
}

// Clock returns the simulator's time.
func (s *Simulator) Clock() time.Time {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.world.now()
}

// SetClock sets the simulator's time, which decides what a JWT is worth and which events are seen.
func (s *Simulator) SetClock(t time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.clock = invented.NewClock(t, s.options.Tick)
}

// Advance moves the clock.
func (s *Simulator) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.world.clock.Advance(d)
}

// Between adds a hook that is called before each request is answered, with the request's number from 1. It may change
// the world, so that a sweep sees one world on page 1 and another on page 2.
func (s *Simulator) Between(hook func(request int)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hooks = append(s.hooks, hook)
}

// At adds a hook for one request.
func (s *Simulator) At(request int, change func()) {
	s.Between(func(n int) {
		if n == request {
			change()
		}
	})
}

// Canaries returns words that stand in every answer of [Options.Canaries] and belong into no log, in no encoding.
func (s *Simulator) Canaries() []string {
	words := []string{Marker, DefaultAPIKey}
	if s.options.Canaries {
		words = append(words, canaryName, canaryRemark, canaryLogin)
	}
	return words
}

// Words that [Options.Canaries] plants.
const (
	canaryName   = "ZZCANARYLAST"
	canaryRemark = "ZZCANARYREMARK"
	canaryLogin  = "ZZCANARYLOGIN"
)

// constants are the JSON values that records share.
type constants struct {
	none, read, requests, exports, off, limited, vendors, team models.JSON
}

func newConstants() constants {
	return constants{
		none:     models.NewJSON(`[]`),
		read:     models.NewJSON(`[{"user_id":71,"read_at":"2026-01-05T10:00:00+00:00"}]`),
		requests: models.NewJSON(`[{"claim_request_id":5501,"account":"HSA"}]`),
		exports:  models.NewJSON(`[{"export_id":312,"format":"csv"}]`),
		off:      models.NewJSON(`"off"`),
		limited:  models.NewJSON(`{"limit":250.00,"mode":"manual"}`),
		vendors:  models.NewJSON(`[{"id":4,"label":"main"}]`),
		team:     models.NewJSON(`{"id":9,"name":"North desk"}`),
	}
}
