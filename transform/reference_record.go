package transform

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"carehouse/models"
)

// A refRecord gathers the findings of one record.
type refRecord struct {
	rejects []models.Reject
	notes   map[models.Note]int64
}

// A refRow is a row with the rows of its lists and its slots.
type refRow struct {
	table    *models.Table
	parent   *refRow
	root     *refRow
	ordinal  int
	place    string // of the row's object, from the record down: "lines[2]."
	note     string // the same without positions
	cells    []models.Cell
	extra    map[string]json.RawMessage
	rejected int
	hashed   uint64
	lists    map[*models.Table][]*refRow
	slots    map[*models.Slot]*refSlot
}

func newRefRow(t *models.Table, parent *refRow, ordinal int, place, note string) *refRow {
	return &refRow{
		table: t, parent: parent, ordinal: ordinal, place: place, note: note, cells: make([]models.Cell, len(t.Columns)),
		extra: map[string]json.RawMessage{}, lists: map[*models.Table][]*refRow{}, slots: map[*models.Slot]*refSlot{},
	}
}

// finish writes what is known when everything of a row was read.
func (row *refRow) finish() {
	row.standIn()
	t := row.table
	if len(row.extra) > 0 {
		text, _ := json.Marshal(row.extra)
		canonical, _ := models.Canonical(text)
		row.cells[t.Column(models.ColExtra)] = models.Cell{Set: true, Str: string(canonical)}
	}
	row.cells[t.Column(models.ColRejected)] = models.Cell{Set: row.rejected > 0, Int: int64(row.rejected)}
}

// standIn fills the columns that others stand in for.
func (row *refRow) standIn() {
	for i, c := range row.table.Columns {
		for _, other := range c.Else {
			if !row.cells[i].Set {
				row.cells[i] = row.cells[other]
			}
		}
	}
}

// object fills a struct, and the row's cells from it, with the last of the members of each name.
func (rec *refRecord) object(row *refRow, o *models.Object, record reflect.Value, path string, value payload) {
	known := func(name string) int {
		return slices.IndexFunc(o.Fields, func(f models.Field) bool { return memberName(row.table, f.Space, f.Name) == name })
	}
	members := value.members(row.table)
	if row.table.Partial {
		members = slices.DeleteFunc(members, func(m refMember) bool { return known(m.name) < 0 })
	}
	for i, m := range members {
		if at := known(m.name); at >= 0 {
			members[i].path = o.Fields[at].Name
		}
	}
	for _, m := range rec.last(row, path, members) {
		at := known(m.name)
		if at < 0 {
			rec.unknown(row, path, m)
			continue
		}
		rec.field(row, o.Fields[at], record, path+m.path, m.value)
	}
}

// last notes the names that came before and returns the last member of each name.
func (rec *refRecord) last(row *refRow, path string, members []refMember) []refMember {
	var kept []refMember
	for i, m := range members {
		later := slices.IndexFunc(members[i+1:], func(o refMember) bool { return o.name == m.name })
		if later < 0 {
			kept = append(kept, m)
			continue
		}
		path := path + m.path
		rec.note(row, models.DuplicateKey, path)
		if conflict(m.value.json(), members[i+1+later].value.json()) {
			rec.note(row, models.DuplicateConflict, path)
		}
	}
	return kept
}

func (rec *refRecord) note(row *refRow, kind models.NoteKind, path string) {
	rec.notes[models.Note{Kind: kind, Table: row.table.Name, Path: row.note + path}]++
}

func (rec *refRecord) reject(row *refRow, path string, reason models.Reason) {
	row.rejected++
	path = row.place + path
	if bare(row.table) {
		path = strings.TrimSuffix(path, ".")
	}
	rec.rejects = append(rec.rejects, models.Reject{Path: path, Reason: reason})
}

func (rec *refRecord) unknown(row *refRow, path string, m refMember) {
	path += m.path
	rec.note(row, models.UnknownField, path)
	row.extra[path] = m.value.json()
	if _, ok := models.Canonical(m.value.json()); !ok || !m.valid {
		row.extra[path] = json.RawMessage("null")
		rec.reject(row, path, models.NotUnicode)
	}
}

// field reads a member into its field of the record, or of the record's struct for the slot.
func (rec *refRecord) field(row *refRow, f models.Field, record reflect.Value, path string, value payload) {
	if f.Slot != nil {
		rec.slot(row, f, path, value)
		return
	}
	v := record.FieldByIndex(f.Index)
	switch {
	case f.Kind != 0:
		rec.leaf(row, f, v.Addr().Interface().(reader), path, value)
	case value.null():
	case f.Object != nil && value.object():
		rec.object(row, f.Object, v, path+".", value)
	case f.Object != nil:
		rec.reject(row, path, models.NotAnObject)
	default:
		rec.list(row, f, v, path, value)
	}
}

func (rec *refRecord) leaf(row *refRow, f models.Field, leaf reader, path string, value payload) {
	raw, reason := value.leaf(f.Kind)
	if reason == "" {
		_ = leaf.UnmarshalJSON(raw) // it never fails
		copy(row.cells[f.Column:], leaf.Cells(nil))
		reason = leaf.Rejected()
	}
	if reason != "" {
		rec.reject(row, path, reason)
	}
	days, ok := leaf.(*models.DateRange)
	if !ok || !value.object() {
		return
	}
	if days.Assumed() {
		rec.note(row, models.BoundsAssumed, path)
	}
	own := func(m refMember) bool { return m.name == "bounds" || m.name == "start" || m.name == "end" }
	members := value.members(row.table)
	if row.table.Partial {
		members = slices.DeleteFunc(members, func(m refMember) bool { return !own(m) })
	}
	for _, m := range rec.last(row, path+".", members) {
		if !own(m) {
			rec.unknown(row, path+".", m)
		}
	}
}

// fill reads a record, or an element of a list, that fits.
func (rec *refRecord) fill(row *refRow, o *models.Object, record reflect.Value, value payload) {
	if o.Text != nil {
		rec.leaf(row, *o.Text, record.FieldByIndex(o.Text.Index).Addr().Interface().(reader), "", value)
		return
	}
	rec.object(row, o, record, "", value)
}

// list reads the elements that fit into structs of the slice, and rows of the child table.
func (rec *refRecord) list(row *refRow, f models.Field, slice reflect.Value, path string, value payload) {
	elements, others, ok := value.list(row.table, f)
	if !ok {
		rec.reject(row, path, unread(f.HTML, value.json()))
		return
	}
	row.cells[f.Column] = models.Cell{Set: true, Int: int64(len(elements))}
	for i, element := range elements {
		if !element.fits(f.Child.Object) {
			rec.reject(row, path+"["+strconv.Itoa(i)+"]", models.NotAnElement)
			continue
		}
		slice.Set(reflect.Append(slice, reflect.Zero(slice.Type().Elem())))
		record := slice.Index(slice.Len() - 1)
		child := newRefRow(f.Child, row, i, row.place+path+"["+strconv.Itoa(i)+"].", row.note+path+".")
		rec.fill(child, f.Child.Object, record, element)
		child.finish()
		row.lists[f.Child] = append(row.lists[f.Child], child)
	}
	if row.table.Partial {
		return
	}
	for _, m := range rec.last(row, path+".", others) {
		rec.unknown(row, path+".", m)
	}
}
