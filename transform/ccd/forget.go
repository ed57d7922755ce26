package ccd

import (
	"slices"
	"strings"
)

// A find is a place of a value: bytes of a cell.
type find struct {
	cell     *string
	from, to int
}

func (f find) text() string { return (*f.cell)[f.from:f.to] }

// forget takes from the lines what says only when, and as which copy, the document was made.
func (p *page) forget() {
	var made, likely, gone, head, foot []find
	for i, s := range p.sections {
		at := p.edge(i)
		spots(s, func(line int, cell, next *string, may labels) {
			strong := strongRule.finds(cell, next, may)
			if !at.has(line) {
				likely = append(likely, strong...)
				return
			}
			made = append(made, strong...)
			gone = append(gone, bornRule.finds(cell, next, may)...)
			gone = append(gone, nameRule.finds(cell, next, may)...)
			likely = append(likely, authorRule.finds(cell, next, may)...)
			if found := weakRule.finds(cell, next, may); line < at.head {
				head = append(head, found...)
			} else {
				foot = append(foot, found...)
			}
		})
	}
	made = append(append(made, p.closing()...), believed(head, foot)...)
	known := map[string]bool{}
	for _, f := range made {
		if text := f.text(); strings.Contains(text, ":") { // many things are of the same day
			known[text] = true
		}
	}
	for _, f := range likely {
		if known[f.text()] {
			gone = append(gone, f)
		}
	}
	cut(append(gone, made...))
	p.title = unstamped(p.title, known)
	for i, s := range p.sections {
		if p.edge(i).head > 0 {
			s.heading = unstamped(s.heading, known)
		}
	}
}

// believed are the finds of weak labels that are about the document. Where a header or footer says two things, at least
// one of them is about something else, and nobody knows which.
func believed(head, foot []find) []find {
	same := func(a, b find) bool { return a.text() == b.text() }
	if one := slices.CompactFunc(slices.Clone(head), same); len(one) > 1 {
		return nil
	} else if len(one) == 1 {
		return append(head, slices.DeleteFunc(foot, func(f find) bool { return f.text() != one[0].text() })...)
	}
	if len(slices.CompactFunc(slices.Clone(foot), same)) > 1 {
		return nil
	}
	return foot
}

// spots shows every cell that may hold a label, and the cell next to it: in its row, or else in the next line where both
// lines are one cell. Column heads are not shown: what is below them are values of many things.
func spots(s *section, show func(line int, cell, next *string, may labels)) {
	for i, l := range s.lines {
		if l.head {
			continue
		}
		var below []string
		if i+1 < len(s.lines) {
			below = s.lines[i+1].cells
		}
		for j := range l.cells {
			may := mayHold(l.cells[j])
			switch {
			case may == 0:
			case j+1 < len(l.cells):
				show(i, &l.cells[j], &l.cells[j+1], may)
			case j == 0 && len(below) == 1:
				show(i, &l.cells[j], &below[0], may)
			default:
				show(i, &l.cells[j], nil, may)
			}
		}
		if s.numbered(i) {
			label := "document id"
			show(i, &label, &below[1], nameLabels)
		}
	}
}

// cut takes finds out of their cells.
func cut(finds []find) {
	byCell := map[*string][]find{}
	for _, f := range finds {
		byCell[f.cell] = append(byCell[f.cell], f)
	}
	for cell, finds := range byCell {
		slices.SortFunc(finds, func(a, b find) int { return a.from - b.from })
		var b strings.Builder
		text, at := *cell, 0
		for _, f := range finds {
			if f.from < at {
				continue
			}
			b.WriteString(strings.TrimRight(text[at:f.from], " "))
			at = f.to
		}
		b.WriteString(text[at:])
		*cell = strings.TrimSpace(b.String())
	}
}

// unstamped takes a moment off the end of a title, where the document says elsewhere that it was made then.
func unstamped(text string, made map[string]bool) string {
	if len(made) == 0 {
		return text
	}
	m := endingMoment.FindStringSubmatchIndex(text)
	if m == nil || !made[text[m[2]:m[3]]] {
		return text
	}
	return text[:m[0]]
}
