package nextech

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"carehouse/extract"
	"carehouse/models"
)

// A hit is what is needed of a patient whom a search has found.
type hit struct {
	id    int64 // 0 is none that is a number
	chart string
}

// hitsOf returns the patients of an answer, in its order.
func hitsOf(body []byte) ([]hit, error) {
	records, err := recordsOf(body, "patientId")
	if err != nil {
		return nil, err
	}
	all := make([]hit, len(records))
	for i, record := range records {
		all[i].id, _ = number(record["patientId"])
		all[i].chart, _ = text(record["chartNumber"])
	}
	return all, nil
}

// is reports whether a hit is the person: a term finds names too, and charts that only begin like it.
func (h hit) is(p person) bool {
	if h.id <= 0 {
		return false
	}
	return strings.TrimSpace(h.chart) == p.chart || slices.Contains(p.ids, h.id)
}

// A lookup walks through the chart numbers of a window.
type lookup struct {
	*walk

	todo    []person
	turned  bool            // todo begins with whom today begins with
	done    map[string]bool // by key
	marks   map[string]*mark
	ids     map[int64]bool
	hits    []hit // of the newest page
	asked   int
	missing int
	refused int  // that the search does not take
	heard   bool // it has answered about somebody
	resumed bool
	odd     int // where the chart number is of another patient than the roster says
}

// patients walks through the people of a window.
func (w *walk) patients(ctx context.Context) bool {
	if w.window.Parts == sweepPart {
		return w.terms(ctx)
	}
	if !w.meet(ctx) {
		return false
	}
	l := &lookup{walk: w, resumed: w.landed.more(), done: map[string]bool{}, marks: map[string]*mark{}, ids: map[int64]bool{}}
	chartless := 0
	for _, p := range w.about() {
		if p.chart == "" {
			chartless++
			continue
		}
		l.todo = append(l.todo, p)
	}
	for w.landed.more() || l.next() {
		if !l.step(ctx) {
			return false
		}
	}
	if w.Number() == 0 && !w.nobody(ctx, question{path: "/search"}) {
		return false
	}
	if err := w.remember(ctx, l.marks, 0); err != nil {
		return w.Fail(err)
	}
	remark := w.source.sums.ends(w.window, tally{
		asked: l.asked, missing: l.missing, refused: l.refused, odd: l.odd, chartless: chartless,
	})
	v := models.Verdict{Outcome: models.Complete, Claimed: -1, Distinct: int64(len(l.ids)), Remark: remark}
	if len(l.ids) == 0 {
		v.Outcome = models.Empty
	}
	return w.End(v)
}

// next finds who is to be asked for next, if there is somebody. Each day somebody else is the first: where the API has
// answered about nobody yet a window ends with the first refusal, which may always be about the same one.
func (l *lookup) next() bool {
	if !l.turned {
		l.turned = true
		l.todo = slices.DeleteFunc(l.todo, func(p person) bool { return l.done[p.key] }) // as it was landed
		first := int(l.source.clock().Unix()/int64(day/time.Second)) % max(len(l.todo), 1)
		l.todo = slices.Concat(l.todo[first:], l.todo[:first])
	}
	for len(l.todo) > 0 && l.done[l.todo[0].key] {
		l.todo = l.todo[1:]
	}
	return len(l.todo) > 0
}

// question asks for a person by chart number.
func (l *lookup) question(p person) question {
	return question{
		path: "/search", query: url.Values{"term": {p.chart}}, given: l.source.given(), place: []string{personKey, p.key},
		whole: func(body []byte) (err error) {
			l.hits, err = hitsOf(body)
			return err
		},
		about: aboutTerm, only: func() []int { return l.only(p) },
	}
}

// aboutTerm says of a status that it may be about what is searched for. A roster has charts of a single sign, or of a dash, which a
// search need not take, and one of them must not keep all others away.
func aboutTerm(status int) bool {
	return status == http.StatusBadRequest || status == http.StatusUnprocessableEntity
}

// only are the positions of the hits that are the person.
func (l *lookup) only(p person) []int {
	only := []int{}
	for i, h := range l.hits {
		if h.is(p) {
			only = append(only, i)
		}
	}
	return only
}

// step gets the next page: the landed one, which says whom it is about, or an answer about the next person.
func (l *lookup) step(ctx context.Context) bool {
	var key string
	var only []int
	var status int
	ok := l.Step(ctx, func(page models.Page) (err error) {
		key, status, err = l.again(page)
		only = page.Only
		return err
	}, func() (models.Page, error) {
		l.next()
		p := l.todo[0]
		if l.resumed && l.doubts() != nil { // those who were not found yesterday would not be asked for again for a month
			return models.Page{}, fmt.Errorf("nobody of it was found: %w", extract.ErrMisfit)
		}
		l.hits = nil
		page, no, err := l.fresh(ctx, l.question(p), len(l.todo))
		key, only, status = p.key, page.Only, http.StatusOK
		if no != nil {
			status = said(no)
		}
		switch {
		case err != nil || len(only) > 0:
		case no != nil && !l.heard && !l.book.acquainted(): // it may have nothing to do with them
			err = no
		default:
			if err = l.doubts(); err != nil && no != nil && !l.heard {
				err = no
			}
		}
		return page, err
	})
	if ok && key != "" {
		l.take(key, only, status)
	}
	return ok
}

// doubtMissing is how many chart numbers may find nobody, from the first of a window on, before it is the roster or the practice
// that is wrong. A roster of another source's people may well name many whom this practice has never seen.
const doubtMissing = 50

// doubts returns an error where one more chart number that finds nobody is too many.
func (l *lookup) doubts() error {
	charts := 0
	for _, p := range l.people.people {
		if p.chart != "" {
			charts++
		}
	}
	limit := min(doubtMissing, charts)
	if nobody := l.missing + l.refused; l.came() || nobody < l.asked || nobody+1 < limit {
		return nil
	}
	who := fmt.Sprintf("none of the first %d roster entries", limit)
	if limit == charts {
		who = "no roster entry"
	}
	return &trouble{
		text: who + " was found", outcome: models.Failed,
		advice: "look at practice_id and at the roster: its chart numbers must be written as the practice writes them, and a spreadsheet " +
			"drops leading zeros; then: " + checkCommand(l.source.tenant),
	}
}

// again reads from a landed page what the walk needs to know of it. One that stands for nobody has no key.
func (l *lookup) again(page models.Page) (key string, status int, err error) {
	place, status, ok := l.fits(page, question{path: "/search"})
	if ok && place.Has(nobodyKey) {
		return "", status, nil
	}
	if key = place.Get(personKey); !ok || key == "" {
		return "", status, extract.ErrMisfit
	}
	if l.hits, err = hitsOf(page.Body); err != nil {
		return "", status, extract.ErrMisfit
	}
	return key, status, nil
}

// take counts an answer about a person.
func (l *lookup) take(key string, only []int, status int) {
	l.done[key] = true
	l.asked++
	l.heard = l.heard || status == http.StatusOK
	var ids []int64
	for _, i := range only {
		if i < len(l.hits) {
			l.ids[l.hits[i].id] = true
			ids = append(ids, l.hits[i].id)
		}
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	at, known := l.people.at[key]
	if !known {
		return // the roster has lost them since
	}
	m := *l.book.mark(key)
	m.came(l.window.Planned)
	p := l.people.people[at]
	switch {
	case aboutTerm(status):
		l.refused++
	case len(ids) == 0:
		l.missing++
	case len(p.ids) > 0:
		if !slices.ContainsFunc(ids, func(id int64) bool { return slices.Contains(p.ids, id) }) {
			l.odd++
		}
	case !slices.Equal(ids, m.IDs):
		m.becomes(ids, l.source.clock().UTC())
	}
	l.marks[key] = &m
}

// acquainted reports whether the API knows anybody by a chart number that was searched for.
func (b *book) acquainted() bool {
	for _, m := range b.People {
		if !m.Known.IsZero() {
			return true
		}
	}
	return false
}

// mark returns what is remembered of a person; nothing is an empty mark.
func (b *book) mark(key string) *mark {
	if m := b.People[key]; m != nil {
		return m
	}
	return &mark{}
}
