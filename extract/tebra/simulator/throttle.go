package simulator

import (
	"strconv"
	"time"
)

// A throttled is a row of GetThrottles.
type throttled struct{ endpoint, ms string }

// interval is how far apart two calls of an operation must begin.
func (s *Simulator) interval(o *operation) time.Duration {
	return time.Duration(float64(o.interval) * s.options.Scale)
}

func milliseconds(d time.Duration) string {
	return strconv.FormatFloat(float64(d)/float64(time.Millisecond), 'f', -1, 64)
}

// admitted reports whether a call comes late enough, and if so begins the next interval. It is measured from the start
// of the call before that was let through; exactly the interval is still too early.
func (s *Simulator) admitted(o *operation, struck bool) bool {
	s.counting.Lock()
	defer s.counting.Unlock()
	if struck {
		s.throttle++
		return false
	}
	every := s.interval(o)
	if every == 0 || s.options.Tick == nil {
		return true
	}
	now := s.options.Tick()
	if last, ok := s.started[o.name]; ok && now.Sub(last) <= every {
		s.throttle++
		return false
	}
	s.started[o.name] = now
	return true
}

func (s *Simulator) throttles(yield func(*row) bool) {
	for _, o := range operations() {
		if o.interval == 0 || !s.offered(o) {
			continue
		}
		if !yield(&row{w: s.world, throttle: &throttled{o.name, milliseconds(s.interval(o))}}) {
			return
		}
	}
}

// tooFast is the throttled answer, in the spelling that is switched on.
func (s *Simulator) tooFast(o *operation) answer {
	said := "429: " + o.name + " endpoint requested more than allowed over time interval " +
		milliseconds(s.interval(o)) + " milliseconds. Please wait to try again."
	switch {
	case s.script.On("throttle-bare"):
		e := newEnvelope(o)
		e.failure(said, "")
		return e.answer()
	case s.script.On("throttle-reordered"):
		e := newEnvelope(o)
		e.raw("<" + o.tag() + ` i:nil="true"/>`)
		e.raw(`<SecurityResponse i:nil="true"/>`)
		e.failure(said, "")
		return e.answer()
	case s.script.On("throttle-429"):
		a := wrong(o, said, "")
		a.status = 429
		return a
	case s.script.On("throttle-cut"):
		a := wrong(o, said, "")
		a.body = a.body[:len(a.body)-60]
		return a
	default:
		return wrong(o, said, "")
	}
}
