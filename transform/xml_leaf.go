package transform

import (
	"bytes"

	"carehouse/models"
)

// leafElement reads the element of a value.
func (f *flattener) leafElement(fd *field, t *rows, row int, tg *startTag, from, i, depth int) int {
	if fd.kind == models.KindJSON {
		return f.jsonElement(fd, t, row, tg, from, i, depth)
	}
	if tg.empty {
		f.leave(tg)
		return i
	}
	text, kids, end := f.content(tg, i, depth)
	switch {
	case end < 0:
	case kids:
		f.reject(t, row, fd.path, models.NotText, from)
	default:
		f.leafText(fd, t, row, text, from)
	}
	return end
}

// jsonElement keeps an element as canonical JSON.
func (f *flattener) jsonElement(fd *field, t *rows, row int, tg *startTag, from, i, depth int) int {
	if i = f.rest(tg, i, depth); i < 0 {
		return i
	}
	c := &t.columns[fd.column]
	before := len(c.text)
	if text, _, _ := f.render(c.text, from, depth-1); string(text[before:]) != "null" {
		c.begin(row)
		c.text = text
	}
	return i
}

// leafText reads a text that was decoded into the columns of its field. An empty one is null. What is not spelled
// plainly is left to the value type, which is given the text as JSON.
func (f *flattener) leafText(fd *field, t *rows, row int, s []byte, from int) {
	c := &t.columns[fd.column]
	if len(s) == 0 {
		return
	}
	var word int64
	end := 0
	switch fd.kind {
	case models.KindText:
		c.setText(row, s)
		return
	case models.KindJSON:
		c.begin(row)
		c.text = appendQuoted(c.text, s)
		return
	case models.KindMoney, models.KindQuantity:
		word, end = decimal(s, 0)
	case models.KindInt:
		word, end = integer(s, 0)
	case models.KindDate:
		if len(s) == len("2006-01-02") {
			if day, ok := readDay(s); ok {
				word, end = day, len(s)
			}
		}
	case models.KindWord:
		word, end = trueOrFalse(s)
	default:
		if f.momentText(fd, t, row, s) {
			return
		}
	}
	if end == len(s) && s[0] != '"' {
		c.set(row, word)
		return
	}
	if s = bytes.Trim(s, " \t\r\n"); len(s) == 0 {
		return
	}
	f.quoted = appendQuoted(f.quoted[:0], s)
	f.readItself(fd, t, row, f.quoted, from)
}

// momentText reads a plain day or time of any of the kinds.
func (f *flattener) momentText(fd *field, t *rows, row int, s []byte) bool {
	m, ok := bareMoment(s, 0)
	us := fd.kind == models.KindUSDate || fd.kind == models.KindUSTime || fd.kind == models.KindUSStamp
	if us && !ok {
		m, ok = usMoment(s)
	}
	if !ok || m.end != len(s) || !m.whole {
		return false
	}
	c := t.columns[fd.column:]
	switch fd.kind {
	case models.KindInstant:
		if ok = m.timed && m.zoned; ok {
			c[0].set(row, m.instant())
		}
	case models.KindLocalTime, models.KindUSTime:
		if ok = m.timed && !m.zoned; ok {
			c[0].set(row, m.clock())
		}
	case models.KindUSDate:
		if ok = !m.zoned && m.micros == 0; ok {
			c[0].set(row, m.day)
		}
	case models.KindUSStamp:
		if ok = !m.zoned; ok {
			c[0].set(row, m.day)
		}
		if ok && m.timed {
			c[1].set(row, m.clock())
		}
	case models.KindStamp:
		c[0].set(row, m.day)
		if m.timed {
			c[1].set(row, m.clock())
		}
		if m.zoned {
			c[2].set(row, m.instant())
		}
	default: // a range or a flag is no text, and the other kinds read themselves
		ok = false
	}
	return ok
}
