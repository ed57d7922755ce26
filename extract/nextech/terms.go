package nextech

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"carehouse/extract"
	"carehouse/models"
)

// sweepPart is what a window is about that looks for everybody.
const sweepPart = "terms"

// splits is how many hits make it worth asking whether there would have been more.
const splits = 2

// The keys of a sweep's tokens. A term itself may be somebody's name.
const (
	termKey   = "term"
	spelledBy = "alphabet"
)

// A sweep looks for patients by terms, one level of their tree after another.
//
// Nobody has told how many hits the API shows at most. So the largest answer is suspected: a term that brings as many as
// any other is asked again with every character behind it. What begins with a term and has no character of the alphabet
// behind it is missed then, and so is everybody whose name is written in other letters: that is why the coverage of a
// sweep is unknown, whatever it has found.
type sweep struct {
	*walk

	level   []string // the terms of this level
	at      int      // which of them is next
	sizes   []int    // what they brought
	tried   int
	largest int
	cut     int   // terms of the greatest length that bring the most
	brought []int // how many patients each term brought that no other had
	found   map[int64]bool
	hits    []hit
}

// terms walks through a sweep.
func (w *walk) terms(ctx context.Context) bool {
	if w.landed.more() && w.landed.err != nil {
		return w.Fail(fmt.Errorf("landed page: %w", w.landed.err))
	}
	b, err := w.source.directory.ledger.book()
	if err != nil {
		return w.Fail(w.source.unknown(err))
	}
	if w.source.config.Terms == nil {
		return w.Fail(fmt.Errorf("it looks for patients by terms: %w", extract.ErrMisfit))
	}
	s := &sweep{walk: w, level: w.source.config.Terms.letters(), found: map[int64]bool{}}
	for s.tried < w.source.config.Terms.MaxTerms && s.next() {
		if !s.step(ctx) {
			return false
		}
	}
	if err := w.remember(ctx, s.marks(b), s.tried); err != nil {
		return w.Fail(err)
	}
	return w.End(s.verdict())
}

// next reports whether there is another term. When a level is done, what brought the most is spelled on.
func (s *sweep) next() bool {
	if s.at < len(s.level) {
		return true
	}
	var deeper []string
	for i, term := range s.level {
		switch {
		case s.sizes[i] < splits || s.sizes[i] < s.largest:
		case len([]rune(term)) >= s.source.config.Terms.MaxLength:
			s.cut++
		default:
			for _, letter := range s.source.config.Terms.letters() {
				deeper = append(deeper, term+letter)
			}
		}
	}
	s.level, s.sizes, s.at = deeper, nil, 0
	return len(deeper) > 0
}

// step tries a term.
func (s *sweep) step(ctx context.Context) bool {
	q := question{
		path: "/search", query: url.Values{"term": {s.level[s.at]}}, given: s.source.given(),
		place: []string{termKey, strconv.Itoa(s.tried + 1), spelledBy, sum(s.source.config.Terms.Alphabet)[:8]},
		whole: func(body []byte) (err error) {
			s.hits, err = hitsOf(body)
			return err
		},
	}
	ok := s.Step(ctx, func(page models.Page) (err error) {
		place, _, fits := s.fits(page, q)
		if s.hits, err = hitsOf(page.Body); err != nil || !fits || place.Encode() != url.Values(placeOf(q)).Encode() {
			return extract.ErrMisfit
		}
		return nil
	}, func() (models.Page, error) {
		page, _, err := s.fresh(ctx, q, 0)
		return page, err
	})
	if ok {
		s.take()
	}
	return ok
}

// placeOf is what a question's token says.
func placeOf(q question) map[string][]string {
	all := map[string][]string{}
	for i := 0; i < len(q.place); i += 2 {
		all[q.place[i]] = []string{q.place[i+1]}
	}
	return all
}

// take counts what a term has brought.
func (s *sweep) take() {
	before := len(s.found)
	for _, h := range s.hits {
		if h.id > 0 {
			s.found[h.id] = true
		}
	}
	s.tried++
	s.at++
	s.sizes = append(s.sizes, len(s.hits))
	s.largest = max(s.largest, len(s.hits))
	s.brought = append(s.brought, len(s.found)-before)
}

// marks are those of everybody whom the sweep has found.
func (s *sweep) marks(b *book) map[string]*mark {
	marks := map[string]*mark{}
	for id := range s.found {
		p := newPerson("", id)
		m := *b.mark(p.key)
		if m.Since.IsZero() || len(m.IDs) == 0 {
			m = mark{Since: s.window.Planned, IDs: []int64{id}, Known: s.source.clock().UTC()}
		}
		marks[p.key] = &m
	}
	return marks
}

// verdict says what the sweep is worth. Nobody is ever concluded to be gone.
func (s *sweep) verdict() models.Verdict {
	v := models.Verdict{Outcome: models.Complete, Claimed: -1, Distinct: int64(len(s.found))}
	if len(s.found) == 0 {
		v.Outcome = models.Empty
	}
	stopped := s.next()
	said := []string{
		fmt.Sprintf("coverage=unknown: %s by %s", plural(len(s.found), "patient"), plural(s.tried, "term")),
		"new a 100 terms, from first to last: " + s.curve(),
	}
	if s.cut > 0 {
		said = append(said, plural(s.cut, "term")+" of the greatest length may have been cut off")
	}
	if stopped {
		v.Outcome = models.Partial
		said = append(said, "stopped at max_terms")
	}
	v.Remark = strings.Join(said, "; ")
	return v
}

// points is how many numbers the curve has at most.
const points = 10

// curve tells how many patients were new a 100 terms, in parts of the sweep that are about equally long.
func (s *sweep) curve() string {
	var all []string
	count := min(points, len(s.brought))
	for i := range count {
		from, to := i*len(s.brought)/count, (i+1)*len(s.brought)/count
		sum := 0
		for _, n := range s.brought[from:to] {
			sum += n
		}
		all = append(all, strconv.FormatFloat(float64(sum*1000/(to-from))/10, 'f', -1, 64))
	}
	return strings.Join(all, ", ")
}
