package simulator

import (
	"time"

	"carehouse/extract/invented"
)

// Times are seconds of a practice's own wall clock, counted as if it were UTC: the API writes no zone, so none is kept.
// Money is ten-thousandths.
const (
	minute = 60
	hour   = 60 * minute
	day    = 24 * hour
	cent   = 100
)

// span is how far back visits go.
const span = 2 * 365 * day

type world struct {
	seed      uint64
	account   int64
	practices []*practice
	codes     []code
	insurers  []insurer
	vendors   []vendor
	mutations uint64
	undated   bool             // some patients have no CreatedDate
	next      map[string]int64 // ids that are unique in the account
}

type vendor struct {
	id   int64
	name string
}

// A practice has all that the API tells of it. Charge and transaction ids begin anew in each.
type practice struct {
	id                int64
	name              string
	offset            int64 // from UTC, in seconds
	created, modified int64

	providers    []*provider
	locations    []*location
	reasons      []*reason
	rooms        []room
	patients     []*patient
	appointments []*appointment
	encounters   []*encounter
	charges      []*charge
	payments     []*payment
	transactions []*transaction
	open         map[int64]*payment // by insurer: what its next remittances are added to

	nextCharge, nextTransaction int64
}

type provider struct {
	id                int64
	first, last       string
	referring         bool
	created, modified int64
}

func (p *provider) name() string { return p.first + " " + p.last }

type location struct {
	id                int64
	name              string
	created, modified int64
}

type reason struct {
	id   int64
	name string
}

type room struct {
	id   int64
	name string
}

type patient struct {
	practice          *practice
	id                int64
	first, last       string
	born              int64
	created, modified int64
	version           uint64
	cases             []*patientCase
	charges           []*charge
	external          string // the integrator's id; "" is none
	provider          *provider
	referrer          *provider
	location          *location
}

func (p *patient) full() string { return p.last + ", " + p.first }

type patientCase struct {
	id       int64
	name     string
	scenario string
	begun    int64
	policies []*policy
}

type policy struct {
	id      int64
	kase    *patientCase
	insurer insurer
	copay   int64
	begun   int64
	auths   []*authorization
}

type authorization struct {
	id    int64 // of ours: the API shows none in a policy
	owner *policy
	begun int64
}

type appointment struct {
	practice          *practice
	id                int64
	patient           *patient // nil is a meeting
	kase              *patientCase
	auth              *authorization
	start, end        int64
	created, modified int64
	version           uint64
	status            string
	group             []*patient
	recurring         bool
	resources         []resource
	reasons           []*reason
	location          *location
}

type resource struct {
	id   int64
	name string
	typ  int64 // 1 is a doctor, 2 a room
}

type encounter struct {
	practice          *practice
	id                int64
	patient           *patient
	kase              *patientCase
	appointment       *appointment
	service           int64
	posting           int64
	created, modified int64
	status            int // 1 Draft, 2 Submitted, 3 Approved, 4 Rejected, 5 Unpayable
	provider          *provider
	location          *location
	diagnoses         []string
	charges           []*charge
}

// local is what a practice's clocks show at an instant.
func (p *practice) local(t time.Time) int64 { return t.Unix() + p.offset }

func (w *world) id(of string, from int64) int64 {
	if w.next[of] == 0 {
		w.next[of] = from
	}
	w.next[of]++
	return w.next[of] - 1
}

func newWorld(o Options) *world {
	w := &world{
		seed: o.Seed, account: 9000 + int64(o.Seed%1000), codes: codes(), insurers: insurers(), next: map[string]int64{},
		vendors: []vendor{{7, "Example Integrations"}, {9, "Sample Intake & Forms"}},
	}
	began := o.Now.Unix() - span
	for i := range w.codes {
		w.codes[i].created = began - int64(i+1)*day
		w.codes[i].modified = began + int64(i)*9*day
	}
	for i := range o.Practices {
		w.practices = append(w.practices, w.newPractice(o, i))
	}
	left := o.Size
	for i, p := range w.practices {
		n := left
		if i < len(w.practices)-1 {
			n = (left + 1) / 2 // the first practice has half, the second a quarter
		}
		left -= n
		w.populate(p, n, o.Now)
	}
	return w
}

func (w *world) newPractice(o Options, i int) *practice {
	d := invented.Throw(w.seed, forStaff, uint64(i), 0)
	offsets := []int64{-6, -8, -5, -7}
	p := &practice{
		id: int64(i + 1), offset: offsets[i%len(offsets)] * hour, open: map[int64]*payment{},
		nextCharge: 50001, nextTransaction: 700001,
	}
	p.name = practiceNames()[i%len(practiceNames())]
	if i >= len(practiceNames()) {
		p.name += " " + string(rune('A'+i%26))
	}
	p.created = p.local(o.Now) - span - 400*day
	p.modified = p.created + int64(d.Below(300))*day
	for n := range 10 {
		p.providers = append(p.providers, &provider{
			id: w.id("provider", 101), first: invented.Pick(&d, invented.FirstNames()), last: invented.Pick(&d, invented.LastNames()) + " " + Marker,
			referring: n >= 6, created: p.created + int64(n)*day, modified: p.modified + int64(n)*day,
		})
	}
	for n := range 3 {
		names := []string{"Main Office", "North Clinic", "Telehealth & Home"}
		p.locations = append(p.locations, &location{
			id: w.id("location", 11), name: names[n], created: p.created + int64(n)*day, modified: p.modified + int64(n)*day,
		})
	}
	for _, name := range reasonNames() {
		p.reasons = append(p.reasons, &reason{w.id("reason", 41), name})
	}
	for n := range 6 {
		p.rooms = append(p.rooms, room{w.id("room", 901), "Room " + string(rune('A'+n))})
	}
	return p
}

// normal returns a provider who treats, and referring one who sends.
func (p *practice) normal(d *invented.Dice) *provider { return p.providers[d.Below(6)] }

func (p *practice) referring(d *invented.Dice) *provider { return p.providers[6+d.Below(4)] }
