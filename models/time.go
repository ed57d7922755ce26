package models

import (
	"strings"
	"time"
)

// A Date is a calendar day. It has no zone and is never moved by one.
type Date struct {
	days   int64 // since 1970-01-01
	set    bool
	reason Reason
}

// NewDate returns the day of year, month and day.
func NewDate(year int, month time.Month, day int) Date {
	return DateOf(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// DateOf returns the day that t shows in its own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return DateFromDays(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

// DateFromDays returns the day so many days after 1970-01-01.
func DateFromDays(days int64) Date { return Date{days: days, set: true} }

const secondsPerDay = 24 * 60 * 60

// The first and the last day that a column can hold: 0001-01-01 and 9999-12-31.
const (
	minDay = -719_162
	maxDay = 2_932_896
)

// Days returns the days since 1970-01-01 and whether the date is not null.
func (d Date) Days() (int64, bool) { return d.days, d.set }

// Time returns midnight UTC of the day; it means something only when the date is not null.
func (d Date) Time() time.Time { return time.Unix(d.days*secondsPerDay, 0).UTC() }

// Cells implements [Leaf].
func (d Date) Cells(dst []Cell) []Cell { return append(dst, Cell{Set: d.set, Int: d.days}) }

// Rejected implements [Leaf].
func (d Date) Rejected() Reason { return d.reason }

// MarshalJSON writes "2006-01-02", or null.
func (d Date) MarshalJSON() ([]byte, error) {
	if !d.set {
		return []byte("null"), nil
	}
	return []byte(`"` + d.Time().Format(time.DateOnly) + `"`), nil
}

// UnmarshalJSON reads "2006-01-02", also with a midnight behind it that has no zone. It never fails.
func (d *Date) UnmarshalJSON(raw []byte) error {
	*d = Date{}
	if first(raw) == 'n' {
		return nil
	}
	d.take(parseMoment(raw))
	return nil
}

// take keeps the day of what was read.
func (d *Date) take(m moment, ok bool) {
	if !ok || m.zoned || (m.timed && !midnight(m.clock)) {
		d.reason = NotADate
		return
	}
	*d = DateOf(m.clock)
}

func midnight(t time.Time) bool { return t.Equal(t.Truncate(24 * time.Hour)) }

// An Instant is a point in time, told with its offset from UTC, kept in microseconds UTC.
type Instant struct {
	micros int64
	set    bool
	reason Reason
}

// NewInstant returns the instant of t, cut to microseconds.
func NewInstant(t time.Time) Instant { return Instant{micros: t.UnixMicro(), set: true} }

// Time returns the instant in UTC and whether it is not null.
func (i Instant) Time() (time.Time, bool) { return time.UnixMicro(i.micros).UTC(), i.set }

// Cells implements [Leaf].
func (i Instant) Cells(dst []Cell) []Cell { return append(dst, Cell{Set: i.set, Int: i.micros}) }

// Rejected implements [Leaf].
func (i Instant) Rejected() Reason { return i.reason }

// MarshalJSON writes RFC 3339 with microseconds and +00:00, or null.
func (i Instant) MarshalJSON() ([]byte, error) {
	if !i.set {
		return []byte("null"), nil
	}
	t, _ := i.Time()
	return []byte(t.Format(`"2006-01-02T15:04:05.000000-07:00"`)), nil
}

// UnmarshalJSON reads a date and time with an offset. A time without one is set aside. It never fails.
func (i *Instant) UnmarshalJSON(raw []byte) error {
	*i = Instant{}
	if first(raw) == 'n' {
		return nil
	}
	switch m, ok := parseMoment(raw); {
	case !ok || !m.timed:
		i.reason = NotATime
	case !m.zoned:
		i.reason = NoZone
	case !m.whole:
		i.reason = TooPrecise
	default:
		*i = NewInstant(m.instant)
	}
	return nil
}

// A LocalTime is a wall clock without a zone, as some APIs write every time. No zone is ever assumed.
type LocalTime struct {
	micros int64 // as if the clock were UTC
	set    bool
	reason Reason
}

// NewLocalTime returns the wall clock that t shows in its own zone.
func NewLocalTime(t time.Time) LocalTime {
	_, offset := t.Zone()
	return LocalTime{micros: t.UnixMicro() + int64(offset)*1e6, set: true}
}

// Clock returns the wall clock as a time in UTC, which it is not, and whether it is not null.
func (l LocalTime) Clock() (time.Time, bool) { return time.UnixMicro(l.micros).UTC(), l.set }

// Cells implements [Leaf].
func (l LocalTime) Cells(dst []Cell) []Cell { return append(dst, Cell{Set: l.set, Int: l.micros}) }

// Rejected implements [Leaf].
func (l LocalTime) Rejected() Reason { return l.reason }

// MarshalJSON writes "2006-01-02T15:04:05.000000", or null.
func (l LocalTime) MarshalJSON() ([]byte, error) {
	if !l.set {
		return []byte("null"), nil
	}
	t, _ := l.Clock()
	return []byte(t.Format(`"2006-01-02T15:04:05.000000"`)), nil
}

// UnmarshalJSON reads a date and time without an offset. It never fails.
func (l *LocalTime) UnmarshalJSON(raw []byte) error {
	*l = LocalTime{}
	if first(raw) == 'n' {
		return nil
	}
	l.take(parseMoment(raw))
	return nil
}

// take keeps the wall clock of what was read.
func (l *LocalTime) take(m moment, ok bool) {
	switch {
	case !ok || !m.timed:
		l.reason = NotATime
	case m.zoned:
		l.reason = HasZone
	case !m.whole:
		l.reason = TooPrecise
	default:
		*l = NewLocalTime(m.clock)
	}
}

// A Stamp is what an API writes sometimes as a day, sometimes as a wall clock and sometimes as an instant. Each is kept
// as what it is: the day as written, the wall clock as written, and the instant only when an offset was given.
type Stamp struct {
	day    Date
	local  LocalTime
	at     Instant
	reason Reason
}

// StampDay returns a stamp that is a day.
func StampDay(d Date) Stamp { return Stamp{day: d} }

// StampLocal returns a stamp that is the wall clock of t.
func StampLocal(t time.Time) Stamp { return Stamp{day: DateOf(t), local: NewLocalTime(t)} }

// StampAt returns a stamp that is the instant of t, written in the zone of t.
func StampAt(t time.Time) Stamp {
	return Stamp{day: DateOf(t), local: NewLocalTime(t), at: NewInstant(t)}
}

// Cells implements [Leaf]: the day, the wall clock, the instant.
func (s Stamp) Cells(dst []Cell) []Cell { return s.at.Cells(s.local.Cells(s.day.Cells(dst))) }

// Rejected implements [Leaf].
func (s Stamp) Rejected() Reason { return s.reason }

// MarshalJSON writes the stamp as what it is. An instant keeps the offset that it was written with.
func (s Stamp) MarshalJSON() ([]byte, error) {
	if !s.at.set {
		if s.local.set {
			return s.local.MarshalJSON()
		}
		return s.day.MarshalJSON()
	}
	t, _ := s.at.Time()
	offset := int((s.local.micros - s.at.micros) / 1e6)
	return []byte(t.In(time.FixedZone("", offset)).Format(`"2006-01-02T15:04:05.000000-07:00"`)), nil
}

// UnmarshalJSON reads a day or a date and time, with an offset or without. It never fails.
func (s *Stamp) UnmarshalJSON(raw []byte) error {
	*s = Stamp{}
	if first(raw) == 'n' {
		return nil
	}
	switch m, ok := parseMoment(raw); {
	case !ok:
		s.reason = NotATime
	case !m.whole:
		s.reason = TooPrecise
	default:
		s.day = DateOf(m.clock)
		if m.timed {
			s.local = NewLocalTime(m.clock)
		}
		if m.zoned {
			s.at = NewInstant(m.instant)
		}
	}
	return nil
}

// A moment is a date, or a date and time, as it was written.
type moment struct {
	clock   time.Time // the wall clock, as if it were UTC
	instant time.Time // when zoned
	timed   bool      // a time of day was given
	zoned   bool      // an offset was given
	whole   bool      // no digits finer than a microsecond, but zeros
}

// parseMoment reads YYYY-MM-DD, then perhaps T or a space and hh:mm:ss with up to nine decimals, then perhaps Z or
// ±hh:mm (at most 15:59, the limit of PostgreSQL). Years are 0001 to 9999, also in UTC; there is no leap second and no 24:00.
func parseMoment(raw []byte) (moment, bool) {
	text, ok := unquote(raw)
	if !ok || first(raw) != '"' {
		return moment{}, false
	}
	var m moment
	day, rest := text, ""
	if len(text) > len(time.DateOnly) {
		day, rest = text[:len(time.DateOnly)], text[len(time.DateOnly):]
		if rest[0] != 'T' && rest[0] != ' ' {
			return moment{}, false
		}
		m.timed = true
	}
	layout := time.DateOnly
	if m.timed {
		clock, zone := rest[1:], ""
		if i := strings.IndexAny(clock, "Z+-"); i >= 0 {
			clock, zone = clock[:i], clock[i:]
			m.zoned = true
			if !validOffset(zone) {
				return moment{}, false
			}
		}
		if !validClock(clock) {
			return moment{}, false
		}
		day += "T" + clock + zone
		layout += "T15:04:05"
		if m.zoned {
			layout += "Z07:00"
		}
	}
	t, err := time.Parse(layout, day)
	if err != nil || t.Year() < 1 || t.UTC().Year() < 1 || t.UTC().Year() > 9999 {
		return moment{}, false
	}
	_, offset := t.Zone()
	m.instant = t
	m.clock = t.UTC().Add(time.Duration(offset) * time.Second)
	m.whole = t.Nanosecond()%1000 == 0
	return m, true
}

// validClock reports whether s is hh:mm:ss with an optional point and one to nine digits. time.Parse is kinder: it
// takes a comma for the point and a single digit for the hour.
func validClock(s string) bool {
	if len(s) < 8 {
		return false
	}
	for i := range 8 {
		if (i == 2 || i == 5) != (s[i] == ':') {
			return false
		}
	}
	if len(s) == 8 {
		return true
	}
	digits, rest := span(s[9:])
	return s[8] == '.' && rest == "" && 1 <= len(digits) && len(digits) <= 9
}

// validOffset reports whether s is Z or ±hh:mm, at most 15:59.
func validOffset(s string) bool {
	if s == "Z" {
		return true
	}
	return len(s) == 6 && s[3] == ':' && (s[1] == '0' || (s[1] == '1' && s[2] <= '5')) && s[4] <= '5'
}
