package transform

import (
	"encoding/json"
	"unicode/utf8"

	"carehouse/models"
)

// leaf reads a value that is not null into the columns of its field. What is not spelled plainly is left to odd.
func (f *flattener) leaf(fd *field, t *rows, row, i, depth int) int {
	b, c := f.body, &t.columns[fd.column]
	var word int64
	end := 0
	switch fd.kind {
	case models.KindText:
		return f.text(fd, t, row, i, depth)
	case models.KindMoney, models.KindQuantity:
		word, end = decimal(b, i)
	case models.KindInt:
		word, end = integer(b, i)
	case models.KindDate:
		word, end = day(b, i)
	case models.KindFlag:
		word, end = boolean(b, i)
	case models.KindInstant:
		if m, ok := readMoment(b, i); ok && m.timed && m.zoned && m.whole {
			word, end = m.instant(), m.end
		}
	case models.KindLocalTime:
		if m, ok := readMoment(b, i); ok && m.timed && !m.zoned && m.whole {
			word, end = m.clock(), m.end
		}
	case models.KindStamp:
		return f.stamp(fd, t, row, i, depth)
	case models.KindDateRange:
		return f.dateRange(fd, t, row, i, depth)
	case models.KindJSON:
		return f.json(fd, t, row, i, depth)
	case models.KindUSDate, models.KindUSTime, models.KindUSStamp, models.KindWord: // a source of JSON that writes so is not known
	case models.KindDatePart, models.KindYesNo: // rare enough to read themselves
	}
	if end == 0 {
		return f.odd(fd, t, row, i, depth)
	}
	c.set(row, word)
	return end
}

// odd lets the value type itself read a value.
func (f *flattener) odd(fd *field, t *rows, row, i, depth int) int {
	end := skip(f.body, i, depth)
	if end < 0 {
		return end
	}
	f.readItself(fd, t, row, f.body[i:end], i)
	return end
}

// readItself puts what the value type makes of a value into the columns of its field.
func (f *flattener) readItself(fd *field, t *rows, row int, raw []byte, at int) {
	leaf := newLeaf(fd.kind)
	_ = leaf.UnmarshalJSON(raw) // it never fails; it keeps a reason
	if reason := leaf.Rejected(); reason != "" {
		f.reject(t, row, fd.path, reason, at)
	}
	if r, ok := leaf.(*models.DateRange); ok && r.Assumed() {
		f.assumed(fd, at)
	}
	var room [3]models.Cell
	for k, cell := range leaf.Cells(room[:0]) {
		t.put(fd.column+k, row, cell)
	}
}

// A reader is a value type that reads itself.
type reader interface {
	models.Leaf
	json.Unmarshaler
}

func newLeaf(kind models.Kind) reader {
	switch kind {
	case models.KindInt:
		return new(models.Int)
	case models.KindMoney:
		return new(models.Money)
	case models.KindQuantity:
		return new(models.Quantity)
	case models.KindDate:
		return new(models.Date)
	case models.KindUSDate:
		return new(models.USDate)
	case models.KindUSTime:
		return new(models.USTime)
	case models.KindUSStamp:
		return new(models.USStamp)
	case models.KindWord:
		return new(models.Word)
	case models.KindDatePart:
		return new(models.DatePart)
	case models.KindYesNo:
		return new(models.YesNo)
	case models.KindInstant:
		return new(models.Instant)
	case models.KindLocalTime:
		return new(models.LocalTime)
	case models.KindStamp:
		return new(models.Stamp)
	case models.KindDateRange:
		return new(models.DateRange)
	case models.KindFlag:
		return new(models.Flag)
	case models.KindJSON:
		return new(models.JSON)
	case models.KindText:
	}
	return new(models.Text)
}

// text reads a text: a string, or the digits of a number.
func (f *flattener) text(fd *field, t *rows, row, i, depth int) int {
	b, c := f.body, &t.columns[fd.column]
	if b[i] != '"' {
		if b[i] == '-' || digit(b[i]) {
			end := skipNumber(b, i)
			if end > 0 {
				c.setText(row, b[i:end])
			}
			return end
		}
		return f.odd(fd, t, row, i, depth)
	}
	if end := plain(b, i+1); at(b, end) == '"' {
		c.setText(row, b[i+1:end])
		return end + 1
	}
	end, escaped, _ := skipString(b, i)
	switch {
	case end < 0:
		return end
	case escaped:
		before := len(c.text)
		text, ok := appendUnquoted(c.text, b[i+1:end-1])
		if !ok {
			c.text = text[:before]
			f.reject(t, row, fd.path, models.NotUnicode, i)
			return end
		}
		c.begin(row)
		c.text = text
	case utf8.Valid(b[i+1 : end-1]):
		c.setText(row, b[i+1:end-1])
	default:
		f.reject(t, row, fd.path, models.NotUnicode, i)
	}
	return end
}

// json keeps a value as canonical text.
func (f *flattener) json(fd *field, t *rows, row, i, depth int) int {
	end := skip(f.body, i, depth)
	if end < 0 {
		return end
	}
	c := &t.columns[fd.column]
	before := len(c.text)
	text, ok := f.canon.appendValue(c.text, f.body[i:end])
	if !ok {
		c.text = text[:before]
		f.reject(t, row, fd.path, models.NotUnicode, i)
		return end
	}
	c.begin(row)
	c.text = text
	return end
}

// stamp reads a day, a wall clock or an instant into three columns.
func (f *flattener) stamp(fd *field, t *rows, row, i, depth int) int {
	m, ok := readMoment(f.body, i)
	if !ok || !m.whole {
		return f.odd(fd, t, row, i, depth)
	}
	t.columns[fd.column].set(row, m.day)
	if m.timed {
		t.columns[fd.column+1].set(row, m.clock())
	}
	if m.zoned {
		t.columns[fd.column+2].set(row, m.instant())
	}
	return m.end
}

func boolean(b []byte, i int) (word int64, end int) {
	switch b[i] {
	case 't':
		return 1, max(0, skipWord(b, i, "true"))
	case 'f':
		return 0, max(0, skipWord(b, i, "false"))
	default:
		return 0, 0
	}
}
