package transform

import (
	"encoding/json"
	"reflect"
	"slices"

	"carehouse/models"
)

// A refSlot is the row of a slot, with the struct that its values read themselves into.
type refSlot struct {
	*refRow
	record reflect.Value
	there  bool // it has a value, or one that was set aside
}

// slot reads a member that belongs to a row of a child table.
func (rec *refRecord) slot(row *refRow, f models.Field, path string, value payload) {
	s := row.slots[f.Slot]
	if s == nil {
		child := f.Slot.Child
		s = &refSlot{refRow: newRefRow(child, row, f.Slot.Ordinal, "", ""), record: reflect.New(child.Record).Elem()}
		row.slots[f.Slot] = s
	}
	rec.leaf(s.refRow, f, s.record.FieldByIndex(f.Index).Addr().Interface().(reader), path, value)
	s.there = s.there || s.rejected > 0 || s.cells[f.Column].Set
}

// fillSlots makes rows of the slots that are there, in their order.
func (row *refRow) fillSlots() {
	for slot, s := range row.slots {
		if !s.there {
			continue
		}
		for i, c := range slot.Child.Columns {
			if c.Role == models.SlotLabel {
				s.cells[i] = factOf(c.Kind, slot.Label).Cells(nil)[0]
			}
		}
		s.finish()
		row.lists[slot.Child] = append(row.lists[slot.Child], s.refRow)
	}
	for _, rows := range row.lists { // those of lists are in order
		slices.SortFunc(rows, func(a, b *refRow) int { return a.ordinal - b.ordinal })
	}
}

// given fills the columns that the page's facts are for.
func (rec *refRecord) given(row *refRow, facts map[string]string) {
	for i, c := range row.table.Columns {
		fact, known := facts[c.Given]
		if c.Role != models.FromPage || !known {
			continue
		}
		leaf := factOf(c.Kind, fact)
		row.cells[i] = leaf.Cells(nil)[0]
		if reason := leaf.Rejected(); reason != "" {
			rec.reject(row, c.Given, reason)
		}
	}
}

// factOf reads a fact as if it were a text in JSON.
func factOf(kind models.Kind, fact string) reader {
	leaf := newLeaf(kind)
	quoted, _ := json.Marshal(fact)
	_ = leaf.UnmarshalJSON(quoted)
	return leaf
}

// nothing reports whether a record says nothing at all.
func (rec *refRecord) nothing(row *refRow) bool {
	for i, c := range row.table.Columns {
		if cell := row.cells[i]; cell.Set && (c.Role != models.ElementCount || cell.Int > 0) {
			return false
		}
	}
	for _, raw := range row.extra {
		var value any
		if _ = json.Unmarshal(raw, &value); says(value) {
			return false
		}
	}
	return len(rec.rejects) == 0 && len(row.lists) == 0
}

// says reports whether there is a text in a value.
func says(value any) bool {
	switch v := value.(type) {
	case []any:
		return slices.ContainsFunc(v, says)
	case map[string]any:
		for _, member := range v {
			if says(member) {
				return true
			}
		}
	case string:
		return true
	}
	return false
}
