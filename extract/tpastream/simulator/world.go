package simulator

import (
	"cmp"
	"slices"
	"time"

	"carehouse/extract/invented"
)

// A world is the present: for each record only what cannot be made from the seed. Records are named by their index.
type world struct {
	clock     invented.Clock
	claims    []claimState
	live      []int32   // claims that exist, oldest first
	byHolder  [][]int32 // the same, by policy holder
	employers []employerState
	members   []memberState
	holders   []holderState
	events    []eventState
	mutations uint64
}

// Times are microseconds since 1970, as the API writes them.
type (
	claimState struct {
		created, modified, substantial int64
		holder                         int32
		version, edits                 uint16
	}
	employerState struct {
		created, modified int64
		version           uint16
	}
	memberState struct {
		created, modified, archived int64 // archived is 0 until it happens
		employer                    int32
		version                     uint16
		gone                        bool
	}
	holderState struct {
		created, modified int64
		member, second    int32 // second is -1 but for couples with two employers
		problem           int8  // index of a word, or one of the two below
	}
	eventState struct {
		at      int64
		kind    eventKind
		subject int32 // claim or policy holder
		problem int8
	}
)

func (w *world) now() time.Time { return w.clock.Now() }

const (
	loginValid   int8 = -1
	loginPending int8 = -2
)

// Where the ids of each entity start. They overlap: an id is unique within its entity only.
const (
	firstClaim    = 900_000
	firstMember   = 880_000
	firstHolder   = 880_000
	firstEmployer = 5_000
	firstEvent    = 18_000
	bigID         = 1<<53 + 1
)

// span is how far back claims go.
const span = 3 * 365 * day

func (w *world) populate(s *Simulator) {
	o := s.options
	w.clock = invented.NewClock(o.Now, o.Tick)
	d := invented.Throw(o.Seed, forWorld, 0, 0)
	begin := w.now().Add(-span)
	for range o.Claims/500 + 3 {
		w.addEmployer(&d, begin)
	}
	members := o.Claims/8 + 5
	for range members {
		w.addMember(&d, begin.Add(time.Duration(d.Below(int(span/time.Hour)))*time.Hour))
	}
	for i := range members + members/10 {
		member := i
		if i >= members {
			member = d.Below(members)
		}
		w.addHolder(&d, int32(member))
	}
	w.addClaims(&d, o.Claims, begin)
	w.pastEvents(&d)
}

func (w *world) addEmployer(d *invented.Dice, begin time.Time) {
	created := begin.Add(-time.Duration(d.Between(24, 9000)) * time.Hour).UnixMicro()
	w.employers = append(w.employers, employerState{created: created, modified: created, version: 1})
}

func (w *world) addMember(d *invented.Dice, at time.Time) {
	created := at.UnixMicro() + int64(d.Below(1_000_000))
	m := memberState{created: created, modified: created, version: 1, employer: int32(d.Below(len(w.employers)))}
	if len(w.members)%40 == 7 {
		m.archived = created + int64(d.Between(1, int(w.now().UnixMicro()-created)))
		m.modified = m.archived
	}
	w.members = append(w.members, m)
}

func (w *world) addHolder(d *invented.Dice, member int32) {
	m := w.members[member]
	h := holderState{created: m.created, modified: m.created, member: member, second: -1, problem: loginValid}
	if len(w.holders)%33 == 5 {
		if second := int32(d.Below(len(w.members))); second != member {
			h.second = second
		}
	}
	switch d.Below(20) {
	case 0, 1:
		h.problem = int8(d.Below(len(problems())))
	case 2:
		h.problem = loginPending
	}
	w.holders = append(w.holders, h)
	w.byHolder = append(w.byHolder, nil)
}

// addClaims spreads n claims over the years; the newest is ten minutes old.
func (w *world) addClaims(d *invented.Dice, n int, begin time.Time) {
	w.claims = make([]claimState, 0, n+n/8)
	w.live = make([]int32, 0, n+n/8)
	end := w.now().Add(-10 * time.Minute).UnixMicro()
	start := begin.UnixMicro()
	for i := range n {
		step := (end - start) / int64(n)
		created := start + step*int64(i) + int64(d.Below(int(max(1, step))))
		c := claimState{created: created, modified: created, substantial: created, version: 1}
		c.holder = int32(d.Below(len(w.holders)))
		if d.Below(10) < 4 {
			c.version = 2
			c.modified = min(end, created+int64(d.Below(int(60*day/time.Microsecond))))
			if d.Below(10) < 7 {
				c.substantial = c.modified
			}
		}
		w.add(c)
	}
}

func (w *world) add(c claimState) int32 {
	i := int32(len(w.claims))
	w.claims = append(w.claims, c)
	w.live = append(w.live, i)
	w.byHolder[c.holder] = append(w.byHolder[c.holder], i)
	return i
}

// pastEvents tells what happened in the last hundred days; ten of those the API has already forgotten.
func (w *world) pastEvents(d *invented.Dice) {
	since := w.now().Add(-100 * day).UnixMicro()
	for i, c := range w.claims {
		if c.created >= since {
			w.events = append(w.events, eventState{at: c.created, kind: newClaim, subject: int32(i)})
		}
		if c.modified >= since && c.modified != c.created {
			w.events = append(w.events, eventState{at: c.modified, kind: newClaim, subject: int32(i)})
		}
	}
	end := w.now().Add(-10 * time.Minute).UnixMicro()
	for i, h := range w.holders {
		if h.problem < 0 {
			continue
		}
		at := since + int64(d.Below(int(end-since)))
		if at > h.created {
			w.holders[i].modified = at
			w.events = append(w.events, eventState{at: at, kind: loginProblem, subject: int32(i), problem: h.problem})
		}
	}
	slices.SortStableFunc(w.events, func(a, b eventState) int { return cmp.Compare(a.at, b.at) })
}

// claimID leaves gaps, as a sequence that loses numbers to rollbacks does.
func (s *Simulator) claimID(i int32) int64 {
	d := invented.Throw(s.options.Seed, forID, uint64(i), 0)
	id := firstClaim + 3*int64(i) + int64(d.Below(3))
	if s.options.BigIDs {
		id += bigID
	}
	return id
}

// claimIndex is the inverse of claimID; it is not ok when no claim has the id.
func (s *Simulator) claimIndex(id int64) (int32, bool) {
	n := id - firstClaim
	if s.options.BigIDs {
		n -= bigID
	}
	n /= 3
	if n < 0 || n >= int64(len(s.world.claims)) || s.claimID(int32(n)) != id {
		return 0, false
	}
	_, ok := slices.BinarySearch(s.world.live, int32(n))
	return int32(n), ok
}
