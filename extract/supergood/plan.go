package supergood

import (
	"slices"
	"time"

	"carehouse/extract"
	"carehouse/models"
	records "carehouse/models/supergood"
)

type planner = func([]models.Past, extract.Want) []models.Window

// plan chooses how a dataset is asked for by what the profile says can be asked.
func (s *Source) plan(name string) planner {
	d := s.profile.Datasets[name]
	switch {
	case d.UpdatedSince != nil:
		return s.planModified(name)
	case d.Dates != nil:
		return s.planWindows(name)
	default:
		return func(past []models.Past, want extract.Want) []models.Window {
			return []models.Window{knowing(past, s.window(name, models.Snapshot, want))}
		}
	}
}

func (s *Source) window(name string, mode models.Mode, want extract.Want) models.Window {
	return models.NewWindow(records.Source, s.tenant, name, mode, want.Now)
}

// knowing is a window that knows which modules the last whole one was seen with that has read as much: what a smaller one
// has seen with others since says nothing of the records that only a larger one sees.
func knowing(past []models.Past, w models.Window) models.Window {
	told := func(p models.Past) bool { return ended(p) && p.Verdict.Cursor != "" }
	last, ok := latest(past, func(p models.Past) bool { return told(p) && reaches(p.Window, w) })
	if !ok {
		last, _ = latest(past, told)
	}
	w.After = last.Verdict.Cursor
	return w
}

// reaches reports whether a window has read as far back as another one is to. Days are about the same days when they go on
// to beyond the present.
func reaches(before, w models.Window) bool {
	switch w.Mode {
	case models.Modified:
		return true // nothing is concluded from what it does not see
	case models.Windows:
		return before.Mode == w.Mode && !before.From.After(w.From) && (!before.To.Before(w.To) || before.To.After(before.Planned))
	default:
		return before.Mode == w.Mode
	}
}

// planModified asks for what changed after the newest change that was ever seen, and now and then for everything: what
// the portal calls a change may be the moment at which it was read, and may miss some. Without a change that was seen
// there is nothing to go on from.
func (s *Source) planModified(name string) planner {
	return func(past []models.Past, want extract.Want) []models.Window {
		var seen time.Time
		for _, p := range past {
			if at := newestOf(p); ended(p) && at.After(seen) {
				seen = at
			}
		}
		full, ok := latest(past, func(p models.Past) bool { return ended(p) && p.Window.Mode == models.Snapshot })
		if s.due(full, ok, want) || seen.IsZero() {
			return []models.Window{knowing(past, s.window(name, models.Snapshot, want))}
		}
		w := knowing(past, s.window(name, models.Modified, want))
		w.From, w.To = seen.Add(-s.config.Overlap).UTC(), want.Now.UTC()
		if !w.From.Before(w.To) { // the portal's clock runs ahead of ours
			w.From = w.To.Add(-s.config.Overlap - time.Second)
		}
		return []models.Window{w}
	}
}

// newestOf is the newest change that a window saw, and not later than it was planned: a portal whose clock was wrong by days
// would else have us wait for that time to come, and ask for the last hour only.
func newestOf(p models.Past) time.Time {
	if at := p.Verdict.CursorAt; at.Before(p.Window.Planned) {
		return at
	}
	return p.Window.Planned
}

// planWindows asks for the days around today, and now and then for all days. Limits in time make it ask for the days
// within them.
func (s *Source) planWindows(name string) planner {
	return func(past []models.Past, want extract.Want) []models.Window {
		today := midnight(want.Now)
		w := s.window(name, models.Windows, want)
		w.From, w.To = midnight(s.config.From), today.Add(s.config.Ahead+day)
		full, ok := latest(past, func(p models.Past) bool {
			return ended(p) && p.Window.Mode == models.Windows && !p.Window.From.After(w.From) && p.Window.To.After(p.Window.Planned)
		})
		limited := !want.Since.IsZero() || !want.Until.IsZero()
		if !limited && !s.due(full, ok, want) {
			if back := today.Add(-s.config.Back); back.After(w.From) {
				w.From = back
			}
		}
		if !want.Since.IsZero() {
			w.From = midnight(want.Since)
		}
		if !want.Until.IsZero() && want.Until.Before(w.To) {
			w.To = want.Until.UTC()
		}
		if !w.From.Before(w.To) {
			return nil
		}
		return []models.Window{knowing(past, w)}
	}
}

// due reports whether it is time to read everything again.
func (s *Source) due(last models.Past, ok bool, want extract.Want) bool {
	return want.Full || !ok || want.Now.Sub(last.Window.Planned) >= s.config.FullEvery
}

func ended(p models.Past) bool { return p.Verdict.Outcome.Whole() }

// latest returns the last window that is as wanted.
func latest(past []models.Past, is func(models.Past) bool) (models.Past, bool) {
	for _, p := range slices.Backward(past) {
		if is(p) {
			return p, true
		}
	}
	return models.Past{}, false
}

func midnight(t time.Time) time.Time { return t.UTC().Truncate(day) }

// estimate guesses from the last window that asked for as much.
func (s *Source) estimate(name string) func([]models.Past, models.Window) int {
	size := int64(s.profile.Datasets[name].Paging.Size)
	return func(past []models.Past, w models.Window) int {
		last, ok := latest(past, func(p models.Past) bool {
			return ended(p) && p.Window.Mode == w.Mode && p.Verdict.Distinct >= 0 &&
				(w.Mode != models.Windows || p.Window.To.Sub(p.Window.From).Round(7*day) == w.To.Sub(w.From).Round(7*day))
		})
		if !ok {
			return 0
		}
		return int(last.Verdict.Distinct/size) + 1
	}
}
