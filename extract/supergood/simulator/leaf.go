package simulator

import (
	"slices"
	"strconv"
)

// A leaf is a page of a list before it is written.
type leaf struct {
	rows   []*row
	before *row // the one before them; nil is none, or nobody needs to know
	more   bool
	total  int // where places are numbers
}

// counts reports whether places are numbers.
func (sp *spelling) counts() bool { return sp.paging == "offset" || sp.paging == "page" }

// leaf finds the page that is asked for; it is false for a cursor that is worth nothing.
func (s *Simulator) leaf(q question, struck string) (leaf, bool) {
	all := q.tenant.lists[q.dataset]
	if s.spelling.counts() {
		return s.counted(q, all, struck), true
	}
	from := 0
	if q.place != "" {
		c, ok := s.unsealed(q.place)
		if !ok || c.tenant != uint64(q.tenant.number) || c.epoch != q.tenant.epochs[q.dataset] || c.question != q.signature() {
			return leaf{}, false
		}
		from, _ = slices.BinarySearchFunc(all, c.seq+1, func(r *row, seq int) int { return r.seq - seq })
	}
	var l leaf
	for i := from - 1; i >= 0 && l.before == nil && struck != ""; i-- {
		if q.wants(all[i]) {
			l.before = all[i]
		}
	}
	for _, r := range all[from:] {
		switch {
		case !q.wants(r):
		case len(l.rows) == q.limit:
			l.more = true
			return l, true
		default:
			l.rows = append(l.rows, r)
		}
	}
	return l, true
}

// counted finds a page by its number or by that of its first record, which needs all of the list.
func (s *Simulator) counted(q question, all []*row, struck string) leaf {
	var wanted []*row
	for _, r := range all {
		if q.wants(r) {
			wanted = append(wanted, r)
		}
	}
	from, _ := strconv.Atoi(q.place)
	from = min(from, len(wanted)) // nobody has so many pages either
	if s.spelling.paging == "page" {
		from *= q.limit
	}
	if struck == "same-page" {
		from = 0
	}
	from = min(from, len(wanted))
	l := leaf{rows: wanted[from:min(from+q.limit, len(wanted))], total: len(wanted)}
	if from > 0 {
		l.before = wanted[from-1]
	}
	return l
}
