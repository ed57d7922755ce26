package tpastream

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"carehouse/models"
)

// doubt is how many claims may be unknown before we ask ourselves whether it is the address that is unknown.
const doubt = 3

// The ways to get the claims that the feed names.
const (
	ByHolder = "policy_holder" // all claims of their policy holders
	ByClaim  = "claim"         // one by one, where the account may
)

// A refetch gets the claims that the feed named.
//
// By policy holder is the rule, although the answer holds the holder's other claims too. It is the list's own shape, so
// a claim keeps its columns and, unchanged, its hash, and it keeps its key: the v2 shape of a single claim has no
// claim_medical_id, and in the vendor's own sample id is another number. It also takes fewer calls, since news comes by
// the carrier's portal, a family at a time.
type refetch struct {
	keys    map[int64]struct{} // the claims that came
	keyless int
	holders map[int64]bool // asked already
	torn    bool           // a holder's claims would not hold still
	lost    bool           // a claim can be reached in neither way
}

// refetch asks for the named claims.
func (w *walk) refetch(ctx context.Context, all []named) (*refetch, bool) {
	if w.source.config.RefetchBy == ByClaim {
		return w.oneByOne(ctx, all)
	}
	r := &refetch{keys: map[int64]struct{}{}, holders: map[int64]bool{}}
	return r, w.byHolder(ctx, r, all)
}

// oneByOne asks for each claim. Where that is not possible it goes on by policy holder.
func (w *walk) oneByOne(ctx context.Context, all []named) (*refetch, bool) {
	r := &refetch{keys: map[int64]struct{}{}, holders: map[int64]bool{}}
	var missing []named
	worked, probed := false, false
	for i, n := range all {
		status, ok := w.claim(ctx, r, n)
		switch {
		case !ok:
			return nil, false
		case status == http.StatusOK:
			worked = true
		case status == http.StatusNotFound:
			missing = append(missing, n)
		default: // the address as such is refused
			return r, w.byHolder(ctx, r, slices.Concat(missing, all[i:]))
		}
		if !worked && !probed && (len(missing) == doubt || i == len(all)-1) {
			probed = true
			dead, ok := w.probe(ctx, r, missing)
			if !ok {
				return nil, false
			}
			if dead {
				return r, w.byHolder(ctx, r, slices.Concat(missing, all[i+1:]))
			}
		}
	}
	return r, true
}

// claim asks for one claim. A claim that is not there is nothing special: a sweep will decide what became of it.
func (w *walk) claim(ctx context.Context, r *refetch, n named) (int, bool) {
	var e envelope
	id := strconv.FormatInt(n.claim, 10)
	a, ok := w.ask(ctx, question{
		path: "/v2/claims/{id}", ids: []string{id}, table: claims,
		place: []string{"claim", id},
		whole: e.read,
		empty: []int{http.StatusNotFound, http.StatusForbidden, http.StatusMethodNotAllowed},
	})
	if ok && a.status == http.StatusOK {
		if len(e.list) == 0 {
			return http.StatusNotFound, true
		}
		r.add(&e)
	}
	return a.status, ok
}

func (r *refetch) add(e *envelope) {
	for _, entry := range e.list {
		if key, ok := entry.key(claims); ok {
			r.keys[key] = struct{}{}
		} else {
			r.keyless++
		}
	}
}

// probe asks whether claims that are unknown by their own address are known by their policy holder's. If one is, its
// own address does not work for this account.
func (w *walk) probe(ctx context.Context, r *refetch, missing []named) (dead, ok bool) {
	i := slices.IndexFunc(missing, func(n named) bool { return n.holder != 0 })
	if i < 0 {
		return false, true
	}
	if !w.holder(ctx, r, missing[i].holder) {
		return false, false
	}
	return slices.ContainsFunc(missing, func(n named) bool {
		_, came := r.keys[n.claim]
		return came
	}), true
}

// byHolder asks for all claims of the policy holders of the named claims, once each.
func (w *walk) byHolder(ctx context.Context, r *refetch, all []named) bool {
	for _, n := range all {
		switch {
		case n.holder == 0:
			r.lost = true
		case !r.holders[n.holder]:
			if !w.holder(ctx, r, n.holder) {
				return false
			}
		}
	}
	return true
}

// holder asks for all claims of a policy holder.
func (w *walk) holder(ctx context.Context, r *refetch, holder int64) bool {
	r.holders[holder] = true
	s, ok := w.sweep(ctx, list{
		path: "/policy_holder/{id}/claims", holder: strconv.FormatInt(holder, 10), table: claims,
		tuning: w.source.config.tuning(claims),
	})
	if !ok {
		return false
	}
	for _, keys := range []map[int64]struct{}{s.all, s.last.keys} {
		for key := range keys {
			r.keys[key] = struct{}{}
		}
	}
	r.keyless += len(s.last.keyless)
	r.torn = r.torn || !s.last.whole()
	return true
}

// verdict says what the refetch is worth.
func (r *refetch) verdict(events int) models.Verdict {
	v := models.Verdict{Outcome: models.Complete, Claimed: -1, Distinct: int64(len(r.keys) + r.keyless)}
	switch {
	case r.torn:
		v.Outcome = models.Partial
	case events == 0:
		v.Outcome = models.Empty
	}
	return v
}
