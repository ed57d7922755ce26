package transform

import "carehouse/models"

// Rows gathers the rows of one table. Only the last row is written to; an earlier one is complete.
type rows struct {
	*table
	columns  []column // only those that the plan calls stored are used
	ordinals []int32  // in the list, or of the record in the page
	parents  []int32  // the row of the parent's table
	roots    []int32  // the row of the root's table, known when the page is read
	hashes   []uint64
	n        int
}

func newRows(t *table) rows { return rows{table: t, columns: make([]column, len(t.Columns))} }

// begin opens a row.
func (r *rows) begin(ordinal, parent int) int {
	if r.n == len(r.ordinals) {
		r.grow(max(64, 2*r.n))
	}
	row := r.n
	r.n++
	r.ordinals[row], r.parents[row] = int32(ordinal), int32(parent)
	return row
}

func (r *rows) grow(n int) {
	for _, i := range r.stored {
		r.columns[i].grow(n)
	}
	r.ordinals = append(make([]int32, 0, n), r.ordinals...)[:n]
	r.parents = append(make([]int32, 0, n), r.parents...)[:n]
	r.roots, r.hashes = make([]int32, n), make([]uint64, n)
}

// complete fills what stands in for nulls, and reports whether the row has its key.
func (r *rows) complete(row int) bool {
	for _, i := range r.elses {
		for _, k := range r.Columns[i].Else {
			if !r.columns[i].isSet(row) && r.columns[k].isSet(row) {
				r.copy(i, k, row)
			}
		}
	}
	for _, i := range r.keys {
		if !r.columns[i].isSet(row) {
			return false
		}
	}
	return true
}

// named reports whether the payload gave the row anything of its key.
func (r *rows) named(row int) bool {
	for _, i := range r.payload {
		if r.columns[i].isSet(row) {
			return true
		}
	}
	return false
}

// put writes a cell of the last row.
func (r *rows) put(i, row int, cell models.Cell) {
	c := &r.columns[i]
	switch {
	case !cell.Set:
	case r.Columns[i].Type == models.String:
		c.begin(row)
		c.text = append(c.text, cell.Str...)
	default:
		c.set(row, cell.Int)
	}
}

func (r *rows) copy(to, from, row int) {
	if r.Columns[to].Type == models.String {
		r.columns[to].setText(row, r.columns[from].lastText(row))
		return
	}
	r.columns[to].set(row, r.columns[from].words[row])
}

// clear makes the columns of a value null again.
func (r *rows) clear(f *field, row int) {
	for i := f.column; i < len(r.Columns) && r.Columns[i].Path == f.path; i++ {
		r.columns[i].unset(row, r.Columns[i].Type == models.String)
	}
}

// truncate forgets all rows from n on.
func (r *rows) truncate(n int) {
	for _, i := range r.stored {
		r.columns[i].truncate(n, r.n, r.Columns[i].Type == models.String)
	}
	r.n = n
}

// reset forgets all rows but keeps the room that they had.
func (r *rows) reset() {
	for _, i := range r.stored {
		r.columns[i].reset(r.n)
	}
	r.n = 0
}
