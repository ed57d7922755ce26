package simulator

import "carehouse/extract/invented"

// Patients have equal ids in two practices: the first three of each, as accounts that were merged have them.
const (
	firstPatient = 1001
	sharedIDs    = 3
)

func (w *world) addPatient(p *practice, created int64) *patient {
	n := len(p.patients)
	id := int64(firstPatient + n)
	if n >= sharedIDs {
		id = w.id("patient", firstPatient+100)
	}
	d := invented.Throw(w.seed, forPatient, uint64(p.id), uint64(id))
	x := &patient{
		practice: p, id: id, first: invented.Pick(&d, invented.FirstNames()), last: invented.Pick(&d, invented.LastNames()) + " " + Marker,
		created: created, modified: created + int64(d.Below(30))*day + int64(d.Below(day)),
		provider: p.normal(&d), referrer: p.referring(&d), location: invented.Pick(&d, p.locations),
	}
	x.born = midnight(created) - int64(d.Between(1, 90))*365*day - int64(d.Below(365))*day
	if n < invented.Neighbours && p == w.practices[0] {
		who := invented.NextDoor(w.seed, n)
		x.first, x.last, x.born = who.First, who.Last, who.Born.Unix()
	}
	if d.Below(5) < 2 {
		x.external = "EXT-" + d.Digits(6) + "-" + string(rune('A'+n%26))
	}
	for k := range 1 + d.Below(3) {
		x.cases = append(x.cases, w.addCase(&d, x, k))
	}
	p.patients = append(p.patients, x)
	return x
}

// addCase adds a case. Three cases in ten have no policy: the patient pays.
func (w *world) addCase(d *invented.Dice, x *patient, k int) *patientCase {
	names := []string{"Primary case", "Accident & injury", "Second opinion"}
	c := &patientCase{
		id: w.id("case", 2001), name: names[k], scenario: invented.Pick(d, payerScenarios()), begun: x.created + int64(k*40)*day,
	}
	policies := []int{0, 0, 0, 1, 1, 1, 2, 2, 3, 3}[d.Below(10)]
	first := d.Below(len(w.insurers))
	for n := range policies {
		po := &policy{
			id: w.id("policy", 4001), kase: c, insurer: w.insurers[(first+n)%len(w.insurers)],
			copay: int64(d.Between(0, 5)*1000) * cent, begun: midnight(x.created) - int64(d.Below(700))*day,
		}
		auths := max(0, d.Below(6)-2)
		if k == 0 && n == 0 { // those are told side by side, so there must be some of three
			auths = int(x.id % 4)
		}
		for range auths {
			po.auths = append(po.auths, &authorization{id: w.id("authorization", 6001), owner: po, begun: midnight(x.created)})
		}
		c.policies = append(c.policies, po)
	}
	return c
}

func midnight(t int64) int64 { return t - ((t%day)+day)%day }
