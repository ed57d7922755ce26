package ccd

import (
	"slices"
	"strings"
)

// An edge is what of a section is about the document and not about the patient's care: the lines before head, and those from
// foot on.
type edge struct{ head, foot int }

func (e edge) has(line int) bool { return line < e.head || line >= e.foot }

const (
	longestHeader = 40 // lines: more of them are no header, whatever comes behind
	closingLines  = 3
)

// edge finds a section's: all below a heading that says so; what is before the first heading of care; and in the last
// section what follows the line with which the stylesheets of HL7 begin their list of who is who. Where one cannot tell
// there is none.
func (p *page) edge(i int) edge {
	s := p.sections[i]
	e := edge{foot: len(s.lines)}
	first := s.level == 0 || p.entitles(i)
	switch last := i == len(p.sections)-1; {
	case isAbout(s.heading):
		e.head = len(s.lines)
	case last:
		e.foot = s.foot()
		if first && (e.foot < len(s.lines) || s.beginsWithPatient()) {
			e.head = s.leading(func(l line) bool { return len(l.cells) > 1 })
		}
	case first:
		e.head = s.leading(func(line) bool { return true })
	}
	return e
}

func isAbout(heading string) bool {
	switch strings.ToLower(heading) {
	case "document", "document details", "document information", "about this document":
		return true
	default:
		return false
	}
}

// leading counts the first lines that are so, to the first table that has column heads.
func (s *section) leading(so func(line) bool) int {
	n := 0
	for n < len(s.lines) && !s.lines[n].head && so(s.lines[n]) {
		n++
	}
	if n > longestHeader {
		return 0
	}
	return n
}

// beginsWithPatient says of a section that its first row says whose document it is, as those of stylesheets do.
func (s *section) beginsWithPatient() bool {
	return len(s.lines) > 0 && len(s.lines[0].cells) > 1 && strings.EqualFold(strings.TrimRight(s.lines[0].cells[0], ": "), "patient")
}

// foot finds the line Document that has its ID below.
func (s *section) foot() int {
	for n := range s.lines {
		if s.numbered(n) {
			return n
		}
	}
	return len(s.lines)
}

// entitles says of the first heading whether it is the document's: then it ranks above all others.
func (p *page) entitles(i int) bool {
	if i > 1 || i == 1 && p.sections[0].level > 0 {
		return false
	}
	return !slices.ContainsFunc(p.sections[i+1:], func(s *section) bool { return s.level <= p.sections[i].level })
}

// numbered says of a line that it is Document and that its ID is below.
func (s *section) numbered(n int) bool {
	if n+1 >= len(s.lines) {
		return false
	}
	cells, below := s.lines[n].cells, s.lines[n+1].cells
	return len(cells) == 1 && len(below) == 2 && strings.EqualFold(cells[0], "document") && strings.EqualFold(below[0], "id")
}

// closing finds the time of making in the last lines.
func (p *page) closing() (finds []find) {
	if len(p.sections) == 0 {
		return nil
	}
	lines := p.sections[len(p.sections)-1].lines
	for _, l := range lines[max(0, len(lines)-closingLines):] {
		if len(l.cells) != 1 || len(l.cells[0]) > longestText {
			continue
		}
		if m := closingText.FindStringSubmatchIndex(l.cells[0]); m != nil {
			finds = append(finds, find{cell: &l.cells[0], from: m[2], to: m[3]})
		}
	}
	return finds
}
