package nextech

import (
	"bytes"
	"encoding/json"
	"errors"

	"carehouse/extract/transport"
	"carehouse/models"
)

// errShape is why a body of JSON cannot be the answer.
var errShape = errors.New("the answer is not of the shape that was asked for")

// A member is the raw value of an object's member, by its name as it is written.
type object = map[string]json.RawMessage

// blank reports whether there is nothing in a body, which may be because the server had nothing to say.
func blank(body []byte) bool { return len(bytes.TrimSpace(body)) == 0 }

// speaks reports whether a body says something. Nothing at all, and null, may as well be an answer that went missing.
func speaks(body []byte) bool { return !blank(body) && bytes.TrimSpace(body)[0] != 'n' }

// lists reports whether a body says what there is: a list, be it empty, or a record. An empty object may stand for nothing
// found, and need not.
func lists(body []byte) bool {
	body = bytes.TrimSpace(body)
	return len(body) > 0 && (body[0] == '[' || (body[0] == '{' && len(bytes.TrimSpace(body[1:len(body)-1])) > 0))
}

// recordsOf returns the records of a body: those of a list, or one, or none where there is nothing. One of them at least
// has to have the member, else it is another answer.
func recordsOf(body []byte, member string) ([]object, error) {
	if blank(body) {
		return nil, nil
	}
	if err := transport.Sound(body); err != nil {
		return nil, err
	}
	var all []object
	switch bytes.TrimSpace(body)[0] {
	case 'n':
		return nil, nil
	case '{':
		var one object
		if json.Unmarshal(body, &one) != nil {
			return nil, errShape
		}
		if len(one) == 0 {
			return nil, nil
		}
		all = []object{one}
	case '[':
		if json.Unmarshal(body, &all) != nil {
			return nil, errShape
		}
	default:
		return nil, errShape
	}
	known := len(all) == 0
	for _, record := range all {
		if record == nil { // a null in a list
			return nil, errShape
		}
		_, has := record[member]
		known = known || has
	}
	if !known {
		return nil, errShape
	}
	return all, nil
}

// read reads a value. A value of an unexpected type is as good as none: what models reads never fails.
func read(raw json.RawMessage, into json.Unmarshaler) {
	if raw != nil {
		_ = into.UnmarshalJSON(raw)
	}
}

// number returns a whole number, and whether it is one.
func number(raw json.RawMessage) (int64, bool) {
	var n models.Int
	read(raw, &n)
	return n.Get()
}

// text returns a text, and whether it is one.
func text(raw json.RawMessage) (string, bool) {
	var t models.Text
	read(raw, &t)
	return t.Get()
}
