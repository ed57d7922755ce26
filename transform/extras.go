package transform

import (
	"cmp"
	"slices"

	"carehouse/models"
)

// writeExtras gives each row the object of the members that no column describes.
func (f *flattener) writeExtras() {
	slices.SortFunc(f.extras, func(a, b extra) int {
		return cmp.Or(
			cmp.Compare(a.table, b.table), cmp.Compare(a.row, b.row),
			cmp.Compare(a.path, b.path), cmp.Compare(a.start, b.start),
		)
	})
	for k := 0; k < len(f.extras); {
		e := f.extras[k]
		n := k
		for n < len(f.extras) && f.extras[n].table == e.table && f.extras[n].row == e.row {
			n++
		}
		f.writeExtra(&f.tables[e.table], e.row, f.extras[k:n])
		k = n
	}
}

func (f *flattener) writeExtra(t *rows, row int, members []extra) {
	c := &t.columns[t.extra]
	c.begin(row)
	c.text = append(c.text, '{')
	for k, e := range members {
		f.noted = append(f.noted, noted{e.note, e.start})
		start := len(c.text)
		c.text = append(appendQuoted(c.text, e.path), ':')
		inside, ok := len(c.text), !e.broken
		if ok {
			c.text, ok = f.canon.appendValue(c.text, e.raw)
		}
		if !ok {
			f.reject(t, row, e.path, models.NotUnicode, e.start)
			c.text = append(c.text[:inside], "null"...)
		}
		c.text = append(c.text, ',')
		if k+1 < len(members) && members[k+1].path == e.path {
			c.text = c.text[:start] // two objects of one row may spell one path; the last one counts
		}
	}
	c.text[len(c.text)-1] = '}'
}
