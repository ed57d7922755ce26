package tpastream

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"carehouse/extract"
	"carehouse/models"
)

// feedLimit is how many events are asked for at once, the most that the API gives.
const feedLimit = 1000

var errNoHasMore = errors.New("the answer does not say whether more events follow")

// A feedPage is one answer of the feed.
type feedPage struct {
	Data    []event     `json:"data"`
	HasMore models.Flag `json:"has_more"`
}

// An event is what matters of an event here. A value of an unexpected type is as good as none.
type event struct {
	ID      models.Int     `json:"id"`
	Created models.Instant `json:"created"`
	Data    eventData      `json:"data"`
}

type eventData struct {
	Claim  models.Int `json:"claim_medical_id"`
	Holder models.Int `json:"policy_holder_id"`
	Claims idList     `json:"crawl_claim_ids"`
}

// UnmarshalJSON implements [json.Unmarshaler].
func (d *eventData) UnmarshalJSON(raw []byte) error {
	type plain eventData
	if raw[0] != '{' {
		return nil
	}
	return json.Unmarshal(raw, (*plain)(d))
}

// An idList is a list of ids, or whatever else stands there, which is no list.
type idList []models.Int

// UnmarshalJSON implements [json.Unmarshaler].
func (l *idList) UnmarshalJSON(raw []byte) error {
	if raw[0] != '[' {
		return nil
	}
	return json.Unmarshal(raw, (*[]models.Int)(l))
}

// UnmarshalJSON implements [json.Unmarshaler].
func (e *event) UnmarshalJSON(raw []byte) error {
	type plain event
	if raw[0] != '{' {
		return nil
	}
	return json.Unmarshal(raw, (*plain)(e))
}

// read parses an answer of the feed and makes sure that it leads on.
func (p *feedPage) read(body []byte, after int64) error {
	*p = feedPage{}
	if err := json.Unmarshal(body, p); err != nil {
		return errNotJSON
	}
	more, said := p.HasMore.Get()
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
	for _, e := range p.Data {
		if id, ok := e.ID.Get(); ok {
			after = max(after, id)
		}
	}
	return after
}

// A named claim is one that the feed says has changed.
type named struct {
	claim  int64
	holder int64 // 0 is not known
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
		slices.SortStableFunc(p.Data, func(a, b event) int { return cmp.Compare(a.id(), b.id()) })
		for _, e := range p.Data {
			f.events++
			settled = settled && e.settled(a.at.Add(-w.source.config.Settle))
			if settled && e.id() > f.cursor {
				f.cursor, f.at = e.id(), e.at(f.at)
			}
			for _, n := range e.names() {
				if !seen[n.claim] {
					seen[n.claim] = true
					f.named = append(f.named, n)
				}
			}
		}
		if more, _ := p.HasMore.Get(); !more {
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

func (e event) id() int64 {
	id, _ := e.ID.Get()
	return id
}

// settled reports whether nothing can become visible before this event any more. One without a time says nothing.
func (e event) settled(before time.Time) bool {
	created, ok := e.Created.Time()
	return !ok || !created.After(before)
}

// at returns when the event was created, or another time when it does not say.
func (e event) at(other time.Time) time.Time {
	if created, ok := e.Created.Time(); ok {
		return created
	}
	return other
}

// names returns the claims that an event is about: one that is new, or all that were read again.
func (e event) names() []named {
	holder, _ := e.Data.Holder.Get()
	var all []named
	for _, id := range append([]models.Int{e.Data.Claim}, e.Data.Claims...) {
		if claim, ok := id.Get(); ok {
			all = append(all, named{claim, holder})
		}
	}
	return all
}
