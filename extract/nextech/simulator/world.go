package simulator

import (
	"fmt"
	"strings"
	"time"

	"carehouse/extract/invented"
)

// What dice are thrown for.
const (
	forPatients uint64 = iota + 1
	forDoctors
	forEncounters
	forContent
	forMutations
	forTokens
	forTraces
	forAnswers
)

// A world is all practices of a login.
type world struct {
	seed      uint64
	practices []*practice
	mutations uint64
}

// A practice has patients with the same ids as all others.
type practice struct {
	world       *world
	index       uint64
	id          string
	patients    []*patient
	doctors     []*doctor
	nextPatient int64
	next        int64 // id of an encounter
	given       uint64
}

type doctor struct {
	id                  int64
	first, last, suffix string
}

// A patient is one person in one practice.
type patient struct {
	practice    *practice
	id          int64
	chart       *string
	first, last string
	middle      *string
	born        time.Time
	ssn, phone  *string
	encounters  []*encounter
	idle        bool // will never have one
}

// An encounter is one visit. Its document is made from its number and its edits when it is asked for.
type encounter struct {
	patient              *patient
	id                   int64
	number               uint64 // of the dice
	at                   time.Time
	kind                 string
	doctor               *doctor
	department, location *string
	locked               bool
	edits                int // before it was locked
	addenda              int // after that
	form                 form
}

const (
	firstPatient   = 1000
	firstEncounter = 50001
	fewest         = 8 // patients of a practice
)

func newWorld(o Options) *world {
	w := &world{seed: o.Seed}
	patients, encounters := o.Patients, o.Size
	for i := range o.Practices {
		p := &practice{
			world: w, index: uint64(i), id: fmt.Sprintf("%04d", 417+i), nextPatient: firstPatient, next: firstEncounter,
		}
		w.practices = append(w.practices, p)
		p.staff()
		share, visits := patients, encounters
		if i < o.Practices-1 { // the rest is for the others
			share, visits = patients*3/5, encounters*3/5
		}
		patients, encounters = patients-share, encounters-visits
		for range max(fewest, share) {
			p.addPatient()
		}
		for n := range visits {
			p.addPast(o.Now, n == 0)
		}
	}
	return w
}

// practice finds one by its id; "" is the first. There is always one: a name that is not known finds nobody's.
func (w *world) practice(id string) *practice {
	for _, p := range w.practices {
		if id == "" || p.id == id {
			return p
		}
	}
	return &practice{world: w, id: id}
}

func (p *practice) staff() {
	for i := range 4 {
		d := invented.Throw(p.world.seed, forDoctors, p.index, uint64(i))
		p.doctors = append(p.doctors, &doctor{
			id: int64(11 + i), first: invented.Pick(&d, invented.FirstNames()),
			last: invented.Pick(&d, invented.LastNames()) + " " + Marker, suffix: invented.Pick(&d, designations()),
		})
	}
}

// special is how many patients of a practice are made for something.
const special = 7

// addPatient adds the next patient. The first ones are those that go wrong most easily.
func (p *practice) addPatient() {
	n := p.nextPatient - firstPatient
	d := invented.Throw(p.world.seed, forPatients, p.index, uint64(n))
	x := &patient{practice: p, id: p.nextPatient, first: invented.Pick(&d, invented.FirstNames())}
	p.nextPatient++
	x.last = invented.Pick(&d, invented.LastNames())
	x.born = time.Date(d.Between(1935, 2022), time.Month(d.Between(1, 12)), d.Between(1, 28), 0, 0, 0, 0, time.UTC)
	x.name(&d)
	if i := int(n) - special; p.index == 0 && i >= 0 && i < invented.Neighbours { // whom every API knows
		who := invented.NextDoor(p.world.seed, i)
		x.first, x.last, x.born = who.First, who.Last, who.Born
	}
	x.ssn, x.phone = maybe(&d, 6, "###-##-"+d.Digits(4)), maybe(&d, 5, invented.Phone(&d, "555"))
	chart := fmt.Sprintf("%s%05d", strings.ToUpper(invented.Hex(d.Next())[:2]), 10000+n*7)
	x.idle = d.OneIn(9)
	switch n {
	case 0:
		chart = "AB12"
	case 1:
		chart = "AB123" // the first one's chart number is the start of it
	case 2:
		chart = "Castillo" // the next one's last name
	case 3:
		x.last = "Castillo"
		x.middle = new(Marker)
	case 4:
		chart = "Ñ 7/2+&#" // an address must not swallow it
	case 5:
		x.idle = true
	}
	x.idle = x.idle && n != 0
	x.chart = &chart
	if n == 6 || n > 6 && d.OneIn(25) {
		x.chart = nil
	}
	p.patients = append(p.patients, x)
}

// name puts the marker into the middle name, or into the last one where there is no middle name.
func (x *patient) name(d *invented.Dice) {
	if d.OneIn(3) {
		x.last += " " + Marker
		return
	}
	x.middle = new(Marker)
}

// maybe is nothing once in n times.
func maybe(d *invented.Dice, n int, text string) *string {
	if d.OneIn(n) {
		return nil
	}
	return &text
}
