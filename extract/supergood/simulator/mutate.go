package simulator

import (
	"slices"
	"time"

	"carehouse/extract/invented"
)

// Change inserts, updates and deletes so many appointments in the first tenant, a quarter as many patients, half as many
// encounters and a quarter as many eligibility checks, and moves the clock on until a sync can see it.
func (s *Simulator) Change(inserts, updates, deletes int) {
	s.Advance(time.Minute)
	share := map[string]int{appointments: 1, patients: 4, encounters: 2, checks: 4}
	for _, dataset := range Datasets() {
		of := share[dataset]
		s.Delete(0, dataset, deletes/of)
		s.Insert(0, dataset, inserts/of)
		s.Update(0, dataset, updates/of)
	}
	s.Advance(time.Minute)
}

// Insert adds n records to a dataset of a tenant, from 0, made now. New appointments lie ahead, within 300 days.
func (s *Simulator) Insert(tenant int, dataset string, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, now := s.world.tenants[tenant], s.now().Truncate(time.Second)
	d := s.mutation()
	for range n {
		if dataset != patients && len(t.lists[patients]) == 0 {
			return
		}
		switch dataset {
		case patients:
			t.addPatient(now, now)
		case appointments:
			t.addAppointment(now, true)
		case encounters:
			if len(t.lists[appointments]) == 0 {
				return
			}
			r := t.addEncounter(invented.Pick(&d, t.lists[appointments]), now)
			r.created, r.modified = now, now
			r.set("updated_at", now)
		case checks:
			t.addCheck(now, now)
		}
	}
}

// Update changes n records of a dataset of a tenant: patients get another address to be written to, appointments another
// status, encounters what comes next to them, checks another answer. With the fault missed, some of it moves no
// updated_at. It returns how many were changed.
func (s *Simulator) Update(tenant int, dataset string, n int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, now := s.world.tenants[tenant], s.now().Truncate(time.Second)
	d := s.mutation()
	chosen := some(&d, t.lists[dataset], n)
	for _, r := range chosen {
		r.version++
		r.change(&d, dataset, now)
		if d.Below(100) >= s.script.Number("missed", 0) {
			r.moved(now)
		}
	}
	return len(chosen)
}

// change gives a row another content.
func (r *row) change(d *invented.Dice, dataset string, now time.Time) {
	switch dataset {
	case patients:
		r.set("email", mail(d))
		if d.OneIn(2) {
			r.set("portal_status", "active")
		}
	case appointments:
		before := r.get("status")
		for r.get("status") == before {
			r.set("status", invented.Pick(d, []string{"confirmed", "cancelled", "completed", "checked_in"}))
		}
	case encounters:
		r.proceed(d, now)
	case checks:
		r.set("copayment", money(d.Below(9_999)*100+int(r.version)))
	}
}

// moved notes that a row was changed.
func (r *row) moved(now time.Time) {
	if now.After(r.modified) {
		r.modified = now
	}
	r.set("updated_at", r.modified)
	r.set("checked_at", r.modified)
}

// Delete takes n records away, and nothing tells of it; a patient with the fault tombstones stays and says so. What
// refers to them stays too, as at a portal. It returns their ids.
func (s *Simulator) Delete(tenant int, dataset string, n int) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	t, now := s.world.tenants[tenant], s.now().Truncate(time.Second)
	d := s.mutation()
	stays := dataset == patients && s.script.On("tombstones")
	var ids []string
	gone := map[*row]bool{}
	for _, r := range some(&d, t.lists[dataset], n) {
		ids = append(ids, r.id())
		if gone[r] = !stays; stays {
			r.deleted = now
			r.set("deleted_at", now)
			r.moved(now)
		}
	}
	t.lists[dataset] = slices.DeleteFunc(t.lists[dataset], func(r *row) bool { return gone[r] })
	slices.Sort(ids)
	return ids
}

// Reschedule puts n appointments of a tenant off by so much, the next ones to come first. It returns their ids.
func (s *Simulator) Reschedule(tenant, n int, by time.Duration) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now().Truncate(time.Second)
	var ahead []*row
	for _, r := range s.world.tenants[tenant].lists[appointments] {
		if r.day().After(now) {
			ahead = append(ahead, r)
		}
	}
	slices.SortStableFunc(ahead, func(a, b *row) int { return a.day().Compare(b.day()) })
	var ids []string
	for _, r := range ahead[:min(n, len(ahead))] {
		r.putOff(by, now)
		ids = append(ids, r.id())
	}
	return ids
}

// putOff moves an appointment.
func (r *row) putOff(by time.Duration, now time.Time) {
	for _, name := range []string{"start_at", "end_at"} {
		at, _ := r.get(name).(time.Time)
		r.set(name, at.Add(by))
	}
	r.version++
	r.moved(now)
}

// mutation starts the stream of the next change, so that a world's history is decided by the seed and the calls.
func (s *Simulator) mutation() invented.Dice {
	s.world.mutations++
	return invented.Throw(s.options.Seed, forMutation, s.world.mutations, 0)
}

// some are n rows by chance, or all there are; a tombstone is no row.
func some(d *invented.Dice, from []*row, n int) []*row {
	all := slices.DeleteFunc(slices.Clone(from), func(r *row) bool { return !r.deleted.IsZero() })
	for k := range all {
		j := k + d.Below(len(all)-k)
		all[k], all[j] = all[j], all[k]
	}
	return all[:min(max(0, n), len(all))]
}
