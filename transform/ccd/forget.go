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
	var made, authored, gone, head, foot []find
	for i, s := range p.sections {
		at := p.place(i)
		spots(s, func(cell, next *string, may labels) {
			made = append(made, strongRule.finds(cell, next, may)...)
			if at == middle {
				return
			}
			gone = append(gone, bornRule.finds(cell, next, may)...)
			gone = append(gone, nameRule.finds(cell, next, may)...)
			authored = append(authored, authorRule.finds(cell, next, may)...)
			if found := weakRule.finds(cell, next, may); at == header {
				head = append(head, found...)
			} else {
				foot = append(foot, found...)
			}
		})
	}
	made = append(made, believed(head, foot)...)
	known := map[string]bool{}
	for _, f := range made {
		known[f.text()] = true
	}
	for _, f := range authored {
		if known[f.text()] {
			gone = append(gone, f)
		}
	}
	cut(append(gone, made...))
	p.title = unstamped(p.title, known)
	for _, s := range p.sections {
		s.heading = unstamped(s.heading, known)
	}
}

// A place is where in a document a section is.
type place uint8

const (
	middle place = iota
	header
	footer
)

// place calls header what comes before the second heading and whatever is headed Document, and footer the last section.
func (p *page) place(i int) place {
	s := p.sections[i]
	switch {
	case s.level == 0, i == 0, i == 1 && p.sections[0].level == 0:
		return header
	case begins(s.heading, "document"):
		return header
	case i == len(p.sections)-1:
		return footer
	default:
		return middle
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
func spots(s *section, show func(cell, next *string, may labels)) {
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
				show(&l.cells[j], &l.cells[j+1], may)
			case j == 0 && len(below) == 1:
				show(&l.cells[j], &below[0], may)
			default:
				show(&l.cells[j], nil, may)
			}
		}
		// The stylesheets of HL7 write Document, and below it ID.
		if len(l.cells) == 1 && len(below) == 2 && strings.EqualFold(l.cells[0], "document") && strings.EqualFold(below[0], "id") {
			label := "document id"
			show(&label, &below[1], nameLabels)
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
