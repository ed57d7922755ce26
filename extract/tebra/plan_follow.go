package tebra

import (
	"slices"
	"strings"
	"time"

	"carehouse/extract"
	"carehouse/models"
)

// planFollow follows every window of changes, and what reads farther back than any before: the first that has read
// everything, one from an earlier first day, one with limits in time. Later ones that read everything are followed only
// when everything is wanted, because each record costs a call, or for the practices that are new in them. What such a
// window has seen, older ones need not show.
func (s *Source) planFollow(f following) planner {
	return func(past []models.Past, want extract.Want) []models.Window {
		everything := s.everything(want.Lead)
		full := func(p models.Past) bool {
			return whole(p) && !changed(p) && (p.Window.Mode == models.Snapshot || everything(p))
		}
		reach, begun := reachOf(past, want.Lead)
		farther := func(p models.Past) bool { return !begun || p.Window.From.Before(reach) }
		var all []models.Past
		parts := ""
		read, _ := latest(want.Lead, func(p models.Past) bool { return full(p) && followed(unparted(past), p) })
		if newest, ok := latest(want.Lead, full); ok && (want.Full || farther(newest) && !followed(past, newest)) {
			all, read, reach, begun = append(all, newest), newest, newest.Window.From, true
		} else if parts = newcomers(past, want.Lead, full); parts != "" {
			all = append(all, newest)
		}
		for _, p := range want.Lead {
			if whole(p) && !changed(p) && !full(p) && farther(p) && p.Verdict.Distinct != 0 && !followed(past, p) {
				all = append(all, p)
			}
		}
		all = append(all, unseen(past, want.Lead, read.Window.Planned)...)
		var windows []models.Window
		for i, p := range all { // each of a moment of its own, so that they are merged in this order also by a rebuild
			w := s.window(f.dataset, p.Window.Mode, want.Now.Add(time.Duration(i)*time.Millisecond))
			w.From, w.To, w.After = p.Window.From, p.Window.To, p.Window.ID
			if w.Mode == models.Windows {
				w.From, w.To = inner(w.From, w.To)
			}
			if i == 0 {
				w.Parts = parts
			}
			windows = append(windows, w)
		}
		return windows
	}
}

// newcomers are the practices of the newest reading of everything that were not in the one before, and of which nothing
// was followed but changes.
func newcomers(past, lead []models.Past, full func(models.Past) bool) string {
	var known, now []string
	for _, p := range lead {
		if !full(p) {
			continue
		}
		now = strings.Fields(p.Verdict.Within)
		strange := func(id string) bool { return !slices.Contains(known, id) }
		if known == nil || followed(past, p) || !slices.ContainsFunc(now, strange) {
			known = now
		}
	}
	return strings.Join(slices.DeleteFunc(slices.Clone(now), func(id string) bool { return slices.Contains(known, id) }), " ")
}

// unparted leaves out the windows that are about some practices only.
func unparted(past []models.Past) []models.Past {
	return slices.DeleteFunc(slices.Clone(past), func(p models.Past) bool { return p.Window.Parts != "" })
}

// reachOf is the first day from which on a follower has followed everything, and whether it has at all. A window whose
// leader is gone is taken for one that had no end set.
func reachOf(past, lead []models.Past) (reach time.Time, begun bool) {
	for _, p := range unparted(past) {
		at := slices.IndexFunc(lead, func(l models.Past) bool { return l.Window.ID == p.Window.After })
		if !whole(p) || changed(p) || (at >= 0 && p.Window.Mode == models.Windows && !toTheEnd(lead[at])) {
			continue
		}
		from := p.Window.From
		if p.Window.Mode == models.Windows {
			from = from.Add(-grace)
		}
		if !begun || from.Before(reach) {
			reach, begun = from, true
		}
	}
	return reach, begun
}

// inner returns what a follower may conclude about: its records have dates of their own, which need not be those by which
// the leader was asked to the day.
func inner(from, to time.Time) (time.Time, time.Time) {
	from, to = from.Add(grace), to.Add(-grace)
	if to.Before(from) {
		to = from
	}
	return from, to
}

// tries is how often a window is followed whose records the service does not tell.
const tries = 3

// followed reports whether a window of the leader was followed to its end, or often enough in vain.
func followed(past []models.Past, lead models.Past) bool {
	vain := 0
	for _, p := range past {
		switch {
		case p.Window.After != lead.Window.ID:
		case whole(p):
			return true
		case p.Verdict.Outcome == models.Partial:
			vain++
		}
	}
	return vain >= tries
}

// unseen are the windows of changes that are to be followed, of those that are not older than a reading of everything that
// was followed. Each of them shows again what the ones before it have shown for a day and a half, so that one which a later
// one shows whole is left out.
func unseen(past, lead []models.Past, read time.Time) []models.Past {
	var all, kept []models.Past // with those that were followed, and what is left
	since := read
	for _, p := range lead {
		if !whole(p) || !changed(p) || p.Window.Planned.Before(read) {
			continue
		}
		if p.Window.Planned.Equal(read) { // beside the reading of everything it shows what is dated before the first day
			since = time.Time{}
		}
		all = append(all, p)
	}
	for i := 0; i < len(all); i++ {
		if done := followed(past, all[i]); done || all[i].Verdict.Distinct == 0 {
			if done {
				since = all[i].Window.Planned
			}
			continue
		}
		for j := len(all) - 1; j > i; j-- {
			if all[j].Verdict.Distinct != 0 && shows(all[j], all[i:j], since) {
				i = j
				break
			}
		}
		if !followed(past, all[i]) {
			kept = append(kept, all[i])
		}
		since = all[i].Window.Planned
	}
	return kept
}

// shows reports whether a window of changes shows all that earlier ones show of the time since a moment, with the least
// overlap that clocks without a zone need, and of all their practices.
func shows(later models.Past, earlier []models.Past, since time.Time) bool {
	if since.IsZero() || later.Window.From.After(since.Add(-minOverlap)) {
		return false
	}
	within := strings.Fields(later.Verdict.Within)
	return !slices.ContainsFunc(earlier, func(p models.Past) bool {
		return slices.ContainsFunc(strings.Fields(p.Verdict.Within), func(id string) bool { return !slices.Contains(within, id) })
	})
}
