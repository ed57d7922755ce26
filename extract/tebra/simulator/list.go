package simulator

import (
	"strings"

	"carehouse/extract/invented"
)

// validation is where the server stumbles over criteria.
const validation = "   at KareoServicesWCF.Validation.ValidationHelper.ValidateDateTimeFields(Object filter)"

// postingLimit is how many days of posting dates GetCharges takes at once.
const postingLimit = 60

// query answers an operation that filters.
func (c *call) query(e *envelope) answer {
	filter := c.b.object("Filter")
	if filter == nil {
		return nullReference(c.o)
	}
	q, err := c.parse(filter)
	if err != nil {
		return wrong(c.o, err.Error(), validation)
	}
	if a, ok := c.tooWide(q); ok {
		return a
	}
	return c.list(e, c.matches(q))
}

// tooWide is what becomes of windows that are wider than the server likes.
func (c *call) tooWide(q *query) (answer, bool) {
	for _, w := range q.windows {
		if limit := int64(c.s.script.Number("wide-fault", 0)); limit > 0 && w.days() > limit {
			return internalFault(), true
		}
		if limit := int64(c.s.script.Number("wide-empty", 0)); limit > 0 && w.days() > limit {
			c.struck = "empty"
		}
		if w.pair != "PostingDate" || c.o.name != "GetCharges" || w.days() <= postingLimit || c.s.script.On("posting-any") {
			continue
		}
		if !c.s.script.On("posting-silent") {
			return wrong(c.o, "The posting date range must not exceed 60 days.", ""), true
		}
		c.struck = "empty"
	}
	return answer{}, false
}

// matches are the rows that the query is about.
func (c *call) matches(q *query) func(yield func(*row) bool) {
	rows := c.found(func(r *row) bool {
		if q.zone != nil {
			r.zone = *q.zone
		}
		return c.match(q, r)
	})
	switch {
	case c.struck == "outside":
		return c.withStranger(q, rows)
	case c.s.script.On("shuffled"):
		return c.shuffled(rows)
	default:
		return rows
	}
}

func (c *call) match(q *query, r *row) bool {
	for _, keep := range q.keep {
		if !keep(r) {
			return false
		}
	}
	for _, w := range q.windows {
		if at, ok := w.when(r); !ok || !w.contains(at) {
			return false
		}
	}
	for _, e := range q.equals {
		if !e.holds(r) {
			return false
		}
	}
	return true
}

// holds compares as the rows spell their values.
func (e equal) holds(r *row) bool {
	for _, m := range e.members {
		v := m.make(r)
		if v.kind == words && v.s == e.want {
			return true
		}
		if v.kind != none && v.kind != words {
			var w writer
			w.spell(m, v)
			if string(w.dst) == e.want || v.kind == truth && strings.EqualFold(string(w.dst), e.want) {
				return true
			}
		}
	}
	return false
}

// withStranger adds the first row of the same practice that the windows leave out.
func (c *call) withStranger(q *query, rows func(yield func(*row) bool)) func(yield func(*row) bool) {
	without := &query{equals: q.equals, keep: q.keep, zone: q.zone}
	return func(yield func(*row) bool) {
		for r := range rows {
			if !yield(r) {
				return
			}
		}
		for r := range c.found(func(r *row) bool { return c.match(without, r) && !c.match(q, r) }) {
			yield(r)
			return
		}
	}
}

// shuffled orders rows anew in each answer.
func (c *call) shuffled(rows func(yield func(*row) bool)) func(yield func(*row) bool) {
	return func(yield func(*row) bool) {
		var all []row
		for r := range rows {
			all = append(all, *r)
		}
		d := invented.Throw(c.s.options.Seed, forSpelling, uint64(c.s.Calls()[c.o.name]), 0)
		for i := len(all) - 1; i > 0; i-- {
			j := d.Below(i + 1)
			all[i], all[j] = all[j], all[i]
		}
		for i := range all {
			if !yield(&all[i]) {
				return
			}
		}
	}
}
