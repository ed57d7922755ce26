package transform

import (
	"errors"
	"fmt"

	"carehouse/models"
)

// memberName is how a member is called among the members of its object, and in _extra and notes when no column
// describes it: by its local name, or "{namespace}local" when the namespace is not the record's. In JSON there are none.
func memberName(t *models.Table, space, local string) string {
	if space == t.Root().Space {
		return local
	}
	return "{" + space + "}" + local
}

// readable refuses shapes that could not be told apart in a payload.
func readable(t *models.Table, mo *models.Object, path string) error {
	slots := t.Parent != nil && t.List == ""
	switch {
	case mo.Text != nil && len(mo.Fields) > 0:
		return errors.New("it has fields, and a text of its own")
	case mo.Text != nil && path != "":
		return errors.New("it is no element of a list, and has a text of its own")
	case mo.Text == nil && len(mo.Fields) == 0 && !slots:
		return errors.New("it has no fields")
	}
	names := map[string]bool{}
	for _, f := range mo.Fields {
		if names[f.Name] {
			return fmt.Errorf("it has two fields %q", f.Name)
		}
		names[f.Name] = true
	}
	return nil
}

// container is the shape of the element around a list, whose members are the list's elements.
func (p *Plan) container(t *table, mf models.Field, path string) *object {
	o := p.shape(t, 1, path)
	o.names[memberName(t.Table, mf.Items, mf.Item)] = 0
	o.fields[0] = field{token: "<" + mf.Item, space: mf.Items, path: path + mf.Item}
	o.space = mf.Items
	return o
}

// qualify says which namespace the fields of an object have, and what its own text fills.
func (o *object) qualify(mo *models.Object) {
	for i := range o.fields {
		o.space = o.fields[0].space
		o.fields[i].apart = o.fields[i].space != o.space
	}
	if mo.Text != nil {
		o.text = &field{kind: mo.Text.Kind, column: mo.Text.Column, path: o.path}
	}
}

// fillSlots finds the fields of a record that belong to rows of child tables, slot by slot.
func (p *Plan) fillSlots(o *object, mo *models.Object) {
	for i, mf := range mo.Fields {
		if mf.Slot == nil {
			continue
		}
		if n := len(o.slots); n == 0 || o.slots[n-1].Slot != mf.Slot {
			s := slot{Slot: mf.Slot, label: -1}
			for at, t := range p.tables {
				if t.Table == mf.Slot.Child {
					s.child = at
				}
			}
			for at, c := range mf.Slot.Child.Columns {
				if c.Role == models.SlotLabel {
					s.label, s.cell = at, factCell(c.Kind, mf.Slot.Label).cell
				}
			}
			o.slots = append(o.slots, s)
		}
		s := &o.slots[len(o.slots)-1]
		s.fields = append(s.fields, i)
		p.slotted++
		o.fields[i].slot = p.slotted
	}
}

// bare reports whether a row's value may have no name: an element of a list may itself be the value.
func bare(t *models.Table) bool { return t.XML() || t.Object.Text != nil }
