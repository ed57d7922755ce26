package nextech

import (
	"strconv"
	"strings"
)

// grouped writes 122901 as 122,901.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// plural writes a count: "1 patient", "3,000 roster entries".
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if stem, ok := strings.CutSuffix(noun, "y"); ok {
		return grouped(n) + " " + stem + "ies"
	}
	return grouped(n) + " " + noun + "s"
}

// have writes a count with its verb: "1 has", "12 have".
func have(n int) string {
	if n == 1 {
		return "1 has"
	}
	return grouped(n) + " have"
}
