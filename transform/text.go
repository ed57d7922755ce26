package transform

import (
	"unicode/utf16"
	"unicode/utf8"
)

// appendUnquoted decodes the inside of a JSON string whose grammar was checked. It is not ok when the string is not
// valid Unicode: bytes that are not UTF-8, or half a surrogate pair.
func appendUnquoted(dst, s []byte) (text []byte, ok bool) {
	if !utf8.Valid(s) {
		return dst, false
	}
	for i := 0; i < len(s); {
		if s[i] != '\\' {
			from := i
			for i < len(s) && s[i] != '\\' {
				i++
			}
			dst = append(dst, s[from:i]...)
			continue
		}
		c := s[i+1]
		i += 2
		if c != 'u' {
			dst = append(dst, unescaped(c))
			continue
		}
		r := hex(s[i:])
		i += 4
		if utf16.IsSurrogate(r) {
			if i+6 > len(s) || s[i] != '\\' || s[i+1] != 'u' {
				return dst, false
			}
			if r = utf16.DecodeRune(r, hex(s[i+2:])); r == utf8.RuneError {
				return dst, false
			}
			i += 6
		}
		dst = utf8.AppendRune(dst, r)
	}
	return dst, true
}

// unescaped returns what the letter behind a backslash means.
func unescaped(c byte) byte {
	switch c {
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	default:
		return c
	}
}

// hex reads four hexadecimal digits.
func hex(s []byte) (r rune) {
	for _, c := range s[:4] {
		switch {
		case digit(c):
			r = r<<4 | rune(c-'0')
		default:
			r = r<<4 | rune(c|0x20-'a'+10)
		}
	}
	return r
}

// appendQuoted writes a text as canonical JSON does, the way of [encoding/json] without the care for HTML.
func appendQuoted[T string | []byte](dst []byte, s T) []byte {
	const digits = "0123456789abcdef"
	dst = append(dst, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		short := byte(0)
		switch c {
		case '"', '\\':
			short = c
		case '\b':
			short = 'b'
		case '\f':
			short = 'f'
		case '\n':
			short = 'n'
		case '\r':
			short = 'r'
		case '\t':
			short = 't'
		case 0xE2: // U+2028 and U+2029 are escaped, for old readers of JavaScript
			if i+2 < len(s) && s[i+1] == 0x80 && s[i+2]&^1 == 0xA8 {
				dst = append(dst, s[from:i]...)
				dst = append(dst, `\u202`...)
				dst = append(dst, digits[s[i+2]&0xF])
				i += 2
				from = i + 1
			}
			continue
		default:
			if c >= ' ' {
				continue
			}
		}
		dst = append(dst, s[from:i]...)
		if short != 0 {
			dst = append(dst, '\\', short)
		} else {
			dst = append(dst, `\u00`...)
			dst = append(dst, digits[c>>4], digits[c&0xF])
		}
		from = i + 1
	}
	return append(append(dst, s[from:]...), '"')
}
