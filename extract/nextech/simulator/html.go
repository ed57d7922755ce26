package simulator

import (
	"encoding/base64"
	"html"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/encoding/charmap"

	"carehouse/extract/invented"
)

// Words of a document that are no text of it.
const (
	scriptWord  = "CANARYSCRIPT"
	styleWord   = "CANARYSTYLE"
	commentWord = "CANARYCOMMENT"
	imageWord   = "canaryimage.example.com"
)

// A making is what differs between two answers with the same document.
type making struct {
	at   time.Time
	salt uint64
}

// truth is what a reader of the HTML must find.
func (d document) truth(f form) *Document {
	out := &Document{
		Encoding: "utf-8", Title: d.title, Sections: slices.Clone(d.sections),
		Dropped: []string{scriptWord, styleWord, commentWord, imageWord},
	}
	if f == windowsDocument {
		out.Encoding = "windows-1252"
	}
	return out
}

// render writes the document as the stylesheets of clinical documents do. Every making has its own time and number, and
// its own idea of where a line ends.
func (d document) render(m making, f form) string {
	dice := invented.Throw(m.salt, forAnswers, uint64(m.at.UnixNano()), 0)
	p := page{end: invented.Pick(&dice, []string{"\n", "\r\n", "\n  "})}
	p.line(`<?xml version="1.0" encoding="utf-8"?>`)
	p.line(`<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">`)
	p.line(`<!-- ` + commentWord + ` ` + m.at.Format(time.RFC3339Nano) + ` ` + invented.UUID(&dice) + ` -->`)
	p.line(`<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head>`)
	p.line(`<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />`)
	p.line(`<title>` + html.EscapeString(d.title) + `</title>`)
	p.line(`<style type="text/css">h1.title{text-align:center} .` + styleWord + `{color:#003366}</style>`)
	made := invented.Hex(dice.Next()) + " " + scriptWord
	p.line(`<script type="text/javascript">var made = "` + made + `"; if (1 < 2) { collapse("<p>"); }</script>`)
	p.line(`</head><body onload="` + scriptWord + `()">`)
	d.header(&p, m)
	p.line(`<div id="documentbody">`)
	for i, s := range d.sections {
		p.section(i+1, s)
	}
	p.line(`</div></body></html>`)
	if f == windowsDocument {
		return windows(p.b.String())
	}
	return p.b.String()
}

// windows writes a text in bytes of Windows-1252; what has none is a question mark.
func windows(text string) string {
	out := make([]byte, 0, len(text))
	for _, r := range text {
		b, ok := charmap.Windows1252.EncodeRune(r)
		if !ok {
			b = '?'
		}
		out = append(out, b)
	}
	return string(out)
}

// header is the title and who is who. The address of the image leads to a host that must never be asked.
func (d document) header(p *page, m making) {
	e, x := d.encounter, d.encounter.patient
	p.line(`<div id="documentheader"><h1 class="title">` + html.EscapeString(d.title) + `</h1>`)
	p.line(`<img src="https://` + imageWord + `/pixel.gif?p=` + strconv.FormatInt(x.id, 10) + `" width="1" height="1" />`)
	if d.big > 0 {
		picture := strings.Repeat("CANARY picture. ", d.big/2/16*3/4)
		p.line(`<img alt="logo" src="data:image/png;base64,` + base64.StdEncoding.EncodeToString([]byte(picture)) + `" />`)
	}
	p.line(`<table class="header_table"><tbody>`)
	born := x.born.Format("January 2, 2006")
	p.label("Patient", strings.Join(strings.Fields(x.first+" "+deref(x.middle)+" "+x.last), " "))
	p.label("Date of Birth", born)
	p.label("Patient-ID", deref(x.chart))
	p.label("Encounter", e.kind+", "+longDate(e.at))
	p.label("Author", e.doctor.first+" "+e.doctor.last+" "+e.doctor.suffix)
	p.label("Created On", m.at.Format("January 2, 2006, 3:04:05PM -0700"))
	p.line(`</tbody></table></div>`)
}

// A page is a document while it is written.
type page struct {
	b   strings.Builder
	end string
}

func (p *page) line(text string) {
	p.b.WriteString(text)
	p.b.WriteString(p.end)
}

func (p *page) label(name, value string) {
	value = html.EscapeString(value)
	p.line(`<tr><td class="td_label">` + name + `</td><td><span class="span_value">` + value + `</span></td></tr>`)
}

func (p *page) section(n int, s Section) {
	p.line(`<div class="section"><div class="section-title">`)
	p.line(`<h3 id="section_` + strconv.Itoa(n) + `">` + html.EscapeString(s.Heading) + `</h3></div>`)
	p.line(`<div class="section-content"><div class="section-body">`)
	for _, text := range s.Texts {
		p.line(`<p>` + html.EscapeString(text) + `</p>`)
	}
	if s.Head != nil {
		p.line(`<table class="narr_table" border="1"><thead>`)
		p.row("th", s.Head)
		p.line(`</thead><tbody>`)
		for _, row := range s.Rows {
			p.row("td", row)
		}
		p.line(`</tbody></table>`)
	}
	p.line(`</div></div></div>`)
}

func (p *page) row(cell string, texts []string) {
	p.b.WriteString(`<tr class="narr_tr">`)
	for _, text := range texts {
		p.b.WriteString(`<` + cell + `>` + html.EscapeString(text) + `</` + cell + `>`)
	}
	p.line(`</tr>`)
}
