package transform

import (
	"encoding/json"
	"reflect"
	"slices"

	"carehouse/models"

	"github.com/apache/arrow/go/v17/arrow/memory"
)

// Reference reads a page the short way: encoding/json or encoding/xml takes it apart, the value types read themselves
// into the record struct, and Arrow's own builders make the records. It is what [Plan.Flatten] is compared with, and
// far too slow for anything else. Only the limits of a page's size and rows are not its business.
func (p *Plan) Reference(mem memory.Allocator, w models.Window, page models.Page) (Batch, error) {
	r := reference{plan: p, page: page, notes: map[models.Note]int64{}, rows: make([][]*refRow, len(p.tables))}
	body, err := p.adapt(page)
	if err != nil {
		return Batch{}, err
	}
	r.page.Body = body
	read := r.readJSON
	if p.root.XML() {
		read = r.readXML
	}
	if err := read(); err != nil {
		return Batch{}, err
	}
	return r.batch(mem, w, page), nil
}

// A payload is a value of a page, in whichever grammar it is written.
type payload interface {
	null() bool
	object() bool
	// fits reports whether it is what a record, or an element of a list, of that shape is.
	fits(o *models.Object) bool
	// members takes an object apart; their names are those of [memberName].
	members(t *models.Table) []refMember
	// list returns the elements of a list, and what else is in it.
	list(t *models.Table, f models.Field) (elements []payload, others []refMember, ok bool)
	// leaf returns what a value type of the kind reads.
	leaf(kind models.Kind) (json.RawMessage, models.Reason)
	json() json.RawMessage
}

// A refMember is a member of an object, as it came.
type refMember struct {
	name  string
	path  string // what notes and rejects call it: a field's namespace is not told
	valid bool   // the name is valid Unicode
	value payload
}

// A reference gathers what a page becomes.
type reference struct {
	plan    *Plan
	page    models.Page
	found   int
	rows    [][]*refRow
	rejects []models.Reject
	notes   map[models.Note]int64
}

// record reads one record, unless the page is not about it; what it found counts only when the record has its key.
func (r *reference) record(ordinal int, value payload) {
	t := r.plan.root
	if only := r.page.Only; only != nil && !slices.Contains(only, ordinal) {
		return
	}
	whole := models.Reject{Table: t.Name, Page: r.page.Number, Record: ordinal, Whole: true}
	phantom := t.XML() && value.null()
	if !phantom && !value.fits(t.Object) {
		whole.Reason = models.NotARecord
		r.rejects = append(r.rejects, whole)
		r.found++
		return
	}
	rec := refRecord{notes: map[models.Note]int64{}}
	row := newRefRow(t, nil, ordinal, "", "")
	if !phantom {
		rec.fill(row, t.Object, reflect.New(t.Record).Elem(), value)
		row.fillSlots()
		phantom = t.XML() && rec.nothing(row)
	}
	if phantom {
		r.notes[models.Note{Kind: models.Phantom, Table: t.Name}]++
		return
	}
	r.found++
	rec.given(row, r.page.Given)
	row.finish()
	for i, c := range t.Columns {
		if c.Key && !row.cells[i].Set {
			whole.Reason = models.NoKey
			r.rejects = append(r.rejects, whole)
			return
		}
	}
	slices.SortFunc(rec.rejects, byPath)
	for _, reject := range rec.rejects {
		reject.Table, reject.Page, reject.Record = t.Name, r.page.Number, ordinal
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
