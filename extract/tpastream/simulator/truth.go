package simulator

import (
	"iter"
	"net/url"
	"slices"
	"strconv"

	"carehouse/models/tpastream"
)

// A Truth is everything that the API would tell now, if it were asked for all of it at once. A field that the shape
// does not carry is null. Records without a key are not in it, because nobody can keep them; they are counted.
type Truth struct {
	Claims        []tpastream.Claim
	Employers     []tpastream.Employer
	Members       []tpastream.Member
	PolicyHolders []tpastream.PolicyHolder
	Events        []tpastream.Event // that the feed shows at this moment
	NoKey         int
}

// Truth returns the present in the tenant's shape. The structs are copies.
func (s *Simulator) Truth() Truth {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var t Truth
	for _, i := range s.world.live {
		if s.poisoned(i) == NoKey {
			t.NoKey++
			continue
		}
		t.Claims = append(t.Claims, copied[tpastream.Claim](s, claims, i, s.options.Shape))
	}
	t.Employers = every[tpastream.Employer](s, employers)
	t.Members = every[tpastream.Member](s, members)
	t.PolicyHolders = every[tpastream.PolicyHolder](s, holders)
	shown, _ := s.feed(0, nil, len(s.world.events))
	for _, n := range shown {
		t.Events = append(t.Events, copied[tpastream.Event](s, events, n, V2))
	}
	return t
}

func every[T any](s *Simulator, e entity) []T {
	var out []T
	for _, i := range s.all(e) {
		out = append(out, copied[T](s, e, i, s.options.Shape))
	}
	return out
}

// copied makes a record that shares nothing with the next one.
func copied[T any](s *Simulator, e entity, i int32, shape Shape) T {
	r := s.renderer(e, view{shape: shape}, nil)
	v := r.value(i)
	r.plan.project(v)
	return v.Interface().(T)
}

// Claim returns one claim in a shape; it is not ok when there is none with that id.
func (s *Simulator) Claim(id int64, shape Shape) (claim tpastream.Claim, ok bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	i, ok := s.claimIndex(id)
	if !ok {
		return tpastream.Claim{}, false
	}
	return copied[tpastream.Claim](s, claims, i, shape), true
}

// ClaimIDs returns the ids of the claims that exist, in ascending order.
func (s *Simulator) ClaimIDs() []int64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	ids := make([]int64, 0, len(s.world.live))
	for _, i := range s.world.live {
		ids = append(ids, s.claimID(i))
	}
	slices.Sort(ids)
	return ids
}

// Page returns the body of a page without HTTP, faults or credentials: for benchmarks and seeds of fuzz tests. The path
// is as in a request ("/api/claims"); what is not there has the body of the error.
func (s *Simulator) Page(path string, page, perPage int) []byte {
	s.mu.RLock()
	defer s.mu.RUnlock()
	r, ok := s.routeOf(path)
	if !ok {
		return notFound().body
	}
	q := url.Values{}
	switch {
	case r.list:
		q.Set("page", strconv.Itoa(page))
		q.Set("per_page", strconv.Itoa(perPage))
	case r.feed:
		q.Set("limit", strconv.Itoa(perPage))
	}
	return s.answer(r, q, "", 0).body
}

// Pages yields the bodies of a list, from page 1 to the last.
func (s *Simulator) Pages(path string, perPage int) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for page := 1; ; page++ {
			s.mu.RLock()
			r, ok := s.routeOf(path)
			var rows []int32
			if ok && r.list {
				rows, ok = s.listed(r, nil)
			}
			s.mu.RUnlock()
			if !ok || !r.list || perPage < 1 || (page > 1 && (page-1)*perPage >= len(rows)) {
				return
			}
			if !yield(s.Page(path, page, perPage)) {
				return
			}
		}
	}
}

// FaultyPage is [Simulator.Page] with a fault that happens to records or to what surrounds them; others do nothing.
func (s *Simulator) FaultyPage(path string, page, perPage int, fault FaultKind) []byte {
	s.mu.RLock()
	defer s.mu.RUnlock()
	r, ok := s.routeOf(path)
	if !ok || !r.list {
		return notFound().body
	}
	q := url.Values{"page": {strconv.Itoa(page)}, "per_page": {strconv.Itoa(perPage)}}
	return s.answer(r, q, fault, 0).body
}
