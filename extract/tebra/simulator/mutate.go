package simulator

import (
	"slices"
	"time"

	"carehouse/extract/invented"
)

// Change inserts, updates and deletes so many charges, with what belongs to them, and moves the clock on until a sync
// can see it. An update is what comes next in a charge's life, or a new note. A deleted charge is gone with its
// transactions, and nothing tells of it. Appointments change in proportion.
func (s *Simulator) Change(inserts, updates, deletes int) {
	s.Advance(time.Minute)
	s.mu.Lock()
	s.remove(deletes)
	s.insert(inserts)
	s.update(updates)
	s.reschedule(inserts/4, updates/4, deletes/4)
	s.mu.Unlock()
	s.Advance(time.Minute)
}

// Void takes n charges back that nobody has paid for. They stay in the list. It returns how many there were.
func (s *Simulator) Void(n int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.mutation()
	done := 0
	for _, c := range sample(&d, s.all()) {
		if done == n {
			break
		}
		if s.world.void(c, s.present(c.practice)) {
			s.touch(c)
			done++
		}
	}
	return done
}

// RemovePatients takes away n patients who were never charged, and returns how many there were. Nothing tells of it.
func (s *Simulator) RemovePatients(n int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	done := 0
	for _, p := range s.world.practices {
		p.patients = slices.DeleteFunc(p.patients, func(x *patient) bool {
			idle := done < n && len(x.charges) == 0
			for _, a := range p.appointments {
				idle = idle && a.patient != x && !slices.Contains(a.group, x)
			}
			if idle {
				done++
			}
			return idle
		})
	}
	return done
}

// Idle adds n patients to the first practice, who have nothing yet.
func (s *Simulator) Idle(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.world.practices[0]
	for range n {
		x := s.world.addPatient(p, s.present(p))
		x.modified = x.created
	}
}

// mutation starts the stream of the next change, so that a world's history is decided by the seed and the calls.
func (s *Simulator) mutation() invented.Dice {
	s.world.mutations++
	return invented.Throw(s.options.Seed, forMutation, s.world.mutations, 0)
}

func (s *Simulator) present(p *practice) int64 { return p.local(s.now()) }

func (s *Simulator) all() []*charge {
	var all []*charge
	for _, p := range s.world.practices {
		all = append(all, p.charges...)
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

// touch moves what a change to a charge moves.
func (s *Simulator) touch(c *charge) {
	at := s.present(c.practice)
	c.encounter.modified = max(c.encounter.modified, at)
	if !s.script.On("quiet-balances") {
		c.encounter.patient.modified = max(c.encounter.patient.modified, at)
		c.encounter.patient.version++
	}
}

func (s *Simulator) insert(n int) {
	d := s.mutation()
	for n > 0 {
		p := invented.Pick(&d, s.world.practices)
		now := s.present(p)
		if d.OneIn(4) {
			x := s.world.addPatient(p, now-minute)
			x.modified = now - minute
		}
		for _, c := range s.world.visit(&d, p, now-minute, now, n) {
			s.touch(c)
			n--
		}
	}
}

// update does what comes next to charges that are not settled, and gives others a new note when those run out.
func (s *Simulator) update(n int) {
	d := s.mutation()
	all := sample(&d, s.all())
	slices.SortStableFunc(all, func(a, b *charge) int { return rank(a.balance() == 0) - rank(b.balance() == 0) })
	for _, c := range all[:min(n, len(all))] {
		at := s.present(c.practice)
		if c.encounter.status != 3 || !s.world.step(&d, c, at) {
			c.version++
			c.modified = max(c.modified, at)
		}
		s.touch(c)
	}
}

// remove deletes charges. An encounter goes with its last one, and money that was applied is not applied any more.
func (s *Simulator) remove(n int) {
	d := s.mutation()
	for _, c := range sample(&d, s.all())[:min(n, len(s.all()))] {
		p, e, x := c.practice, c.encounter, c.encounter.patient
		same := func(other *charge) bool { return other == c }
		p.charges = slices.DeleteFunc(p.charges, same)
		e.charges = slices.DeleteFunc(e.charges, same)
		x.charges = slices.DeleteFunc(x.charges, same)
		p.transactions = slices.DeleteFunc(p.transactions, func(t *transaction) bool { return t.charge == c })
		if len(e.charges) == 0 {
			p.encounters = slices.DeleteFunc(p.encounters, func(other *encounter) bool { return other == e })
		}
		for _, a := range c.applied {
			a.payment.applied -= a.amount
			a.payment.left += a.amount
			a.payment.modified = max(a.payment.modified, s.present(p))
		}
		s.touch(c)
	}
}

// reschedule makes, moves and deletes appointments.
func (s *Simulator) reschedule(inserts, updates, deletes int) {
	d := s.mutation()
	for i := range inserts {
		p := invented.Pick(&d, s.world.practices)
		now := s.present(p)
		a := s.world.plan(&d, p, now, 2*i)
		a.created, a.modified = now, now
	}
	for range updates {
		p := invented.Pick(&d, s.world.practices)
		a := invented.Pick(&d, p.appointments)
		a.version++
		a.modified = max(a.modified, s.present(p))
		if a.start > a.modified {
			a.start, a.end = a.start+day, a.end+day
		}
	}
	for range deletes {
		p := invented.Pick(&d, s.world.practices)
		at := slices.IndexFunc(p.appointments, func(a *appointment) bool { return a.start > s.present(p) })
		if at >= 0 {
			p.appointments = slices.Delete(p.appointments, at, at+1)
		}
	}
}
