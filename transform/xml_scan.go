package transform

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"math/bits"
	"strings"
	"unicode/utf8"
)

// The functions here walk over XML the way those of scan.go walk over JSON: they take a position and return the one
// behind, or ^n where the grammar was broken at n. The grammar is that of encoding/xml, made stricter where that one
// lets pass what no XML is; see the package comment.

// plainText returns the position of the first byte at or after i that text cannot simply be copied over: a bracket, an
// ampersand, a control character, a byte that is not ASCII. Tabs and line feeds stop it too, which costs little.
func plainText(b []byte, i int) int {
	for ; i+8 <= len(b); i += 8 {
		w := binary.LittleEndian.Uint64(b[i:])
		bracket, amp := (w|ones*2)^(ones*'>'), w^(ones*'&')
		odd := ((bracket-ones)&^bracket | (amp-ones)&^amp | (w-ones*' ')&^w | w) & highs
		if odd != 0 {
			return i + bits.TrailingZeros64(odd)>>3
		}
	}
	for i < len(b) && b[i] >= ' ' && b[i] < 0x80 && b[i]|2 != '>' && b[i] != '&' {
		i++
	}
	return i
}

// nameByte reports whether a name may hold a byte. Which other letters it may hold, encoding/xml knows.
func nameByte(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || digit(c) || c == '_' || c == '-' || c == '.' || c >= utf8.RuneSelf
}

// skipTag returns the position behind a name, and that of the colon behind its prefix, or 0.
func skipTag(b []byte, i int) (end, colon int) {
	from, wide := i, false
	if c := at(b, i); digit(c) || c == '-' || c == '.' || !nameByte(c) {
		return ^i, 0
	}
	for ; i < len(b); i++ {
		switch c := b[i]; {
		case c >= utf8.RuneSelf:
			wide = true
		case nameByte(c):
		case c == ':' && colon == 0 && i+1 < len(b) && nameByte(b[i+1]):
			colon = i
		case c == ':' || wide && !wideName(b[from:i]):
			return ^i, 0
		default:
			return i, colon
		}
	}
	return ^i, 0
}

// wideName reports whether a name that is not ASCII is one.
func wideName(name []byte) bool {
	_, err := xml.NewDecoder(strings.NewReader("<" + string(name) + "/>")).RawToken()
	return err == nil
}

// skipComment returns the position behind a comment that opens at i. Two hyphens in it are its end or an error.
func skipComment(b []byte, i int) int {
	const open = "<!--"
	if i = skipWord(b, i, open); i < 0 {
		return i
	}
	n := bytes.Index(b[i:], []byte("--"))
	if n < 0 {
		return ^len(b)
	}
	return skipWord(b, i+n, "-->")
}

// skipInstruction returns the position behind a processing instruction. An XML declaration is none, and where that may
// be it was read before.
func skipInstruction(b []byte, i int) int {
	end, colon := skipTag(b, i+2)
	if end < 0 {
		return end
	}
	n := bytes.Index(b[end:], []byte("?>"))
	if n < 0 || colon > 0 || string(b[i+2:end]) == "xml" {
		return ^i
	}
	return end + n + 2
}

// skipProlog returns the position behind a byte order mark and an XML declaration, which encoding/xml reads.
func skipProlog(b []byte) int {
	i := 0
	if bytes.HasPrefix(b, []byte("\ufeff")) {
		i = len("\ufeff")
	}
	const open = "<?xml"
	end := skipWord(b, i, open)
	if end < 0 || nameByte(at(b, end)) || at(b, end) == ':' {
		return i
	}
	n := bytes.Index(b[end:], []byte("?>"))
	if n < 0 {
		return ^len(b)
	}
	end += n + 2
	if _, err := xml.NewDecoder(bytes.NewReader(b[i:end])).RawToken(); err != nil {
		return ^i
	}
	return end
}
