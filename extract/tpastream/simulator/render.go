package simulator

import (
	"reflect"
	"strconv"

	"carehouse/extract/invented"
)

// A view is how records are to be written for one answer.
type view struct {
	shape Shape
	fault FaultKind
	salt  uint64 // how often the page was asked for
}

// A renderer writes the records of one answer. The world must not change meanwhile.
type renderer struct {
	*Simulator
	view
	entity entity
	plan   *plan
	maker  claimMaker
	w      writer
}

func (s *Simulator) renderer(e entity, v view, dst []byte) *renderer {
	if e == events {
		v.shape = V2
	}
	return &renderer{
		Simulator: s, view: v, entity: e, plan: s.plans[planKey{e, v.shape}],
		maker: claimMaker{Simulator: s, shape: v.shape},
		w:     writer{dst: dst, plain: s.options.Plain, utc: v.shape != V1 || e == events, closed: v.shape == Webhook},
	}
}

// value makes a record, with everything that any shape carries.
func (r *renderer) value(i int32) reflect.Value {
	switch r.entity {
	case claims:
		return reflect.ValueOf(r.maker.make(i)).Elem()
	case employers:
		return reflect.ValueOf(r.employer(i)).Elem()
	case members:
		return reflect.ValueOf(r.member(i)).Elem()
	case holders:
		return reflect.ValueOf(r.Simulator.holder(i)).Elem()
	default:
		return reflect.ValueOf(r.event(int(i))).Elem()
	}
}

// one writes a record. The struck record of an answer is the one that faults of records happen to.
func (r *renderer) one(i int32, struck bool) {
	value := r.value(i)
	r.w.odd = r.oddities(i, struck)
	r.w.record(r.plan, value)
}

// all writes a list of records.
func (r *renderer) all(rows rowSet, from, to int) {
	r.w.dst = append(r.w.dst, '[')
	struck := from + (to-from)/2
	for k := from; k < to; k++ {
		if k > from {
			r.w.dst = append(r.w.dst, ',')
		}
		if k == struck && r.fault == Malformed {
			r.w.dst = append(r.w.dst, "{]"...)
		}
		r.one(rows.at(k), k == struck)
	}
	if from == to && r.fault == Malformed {
		r.w.dst = append(r.w.dst, ","...)
	}
	r.w.dst = append(r.w.dst, ']')
}

// oddities are decided by the record and its version. Only the spelling of ranges may differ between two fetches, in
// one record of twenty.
func (r *renderer) oddities(i int32, struck bool) oddities {
	var version uint64
	var odd oddities
	if r.entity == claims {
		version = uint64(r.world.claims[i].version)
		odd.fault = r.poisoned(i)
	}
	if struck || r.fault == Drift {
		if ofRecord(r.fault) {
			odd.fault = r.fault
		}
	}
	d := invented.Throw(r.options.Seed, forSpelling, uint64(i)<<3|uint64(r.entity), version)
	r.w.spell = d
	if r.options.Plain {
		return odd
	}
	if d.OneIn(20) {
		r.w.spell.Turn(r.salt)
	}
	odd.wholes = d.OneIn(4)
	odd.quoted = d.OneIn(150)
	odd.unknown = d.OneIn(200)
	odd.npiNumber = d.OneIn(20) || r.shape == V2 && d.OneIn(2)
	if r.entity == claims && !r.options.NoDuplicates {
		odd.status = r.firstStatus(&d)
	}
	return odd
}

// firstStatus is what the status key says the first time, when it comes twice: once in fifty the same, once in five
// hundred something else. The last one counts.
func (r *renderer) firstStatus(d *invented.Dice) string {
	n := d.Below(500)
	if n > 10 {
		return ""
	}
	status, _ := r.maker.out.Status.Get()
	if n > 0 {
		return status
	}
	if status == processed {
		return inProcess
	}
	return processed
}

// An envelope is what surrounds the records of a page.
type envelope struct {
	page, perPage, pages, total int
}

func (r *renderer) envelope(e envelope) {
	next, prev := e.page+1, e.page-1
	hasNext := e.page < e.pages
	switch r.fault {
	case NextForever, NextEmpty:
		hasNext = true
	case NextRepeats:
		next, hasNext = e.page, true
	case TotalLies:
		e.total += 7
	default:
	}
	old := r.options.Style == Style2022
	field := func(name string, n int, known bool) {
		r.w.dst = append(append(append(r.w.dst, `,"`...), name...), `":`...)
		if !known {
			r.w.dst = append(r.w.dst, "null"...)
			return
		}
		r.w.dst = strconv.AppendInt(r.w.dst, int64(n), 10)
	}
	r.w.dst = strconv.AppendBool(append(r.w.dst, `,"has_next":`...), hasNext)
	r.w.dst = strconv.AppendBool(append(r.w.dst, `,"has_prev":`...), e.page > 1)
	field("next_num", next, old || hasNext)
	field("page", e.page, true)
	field("pages", e.pages, true)
	field("per_page", e.perPage, true)
	field("prev_num", prev, old || e.page > 1)
	field("total", e.total, true)
}
