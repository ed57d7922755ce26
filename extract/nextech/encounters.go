package nextech

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"carehouse/extract"
	"carehouse/models"
)

// fromKey is the first day that was asked for, in a token.
const fromKey = "from"

// A visit is a patient to be asked for.
type visit struct {
	person person
	id     int64
}

// A round walks through the encounters of a window's patients.
type round struct {
	*walk

	todo    []visit
	done    map[int64]bool
	marks   map[string]*mark
	begun   map[string]mark   // as they were
	lacking map[string]bool   // entries of whose patients one was not told
	keys    map[[2]int64]bool // of patient and encounter
	within  []string          // the patients whose encounters were told
	unknown int
	denied  int
	broken  int
	endless int
	newly   int      // of those about whom it fails, or answers at too great a length: of whom nobody has been told yet
	inARow  int      // of those who are denied
	had     int      // how many encounters those had who were told, when everything was read before
	records []object // of the newest page
}

// encounters walks through the patients of a window.
func (w *walk) encounters(ctx context.Context) bool {
	if !w.meet(ctx) {
		return false
	}
	r := &round{
		walk: w, done: map[int64]bool{}, marks: map[string]*mark{}, begun: map[string]mark{}, lacking: map[string]bool{}, keys: map[[2]int64]bool{},
	}
	nameless := 0
	for _, p := range w.about() {
		ids := p.known(w.book.People[p.key])
		if len(ids) == 0 {
			nameless++
		}
		for _, id := range ids {
			r.todo = append(r.todo, visit{p, id})
		}
	}
	for w.landed.more() || r.next() {
		if !r.step(ctx) {
			return false
		}
	}
	if w.Number() == 0 && !w.nobody(ctx, r.question(visit{}, w.window.From)) {
		return false
	}
	if r.emptied() {
		for key, m := range r.marks {
			m.Had = w.book.mark(key).Had // as it was when somebody could be believed
		}
	}
	r.lack()
	if err := w.remember(ctx, r.marks, 0); err != nil {
		return w.Fail(err)
	}
	v := r.verdict(nameless)
	if w.source.everything(w.window) {
		w.source.directory.tells(r.marks, r.window.To)
	}
	return w.End(v)
}

// next finds who is to be asked for next, if there is somebody. Two entries of a roster may be one patient.
func (r *round) next() bool {
	for len(r.todo) > 0 && r.done[r.todo[0].id] {
		r.learn(r.todo[0].person)
		r.todo = r.todo[1:]
	}
	return len(r.todo) > 0
}

// question asks for a patient's encounters since a moment.
func (r *round) question(v visit, from time.Time) question {
	c := r.source.config
	id := strconv.FormatInt(v.id, 10)
	q := question{
		path: encountersPath(c.PathStyle), ids: []string{id}, about: aboutPatient,
		query: url.Values{"start": {c.date(from, false)}, "end": {c.date(r.window.To, true)}},
		given: r.source.given(),
		place: []string{personKey, v.person.key, fromKey, from.UTC().Format(time.RFC3339)},
		whole: func(body []byte) (err error) {
			r.records, err = encountersOf(body)
			return err
		},
	}
	q.given["patient_id"] = id
	if c.Section != "" {
		q.query.Set("section", c.Section)
		q.given["section"] = c.Section
	}
	return q
}

// aboutPatient says of a status that it may be about the one who is asked for.
func aboutPatient(status int) bool {
	switch status {
	case http.StatusNotFound, http.StatusForbidden, http.StatusInternalServerError, http.StatusRequestEntityTooLarge:
		return true
	default:
		return false
	}
}

// encountersOf returns the encounters of an answer.
func encountersOf(body []byte) ([]object, error) { return recordsOf(body, "summary") }

// date writes a bound. Both are inclusive; the end of a window is not, so that asking for it asks for a little more.
func (c Config) date(at time.Time, end bool) string {
	at = at.UTC()
	if c.DateFormat == isoDateTime {
		return at.Format(time.RFC3339)
	}
	if end && !at.Equal(midnight(at)) {
		at = at.Add(day)
	}
	if c.DateFormat == usMDY {
		return at.Format("1-2-2006")
	}
	return at.Format(time.DateOnly)
}

// from is the first moment that a person is asked about: the window's, or an earlier one where an encounter is still open or
// days of theirs were left out. They may have left the roster for some time, or the API did not know them, or a window was
// gone on with so late that it ended before the present.
func (r *round) from(p person) time.Time {
	from := r.window.From
	if !r.current() || r.source.everything(r.window) {
		return from
	}
	m := r.book.mark(p.key)
	from = earlier(from, m.Read.Add(-r.source.config.Overlap)) // of whom nothing was read that is the first day of all
	if !m.Open.IsZero() {
		from = earlier(from, midnight(m.Open).Add(-day)) // it may be another day where the API takes days without a zone
	}
	return later(from, r.source.config.From)
}

// current reports whether the window goes on to its present. One that does not says nothing of what is open.
func (r *round) current() bool { return r.window.To.After(r.window.Planned) }

// step gets the next page: the landed one, which says whom it is about, or an answer about the next patient.
func (r *round) step(ctx context.Context) bool {
	var a asked
	ok := r.Step(ctx, func(page models.Page) (err error) {
		a, err = r.again(page)
		return err
	}, func() (page models.Page, err error) {
		r.next()
		v := r.todo[0]
		r.records = nil
		from := r.from(v.person)
		page, no, err := r.fresh(ctx, r.question(v, from), len(r.todo))
		if err != nil {
			return page, err
		}
		a = asked{v.person.key, v.id, from, http.StatusOK, !lists(page.Body)}
		if no != nil {
			a.status = said(no)
			err = r.doubts(no, a.key)
		}
		return page, err
	})
	if ok && a.key != "" {
		r.take(a)
	}
	return ok
}

// An asked is a question about a patient's encounters, and how it was answered.
type asked struct {
	key    string // of the entry; "" is nobody
	id     int64
	from   time.Time
	status int
	silent bool // not even an empty list came
}

// again reads from a landed page what the walk needs to know of it. One that stands for nobody has no key.
func (r *round) again(page models.Page) (a asked, err error) {
	place, status, ok := r.fits(page, r.question(visit{}, time.Time{}))
	if ok && place.Has(nobodyKey) {
		return asked{}, nil
	}
	a = asked{key: place.Get(personKey), status: status, silent: !lists(page.Body)}
	a.id, err = strconv.ParseInt(page.Given["patient_id"], 10, 64)
	from, dated := time.Parse(time.RFC3339, place.Get(fromKey))
	records, whole := encountersOf(page.Body)
	if !ok || a.key == "" || err != nil || dated != nil || whole != nil || page.Given["section"] != r.source.config.Section {
		return asked{}, extract.ErrMisfit
	}
	a.from, r.records = from, records
	return a, nil
}

// take counts an answer about a patient. One that is not even an empty list says of nobody that there is nothing.
func (r *round) take(a asked) {
	r.done[a.id] = true
	switch a.status {
	case http.StatusForbidden:
		r.denied++
		r.inARow++
	case http.StatusOK:
		r.inARow = 0
	case http.StatusInternalServerError:
		r.broken++
	case http.StatusRequestEntityTooLarge:
		r.endless++
	default:
		r.unknown++
	}
	fails := a.status == http.StatusInternalServerError || a.status == http.StatusRequestEntityTooLarge
	if fails && r.failing(a.key).IsZero() {
		r.newly++
	}
	told := a.status == http.StatusOK && !a.silent
	r.source.directory.hears(a.status == http.StatusOK)
	var oldest time.Time
	if told {
		var keyed bool
		if oldest, keyed = r.oldestOpen(a.id); keyed { // one without a key may be any of those that did not come
			r.within = append(r.within, strconv.FormatInt(a.id, 10))
		}
	}
	at, known := r.people.at[a.key]
	if !known {
		return // the roster has lost them since
	}
	m, again := r.learn(r.people.people[at])
	if !again {
		m.Failing = time.Time{}
	}
	if fails {
		m.Failing = r.window.Planned
		if since := r.failing(a.key); !since.IsZero() {
			m.Failing = since
		}
	}
	if !told {
		r.lacking[a.key] = true
	}
	if !told || !r.current() {
		return
	}
	if !a.from.After(later(m.Read, r.source.config.From)) { // no day is between them
		m.Read = r.window.Planned
	}
	if r.source.everything(r.window) {
		if !again {
			r.had += m.Had
			m.Had = 0
		}
		m.Had += len(r.records)
	}
	if !again || m.Open.IsZero() || (!oldest.IsZero() && oldest.Before(m.Open)) {
		m.Open = oldest
	}
}

// failing is since when the API has failed about a person, as windows before this one have told; zero is that it has not.
func (r *round) failing(key string) time.Time {
	if since := r.book.mark(key).Failing; since.Before(r.window.Planned) {
		return since
	}
	return time.Time{}
}
