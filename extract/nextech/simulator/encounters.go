package simulator

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"carehouse/extract/invented"
)

// encounters answers a patient's encounters between two moments, both included, oldest first.
func (s *Simulator) encounters(q *question, p *practice) answer {
	id, err := strconv.ParseInt(q.patient, 10, 64)
	if err != nil {
		return s.problem(q, http.StatusBadRequest, "the id is no number")
	}
	query := q.URL.Query()
	start, okStart := s.moment(query.Get("start"), query.Has("start"), time.Time{})
	end, okEnd := s.moment(query.Get("end"), query.Has("end"), q.now)
	if !okStart || !okEnd || end.Before(start) {
		return s.problem(q, http.StatusBadRequest, "the dates cannot be read")
	}
	section := query.Get("section")
	if query.Has("section") && !slices.ContainsFunc(sectionNames(), func(name string) bool {
		return strings.EqualFold(name, section)
	}) {
		return s.problem(q, http.StatusBadRequest, "there is no such section")
	}
	at := slices.IndexFunc(p.patients, func(x *patient) bool { return x.id == id })
	if at < 0 {
		return s.problem(q, http.StatusNotFound, "there is no such patient")
	}
	shown := p.patients[at].between(start, end)
	switch {
	case q.fault == Redate && len(shown) > 0:
		shown[0].at = shown[0].at.Add(-200 * day)
		shown = p.patients[at].between(start, end)
	case q.fault == Vanish && len(shown) > 0:
		shown = shown[1:]
	case q.fault == Redate || q.fault == Vanish:
		s.script.Miss(q.fault)
	}
	return s.encountersPage(shown, section, making{q.now, q.number})
}

// between returns the encounters between two moments, both included, oldest first.
func (x *patient) between(start, end time.Time) []*encounter {
	var out []*encounter
	for _, e := range x.encounters {
		if !e.at.Before(start) && !e.at.After(end) {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b *encounter) int { return a.at.Compare(b.at) })
	return out
}

// moment reads a date of the query in one of the forms that are taken.
func (s *Simulator) moment(text string, given bool, missing time.Time) (time.Time, bool) {
	if !given {
		return missing, true
	}
	for _, form := range s.forms() {
		for _, layout := range form.layouts() {
			if t, err := time.Parse(layout, text); err == nil {
				return t.UTC(), true
			}
		}
	}
	return time.Time{}, false
}

func (s *Simulator) forms() []DateForm {
	switch {
	case s.script.On(USDatesOnly):
		return []DateForm{USDate}
	case s.script.On(ISODaysOnly):
		return []DateForm{ISODate}
	default:
		return s.options.Dates
	}
}

func (f DateForm) layouts() []string {
	switch f {
	case ISODateTime:
		return []string{time.RFC3339Nano, "2006-01-02T15:04:05"}
	case ISODate:
		return []string{time.DateOnly}
	default:
		return []string{"1-2-2006"}
	}
}

func (s *Simulator) encountersPage(shown []*encounter, section string, m making) answer {
	body := []byte{'['}
	for i, e := range shown {
		if i > 0 {
			body = append(body, ',')
		}
		m.salt += uint64(i) << 32
		body = s.encounter(body, e, section, m)
	}
	return answer{status: http.StatusOK, kind: jsonKind, body: append(body, ']')}
}

// encounter writes one.
func (s *Simulator) encounter(dst []byte, e *encounter, section string, m making) []byte {
	o := object{dst: append(dst, `{"summary":{`...)}
	o.number("encounterId", e.id)
	o.number("doctorId", e.doctor.id)
	o.text("doctorFirstName", &e.doctor.first)
	o.text("doctorLastName", &e.doctor.last)
	o.text("doctorProfessionalDesignation", &e.doctor.suffix)
	o.text("department", e.department)
	o.text("location", e.location)
	o.text("encounterDate", new(e.at.Format("2006-01-02T15:04:05.000Z")))
	o.text("type", &e.kind)
	o.raw("encounterLocked", s.locked(e))
	s.drift(&o)
	o.dst = append(o.dst, '}')
	form := s.form(e)
	switch form {
	case nullDocument:
		o.text("ccd", nil)
	case emptyDocument:
		o.text("ccd", new(""))
	default:
		o.name("ccd")
		o.dst = quoted(o.dst, s.document(e).only(section).render(m, form), e.number%2 == 0)
	}
	return append(o.dst, '}')
}

// locked is the flag, which is a text in one encounter of eight.
func (s *Simulator) locked(e *encounter) string {
	d := invented.Throw(s.world.seed, forAnswers, e.number, 2)
	if text := d.OneIn(8); !text && !s.script.On(TextFlags) {
		return strconv.FormatBool(e.locked)
	}
	if e.locked {
		return invented.Pick(&d, []string{`"True"`, `"Y"`, `"true"`})
	}
	return invented.Pick(&d, []string{`"False"`, `"N"`, `"false"`})
}

// categories answers the names of the sections.
func (s *Simulator) categories() answer {
	body := []byte{'['}
	for i, name := range sectionNames() {
		if i > 0 {
			body = append(body, ',')
		}
		body = quoted(body, name, false)
	}
	return answer{status: http.StatusOK, kind: jsonKind, body: append(body, ']')}
}
