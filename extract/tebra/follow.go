package tebra

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"carehouse/models"
)

// A following asks for records one by one, by the ids that its leader's answers name.
type following struct {
	dataset, leader string
	op              string
	id              string // the member of the leader's records that is the id
	criterion       string // that it becomes
}

func follows() map[string]following {
	return map[string]following{
		patientDetails:     {patientDetails, patients, getPatient, "ID", "PatientID"},
		appointmentDetails: {appointmentDetails, appointments, getAppointment, "ID", "AppointmentId"},
		encounters:         {encounters, charges, getEncounter, "EncounterID", "EncounterID"},
	}
}

// A list of ids is what a leader's window names: each id once, in the order of the practices and then of the answers.
type named struct {
	practices []practice
	ids       map[int64][]int64 // by practice
}

// readIDs reads the leader's pages.
func (w *walk) readIDs(f following) (*named, bool) {
	n := &named{ids: map[int64][]int64{}}
	seen := map[key]bool{}
	listed := false
	ok := w.leading(func(page models.Page, op *operation, a *answer) {
		if op.name == getPractices {
			n.practices, listed = w.chosen(a), true
			return
		}
		asked, _ := strconv.ParseInt(page.Given["practice_id"], 10, 64)
		for _, row := range a.rows {
			k := key{practiceOf(op, row), op.number(row, f.id)}
			if k.practice == 0 {
				k.practice = asked
			}
			if k.id == 0 || seen[k] {
				continue
			}
			seen[k] = true
			if len(n.ids[k.practice]) == 0 && !listed {
				n.practices = append(n.practices, practice{id: k.practice})
			}
			n.ids[k.practice] = append(n.ids[k.practice], k.id)
		}
	})
	return n, ok
}

// follow walks through the records that the leader's window names.
func (w *walk) follow(ctx context.Context) bool {
	f := follows()[w.dataset]
	n, ok := w.readIDs(f)
	if !ok {
		return false
	}
	n.limit(strings.Fields(w.window.Parts))
	count := 0
	for _, ids := range n.ids {
		count += len(ids)
	}
	op := w.source.ops[f.op]
	if count == 0 {
		return w.nobody(ctx, op, w.dataset)
	}
	n.hold(w)
	if len(n.practices) == 0 { // the configuration names others by now
		return w.nobody(ctx, op, w.dataset)
	}
	ok = w.each(n.practices, op, func(p practice) (swept, ok bool) {
		return w.oneByOne(ctx, f, p, n.ids[p.id])
	})
	if !ok || !w.onceMore(ctx, f) {
		return false
	}
	v := w.verdict()
	v.Absence = v.Absence && w.window.Mode != models.Modified
	if w.hollow || (w.unread > 0 && w.unread == count) { // not a record but the service
		v.Outcome = models.Partial
	}
	return w.End(v)
}

// limit leaves out the practices that a window is not about; no parts are all of them.
func (n *named) limit(parts []string) {
	maps.DeleteFunc(n.ids, func(id int64, _ []int64) bool {
		return len(parts) > 0 && !slices.Contains(parts, strconv.FormatInt(id, 10))
	})
}

// hold keeps the practices that have ids, and adds those that only the records name.
func (n *named) hold(w *walk) {
	known := map[int64]bool{}
	var all []practice
	for _, p := range n.practices {
		known[p.id] = true
		if len(n.ids[p.id]) > 0 {
			all = append(all, p)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(n.ids)) {
		if !known[id] {
			w.remark("practice %d is named by records only; they are left out", id)
		}
	}
	n.practices = all
}

// A record that one asks for by its id.
type record struct {
	practice practice
	id       int64
}

// oneByOne asks for the records of a practice.
func (w *walk) oneByOne(ctx context.Context, f following, p practice, ids []int64) (swept, ok bool) {
	before := w.gone
	defer func() {
		if n := w.gone - before; n == len(ids) && n >= silence { // deleted, all of them? they may be closed to the user
			w.remark("practice %d shows none of the %d records that were asked for", p.id, n)
			w.hollow = true
		}
	}()
	for _, id := range ids {
		r := record{p, id}
		a := w.askOne(ctx, f, r)
		switch {
		case a == nil:
			return false, false
		case a.note == noteClosed:
			return false, true
		case a.note == noteUnread:
			w.later = append(w.later, r)
		}
	}
	return true, true
}

// onceMore asks again, behind all others, for the records that the service could not tell. It may have been down for a
// while, and nobody follows the leader's window again.
func (w *walk) onceMore(ctx context.Context, f following) bool {
	for _, r := range w.later {
		a := w.askOne(ctx, f, r, "again", "1")
		if a == nil {
			return false
		}
		if a.note != "" {
			w.unread++
		}
	}
	return true
}

// askOne asks for a record and counts it. Place is added to what names its place in the walk.
func (w *walk) askOne(ctx context.Context, f following, r record, place ...string) *answer {
	op, id := w.source.ops[f.op], strconv.FormatInt(r.id, 10)
	criteria := []member{{name: f.criterion, value: id}}
	if f.op == getEncounter {
		criteria = append(criteria, r.practice.named(f.op)...)
	}
	a := w.ask(ctx, question{
		op: op, table: f.dataset, one: true, place: append([]string{"id", id}, place...), criteria: criteria,
	}.about(r.practice.id))
	if a == nil || a.note != "" {
		return a
	}
	if len(a.rows) == 0 {
		w.gone++
	}
	w.add(op, a.rows, r.practice.id)
	return a
}

// externalIDs walks through the ids of an integrator.
func (w *walk) externalIDs(ctx context.Context) bool {
	op, x := w.source.ops[getPatient], w.source.external
	if len(x.ids) == 0 {
		return w.nobody(ctx, op, w.dataset)
	}
	vendor := strconv.Itoa(w.source.config.ExternalIDs.VendorID)
	missing, resolved := 0, 0
	for i, id := range x.ids {
		a := w.ask(ctx, question{
			op: op, table: w.dataset, one: true,
			place:    []string{"list", x.digest, "entry", strconv.Itoa(i + 1)}, // not the id, which is somebody's
			given:    map[string]string{"vendor_id": vendor, "external_id": id},
			criteria: []member{{name: "ExternalID", value: id}, {name: "ExternalVendorID", value: vendor}},
		})
		switch {
		case a == nil:
			return false
		case a.note == noteUnread:
			w.unread++
		case len(a.rows) == 0:
			missing++
		default:
			resolved++
		}
	}
	switch {
	case missing == 1:
		w.remark("1 external id has no patient")
	case missing > 1:
		w.remark("%d external ids have no patient", missing)
	}
	v := w.verdict()
	v.Distinct = int64(resolved)
	if v.Outcome = models.Complete; resolved == 0 {
		v.Outcome = models.Empty
	}
	if w.unread == len(x.ids) {
		v.Outcome = models.Partial
	}
	return w.End(v)
}
