package simulator

import (
	"slices"
)

// A rowSet is the records of a list, in the list's order.
type rowSet struct {
	n  int
	at func(k int) int32
}

// rowsOf sorts indices, which are in the order of their creation, as the tenant sorts its lists.
func (s *Simulator) rowsOf(live []int32, turn uint64) rowSet {
	n := len(live)
	switch s.options.Order {
	case ByID:
		return rowSet{n, func(k int) int32 { return live[k] }}
	case Unstable:
		return rowSet{n, func(k int) int32 { return live[swap(k, n, turn)] }}
	default:
		return rowSet{n, func(k int) int32 { return live[n-1-k] }}
	}
}

// swap changes neighbours, other ones at each turn: a row at the end of one page is the first of the next when it is
// asked for, and was on neither, or on both.
func swap(k, n int, turn uint64) int {
	offset := int(turn & 1)
	at := (k - offset) ^ 1 + offset
	if k < offset || at < 0 || at >= n {
		return k
	}
	return at
}

// all returns the indices of an entity that exist, oldest first.
func (s *Simulator) all(e entity) []int32 {
	w := &s.world
	n := len(w.holders)
	switch e {
	case claims:
		return w.live
	case employers:
		n = len(w.employers)
	case members:
		n = len(w.members)
	default:
	}
	out := make([]int32, 0, n)
	for i := range int32(n) {
		if e != members || !w.members[i].gone {
			out = append(out, i)
		}
	}
	return out
}

// scoped returns the claims of an employer, a member or a policy holder. It is a relation, not a partition: a claim
// with two members is in two of them, and one whose members were removed is in none but its policy holder's.
func (s *Simulator) scoped(of entity, owner int32) []int32 {
	if of == holders {
		return s.world.byHolder[owner]
	}
	belongs := func(member int32) bool {
		if member < 0 || s.world.members[member].gone {
			return false
		}
		return of == members && member == owner || of == employers && s.world.members[member].employer == owner
	}
	var out []int32
	for i, h := range s.world.holders {
		if belongs(h.member) || belongs(h.second) {
			out = append(out, s.world.byHolder[i]...)
		}
	}
	slices.Sort(out)
	return slices.DeleteFunc(out, s.orphan)
}

// hidden reports whether one of the two filters of the employer's claims drops a claim.
func (s *Simulator) hidden(i, employer int32, read, early bool) bool {
	return read && s.read(i) || early && s.serviceDay(i) < s.effectiveDay(employer)
}

// owner finds the employer, member or policy holder of a scoped path.
func (s *Simulator) owner(e entity, id int64) (int32, bool) {
	w := &s.world
	first, n := int64(firstHolder), len(w.holders)
	switch e {
	case employers:
		first, n = firstEmployer, len(w.employers)
	case members:
		first, n = firstMember, len(w.members)
	default:
	}
	i := id - first
	if i < 0 || i >= int64(n) || e == members && w.members[i].gone {
		return 0, false
	}
	return int32(i), true
}
