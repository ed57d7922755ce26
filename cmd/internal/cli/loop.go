package cli

import (
	"context"
	"slices"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/models"
)

// A loop syncs again and again. Rounds follow each other and never overlap; a round takes what is due by then. A tenant
// whose source is down is left out for longer and longer, so that it does not hold up the others and is not knocked at
// in vain.
type loop struct {
	every   time.Duration // of datasets without a pace of their own
	paces   []pace        // of those that have one
	tenants []string
	rounds  int // how many, 0 is no end
	now     func() time.Time
	noise   func() float64 // in [0, 1)
	sync    func(ctx context.Context, skip []string, rest []engine.Pace) (engine.Sync, error)
	tell    func(round)
}

// A pace is how often some datasets of a tenant are asked for.
type pace struct {
	engine.Pace

	every time.Duration
}

// A round is what one turn of the loop did.
type round struct {
	Number  int           `json:"round"`
	Started time.Time     `json:"started"`
	Sync    *engine.Sync  `json:"sync,omitempty"` // nil when it failed as a whole or had nobody to ask
	Fault   *engine.Fault `json:"fault,omitempty"`
	Skipped []string      `json:"skipped"` // tenants left out because they were down
	Rested  []engine.Pace `json:"rested"`  // datasets left out because their time had not come
	Next    time.Time     `json:"next,omitzero"`
}

// longest is how long a tenant that is down is left alone at most.
const longest = 2 * time.Hour

// run loops until the context ends, which is no error, or until a fault that no later round could do without.
func (l loop) run(ctx context.Context) error {
	down := map[string]*outage{}
	whole := &outage{} // of rounds that fail as a whole
	beats := l.beats()
	for n := 1; ; n++ {
		started := l.now()
		r := round{Number: n, Started: started, Skipped: l.skipped(down, started), Rested: beats.rest(started)}
		if beats.any(r) {
			got, err := l.sync(ctx, r.Skipped, r.Rested)
			if context.Cause(ctx) != nil {
				l.tell(r.with(ctx, got, err))
				return nil //nolint:nilerr // told in the round; being stopped is no error
			}
			r = r.with(ctx, got, err)
			if r.Fault != nil && r.Fault.Exit == engine.Usage {
				return err
			}
			l.learn(down, whole, r)
			beats.struck(r, down)
		}
		if l.rounds > 0 && n >= l.rounds {
			l.tell(r)
			return nil
		}
		r.Next = l.next(started, beats.next(started, down), whole)
		l.tell(r)
		if !sleep(ctx, r.Next.Sub(l.now())) {
			return nil
		}
	}
}

// skipped lists the tenants that are down.
func (l loop) skipped(down map[string]*outage, at time.Time) []string {
	skipped := []string{}
	for _, tenant := range l.tenants {
		if o := down[tenant]; o != nil && o.until.After(at) {
			skipped = append(skipped, tenant)
		}
	}
	return skipped
}

// with adds what the sync said.
func (r round) with(ctx context.Context, got engine.Sync, err error) round {
	if err != nil {
		r.Fault = explain(ctx, err)[0]
		return r
	}
	r.Sync = &got
	return r
}

// An outage is a run of failures.
type outage struct {
	failures int
	until    time.Time
}

// longer notes one more failure at a moment: the pause doubles each time.
func (o *outage) longer(now time.Time, every time.Duration) {
	o.failures++
	pause := every
	for range o.failures {
		pause = min(pause*2, max(longest, every))
	}
	o.until = now.Add(pause)
}

// learn notes who is down and who is back.
func (l loop) learn(down map[string]*outage, whole *outage, r round) {
	if r.Fault != nil {
		if r.Fault.Exit != engine.Busy { // the other run does the work
			whole.longer(l.now(), l.every)
		}
		return
	}
	*whole = outage{}
	var failed []string
	for _, f := range r.Sync.Failures {
		if f.Outcome != models.NotEntitled && !slices.Contains(failed, f.Tenant) {
			failed = append(failed, f.Tenant)
		}
	}
	for _, tenant := range l.tenants {
		switch {
		case slices.Contains(r.Skipped, tenant):
		case !slices.Contains(failed, tenant):
			delete(down, tenant)
		case down[tenant] == nil:
			down[tenant] = &outage{}
			fallthrough
		default:
			down[tenant].longer(l.now(), l.every)
		}
	}
}

// next returns when the next round starts: when something is due, a tenth of the time until then earlier or later, but
// never at once.
func (l loop) next(started, due time.Time, whole *outage) time.Time {
	wait := due.Sub(started)
	jitter := time.Duration((l.noise()*2 - 1) * float64(wait) / 10)
	next := due.Add(jitter)
	if earliest := l.now().Add(l.every / 10); next.Before(earliest) {
		next = earliest
	}
	if next.Before(whole.until) {
		next = whole.until
	}
	return next
}

// sleep waits and reports whether nothing came between.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
