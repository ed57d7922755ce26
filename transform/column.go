package transform

import "math/bits"

// A column is what rows of one column are gathered in. Numbers of every type are words; a text is a run of bytes in
// one long text, and the words say where each begins. A row that nothing was written to is null and has a zero word,
// so missing values cost nothing.
type column struct {
	words []int64
	valid []uint64 // a bit a row
	text  []byte
}

func (c *column) set(row int, word int64) {
	c.words[row] = word
	c.valid[row>>6] |= 1 << (row & 63)
}

// begin opens the text of a row; it is set when the column's text has grown.
func (c *column) begin(row int) { c.set(row, int64(len(c.text))) }

func (c *column) setText(row int, text []byte) {
	c.begin(row)
	c.text = append(c.text, text...)
}

func (c *column) isSet(row int) bool { return c.valid[row>>6]>>(row&63)&1 == 1 }

// lastText returns the text of a row that is set and is the last of the column that is.
func (c *column) lastText(row int) []byte { return c.text[c.words[row]:] }

// unset makes the last row of a column null.
func (c *column) unset(row int, text bool) {
	if !c.isSet(row) {
		return
	}
	if text {
		c.text = c.text[:c.words[row]]
	}
	c.words[row] = 0
	c.valid[row>>6] &^= 1 << (row & 63)
}

// truncate forgets the rows from n to old.
func (c *column) truncate(n, old int, text bool) {
	for row := old - 1; row >= n; row-- {
		c.unset(row, text)
	}
}

// count returns how many of n rows are set.
func (c *column) count(n int) int {
	set := 0
	for _, w := range c.valid[:(n+63)>>6] {
		set += bits.OnesCount64(w)
	}
	return set
}

// each calls do with every row that is set.
func (c *column) each(n int, do func(row int)) {
	for k, w := range c.valid[:(n+63)>>6] {
		for ; w != 0; w &= w - 1 {
			do(k<<6 + bits.TrailingZeros64(w))
		}
	}
}

// close lets the word of every null row of a text column say where the next text begins, as Arrow wants it.
func (c *column) close(n int) {
	next := int64(len(c.text))
	for row := n - 1; row >= 0; row-- {
		if c.isSet(row) {
			next = c.words[row]
		} else {
			c.words[row] = next
		}
	}
}

// grow makes room for n rows.
func (c *column) grow(n int) {
	words := make([]int64, n)
	copy(words, c.words)
	c.words = words
	valid := make([]uint64, (n+63)>>6)
	copy(valid, c.valid)
	c.valid = valid
}

// reset forgets all of n rows.
func (c *column) reset(n int) {
	clear(c.words[:n])
	clear(c.valid[:(n+63)>>6])
	c.text = c.text[:0]
}
