package simulator

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// list answers a page of a list. The world does not change meanwhile.
func (s *Simulator) list(q question, at *url.URL, host, struck string) answer {
	s.mu.RLock()
	defer s.mu.RUnlock()
	l, ok := s.leaf(q, struck)
	if !ok {
		return s.trouble(http.StatusGone, "cursor_invalid", "begin again")
	}
	shown := l.rows
	if struck == "duplicates" && l.before != nil {
		shown = append([]*row{l.before}, shown...)
	}
	tell := s.teller(q)
	out := []byte{'['}
	for i, r := range shown {
		if i > 0 {
			out = append(out, ',')
		}
		out = tell.record(out, r)
	}
	name := s.spelling.records
	if struck == "renamed" {
		name += "_list"
	}
	body := object(nil).put(name, json.RawMessage(append(out, ']')))
	return s.told(http.StatusOK, s.onward(body, q, l, at, host, struck))
}

// onward tells how to go on.
func (s *Simulator) onward(body object, q question, l leaf, at *url.URL, host, struck string) object {
	w := s.spelling
	if w.total != "" {
		body = body.put(w.total, l.total)
	}
	if w.counts() {
		return body
	}
	c, more := cursor{uint64(q.tenant.number), q.tenant.epochs[q.dataset], q.signature(), -1}, l.more
	last := l.before
	if struck == "same-page" {
		more = true
	} else if len(l.rows) > 0 {
		last = l.rows[len(l.rows)-1]
	}
	if last != nil {
		c.seq = last.seq
	}
	var next any
	if more {
		next = s.sealed(c)
	}
	if w.paging == "link" && more {
		query := at.Query()
		query.Set(w.place, s.sealed(c))
		if struck == "link-away" {
			host = "elsewhere.example.com"
		}
		next = "http://" + host + at.Path + "?" + query.Encode()
	}
	if s.script.On("terse") && !more {
		return body
	}
	aside := ""
	if s.script.On("mute") {
		aside = "_of_list"
	}
	body = body.put(w.next+aside, next)
	if w.more != "" {
		body = body.put(w.more+aside, more)
	}
	return body
}

// A teller tells records as they are told now.
type teller struct {
	writer
	notes, scraped, drifted bool
	now                     time.Time
}

func (s *Simulator) teller(q question) teller {
	return teller{
		writer: writer{spelling: s.spelling, dataset: q.dataset}, notes: q.notes, scraped: s.script.On("scraped"),
		drifted: s.script.On("drift"), now: s.now().Truncate(time.Second),
	}
}

// record writes a record as the dialect tells it.
func (t teller) record(dst []byte, r *row) []byte {
	members := slices.Clone(r.members)
	if i := len(members) - 1; members[i].name == "deleted_at" && members[i].value == nil {
		members = members[:i] // told of the deleted only
	}
	if t.notes {
		members = append(members, member{"note_text", r.note()})
	}
	for i, m := range members {
		switch {
		case t.scraped && m.name == "updated_at":
			members[i].value = t.now
		case t.drifted && m.name == "email":
			members[i].name = "email_address"
		}
	}
	if t.drifted {
		members = append(members, member{"portal_build", "2026.6"})
	}
	return t.value(dst, t.respell("", members))
}
