package config

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"
)

// A Size is a number of bytes, written as 640MB (a million bytes each) or 2GiB (1024³ bytes each).
type Size int64

// The units of sizes.
const (
	Kilobyte Size = 1000
	Megabyte      = 1000 * Kilobyte
	Gigabyte      = 1000 * Megabyte
	Kibibyte Size = 1024
	Mebibyte      = 1024 * Kibibyte
	Gibibyte      = 1024 * Mebibyte
)

// What is wrong with a size or a duration. The text that could not be read is not part of it.
var (
	errSize     = errors.New("not a size")
	errDuration = errors.New("not a duration")
)

// ParseSize reads a whole number and a unit.
func ParseSize(s string) (Size, error) {
	digits := strings.TrimRight(s, "BKMGTi")
	units := map[string]Size{
		"B": 1, "KB": Kilobyte, "MB": Megabyte, "GB": Gigabyte, "TB": 1000 * Gigabyte,
		"KiB": Kibibyte, "MiB": Mebibyte, "GiB": Gibibyte, "TiB": 1024 * Gibibyte,
	}
	unit, known := units[s[len(digits):]]
	n, err := strconv.ParseInt(digits, 10, 64)
	if !known || err != nil || n < 0 || digits[0] == '+' || n > math.MaxInt64/int64(unit) {
		return 0, errSize
	}
	return Size(n) * unit, nil
}

// ParseDuration reads whole numbers with the units w, d, h, m, s and ms, largest first: 30d, 12h, 1h30m, 250ms.
func ParseDuration(s string) (time.Duration, error) {
	units := []struct {
		name string
		span time.Duration
	}{
		{"w", 7 * 24 * time.Hour},
		{"d", 24 * time.Hour},
		{"h", time.Hour},
		{"m", time.Minute},
		{"s", time.Second},
		{"ms", time.Millisecond},
	}
	var total time.Duration
	if s == "" {
		return 0, errDuration
	}
	for _, unit := range units {
		digits, rest, found := cutDigits(s, unit.name)
		if !found {
			continue
		}
		n, err := strconv.ParseInt(digits, 10, 32)
		if err != nil || time.Duration(n) > (math.MaxInt64-total)/unit.span {
			return 0, errDuration
		}
		total += time.Duration(n) * unit.span
		s = rest
	}
	if s != "" {
		return 0, errDuration
	}
	return total, nil
}

// cutDigits splits "12h30m" into "12" and "30m" when the unit is h. The m of 250ms is not that of 12m.
func cutDigits(s, unit string) (digits, rest string, found bool) {
	i := 0
	for i < len(s) && '0' <= s[i] && s[i] <= '9' {
		i++
	}
	rest, found = strings.CutPrefix(s[i:], unit)
	if i == 0 || !found || unit == "m" && strings.HasPrefix(rest, "s") {
		return "", s, false
	}
	return s[:i], rest, true
}

// FormatSize writes a size as [ParseSize] reads it, in the largest unit that it is a whole number of.
func FormatSize(s Size) string {
	units := []struct {
		size Size
		name string
	}{{Gibibyte, "GiB"}, {Gigabyte, "GB"}, {Mebibyte, "MiB"}, {Megabyte, "MB"}, {Kibibyte, "KiB"}, {Kilobyte, "KB"}}
	for _, unit := range units {
		if s != 0 && s%unit.size == 0 {
			return strconv.FormatInt(int64(s/unit.size), 10) + unit.name
		}
	}
	return strconv.FormatInt(int64(s), 10) + "B"
}

// FormatDuration writes a duration as [ParseDuration] reads it.
func FormatDuration(d time.Duration) string {
	var b strings.Builder
	for _, unit := range []struct {
		span time.Duration
		name string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "m"}, {time.Second, "s"}, {time.Millisecond, "ms"}} {
		if n := d / unit.span; n > 0 {
			b.WriteString(strconv.FormatInt(int64(n), 10))
			b.WriteString(unit.name)
			d -= n * unit.span
		}
	}
	if b.Len() == 0 {
		return "0s"
	}
	return b.String()
}
