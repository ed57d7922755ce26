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
	body, err := p.adapt(page)
	if err != nil {
		return Batch{}, err
	}
	page.Body = nil // what was adapted is not needed any more
	f.body, f.page, f.only = body, page.Number, rising(page.Only)
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
	only   []int // positions of the records that are read; nil is all
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
	f.body, f.seen, f.load, f.from = nil, f.seen[:0], 0, span{}
	f.given, f.only = nil, nil
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
	switch {
	case records == "":
		i = f.whole(i)
	case at(b, i) == '{':
		i = f.envelope(i, records, 0)
	default:
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
	case f.from.end == 0:
		return &BodyError{Problem: NoRecords}
	case f.wrong:
		return &BodyError{Offset: f.from.start, Problem: WrongRecords}
	}
	return nil
}
