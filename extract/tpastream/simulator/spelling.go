package simulator

import (
	"strconv"
	"time"
	"unicode/utf16"

	"carehouse/models"
)

// text writes a string as Python's json does: in ASCII, the rest escaped.
func (w *writer) text(s string) {
	const digits = "0123456789abcdef"
	escape := func(r uint16) {
		w.dst = append(w.dst, '\\', 'u', digits[r>>12], digits[r>>8&15], digits[r>>4&15], digits[r&15])
	}
	w.dst = append(w.dst, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			w.dst = append(w.dst, '\\', byte(r))
		case r == '\n':
			w.dst = append(w.dst, '\\', 'n')
		case r == '\t':
			w.dst = append(w.dst, '\\', 't')
		case ' ' <= r && r < 0x7f:
			w.dst = append(w.dst, byte(r))
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			escape(uint16(high))
			escape(uint16(low))
		default:
			escape(uint16(r))
		}
	}
	w.dst = append(w.dst, '"')
}

func (w *writer) money(units int64) {
	if w.odd.quoted {
		w.dst = append(w.dst, '"')
		w.decimal(units)
		w.dst = append(w.dst, '"')
		return
	}
	w.decimal(units)
}

// decimal writes two decimals, more when there are, none when the record writes whole numbers.
func (w *writer) decimal(units int64) {
	if units < 0 {
		w.dst = append(w.dst, '-')
		units = -units
	}
	w.dst = strconv.AppendInt(w.dst, units/models.MoneyOne, 10)
	rest := units % models.MoneyOne
	if rest == 0 && w.odd.wholes {
		return
	}
	w.dst = append(w.dst, '.', byte('0'+rest/1000), byte('0'+rest/100%10))
	if rest%100 != 0 {
		w.dst = append(w.dst, byte('0'+rest/10%10), byte('0'+rest%10))
	}
}

func (w *writer) day(days int64) {
	w.dst = append(w.dst, '"')
	w.dst = appendDay(w.dst, days)
	w.dst = append(w.dst, '"')
}

// instant writes a time in the zone of the shape. The offset is no part of the value.
func (w *writer) instant(t time.Time) {
	if !w.utc {
		t = t.In(eastern(t))
	}
	_, offset := t.Zone()
	w.dst = append(w.dst, '"')
	w.dst = appendClock(w.dst, t.UnixMicro()+int64(offset)*1e6)
	w.dst = appendOffset(w.dst, offset)
	w.dst = append(w.dst, '"')
}

// stamp writes a day, a wall clock or an instant as what it is. Its offset is part of the value.
func (w *writer) stamp(s *models.Stamp) {
	var room [3]models.Cell
	cells := s.Cells(room[:0])
	day, local, at := cells[0], cells[1], cells[2]
	switch {
	case !day.Set:
		w.dst = append(w.dst, "null"...)
		return
	case !local.Set:
		w.day(day.Int)
		return
	}
	w.dst = append(w.dst, '"')
	w.dst = appendClock(w.dst, local.Int)
	if at.Set {
		w.dst = appendOffset(w.dst, int((local.Int-at.Int)/1e6))
	}
	w.dst = append(w.dst, '"')
}

// dateRange writes a range in one of the ways that mean the same days.
func (w *writer) dateRange(r *models.DateRange) {
	start, _ := r.Start.Days()
	end, _ := r.End.Days()
	n := w.spell.Below(100)
	switch {
	case w.plain:
		n = 99
	case w.closed && n >= 40: // webhooks are made before the database has made the range canonical
		n = 0
	}
	switch r.Kind {
	case "":
		w.dst = append(w.dst, "null"...)
	case models.RangeDays:
		w.days(n, start, end)
	case models.RangeFrom:
		if n < 20 {
			w.bounds("()", true, start-1, false, 0)
			return
		}
		w.bounds("[)", true, start, false, 0)
	case models.RangeUntil:
		if n < 20 {
			w.bounds("(]", false, 0, true, end)
			return
		}
		w.bounds("()", false, 0, true, end+1)
	case models.RangeAlways:
		w.bounds("()", false, 0, false, 0)
	case models.RangeEmpty:
		switch n % 4 {
		case 0:
			w.bounds("empty", false, 0, false, 0)
		case 1:
			w.bounds("[)", true, 18_000, true, 18_000)
		case 2:
			w.bounds("()", true, 18_000, true, 18_001)
		default:
			w.bounds("", false, 0, false, 0)
		}
	}
}

// days writes a range with both ends: mostly canonical, sometimes as it was before the database had it, and once in
// a while without bounds.
func (w *writer) days(n int, start, end int64) {
	switch {
	case n < 8:
		w.bounds("[]", true, start, true, end)
	case n == 8:
		w.bounds("(]", true, start-1, true, end)
	case n == 9:
		w.bounds("()", true, start-1, true, end+1)
	case n == 10:
		w.dst = append(w.dst, `{"end":`...)
		w.day(end + 1)
		w.dst = append(w.dst, `,"start":`...)
		w.day(start)
		w.dst = append(w.dst, '}')
	default:
		w.bounds("[)", true, start, true, end+1)
	}
}

func (w *writer) bounds(bounds string, hasStart bool, start int64, hasEnd bool, end int64) {
	w.dst = append(w.dst, `{"bounds":`...)
	if bounds == "" {
		w.dst = append(w.dst, "null"...)
	} else {
		w.dst = append(append(append(w.dst, '"'), bounds...), '"')
	}
	side := func(name string, has bool, days int64) {
		w.dst = append(w.dst, name...)
		if has {
			w.day(days)
			return
		}
		w.dst = append(w.dst, "null"...)
	}
	side(`,"end":`, hasEnd, end)
	side(`,"start":`, hasStart, start)
	w.dst = append(w.dst, '}')
}

// appendDay writes YYYY-MM-DD. The calendar is Howard Hinnant's: time.Format takes five times as long, and a claim
// has two dozen dates.
func appendDay(dst []byte, days int64) []byte {
	days += 719_468
	era := days / 146_097
	dayOfEra := days - era*146_097
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36_524 - dayOfEra/146_096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	shifted := (5*dayOfYear + 2) / 153
	d := dayOfYear - (153*shifted+2)/5 + 1
	m := shifted + 3
	y := yearOfEra + era*400
	if m > 12 {
		m -= 12
		y++
	}
	dst = appendTwo(dst, y/100)
	dst = appendTwo(dst, y%100)
	dst = appendTwo(append(dst, '-'), m)
	return appendTwo(append(dst, '-'), d)
}

// appendClock writes a wall clock as Python does: six decimals, or none when they are zero.
func appendClock(dst []byte, micros int64) []byte {
	const perDay = int64(day / time.Microsecond)
	days, rest := micros/perDay, micros%perDay
	if rest < 0 {
		days, rest = days-1, rest+perDay
	}
	seconds, fraction := rest/1e6, rest%1e6
	dst = appendDay(dst, days)
	dst = appendTwo(append(dst, 'T'), seconds/3600)
	dst = appendTwo(append(dst, ':'), seconds/60%60)
	dst = appendTwo(append(dst, ':'), seconds%60)
	if fraction == 0 {
		return dst
	}
	dst = appendTwo(append(dst, '.'), fraction/10_000)
	dst = appendTwo(dst, fraction/100%100)
	return appendTwo(dst, fraction%100)
}

func appendOffset(dst []byte, seconds int) []byte {
	sign := byte('+')
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	dst = appendTwo(append(dst, sign), int64(seconds/3600))
	return appendTwo(append(dst, ':'), int64(seconds/60%60))
}

func appendTwo(dst []byte, n int64) []byte { return append(dst, byte('0'+n/10), byte('0'+n%10)) }
