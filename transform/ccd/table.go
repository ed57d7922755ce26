package ccd

import (
	"slices"
	"strings"
)

// A table is one that is open. Its row waits for its end; a heading inside makes it a row for looks: its cells become
// lines. A table inside does the same, unless the outer one has a head and so is about something: then the inner one is
// flat, which means that its rows are lines of the outer cell.
type table struct {
	data    *Table // nil until there is a row
	top     bool   // in thead
	flat    bool
	caption []string

	inRow, inCell, inCaption bool
	looks                    bool // the row's cells are lines
	cells                    []string
	spans                    []span   // theirs
	heads                    int      // how many of them are th
	open                     []string // the lines of the open cell
	th                       bool     // the open cell is one
	span                     span     // the open cell's
	crossed                  int      // how much was struck through when it was opened
	reach                    []reach  // of cells above into the next row, by column
}

// put takes a line, or says that it belongs to the section.
func (t *table) put(text string) bool {
	switch {
	case t.inCaption:
		t.caption = append(t.caption, text)
		return false
	case t.inCell && !t.looks:
		t.open = append(t.open, text)
		return true
	default:
		return false
	}
}

// spill makes the open row one for looks.
func (t *table) spill(p *page) {
	if !t.inRow || t.looks {
		return
	}
	s := p.current()
	for _, text := range append(t.cells, t.open...) {
		if text != "" {
			s.lines = append(s.lines, line{cells: []string{text}})
		}
	}
	t.looks, t.cells, t.spans, t.open = true, nil, nil, nil
}

func (p *page) openGrid(k kind, name []byte) error {
	p.breakLine()
	if k == grid {
		return p.openTable()
	}
	if len(p.grids) == 0 {
		return nil
	}
	t := p.grids[len(p.grids)-1]
	t.inCaption = false
	switch k {
	case caption:
		p.endRow(t)
		t.inCaption = true
	case cell, headcell:
		p.endCell(t)
		t.inRow, t.inCell, t.th, t.span, t.crossed = true, true, k == headcell, p.span, len(p.crossed)
	default:
		p.endRow(t)
		if t.inRow = k == row; !t.inRow {
			t.reach, t.top = nil, string(name) == "thead"
		}
	}
	return nil
}

// openTable also ends a table that was left open between its cells.
func (p *page) openTable() error {
	inner := &table{}
	if n := len(p.grids); n > 0 {
		outer := p.grids[n-1]
		inner.flat = outer.inCell && !outer.looks && (outer.flat || outer.data != nil && len(outer.data.Head) > 0)
		if !inner.flat {
			outer.spill(p)
		}
		if !outer.inCell && !outer.inCaption {
			p.closeGrid(grid)
		}
	}
	if len(p.grids) == maxTables {
		return &Error{Problem: TooDeep}
	}
	p.grids = append(p.grids, inner)
	return nil
}

func (p *page) closeGrid(k kind) {
	p.breakLine()
	n := len(p.grids)
	if n == 0 {
		return
	}
	t := p.grids[n-1]
	t.inCaption = false
	switch k {
	case cell, headcell:
		p.endCell(t)
	case grid:
		p.endRow(t)
		p.grids = p.grids[:n-1]
	default:
		p.endRow(t)
		if k == group {
			t.reach, t.top = nil, false
		}
	}
}

func (p *page) endCell(t *table) {
	p.breakLine()
	if !t.inCell {
		return
	}
	t.inCell, p.crossed = false, p.crossed[:min(len(p.crossed), t.crossed)]
	if t.looks {
		return
	}
	if t.th {
		t.heads++
	}
	t.cells = append(t.cells, joined(t.open, "\n"))
	t.spans = append(t.spans, t.span)
	t.open = t.open[:0]
}

// endRow puts a row that says something into the section and into the table.
func (p *page) endRow(t *table) {
	p.endCell(t)
	if !t.inRow {
		return
	}
	cells, spans, head := t.cells, t.spans, t.isHead()
	t.inRow, t.looks, t.cells, t.spans, t.heads = false, false, nil, t.spans[:0], 0
	if t.flat {
		if joined(cells, "") != "" {
			cells = slices.DeleteFunc(cells, func(text string) bool { return text == "" })
			p.put(strings.ReplaceAll(joined(cells, " "), "\n", " "))
		}
		return
	}
	head = head && (t.data == nil || len(t.data.Head) == 0 && len(t.data.Rows) == 0)
	row, placed := p.place(t, cells, spans, head)
	if joined(cells, "") == "" {
		return
	}
	s := p.current()
	if t.data == nil {
		t.data = t.begin()
		s.tables = append(s.tables, t.data)
	}
	t.data.placed = t.data.placed || placed
	if head {
		t.data.Head, t.data.heads = row, len(row)-spans[len(spans)-1].columns+1
	} else {
		t.data.Rows = append(t.data.Rows, row)
	}
	s.lines = append(s.lines, line{cells: cells, head: head})
}

// isHead says of the open row that it names columns. A single cell that is no heading may be what the table is called.
func (t *table) isHead() bool {
	n := len(t.cells)
	return n > 0 && t.heads == n || n > 1 && t.top
}

func (t *table) begin() *Table {
	data := &Table{Head: []string{}, Rows: [][]string{}}
	if len(t.caption) > 0 {
		text := joined(t.caption, "\n")
		data.Caption = &text
		t.caption = nil
	}
	return data
}
