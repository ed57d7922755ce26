package transform

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"carehouse/models"
)

// readJSON reads a page of JSON.
func (r *reference) readJSON() error {
	values, err := recordsOf(r.page)
	if err != nil {
		return err
	}
	table := r.plan.root
	for i := range values[1:] {
		r.notes[models.Note{Kind: models.DuplicateKey, Table: table.Name}]++
		if conflict(values[i].raw, values[i+1].raw) {
			r.notes[models.Note{Kind: models.DuplicateConflict, Table: table.Name}]++
		}
	}
	last := values[len(values)-1]
	switch elements, _, ok := last.list(table, models.Field{}); {
	case ok:
		for i, element := range elements {
			r.record(i, element)
		}
	case last.object():
		r.record(0, last)
	case !last.null():
		return &BodyError{Offset: last.at, Problem: WrongRecords}
	}
	return nil
}

// recordsOf returns every value of the records' member, in order.
func recordsOf(page models.Page) (values []refJSON, err error) {
	none := refJSON{raw: json.RawMessage("null")}
	if page.Records == "" && len(bytes.Trim(page.Body, " \t\r\n")) == 0 {
		return []refJSON{none}, nil
	}
	var syntax *json.SyntaxError
	var all json.RawMessage
	if err := json.Unmarshal(page.Body, &all); errors.As(err, &syntax) {
		return nil, &BodyError{Offset: int(syntax.Offset), Problem: NotJSON}
	}
	if at, deep := tooDeep(page.Body); deep {
		return nil, &BodyError{Offset: at, Problem: NotJSON}
	}
	switch whole := (refJSON{raw: all}); {
	case page.Records == "" && whole.object() && len(whole.members(nil)) == 0:
		return []refJSON{none}, nil
	case page.Records == "":
		return []refJSON{whole}, nil
	case whole.object():
		values = refJSON{raw: page.Body}.along(page.Records)
	}
	if values == nil {
		return nil, &BodyError{Problem: NoRecords}
	}
	return values, nil
}

// along returns every value at a way through objects, in order.
func (v refJSON) along(way string) (values []refJSON) {
	step, further, inside := strings.Cut(way, ".")
	for _, m := range v.members(nil) {
		there := m.value.(refJSON)
		there.at += v.at
		switch on := m.name == step; {
		case on && !inside:
			values = append(values, there)
		case on && there.object():
			values = append(values, there.along(further)...)
		}
	}
	return values
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

// A refJSON is a value in JSON whose grammar was checked.
type refJSON struct {
	raw json.RawMessage
	at  int // in the object that it is in
}

func (v refJSON) null() bool   { return v.raw[0] == 'n' }
func (v refJSON) object() bool { return v.raw[0] == '{' }

func (v refJSON) fits(o *models.Object) bool {
	return v.object() == (o.Text == nil) && (o.Text == nil || v.raw[0] != '[')
}

func (v refJSON) json() json.RawMessage { return v.raw }

func (v refJSON) leaf(models.Kind) (json.RawMessage, models.Reason) { return v.raw, "" }

func (v refJSON) members(*models.Table) []refMember {
	var members []refMember
	dec := json.NewDecoder(bytes.NewReader(v.raw))
	_, _ = dec.Token()
	for dec.More() {
		before := dec.InputOffset()
		token, _ := dec.Token()
		quoted := bytes.TrimLeft(v.raw[before:dec.InputOffset()], ", \t\r\n")
		_, valid := models.Canonical(quoted)
		var value refJSON
		_ = dec.Decode(&value.raw)
		value.at = int(dec.InputOffset()) - len(value.raw)
		name := token.(string)
		members = append(members, refMember{name: name, path: strings.TrimPrefix(name, displaced), valid: valid, value: value})
	}
	return members
}

func (v refJSON) list(*models.Table, models.Field) (elements []payload, others []refMember, ok bool) {
	if v.raw[0] != '[' {
		return nil, nil, false
	}
	var raw []json.RawMessage
	_ = json.Unmarshal(v.raw, &raw)
	for _, element := range raw {
		elements = append(elements, refJSON{raw: element})
	}
	return elements, nil, true
}

// conflict reports whether two values differ in their canonical forms; values without one are compared as they are.
func conflict(x, y []byte) bool {
	cx, okx := models.Canonical(x)
	cy, oky := models.Canonical(y)
	return !bytes.Equal(x, y) && (!okx || !oky || !bytes.Equal(cx, cy))
}
