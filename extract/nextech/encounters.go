package nextech

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"carehouse/extract"
	"carehouse/models"
)

// doubt is how many patients in a row, from the first of a window on, may be unknown before it is the address that is
// unknown, or the practice.
const doubt = 10

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
	keys    map[[2]int64]bool // of patient and encounter
	within  []string          // the patients whose encounters were told
	unknown int
	records []object // of the newest page
}

// encounters walks through the patients of a window.
func (w *walk) encounters(ctx context.Context) bool {
	if !w.meet(ctx) {
		return false
	}
	r := &round{walk: w, done: map[int64]bool{}, marks: map[string]*mark{}, keys: map[[2]int64]bool{}}
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
	if err := w.remember(ctx, r.marks, 0); err != nil {
		return w.Fail(err)
	}
	if w.source.everything(w.window) {
		w.source.directory.tells(r.marks)
	}
	return w.End(r.verdict(nameless))
}

// next finds who is to be asked for next, if there is somebody. Two entries of a roster may be one patient.
func (r *round) next() bool {
	for len(r.todo) > 0 && r.done[r.todo[0].id] {
		r.learn(r.todo[0].person, nil)
		r.todo = r.todo[1:]
	}
	return len(r.todo) > 0
}

// question asks for a patient's encounters since a moment.
func (r *round) question(v visit, from time.Time) question {
	c := r.source.config
	id := strconv.FormatInt(v.id, 10)
	q := question{
		path: encountersPath(c.PathStyle), ids: []string{id}, empty: true,
		query: url.Values{"start": {c.date(from, false)}, "end": {c.date(r.window.To, true)}},
		given: r.source.given(),
		place: []string{personKey, v.person.key, fromKey, from.UTC().Format(time.DateOnly)},
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

// from is the first moment that a person is asked about: the window's, or the oldest encounter that is still open.
func (r *round) from(p person) time.Time {
	from := r.window.From
	if open := r.book.mark(p.key).Open; !open.IsZero() && open.Before(from) {
		from = midnight(open)
	}
	return later(from, r.source.config.From)
}

// step gets the next page: the landed one, which says whom it is about, or an answer about the next patient.
func (r *round) step(ctx context.Context) bool {
	var key string
	var id int64
	status, silent := 0, false
	ok := r.Step(ctx, func(page models.Page) (err error) {
		key, id, status, err = r.again(page)
		silent = !lists(page.Body)
		return err
	}, func() (page models.Page, err error) {
		r.next()
		v := r.todo[0]
		key, id = v.person.key, v.id
		r.records = nil
		page, status, err = r.fresh(ctx, r.question(v, r.from(v.person)), len(r.todo))
		silent = !lists(page.Body)
		if err == nil && status != http.StatusOK && r.doubtful() {
			err = r.stranger()
		}
		return page, err
	})
	if ok && key != "" {
		r.take(key, id, status, silent)
	}
	return ok
}

// doubtful reports whether one more unknown patient is too many.
func (r *round) doubtful() bool {
	whole := !slices.ContainsFunc(partsOf(r.window), func(p part) bool { return p.came })
	return whole && len(r.within) == 0 && r.unknown == doubt-1
}

// stranger is the error of an API that knows nobody.
func (r *round) stranger() error {
	return &trouble{
		text:    fmt.Sprintf("none of the first %d patients is known to the API (status 404)", doubt),
		outcome: models.Failed,
		advice:  "look at path_style, practice_id and the roster, then: " + checkCommand(r.source.tenant),
	}
}

// again reads from a landed page what the walk needs to know of it. One that stands for nobody has no key.
func (r *round) again(page models.Page) (key string, id int64, status int, err error) {
	place, status, ok := r.fits(page, r.question(visit{}, time.Time{}))
	if ok && place.Has(nobodyKey) {
		return "", 0, status, nil
	}
	key = place.Get(personKey)
	id, named := strconv.ParseInt(page.Given["patient_id"], 10, 64)
	records, whole := encountersOf(page.Body)
	if !ok || key == "" || named != nil || whole != nil || page.Given["section"] != r.source.config.Section {
		return "", 0, status, extract.ErrMisfit
	}
	r.records = records
	return key, id, status, nil
}

// take counts an answer about a patient. One that is not even an empty list says of nobody that there is nothing.
func (r *round) take(key string, id int64, status int, silent bool) {
	r.done[id] = true
	var open *time.Time
	switch {
	case status != http.StatusOK:
		r.unknown++
	case !silent:
		r.within = append(r.within, strconv.FormatInt(id, 10))
		oldest := r.oldestOpen(id)
		open = &oldest
	}
	if at, known := r.people.at[key]; known {
		r.learn(r.people.people[at], open)
	}
}
