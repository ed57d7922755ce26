package simulator

import (
	"slices"
	"time"

	"carehouse/extract/invented"
)

// Insert stores n new claims, as the reading of a carrier does: each has an event, and the newest come first. It
// returns their ids.
func (s *Simulator) Insert(n int) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.mutation()
	at := s.world.now().UnixMicro()
	ids := make([]int64, 0, n)
	for range n {
		c := claimState{created: at, modified: at, substantial: at, version: 1, holder: int32(d.Below(len(s.world.holders)))}
		i := s.world.add(c)
		s.world.tell(newClaim, i, 0)
		ids = append(ids, s.claimID(i))
	}
	return ids
}

// Update changes n claims: status, money, perhaps a line, modifieddate, and for most last_updated_status. Each has an
// event. It returns the ids of those that it changed, which are fewer when there are fewer.
func (s *Simulator) Update(n int) []int64 {
	return s.each(n, func(d *invented.Dice, i int32) {
		c := &s.world.claims[i]
		c.version++
		c.modified = s.world.now().UnixMicro()
		if d.Below(10) < 7 {
			c.substantial = c.modified
		}
		s.world.tell(newClaim, i, 0)
	})
}

// Edit changes lines of n claims without a trace: no date moves and there is no event. Only a full sweep finds them.
func (s *Simulator) Edit(n int) []int64 {
	return s.each(n, func(_ *invented.Dice, i int32) { s.world.claims[i].edits++ })
}

// Delete removes n claims. Nothing tells of it.
func (s *Simulator) Delete(n int) []int64 {
	return s.each(n, func(_ *invented.Dice, i int32) { s.world.remove(i) })
}

// DeleteFirst removes the first n claims of the list, so that all pages behind the first move up.
func (s *Simulator) DeleteFirst(n int) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []int64
	for range n {
		rows := s.rowsOf(s.world.live, 0)
		if rows.n == 0 {
			break
		}
		i := rows.at(0)
		ids = append(ids, s.claimID(i))
		s.world.remove(i)
	}
	return ids
}

// each does something to n different claims.
func (s *Simulator) each(n int, change func(d *invented.Dice, i int32)) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.mutation()
	chosen := sample(&d, slices.Clone(s.world.live), n)
	ids := make([]int64, 0, len(chosen))
	for _, i := range chosen {
		ids = append(ids, s.claimID(i))
		change(&d, i)
	}
	return ids
}

// sample picks n different ones and sorts them.
func sample(d *invented.Dice, from []int32, n int) []int32 {
	n = min(n, len(from))
	for k := range n {
		j := k + d.Below(len(from)-k)
		from[k], from[j] = from[j], from[k]
	}
	slices.Sort(from[:n])
	return from[:n]
}

// Archive archives n members, the API's only soft delete. It returns their ids.
func (s *Simulator) Archive(n int) []int64 {
	return s.eachMember(n, func(_ *invented.Dice, m *memberState) { m.archived = s.world.now().UnixMicro() })
}

// UpdateMembers moves n members to another address.
func (s *Simulator) UpdateMembers(n int) []int64 {
	return s.eachMember(n, func(*invented.Dice, *memberState) {})
}

// DeleteMembers removes n members, also from their claims. Nothing tells of it.
func (s *Simulator) DeleteMembers(n int) []int64 {
	return s.eachMember(n, func(_ *invented.Dice, m *memberState) { m.gone = true })
}

func (s *Simulator) eachMember(n int, change func(*invented.Dice, *memberState)) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.mutation()
	var ids []int64
	for _, i := range sample(&d, s.all(members), n) {
		m := &s.world.members[i]
		m.version++
		m.modified = s.world.now().UnixMicro()
		change(&d, m)
		ids = append(ids, firstMember+int64(i))
	}
	return ids
}

// InsertMembers stores n new members, each with a login that has not been tried yet.
func (s *Simulator) InsertMembers(n int) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.mutation()
	at := s.world.now().UnixMicro()
	var ids []int64
	for range n {
		i := int32(len(s.world.members))
		s.world.members = append(s.world.members, memberState{
			created: at, modified: at, version: 1, employer: int32(d.Below(len(s.world.employers))),
		})
		s.world.addHolder(&d, i)
		s.world.holders[len(s.world.holders)-1].problem = loginPending
		ids = append(ids, firstMember+int64(i))
	}
	return ids
}

// UpdateEmployers changes settings of n employers.
func (s *Simulator) UpdateEmployers(n int) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.mutation()
	var ids []int64
	for _, i := range sample(&d, s.all(employers), n) {
		s.world.employers[i].version++
		s.world.employers[i].modified = s.world.now().UnixMicro()
		ids = append(ids, firstEmployer+int64(i))
	}
	return ids
}

// Break gives n policy holders a login problem, with an event each: their claims stop coming. Mend repairs n.
func (s *Simulator) Break(n int) []int64 {
	problem := func(d *invented.Dice) int8 { return int8(d.Below(len(s.words.problems))) }
	return s.login(n, func(p int8) bool { return p < 0 }, problem)
}

// Mend makes n broken logins valid again, with an event each.
func (s *Simulator) Mend(n int) []int64 {
	return s.login(n, func(p int8) bool { return p >= 0 }, func(*invented.Dice) int8 { return loginValid })
}

func (s *Simulator) login(n int, from func(int8) bool, to func(*invented.Dice) int8) []int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.mutation()
	candidates := slices.DeleteFunc(s.all(holders), func(i int32) bool { return !from(s.world.holders[i].problem) })
	var ids []int64
	for _, i := range sample(&d, candidates, n) {
		h := &s.world.holders[i]
		h.problem, h.modified = to(&d), s.world.now().UnixMicro()
		s.world.tell(loginProblem, i, h.problem)
		ids = append(ids, firstHolder+int64(i))
	}
	return ids
}

// Crawl tells that n policy holders' carriers were read to the end. Only some tenants have such events.
func (s *Simulator) Crawl(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.mutation()
	for _, i := range sample(&d, s.all(holders), n) {
		s.world.tell(crawlCompletion, i, 0)
	}
}

// Day is a usual day: the clock moves by 24 hours, one claim in a hundred is new or changed, and a few things happen
// that nothing tells of.
func (s *Simulator) Day() {
	s.Advance(day)
	n := s.Count() / 100
	s.Insert(n/2 + 1)
	s.Update(n/2 + 1)
	s.Edit(n/20 + 1)
	s.Delete(n / 20)
	s.UpdateMembers(n/10 + 1)
	s.Break(1)
	s.Mend(1)
	s.Advance(10 * time.Minute)
}

// Count is how many claims there are.
func (s *Simulator) Count() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.world.live)
}

// mutation starts the stream of the next change, so that a world's history is decided by the seed and the calls.
func (s *Simulator) mutation() invented.Dice {
	s.world.mutations++
	return invented.Throw(s.options.Seed, forMutation, s.world.mutations, 0)
}

func (w *world) tell(kind eventKind, subject int32, problem int8) {
	at := w.now().UnixMicro()
	if n := len(w.events); n > 0 {
		at = max(at, w.events[n-1].at) // ids and times grow together
	}
	w.events = append(w.events, eventState{at: at, kind: kind, subject: subject, problem: problem})
}

func (w *world) remove(i int32) {
	drop := func(list []int32) []int32 {
		at, ok := slices.BinarySearch(list, i)
		if !ok {
			return list
		}
		return slices.Delete(list, at, at+1)
	}
	w.live = drop(w.live)
	h := w.claims[i].holder
	w.byHolder[h] = drop(w.byHolder[h])
}
