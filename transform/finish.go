package transform

import (
	"slices"

	"carehouse/models"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/zeebo/xxh3"
)

// batch makes Arrow records of the gathered rows. What is the same in every row, or can be computed for a whole
// column at once (lineage, hashes, sums), is made here and not while reading.
func (f *flattener) batch(mem memory.Allocator, w models.Window, page models.Page) Batch {
	b := Batch{Found: f.found, Rejects: slices.Clone(f.rejects), Notes: f.notes}
	for i := range f.tables {
		f.tables[i].hash()
	}
	for i := len(f.tables) - 1; i > 0; i-- { // children first: a hash is whole when those below it are in
		f.tables[i].hashInto(&f.tables[f.tables[i].parent])
	}
	for i := range f.tables {
		b.Totals = append(b.Totals, f.tables[i].totals())
		m := maker{flattener: f, rows: &f.tables[i], mem: mem, window: w, page: page}
		b.Records = append(b.Records, m.record())
	}
	return b
}

// findRoots says for each row which row of the root it belongs to.
func (f *flattener) findRoots(r *rows) {
	switch {
	case r.parent < 0:
		for row := range r.n {
			r.roots[row] = int32(row)
		}
	default:
		above := f.tables[r.parent].roots
		for row := range r.n {
			r.roots[row] = above[r.parents[row]]
		}
	}
}

// copied returns how long the longest column of texts is that are copied from the root or from the page. A long key and
// many rows below it are more than the page was.
func (f *flattener) copied(r *rows) (longest int) {
	for i, c := range r.Columns {
		switch {
		case c.Type != models.String:
		case c.Role == models.FromPage:
			longest = max(longest, len(r.columns[i].text))
		case c.Role == models.FromParent:
			key, n := f.tables[0].text(c.Parent), 0
			for row := range r.n {
				n += len(key(int(r.roots[row])))
			}
			longest = max(longest, n)
		}
	}
	return longest
}

// text returns the texts of a column whose rows are complete.
func (r *rows) text(i int) func(row int) []byte {
	c := &r.columns[i]
	c.close(r.n)
	return func(row int) []byte {
		if row+1 < r.n {
			return c.text[c.words[row]:c.words[row+1]]
		}
		return c.text[c.words[row]:]
	}
}

// hash adds up what the cells of each row contribute.
func (r *rows) hash() {
	clear(r.hashes[:r.n])
	for _, i := range r.stored {
		c, seed := &r.columns[i], r.seeds[i]
		switch {
		case seed == 0:
		case r.Columns[i].Type == models.String:
			text := r.text(i)
			c.each(r.n, func(row int) { r.hashes[row] += term(seed, xxh3.Hash(text(row))) })
		default:
			c.each(r.n, func(row int) { r.hashes[row] += term(seed, uint64(c.words[row])) })
		}
	}
}

// hashInto adds what the rows of a list contribute to the rows that the lists are in.
func (r *rows) hashInto(above *rows) {
	if r.Volatile {
		return
	}
	for row := range r.n {
		above.hashes[r.parents[row]] += element(r.seed, r.ordinals[row], r.hashes[row])
	}
}

// totals adds up the money.
func (r *rows) totals() Totals {
	t := Totals{Table: r.Name, Rows: int64(r.n), Money: map[string]Sum{}}
	for _, i := range r.stored {
		if c := r.Columns[i]; c.Kind == models.KindMoney {
			var sum Sum
			r.columns[i].each(r.n, func(row int) { sum = sum.plus(r.columns[i].words[row]) })
			t.Money[c.Name] = sum
		}
	}
	return t
}

// A maker makes the Arrow record of one table.
type maker struct {
	*flattener
	*rows
	mem    memory.Allocator
	window models.Window
	page   models.Page
	zeros  *memory.Buffer
}

func (m *maker) record() arrow.Record {
	places := 0
	arrays := make([]arrow.Array, len(m.Columns))
	for i, c := range m.Columns {
		var data *array.Data
		switch c.Role {
		case models.FromPayload, models.ElementCount, models.FromPage, models.SlotLabel:
			data = m.gathered(i)
		case models.FromParent:
			data = m.inherited(i)
		case models.AncestorPlace:
			places++
			data = m.numbers(i, m.ancestor(places))
		case models.Lineage:
			data = m.lineage(i)
		}
		arrays[i] = array.MakeFromData(data)
		data.Release()
	}
	rec := array.NewRecord(m.schema, arrays, int64(m.n))
	for _, a := range arrays {
		a.Release()
	}
	if m.zeros != nil {
		m.zeros.Release()
	}
	return rec
}

// gathered makes the array of a column that was filled while reading.
func (m *maker) gathered(i int) *array.Data {
	c := &m.columns[i]
	set := c.count(m.n)
	if set == 0 {
		return m.nothing(i)
	}
	valid := m.validity(c, set)
	if m.Columns[i].Type != models.String {
		return m.data(i, m.n-set, valid, m.values(i, c.words[:m.n]))
	}
	c.close(m.n)
	offsets, to := m.offsets()
	for row := range m.n {
		to[row] = int32(c.words[row])
	}
	to[m.n] = int32(len(c.text))
	text := m.buffer(len(c.text))
	copy(text.Bytes(), c.text)
	return m.data(i, m.n-set, valid, offsets, text)
}

// inherited makes the array of a key that is copied from the root.
func (m *maker) inherited(i int) *array.Data {
	root, key := &m.tables[0], m.Columns[i].Parent
	if m.Columns[i].Type != models.String {
		return m.numbers(i, func(row int) int64 { return root.columns[key].words[m.roots[row]] })
	}
	text := root.text(key)
	return m.texts(i, func(row int) []byte { return text(int(m.roots[row])) })
}

// ancestor returns the ordinals of the ancestors at a depth.
func (m *maker) ancestor(depth int) func(row int) int64 {
	return func(row int) int64 {
		r := m.rows
		for r.depth > depth {
			row, r = int(r.parents[row]), &m.tables[r.parent]
		}
		return int64(r.ordinals[row])
	}
}

func (m *maker) lineage(i int) *array.Data {
	switch m.Columns[i].Name {
	case models.ColTenant:
		return m.repeat(i, m.window.Tenant)
	case models.ColWindow:
		return m.repeat(i, m.window.ID)
	case models.ColPage:
		return m.numbers(i, func(int) int64 { return int64(m.page.Number) })
	case models.ColRecord:
		ordinals := m.tables[0].ordinals
		return m.numbers(i, func(row int) int64 { return int64(ordinals[m.roots[row]]) })
	case models.ColOrdinal:
		return m.numbers(i, func(row int) int64 { return int64(m.ordinals[row]) })
	case models.ColExtracted:
		at := m.page.AskedAt.UnixMicro()
		return m.numbers(i, func(int) int64 { return at })
	case models.ColHash:
		return m.numbers(i, func(row int) int64 { return int64(m.hashes[row]) })
	case models.ColRejected:
		return m.data(i, 0, nil, m.values(i, m.columns[i].words[:m.n]))
	default:
		return m.gathered(i)
	}
}
