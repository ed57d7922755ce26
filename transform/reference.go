package transform

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"

	"carehouse/models"

	"github.com/apache/arrow/go/v17/arrow/memory"
)

// Reference reads a page the short way: encoding/json takes objects apart, the value types read themselves into the
// record struct, and Arrow's own builders make the records. It is what [Plan.Flatten] is compared with, and far too
// slow for anything else. Only the limits of a page's size and rows are not its business.
func (p *Plan) Reference(mem memory.Allocator, w models.Window, page models.Page) (Batch, error) {
	raw, offset, err := recordsOf(page)
	if err != nil {
		return Batch{}, err
	}
	r := reference{plan: p, page: page.Number, notes: map[models.Note]int64{}, rows: make([][]*refRow, len(p.tables))}
	r.noteRepeats(p.root, raw)
	switch last := raw[len(raw)-1]; last[0] {
	case 'n':
	case '{':
		r.record(0, last)
	case '[':
		for i, element := range elementsOf(last) {
			r.record(i, element)
		}
	default:
		return Batch{}, &BodyError{Offset: offset, Problem: WrongRecords}
	}
	return r.batch(mem, w, page), nil
}

// A reference gathers what a page becomes.
type reference struct {
	plan    *Plan
	page    int
	found   int
	rows    [][]*refRow
	rejects []models.Reject
	notes   map[models.Note]int64
}

func (r *reference) noteRepeats(root *models.Table, raw []json.RawMessage) {
	for i := range raw[1:] {
		r.notes[models.Note{Kind: models.DuplicateKey, Table: root.Name}]++
		if conflict(raw[i], raw[i+1]) {
			r.notes[models.Note{Kind: models.DuplicateConflict, Table: root.Name}]++
		}
	}
}

// record reads one record; what it found counts only when the record has its key.
func (r *reference) record(ordinal int, raw json.RawMessage) {
	r.found++
	whole := models.Reject{Table: r.plan.root.Name, Page: r.page, Record: ordinal, Whole: true}
	if raw[0] != '{' {
		whole.Reason = models.NotARecord
		r.rejects = append(r.rejects, whole)
		return
	}
	rec := refRecord{notes: map[models.Note]int64{}}
	row := rec.row(r.plan.root, nil, ordinal, "", "", reflect.New(r.plan.root.Record).Elem(), raw)
	for i, c := range r.plan.root.Columns {
		if c.Key && !row.cells[i].Set {
			whole.Reason = models.NoKey
			r.rejects = append(r.rejects, whole)
			return
		}
	}
	slices.SortFunc(rec.rejects, byPath)
	for _, reject := range rec.rejects {
		reject.Table, reject.Page, reject.Record = r.plan.root.Name, r.page, ordinal
		r.rejects = append(r.rejects, reject)
	}
	for note, n := range rec.notes {
		r.notes[note] += n
	}
	row.hash()
	r.keep(row, row)
}

// keep adds a row and the rows below it to their tables.
func (r *reference) keep(row, root *refRow) {
	row.root = root
	at := slices.IndexFunc(r.plan.tables, func(t *table) bool { return t.Table == row.table })
	r.rows[at] = append(r.rows[at], row)
	for _, child := range row.table.Children {
		for _, below := range row.lists[child] {
			r.keep(below, root)
		}
	}
}

// A refRecord gathers the findings of one record.
type refRecord struct {
	rejects []models.Reject
	notes   map[models.Note]int64
}

// A refRow is a row with the rows of its lists.
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
}

// row reads an object into a new row.
func (rec *refRecord) row(
	t *models.Table, parent *refRow, ordinal int, place, note string, record reflect.Value, raw json.RawMessage,
) *refRow {
	row := &refRow{
		table: t, parent: parent, ordinal: ordinal, place: place, note: note, cells: make([]models.Cell, len(t.Columns)),
		extra: map[string]json.RawMessage{}, lists: map[*models.Table][]*refRow{},
	}
	rec.object(row, t.Object, record, "", raw)
	row.standIn()
	if len(row.extra) > 0 {
		text, _ := json.Marshal(row.extra)
		canonical, _ := models.Canonical(text)
		row.cells[t.Column(models.ColExtra)] = models.Cell{Set: true, Str: string(canonical)}
	}
	row.cells[t.Column(models.ColRejected)] = models.Cell{Set: row.rejected > 0, Int: int64(row.rejected)}
	return row
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
func (rec *refRecord) object(row *refRow, o *models.Object, record reflect.Value, path string, raw json.RawMessage) {
	for _, m := range rec.last(row, path, membersOf(raw)) {
		at := slices.IndexFunc(o.Fields, func(f models.Field) bool { return f.Name == m.name })
		if at < 0 {
			rec.unknown(row, path, m)
			continue
		}
		f := o.Fields[at]
		rec.field(row, f, record.FieldByIndex(f.Index), path+m.name, m.raw)
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
		rec.note(row, models.DuplicateKey, path+m.name)
		if conflict(m.raw, members[i+1+later].raw) {
			rec.note(row, models.DuplicateConflict, path+m.name)
		}
	}
	return kept
}

func (rec *refRecord) note(row *refRow, kind models.NoteKind, path string) {
	rec.notes[models.Note{Kind: kind, Table: row.table.Name, Path: row.note + path}]++
}

func (rec *refRecord) reject(row *refRow, path string, reason models.Reason) {
	row.rejected++
	rec.rejects = append(rec.rejects, models.Reject{Path: row.place + path, Reason: reason})
}

func (rec *refRecord) unknown(row *refRow, path string, m refMember) {
	rec.note(row, models.UnknownField, path+m.name)
	row.extra[path+m.name] = m.raw
	if _, ok := models.Canonical(m.raw); !ok || !m.valid {
		row.extra[path+m.name] = json.RawMessage("null")
		rec.reject(row, path+m.name, models.NotUnicode)
	}
}

// field reads a member into its field of the struct.
func (rec *refRecord) field(row *refRow, f models.Field, v reflect.Value, path string, raw json.RawMessage) {
	switch {
	case f.Kind != 0:
		rec.leaf(row, f, v.Addr().Interface().(reader), path, raw)
	case raw[0] == 'n':
	case f.Object != nil && raw[0] == '{':
		rec.object(row, f.Object, v, path+".", raw)
	case f.Object != nil:
		rec.reject(row, path, models.NotAnObject)
	case raw[0] == '[':
		rec.list(row, f, v, path, raw)
	default:
		rec.reject(row, path, models.NotAList)
	}
}

func (rec *refRecord) leaf(row *refRow, f models.Field, leaf reader, path string, raw json.RawMessage) {
	_ = leaf.UnmarshalJSON(raw) // it never fails
	copy(row.cells[f.Column:], leaf.Cells(nil))
	if reason := leaf.Rejected(); reason != "" {
		rec.reject(row, path, reason)
	}
	days, ok := leaf.(*models.DateRange)
	if !ok || raw[0] != '{' {
		return
	}
	if days.Assumed() {
		rec.note(row, models.BoundsAssumed, path)
	}
	for _, m := range rec.last(row, path+".", membersOf(raw)) {
		if m.name != "bounds" && m.name != "start" && m.name != "end" {
			rec.unknown(row, path+".", m)
		}
	}
}

// list reads the elements that are objects into structs of the slice, and rows of the child table.
func (rec *refRecord) list(row *refRow, f models.Field, slice reflect.Value, path string, raw json.RawMessage) {
	elements := elementsOf(raw)
	row.cells[f.Column] = models.Cell{Set: true, Int: int64(len(elements))}
	for i, element := range elements {
		if element[0] != '{' {
			rec.reject(row, path+"["+strconv.Itoa(i)+"]", models.NotAnElement)
			continue
		}
		slice.Set(reflect.Append(slice, reflect.Zero(slice.Type().Elem())))
		place := row.place + path + "[" + strconv.Itoa(i) + "]."
		child := rec.row(f.Child, row, i, place, row.note+path+".", slice.Index(slice.Len()-1), element)
		row.lists[f.Child] = append(row.lists[f.Child], child)
	}
}
