package nextech

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

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
	done    map[string]bool // by key
	marks   map[string]*mark
	ids     map[int64]bool
	hits    []hit // of the newest page
	asked   int
	missing int
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
	remark := w.source.sums.ends(w.window, tally{asked: l.asked, missing: l.missing, odd: l.odd, chartless: chartless})
	v := models.Verdict{Outcome: models.Complete, Claimed: -1, Distinct: int64(len(l.ids)), Remark: remark}
	if len(l.ids) == 0 {
		v.Outcome = models.Empty
	}
	return w.End(v)
}

// next finds who is to be asked for next, if there is somebody.
func (l *lookup) next() bool {
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
		only: func() []int { return l.only(p) },
	}
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
	ok := l.Step(ctx, func(page models.Page) (err error) {
		key, err = l.again(page)
		only = page.Only
		return err
	}, func() (models.Page, error) {
		l.next()
		p := l.todo[0]
		if l.resumed && l.doubts() != nil { // those who were not found yesterday would not be asked for again for a month
			return models.Page{}, fmt.Errorf("nobody of it was found: %w", extract.ErrMisfit)
		}
		page, _, err := l.fresh(ctx, l.question(p), len(l.todo))
		key, only = p.key, page.Only
		if err == nil && len(only) == 0 {
			err = l.doubts()
		}
		return page, err
	})
	if ok && key != "" {
		l.take(key, only)
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
	if l.came() || l.missing < l.asked || l.missing+1 < limit {
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
func (l *lookup) again(page models.Page) (key string, err error) {
	place, _, ok := l.fits(page, question{path: "/search"})
	if ok && place.Has(nobodyKey) {
		return "", nil
	}
	if key = place.Get(personKey); !ok || key == "" {
		return "", extract.ErrMisfit
	}
	if l.hits, err = hitsOf(page.Body); err != nil {
		return "", extract.ErrMisfit
	}
	return key, nil
}

// take counts an answer about a person.
func (l *lookup) take(key string, only []int) {
	l.done[key] = true
	l.asked++
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

// mark returns what is remembered of a person; nothing is an empty mark.
func (b *book) mark(key string) *mark {
	if m := b.People[key]; m != nil {
		return m
	}
	return &mark{}
}
