package simulator

import (
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// usual is how many records an answer has when nobody says.
const usual = 50

// A question is what is asked of a list.
type question struct {
	dataset            string
	tenant             *tenant
	limit              int
	place              string // where to go on, in the dialect's way; "" is the beginning
	since, from, to    time.Time
	notes              bool
	provider, location string
}

// question reads a query. What a dataset does not take is refused, and so is what comes twice.
func (s *Simulator) question(dataset string, t *tenant, query url.Values) (question, *answer) {
	q := question{dataset: dataset, tenant: t, limit: usual}
	f := s.spelling.filters[dataset]
	for _, name := range sorted(query) {
		values := query[name]
		if len(values) != 1 || !s.takes(&q, f, name, values[0]) {
			refusal := s.trouble(http.StatusBadRequest, "invalid_parameter", "the parameter "+name+" is not understood")
			return q, &refusal
		}
	}
	for name, want := range f.fixed {
		if query.Get(name) != want {
			refusal := s.trouble(http.StatusBadRequest, "missing_parameter", "the parameter "+name+" is missing")
			return q, &refusal
		}
	}
	if q.from.IsZero() != q.to.IsZero() || (f.needed && q.from.IsZero()) || q.to.Before(q.from) {
		refusal := s.trouble(http.StatusBadRequest, "invalid_range", "a first and a last day are needed")
		return q, &refusal
	}
	return q, nil
}

// takes reads a parameter; it is false for one that is not understood.
func (s *Simulator) takes(q *question, f filter, name, value string) bool {
	w, ok := s.spelling, false
	switch name {
	case "":
	case w.limit:
		q.limit, ok = whole(value, 1)
		q.limit = min(q.limit, s.options.MaxLimit)
	case w.place:
		q.place, ok = value, value != ""
		if w.paging == "offset" || w.paging == "page" {
			_, ok = whole(value, 0)
		}
	case f.since:
		q.since, ok = w.moment(value)
	case f.from:
		q.from, ok = w.dayOf(value)
	case f.to:
		q.to, ok = w.dayOf(value)
	case w.note.name:
		q.notes, ok = true, q.dataset == encounters && value == w.note.value
	case w.word("provider_id"):
		q.provider, ok = value, q.dataset == appointments && value != ""
	case w.word("location_id"):
		q.location, ok = value, q.dataset == appointments && value != ""
	default:
		want, fixed := f.fixed[name]
		ok = fixed && want == value
	}
	return ok
}

// whole reads a number that is not below another.
func whole(text string, least int) (int, bool) {
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= least
}

// moment reads a moment as the dialect writes it.
func (sp *spelling) moment(text string) (time.Time, bool) {
	switch sp.sinceForm {
	case "unix":
		n, err := strconv.ParseInt(text, 10, 64)
		return time.Unix(n, 0).UTC(), err == nil
	case "rfc3339":
		t, err := time.Parse(time.RFC3339Nano, text)
		return t, err == nil
	default:
		t, err := time.Parse(sp.sinceForm, text)
		return t, err == nil
	}
}

// dayOf reads a day as the dialect writes it.
func (sp *spelling) dayOf(text string) (time.Time, bool) {
	t, err := time.Parse(sp.dayForm, text)
	return t, err == nil
}

// wants reports whether a row is asked for.
func (q question) wants(r *row) bool {
	if !q.since.IsZero() && r.modified.Before(q.since) {
		return false
	}
	if !q.from.IsZero() && (r.day().Before(q.from) || r.day().After(q.to)) {
		return false
	}
	return is(r, "provider_id", q.provider) && is(r, "location_id", q.location)
}

// is reports whether a row has an id somewhere, when one is asked for.
func is(r *row, name, want string) bool {
	return want == "" || r.get(name) == ident(want)
}
