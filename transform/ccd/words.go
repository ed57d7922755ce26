package ccd

import (
	"unicode"
	"unicode/utf8"
)

// words are a run of text that is being written: white space of every kind is one blank, and none at the ends.
type words struct {
	buf   []byte
	space bool // a blank is due before the next word
	tilt  bool // what is written is raised or lowered
	mark  byte // set before a digit that would otherwise join the number before it: 10 to the ninth is no 109
}

func (w *words) write(text []byte) {
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c > ' ' && c < 0x7f:
			end := i + 1
			for end < len(text) && text[end] > ' ' && text[end] < 0x7f {
				end++
			}
			w.add(text[i:end])
			i = end
		case c == ' ' || '\t' <= c && c <= '\r':
			w.space = true
			i++
		case c < utf8.RuneSelf: // a control character
			i++
		default:
			r, size := utf8.DecodeRune(text[i:])
			switch {
			case unicode.IsSpace(r):
				w.space = true
			case !unicode.IsControl(r) && !isInvisible(r):
				w.add(text[i : i+size])
			}
			i += size
		}
	}
}

// isInvisible says of a rune that it only says where a line may be broken, or which way the bytes go.
func isInvisible(r rune) bool {
	return r == '\u00ad' || r == '\u200b' || r == '\u2060' || r == '\ufeff'
}

func (w *words) add(word []byte) {
	if n := len(w.buf); n > 0 {
		switch {
		case w.space:
			w.buf = append(w.buf, ' ')
		case w.mark != 0 && isDigit(w.buf[n-1]) && isDigit(word[0]):
			w.buf = append(w.buf, w.mark)
		}
	}
	w.space, w.mark = false, 0
	w.buf = append(w.buf, word...)
}

// raise begins what is raised or lowered.
func (w *words) raise(mark byte) { w.mark, w.tilt = mark, true }

// level ends it. Where it was nothing, the number goes on.
func (w *words) level() {
	switch {
	case w.mark != 0:
		w.mark = 0
	case w.tilt:
		w.mark = ' '
	}
	w.tilt = false
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// take returns what was written and begins anew.
func (w *words) take() string {
	text := string(w.buf)
	*w = words{buf: w.buf[:0]}
	return text
}
