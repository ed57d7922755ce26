package simulator

import (
	"time"

	"carehouse/extract/invented"
)

// years is how far back encounters go.
const years = 6

// addPast adds an encounter of the past, more likely one of late. The first one of a practice is later today: whoever
// leaves the end out does not see it yet.
func (p *practice) addPast(now time.Time, today bool) {
	p.given++
	d := invented.Throw(p.world.seed, forEncounters, p.index, p.given)
	share := d.Below(1000)
	back := years * 365 * share * share / 1_000_000
	open := time.Duration(d.Between(13*3600_000, 22*3600_000)) * time.Millisecond
	at := now.Truncate(day).Add(open - time.Duration(back)*day)
	if at.After(now) {
		at = at.Add(-day)
	}
	x := p.visitor(&d)
	if today {
		x = p.patients[0]
		at = now.Add(3 * time.Hour)
		if last := now.Truncate(day).Add(day - time.Minute); at.After(last) {
			at = last
		}
	}
	e := p.addEncounter(&d, x, at)
	switch age := now.Sub(at); {
	case age < 14*day:
		e.locked = d.OneIn(4)
	case age < 30*day:
		e.locked = !d.OneIn(3)
	default:
		e.locked = !d.OneIn(40)
	}
}

// visitor picks a patient who has visits.
func (p *practice) visitor(d *invented.Dice) *patient {
	for {
		if x := invented.Pick(d, p.patients); !x.idle {
			return x
		}
	}
}

// addEncounter adds one that is not locked. Now and then it has the id of another patient's, which nobody has promised
// not to happen.
func (p *practice) addEncounter(d *invented.Dice, x *patient, at time.Time) *encounter {
	e := &encounter{
		patient: x, id: p.next, number: p.given, at: at, kind: invented.Pick(d, encounterTypes()),
		doctor: invented.Pick(d, p.doctors), department: maybe(d, 12, invented.Pick(d, departments())),
		location: maybe(d, 15, invented.Pick(d, locations())),
	}
	switch form := d.Below(60); {
	case form < 4:
		e.form = windowsDocument
	case form < 6:
		e.form = nullDocument
	case form < 8:
		e.form = emptyDocument
	}
	if twin := p.next - 1; d.OneIn(15) && twin >= firstEncounter && !x.has(twin) {
		e.id = twin
	} else {
		p.next++
	}
	x.encounters = append(x.encounters, e)
	return e
}

func (x *patient) has(id int64) bool {
	for _, e := range x.encounters {
		if e.id == id {
			return true
		}
	}
	return false
}
