package cli

import (
	"slices"
	"time"

	"carehouse/cmd/internal/cli/engine"
)

// A beat is a pace, and when it is due next. The zero time is at once.
type beat struct {
	pace

	due time.Time
}

// slack is how much earlier than it is due a beat may be taken along: as much as a round may come early.
func (b *beat) slack() time.Duration { return b.every / 10 }

// beats are those of a loop: one a tenant for all datasets without a pace of their own, and one for each that has one.
type beats []*beat

func (l loop) beats() beats {
	var all beats
	for _, tenant := range l.tenants {
		all = append(all, &beat{pace: pace{engine.Pace{Tenant: tenant}, l.every}})
	}
	for _, p := range l.paces {
		all = append(all, &beat{pace: p})
	}
	return all
}

// rest lists what is not due yet.
func (all beats) rest(at time.Time) []engine.Pace {
	rest := []engine.Pace{}
	for _, b := range all {
		if b.due.After(at.Add(b.slack())) {
			rest = append(rest, b.Pace)
		}
	}
	return rest
}

// any reports whether a round has anything to do.
func (all beats) any(r round) bool {
	return slices.ContainsFunc(all, func(b *beat) bool { return b.in(r) })
}

// in reports whether a round takes a beat.
func (b *beat) in(r round) bool {
	return !slices.Contains(r.Skipped, b.Tenant) && !slices.Contains(r.Rested, b.Pace)
}

// struck moves on what a round has taken. What failed, with its tenant or with the round as a whole, stays due; but not
// where another run was at work, which has done it.
func (all beats) struck(r round, down map[string]*outage) {
	for _, b := range all {
		failed := down[b.Tenant] != nil || r.Fault != nil && r.Fault.Exit != engine.Busy
		if b.in(r) && !failed {
			b.due = r.Started.Add(b.every)
		}
	}
}

// next is when something is due again: no sooner after a round than the shortest pace, and of a tenant that is down no
// sooner than it is asked again.
func (all beats) next(started time.Time, down map[string]*outage) time.Time {
	shortest := all[0].every
	var earliest time.Time
	for i, b := range all {
		shortest = min(shortest, b.every)
		due := b.due
		if o := down[b.Tenant]; o != nil && o.until.After(due) {
			due = o.until
		}
		if i == 0 || due.Before(earliest) {
			earliest = due
		}
	}
	if soonest := started.Add(shortest); earliest.Before(soonest) {
		return soonest
	}
	return earliest
}
