package supergood

import (
	"cmp"
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"time"

	"carehouse/models"
)

// untold stands for the modules where a portal does not say which there are: that it stops to say so may be news as well.
const untold = "-"

// How often a list is read, and when it is given up.
const (
	maxPasses  = 3   // readings of a list that would not hold still
	maxRenewed = 3   // readings that begin again because the portal forgot where we were
	maxBarren  = 3   // pages in a row with records that have all been there
	maxEmpty   = 100 // pages in a row without any, behind which more is said to follow
)

// ahead is how far before the portal's clock a change may be dated by one that writes no zone, or is set wrongly.
const ahead = 26 * time.Hour

// A pass is one reading of a list.
type pass struct {
	number   int
	keys     map[string]struct{}
	keyless  map[[sha256.Size]byte]struct{} // records without a key, told apart by what they say
	again    int                            // records that had come before
	first    int64                          // the total as it was told first and last, -1 is not known
	last     int64
	forgot   bool // the portal does not know any more where we were
	cut      bool // there may be more, and nothing says where
	marred   bool // an answer had an error beside its records
	shifting bool // the list is counted from its beginning, so that what moves is missed or comes twice
}

func newPass(number int, p Paging) *pass {
	return &pass{
		number: number, keys: map[string]struct{}{}, keyless: map[[sha256.Size]byte]struct{}{}, first: -1, last: -1,
		shifting: p.Style == byPage || p.Style == byOffset,
	}
}

// distinct is how many different records came.
func (p *pass) distinct() int64 { return int64(len(p.keys) + len(p.keyless)) }

// add counts the records of a page and reports whether any was new.
func (p *pass) add(l *list) bool {
	before := p.distinct()
	for _, e := range l.entries {
		if e.key != "" {
			p.keys[e.key] = struct{}{}
		} else {
			p.keyless[e.hash] = struct{}{}
		}
	}
	fresh := p.distinct() - before
	p.again += len(l.entries) - int(fresh)
	p.marred = p.marred || l.marred
	if l.total >= 0 { // some tell it on the first page only
		p.last = l.total
		if p.first < 0 {
			p.first = l.total
		}
	}
	return fresh > 0
}

// torn reports whether the list moved while it was read. Where it tells how many there are, that decides; else, in a list
// that is counted from its beginning, what came twice shows it.
func (p *pass) torn() bool {
	if p.first >= 0 || p.last >= 0 {
		return p.first != p.last || p.distinct() != p.last
	}
	return p.shifting && p.again > 0
}

// A reading is what became of a list.
type reading struct {
	pass    *pass
	keys    map[string]struct{} // of the passes before, whose rows are good too
	begun   time.Time           // when the first page was asked for, by the portal's clock
	newest  time.Time           // the newest change in a record, until then
	modules string              // that all pages were seen with; "" is not known
	mixed   bool                // not all pages were seen with the same
}

// read reads a list until a pass is whole, or as often as it may.
func (w *walk) read(ctx context.Context) (*reading, bool) {
	r := &reading{keys: map[string]struct{}{}}
	torn := 0
	for number := 1; ; number++ {
		p, ok := w.once(ctx, r, number)
		if !ok {
			return nil, false
		}
		r.pass = p
		if p.forgot {
			w.renewed++
		} else if torn++; !p.torn() || torn == maxPasses {
			return r, true
		}
		maps.Copy(r.keys, p.keys)
	}
}

// once reads a list from its beginning.
func (w *walk) once(ctx context.Context, r *reading, number int) (*pass, bool) {
	paging := w.source.profile.Datasets[w.dataset].Paging
	p, at := newPass(number, paging), place{page: 1}
	seen := map[string]bool{w.asks(at).Encode(): true}
	barren, empty := 0, 0
	for {
		var l list
		a, ok := w.ask(ctx, question{list: &l, place: at, pass: number})
		switch {
		case !ok:
			return nil, false
		case a.forgot:
			p.forgot = true
			return p, true
		}
		r.note(a, &l)
		switch {
		case p.add(&l):
			barren, empty = 0, 0
		case len(l.entries) > 0:
			barren++
		default:
			empty++
		}
		next, more, err := w.source.next(w.dataset, at, &l)
		if err == nil && !more {
			return p, w.doubt(ctx, r, p, at, &l)
		}
		if err == nil && (barren == maxBarren || empty == maxEmpty || seen[w.asks(next).Encode()]) {
			err = w.source.looped(w.dataset)
		}
		if err != nil {
			return nil, w.Fail(fmt.Errorf("page %d: %s: %w", w.Number(), w.op(), err))
		}
		at = next
		seen[w.asks(at).Encode()] = true
	}
}

// doubt asks for a single record where a list of one page may be the beginning of a longer one. That is landed, for whoever
// walks this way again; no row is made of it. What a total counts was seen when everything was read, before any changes.
func (w *walk) doubt(ctx context.Context, r *reading, p *pass, at place, l *list) bool {
	paging := w.source.profile.Datasets[w.dataset].Paging
	if l.total >= 0 && w.window.Mode == models.Modified {
		return true
	}
	if p.cut = paging.cut(at, l); !paging.doubted(at, l) {
		return true
	}
	var least list
	a, ok := w.ask(ctx, question{list: &least, place: place{page: 1, least: true}, pass: p.number})
	if !ok {
		return false
	}
	r.note(a, &list{})
	p.cut = paging.reveals(at, l, &least)
	return true
}

// note keeps what the verdict will say of the session and of time. The mark never passes the moment at which the reading
// began: a record on a page that was read by then may have changed before one that was read later, and nobody has seen it.
// A record that is dated by days in the future says nothing at all; it would have our own clock for a mark for ever.
func (r *reading) note(a answer, l *list) {
	if r.begun.IsZero() {
		r.begun = a.at
	}
	for _, e := range l.entries {
		switch {
		case e.changed.After(a.at.Add(ahead)):
			continue
		case e.changed.After(r.begun):
			e.changed = r.begun
		}
		if e.changed.After(r.newest) {
			r.newest = e.changed
		}
	}
	switch {
	case a.modules == "" || a.modules == r.modules:
	case r.modules == "":
		r.modules = a.modules
	default:
		r.modules, r.mixed = a.modules, true
	}
}

// verdict says what the reading is worth. Of a list that would not hold still every row of every pass is good, but nothing
// is concluded from what is missing; nor is it when other modules were to be seen than the last time.
func (r *reading) verdict(w models.Window) models.Verdict {
	p, seen := r.pass, cmp.Or(r.modules, untold)
	v := models.Verdict{
		Outcome: models.Complete, Sweep: p.number, Claimed: p.last, Distinct: p.distinct(),
		Cursor: seen, CursorAt: r.newest,
		Absence: w.Mode != models.Modified && len(p.keyless) == 0,
	}
	changed := r.mixed || w.After != "" && w.After != seen
	switch {
	case p.torn():
		maps.Copy(r.keys, p.keys)
		v.Outcome, v.Sweep, v.Absence = models.Partial, 0, false
		v.Distinct = int64(len(r.keys) + len(p.keyless))
		v.Remark = "the list changed each time that it was read"
		if p.first == p.last && p.last >= 0 {
			v.Remark = fmt.Sprintf("the answers tell of %d records and %d came; if that is each time so, look at paging.total in the profile", p.last, p.distinct())
		}
	case p.cut:
		v.Outcome, v.Absence = models.Partial, false
		v.Remark = "more may follow on the first page, and nothing in it says so or where; look at paging in the profile"
	case p.marred:
		v.Outcome, v.Absence = models.Partial, false
		v.Remark = "an answer has an error beside its records; where that is none, look at errors.code in the profile"
	case p.distinct() == 0:
		v.Outcome = models.Empty
	}
	switch {
	case v.Outcome == models.Partial:
	case changed && seen == untold:
		v.Absence = false
		v.Remark = "the portal does not say any more which modules are licensed, so nothing is taken for deleted"
	case changed:
		v.Absence = false
		v.Remark = "the licensed modules are others than the last time, so nothing is taken for deleted"
	case v.Outcome == models.Empty && w.Mode == models.Modified:
		v.Remark = "not even the newest change that is known came again: that record is gone, or the deployment does not take " +
			"updated_since as the profile writes it"
	case len(p.keyless) > 0:
		v.Remark = fmt.Sprintf("%d records have no id where the profile looks for it", len(p.keyless))
	}
	return v
}
