package ccd

import (
	"regexp"
	"slices"
	"strings"
)

// A rule says what is forgotten: in a text that holds label and value, or in the cell next to one that holds the label.
type rule struct {
	label, value, text *regexp.Regexp
}

func rules() (strong, weak, author, born, name rule) {
	return rule{strongLabel, wholeMoment, strongText}, rule{weakLabel, wholeMoment, weakText},
		rule{authorLabel, wholeMoment, authorText}, rule{bornLabel, wholeAge, bornText}, rule{nameLabel, wholeCode, nameText}
}

// A find is a place of a value: bytes of a cell.
type find struct {
	cell     *string
	from, to int
}

func (f find) text() string { return (*f.cell)[f.from:f.to] }

// forget takes from the lines what says only when, and as which copy, the document was made.
func (p *page) forget() {
	strong, weak, author, born, name := rules()
	var made, authored, gone []find
	var head, foot []find
	for i, s := range p.sections {
		at := p.place(i)
		spots(s, func(cell, next *string) {
			made = append(made, strong.finds(cell, next)...)
			if at == middle {
				return
			}
			gone = append(gone, born.finds(cell, next)...)
			gone = append(gone, name.finds(cell, next)...)
			authored = append(authored, author.finds(cell, next)...)
			if found := weak.finds(cell, next); at == header {
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
func spots(s *section, show func(cell, next *string)) {
	for i, l := range s.lines {
		for j := range l.cells {
			if l.head || !mayLabel(l.cells[j]) {
				continue
			}
			var next *string
			switch {
			case j+1 < len(l.cells):
				next = &l.cells[j+1]
			case len(l.cells) == 1 && i+1 < len(s.lines) && len(s.lines[i+1].cells) == 1:
				next = &s.lines[i+1].cells[0]
			}
			show(&l.cells[j], next)
			// The stylesheets of HL7 write Document, and below it ID.
			if j == 0 && len(l.cells) == 1 && strings.EqualFold(l.cells[0], "document") && i+1 < len(s.lines) {
				if below := s.lines[i+1].cells; len(below) == 2 && strings.EqualFold(below[0], "id") {
					label := "document id"
					show(&label, &below[1])
				}
			}
		}
	}
}

const longestLabel = 80

func (r rule) finds(cell, next *string) []find {
	var out []find
	for _, m := range r.text.FindAllStringSubmatchIndex(*cell, -1) {
		out = append(out, find{cell: cell, from: m[2], to: m[3]})
	}
	if next == nil || len(*cell) > longestLabel || !r.label.MatchString(*cell) {
		return out
	}
	if m := r.value.FindStringSubmatchIndex(*next); m != nil {
		out = append(out, find{cell: next, from: m[2], to: m[3]})
	}
	return out
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

// mayLabel keeps the patterns, which are slow, from most texts.
func mayLabel(text string) bool {
	for i := range len(text) {
		found := false
		switch text[i] | 0x20 {
		case 'c':
			found = begins(text[i:], "creat")
		case 'g':
			found = begins(text[i:], "genera")
		case 'p':
			found = begins(text[i:], "print") || begins(text[i:], "produc")
		case 'e':
			found = begins(text[i:], "export")
		case 'a':
			found = begins(text[i:], "authored on")
		case 'b':
			found = begins(text[i:], "birth")
		case 'd':
			found = begins(text[i:], "dob") || begins(text[i:], "document i") || i == 0 && strings.EqualFold(text, "document")
		case 'r':
			found = begins(text[i:], "report i")
		}
		if found {
			return true
		}
	}
	return false
}

func begins(text, stem string) bool { return len(text) >= len(stem) && strings.EqualFold(text[:len(stem)], stem) }
