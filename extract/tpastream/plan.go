package tpastream

import (
	"slices"
	"time"

	"carehouse/extract"
	"carehouse/models"

	records "carehouse/models/tpastream"
)

// How long the feed remembers, and how long before that we stop relying on it.
const (
	retention       = 90 * 24 * time.Hour
	retentionMargin = 2 * 24 * time.Hour
)

// planClaims follows the feed from where the last whole window left it, or reads everything: when it is asked to, when
// that was never done, when it is due again, and when the feed is closed to the account or has forgotten too much.
// Limits in time are not for claims: the API cannot be asked by date.
func (s *Source) planClaims(past []models.Past, want extract.Want) []models.Window {
	w := models.NewWindow(records.Source, s.tenant, claims, models.Snapshot, want.Now)
	last, ok := latest(past, func(p models.Past) bool { return p.Verdict.Outcome.Whole() })
	if want.Full || !ok {
		return []models.Window{w}
	}
	read, ok := latest(past, func(p models.Past) bool { return p.Verdict.Outcome.Whole() && everything(p) })
	age := func(p models.Past) time.Duration { return want.Now.Sub(p.Window.Planned) }
	if ok && last.Verdict.Cursor != "" && age(read) < s.config.FullEvery && age(last) < retention-retentionMargin {
		w = models.NewWindow(records.Source, s.tenant, claims, models.Feed, want.Now)
	}
	w.After = last.Verdict.Cursor
	return []models.Window{w}
}

// everything reports whether a window read all claims, which a window that was planned to follow the feed may have
// done too.
func everything(p models.Past) bool { return p.Window.Mode == models.Snapshot || p.Verdict.Sweep > 0 }

// latest returns the last window that is as wanted.
func latest(past []models.Past, is func(models.Past) bool) (models.Past, bool) {
	for _, p := range slices.Backward(past) {
		if is(p) {
			return p, true
		}
	}
	return models.Past{}, false
}

// estimateClaims guesses from the last window of the same mode.
func (s *Source) estimateClaims(past []models.Past, w models.Window) int {
	if w.Mode != models.Feed {
		if n := s.sweepRequests(claims, past); n > 0 {
			return n + 1
		}
		return 0
	}
	last, ok := latest(past, func(p models.Past) bool { return p.Window.Mode == models.Feed && p.Verdict.Claimed < 0 })
	if !ok {
		return 0
	}
	return int(last.Verdict.Distinct) + 1
}

// sweepRequests guesses how many pages a list has from how many records it had.
func (s *Source) sweepRequests(dataset string, past []models.Past) int {
	last, ok := latest(past, func(p models.Past) bool { return p.Verdict.Claimed >= 0 })
	if !ok {
		return 0
	}
	size := int64(s.config.tuning(dataset).PerPage)
	return int(max((last.Verdict.Claimed+size-1)/size, 1))
}
