package transform

// usMoment reads M/D/YYYY, then perhaps a blank, h:mm:ss, a blank and AM or PM. It is not ok for every other spelling.
func usMoment(s []byte) (m moment, ok bool) {
	month, i := oneOrTwo(s, 0, '/')
	day, i := oneOrTwo(s, i, '/')
	if i == 0 || len(s)-i < 4 {
		return m, false
	}
	year := two(s[i], s[i+1])*100 + two(s[i+2], s[i+3])
	if year < 1 || month < 1 || month > 12 || day < 1 || day > monthDays(year, month) {
		return m, false
	}
	m = moment{day: civil(year, month, day), end: i + 4, whole: true}
	if m.end == len(s) {
		return m, true
	}
	return m, s[m.end] == ' ' && m.readHalf(s, m.end+1)
}

// readHalf reads h:mm:ss and which half of the day it is.
func (m *moment) readHalf(s []byte, i int) bool {
	hour, i := oneOrTwo(s, i, ':')
	if i == 0 || len(s)-i != len("04:05 PM") {
		return false
	}
	s = s[i:]
	minute, second := two(s[0], s[1]), two(s[3], s[4])
	half := string(s[5:])
	if hour < 1 || hour > 12 || min(minute, second) < 0 || max(minute, second) > 59 || s[2] != ':' {
		return false
	}
	switch {
	case half == " PM" && hour < 12:
		hour += 12
	case half == " AM" && hour == 12:
		hour = 0
	case half != " PM" && half != " AM":
		return false
	}
	m.timed, m.end = true, i+len(s)
	m.micros = ((hour*60+minute)*60 + second) * microsASecond
	return true
}

// oneOrTwo reads one or two digits and what has to be behind them. The end is 0 when it is anything else.
func oneOrTwo(s []byte, i int, behind byte) (n int64, end int) {
	switch {
	case digit(at(s, i)) && at(s, i+1) == behind:
		return int64(s[i] - '0'), i + 2
	case at(s, i+2) == behind:
		if n = two(s[i], s[i+1]); n >= 0 {
			return n, i + 3
		}
	}
	return 0, 0
}

// trueOrFalse reads a word in the spellings of .NET and of XML Schema. The end is 0 for every other one.
func trueOrFalse(s []byte) (word int64, end int) {
	switch string(s) {
	case "True", "true":
		return 1, len(s)
	case "False", "false":
		return 0, len(s)
	default:
		return 0, 0
	}
}
