package simulator

import "strconv"

// An object is a JSON object while it is written. It can write what encoding/json would repair: bytes that are no UTF-8.
type object struct {
	dst   []byte
	begun bool
}

func (o *object) name(name string) {
	if o.begun {
		o.dst = append(o.dst, ',')
	}
	o.begun = true
	o.dst = append(strconv.AppendQuote(o.dst, name), ':')
}

func (o *object) number(name string, n int64) {
	o.name(name)
	o.dst = strconv.AppendInt(o.dst, n, 10)
}

func (o *object) text(name string, text *string) {
	o.name(name)
	if text == nil {
		o.dst = append(o.dst, "null"...)
		return
	}
	o.dst = quoted(o.dst, *text, false)
}

func (o *object) raw(name, value string) {
	o.name(name)
	o.dst = append(o.dst, value...)
}

// quoted writes a JSON string. Bytes from 0x80 on go through as they are; angles as escapes, as some of .NET writes them,
// or plainly.
func quoted(dst []byte, text string, angles bool) []byte {
	const digits = "0123456789abcdef"
	dst = append(dst, '"')
	for i := range len(text) { // bytes, which a range over the text would take for letters
		switch c := text[i]; {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case c == '\n':
			dst = append(dst, '\\', 'n')
		case c == '\r':
			dst = append(dst, '\\', 'r')
		case c == '\t':
			dst = append(dst, '\\', 't')
		case c < ' ' || angles && (c == '<' || c == '>'):
			dst = append(dst, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
		default:
			dst = append(dst, c)
		}
	}
	return append(dst, '"')
}

// drift adds members that the vendor has not published.
func (s *Simulator) drift(o *object) {
	if !s.script.On(Drift) {
		return
	}
	o.raw("portalStatus", `"active"`)
	o.raw("tags", `[{"id":7,"name":"vip"}]`)
}
