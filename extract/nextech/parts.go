package nextech

import (
	"strconv"
	"strings"
	"time"

	"carehouse/models"
)

// A part is what a window is about: a slot, or those in a slot who came after a moment.
type part struct {
	slot  int
	came  bool
	after time.Time // of those who came

	people int // how many they are, while it is planned
}

// moments is how a part writes its moment: as the ids of windows have it.
const moments = "20060102T150405.000Z"

// String writes a part: "17", or "17+20261120T020000.000Z".
func (p part) String() string {
	text := strconv.Itoa(p.slot)
	if p.came {
		text += "+" + p.after.UTC().Format(moments)
	}
	return text
}

// partsOf reads the parts of a window. What is none is left out.
func partsOf(w models.Window) []part {
	var all []part
	for text := range strings.FieldsSeq(w.Parts) {
		slot, after, came := strings.Cut(text, "+")
		n, err := strconv.Atoi(slot)
		if err != nil || n < 0 || n >= slots {
			continue
		}
		p := part{slot: n, came: came}
		if came {
			if p.after, err = time.Parse(moments, after); err != nil {
				continue
			}
		}
		all = append(all, p)
	}
	return all
}

func writeParts(all []part) string {
	texts := make([]string, len(all))
	for i, p := range all {
		texts[i] = p.String()
	}
	return strings.Join(texts, " ")
}

// A coverage is what ended windows have read of each slot, as the moments at which they were planned.
type coverage struct {
	full  [slots]time.Time // the last that read everything of everybody in it
	cover [slots]time.Time // who came before this was read once; those who came are read in windows of their own
	last  [slots]time.Time // what is dated up to then was read; of encounters
}

// covered looks at the windows of a dataset, oldest first. Whole ones that read everything are full; of the others one
// counts that begins where what was read before ends, so that no day is between them. What was planned in the future, by a
// clock that was wrong, counts for nothing: nobody who came since would be new.
func (s *Source) covered(past []models.Past, now time.Time) coverage {
	var c coverage
	for _, p := range past {
		planned := p.Window.Planned
		if !p.Verdict.Outcome.Whole() || planned.After(now.Add(skew)) {
			continue
		}
		full := s.everything(p.Window)
		for _, part := range partsOf(p.Window) {
			at := part.slot
			if full {
				c.cover[at] = later(c.cover[at], planned)
			}
			if full && !part.came {
				c.full[at] = later(c.full[at], planned)
			}
			reaches := full || (!c.last[at].IsZero() && !p.Window.From.After(c.last[at]) && p.Window.To.After(planned))
			if reaches && !part.came {
				c.last[at] = later(c.last[at], planned)
			}
		}
	}
	return c
}

// everything reports whether a window reads everything of those whom it is about: a look-up always, encounters where it
// begins at the first day and goes on to its present.
func (s *Source) everything(w models.Window) bool {
	return w.Dataset == patients || (!w.From.After(s.config.From) && w.To.After(w.Planned))
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// skew is how far ahead of now a moment may be. One that is farther came from a clock that was wrong.
const skew = time.Minute

// due reports whether a slot has its turn: each has one in every so long, one after another, and one that was missed is made up
// for.
func due(slot int, full, now time.Time, every time.Duration) bool {
	turn := every / slots * time.Duration(slot)
	since := time.Duration(now.Add(-turn).UnixNano()) % every
	if since < 0 { // the turn of a slot that has one in decades may have begun before 1970
		since += every
	}
	return full.IsZero() || full.Before(now.Add(-since))
}

// The parts of a day's calls that the turns of slots may take: look-ups one of four, encounters one of two. What is left is for
// the last days.
const (
	lookUpShare  = 4
	readingShare = 2
)

// longest is how long the turns may take at most.
const longest = 50 * 365 * day

// every is in which time each slot has a turn: full_every, doubled until the day's calls do for it. Look-ups would take all of
// them for ever else, and leave no encounters. It is doubled, because turns that are a little longer each time the roster has
// grown would be other turns each time.
func (s *Source) every(dataset string, people int) time.Duration {
	every := s.config.FullEvery
	if s.config.DailyBudget == 0 {
		return every
	}
	share := readingShare
	if dataset == patients {
		share = lookUpShare
	}
	days := float64(people) * float64(share) / float64(s.config.DailyBudget)
	for every.Hours()/24 < days && every < longest {
		every *= 2
	}
	return every
}
