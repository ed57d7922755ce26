package transform

import (
	"encoding/json"

	"carehouse/models"
)

// object reads an object into the last row of t, which has depth lists and objects around it. It expects the members
// in the order in which they came the last time, and looks a name up only when another one is there.
func (f *flattener) object(o *object, t *rows, row, i, depth int) int {
	b, start := f.body, i
	if depth++; depth > maxDepth {
		return ^i
	}
	if i = space(b, i+1); at(b, i) == '}' {
		return i + 1
	}
	base := len(f.seen)
	f.seen = append(f.seen, o.zeros...)
	seen := f.seen[base:]
	follow := f.follow[o.slot : o.slot+len(o.fields)+1]
	for last := 0; ; {
		k := int(follow[last])
		var name []byte
		valid := true
		if token := o.fields[k].token; len(b)-i > len(token) && string(b[i:i+len(token)]) == token {
			i = value(b, i+len(token))
		} else {
			name, valid, i = member(b, i)
			k = o.find(name)
		}
		if i < 0 {
			return i
		}
		from := i
		switch {
		case k < 0:
			if i = skip(b, i, depth); i < 0 {
				return i
			}
			f.stranger(o, t, row, start, name, valid, span{from, i}, b[from:i])
		case seen[k] != 0:
			i = f.again(&o.fields[k], t, row, seen[k], i, depth)
		default:
			i = f.value(&o.fields[k], t, row, i, depth)
		}
		if i < 0 {
			return i
		}
		if f.load > maxRows {
			return ^i
		}
		if k >= 0 {
			seen[k] = from
			follow[last] = int32(k)
			last = k + 1
		}
		switch i = space(b, i); at(b, i) {
		case ',':
			i = space(b, i+1)
		case '}':
			f.seen = f.seen[:base]
			return i + 1
		default:
			return ^i
		}
	}
}

// find returns the position of the field of that name, or -1.
func (o *object) find(name []byte) int {
	if k, ok := o.names[string(name)]; ok {
		return k
	}
	return -1
}

// value returns the position of the value behind a member's name.
func value(b []byte, i int) int {
	if at(b, i) != ':' {
		if i = space(b, i); at(b, i) != ':' {
			return ^i
		}
	}
	return space(b, i+1)
}

// member reads the name of a member, and whether it is valid Unicode; where it is not, name is what encoding/json
// makes of it. The position is the value's.
func member(b []byte, i int) (name []byte, valid bool, end int) {
	if at(b, i) != '"' {
		return nil, false, ^i
	}
	end, escaped, wide := skipString(b, i)
	if end < 0 {
		return nil, false, end
	}
	name, valid = b[i+1:end-1], true
	if escaped || wide {
		name, valid = oddName(b[i:end])
	}
	return name, valid, value(b, end)
}

// oddName decodes a name that has escapes or is not ASCII.
func oddName(quoted []byte) (name []byte, valid bool) {
	if name, valid = appendUnquoted(nil, quoted[1:len(quoted)-1]); valid {
		return name, true
	}
	var repaired string
	_ = json.Unmarshal(quoted, &repaired) // it is a string; its grammar was checked
	return []byte(repaired), false
}

// again reads a value whose name was there before. The later one counts: what the earlier one left goes.
func (f *flattener) again(fd *field, t *rows, row, earlier, i, depth int) int {
	b := f.body
	end := skip(b, earlier, 0)
	f.undo(fd, t, row)
	f.drop(earlier, earlier, end)
	from := i
	if i = f.value(fd, t, row, i, depth); i >= 0 {
		f.duplicate(fd.note, i, b[earlier:end], b[from:i])
	}
	return i
}

// undo takes back what a field's value has put into the last row and below it.
func (f *flattener) undo(fd *field, t *rows, row int) {
	switch {
	case fd.slot > 0:
		f.slotted[fd.slot-1] = span{}
	case fd.kind != 0:
		t.clear(fd, row)
	case fd.child != nil:
		t.columns[fd.column].unset(row, false)
		child := &f.tables[fd.child.at]
		keep := child.n
		for keep > 0 && int(child.parents[keep-1]) == row {
			keep--
		}
		f.truncate(child, keep)
	default:
		for k := range fd.object.fields {
			f.undo(&fd.object.fields[k], t, row)
		}
	}
}

// value reads the value of a field.
func (f *flattener) value(fd *field, t *rows, row, i, depth int) int {
	b := f.body
	c := at(b, i)
	switch {
	case c == 0:
		return ^i
	case c == 'n':
		return skipWord(b, i, "null")
	case fd.kind != 0:
		return f.leaf(fd, t, row, i, depth)
	case fd.child != nil && c == '[':
		return f.elements(fd, t, row, i, depth)
	case fd.child != nil:
		f.reject(t, row, fd.path, unread(fd.html, b[i:]), i)
	case c == '{':
		return f.object(fd.object, t, row, i, depth)
	default:
		f.reject(t, row, fd.path, models.NotAnObject, i)
	}
	return skip(b, i, depth)
}

// fits reports whether a value with that first byte is what an element of a list, or a record, is: an object, or where
// the element itself fills a column, anything else than an object or a list.
func (o *object) fits(c byte) bool {
	if o.text != nil {
		return c != '{' && c != '['
	}
	return c == '{'
}

// fill reads an element of a list, or a record, that fits into the last row of t.
func (f *flattener) fill(o *object, t *rows, row, i, depth int) int {
	if o.text != nil {
		return f.value(o.text, t, row, i, depth)
	}
	return f.object(o, t, row, i, depth)
}

// elements reads a list into rows of its own table and counts it. An element that does not fit is counted and has no row.
func (f *flattener) elements(fd *field, t *rows, row, i, depth int) int {
	b := f.body
	if depth++; depth > maxDepth {
		return ^i
	}
	if i = space(b, i+1); at(b, i) == ']' {
		t.columns[fd.column].set(row, 0)
		return i + 1
	}
	child := &f.tables[fd.child.at]
	for ordinal := 0; ; ordinal++ {
		if f.load++; f.load > maxRows {
			return ^i
		}
		if child.object.fits(at(b, i)) {
			at := child.begin(ordinal, row)
			if i = f.fill(child.object, child, at, i, depth); i >= 0 {
				child.complete(at)
			}
		} else {
			f.rejectElement(t, row, fd.path, ordinal, i)
			i = skip(b, i, depth)
		}
		if i < 0 {
			return i
		}
		switch i = space(b, i); at(b, i) {
		case ',':
			i = space(b, i+1)
		case ']':
			t.columns[fd.column].set(row, int64(ordinal+1))
			return i + 1
		default:
			return ^i
		}
	}
}
