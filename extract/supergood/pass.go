package supergood

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"

	"carehouse/models"
)

// How often a list is read, and when it is given up.
const (
	maxPasses  = 3   // readings of a list that would not hold still
	maxRenewed = 3   // readings that begin again because the portal forgot where we were
	maxBarren  = 3   // pages in a row with records that have all been there
	maxEmpty   = 100 // pages in a row without any, behind which more is said to follow
)

// A pass is one reading of a list.
type pass struct {
	number   int
	keys     map[string]struct{}
	keyless  map[[sha256.Size]byte]struct{} // records without a key, told apart by what they say
	again    int                            // records that had come before
	shared   int                            // records with the key of another one in the same answer
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
	before, own := p.distinct(), map[string][sha256.Size]byte{}
	for _, e := range l.entries {
		if e.key == "" {
			p.keyless[e.hash] = struct{}{}
			continue
		}
		if other, ok := own[e.key]; ok && other != e.hash {
			p.shared++
		}
		own[e.key], p.keys[e.key] = e.hash, struct{}{}
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
	if !a.refused {
		p.cut = paging.reveals(at, l, &least)
	}
	return true
}
