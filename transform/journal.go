package transform

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"carehouse/models"
)

// A journal keeps the findings of the record in hand, with where in the body they were made: when an equal name
// comes later, what was found inside the earlier value is taken back. When the record is complete they are committed.
type journal struct {
	rejections []rejection
	noted      []noted
	extras     []extra

	rejects []models.Reject
	notes   map[models.Note]int64
	names   []map[string]*unknown // an object's, to make each path only once a page
	canon   canon
	twice   models.Note // of the list of records itself
	differs models.Note
}

// A rejection is a reject whose place is not spelled out yet.
type rejection struct {
	table, row int
	path       string // from the row's object
	element    int    // of the list at path, -1 when the value itself is meant
	reason     models.Reason
	at         int
}

// A noted is a note and where it was taken.
type noted struct {
	note models.Note
	at   int
}

// An extra is a member that no column describes.
type extra struct {
	*unknown
	table, row int
	span
	raw    []byte // the value as JSON
	broken bool   // its name is not valid Unicode
}

// An unknown is the name of a member that no column describes.
type unknown struct {
	path   string // from the row's object
	note   models.Note
	object int    // where the object began that had it last, -1 is nowhere
	index  int    // of that extra
	from   int    // where that value began
	last   []byte // that value as JSON
}

func newJournal(p *Plan) journal {
	return journal{
		names:   make([]map[string]*unknown, p.objects),
		notes:   map[models.Note]int64{},
		twice:   models.Note{Kind: models.DuplicateKey, Table: p.root.Name},
		differs: models.Note{Kind: models.DuplicateConflict, Table: p.root.Name},
	}
}

// reset forgets everything; the notes and rejects of a page belong to its batch.
func (j *journal) reset() {
	j.next()
	j.rejects, j.notes = nil, map[models.Note]int64{}
	clear(j.names)
}

// next forgets the record in hand.
func (j *journal) next() {
	clear(j.extras) // no names of people are kept
	j.rejections, j.noted, j.extras = j.rejections[:0], j.noted[:0], j.extras[:0]
}

// drop takes back what was found from start to end, and the notes from a place of their own on: a note about a value
// is made behind it. Findings are made in the order of the body, so those are few steps from the last one.
func (j *journal) drop(start, notes, end int) {
	j.rejections = dropFrom(j.rejections, start, end, func(r rejection) int { return r.at })
	j.noted = dropFrom(j.noted, notes, end, func(n noted) int { return n.at })
	j.extras = dropFrom(j.extras, start, end, func(e extra) int { return e.start })
}

func dropFrom[F any](findings []F, start, end int, at func(F) int) []F {
	first := len(findings)
	for first > 0 && at(findings[first-1]) >= start {
		first--
	}
	kept := slices.DeleteFunc(findings[first:], func(f F) bool { return at(f) < end })
	return findings[:first+len(kept)]
}

// repeated and repeat carry the notes about the list of records itself over forgetting the first one.
func (j *journal) repeated() (again, differs int64) { return j.notes[j.twice], j.notes[j.differs] }

func (j *journal) repeat(again, differs int64) {
	if again > 0 {
		j.notes[j.twice] = again
	}
	if differs > 0 {
		j.notes[j.differs] = differs
	}
}

func (j *journal) rejectRecord(table string, page, ordinal int, reason models.Reason) {
	j.rejects = append(j.rejects, models.Reject{Table: table, Page: page, Record: ordinal, Reason: reason, Whole: true})
}

// reject sets a value of the row aside.
func (f *flattener) reject(t *rows, row int, path string, reason models.Reason, at int) {
	f.load += findingLoad
	f.rejections = append(f.rejections, rejection{t.at, row, path, -1, reason, at})
}

// rejectElement sets an element of a list aside.
func (f *flattener) rejectElement(t *rows, row int, path string, element, at int) {
	f.load += findingLoad
	f.rejections = append(f.rejections, rejection{t.at, row, path, element, models.NotAnElement, at})
}

// duplicate notes that a name came again, in a value that ended at a place, and whether it said something else.
func (f *flattener) duplicate(note models.Note, at int, earlier, later []byte) {
	f.load += findingLoad
	note.Kind = models.DuplicateKey
	f.noted = append(f.noted, noted{note, at})
	if f.canon.conflict(earlier, later) {
		note.Kind = models.DuplicateConflict
		f.noted = append(f.noted, noted{note, at})
	}
}

// stranger keeps a member that no column describes, unless the struct reads only part of the answer on purpose. Of
// equal names in an object the last one counts.
func (f *flattener) stranger(o *object, t *rows, row, start int, name []byte, valid bool, value span, raw []byte) {
	if t.Partial {
		return
	}
	f.load += findingLoad
	u := f.unknown(o, name)
	if u.object != start {
		u.object, u.index, u.from, u.last = start, len(f.extras), value.start, raw
		f.extras = append(f.extras, extra{u, t.at, row, value, raw, !valid})
		return
	}
	f.duplicate(u.note, value.end, u.last, raw)
	if u.index >= len(f.extras) || f.extras[u.index].start != u.from { // an equal name elsewhere took some back
		u.index = slices.IndexFunc(f.extras, func(e extra) bool { return e.start == u.from })
	}
	e := &f.extras[u.index]
	e.span, e.raw, e.broken, u.from, u.last = value, raw, !valid, value.start, raw
}

// unknown returns what is known of a name that an object's shape does not have.
func (f *flattener) unknown(o *object, name []byte) *unknown {
	u := f.names[o.at][string(name)]
	if u != nil {
		return u
	}
	if f.names[o.at] == nil {
		f.names[o.at] = map[string]*unknown{}
	}
	called := strings.TrimPrefix(string(name), displaced)
	u = &unknown{path: o.path + called, object: -1}
	u.note = models.Note{Kind: models.UnknownField, Table: o.table.Name, Path: o.note + called}
	f.names[o.at][string(name)] = u
	return u
}

// commit puts what was found in a complete record where it belongs.
func (f *flattener) commit(ordinal int) {
	if len(f.extras) > 0 {
		f.writeExtras()
	}
	if len(f.rejections) > 0 {
		f.writeRejects(ordinal)
	}
	for _, n := range f.noted {
		f.notes[n.note]++
	}
	f.next()
}

func (f *flattener) writeRejects(ordinal int) {
	first := len(f.rejects)
	for _, r := range f.rejections {
		t := &f.tables[r.table]
		c := &t.columns[t.rejected]
		c.set(r.row, c.words[r.row]+1)
		path := f.place(t, r.row) + r.path
		if r.path == "" && bare(t.Table) { // what an element is has no name
			path = strings.TrimSuffix(path, ".")
		}
		if r.element >= 0 {
			path += "[" + strconv.Itoa(r.element) + "]"
		}
		f.rejects = append(f.rejects, models.Reject{
			Table: f.plan.root.Name, Page: f.page, Record: ordinal, Path: path, Reason: r.reason,
		})
	}
	slices.SortFunc(f.rejects[first:], byPath)
}

// byPath orders the rejects of one record.
func byPath(a, b models.Reject) int {
	return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Reason, b.Reason))
}

// place spells out where a row's object is, from the record down. Values of slots are in the record itself.
func (f *flattener) place(t *rows, row int) string {
	if t.List == "" {
		return ""
	}
	above := f.place(&f.tables[t.parent], int(t.parents[row]))
	return above + t.List + "[" + strconv.Itoa(int(t.ordinals[row])) + "]."
}
