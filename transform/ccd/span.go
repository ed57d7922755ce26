package ccd

import (
	"bytes"
	"slices"
)

// A span says how many columns and rows a cell takes.
type span struct{ columns, rows int }

// The most that HTML lets a cell take. A cell that takes no rows reaches to the end of its group.
const (
	maxColumns = 1000
	maxRows    = 65534
)

// span reads what a cell's tag says of it. Of equal attributes the first one counts.
func (w *walker) span() span {
	columns, rows := -1, -1
	for more := true; more; {
		var name, value []byte
		name, value, more = w.z.TagAttr()
		switch string(name) {
		case "colspan":
			if columns < 0 {
				columns = number(value, maxColumns, 1)
			}
		case "rowspan":
			if rows < 0 {
				rows = number(value, maxRows, 1)
			}
		}
	}
	if rows == 0 {
		rows = maxRows
	}
	return span{max(columns, 1), max(rows, 1)}
}

// number reads one as browsers do, to whom what is behind its digits is nothing.
func number(value []byte, most, otherwise int) int {
	value = bytes.TrimPrefix(bytes.TrimLeft(value, " \t\r\n\f"), []byte("+"))
	n, digits := 0, 0
	for digits < len(value) && isDigit(value[digits]) {
		n = min(n*10+int(value[digits]-'0'), most)
		digits++
	}
	if digits == 0 {
		return otherwise
	}
	return n
}

// A reach is what a cell above takes of a column: its text, or nothing, in so many more rows.
type reach struct {
	text *string
	rows int
}

// A fill is a place of a row that has the text of a cell. It is filled when all is known that is forgotten of the cell.
type fill struct{ to, from *string }

// maxSpread bounds what spans make of a document: places of rows, and of what they repeat 16 bytes each.
const maxSpread = 1 << 22

// place returns a row's texts by column, and the cells themselves where spans move none of them. A cell across rows is in
// each of them, because a row is read without the others, and a heading is above each of its columns. Any other cell
// is in its first column only, because a value that is there twice is counted twice.
func (p *page) place(t *table, cells []string, spans []span, head bool) (row []string, placed bool) {
	if len(t.reach) == 0 && !slices.ContainsFunc(spans, func(s span) bool { return s != span{1, 1} }) {
		return cells, false
	}
	l := layout{head: head, above: t.reach, below: make([]reach, len(t.reach)), spread: p.spread + len(t.reach)}
	for i := 0; i < len(cells) && l.spread <= maxSpread; i++ {
		l.cell(&cells[i], spans[i])
	}
	l.rest()
	t.reach, p.spread = l.below, l.spread
	if l.keeps(cells) {
		return cells, false
	}
	row = make([]string, len(l.texts))
	for i, text := range l.texts {
		if text != nil {
			p.fills = append(p.fills, fill{&row[i], text})
		}
	}
	return row, true
}

// A layout is a row that is being placed.
type layout struct {
	head         bool
	column       int // the next one
	texts        []*string
	above, below []reach // by column
	spread       int
}

// cell puts a cell into the next columns that are free.
func (l *layout) cell(text *string, s span) {
	for l.column < len(l.above) && l.above[l.column].rows > 0 {
		l.repeat()
	}
	for n := range s.columns {
		if n > 0 && !l.head {
			if text = nil; s.rows == 1 {
				l.column += s.columns - n
				return
			}
		}
		if s.rows > 1 {
			for len(l.below) <= l.column {
				l.below = append(l.below, reach{})
				l.spread++
			}
			l.below[l.column] = reach{text, s.rows - 1}
		}
		l.put(text)
	}
}

// repeat puts what a cell above has in the next column.
func (l *layout) repeat() {
	r := l.above[l.column]
	if r.rows > 1 {
		l.below[l.column] = reach{r.text, r.rows - 1}
	}
	if r.rows > 0 && r.text != nil {
		l.spread += len(*r.text) / 16
		l.put(r.text)
		return
	}
	l.put(nil)
}

// rest puts what the cells above have behind the last cell.
func (l *layout) rest() {
	for l.column < len(l.above) && l.spread <= maxSpread {
		l.repeat()
	}
	for n := len(l.below); n > 0 && l.below[n-1].rows == 0; n-- {
		l.below = l.below[:n-1]
	}
}

// put puts a text into the next column. Behind the last text there is no column.
func (l *layout) put(text *string) {
	if text != nil {
		l.spread += l.column + 1 - len(l.texts)
		if l.spread <= maxSpread {
			l.texts = append(l.texts, make([]*string, l.column-len(l.texts))...)
			l.texts = append(l.texts, text)
		}
	}
	l.column++
}

// keeps says that every cell is where it would be if nothing spanned anything.
func (l *layout) keeps(cells []string) bool {
	for i, text := range l.texts {
		if i == len(cells) || text != &cells[i] {
			return false
		}
	}
	return len(l.texts) == len(cells)
}

// fill fills what was placed, and takes from heads what is above no row.
func (p *page) fill() {
	for _, f := range p.fills {
		*f.to = *f.from
	}
	for _, s := range p.sections {
		for _, t := range s.tables {
			if !t.placed {
				continue
			}
			width := t.heads
			for _, row := range t.Rows {
				width = max(width, len(row))
			}
			t.Head = t.Head[:min(len(t.Head), width)]
		}
	}
}
