package transform

import (
	"carehouse/models"

	"github.com/apache/arrow/go/v17/arrow/memory"
)

// Flatten reads a page in one pass, straight into columns. The batch must be released.
//
// The column buffers are the plan's own, one set for every call that runs at the same time, and are used again for
// the next page, so that reading allocates nothing a row; what a batch holds is copied into memory of mem, exactly as
// much as it needs.
func (p *Plan) Flatten(mem memory.Allocator, w models.Window, page models.Page) (Batch, error) {
	f := p.pool.Get().(*flattener)
	defer func() {
		f.reset()
		p.pool.Put(f)
	}()
	f.body, f.page = page.Body, page.Number
	f.given = givenCells(p, page.Given)
	if err := f.read(page.Records); err != nil {
		return Batch{}, err
	}
	for i := range f.tables {
		f.findRoots(&f.tables[i])
		if f.copied(&f.tables[i]) > maxBody {
			return Batch{}, &BodyError{Offset: f.from.start, Problem: TooManyRows}
		}
	}
	return f.batch(mem, w, page), nil
}

// A flattener is what one call of Flatten works with.
type flattener struct {
	plan   *Plan
	body   []byte
	page   int
	tables []rows
	words  []int64 // room for a column that is computed
	seen   []int   // a stack of objects: where the value of each field began, 0 when it was not there
	follow []int32 // which field came after which, the last time
	found  int
	load   int // rows, records and findings so far; see maxRows
	from   span
	wrong  bool // the records' member is neither a list nor an object
	given  []givenCell
	markup
	journal
}

// A span is a piece of the body. No value begins at 0, where the page itself does.
type span struct{ start, end int }

func newFlattener(p *Plan) *flattener {
	f := &flattener{plan: p, follow: make([]int32, p.slots), journal: newJournal(p)}
	f.slotted = make([]span, p.slotted)
	for _, t := range p.tables {
		f.tables = append(f.tables, newRows(t))
		f.guess(t.object)
	}
	return f
}

// guess expects fields in the order of the struct, until the payload shows its own.
func (f *flattener) guess(o *object) {
	for i := range o.fields {
		f.follow[o.slot+i] = int32(i)
		if inner := o.fields[i].object; inner != nil {
			f.guess(inner)
		}
	}
}

// reset makes the flattener ready for another page, and forgets this one's.
func (f *flattener) reset() {
	f.forget()
	f.body, f.seen, f.load, f.from, f.given = nil, f.seen[:0], 0, span{}, nil
	f.markup.reset()
}

// forget drops everything that was read so far.
func (f *flattener) forget() {
	for i := range f.tables {
		f.tables[i].reset()
	}
	f.journal.reset()
	f.found, f.wrong = 0, false
}

// read walks over the whole body.
func (f *flattener) read(records string) error {
	b := f.body
	if len(b) > maxBody {
		return &BodyError{Offset: maxBody, Problem: TooLong}
	}
	if f.plan.root.XML() {
		return f.readXML(records)
	}
	i := space(b, 0)
	if at(b, i) == '{' {
		i = f.envelope(i, records)
	} else {
		i = skip(b, i, 0)
	}
	if i >= 0 {
		if i = space(b, i); i < len(b) {
			i = ^i
		}
	}
	switch {
	case i < 0 && f.load > maxRows:
		return &BodyError{Offset: ^i, Problem: TooManyRows}
	case i < 0:
		return &BodyError{Offset: ^i, Problem: NotJSON}
	case f.from.start == 0:
		return &BodyError{Problem: NoRecords}
	case f.wrong:
		return &BodyError{Offset: f.from.start, Problem: WrongRecords}
	}
	return nil
}

// envelope reads the object around the records, whose other members are only checked.
func (f *flattener) envelope(i int, records string) int {
	b := f.body
	if i = space(b, i+1); at(b, i) == '}' {
		return i + 1
	}
	for {
		name, _, value := member(b, i)
		if value < 0 {
			return value
		}
		if string(name) == records {
			i = f.records(value)
		} else {
			i = skip(b, value, 1)
		}
		if i < 0 {
			return i
		}
		switch i = space(b, i); at(b, i) {
		case ',':
			i = space(b, i+1)
		case '}':
			return i + 1
		default:
			return ^i
		}
	}
}

// records reads the value of the records' member. Where it comes again, what the earlier one said is forgotten.
func (f *flattener) records(i int) int {
	b, earlier := f.body, f.from
	again, differs := f.repeated()
	if earlier.start > 0 {
		f.forget()
	}
	end := f.list(i)
	if end < 0 {
		return end
	}
	f.from = span{i, end}
	if earlier.start > 0 {
		again++
		if f.canon.conflict(b[earlier.start:earlier.end], b[i:end]) {
			differs++
		}
	}
	f.repeat(again, differs)
	return end
}

// list reads a list of records, a single one, or null, which is none.
func (f *flattener) list(i int) int {
	b := f.body
	switch at(b, i) {
	case '{':
		return f.record(i, 0, 1)
	case '[':
	case 'n':
		return skipWord(b, i, "null")
	default:
		f.wrong = true
		return skip(b, i, 1)
	}
	if i = space(b, i+1); at(b, i) == ']' {
		return i + 1
	}
	for ordinal := 0; ; ordinal++ {
		if i = f.record(i, ordinal, 2); i < 0 {
			return i
		}
		switch i = space(b, i); at(b, i) {
		case ',':
			i = space(b, i+1)
		case ']':
			return i + 1
		default:
			return ^i
		}
	}
}

// record reads one record. Without its key nothing of it is kept.
func (f *flattener) record(i, ordinal, depth int) int {
	f.found++
	if f.load++; f.load > maxRows {
		return ^i
	}
	if at(f.body, i) != '{' {
		f.load += findingLoad
		f.rejectRecord(f.plan.root.Name, f.page, ordinal, models.NotARecord)
		return skip(f.body, i, depth)
	}
	root := &f.tables[0]
	row := root.begin(ordinal, 0)
	end := f.object(root.object, root, row, i, depth)
	if end >= 0 {
		f.close(root, row, ordinal, i)
	}
	return end
}

// close ends a record that began at a place.
func (f *flattener) close(root *rows, row, ordinal, at int) {
	f.give(root, row, at)
	if root.complete(row) {
		f.commit(ordinal)
		return
	}
	f.truncate(root, row)
	f.next()
	f.rejectRecord(f.plan.root.Name, f.page, ordinal, models.NoKey)
}

// truncate forgets the rows of a table from n on, and the rows below them.
func (f *flattener) truncate(t *rows, n int) {
	for _, k := range t.below {
		child := &f.tables[k]
		keep := child.n
		for keep > 0 && int(child.parents[keep-1]) >= n {
			keep--
		}
		f.truncate(child, keep)
	}
	t.truncate(n)
}
