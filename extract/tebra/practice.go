package tebra

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"carehouse/models"
)

// A practice is asked for by its id, its name, or both, depending on the operation.
type practice struct {
	id   int64
	name string // "" is not known
}

// practicesQuestion asks which practices there are. The user who may not call the operation is often told their ids all
// the same, which is enough for the operations that are asked by id.
func (s *Source) practicesQuestion() question {
	return question{op: s.ops[getPractices], table: practices, list: true, place: []string{"page", "practices"}}
}

// practices asks which practices there are, and chooses.
func (w *walk) practices(ctx context.Context) ([]practice, bool) {
	a := w.ask(ctx, w.source.practicesQuestion())
	if a == nil {
		return nil, false
	}
	return w.chosen(a), true
}

// chosen returns the practices of an answer that the user may see and the configuration asks for.
func (w *walk) chosen(a *answer) []practice {
	all := w.source.practicesOf(a)
	chosen, missing := pick(all, w.source.config.Practices)
	for _, want := range missing {
		if _, err := strconv.ParseInt(want, 10, 64); err == nil {
			w.remark("practice %s is not one of the account's that the user may see", want)
		} else {
			w.remark("a practice of the configuration is not one of the account's that the user may see")
		}
	}
	if len(all) == 0 {
		w.remark("the account names no practices")
	}
	if w.dataset == transactions {
		w.tellApart(chosen, all)
	}
	return chosen
}

// tellApart forgets the names that another practice of the account has too, where records are told by the name that was
// asked for alone: they would be counted for each of them.
func (w *walk) tellApart(chosen, all []practice) {
	for i, p := range chosen {
		same := func(q practice) bool { return q.id != p.id && p.name != "" && strings.EqualFold(q.name, p.name) }
		if slices.ContainsFunc(all, same) {
			chosen[i].name = ""
			w.remark("practice %d has the name of another, and a transaction tells only the name", p.id)
		}
	}
}

// practicesOf returns the practices that an answer of GetPractices names and the user may see, in the order of their ids.
func (s *Source) practicesOf(a *answer) []practice {
	op := s.ops[getPractices]
	var all []practice
	add := func(p practice) {
		known := func(q practice) bool { return q.id == p.id }
		if p.id != 0 && !slices.ContainsFunc(all, known) {
			all = append(all, p)
		}
	}
	for _, r := range a.rows {
		p := practice{op.key(r), op.text(r, "PracticeName")}
		if len(a.practices) == 0 || slices.Contains(a.practices, p.id) {
			add(p)
		}
	}
	for _, id := range a.practices {
		add(practice{id: id})
	}
	slices.SortFunc(all, func(a, b practice) int { return int(min(max(a.id-b.id, -1), 1)) })
	return all
}

// pick returns the practices that are wanted by id or name; no wish is all of them.
func pick(all []practice, wanted []string) (chosen []practice, missing []string) {
	if len(wanted) == 0 {
		return slices.Clone(all), nil
	}
	is := func(p practice, want string) bool {
		return strconv.FormatInt(p.id, 10) == want || (p.name != "" && strings.EqualFold(strings.TrimSpace(p.name), want))
	}
	for _, p := range all {
		if slices.ContainsFunc(wanted, func(want string) bool { return is(p, strings.TrimSpace(want)) }) {
			chosen = append(chosen, p)
		}
	}
	for _, want := range wanted {
		want = strings.TrimSpace(want)
		if !slices.ContainsFunc(all, func(p practice) bool { return is(p, want) }) {
			missing = append(missing, want)
		}
	}
	return chosen, missing
}

// named returns the criteria by which an operation knows a practice. They are none where it cannot be asked for.
func (p practice) named(op string) []member {
	id, name := strconv.FormatInt(p.id, 10), member{name: "PracticeName", value: p.name}
	switch op {
	case getAllPatients:
		return []member{{name: "PracticeID", value: id}}
	case getReasons:
		return []member{{name: "PracticeId", value: id}}
	case getEncounter:
		return []member{{name: "Practice", inner: p.named(getProviders)}}
	case getAppointments, getCharges, getTransactions: // by the exact name, and nothing else
		if p.name == "" {
			return nil
		}
		return []member{name}
	default:
		if p.name == "" {
			return []member{{name: "PracticeID", value: id}}
		}
		return []member{{name: "PracticeID", value: id}, name}
	}
}

// each goes through the practices. What one of them answers does not keep the walk from the others: one that is closed to
// the user is left out, and so is one whose name nobody knows.
func (w *walk) each(all []practice, op *operation, through func(practice) (swept, ok bool)) bool {
	shut := 0
	for _, p := range all {
		if p.named(op.name) == nil {
			w.remark("practice %d is left out: it cannot be asked for by its name", p.id)
			shut++
			continue
		}
		swept, ok := through(p)
		switch {
		case !ok:
			return false
		case swept:
			w.swept = append(w.swept, p.id)
		default:
			w.remark("practice %d is closed to the user", p.id)
			shut++
		}
	}
	if shut > 0 && shut == len(all) {
		return w.HandOn() && w.Fail(&trouble{
			closed, op.name + ": every practice is closed to the user", models.NotEntitled,
			"ask the account's System Administrator to let the user into the practices, then: " + w.source.checkCommand(),
		})
	}
	return true
}

// finish ends a window that went through practices. Where there are none, nothing is concluded.
func (w *walk) finish(all []practice, absence bool) bool {
	v := w.verdict()
	v.Absence = v.Absence && absence && len(all) > 0
	if len(all) == 0 { // the next window must not think that this one has seen anything
		v.Outcome = models.Partial
	}
	return w.End(v)
}
