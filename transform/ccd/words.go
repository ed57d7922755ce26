package ccd

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// words are a run of text that is being written: white space of every kind is one blank, and none at the ends.
type words struct {
	buf   []byte
	space bool // a blank is due before the next word
	tilt  bool // what is written is raised or lowered
	mark  byte // set before a digit that would otherwise join the number before it: 10 to the ninth is no 109

	crosses bool // what is written now is struck through
	crossed bool // and what was written last
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
			w.add(text[i:end], text[i:])
			i = end
		case c == ' ' || '\t' <= c && c <= '\r':
			w.space = true
			i++
		case c < utf8.RuneSelf:
			w.control(c)
			i++
		default:
			r, size := utf8.DecodeRune(text[i:])
			switch meant := printed(r); {
			case unicode.IsSpace(r):
				w.space = true
			case unicode.IsControl(meant):
				w.control(c)
			case meant != r:
				w.add(utf8.AppendRune(nil, meant), nil)
			case !isInvisible(r):
				w.add(text[i:i+size], text[i:])
			}
			i += size
		}
	}
}

// control leaves out a character that nobody sees. What stands there may have been a dash: 5 to 10 is no 510. NUL is what is
// between the letters of a text that was twice as wide.
func (w *words) control(c byte) {
	if c != 0 && w.mark == 0 {
		w.mark = ' '
	}
}

// printed returns what a control character between 128 and 159 is in Windows-1252: somebody has read a text of it as Latin-1.
func printed(r rune) rune {
	if r < 0x80 || r > 0x9f {
		return r
	}
	if meant := charmap.Windows1252.DecodeByte(byte(r)); meant != utf8.RuneError {
		return meant
	}
	return r
}

// isInvisible says of a rune that it only says where a line may be broken, or which way the bytes go.
func isInvisible(r rune) bool {
	return r == '\u00ad' || r == '\u200b' || r == '\u2060' || r == '\ufeff'
}

// add writes a word; text is what begins with it.
func (w *words) add(word, text []byte) {
	if w.crossed && !w.crosses {
		w.cross()
	}
	if n := len(w.buf); n > 0 {
		switch {
		case w.space:
			w.buf = append(w.buf, ' ')
		case w.mark != 0 && isDigit(w.buf[n-1]) && (isDigit(word[0]) || w.mark != ' ' && isSigned(text)):
			w.buf = append(w.buf, w.mark)
		}
	}
	if w.crosses && !w.crossed {
		w.cross()
	}
	w.space, w.mark = false, 0
	w.buf = append(w.buf, word...)
}

// cross begins or ends what is struck through.
func (w *words) cross() {
	w.buf = append(w.buf, "~~"...)
	w.crossed = !w.crossed
}

// isSigned says of a text that it begins with a number below or above zero.
func isSigned(text []byte) bool {
	for _, sign := range []string{"-", "+", "\u2212", "\u2013"} {
		if rest, ok := bytes.CutPrefix(text, []byte(sign)); ok {
			return len(rest) > 0 && isDigit(rest[0])
		}
	}
	return false
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
	if w.crossed {
		w.cross()
	}
	text := string(w.buf)
	*w = words{buf: w.buf[:0]}
	return text
}
