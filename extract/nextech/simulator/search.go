package simulator

import (
	"net/http"
	"slices"
	"strings"
)

// search answers the patients whom a term finds, ordered by name, as far as the cap lets them be seen.
func (s *Simulator) search(q *question, p *practice) answer {
	term := strings.TrimSpace(q.URL.Query().Get("term"))
	if term == "" {
		return s.problem(q, http.StatusBadRequest, "term is missing")
	}
	hits := s.found(p, term)
	switch {
	case len(hits) == 0 && s.script.On(Empty204):
		return answer{status: http.StatusNoContent}
	case len(hits) == 0 && s.script.On(EmptyObject):
		return answer{status: http.StatusOK, kind: jsonKind, body: []byte("{}")}
	case len(hits) == 1 && s.script.On(ObjectReplies):
		return answer{status: http.StatusOK, kind: jsonKind, body: s.patient(nil, hits[0])}
	}
	body := []byte{'['}
	for i, x := range hits {
		if i > 0 {
			body = append(body, ',')
		}
		body = s.patient(body, x)
	}
	return answer{status: http.StatusOK, kind: jsonKind, body: append(body, ']')}
}

// found returns the hits.
func (s *Simulator) found(p *practice, term string) []*patient {
	term = strings.ToLower(term)
	match := strings.HasPrefix
	if s.options.Match == Contains || s.script.On(ContainsMatch) {
		match = strings.Contains
	}
	var hits []*patient
	for _, x := range p.patients {
		if slices.ContainsFunc(x.searched(s.options.Fields), func(text string) bool {
			return match(strings.ToLower(text), term)
		}) {
			hits = append(hits, x)
		}
	}
	slices.SortStableFunc(hits, func(a, b *patient) int {
		return strings.Compare(a.last+"\x00"+a.first, b.last+"\x00"+b.first)
	})
	limit := s.options.Cap
	if n := s.script.Number(HitCap, 5); n > 0 {
		limit = n
	}
	if limit > 0 && len(hits) > limit {
		hits = hits[:limit]
	}
	return hits
}

// searched is what a term is compared with. Middle names are not: then one word would find everybody.
func (x *patient) searched(f Field) []string {
	var out []string
	if f != Names && x.chart != nil {
		out = append(out, *x.chart)
	}
	if f != Charts {
		out = append(out, x.first, x.last, x.first+" "+x.last, x.last+", "+x.first)
	}
	return out
}

// patient writes one. A date of birth is written as an instant, in the middle of some day's hours.
func (s *Simulator) patient(dst []byte, x *patient) []byte {
	o := object{dst: append(dst, '{')}
	o.number("patientId", x.id)
	o.text("chartNumber", x.chart)
	o.text("firstName", &x.first)
	o.text("lastName", &x.last)
	o.text("middleName", x.middle)
	o.text("dob", new(x.born.Format("2006-01-02")+"T"+x.hour()+"Z"))
	o.text("ssn", x.ssn)
	o.text("homePhone", x.phone)
	s.drift(&o)
	return append(o.dst, '}')
}

// hour is the time of day that is written behind a date of birth and means nothing. Some would be the day before in
// America.
func (x *patient) hour() string {
	return []string{"00:00:00", "04:00:00", "15:08:59.934", "23:30:00"}[x.id%4]
}
