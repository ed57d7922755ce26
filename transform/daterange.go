package transform

import "carehouse/models"

// The fields of a range's inside, in the order of the plan.
const (
	rangeBounds = iota
	rangeStart
	rangeEnd
)

// A plainRange is a range of two plain dates.
type plainRange struct {
	first, past byte // the brackets
	start, end  int64
	has         int // bits, a field each
}

// dateRange reads a range into first day, last day and kind. Ranges that are not spelled plainly are left to
// [models.DateRange], after a look for names that come twice or that nobody knows.
func (f *flattener) dateRange(fd *field, t *rows, row, i, depth int) int {
	if end, ok := f.plainRange(fd, t, row, i); ok {
		return end
	}
	end := f.odd(fd, t, row, i, depth)
	if end > 0 && f.body[i] == '{' {
		f.lookInside(fd.object, t, row, i)
	}
	return end
}

// plainRange reads {bounds, start, end}, each there once, in any order, with two dates and brackets.
func (f *flattener) plainRange(fd *field, t *rows, row, i int) (end int, ok bool) {
	b, o := f.body, fd.object
	if b[i] != '{' {
		return 0, false
	}
	follow := f.follow[o.slot : o.slot+len(o.fields)+1]
	var r plainRange
	i = space(b, i+1)
	for last := 0; ; {
		k := int(follow[last])
		if token := o.fields[k].token; len(b)-i > len(token) && string(b[i:i+len(token)]) == token {
			i = value(b, i+len(token))
		} else {
			var name []byte
			if name, _, i = member(b, i); i < 0 {
				return 0, false
			}
			if k = o.find(name); k < 0 {
				return 0, false
			}
			follow[last] = int32(k)
		}
		if i < 0 || r.has>>k&1 == 1 {
			return 0, false
		}
		if i = r.read(b, i, k); i == 0 {
			return 0, false
		}
		last = k + 1
		switch i = space(b, i); at(b, i) {
		case ',':
			i = space(b, i+1)
		case '}':
			return i + 1, r.put(t, row, fd.column)
		default:
			return 0, false
		}
	}
}

// read reads one member; the end is 0 when it is not plain.
func (r *plainRange) read(b []byte, i, k int) (end int) {
	r.has |= 1 << k
	switch k {
	case rangeStart:
		r.start, end = day(b, i)
	case rangeEnd:
		r.end, end = day(b, i)
	case rangeBounds:
		if i+4 > len(b) || b[i] != '"' || b[i+3] != '"' {
			return 0
		}
		r.first, r.past = b[i+1], b[i+2]
		if r.first != '[' && r.first != '(' || r.past != ']' && r.past != ')' {
			return 0
		}
		return i + 4
	}
	return end
}

// put writes the days that are in the range. They lie between the two dates, so none is outside of the calendar.
func (r *plainRange) put(t *rows, row, column int) bool {
	if r.has != 1<<rangeBounds|1<<rangeStart|1<<rangeEnd {
		return false
	}
	start, end, kind := r.start, r.end, models.RangeDays
	if r.first == '(' {
		start++
	}
	if r.past == ')' {
		end--
	}
	if end < start {
		kind = models.RangeEmpty
	} else {
		t.columns[column].set(row, start)
		t.columns[column+1].set(row, end)
	}
	c := &t.columns[column+2]
	c.begin(row)
	c.text = append(c.text, kind...)
	return true
}

// assumed notes that a range had no bounds.
func (f *flattener) assumed(fd *field, at int) {
	note := fd.note
	note.Kind = models.BoundsAssumed
	f.noted = append(f.noted, noted{note, at})
}

// lookInside notes the names of a range that come twice, and keeps those that nobody knows.
func (f *flattener) lookInside(o *object, t *rows, row, i int) {
	b, start := f.body, i
	var seen [rangeEnd + 1]span
	for i = space(b, i+1); at(b, i) != '}' && f.load <= maxRows; i = space(b, i) {
		if at(b, i) == ',' {
			i = space(b, i+1)
		}
		name, valid, from := member(b, i)
		i = skip(b, from, 0) // its grammar and its depth were checked
		k := o.find(name)
		if k < 0 {
			f.stranger(o, t, row, start, name, valid, span{from, i}, b[from:i])
			continue
		}
		if seen[k].start > 0 {
			f.duplicate(o.fields[k].note, i, b[seen[k].start:seen[k].end], b[from:i])
		}
		seen[k] = span{from, i}
	}
}
