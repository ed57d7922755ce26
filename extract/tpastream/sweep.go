package tpastream

import (
	"cmp"
	"context"
	"crypto/sha256"
	"maps"
	"net/http"
	"net/url"
	"strconv"

	"carehouse/models"
)

// A list is something that comes in pages.
type list struct {
	path   string
	holder string // of a policy holder's claims; they are no sweep
	table  string
	tuning Tuning
}

// patience is how many pages in a row may bring nothing new before a pass ends: a server that always says that more
// follows would keep us for ever.
const patience = 3

// A pass is one reading of a list.
type pass struct {
	number      int
	keys        map[int64]struct{}
	keyless     map[[sha256.Size]byte]struct{} // records without a key, told apart by what they say
	first, last int64                          // total on the first and on the last page, -1 is not known
	torn        bool                           // the size of the pages changed on the way
	gone        bool                           // there is no such list
}

// distinct is how many different records came.
func (p *pass) distinct() int64 { return int64(len(p.keys) + len(p.keyless)) }

// whole reports whether the pass has seen all there is: nothing moved while it was read.
func (p *pass) whole() bool {
	return p.gone || (!p.torn && p.first >= 0 && p.first == p.last && p.distinct() == p.first)
}

// hopeless reports that another pass cannot do better, because the server does not say how many there are.
func (p *pass) hopeless() bool { return p.first < 0 || p.last < 0 }

// add counts the records of a page and reports whether any was new.
func (p *pass) add(e *envelope, table string) bool {
	before := p.distinct()
	for _, entry := range e.list {
		if key, ok := entry.key(table); ok {
			p.keys[key] = struct{}{}
		} else {
			p.keyless[entry.hash] = struct{}{}
		}
	}
	return p.distinct() > before
}

// A swept list has been read, perhaps several times.
type swept struct {
	last *pass
	all  map[int64]struct{} // the keys of the passes before
}

// verdict says what the reading is worth. Of a list that would not hold still every row of every pass is good, but
// nothing is concluded from what is missing.
func (s swept) verdict() models.Verdict {
	p := s.last
	v := models.Verdict{Outcome: models.Partial, Claimed: p.last, Distinct: p.distinct()}
	switch {
	case !p.whole():
		maps.Copy(s.all, p.keys)
		v.Distinct = int64(len(s.all) + len(p.keyless))
	case p.distinct() == 0:
		v.Outcome, v.Sweep, v.Absence = models.Empty, p.number, true
	default:
		// A record whose key cannot be read is there and seems absent; then nothing is.
		v.Outcome, v.Sweep, v.Absence = models.Complete, p.number, len(p.keyless) == 0
	}
	return v
}

// sweep reads a list until a pass is whole, or as often as it may.
func (w *walk) sweep(ctx context.Context, l list) (swept, bool) {
	s := swept{all: map[int64]struct{}{}}
	for number := 1; ; number++ {
		p, ok := w.pass(ctx, l, number)
		if !ok {
			return swept{}, false
		}
		s.last = p
		if p.whole() || p.hopeless() || number > l.tuning.Sweeps {
			return s, true
		}
		maps.Copy(s.all, p.keys)
	}
}

// pass reads a list once. It asks for the same size of page throughout, and goes by the size that comes back: pages line
// up as long as that stays the same.
func (w *walk) pass(ctx context.Context, l list, number int) (*pass, bool) {
	p := &pass{number: number, keys: map[int64]struct{}{}, keyless: map[[sha256.Size]byte]struct{}{}, last: -1, first: -1}
	barren, size, comes := 0, l.tuning.PerPage, 0
	for page := 1; ; page++ {
		var e envelope
		a, ok := w.ask(ctx, l.question(&e, number, page, size))
		switch {
		case !ok:
			return nil, false
		case a.status != http.StatusOK: // the list ended before this page
			p.gone = page == 1
			return p, true
		}
		size = cmp.Or(a.size, size) // a landed page may have been asked for by another configuration
		returned := e.size(size)
		if page > 1 && returned != comes && e.more() {
			p.torn = true
			return p, true
		}
		comes = returned
		p.last = e.total()
		if page == 1 {
			p.first = p.last
		}
		if p.add(&e, l.table) {
			barren = 0
		} else {
			barren++
		}
		if !e.more() || barren == patience {
			return p, true
		}
	}
}

// question asks for a page. Behind the first page a 404 is the end of a list that has become shorter.
func (l list) question(e *envelope, pass, page, size int) question {
	q := question{
		path: l.path, table: l.table, sweep: pass,
		query: url.Values{"page": {strconv.Itoa(page)}, "per_page": {strconv.Itoa(size)}},
		place: []string{"page", strconv.Itoa(page)},
		more:  []string{"per_page", strconv.Itoa(size)},
		whole: func(body []byte) error { return e.readPage(body, page) },
	}
	if page > 1 || l.holder != "" {
		q.empty = []int{http.StatusNotFound}
	}
	if l.holder != "" {
		q.sweep, q.ids = 0, []string{l.holder}
		q.place = append(q.place, "policy_holder", l.holder, "pass", strconv.Itoa(pass))
	}
	return q
}
