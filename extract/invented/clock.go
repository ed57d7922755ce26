package invented

import "time"

// A Clock is the time of a simulated API. It stands still, or goes as fast as another clock.
type Clock struct {
	at    time.Time
	tick  func() time.Time // nil stands still
	since time.Time        // what tick said when the clock was set
}

// NewClock sets a clock. Without a tick it stands still.
func NewClock(at time.Time, tick func() time.Time) Clock {
	c := Clock{at: at.UTC(), tick: tick}
	if tick != nil {
		c.since = tick()
	}
	return c
}

// Now returns the time, in UTC.
func (c Clock) Now() time.Time {
	if c.tick == nil {
		return c.at
	}
	return c.at.Add(c.tick().Sub(c.since))
}

// Advance moves the clock.
func (c *Clock) Advance(d time.Duration) { c.at = c.at.Add(d) }
