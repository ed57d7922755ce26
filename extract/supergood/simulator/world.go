package simulator

import (
	"slices"
	"strconv"
	"time"

	"carehouse/extract/invented"
)

const day = 24 * time.Hour

// A world is all tenants.
type world struct {
	seed      uint64
	tenants   []*tenant
	mutations uint64
}

// A tenant is what one session sees.
type tenant struct {
	seed   uint64
	number int
	lists  map[string][]*row // by dataset, in the order of seq
	made   map[string]int    // how many there ever were
	epochs map[string]uint64 // by dataset; cursors of an older one are worth nothing
}

func newWorld(o Options) *world {
	w := &world{seed: o.Seed}
	for n := range o.Tenants {
		size := o.Size
		if n > 0 {
			size /= 2
		}
		w.tenants = append(w.tenants, newTenant(o, n, size))
	}
	return w
}

func newTenant(o Options, number, size int) *tenant {
	t := &tenant{seed: o.Seed, number: number, lists: map[string][]*row{}, made: map[string]int{}, epochs: map[string]uint64{}}
	now := o.Now.Truncate(time.Second)
	for range max(size/4, min(size, invented.Neighbours)) {
		t.addPatient(now.Add(-2*365*day), now.Add(-day))
	}
	for range size {
		t.addAppointment(now, false)
	}
	visits := slices.Clone(t.lists[appointments])
	for i := range size / 2 {
		t.addEncounter(visits[i], now)
	}
	for range size / 4 {
		t.addCheck(now.Add(-300*day), now)
	}
	return t
}

// add puts a new row into its list.
func (t *tenant) add(dataset string, r *row) {
	r.seq = t.made[dataset]
	t.made[dataset]++
	t.lists[dataset] = append(t.lists[dataset], r)
}

// next is the id and the dice of the next row of a dataset. Ids are equal in all tenants.
func (t *tenant) next(dataset string, what uint64) (ident, invented.Dice) {
	n := t.made[dataset]
	first := map[string]int{patients: 100_001, appointments: 200_001, encounters: 300_001, checks: 400_001}[dataset]
	return ident(strconv.Itoa(first + n)), invented.Throw(t.seed, what, uint64(t.number), uint64(n))
}

// anybody is one of the patients.
func (t *tenant) anybody(d *invented.Dice) *row { return invented.Pick(d, t.lists[patients]) }

// within is a whole second between two moments.
func within(d *invented.Dice, from, to time.Time) time.Time {
	return from.Add(time.Duration(d.Below(max(1, int(to.Sub(from)/time.Second)))) * time.Second)
}

// sometimes is a value, or null once in n times.
func sometimes(d *invented.Dice, n int, value any) any {
	if d.OneIn(n) {
		return nil
	}
	return value
}

// numbered is one of the first n ids.
func numbered(d *invented.Dice, n int) ident { return ident(strconv.Itoa(1 + d.Below(n))) }
