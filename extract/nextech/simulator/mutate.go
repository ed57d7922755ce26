package simulator

import (
	"slices"
	"time"

	"carehouse/extract/invented"
)

// Change deletes, updates and inserts so many encounters, over all practices, and moves the time on until a sync can
// see it. See [Simulator.Delete], [Simulator.Update] and [Simulator.Insert].
func (s *Simulator) Change(inserts, updates, deletes int) {
	s.Advance(time.Minute)
	s.Delete(deletes)
	s.Update(updates)
	s.Insert(inserts)
	s.Advance(time.Minute)
}

// Insert adds n encounters that have just been, over all practices. They are not locked. The patients are those that
// there are: see [Simulator.AddPatients] for others, whom a roster of before does not have.
func (s *Simulator) Insert(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.mutation()
	now := s.now().Truncate(time.Millisecond)
	for range n {
		p := invented.Pick(&d, s.world.practices)
		p.given++
		p.addEncounter(&d, p.visitor(&d), now)
	}
}

// Update changes n encounters that the next sync can be expected to ask for: those that are not locked get a note or are
// locked, and when those run out the newest ones get an addendum.
func (s *Simulator) Update(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.mutation()
	all := sample(&d, s.all())
	slices.SortStableFunc(all, func(a, b *encounter) int {
		if a.locked && b.locked {
			return b.at.Compare(a.at)
		}
		return rank(a.locked) - rank(b.locked)
	})
	for _, e := range all[:min(n, len(all))] {
		switch {
		case e.locked:
			e.amend()
		case d.OneIn(2):
			e.edit()
		default:
			e.locked = true
		}
	}
}

// Delete takes n encounters away, over all practices. Nothing tells of it.
func (s *Simulator) Delete(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.mutation()
	all := sample(&d, s.all())
	for _, e := range all[:min(n, len(all))] {
		x := e.patient
		x.encounters = slices.DeleteFunc(x.encounters, func(other *encounter) bool { return other == e })
	}
}

// Lock locks all encounters that were before a moment, and returns how many were not yet.
func (s *Simulator) Lock(before time.Time) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, e := range s.all() {
		if !e.locked && e.at.Before(before) {
			e.locked = true
			n++
		}
	}
	return n
}

// Amend adds an addendum to n encounters that are locked and older than an age, and returns how many there were. No sync
// finds them but one that asks for everything.
func (s *Simulator) Amend(n int, age time.Duration) int {
	return s.settled(n, age, (*encounter).amend)
}

// Redate moves n encounters that are locked and older than an age by so much, and returns how many there were.
func (s *Simulator) Redate(n int, age, by time.Duration) int {
	return s.settled(n, age, func(e *encounter) { e.at = e.at.Add(by) })
}

// settled changes up to n encounters that are locked and older than an age.
func (s *Simulator) settled(n int, age time.Duration, change func(*encounter)) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.mutation()
	done := 0
	for _, e := range sample(&d, s.all()) {
		if done < n && e.locked && s.now().Sub(e.at) > age {
			change(e)
			done++
		}
	}
	return done
}

// AddPatients adds n patients to a practice, who have no encounters yet; "" is the first.
func (s *Simulator) AddPatients(practice string, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range n {
		s.world.practice(practice).addPatient()
	}
}

// RemovePatient takes a patient away with all encounters, as a merge does: 404 from then on.
func (s *Simulator) RemovePatient(practice string, id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.world.practice(practice)
	p.patients = slices.DeleteFunc(p.patients, func(x *patient) bool { return x.id == id })
}

// edit adds a note to an encounter's document, which there is from now on.
func (e *encounter) edit() {
	e.edits++
	e.written()
}

// amend adds an addendum to an encounter's document, which there is from now on.
func (e *encounter) amend() {
	e.addenda++
	e.written()
}

func (e *encounter) written() {
	if e.form == nullDocument || e.form == emptyDocument {
		e.form = plainDocument
	}
}

// mutation starts the stream of the next change, so that a world's history is decided by the seed and the calls.
func (s *Simulator) mutation() invented.Dice {
	s.world.mutations++
	return invented.Throw(s.world.seed, forMutations, s.world.mutations, 0)
}

func (s *Simulator) all() []*encounter {
	var all []*encounter
	for _, p := range s.world.practices {
		for _, x := range p.patients {
			all = append(all, x.encounters...)
		}
	}
	return all
}

// sample puts things in an order of chance.
func sample[T any](d *invented.Dice, from []T) []T {
	for k := range from {
		j := k + d.Below(len(from)-k)
		from[k], from[j] = from[j], from[k]
	}
	return from
}

func rank(last bool) int {
	if last {
		return 1
	}
	return 0
}
