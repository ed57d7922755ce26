package transform

import (
	"bytes"
	"encoding/json"
	"errors"

	"carehouse/models"
)

// recordsOf returns every value of the records' member, in order, and where the last one is.
func recordsOf(page models.Page) (values []json.RawMessage, offset int, err error) {
	var syntax *json.SyntaxError
	var all json.RawMessage
	if err := json.Unmarshal(page.Body, &all); errors.As(err, &syntax) {
		return nil, 0, &BodyError{Offset: int(syntax.Offset), Problem: NotJSON}
	}
	if at, deep := tooDeep(page.Body); deep {
		return nil, 0, &BodyError{Offset: at, Problem: NotJSON}
	}
	if all[0] == '{' {
		for _, m := range membersOf(page.Body) {
			if m.name == page.Records {
				values, offset = append(values, m.raw), m.at
			}
		}
	}
	if values == nil {
		return nil, 0, &BodyError{Problem: NoRecords}
	}
	return values, offset, nil
}

// tooDeep looks for a list or object with more than maxDepth-1 around it.
func tooDeep(b []byte) (at int, deep bool) {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber() // a float64 has a largest value
	for depth := 0; ; {
		token, err := dec.Token()
		if err != nil {
			return 0, false
		}
		switch token {
		case json.Delim('{'), json.Delim('['):
			if depth++; depth > maxDepth {
				return int(dec.InputOffset()), true
			}
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
	}
}

// A refMember is a member of an object, as it came.
type refMember struct {
	name  string
	valid bool // the name is valid Unicode
	raw   json.RawMessage
	at    int
}

// membersOf takes an object apart. Its grammar was checked.
func membersOf(object []byte) []refMember {
	var members []refMember
	dec := json.NewDecoder(bytes.NewReader(object))
	_, _ = dec.Token()
	for dec.More() {
		before := dec.InputOffset()
		token, _ := dec.Token()
		quoted := bytes.TrimLeft(object[before:dec.InputOffset()], ", \t\r\n")
		_, valid := models.Canonical(quoted)
		m := refMember{name: token.(string), valid: valid}
		_ = dec.Decode(&m.raw)
		m.at = int(dec.InputOffset()) - len(m.raw)
		members = append(members, m)
	}
	return members
}

// elementsOf takes a list apart.
func elementsOf(list []byte) []json.RawMessage {
	var elements []json.RawMessage
	_ = json.Unmarshal(list, &elements)
	return elements
}

// conflict reports whether two values differ in their canonical forms; values without one are compared as they are.
func conflict(x, y []byte) bool {
	cx, okx := models.Canonical(x)
	cy, oky := models.Canonical(y)
	return !bytes.Equal(x, y) && (!okx || !oky || !bytes.Equal(cx, cy))
}
