package pipeline

import (
	"math"
	"slices"
	"strings"
	"time"

	"carehouse/load/landing"
	"carehouse/models"
)

// enough is how many complete sweeps stay. Two in a row are what a deletion takes, so that rebuild does not bring back what
// was deleted by sweeps that are no more.
const enough = 2

// everything is what a sweep has judged that was not limited to parts.
const everything = ""

// sweeps are the newest complete sweeps of a dataset, newest first: which span each has judged, by what it was about.
// A source may sweep its account in thirtieths, and the newest two are then of other people than the ones before.
type sweeps map[string][]span

// A span is the time from one moment to another.
type span struct{ from, to time.Time }

// takes reports whether a window is among the newest sweeps of anything that it has judged, as many as a deletion takes.
// Windows are told newest first.
func (s sweeps) takes(f landing.Facts) bool {
	if !f.Verdict.Outcome.Whole() || !f.Verdict.Absence {
		return false
	}
	about := strings.Fields(f.Verdict.Within)
	if len(about) == 0 {
		about = []string{everything}
	}
	own := judged(f.Window)
	needed := func(part string) bool {
		found := stand(s[everything], own)
		if part != everything {
			found += stand(s[part], own)
		}
		return found < enough
	}
	if !slices.ContainsFunc(about, needed) {
		return false
	}
	for _, part := range about {
		s[part] = append(s[part], own)
	}
	return true
}

// stand counts the sweeps that can stand for one of that span, because theirs holds it: nothing is said of old records by a
// sweep of last month, nor of the first of those days by the sweep of the night after.
func stand(newer []span, of span) int {
	n := 0
	for _, one := range newer {
		if !one.from.After(of.from) && !one.to.Before(of.to) {
			n++
		}
	}
	return n
}

// judged is the span that a sweep has judged.
func judged(w models.Window) span {
	if w.Mode == models.Windows && !w.From.IsZero() && !w.To.IsZero() {
		return span{w.From, w.To}
	}
	return span{time.Time{}, time.Unix(math.MaxInt32<<8, 0)}
}
