package tebra

import (
	"slices"
	"strings"
	"time"

	"carehouse/extract"
	"carehouse/models"

	records "carehouse/models/tebra"
)

type planner = func([]models.Past, extract.Want) []models.Window

func (s *Source) window(dataset string, mode models.Mode, now time.Time) models.Window {
	return models.NewWindow(records.Source, s.tenant, dataset, mode, now)
}

// planSnapshot reads everything each time.
func (s *Source) planSnapshot(dataset string) planner {
	return func(_ []models.Past, want extract.Want) []models.Window {
		return []models.Window{s.window(dataset, models.Snapshot, want.Now)}
	}
}

// planPractices reads the list each time. The window names the practices that were ever shown, so that it can tell of those
// that are not any more.
func (s *Source) planPractices(past []models.Past, want extract.Want) []models.Window {
	var ids []string
	for _, p := range past {
		if whole(p) {
			ids = append(ids, strings.Fields(p.Window.After+" "+p.Verdict.Within)...)
		}
	}
	slices.Sort(ids)
	w := s.window(practices, models.Snapshot, want.Now)
	w.After = strings.Join(slices.Compact(ids), " ")
	return []models.Window{w}
}

// due reports whether it is time to read everything again.
func (s *Source) due(last models.Past, ok bool, want extract.Want) bool {
	return want.Full || !ok || want.Now.Sub(last.Window.Planned) >= s.config.FullEvery
}

// planRoster reads who there is now and then: it is what deletions are seen by.
func (s *Source) planRoster(past []models.Past, want extract.Want) []models.Window {
	if last, ok := latest(past, whole); !s.due(last, ok, want) {
		return nil
	}
	return s.planSnapshot(patientRoster)(past, want)
}

// planExternal resolves the ids of an integrator when their list has changed, and now and then.
func (s *Source) planExternal(past []models.Past, want extract.Want) []models.Window {
	last, ok := latest(past, whole)
	if !s.due(last, ok, want) && last.Window.After == s.external.digest {
		return nil
	}
	w := s.window(patientExternalIDs, models.Snapshot, want.Now)
	w.After = s.external.digest
	return []models.Window{w}
}

// planDated reads everything from the first day on, now and then; in between it asks for what has changed. Limits in time
// make it read what is dated within them, which moves no watermark.
//
// Where other datasets follow the changes, those are asked for also when everything is read: nobody follows that again.
func (s *Source) planDated(d dated) planner {
	return func(past []models.Past, want extract.Want) []models.Window {
		limited := !want.Since.IsZero() || !want.Until.IsZero()
		full, ok := latest(past, s.everything(past))
		last, before := latest(past, func(p models.Past) bool {
			return whole(p) && (p.Window.Mode == models.Modified || s.everything(past)(p))
		})
		switch {
		case limited:
			return s.everywhere(d, past, want)
		case !s.due(full, ok, want):
			return []models.Window{s.changes(d.dataset, last.Window.Planned, want.Now)}
		case before && leads(d.dataset):
			return append([]models.Window{s.changes(d.dataset, last.Window.Planned, want.Now)}, s.everywhere(d, past, want)...)
		}
		return s.everywhere(d, past, want)
	}
}

// leads reports whether another dataset follows the changes of this one.
func leads(dataset string) bool {
	for _, f := range follows() {
		if f.leader == dataset {
			return true
		}
	}
	return false
}

// everywhere is the window of all records by their own days, within the limits.
func (s *Source) everywhere(d dated, past []models.Past, want extract.Want) []models.Window {
	w := s.window(d.dataset, models.Windows, want.Now)
	ahead := d.ahead
	if d.dataset == appointments {
		ahead = s.config.Ahead
	}
	w.From, w.To = s.first(past, want.Now), midnight(want.Now).Add(day+ahead)
	if !want.Since.IsZero() {
		w.From = want.Since.UTC()
	}
	if !want.Until.IsZero() && want.Until.Before(w.To) {
		w.To = want.Until.UTC()
	}
	if !w.From.Before(w.To) {
		return nil
	}
	return []models.Window{w}
}

// changes is the window of what has changed since another one was planned: from some time before it, because clocks
// have no zone, to some time after now. One that was planned by a clock which ran ahead is taken for now.
func (s *Source) changes(dataset string, since, now time.Time) models.Window {
	w := s.window(dataset, models.Modified, now)
	if since.After(now) {
		since = now
	}
	w.From, w.To = since.Add(-s.config.Overlap).UTC(), now.Add(day).UTC()
	return w
}

// first is the first day of everything: as configured, or as the first whole window had it, or a year ago. A window of less
// than a year was limited by who asked for it.
func (s *Source) first(past []models.Past, now time.Time) time.Time {
	if !s.config.From.IsZero() {
		return midnight(s.config.From)
	}
	var from time.Time
	for _, p := range past {
		limited := p.Window.From.After(yearBefore(p.Window.Planned))
		if whole(p) && toTheEnd(p) && !limited && (from.IsZero() || p.Window.From.Before(from)) {
			from = p.Window.From
		}
	}
	if !from.IsZero() {
		return from
	}
	return yearBefore(now)
}

func yearBefore(at time.Time) time.Time { return midnight(at).AddDate(-1, 0, 0) }

// everything returns what tells whether a window has read all records: one with limits has not, nor has one from before
// the configuration named an earlier first day.
func (s *Source) everything(past []models.Past) func(models.Past) bool {
	return func(p models.Past) bool {
		return whole(p) && toTheEnd(p) && !p.Window.From.After(s.first(past, p.Window.Planned))
	}
}

// toTheEnd reports whether a window by days goes on to its present.
func toTheEnd(p models.Past) bool {
	return p.Window.Mode == models.Windows && p.Window.To.After(p.Window.Planned)
}

// planPatients follows the newest roster, or asks for what has changed, or does both: who follows the changes does not follow
// the roster again. Who may not ask for a roster reads patients by the days of their entry.
func (s *Source) planPatients(past []models.Past, want extract.Want) []models.Window {
	byRoster := func(p models.Past) bool { return whole(p) && p.Window.Mode == models.Snapshot }
	last, done := latest(past, func(p models.Past) bool {
		return byRoster(p) || whole(p) && changed(p) || s.everything(past)(p)
	})
	var windows []models.Window
	if done {
		windows = append(windows, s.changes(patients, last.Window.Planned, want.Now))
	}
	lead, ok := latest(want.Lead, whole)
	if ok && (want.Full || !followed(past, lead)) {
		w := s.window(patients, models.Snapshot, want.Now)
		w.After = lead.Window.ID
		return append(windows, w)
	}
	full, read := latest(past, func(p models.Past) bool { return byRoster(p) || s.everything(past)(p) })
	switch limited := !want.Since.IsZero() || !want.Until.IsZero(); {
	case limited:
		return s.everywhere(dateds()[patients], past, want)
	case !read || (!ok && s.due(full, read, want)):
		return append(windows, s.everywhere(dateds()[patients], past, want)...)
	}
	return windows
}

func whole(p models.Past) bool { return p.Verdict.Outcome.Whole() }

// changed reports whether a window asked for changes.
func changed(p models.Past) bool { return p.Window.Mode == models.Modified }

// latest returns the last window that is as wanted.
func latest(past []models.Past, is func(models.Past) bool) (models.Past, bool) {
	for _, p := range slices.Backward(past) {
		if is(p) {
			return p, true
		}
	}
	return models.Past{}, false
}
