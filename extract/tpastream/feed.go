package tpastream

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"
)

// feedLimit is how many events are asked for at once, the most that the API gives.
const feedLimit = 1000

var errNoHasMore = errors.New("the answer does not say whether more events follow")

// A feedPage is one answer of the feed.
type feedPage struct {
	list    []event // in the order of their ids
	hasMore models.Flag
}

// An event is what matters of an event here.
type event struct {
	id      int64 // 0 is not known
	created models.Instant
	named   []named
}

// A named claim is one that an event says has changed.
type named struct {
	claim  int64
	holder int64 // 0 is not known
}

func newEvent(raw []byte) event {
	var e event
	var id models.Int
	for name, value := range fields(raw) {
		switch name {
		case "id":
			read(value, &id)
		case "created":
			read(value, &e.created)
		case "data":
			e.named = namedIn(value)
		}
	}
	e.id, _ = id.Get()
	return e
}

// namedIn returns the claims that an event's data names: one that is new, or all that were read again.
func namedIn(raw []byte) []named {
	var claim, holder models.Int
	var ids []models.Int
	for name, value := range fields(raw) {
		switch name {
		case "claim_medical_id":
			read(value, &claim)
		case "policy_holder_id":
			read(value, &holder)
		case "crawl_claim_ids":
			for element := range elements(value) {
				var id models.Int
				read(element, &id)
				ids = append(ids, id)
			}
		}
	}
	who, _ := holder.Get()
	var all []named
	for _, id := range append([]models.Int{claim}, ids...) {
		if n, ok := id.Get(); ok {
			all = append(all, named{n, who})
		}
	}
	return all
}

// read parses an answer of the feed and makes sure that it leads on.
func (p *feedPage) read(body []byte, after int64) error {
	*p = feedPage{}
	if err := transport.Sound(body); err != nil {
		return err
	}
	for name, value := range fields(body) {
		switch name {
		case "data":
			p.list = nil
			for element := range elements(value) {
				p.list = append(p.list, newEvent(element))
			}
		case "has_more":
			read(value, &p.hasMore)
		}
	}
	slices.SortStableFunc(p.list, func(a, b event) int { return cmp.Compare(a.id, b.id) })
	more, said := p.hasMore.Get()
	if !said {
		return errNoHasMore
	}
	if more && p.last(after) <= after {
		return extract.ErrLooped
	}
	return nil
}

// last returns the largest id of the page, at least after.
func (p *feedPage) last(after int64) int64 {
	if n := len(p.list); n > 0 {
		return max(after, p.list[n-1].id)
	}
	return after
}

// A feed is what a walk along the events has found.
type feed struct {
	refused bool // the account may not read it
	events  int
	cursor  int64     // of the last event that has settled
	at      time.Time // when that one was created; zero when none has settled since the cursor
	named   []named   // each claim once, in the order of the events
}

// feed walks along the events from a cursor to the end.
func (w *walk) feed(ctx context.Context, after int64) (feed, bool) {
	f := feed{cursor: after}
	settled, seen := true, map[int64]bool{}
	for first := true; ; first = false {
		var p feedPage
		a, ok := w.ask(ctx, feedQuestion(&p, after, first))
		switch {
		case !ok:
			return feed{}, false
		case a.status != http.StatusOK:
			f.refused = true
			return f, true
		}
		for _, e := range p.list {
			f.events++
			settled = settled && e.settled(a.at.Add(-w.source.config.Settle))
			if settled && e.id > f.cursor {
				f.cursor, f.at = e.id, e.at(f.at)
			}
			for _, n := range e.named {
				if !seen[n.claim] {
					seen[n.claim] = true
					f.named = append(f.named, n)
				}
			}
		}
		if more, _ := p.hasMore.Get(); !more {
			return f, true
		}
		after = p.last(after)
	}
}

// feedQuestion asks for events. Only the first answer may be a refusal.
func feedQuestion(p *feedPage, after int64, first bool) question {
	cursor := strconv.FormatInt(after, 10)
	q := question{
		path: "/v2/events", table: events,
		query: url.Values{"after": {cursor}, "limit": {strconv.Itoa(feedLimit)}},
		place: []string{"after", cursor},
		whole: func(body []byte) error { return p.read(body, after) },
	}
	if first {
		q.empty = []int{http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed}
	}
	return q
}

// settled reports whether nothing can become visible before this event any more. One without a time says nothing.
func (e event) settled(before time.Time) bool {
	created, ok := e.created.Time()
	return !ok || !created.After(before)
}

// at returns when the event was created, or another time when it does not say.
func (e event) at(other time.Time) time.Time {
	if created, ok := e.created.Time(); ok {
		return created
	}
	return other
}
