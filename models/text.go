package models

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// Text is a string as the API wrote it. "" is a value; only null and missing are null.
type Text struct {
	text   string
	set    bool
	reason Reason
}

// NewText returns a text that is not null.
func NewText(s string) Text { return Text{text: s, set: true} }

// Get returns the text and whether it is not null.
func (t Text) Get() (string, bool) { return t.text, t.set }

// Cells implements [Leaf].
func (t Text) Cells(dst []Cell) []Cell { return append(dst, Cell{Set: t.set, Str: t.text}) }

// Rejected implements [Leaf].
func (t Text) Rejected() Reason { return t.reason }

// MarshalJSON writes the text, or null.
func (t Text) MarshalJSON() ([]byte, error) {
	if !t.set {
		return []byte("null"), nil
	}
	return json.Marshal(t.text)
}

// UnmarshalJSON reads a string, or a number, whose digits are kept as written: an NPI is a number in one answer and
// a string in the next. Anything else is set aside. It never fails.
func (t *Text) UnmarshalJSON(raw []byte) error {
	*t = Text{}
	switch first(raw) {
	case 'n':
	case '"':
		s, ok := unquote(raw)
		if !ok {
			t.reason = NotUnicode
			return nil
		}
		*t = NewText(s)
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		*t = NewText(string(raw))
	default:
		t.reason = NotText
	}
	return nil
}

// A JSON is a value whose shape nobody publishes, kept as canonical JSON text: no white space, keys sorted, the
// last of equal keys, numbers as written.
type JSON struct {
	text   string
	set    bool
	reason Reason
}

// NewJSON returns the canonical form of raw, which must be valid JSON.
func NewJSON(raw string) JSON {
	var j JSON
	_ = j.UnmarshalJSON([]byte(raw))
	return j
}

// Get returns the canonical text and whether it is not null.
func (j JSON) Get() (string, bool) { return j.text, j.set }

// Cells implements [Leaf].
func (j JSON) Cells(dst []Cell) []Cell { return append(dst, Cell{Set: j.set, Str: j.text}) }

// Rejected implements [Leaf].
func (j JSON) Rejected() Reason { return j.reason }

// MarshalJSON writes the value, or null.
func (j JSON) MarshalJSON() ([]byte, error) {
	if !j.set {
		return []byte("null"), nil
	}
	return []byte(j.text), nil
}

// UnmarshalJSON keeps any value but null. It never fails.
func (j *JSON) UnmarshalJSON(raw []byte) error {
	*j = JSON{}
	if first(raw) == 'n' {
		return nil
	}
	text, ok := Canonical(raw)
	if !ok {
		j.reason = NotUnicode
		return nil
	}
	j.text, j.set = string(text), true
	return nil
}

// Canonical rewrites a JSON value so that two spellings of the same content are equal: no white space, keys sorted,
// the last of equal keys kept, numbers as written. It is not ok when raw is not one JSON value in valid Unicode.
func Canonical(raw []byte) (canonical []byte, ok bool) {
	if !validUnicode(raw) {
		return nil, false
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var v any
	if err := dec.Decode(&v); err != nil || dec.More() {
		return nil, false
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, false
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), true
}

// unquote decodes a JSON string. It is not ok when the string is not valid Unicode, where encoding/json would put
// a replacement character without telling.
func unquote(raw []byte) (string, bool) {
	if !validUnicode(raw) {
		return "", false
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil {
		return "", false
	}
	return s, true
}

// validUnicode reports whether raw JSON is valid UTF-8 and every \u escape of a surrogate has its partner.
func validUnicode(raw []byte) bool {
	if !utf8.Valid(raw) {
		return false
	}
	for i := 0; i < len(raw); i++ {
		if raw[i] != '\\' {
			continue
		}
		i++
		r, ok := escaped(raw[i:])
		if !ok {
			continue
		}
		i += 4
		switch {
		case 0xDC00 <= r && r <= 0xDFFF:
			return false
		case 0xD800 <= r && r <= 0xDBFF:
			if i+2 >= len(raw) || raw[i+1] != '\\' {
				return false
			}
			low, ok := escaped(raw[i+2:])
			if !ok || low < 0xDC00 || low > 0xDFFF {
				return false
			}
			i += 6
		}
	}
	return true
}

// escaped reads the uXXXX of an escape.
func escaped(b []byte) (rune, bool) {
	if len(b) < 5 || b[0] != 'u' {
		return 0, false
	}
	var r rune
	for _, c := range b[1:5] {
		switch {
		case '0' <= c && c <= '9':
			r = r<<4 | rune(c-'0')
		case 'a' <= c && c <= 'f':
			r = r<<4 | rune(c-'a'+10)
		case 'A' <= c && c <= 'F':
			r = r<<4 | rune(c-'A'+10)
		default:
			return 0, false
		}
	}
	return r, true
}

// first returns the first byte of a value, or 0.
func first(raw []byte) byte {
	raw = bytes.TrimLeft(raw, " \t\r\n")
	if len(raw) == 0 {
		return 0
	}
	return raw[0]
}
