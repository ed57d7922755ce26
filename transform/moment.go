package transform

// A moment is a date, or a date and time, as it was written.
type moment struct {
	day    int64 // since 1970-01-01
	micros int64 // of the day
	offset int64 // microseconds east of UTC
	end    int   // the position behind the value
	timed  bool
	zoned  bool
	whole  bool // no digits finer than a microsecond, but zeros
}

const (
	microsASecond = 1_000_000
	microsADay    = 24 * 60 * 60 * microsASecond
)

// clock returns the wall clock as if it were UTC.
func (m moment) clock() int64 { return m.day*microsADay + m.micros }

func (m moment) instant() int64 { return m.clock() - m.offset }

// day reads a plain date. The end is 0 for every other spelling.
func day(b []byte, i int) (days int64, end int) {
	if i+12 > len(b) || b[i] != '"' || b[i+11] != '"' {
		return 0, 0
	}
	days, ok := readDay(b[i+1 : i+11])
	if !ok {
		return 0, 0
	}
	return days, i + 12
}

// readMoment reads YYYY-MM-DD, then perhaps T or a space, hh:mm:ss, a point and one to nine digits, then perhaps Z or
// ±hh:mm. It is not ok for every other spelling, and for the first and last year, where an offset may leave the calendar.
func readMoment(b []byte, i int) (m moment, ok bool) {
	if at(b, i) != '"' {
		return m, false
	}
	m, ok = bareMoment(b, i+1)
	m.end++
	return m, ok && at(b, m.end-1) == '"'
}

// bareMoment is readMoment without the quotes.
func bareMoment(b []byte, i int) (m moment, ok bool) {
	if len(b)-i < 10 {
		return m, false
	}
	if m.day, ok = readDay(b[i : i+10]); !ok {
		return m, false
	}
	i += 10
	m.whole = true
	if c := at(b, i); c == 'T' || c == ' ' {
		if year := b[i-10 : i-6]; string(year) == "0001" || string(year) == "9999" {
			return m, false
		}
		if i = m.readClock(b, i+1); i == 0 {
			return m, false
		}
		if i = m.readZone(b, i); i == 0 {
			return m, false
		}
	}
	m.end = i
	return m, true
}

// readDay reads the ten bytes of a date.
func readDay(s []byte) (days int64, ok bool) {
	_ = s[9]
	year, month, day := two(s[0], s[1])*100+two(s[2], s[3]), two(s[5], s[6]), two(s[8], s[9])
	if s[4] != '-' || s[7] != '-' || year < 1 || month < 1 || month > 12 || day < 1 || day > monthDays(year, month) {
		return 0, false
	}
	return civil(year, month, day), true
}

// two reads two digits; it is far below zero when they are none.
func two(a, b byte) int64 {
	if !digit(a) || !digit(b) {
		return -1 << 20
	}
	return int64(a-'0')*10 + int64(b-'0')
}

func monthDays(year, month int64) int64 {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	default:
		return 31
	}
}

// civil counts the days from 1970-01-01 in the calendar of RFC 3339. Years begin in March, so that the leap day is
// the last of its year.
func civil(year, month, day int64) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	return 365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + day - 1 - 719_468
}

// readClock reads hh:mm:ss and a fraction. The end is 0 when it is anything else.
func (m *moment) readClock(b []byte, i int) int {
	if len(b)-i < 8 {
		return 0
	}
	s := b[i : i+8]
	hour, minute, second := two(s[0], s[1]), two(s[3], s[4]), two(s[6], s[7])
	if s[2] != ':' || s[5] != ':' || min(hour, minute, second) < 0 || hour > 23 || minute > 59 || second > 59 {
		return 0
	}
	m.timed = true
	m.micros = ((hour*60+minute)*60 + second) * microsASecond
	if i += 8; at(b, i) != '.' {
		return i
	}
	first, nanos := i+1, int64(0)
	power := int64(1_000_000_000)
	for i = first; i < len(b) && digit(b[i]); i++ {
		power /= 10
		nanos += int64(b[i]-'0') * power
	}
	if i == first || i-first > 9 {
		return 0
	}
	m.micros += nanos / 1000
	m.whole = nanos%1000 == 0
	return i
}

// readZone reads Z or ±hh:mm, at most 15:59, or nothing. The end is 0 when it is anything else.
func (m *moment) readZone(b []byte, i int) int {
	switch c := at(b, i); c {
	case 'Z':
		m.zoned = true
		return i + 1
	case '+', '-':
		if len(b)-i < 6 || b[i+3] != ':' {
			return 0
		}
		hour, minute := two(b[i+1], b[i+2]), two(b[i+4], b[i+5])
		if hour < 0 || hour > 15 || minute < 0 || minute > 59 {
			return 0
		}
		m.zoned = true
		m.offset = (hour*60 + minute) * 60 * microsASecond
		if c == '-' {
			m.offset = -m.offset
		}
		return i + 6
	default:
		return i
	}
}
