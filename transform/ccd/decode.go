package ccd

import (
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// decode returns a document in UTF-8, and what it was in. A byte that belongs to no UTF-8 is read as Windows-1252 has it;
// those around it are not: texts of both kinds come in one document, where an old note stands in a new frame.
func decode(raw []byte) (data []byte, encoding string) {
	if utf8.Valid(raw) {
		return raw, UTF8
	}
	out := make([]byte, 0, len(raw)+len(raw)/16)
	for i := 0; i < len(raw); {
		r, size := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && size == 1 {
			r = charmap.Windows1252.DecodeByte(raw[i])
		}
		out = utf8.AppendRune(out, r)
		i += size
	}
	return out, Windows1252
}
