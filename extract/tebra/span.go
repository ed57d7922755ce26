package tebra

import (
	"iter"
	"strings"
	"time"
)

const day = 24 * time.Hour

// A span is days: from is the first, to the day after the last.
type span struct{ from, to time.Time }

// spanOf returns the days that [from, to) touches.
func spanOf(from, to time.Time) span {
	s := span{midnight(from), midnight(to)}
	if s.to.Before(to) {
		s.to = s.to.Add(day)
	}
	return s
}

// midnight returns the beginning of a day of UTC.
func midnight(t time.Time) time.Time { return t.UTC().Truncate(day) }

func (s span) days() int { return int(s.to.Sub(s.from) / day) }

// cut yields spans of at most so many days, without a gap.
func (s span) cut(days int) iter.Seq[span] {
	return func(yield func(span) bool) {
		for from := s.from; from.Before(s.to); {
			to := from.Add(time.Duration(days) * day)
			if to.After(s.to) {
				to = s.to
			}
			if !yield(span{from, to}) {
				return
			}
			from = to
		}
	}
}

// halves cuts a span of two days or more in two.
func (s span) halves() [2]span {
	middle := s.from.Add(time.Duration(s.days()/2) * day)
	return [2]span{{s.from, middle}, {middle, s.to}}
}

// grace is how far from its span a row may be dated: the clocks of both sides may be in different zones.
const grace = day

// has reports whether a day is in the span, or nearly.
func (s span) has(at time.Time) bool {
	return !at.Before(s.from.Add(-grace)) && !at.After(s.to.Add(grace))
}

// dayOf reads the day of a date or a stamp in the spellings of the service. It says no more than that: which zone the
// clock was in is not known.
func dayOf(text string) (time.Time, bool) {
	text, _, _ = strings.Cut(strings.TrimSpace(text), " ")
	text, _, _ = strings.Cut(text, "T")
	for _, layout := range []string{"1/2/2006", time.DateOnly} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}
