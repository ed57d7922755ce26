package transform

import (
	"encoding/binary"
	"math/bits"
)

// The functions here walk over JSON. They take the position of a value's first byte and return the position behind
// it; ^n, which is negative, says that the grammar was broken at n. They never look at what a value means.

const (
	ones  = 0x0101010101010101
	highs = 0x8080808080808080
)

// at returns the byte at i, or 0 behind the end, where 0 fits no rule of the grammar.
func at(b []byte, i int) byte {
	if i < len(b) {
		return b[i]
	}
	return 0
}

// space returns the position of the first byte at or after i that is not white space.
func space(b []byte, i int) int {
	for i < len(b) && b[i] <= ' ' && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t') {
		i++
	}
	return i
}

// plain returns the position of the first byte at or after i that a text cannot simply be copied over: a quote, a
// backslash, a control character, a byte that is not ASCII. Eight bytes are looked at in one step; in each term the
// lowest high bit is right, and only that one is used.
func plain(b []byte, i int) int {
	for ; i+8 <= len(b); i += 8 {
		w := binary.LittleEndian.Uint64(b[i:])
		quote, slash := w^(ones*'"'), w^(ones*'\\')
		odd := ((quote-ones)&^quote | (slash-ones)&^slash | (w-ones*' ')&^w | w) & highs
		if odd != 0 {
			return i + bits.TrailingZeros64(odd)>>3
		}
	}
	for i < len(b) && b[i] >= ' ' && b[i] < 0x80 && b[i] != '"' && b[i] != '\\' {
		i++
	}
	return i
}

// skipString returns the position behind a string that opens at i. escaped and wide say whether it has escapes and
// bytes that are not ASCII; whether those bytes are valid is not looked at, as in encoding/json.
func skipString(b []byte, i int) (end int, escaped, wide bool) {
	for i++; ; {
		i = plain(b, i)
		switch c := at(b, i); {
		case c == '"':
			return i + 1, escaped, wide
		case c >= 0x80:
			wide = true
			for i < len(b) && b[i] >= 0x80 {
				i++
			}
		case c == '\\':
			escaped = true
			if i = skipEscape(b, i); i < 0 {
				return i, escaped, wide
			}
		default:
			return ^i, escaped, wide
		}
	}
}

func skipEscape(b []byte, i int) int {
	switch at(b, i+1) {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return i + 2
	case 'u':
		for k := i + 2; k < i+6; k++ {
			if c := at(b, k); !digit(c) && (c|0x20 < 'a' || 'f' < c|0x20) {
				return ^k
			}
		}
		return i + 6
	default:
		return ^(i + 1)
	}
}

func digit(c byte) bool { return c-'0' <= 9 }

// skipDigits returns the position behind at least one digit.
func skipDigits(b []byte, i int) int {
	if !digit(at(b, i)) {
		return ^i
	}
	for i < len(b) && digit(b[i]) {
		i++
	}
	return i
}

func skipNumber(b []byte, i int) int {
	if b[i] == '-' {
		i++
	}
	if at(b, i) == '0' {
		i++
	} else if i = skipDigits(b, i); i < 0 {
		return i
	}
	if at(b, i) == '.' {
		if i = skipDigits(b, i+1); i < 0 {
			return i
		}
	}
	if at(b, i)|0x20 == 'e' {
		i++
		if c := at(b, i); c == '+' || c == '-' {
			i++
		}
		i = skipDigits(b, i)
	}
	return i
}

func skipWord(b []byte, i int, word string) int {
	if len(b)-i >= len(word) && string(b[i:i+len(word)]) == word {
		return i + len(word)
	}
	return ^i
}

// skipScalar returns the position behind a value that is neither a list nor an object.
func skipScalar(b []byte, i int) int {
	switch c := at(b, i); {
	case c == '"':
		end, _, _ := skipString(b, i)
		return end
	case c == 'n':
		return skipWord(b, i, "null")
	case c == 't':
		return skipWord(b, i, "true")
	case c == 'f':
		return skipWord(b, i, "false")
	case c == '-' || digit(c):
		return skipNumber(b, i)
	default:
		return ^i
	}
}

// skip returns the position behind any value that has depth lists and objects around it. The kinds of what is open
// are the bits of one word, objects are ones: the limit of levels is its size.
func skip(b []byte, i, depth int) int {
	if c := at(b, i); c != '{' && c != '[' {
		return skipScalar(b, i)
	}
	var open uint64
	level := depth
	for {
		switch c := at(b, i); c {
		case '{', '[':
			if level++; level > maxDepth {
				return ^i
			}
			open = open<<1 | uint64(c>>5&1)
			i = space(b, i+1)
			if c == '{' && at(b, i) != '}' {
				if i = skipName(b, i); i < 0 {
					return i
				}
				continue
			}
			if c == '[' && at(b, i) != ']' {
				continue
			}
		default:
			if i = skipScalar(b, i); i < 0 {
				return i
			}
		}
		// A value is behind us, or an opening: close as much as closes here, then go on to the next value.
		for more := true; more; {
			i = space(b, i)
			switch c := at(b, i); {
			case c == '}' && open&1 == 1, c == ']' && open&1 == 0:
				i++
				open >>= 1
				if level--; level == depth {
					return i
				}
			case c == ',':
				i = space(b, i+1)
				if open&1 == 1 {
					if i = skipName(b, i); i < 0 {
						return i
					}
				}
				more = false
			default:
				return ^i
			}
		}
	}
}

// skipName returns the position of the value behind a member's name.
func skipName(b []byte, i int) int {
	if at(b, i) != '"' {
		return ^i
	}
	i, _, _ = skipString(b, i)
	if i < 0 {
		return i
	}
	if i = space(b, i); at(b, i) != ':' {
		return ^i
	}
	return space(b, i+1)
}
