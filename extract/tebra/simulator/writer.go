package simulator

import (
	"strconv"
	"time"

	"carehouse/models"
)

// A writer writes rows as WCF does: no white space, no declaration, every member of a type, nil or not.
type writer struct {
	dst    []byte
	only   map[string]bool // the members that were asked for; nil is all
	hidden map[string]bool // members that the year's schema lacks
	extra  bool            // an element that no schema has
	empty  int             // every so many nil texts are an empty element; 0 is none
	nils   int
	cases  *member // what stands for Cases in lists; nil is nil
}

// object writes an element's members.
func (w *writer) object(p *plan, r *row) {
	if p.item != nil {
		w.spell(p.item, p.item.make(r))
		return
	}
	for i := range p.members {
		if w.extra && i == p.later {
			w.dst = append(w.dst, p.extra...)
		}
		m := &p.members[i]
		switch {
		case w.hidden[m.name]:
		case w.only != nil && !w.only[m.name]:
			w.dst = append(w.dst, m.null...)
		default:
			w.member(m, r)
		}
	}
	if w.extra && p.later == len(p.members) {
		w.dst = append(w.dst, p.extra...)
	}
}

func (w *writer) member(m *member, r *row) {
	switch {
	case m.list != nil:
		w.dst = append(w.dst, m.open...)
		only := w.only
		w.only = nil
		saved := r.part
		m.each(r, func(r *row) {
			w.dst = append(w.dst, m.itemOpen...)
			w.object(m.list, r)
			w.dst = append(w.dst, m.itemEnd...)
		})
		r.part = saved
		w.only = only
		w.dst = append(w.dst, m.end...)
	case m.object != nil:
		if !m.exists(r) {
			w.dst = append(w.dst, m.null...)
			return
		}
		w.dst = append(w.dst, m.open...)
		w.object(m.object, r)
		w.dst = append(w.dst, m.end...)
	case m.name == "Cases" && w.cases != nil:
		w.member(w.cases, r)
	default:
		w.leaf(m, m.make(r))
	}
}

func (w *writer) leaf(m *member, v value) {
	if v.kind != none {
		w.dst = append(w.dst, m.open...)
		w.spell(m, v)
		w.dst = append(w.dst, m.end...)
		return
	}
	if m.kind == models.KindText {
		if w.nils++; w.empty > 0 && w.nils%w.empty == 0 {
			w.dst = append(append(w.dst, m.open...), m.end...)
			return
		}
	}
	w.dst = append(w.dst, m.null...)
}

// phantom writes a row of nothing but nils.
func (w *writer) phantom(p *plan) {
	for i := range p.members {
		if !w.hidden[p.members[i].name] {
			w.dst = append(w.dst, p.members[i].null...)
		}
	}
}

// spell writes a value as members of its kind are spelled.
func (w *writer) spell(m *member, v value) {
	switch v.kind {
	case words:
		w.text(v.s)
	case number:
		w.dst = strconv.AppendInt(w.dst, v.n, 10)
	case money:
		w.money(v.n)
	case truth:
		w.truth(m.typed, v.n == 1)
	case instant:
		w.dst = time.Unix(v.n, 0).UTC().AppendFormat(w.dst, "2006-01-02T15:04:05.000Z")
	case wall:
		w.wall(m.kind, v.n)
	default:
	}
}

func (w *writer) truth(typed, b bool) {
	switch {
	case typed:
		w.dst = strconv.AppendBool(w.dst, b)
	case b:
		w.dst = append(w.dst, "True"...)
	default:
		w.dst = append(w.dst, "False"...)
	}
}

// wall writes 10/5/2021, 10/5/2021 8:20:22 AM, or for the typed ones 2021-10-05T08:20:22.
func (w *writer) wall(kind models.Kind, at int64) {
	t := time.Unix(at, 0).UTC()
	if kind == models.KindStamp || kind == models.KindLocalTime {
		w.dst = t.AppendFormat(w.dst, "2006-01-02T15:04:05")
		return
	}
	year, month, dayOf := t.Date()
	w.dst = append(strconv.AppendInt(w.dst, int64(month), 10), '/')
	w.dst = append(strconv.AppendInt(w.dst, int64(dayOf), 10), '/')
	w.dst = strconv.AppendInt(w.dst, int64(year), 10)
	if kind == models.KindUSDate {
		return
	}
	hours, half := t.Hour(), " AM"
	if hours >= 12 {
		hours, half = hours-12, " PM"
	}
	if hours == 0 {
		hours = 12
	}
	w.dst = strconv.AppendInt(append(w.dst, ' '), int64(hours), 10)
	w.dst = append(w.dst, ':', digit(t.Minute()/10), digit(t.Minute()%10), ':', digit(t.Second()/10), digit(t.Second()%10))
	w.dst = append(w.dst, half...)
}

func digit(n int) byte { return byte('0' + n) }

// money writes 1200.00.
func (w *writer) money(n int64) {
	if n < 0 {
		w.dst = append(w.dst, '-')
		n = -n
	}
	w.dst = strconv.AppendInt(w.dst, n/10000, 10)
	cents := int(n / cent % 100)
	w.dst = append(w.dst, '.', digit(cents/10), digit(cents%10))
}

// text escapes what WCF escapes: markup, and the carriage return that an XML reader would take away.
func (w *writer) text(s string) {
	from := 0
	for i := range len(s) {
		var as string
		switch s[i] {
		case '&':
			as = "&amp;"
		case '<':
			as = "&lt;"
		case '>':
			as = "&gt;"
		case '\r':
			as = "&#xD;"
		default:
			continue
		}
		w.dst = append(append(w.dst, s[from:i]...), as...)
		from = i + 1
	}
	w.dst = append(w.dst, s[from:]...)
}
