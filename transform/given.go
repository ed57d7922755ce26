package transform

import (
	"encoding/json"

	"carehouse/models"
)

// A givenCell is what a fact of the page puts into a column of every record.
type givenCell struct {
	column int
	cell   models.Cell
	reason models.Reason
}

// givenCells reads the facts of a page, each with the value type of its column, as if it were a text in JSON.
func givenCells(p *Plan, facts map[string]string) []givenCell {
	var cells []givenCell
	for _, i := range p.givens {
		fact, known := facts[p.root.Columns[i].Given]
		if !known {
			continue
		}
		cell := factCell(p.root.Columns[i].Kind, fact)
		cell.column = i
		cells = append(cells, cell)
	}
	return cells
}

// factCell reads a fact.
func factCell(kind models.Kind, fact string) givenCell {
	quoted, _ := json.Marshal(fact) // a string has a JSON form
	leaf := newLeaf(kind)
	_ = leaf.UnmarshalJSON(quoted) // it never fails; it keeps a reason
	return givenCell{cell: leaf.Cells(nil)[0], reason: leaf.Rejected()}
}

// give fills the columns of a record that began at a place with the facts of the page.
func (f *flattener) give(root *rows, row, at int) {
	for _, g := range f.given {
		root.put(g.column, row, g.cell)
		if g.reason != "" {
			f.reject(root, row, root.Columns[g.column].Given, g.reason, at)
		}
	}
}
