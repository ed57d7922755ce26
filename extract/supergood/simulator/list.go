package simulator

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// A span is which of the rows that are asked for an answer has.
type span struct{ from, to int }

// list answers a page of a list. The world does not change meanwhile.
func (s *Simulator) list(q question, at *url.URL, host, struck string) answer {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var rows []*row
	for _, r := range q.tenant.lists[q.dataset] {
		if q.wants(r) {
			rows = append(rows, r)
		}
	}
	p, ok := s.span(q, rows, struck)
	if !ok {
		return s.trouble(http.StatusGone, "cursor_invalid", "begin again")
	}
	shown := p
	if struck == "duplicates" {
		shown.from = max(0, p.from-1)
	}
	out := []byte{'['}
	for i, r := range rows[shown.from:shown.to] {
		if i > 0 {
			out = append(out, ',')
		}
		out = s.record(out, q, r)
	}
	name := s.spelling.records
	if struck == "renamed" {
		name += "_list"
	}
	var body object
	if name == "" {
		return answer{status: http.StatusOK, body: append(out, ']')}
	}
	body = body.put(name, json.RawMessage(append(out, ']')))
	return s.told(http.StatusOK, s.onward(body, q, rows, p, at, host, struck))
}

// span finds the page that is asked for; it is false for a cursor that is worth nothing.
func (s *Simulator) span(q question, rows []*row, struck string) (span, bool) {
	from := 0
	switch s.spelling.paging {
	case "offset":
		from, _ = strconv.Atoi(q.place)
	case "page":
		n, _ := strconv.Atoi(q.place)
		from = n * q.limit
	default:
		if q.place == "" {
			break
		}
		c, ok := s.unsealed(q.place)
		if !ok || c.tenant != uint64(q.tenant.number) || c.epoch != q.tenant.epoch || c.question != q.signature() {
			return span{}, false
		}
		from, _ = slices.BinarySearchFunc(rows, c.seq+1, func(r *row, seq int) int { return r.seq - seq })
	}
	if struck == "same-page" && s.spelling.counts() {
		from = 0
	}
	from = min(from, len(rows))
	return span{from, min(from+q.limit, len(rows))}, true
}

// counts reports whether places are numbers.
func (sp *spelling) counts() bool { return sp.paging == "offset" || sp.paging == "page" }

// onward tells how to go on.
func (s *Simulator) onward(body object, q question, rows []*row, p span, at *url.URL, host, struck string) object {
	w := s.spelling
	if w.total != "" {
		body = body.put(w.total, len(rows))
	}
	if w.counts() {
		return body
	}
	more := p.to < len(rows)
	c := cursor{uint64(q.tenant.number), q.tenant.epoch, q.signature(), -1}
	if p.to > 0 {
		c.seq = rows[p.to-1].seq
	}
	if struck == "same-page" {
		more = true
		if c.seq = -1; p.from > 0 {
			c.seq = rows[p.from-1].seq
		}
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
	body = body.put(w.next, next)
	if w.more != "" {
		body = body.put(w.more, more)
	}
	return body
}

// record writes a record as the dialect tells it.
func (s *Simulator) record(dst []byte, q question, r *row) []byte {
	w := writer{spelling: s.spelling, dataset: q.dataset}
	members := slices.Clone(r.members)
	if i := len(members) - 1; members[i].name == "deleted_at" && members[i].value == nil {
		members = members[:i] // told of the deleted only
	}
	if q.notes {
		members = append(members, member{"note_text", r.note()})
	}
	scraped, drifted := s.on("scraped"), s.on("drift")
	for i, m := range members {
		switch {
		case scraped && m.name == "updated_at":
			members[i].value = s.now().Truncate(time.Second)
		case drifted && m.name == "email":
			members[i].name = "email_address"
		}
	}
	if drifted {
		members = append(members, member{"portal_build", "2026.6"})
	}
	return w.value(dst, w.respell("", members))
}
