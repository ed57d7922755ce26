package cli

import (
	"io"
	"strings"
	"unicode/utf8"
)

// width is how many columns a screen may have.
const width = 100

// longCell is how wide a cell may be to widen its column. A longer one, such as a path, stays whole and sticks out.
const longCell = 40

// A table is a screen of columns. A head that begins with > is set to the right, as numbers are. Only the last column
// may be long: it is broken between words and goes on below itself. Everything else stays whole, to be copied.
type table struct {
	head []string
	rows [][]string
}

// add adds a row. Missing cells are empty.
func (t *table) add(cells ...string) {
	for len(cells) < len(t.head) {
		cells = append(cells, "")
	}
	t.rows = append(t.rows, cells)
}

// write prints the table, without its head when that has no words.
func (t *table) write(w io.Writer) {
	last := len(t.head) - 1
	head, right, sizes, before := t.measure()
	line := func(cells []string) {
		parts := fold(cells[last], max(width-before, 20))
		var b strings.Builder
		for i, cell := range cells[:last] {
			pad := strings.Repeat(" ", max(sizes[i]-utf8.RuneCountInString(cell), 0))
			if right[i] {
				b.WriteString(pad + cell + "  ")
			} else {
				b.WriteString(cell + pad + "  ")
			}
		}
		if utf8.RuneCountInString(b.String()) > before { // a long cell moved everything: the last one goes below
			_, _ = io.WriteString(w, strings.TrimRight(b.String(), " ")+"\n")
			b.Reset()
			b.WriteString(strings.Repeat(" ", before))
		}
		if right[last] {
			b.WriteString(strings.Repeat(" ", max(sizes[last]-utf8.RuneCountInString(parts[0]), 0)))
		}
		b.WriteString(parts[0])
		_, _ = io.WriteString(w, strings.TrimRight(b.String(), " ")+"\n")
		for _, part := range parts[1:] {
			_, _ = io.WriteString(w, strings.Repeat(" ", before)+part+"\n")
		}
	}
	if strings.Join(head, "") != "" {
		line(head)
	}
	for _, row := range t.rows {
		line(row)
	}
}

// measure returns the heads without their marks, which columns are set to the right, how wide each is, and how far to
// the right the last one begins.
func (t *table) measure() (head []string, right []bool, sizes []int, before int) {
	for i, name := range t.head {
		plain, numbers := strings.CutPrefix(name, ">")
		head, right = append(head, plain), append(right, numbers)
		size := utf8.RuneCountInString(plain)
		for _, row := range t.rows {
			if n := utf8.RuneCountInString(row[i]); n <= longCell {
				size = max(size, n)
			}
		}
		sizes = append(sizes, size)
		if i < len(t.head)-1 {
			before += size + 2
		}
	}
	return head, right, sizes, before
}

// fold breaks text between words, but not within commands, and at its own line ends, into lines of at most so many columns
// where that is possible.
func fold(text string, columns int) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		line := ""
		for word := range strings.FieldsSeq(unbroken(paragraph)) {
			word = strings.ReplaceAll(word, kept, " ")
			switch {
			case line == "":
				line = word
			case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= columns:
				line += " " + word
			default:
				lines = append(lines, line)
				line = word
			}
		}
		lines = append(lines, line)
	}
	return lines
}
