package nextech

import (
	"cmp"
	"context"
	"slices"
	"time"

	"carehouse/extract"
	"carehouse/models"

	records "carehouse/models/nextech"
)

// How many people a window is about, at least: so many that it is worth being one, and so few that what was read is soon to
// be seen. Of those whose last days alone are read there may be more.
const (
	people     = 100
	peopleOver = 1000
)

// window is one of several that are planned at once. Each is planned a moment after the one before, so that they are told
// apart, and merged in this order by a rebuild too.
func (s *Source) window(dataset string, mode models.Mode, now time.Time, nth int) models.Window {
	return models.NewWindow(records.Source, s.tenant, dataset, mode, now.Add(time.Duration(nth)*time.Millisecond))
}

// planPatients looks up the slots that have their turn, and who is new in the others. A window that has no parts is one
// that cannot be asked, because nobody knows who there is; its pages say why.
//
// A look-up has no days. It is no snapshot either: an interrupted one is gone on with however long that takes.
func (s *Source) planPatients(past []models.Past, want extract.Want) []models.Window {
	if s.config.Terms != nil {
		return s.planSweep(past, want)
	}
	r, b, err := s.directory.who(context.Background())
	if err != nil {
		return []models.Window{s.window(patients, models.Windows, want.Now, 0)}
	}
	t := s.turns(r, b, s.covered(past, want.Now), patients, want)
	var all []models.Window
	for _, parts := range append(group(t.new, people), group(t.due, people)...) {
		w := s.window(patients, models.Windows, want.Now, len(all))
		w.Parts = writeParts(parts)
		all = append(all, w)
	}
	return all
}

// planSweep looks for everybody by terms, now and then, and where nobody is remembered.
func (s *Source) planSweep(past []models.Past, want extract.Want) []models.Window {
	b, err := s.directory.ledger.book()
	forgotten := err == nil && len(found(b).people) == 0
	for _, p := range past {
		swept := p.Verdict.Outcome.Whole() || p.Verdict.Outcome == models.Partial
		if age := want.Now.Sub(p.Window.Planned); swept && !want.Full && !forgotten && -skew < age && age < s.config.FullEvery {
			return nil
		}
	}
	w := s.window(patients, models.Windows, want.Now, 0)
	w.Parts = sweepPart
	return []models.Window{w}
}

// planEncounters reads everything of the slots that have their turn and of who is new, and the last days of all others.
// Limits in time make it read what is dated within them.
func (s *Source) planEncounters(past []models.Past, want extract.Want) []models.Window {
	var after string
	for _, p := range want.Lead {
		after = max(after, p.Window.ID)
	}
	plan := &planned{source: s, now: want.Now, after: after, to: midnight(want.Now).Add(2 * day)}
	r, b, err := s.directory.who(context.Background())
	if err != nil {
		plan.add(nil, s.config.From)
		return plan.windows
	}
	c := s.covered(past, want.Now)
	idle := unmet(r, b, want.Lead)
	if !want.Since.IsZero() || !want.Until.IsZero() {
		return plan.limited(slices.DeleteFunc(everySlot(r), idle), want)
	}
	t := s.turns(r, b, c, encounters, want)
	for _, parts := range append(group(t.new, people), group(slices.DeleteFunc(t.due, idle), people)...) {
		plan.add(parts, s.config.From)
	}
	for _, parts := range group(t.rest, peopleOver) {
		from := want.Now
		for _, p := range parts {
			if last := c.last[p.slot]; last.Before(from) {
				from = last
			}
		}
		plan.add(parts, later(from.Add(-s.config.Overlap), s.config.From))
	}
	return plan.windows
}

// A planned is a plan of encounters that is being made.
type planned struct {
	source  *Source
	now     time.Time
	after   string
	to      time.Time
	windows []models.Window
}

func (p *planned) add(parts []part, from time.Time) {
	w := p.source.window(encounters, models.Windows, p.now, len(p.windows))
	w.From, w.To, w.After, w.Parts = from.UTC(), p.to, p.after, writeParts(parts)
	p.windows = append(p.windows, w)
}

// limited plans what somebody wants of some days.
func (p *planned) limited(all []part, want extract.Want) []models.Window {
	from := p.source.config.From
	if !want.Since.IsZero() {
		from = later(from, want.Since)
	}
	if !want.Until.IsZero() && want.Until.Before(p.to) {
		p.to = want.Until.UTC()
	}
	if !from.Before(p.to) {
		return nil
	}
	for _, parts := range group(all, peopleOver) {
		p.add(parts, from)
	}
	return p.windows
}

// planSections reads the names of sections each time.
func (s *Source) planSections(_ []models.Past, want extract.Want) []models.Window {
	return []models.Window{s.window(sectionNames, models.Snapshot, want.Now, 0)}
}

// The turns say what is asked of whom.
type turns struct {
	new  []part // who came into slots that have no turn
	due  []part // slots that have their turn, the longest waiting first
	rest []part // the slots that have none, the longest waiting first
}

func (s *Source) turns(r *roster, b *book, c coverage, dataset string, want extract.Want) turns {
	var t turns
	every := s.every(dataset, len(r.people))
	for _, p := range everySlot(r) {
		if want.Full || due(p.slot, c.full[p.slot], want.Now, every) {
			t.due = append(t.due, p)
			continue
		}
		anybody, arrived := false, 0
		for _, who := range r.in(p.slot) {
			m := b.People[who.key]
			if !askable(who, m, dataset) {
				continue
			}
			if came(m, who, dataset, c.cover[p.slot]) {
				arrived++
			} else {
				anybody = true
			}
		}
		if arrived > 0 {
			t.new = append(t.new, part{slot: p.slot, came: true, after: c.cover[p.slot], people: arrived})
		}
		if anybody {
			t.rest = append(t.rest, p)
		}
	}
	slices.SortStableFunc(t.due, func(a, b part) int { return c.full[a.slot].Compare(c.full[b.slot]) })
	slices.SortStableFunc(t.rest, func(a, b part) int { return c.last[a.slot].Compare(c.last[b.slot]) })
	return t
}

// askable reports whether the API can be asked for a person: it finds patients by chart number, and knows encounters by id.
func askable(p person, m *mark, dataset string) bool {
	if dataset == patients {
		return p.chart != ""
	}
	return len(p.known(m)) > 0
}

// unmet finds the slots about which encounters cannot ask, because nobody in them was looked up yet, nor will have been by
// then: nobody has logged in, say. A window about them would end as an empty one and be published.
func unmet(r *roster, b *book, lead []models.Past) func(part) bool {
	var looked [slots]bool
	for _, l := range lead {
		for _, p := range partsOf(l.Window) {
			looked[p.slot] = true
		}
	}
	return func(p part) bool {
		return !looked[p.slot] && !slices.ContainsFunc(r.in(p.slot), func(who person) bool {
			return askable(who, b.People[who.key], encounters)
		})
	}
}

// everySlot lists the slots that somebody is in.
func everySlot(r *roster) []part {
	var all []part
	for _, p := range r.people {
		if n := len(all); n == 0 || all[n-1].slot != p.slot {
			all = append(all, part{slot: p.slot, people: len(r.in(p.slot))})
		}
	}
	return all
}

// in returns the people of a slot.
func (r *roster) in(slot int) []person {
	from, _ := slices.BinarySearchFunc(r.people, slot, func(p person, slot int) int { return cmp.Compare(p.slot, slot) })
	to, _ := slices.BinarySearchFunc(r.people, slot+1, func(p person, slot int) int { return cmp.Compare(p.slot, slot) })
	return r.people[from:to]
}

// group puts parts together until a window has so many people. Those who came are few, unless the ledger was lost.
func group(all []part, least int) [][]part {
	var groups [][]part
	count := least
	for _, p := range all {
		if count >= least {
			groups, count = append(groups, nil), 0
		}
		last := len(groups) - 1
		groups[last] = append(groups[last], p)
		count += p.people
	}
	return groups
}

func midnight(at time.Time) time.Time { return at.UTC().Truncate(day) }
