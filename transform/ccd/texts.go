package ccd

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
)

func joined(texts []string, by string) string {
	if len(texts) == 1 {
		return texts[0]
	}
	return strings.Join(texts, by)
}

// text is a line as one: cells are parted by tabs, and the lines in a cell by blanks.
func (l line) text() string {
	if len(l.cells) == 1 && !strings.Contains(l.cells[0], "\n") {
		return l.cells[0]
	}
	return strings.TrimRight(strings.ReplaceAll(joined(l.cells, "\t"), "\n", " "), "\t")
}

// texts returns what becomes rows.
func (p *page) texts() (sections []Section, whole string) {
	sections = make([]Section, 0, len(p.sections))
	var all strings.Builder
	for _, s := range p.sections {
		out := Section{}
		if s.level > 0 {
			out.Heading, out.Level = &s.heading, &s.level
			addLine(&all, s.heading)
		}
		var b strings.Builder
		for _, l := range s.lines {
			addLine(&b, l.text())
		}
		out.Text = b.String()
		addLine(&all, out.Text)
		for _, t := range s.tables {
			out.Tables = append(out.Tables, *t)
		}
		sections = append(sections, out)
	}
	return sections, all.String()
}

func addLine(b *strings.Builder, text string) {
	if text == "" {
		return
	}
	if b.Len() > 0 {
		b.WriteByte('\n')
	}
	b.WriteString(text)
}

// hash is made of every word and where it stands, and of what is in the document and is no text. No word has a control
// character, so those part them.
func (p *page) hash() string {
	h := sha256.New()
	var buf []byte
	buf = append(buf, "ccd 1\x1d"...)
	buf = append(buf, p.title...)
	for _, s := range p.sections {
		buf = append(buf, '\x1d', byte('0'+s.level))
		buf = append(buf, s.heading...)
		for _, l := range s.lines {
			buf = append(buf, '\x1e')
			if l.head {
				buf = append(buf, '\x1c')
			}
			for _, c := range l.cells {
				buf = append(buf, c...)
				buf = append(buf, '\x1f')
			}
			h.Write(buf)
			buf = buf[:0]
		}
		for _, t := range s.tables {
			buf = append(buf, '\x1b')
			if t.Caption != nil {
				buf = append(buf, *t.Caption...)
			}
			buf = strconv.AppendInt(append(buf, '\x1f'), int64(len(t.Rows)), 10)
			if t.placed {
				buf = t.appendPlaces(buf)
			}
		}
	}
	if p.enclosed != "" {
		buf = append(append(buf, '\x19'), p.enclosed...)
	}
	h.Write(buf)
	return hex.EncodeToString(h.Sum(nil))
}

// appendPlaces appends what a table has in which column. Without spans the lines say it.
func (t *Table) appendPlaces(dst []byte) []byte {
	for _, row := range append([][]string{t.Head}, t.Rows...) {
		dst = append(dst, '\x1a')
		for _, text := range row {
			dst = append(append(dst, text...), '\x1f')
		}
	}
	return dst
}
