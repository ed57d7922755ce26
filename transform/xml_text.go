package transform

import "unicode/utf8"

// appendChars decodes a run of text that has no markup in it, or the value of an attribute: references are resolved,
// and the ends of lines are one character. bad is where a character is that XML cannot have, or -1.
func appendChars(dst, s []byte) (text []byte, bad int) {
	for i := 0; i < len(s); {
		from := i
		for i < len(s) && s[i] >= ' ' && s[i] != '&' && s[i] < utf8.RuneSelf {
			i++
		}
		dst = append(dst, s[from:i]...)
		if i == len(s) {
			break
		}
		var n int
		if s[i] == '&' {
			dst, n = appendReference(dst, s[i:])
		} else {
			dst, n = appendChar(dst, s[i:])
		}
		if n == 0 {
			return dst, i
		}
		i += n
	}
	return dst, -1
}

// appendLiteral is appendChars for the inside of a CDATA section, where an ampersand is one.
func appendLiteral(dst, s []byte) (text []byte, bad int) {
	for i := 0; i < len(s); {
		if c := s[i]; c >= ' ' && c < utf8.RuneSelf {
			dst = append(dst, c)
			i++
			continue
		}
		var n int
		if dst, n = appendChar(dst, s[i:]); n == 0 {
			return dst, i
		}
		i += n
	}
	return dst, -1
}

// appendChar writes one character that is no plain one, and returns how many bytes it took, 0 when XML has no such.
func appendChar(dst, s []byte) (text []byte, n int) {
	switch c := s[0]; {
	case c == '\r' && len(s) > 1 && s[1] == '\n':
		return append(dst, '\n'), 2
	case c == '\r':
		return append(dst, '\n'), 1
	case c == '\n' || c == '\t':
		return append(dst, c), 1
	}
	r, n := utf8.DecodeRune(s)
	if r == utf8.RuneError && n == 1 || !xmlChar(r) {
		return dst, 0
	}
	return append(dst, s[:n]...), n
}

// xmlChar reports whether XML may hold a character, as itself or as a reference.
func xmlChar(r rune) bool {
	switch {
	case r < ' ':
		return r == '\t' || r == '\n' || r == '\r'
	case r > 0xD7FF && r < 0xE000:
		return false
	default:
		return r != 0xFFFE && r != 0xFFFF && r <= utf8.MaxRune
	}
}

// appendReference writes what an entity or a number stands for, and returns how many bytes it took, 0 when it is none.
func appendReference(dst, s []byte) (text []byte, n int) {
	for _, e := range [...]struct {
		name string
		char byte
	}{{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}} {
		if len(s) >= len(e.name) && string(s[:len(e.name)]) == e.name {
			return append(dst, e.char), len(e.name)
		}
	}
	i, base, r := 2, rune(10), rune(0) // no digits are 0, which no character is
	if len(s) > 2 && s[2] == 'x' {
		i, base = 3, 16
	}
	for ; i < len(s) && r <= utf8.MaxRune; i++ {
		c := s[i]
		if base == 16 && 'a' <= c|0x20 && c|0x20 <= 'f' {
			c = c | 0x20 - 'a' + 10
		} else if c -= '0'; c > 9 {
			break
		}
		r = r*base + rune(c)
	}
	if at(s, 1) != '#' || at(s, i) != ';' || !xmlChar(r) {
		return dst, 0
	}
	return utf8.AppendRune(dst, r), i + 1
}
