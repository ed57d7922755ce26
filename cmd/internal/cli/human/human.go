// Package human writes numbers, spans, sizes and times as people read them. Every screen uses it, so that the same thing
// looks the same everywhere: grouped counts, binary sizes, one zone a screen.
package human

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Count groups digits: 1,284.
func Count(n int64) string { return group(strconv.FormatInt(n, 10)) }

// Decimal groups the digits before the point and leaves the others as they are: 301,980,771.3000. Text that is not a
// number comes back as it is.
func Decimal(s string) string {
	whole, rest, found := strings.Cut(s, ".")
	digits := strings.TrimPrefix(whole, "-")
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return s
	}
	if found {
		rest = "." + rest
	}
	return group(whole) + rest
}

func group(digits string) string {
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// Plural counts things: 1 window, 2 windows.
func Plural(n int64, one string) string {
	if n == 1 {
		return "1 " + one
	}
	return Count(n) + " " + one + "s"
}

// Span writes a duration with at most two units: 0.4 s, 41 s, 3 min 20 s, 2 h 5 min, 3 days.
func Span(d time.Duration) string {
	switch {
	case d < 0:
		return "-" + Span(-d)
	case d == 0:
		return "0 s"
	case d < time.Second-50*time.Millisecond:
		return fmt.Sprintf("%.1f s", max(d.Seconds(), 0.1))
	}
	d = d.Round(time.Second)
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", d/time.Second)
	case d < time.Hour:
		return two(d, time.Minute, " min", time.Second, " s")
	case d < 48*time.Hour:
		return two(d, time.Hour, " h", time.Minute, " min")
	default:
		return Count(int64(d/(24*time.Hour))) + " days"
	}
}

func two(d, large time.Duration, name string, small time.Duration, rest string) string {
	text := strconv.Itoa(int(d/large)) + name
	if n := d % large / small; n > 0 {
		text += " " + strconv.Itoa(int(n)) + rest
	}
	return text
}

// Size writes a number of bytes in binary units: 1.2 GiB.
func Size(n int64) string {
	if n < 1024 {
		return strconv.FormatInt(n, 10) + " B"
	}
	value, unit := float64(n)/1024, 0
	for value >= 1023.95 && unit < 4 {
		value, unit = value/1024, unit+1
	}
	if value >= 99.95 {
		return fmt.Sprintf("%.0f %ciB", value, "KMGTP"[unit])
	}
	return fmt.Sprintf("%.1f %ciB", value, "KMGTP"[unit])
}

// A Clock writes times relative to a moment, in the zone of that moment.
type Clock struct{ Now time.Time }

// At writes a moment as briefly as it is clear: 06:00:12 today, 11-17 06:00 this year, 2025-11-17 before. The zone is
// not part of it; a screen shows it once, see [Clock.Zone]. The zero time is "-".
func (c Clock) At(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	t = t.In(c.Now.Location())
	switch {
	case t.Format(time.DateOnly) == c.Now.Format(time.DateOnly):
		return t.Format(time.TimeOnly)
	case t.Year() == c.Now.Year():
		return t.Format("01-02 15:04")
	default:
		return t.Format(time.DateOnly)
	}
}

// Day writes the day of a moment: 11-02, or with its year when that is not the present one.
func (c Clock) Day(t time.Time) string {
	t = t.In(c.Now.Location())
	if t.Year() == c.Now.Year() {
		return t.Format("01-02")
	}
	return t.Format(time.DateOnly)
}

// Zone names the zone of every time on a screen.
func (c Clock) Zone() string { return c.Now.Format("MST") }

// Ago writes how long ago a moment was.
func (c Clock) Ago(t time.Time) string { return Span(c.Now.Sub(t).Round(time.Second)) + " ago" }
