package transport

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// A Pace keeps the calls of one account apart, lane by lane. An API counts the calls of an account and not our
// workers, so whoever uses an account shares its pace.
type Pace struct {
	mu    sync.Mutex
	limit rate.Limit
	burst int
	lanes map[string]*lane
}

// A lane is what an API counts together: everything, or one operation.
type lane struct {
	limiter *rate.Limiter
	mu      sync.Mutex
	held    time.Time // nothing leaves before, because the server said so

	interval time.Duration // between two calls, where the lane has a pace of its own
	left     time.Time     // when the last of them left
	last     time.Time     // the last place that was taken
	changed  chan struct{} // closed when the interval changes
}

// NewPace allows so many calls a second in each lane, and so many at once. 0 a second is no limit.
func NewPace(perSecond float64, burst int) *Pace {
	p := &Pace{limit: rate.Inf, burst: max(burst, 1), lanes: map[string]*lane{}}
	if perSecond > 0 {
		p.limit = rate.Limit(perSecond)
	}
	return p
}

// Every lets one call leave a lane in each interval, for lanes that have a pace of their own. When it changes, the calls
// that wait take new places.
func (p *Pace) Every(name string, interval time.Duration) {
	l := p.lane(name)
	l.mu.Lock()
	defer l.mu.Unlock()
	if interval == l.interval {
		return
	}
	l.interval, l.last = interval, l.left
	close(l.changed)
	l.changed = make(chan struct{})
}

func (p *Pace) lane(name string) *lane {
	p.mu.Lock()
	defer p.mu.Unlock()
	l, ok := p.lanes[name]
	if !ok {
		l = &lane{limiter: rate.NewLimiter(p.limit, p.burst), changed: make(chan struct{})}
		p.lanes[name] = l
	}
	return l
}

// A place in a lane is the time at which a call may leave.
type place struct {
	wait    time.Duration
	leave   func()          // is called when the call leaves
	cancel  func()          // gives the place back
	changed <-chan struct{} // is closed when the place is worth nothing any more
}

// reserve takes the next place in the lane.
func (l *lane) reserve(now time.Time) place {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.interval == 0 {
		r := l.limiter.ReserveN(now, 1)
		return place{wait: r.DelayFrom(now), leave: func() {}, cancel: func() { r.CancelAt(now) }}
	}
	before, at := l.last, now
	if next := l.last.Add(l.interval); !l.last.IsZero() && next.After(now) {
		at = next
	}
	l.last = at
	return place{
		wait: at.Sub(now), changed: l.changed,
		leave: func() { l.leaves(at) }, cancel: func() { l.giveBack(at, before) },
	}
}

// leaves notes that a call leaves at its place.
func (l *lane) leaves(at time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if at.After(l.left) {
		l.left = at
	}
	if at.After(l.last) { // the interval changed in the moment of leaving
		l.last = at
	}
}

// giveBack frees a place, unless another was taken behind it.
func (l *lane) giveBack(at, before time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.last.Equal(at) {
		l.last = before
	}
}

// heldFor says how long the lane is still held.
func (l *lane) heldFor(now time.Time) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return max(l.held.Sub(now), 0)
}

// hold keeps the lane closed until a time.
func (l *lane) hold(until time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if until.After(l.held) {
		l.held = until
	}
}
