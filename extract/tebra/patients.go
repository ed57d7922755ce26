package tebra

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"carehouse/extract"
	"carehouse/models"
)

// perQuestion is how many patients a question should bring.
const perQuestion = 500

// patients walks through patients with their balances: by the days of their changes, by those of their entry, or along
// a roster that says who there is.
func (w *walk) patients(ctx context.Context) bool {
	if w.window.After == "" {
		return w.dated(ctx)
	}
	r, ok := w.readRoster()
	if !ok {
		return false
	}
	if len(r.people) == 0 || len(r.practices) == 0 { // nobody is there, or the configuration names other practices by now
		return w.nobody(ctx, w.source.ops[getPatients], patients)
	}
	ok = w.each(r.practices, w.source.ops[getPatients], func(p practice) (swept, ok bool) {
		return w.rostered(ctx, p, r)
	})
	if !ok {
		return false
	}
	came := int64(0)
	for k := range r.days {
		if _, ok := w.keys[k]; ok {
			came++
		}
	}
	v := w.verdict()
	v.Distinct, v.Claimed = came, came+int64(len(r.lost))
	v.Absence = v.Absence && r.whole && len(r.lost) == 0
	return w.End(v)
}

// A roster is who the leader's window has named.
type roster struct {
	practices []practice
	people    map[int64][]int64 // by practice, in the order in which they were named
	days      map[key]time.Time // of their entry; zero is not known
	lost      []key             // the service could not tell them
	whole     bool              // every patient had an id
}

// readRoster reads the leader's pages.
func (w *walk) readRoster() (*roster, bool) {
	r := &roster{people: map[int64][]int64{}, days: map[key]time.Time{}, whole: true}
	answered := map[int64]bool{}
	ok := w.leading(func(page models.Page, op *operation, a *answer) {
		if op.name == getPractices {
			r.practices = w.chosen(a)
			return
		}
		id, _ := strconv.ParseInt(page.Given["practice_id"], 10, 64)
		answered[id] = true
		for _, row := range a.rows {
			k := key{id, op.key(row)}
			if _, known := r.days[k]; known {
				continue
			}
			r.whole = r.whole && k.id != 0
			if k.id == 0 {
				continue
			}
			r.days[k], _ = dayOf(op.text(row, "CreatedDate"))
			r.people[id] = append(r.people[id], k.id)
		}
	})
	// A practice that answered with nobody has lost its patients; one that did not answer says nothing.
	r.practices = slices.DeleteFunc(r.practices, func(p practice) bool { return !answered[p.id] })
	return r, ok
}

// rostered asks for the patients of a practice by the days on which they were entered, and for those who did not come, or
// have no such day, by their ids.
func (w *walk) rostered(ctx context.Context, p practice, r *roster) (swept, ok bool) {
	d := dateds()[patients]
	for _, s := range r.spans(p.id) {
		g, ok := w.span(ctx, d, p, s, 1) // the roster says that there is somebody
		if !ok || g.shut {
			return false, ok
		}
	}
	op := w.source.ops[getPatient]
	for _, id := range r.people[p.id] {
		if _, came := w.keys[key{p.id, id}]; came {
			continue
		}
		text := strconv.FormatInt(id, 10)
		a := w.ask(ctx, question{
			op: op, table: patients, one: true, place: []string{"patient", text},
			criteria: []member{{name: "PatientID", value: text}},
		}.about(p.id))
		switch {
		case a == nil:
			return false, false
		case a.note == noteClosed:
			return false, true
		case a.note == noteUnread:
			w.unread++
			r.lost = append(r.lost, key{p.id, id})
		case len(a.rows) == 0:
			w.gone++ // since the roster was read
		}
		if a.note == "" {
			w.add(op, a.rows, p.id)
		}
		if _, came := w.keys[key{p.id, id}]; !came && len(a.rows) > 0 { // another practice's patient of that id
			r.lost = append(r.lost, key{p.id, id})
		}
	}
	return true, true
}

// spans cuts the days on which a practice entered its patients, so that each span has about as many as a question should
// bring. Days on which nobody was entered are in no span.
func (r *roster) spans(practice int64) []span {
	var days []time.Time
	for _, id := range r.people[practice] {
		if at := r.days[key{practice, id}]; !at.IsZero() {
			days = append(days, at)
		}
	}
	slices.SortFunc(days, func(a, b time.Time) int { return cmp.Compare(a.Unix(), b.Unix()) })
	var all []span
	count := 0
	for _, at := range days {
		last := len(all) - 1
		switch {
		case last >= 0 && (count < perQuestion || at.Before(all[last].to)):
			all[last].to = at.Add(day)
		default:
			all, count = append(all, span{at, at.Add(day)}), 0
		}
		count++
	}
	return all
}

// nobody ends a window that has nothing to ask, with a page that nobody was asked for.
func (w *walk) nobody(ctx context.Context, op *operation, table string) bool {
	q := question{op: op, table: table, place: []string{"page", "none"}}
	ok := w.Step(ctx, func(page models.Page) error {
		if page.Token != q.token(noteUnasked) {
			return extract.ErrMisfit
		}
		return nil
	}, func() (models.Page, error) {
		page := w.page(&q, noteUnasked)
		page.AskedAt, page.Body = w.source.clock().UTC(), op.nothing()
		return page, nil
	})
	if !ok {
		return false
	}
	v := w.verdict()
	v.Absence = false
	return w.End(v)
}
