package transform

import (
	"encoding/json"
	"strings"

	"carehouse/models"
)

// readXML reads a page of XML.
func (r *reference) readXML() error {
	root, err := treeOf(r.page.Body)
	if err != nil {
		return err
	}
	steps := stepsTo(nil, r.page.Records)
	records := []*node{root}
	for i, step := range steps {
		var found []*node
		for _, n := range records {
			if i == 0 {
				n = &node{kids: []*node{root}}
			}
			for _, kid := range n.kids {
				if kid.local == step.name && !n.nil {
					found = append(found, kid)
				}
			}
		}
		if len(found) == 0 && step.needed {
			return &BodyError{Problem: WrongRecords}
		}
		records = found
	}
	for i, record := range records {
		r.record(i, record)
	}
	return nil
}

func (n *node) name(t *models.Table) string { return memberName(t, n.space, n.local) }

// object reports whether an element has members, or nothing, which is an object without any.
func (n *node) object() bool {
	return !n.nil && (len(n.kids) > 0 || strings.Trim(n.text, " \t\r\n") == "")
}

func (n *node) null() bool { return n.nil }

func (n *node) fits(o *models.Object) bool { return o.Text != nil || n.object() }

func (n *node) members(t *models.Table) []refMember {
	var members []refMember
	for _, kid := range n.kids {
		members = append(members, refMember{name: kid.name(t), path: kid.name(t), valid: true, value: kid})
	}
	return members
}

func (n *node) list(t *models.Table, f models.Field) (elements []payload, others []refMember, ok bool) {
	for _, m := range n.members(t) {
		if m.name == memberName(t, f.Items, f.Item) {
			elements = append(elements, m.value)
		} else {
			others = append(others, m)
		}
	}
	return elements, others, n.object()
}

// leaf is the text of an element as a JSON string, or null.
func (n *node) leaf(kind models.Kind) (json.RawMessage, models.Reason) {
	text := n.text
	switch {
	case kind == models.KindJSON:
		return n.json(), ""
	case n.nil:
		return json.RawMessage("null"), ""
	case len(n.kids) > 0:
		return nil, models.NotText
	case kind != models.KindText:
		text = strings.Trim(text, " \t\r\n")
	}
	if text == "" {
		return json.RawMessage("null"), ""
	}
	return marshal(text), ""
}

// json is an element without its attributes: null, a text, or an object in which repeated names are lists.
func (n *node) json() json.RawMessage {
	switch {
	case n.nil || n.text == "" && len(n.kids) == 0:
		return json.RawMessage("null")
	case len(n.kids) == 0:
		return marshal(n.text)
	}
	values := map[string][]json.RawMessage{}
	for _, kid := range n.kids {
		values[kid.local] = append(values[kid.local], kid.json())
	}
	object := map[string]any{}
	for name, of := range values {
		object[name] = of
		if len(of) == 1 {
			object[name] = of[0]
		}
	}
	return marshal(object)
}

func marshal(v any) json.RawMessage {
	raw, _ := json.Marshal(v) // texts and lists of them
	return raw
}
