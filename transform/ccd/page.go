package ccd

import "slices"

// A page is what the walk makes: sections of lines. Text goes to the run; what begins or ends a line puts the run where it
// belongs: to the cell that is open, or to the section.
type page struct {
	title    string
	titled   bool // the first title was read
	inTitle  bool
	verbatim bool
	rank     int // of the heading that is open, 0 is none

	crossed []string // the elements that are open and strike through

	run      words
	sections []*section
	grids    []*table // open ones, the outermost first

	span   span // of the cell that is opened
	fills  []fill
	spread int

	enclosed string // a hash of what is in the document and is no text
}

// A section is a heading and its lines.
type section struct {
	heading string
	level   int // 0 before the first heading
	lines   []line
	tables  []*Table
}

// A line is a block of text, or a row. The cells of a row are those of its table.
type line struct {
	cells []string
	head  bool // a row of headings
	fold  bool // nothing but the sign on which one clicks to fold a section
}

func (p *page) current() *section {
	if len(p.sections) == 0 {
		p.sections = append(p.sections, &section{})
	}
	return p.sections[len(p.sections)-1]
}

func (p *page) text(text []byte) {
	p.run.crosses = len(p.crossed) > 0
	if !p.verbatim || p.inTitle || p.rank > 0 {
		p.run.write(text)
		return
	}
	for start, i := 0, 0; i <= len(text); i++ {
		if i < len(text) && text[i] != '\n' && text[i] != '\r' {
			continue
		}
		p.run.write(text[start:i])
		start = i + 1
		if i < len(text) {
			p.breakLine()
		}
	}
}

func (p *page) space() { p.run.space = true }

func (p *page) open(k kind, name []byte) error {
	switch k {
	case inline, field, dropped:
	case raised:
		p.run.raise('^')
	case lowered:
		p.run.raise('_')
	case crossed:
		p.crossed = append(p.crossed, string(name))
	case newline:
		p.breakLine()
	case verbatim:
		p.block()
		p.verbatim = true
	case heading:
		p.beginHeading(int(name[1] - '0'))
	case title:
		p.block()
		p.inTitle = true
	case block, choice:
		p.block()
	case grid, group, row, cell, headcell, caption:
		p.endHeading()
		p.verbatim = false
		return p.openGrid(k, name)
	}
	return nil
}

func (p *page) close(k kind) {
	switch k {
	case inline, field, crossed, dropped:
	case raised, lowered:
		p.run.level()
	case newline, block, choice:
		p.breakLine()
	case verbatim:
		p.breakLine()
		p.verbatim = false
	case heading:
		p.endHeading()
	case title:
		p.endTitle()
	case grid, group, row, cell, headcell, caption:
		p.endHeading()
		p.verbatim = false
		p.closeGrid(k)
	}
}

// block begins one. A heading that has its words ends there: one whose end tag is missing would else take the section.
func (p *page) block() {
	if p.rank > 0 && len(p.run.buf) > 0 {
		p.endHeading()
	}
	p.breakLine()
}

// breakLine ends the run. Titles and headings have one line.
func (p *page) breakLine() {
	if p.inTitle || p.rank > 0 {
		p.run.space = true
		return
	}
	if len(p.run.buf) == 0 {
		p.run = words{buf: p.run.buf}
		return
	}
	p.put(p.run.take())
}

func (p *page) put(text string) {
	for _, t := range slices.Backward(p.grids) {
		if t.put(text) {
			return
		}
		if !t.flat {
			break
		}
	}
	s := p.current()
	fold := len(p.grids) == 0 && isSwitch(text)
	if fold && len(s.lines) == 0 {
		return
	}
	s.lines = append(s.lines, line{cells: []string{text}, fold: fold})
}

// isSwitch says of a line that it is a triangle on which one clicks to fold a section. It is next to a heading; elsewhere,
// and in a table, such a sign may mean that a value is high. A square or a circle may be a box that somebody has ticked.
func isSwitch(text string) bool {
	for _, r := range text {
		if r < '\u25b2' || r > '\u25c5' {
			return false
		}
	}
	return true
}

func (p *page) endTitle() {
	if !p.inTitle {
		return
	}
	p.inTitle = false
	switch text := p.run.take(); {
	case text == "":
	case p.titled: // documents in one another
		p.put(text)
	default:
		p.title, p.titled = text, true
	}
}

// beginHeading also ends the row that the heading is in: where a cell has a heading, the table is there for its looks.
func (p *page) beginHeading(rank int) {
	p.endHeading()
	p.breakLine()
	p.verbatim = false
	for _, g := range p.grids {
		g.spill(p)
		g.data, g.reach = nil, nil
	}
	p.rank = rank
}

func (p *page) endHeading() {
	if p.rank == 0 {
		return
	}
	rank := p.rank
	p.rank = 0
	if text := p.run.take(); text != "" {
		above := p.current() // what comes before the first heading is the first section, also where that is nothing
		for n := len(above.lines); n > 0 && above.lines[n-1].fold; n-- {
			above.lines = above.lines[:n-1]
		}
		p.sections = append(p.sections, &section{heading: text, level: rank})
	}
}

// finish ends what is open at the end.
func (p *page) finish() {
	p.endTitle()
	p.endHeading()
	for len(p.grids) > 0 {
		p.closeGrid(grid)
	}
	p.breakLine()
	if len(p.sections) > 0 && len(p.sections[0].lines) == 0 && p.sections[0].level == 0 {
		p.sections = p.sections[1:]
	}
	for _, s := range p.sections {
		if p.title == "" && s.level == 1 {
			p.title = s.heading
		}
	}
}
