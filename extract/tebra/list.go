package tebra

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"carehouse/extract"
	"carehouse/models"
)

// whole walks through a list of the account, which is one answer.
func (w *walk) whole(ctx context.Context) bool {
	op := w.source.ops[operationOf(w.dataset)]
	q := question{op: op, table: w.dataset, place: []string{"page", "all"}}
	switch w.dataset {
	case practices:
		q = w.source.practicesQuestion()
	case customers:
		// This operation does not say whether a password is wrong. Another one does, and is asked first: whoever comes
		// behind it may then be sure that the password is none that locks the account.
		if w.ask(ctx, w.source.practicesQuestion()) == nil {
			return false
		}
	}
	a := w.ask(ctx, q)
	if a == nil {
		return false
	}
	w.add(op, a.rows, 0)
	v := w.verdict()
	switch {
	case w.dataset == throttles:
		w.source.account.learn(op, a.rows)
	case w.dataset == practices && len(a.rows) == 0 && len(a.practices) > 0: // their ids are told, and no more
		return w.refused(w.source.unlisted(a))
	case w.dataset == practices:
		v = w.seen(a)
	}
	return w.End(v)
}

// seen ends a list of practices. One that is not in it may be gone, or closed to the user; nobody tells which, so that its
// records stay, it is told, and nothing is concluded.
func (w *walk) seen(a *answer) models.Verdict {
	for _, p := range w.chosen(a) {
		w.swept = append(w.swept, p.id)
	}
	all := w.source.practicesOf(a)
	for id := range strings.FieldsSeq(w.window.After) {
		if !slices.ContainsFunc(all, func(p practice) bool { return strconv.FormatInt(p.id, 10) == id }) {
			w.remark("practice %s is not shown to the user any more; its records stay as they are", id)
		}
	}
	v := w.verdict()
	v.Absence = false
	return v
}

// unlisted says why an answer names practices and tells nothing of them.
func (s *Source) unlisted(a *answer) *trouble {
	if t := s.forbidden(&question{op: s.ops[getPractices]}, a); t != nil {
		return t
	}
	return &trouble{
		lacking, "the user is told no practice but its id", models.NotEntitled,
		"ask the account's System Administrator to allow " + getPractices + " to the user, then: " + s.checkCommand(),
	}
}

// refused ends a window whose answer turned out to be a refusal.
func (w *walk) refused(t *trouble) bool {
	return w.HandOn() && w.Fail(t)
}

// codes walks through the procedure codes of the account.
//
// Both flags of the filter can only be true or false, and one that is left out is false. Whether a false one is a wish or
// none, nobody has told: so all four are asked, and what comes twice is one row by its key.
func (w *walk) codes(ctx context.Context) bool {
	op := w.source.ops[getCodes]
	for _, active := range []bool{true, false} {
		for _, own := range []bool{true, false} {
			a, o := strconv.FormatBool(active), strconv.FormatBool(own)
			got := w.ask(ctx, question{
				op: op, table: procedureCodes, place: []string{"active", a, "customer_specific", o},
				criteria: []member{{name: "Active", value: a}, {name: "CustomerSpecific", value: o}},
			})
			if got == nil {
				return false
			}
			w.add(op, got.rows, 0)
		}
	}
	return w.End(w.verdict())
}

// lists walks through a list that each practice has.
func (w *walk) lists(ctx context.Context) bool {
	op := w.source.ops[operationOf(w.dataset)]
	all, ok := w.practices(ctx)
	if !ok {
		return false
	}
	ok = w.each(all, op, func(p practice) (swept, ok bool) {
		a := w.ask(ctx, question{op: op, table: w.dataset, criteria: p.named(op.name)}.about(p.id))
		if a == nil || a.note != "" {
			return false, a != nil
		}
		w.add(op, a.rows, p.id)
		return true, true
	})
	return ok && w.finish(all, true)
}

// barren is how many answers in a row may bring nobody new before the list ends: a service that always says that more
// follows would keep us for ever.
const barren = 3

// roster walks through all patients of each practice, from key to key.
func (w *walk) roster(ctx context.Context) bool {
	all, ok := w.practices(ctx)
	if !ok {
		return false
	}
	torn := false
	ok = w.each(all, w.source.ops[getAllPatients], func(p practice) (swept, ok bool) {
		whole, swept, ok := w.rosterOf(ctx, p)
		torn = torn || !whole
		return swept, ok
	})
	if !ok {
		return false
	}
	if !torn {
		return w.finish(all, true)
	}
	v := w.verdict()
	v.Outcome, v.Absence = models.Partial, false
	return w.End(v)
}

// onward makes sure that an answer leads to where the walk has not been.
func onward(a *answer, seen map[int64]bool) error {
	if a.next != 0 && seen[a.next] {
		return extract.ErrLooped
	}
	return nil
}

// rosterOf walks through the patients of a practice. It is not whole when the service would not come to an end.
func (w *walk) rosterOf(ctx context.Context, p practice) (whole, swept, ok bool) {
	op := w.source.ops[getAllPatients]
	start, idle := int64(0), 0
	seen := map[int64]bool{0: true}
	for {
		q := question{
			op: op, table: patientRoster, place: []string{"start", strconv.FormatInt(start, 10)},
			criteria: append(p.named(op.name), member{name: "BatchSize", value: strconv.Itoa(w.source.config.BatchSize)}),
			check:    func(a *answer) error { return onward(a, seen) },
		}.about(p.id)
		if start != 0 {
			q.criteria = append(q.criteria, member{name: "StartKey", value: strconv.FormatInt(start, 10)})
		}
		a := w.ask(ctx, q)
		if a == nil || a.note != "" {
			return true, false, a != nil
		}
		before := len(w.keys)
		w.add(op, a.rows, p.id)
		if idle++; len(w.keys) > before {
			idle = 0
		}
		if a.next == 0 || idle == barren {
			return a.next == 0, true, true
		}
		start = a.next
		seen[start] = true
	}
}
