package transform

import (
	"strings"

	"carehouse/models"
)

// A step is the local name of an element on the way to the records, and whether it has to be there.
type step struct {
	name   string
	needed bool
}

// stepsTo splits "Envelope>Body/Charges/Charge": what a slash is before may be missing, and what is behind that.
func stepsTo(steps []step, records string) []step {
	needed := true
	for {
		i := strings.IndexAny(records, ">/")
		if i < 0 {
			return append(steps, step{records, needed})
		}
		steps = append(steps, step{records[:i], needed})
		needed = needed && records[i] == '>'
		records = records[i+1:]
	}
}

// readXML walks over the whole body.
func (f *flattener) readXML(records string) error {
	b := f.body
	f.steps = stepsTo(f.steps[:0], records)
	i := f.around(skipProlog(b))
	if i >= 0 {
		i = f.toRecords(i, 0)
	}
	if i = f.around(i); i >= 0 && i < len(b) {
		i = ^i
	}
	switch {
	case i < 0 && f.load > maxRows:
		return &BodyError{Offset: ^i, Problem: TooManyRows}
	case i < 0:
		return &BodyError{Offset: ^i, Problem: NotXML}
	case f.reached < len(f.steps) && f.steps[f.reached].needed:
		return &BodyError{Problem: WrongRecords}
	}
	return nil
}

// around skips what may be before and behind the document's element.
func (f *flattener) around(i int) int {
	b := f.body
	for i >= 0 {
		if i = space(b, i); at(b, i) != '<' {
			return i
		}
		switch at(b, i+1) {
		case '?':
			i = skipInstruction(b, i)
		case '!':
			i = skipComment(b, i)
		default:
			return i
		}
	}
	return i
}

// toRecords reads an element that has so many around it, all of them on the way to the records.
func (f *flattener) toRecords(i, depth int) int {
	b, from := f.body, i
	if at(b, i) != '<' {
		return ^i
	}
	t, i := f.open(i, depth)
	if i < 0 {
		return i
	}
	if string(t.local) != f.steps[depth].name {
		return f.rest(&t, i, depth+1)
	}
	f.reached = max(f.reached, depth+1)
	switch {
	case depth+1 == len(f.steps):
		return f.recordElement(&t, from, i, depth+1)
	case t.null, t.empty:
		return f.rest(&t, i, depth+1)
	}
	for {
		if i, _ = f.between(i); i < 0 {
			return i
		}
		if at(b, i+1) == '/' {
			return f.endTag(&t, i)
		}
		if i = f.toRecords(i, depth+1); i < 0 {
			return i
		}
	}
}

// recordElement reads one record. One that says nothing at all is a phantom, and not counted.
func (f *flattener) recordElement(t *startTag, from, i, depth int) int {
	ordinal := f.ordinal
	f.ordinal++
	if f.load++; f.load > maxRows {
		return ^i
	}
	if !f.counts(ordinal) {
		return f.rest(t, i, depth)
	}
	if t.null {
		f.haunt()
		return f.rest(t, i, depth)
	}
	clear(f.slotted)
	f.raws = f.raws[:0]
	root := &f.tables[0]
	row := root.begin(ordinal, 0)
	end := f.members(root.object, root, row, t, i, depth)
	switch {
	case end < 0:
	case f.alone:
		f.found++
		f.load += findingLoad
		f.truncate(root, row)
		f.rejectRecord(f.plan.root.Name, f.page, ordinal, models.NotARecord)
	case !root.named(row) && f.phantom(root, row):
		f.truncate(root, row)
		f.next()
		f.haunt()
	default:
		f.found++
		f.close(root, row, ordinal, from)
	}
	return end
}

// haunt counts a phantom.
func (f *flattener) haunt() { f.notes[models.Note{Kind: models.Phantom, Table: f.plan.root.Name}]++ }

// phantom reports whether nothing in the record in hand has a value.
func (f *flattener) phantom(root *rows, row int) bool {
	if len(f.rejections) > 0 {
		return false
	}
	for _, i := range root.stored {
		c := &root.columns[i]
		if c.isSet(row) && (root.Columns[i].Role != models.ElementCount || c.words[row] > 0) {
			return false
		}
	}
	for _, k := range root.below {
		if child := &f.tables[k]; child.n > 0 && int(child.parents[child.n-1]) == row {
			return false
		}
	}
	for _, e := range f.extras {
		if !saysNothing(e.raw) {
			return false
		}
	}
	return true
}

// saysNothing reports whether a member that was rendered holds no text: its only strings are names.
func saysNothing(raw []byte) bool {
	for i := 0; i < len(raw); i++ {
		if raw[i] != '"' {
			continue
		}
		if i, _, _ = skipString(raw, i); at(raw, i) != ':' {
			return false
		}
	}
	return true
}
