package models

import (
	"strings"
	"time"
)

// The value types here are those of APIs that write everything as text, in the spelling of the United States, or that
// write something else than they say. They are types of their own, because what is a date there (3/4/2026) would be a
// guess anywhere else.

// A USDate is a calendar day as M/D/YYYY, with or without leading zeros, or as YYYY-MM-DD; also with a midnight behind
// it. It has no zone and is never moved by one.
type USDate struct{ Date }

// UnmarshalJSON reads a day. It never fails.
func (d *USDate) UnmarshalJSON(raw []byte) error {
	d.Date = Date{}
	if first(raw) == 'n' {
		return nil
	}
	d.take(parseUS(raw))
	return nil
}

// A USTime is a wall clock without a zone, as M/D/YYYY h:mm:ss AM or as an ISO date and time. No zone is ever assumed,
// and a day without a time of day is set aside rather than taken for midnight.
type USTime struct{ LocalTime }

// UnmarshalJSON reads a date and time without an offset. It never fails.
func (l *USTime) UnmarshalJSON(raw []byte) error {
	l.LocalTime = LocalTime{}
	if first(raw) == 'n' {
		return nil
	}
	l.take(parseUS(raw))
	return nil
}

// A USStamp is what is written sometimes as a day and sometimes as a wall clock, in the spellings of [USDate] and
// [USTime]. Each is kept as what it is: the day as written, and the wall clock only when a time of day was given.
type USStamp struct {
	day    Date
	local  LocalTime
	reason Reason
}

// Cells implements [Leaf]: the day, the wall clock.
func (s USStamp) Cells(dst []Cell) []Cell { return s.local.Cells(s.day.Cells(dst)) }

// Rejected implements [Leaf].
func (s USStamp) Rejected() Reason { return s.reason }

// MarshalJSON writes the stamp as what it is, or null.
func (s USStamp) MarshalJSON() ([]byte, error) {
	if s.local.set {
		return s.local.MarshalJSON()
	}
	return s.day.MarshalJSON()
}

// UnmarshalJSON reads a day or a date and time without an offset. It never fails.
func (s *USStamp) UnmarshalJSON(raw []byte) error {
	*s = USStamp{}
	if first(raw) == 'n' {
		return nil
	}
	switch m, ok := parseUS(raw); {
	case !ok:
		s.reason = NotATime
	case m.zoned:
		s.reason = HasZone
	case !m.whole:
		s.reason = TooPrecise
	default:
		s.day = DateOf(m.clock)
		if m.timed {
			s.local = NewLocalTime(m.clock)
		}
	}
	return nil
}

// parseUS reads M/D/YYYY, then perhaps a space, h:mm:ss, a space and AM or PM; or what [parseMoment] reads.
func parseUS(raw []byte) (moment, bool) {
	text, ok := unquote(raw)
	if !ok || first(raw) != '"' {
		return moment{}, false
	}
	if !strings.Contains(text, "/") {
		return parseMoment(raw)
	}
	m := moment{timed: strings.Contains(text, " "), whole: true}
	layout := "1/2/2006"
	if m.timed {
		layout += " 3:04:05 PM"
	}
	t, err := time.Parse(layout, text)
	if err != nil || t.Year() < 1 || !plainUS(text) {
		return moment{}, false
	}
	m.clock, m.instant = t, t
	return m, true
}

// plainUS reports whether the only bytes are those of the layout: time.Parse would also take a fraction of a second.
func plainUS(text string) bool {
	return strings.Trim(text, "0123456789/: APM") == ""
}

// A Word is a flag that is written as the word true or false, in any case.
type Word struct{ Flag }

// UnmarshalJSON reads the word. It never fails: other words are set aside, because nobody said what they mean.
func (w *Word) UnmarshalJSON(raw []byte) error {
	w.Flag = Flag{}
	if first(raw) == 'n' {
		return nil
	}
	text, ok := unquote(raw)
	switch {
	case ok && first(raw) == '"' && asciiFold(text) == "true":
		w.Flag = NewFlag(true)
	case ok && first(raw) == '"' && asciiFold(text) == "false":
		w.Flag = NewFlag(false)
	default:
		w.reason = NotABoolean
	}
	return nil
}

// A DatePart is a day that an API writes as an instant although it means a day, like a date of birth: the date as it is
// written counts, and neither the time behind it nor its zone moves it. A plain day is read too.
type DatePart struct{ Date }

// UnmarshalJSON reads the day. It never fails.
func (d *DatePart) UnmarshalJSON(raw []byte) error {
	d.Date = Date{}
	if first(raw) == 'n' {
		return nil
	}
	m, ok := parseMoment(raw)
	if !ok {
		d.reason = NotADate
		return nil
	}
	d.Date = DateOf(m.clock)
	return nil
}

// A YesNo is a flag that is declared as a text and written as a flag, or the other way round: true or false, or one of
// the words true, false, yes, no, y and n in any case.
type YesNo struct{ Flag }

// UnmarshalJSON reads the flag. It never fails: everything else is set aside, because nobody said what it means.
func (y *YesNo) UnmarshalJSON(raw []byte) error {
	y.Flag = Flag{}
	text, ok := unquote(raw)
	if first(raw) != '"' || !ok {
		return y.Flag.UnmarshalJSON(raw)
	}
	switch asciiFold(text) {
	case "true", "yes", "y":
		y.Flag = NewFlag(true)
	case "false", "no", "n":
		y.Flag = NewFlag(false)
	default:
		y.reason = NotABoolean
	}
	return nil
}

// asciiFold lowers ASCII letters and no others: no letter of another script is taken for one of true or false.
func asciiFold(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}
