package simulator

import (
	"slices"
	"time"

	"carehouse/extract/invented"
)

// populate fills a practice with n charges over the years, and with what belongs to them.
func (w *world) populate(p *practice, n int, now time.Time) {
	end := p.local(now) - 10*minute
	begin := end - span
	patients := max(sharedIDs+1, n/5)
	for i := range patients {
		d := invented.Throw(w.seed, forWorld, uint64(p.id), uint64(i))
		created := begin - 30*day + int64(i)*(span/int64(patients)) + int64(d.Below(day))
		x := w.addPatient(p, created)
		x.modified = min(x.modified, end)
	}
	for i := 0; len(p.charges) < n; i++ {
		d := invented.Throw(w.seed, forVisit, uint64(p.id), uint64(i))
		at := begin + span/int64(max(1, n))*int64(len(p.charges)) + int64(d.Below(day))
		w.visit(&d, p, min(at, end-hour), end, n-len(p.charges))
	}
	for i := range patients/3 + 12 {
		d := invented.Throw(w.seed, forVisit, uint64(p.id), 1<<40+uint64(i))
		w.plan(&d, p, end, i)
	}
	clear(p.open)
}

// known are the patients whom a practice knew at a time.
func (p *practice) known(d *invented.Dice, at int64) *patient {
	n, _ := slices.BinarySearchFunc(p.patients, at, func(x *patient, at int64) int {
		if x.created <= at {
			return -1
		}
		return 1
	})
	return p.patients[d.Below(max(1, n))]
}

// visit adds an encounter of up to four charges that began at a time, with what became of them until now.
func (w *world) visit(d *invented.Dice, p *practice, at, now int64, most int) []*charge {
	x := p.known(d, at)
	e := &encounter{
		practice: p, id: w.id("encounter", 28001), patient: x, kase: invented.Pick(d, x.cases), service: midnight(at),
		posting: midnight(at + int64(d.Below(3))*day), provider: p.normal(d), location: invented.Pick(d, p.locations), status: 3,
	}
	e.created = min(now, at+int64(d.Between(1, 20))*hour)
	e.posting = min(e.posting, midnight(now))
	e.modified = e.created
	all := diagnoses()
	first := d.Below(len(all))
	for k := range d.Between(1, 4) {
		e.diagnoses = append(e.diagnoses, all[(first+k)%len(all)])
	}
	if d.Below(3) > 0 {
		e.appointment = w.attended(d, e, at)
	}
	switch old := (now - e.created) / day; {
	case old < 2:
		e.status = d.Between(1, 2)
	case old < 5:
		e.status = 2 + d.Below(2)
	case d.OneIn(40):
		e.status = 4 + d.Below(2)
	}
	p.encounters = append(p.encounters, e)
	var added []*charge
	for line := range min(most, d.Between(1, 4)) {
		added = append(added, w.addCharge(d, e, line, now))
	}
	return added
}

func (w *world) addCharge(d *invented.Dice, e *encounter, line int, now int64) *charge {
	p := e.practice
	c := &charge{
		practice: p, id: p.nextCharge, procedure: w.id("procedure", 90001), encounter: e, line: line,
		code: &w.codes[d.Below(len(w.codes)-1)], units: int64(d.Between(1, 3)), policies: e.kase.policies,
	}
	p.nextCharge += 1 + int64(d.Below(2))
	c.unit = c.code.price * cent
	c.created = min(now, e.created+int64(d.Below(3))*minute)
	c.modified = c.created
	p.charges = append(p.charges, c)
	e.charges = append(e.charges, c)
	e.patient.charges = append(e.patient.charges, c)
	p.tell(c, "Charge", "Charge created", c.total(), -1, c.created)
	if line == 0 && len(c.policies) > 0 && d.OneIn(2) {
		c.copayTaken = min(c.policies[0].copay, c.total()/5/cent*cent)
		if c.copayTaken > 0 {
			x := w.newPayment(d, p, "Patient", e.patient.full(), c.created)
			x.category, x.appointment = "Copay", e.appointment
			w.pay(c, byPatient, x, c.copayTaken, c.created)
		}
	}
	if e.status != 3 {
		return c
	}
	if d.OneIn(45) {
		w.void(c, min(now, c.created+2*day))
	}
	for at := c.created + int64(d.Between(1, 4))*day; at <= now; at += int64(d.Between(3, 24))*day + int64(d.Below(9000)) {
		if !w.step(d, c, at) {
			break
		}
		e.modified = max(e.modified, min(at, e.created+9*day))
	}
	return c
}

// attended is the appointment that an encounter came from.
func (w *world) attended(d *invented.Dice, e *encounter, at int64) *appointment {
	a := w.addAppointment(d, e.practice, e.patient, e.kase, at/(15*minute)*(15*minute))
	a.status, a.location = "Check-out", e.location
	a.created = max(e.patient.created, a.start-int64(d.Between(1, 30))*day)
	a.modified = max(a.created, e.created)
	return a
}

// plan adds appointments that have no encounter: future ones, missed ones, meetings, groups and series.
func (w *world) plan(d *invented.Dice, p *practice, now int64, i int) *appointment {
	x := p.known(d, now)
	from := int64(d.Between(-200, 60)) * day
	if i%2 == 0 {
		from = int64(d.Between(1, 120)) * day
	}
	start := (now+from)/day*day + int64(d.Between(32, 68))*15*minute
	if i%8 == 5 {
		x = nil
	}
	var c *patientCase
	if x != nil {
		c = invented.Pick(d, x.cases)
	}
	a := w.addAppointment(d, p, x, c, start)
	a.created = min(now, start) - int64(d.Between(1, 20))*day
	if x != nil {
		a.created = min(now, max(a.created, x.created))
	}
	a.modified = min(now, a.created+int64(d.Below(10))*day)
	switch {
	case start > now:
		a.status = invented.Pick(d, []string{"Scheduled", "Confirmed", "Rescheduled", "Tentative"})
	default:
		a.status = invented.Pick(d, []string{"No-show", "Cancelled", "Check-in"})
	}
	a.recurring = i%3 == 0
	if i%4 == 0 && x != nil {
		a.group = []*patient{x}
		for range d.Between(1, 4) {
			if other := p.known(d, now); !slices.Contains(a.group, other) {
				a.group = append(a.group, other)
			}
		}
	}
	return a
}

func (w *world) addAppointment(d *invented.Dice, p *practice, x *patient, c *patientCase, start int64) *appointment {
	a := &appointment{
		practice: p, id: w.id("appointment", 5001), patient: x, kase: c, start: start,
		end: start + int64(d.Between(1, 6))*15*minute, location: invented.Pick(d, p.locations),
	}
	if c != nil && len(c.policies) > 0 && len(c.policies[0].auths) > 0 {
		a.auth = c.policies[0].auths[0]
	}
	most := 3
	if len(p.appointments)%7 == 3 { // now and then every slot is taken
		most = 10
	}
	first := d.Below(6)
	for k := range d.Between(max(1, most-2), most) {
		if k%2 == 0 {
			pr := p.providers[(first+k/2)%6]
			a.resources = append(a.resources, resource{pr.id, pr.name(), 1})
			continue
		}
		r := p.rooms[(first+k/2)%6]
		a.resources = append(a.resources, resource{r.id, r.name, 2})
	}
	for k := range d.Between(max(1, most-2), most) {
		a.reasons = append(a.reasons, p.reasons[(first+k)%len(p.reasons)])
	}
	p.appointments = append(p.appointments, a)
	return a
}
