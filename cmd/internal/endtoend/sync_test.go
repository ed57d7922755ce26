package endtoend

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/tpastream/simulator"
	"carehouse/models/tpastream"
)

const (
	// long is a retention of events that nothing falls out of.
	long = 1000 * 24 * time.Hour
	// shown is how long after a change the feed tells of it and the cursor passes it.
	shown = 10 * time.Minute
)

func TestAFullSyncHoldsWhatTheAPIHolds(t *testing.T) {
	t.Parallel()

	for name, o := range map[string]simulator.Options{
		"today's pages":                 {Shape: simulator.V1, Style: simulator.Style2026},
		"pages of 2022, cut silently":   {Shape: simulator.V1, Style: simulator.Style2022, MaxPerPage: 17},
		"webhooks of 2022, by id":       {Shape: simulator.Webhook, Style: simulator.Style2022, Order: simulator.ByID},
		"webhooks of 2026, single keys": {Shape: simulator.Webhook, Style: simulator.Style2026, NoDuplicates: true},
		"the second version, large ids": {Shape: simulator.V2, Style: simulator.Style2026, BigIDs: true},
		"one spelling for everything":   {Plain: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			o.Seed, o.Claims, o.Retention = uint64(len(name)), 120, long
			h := build(t, o, "per_page: 25")
			got := h.sync(t, engine.OK)
			if !got.Published || got.Generation != 1 || got.Receipts == 0 || got.Agreed != got.Receipts || got.Rejects != 0 {
				t.Errorf("got %+v", got)
			}
			r := h.current(t)
			r.holds(t, h.truth(t, h.api.Truth()))
			r.state(t).agree(t)
		})
	}
}

func TestAnIncrementalSyncAsksOnlyForWhatChanged(t *testing.T) {
	t.Parallel()

	h := build(t, simulator.Options{Seed: 11, Claims: 150, Retention: long}, "per_page: 40")
	h.sync(t, engine.OK)
	before := h.api.Truth()
	changed := append(h.api.Insert(7), h.api.Update(9)...)
	silent := h.api.Edit(5)
	gone := h.api.Delete(4)
	h.api.Break(2)
	h.api.Advance(shown)
	h.api.Forget()

	next := h.sync(t, engine.OK)
	if !next.Published || next.Generation != 2 {
		t.Errorf("got %+v", next)
	}
	h.asked(t, holders(h.api.Truth(), before, changed))
	told := byHolder(before, h.api.Truth(), changed)
	h.current(t).holds(t, h.truth(t, told))

	t.Log("nothing happens, so nothing is asked for and nothing is published")
	link, listed := h.listing(t)
	h.api.Forget()
	idle := h.sync(t, engine.OK)
	if idle.Published || idle.Generation != 2 || idle.Changed != 0 {
		t.Errorf("got %+v", idle)
	}
	h.asked(t, nil)
	if linkNow, listedNow := h.listing(t); linkNow != link || listedNow != listed {
		t.Errorf("a run without news left %s with %s, want %s with %s", linkNow, listedNow, link, listed)
	}

	t.Log("a full sweep finds what nobody told; what is missing from one sweep is not gone yet")
	h.sync(t, engine.OK, "--full")
	truth := h.api.Truth()
	swept := truth
	for _, c := range told.Claims {
		if slices.Contains(gone, key(c)) {
			swept.Claims = append(slices.Clip(swept.Claims), c)
		}
	}
	h.current(t).holds(t, h.truth(t, swept))
	if len(silent) == 0 || len(gone) == 0 {
		t.Fatal("the world did not change")
	}

	t.Log("what two sweeps in a row did not see is gone, and history knows it")
	last := h.sync(t, engine.OK, "--full")
	if last.Deleted != int64(len(gone)) {
		t.Errorf("got %d deleted, want %d", last.Deleted, len(gone))
	}
	r := h.current(t)
	r.holds(t, h.truth(t, truth))
	for _, id := range gone {
		how := r.lines(t, "SELECT op, valid_to IS NULL FROM history.tpastream_claims WHERE claim_medical_id = ? ORDER BY valid_from", id)
		if len(how) < 2 || how[len(how)-1] != "delete | true" || how[0] != "insert | false" {
			t.Errorf("claim %d: history says %v", id, how)
		}
	}
	if idle := h.sync(t, engine.OK, "--full"); idle.Published {
		t.Errorf("a third sweep published: %+v", idle)
	}
	h.verify(t)
}

// verify lets the program compare what it was told, what it landed and what it published.
func (h *house) verify(t *testing.T) {
	t.Helper()
	got := answered[engine.Verify](t, h.run(t, "verify", "--json").expect(t, engine.OK))
	if got.Datasets == 0 || got.Agreed != got.Datasets || got.Files == 0 || len(got.Receipts) == 0 {
		t.Errorf("verify: %d of %d datasets agree, %d files, %d receipts", got.Agreed, got.Datasets, got.Files, len(got.Receipts))
	}
}

func TestClaimsMayBeAskedForOneByOne(t *testing.T) {
	t.Parallel()

	h := build(t, simulator.Options{Seed: 13, Claims: 90, Retention: long}, "per_page: 40", "refetch_by: claim")
	h.sync(t, engine.OK)
	before := h.api.Truth()
	changed := append(h.api.Insert(4), h.api.Update(4)...)
	h.api.Advance(shown)
	told := h.api.Truth()
	told.Claims = before.Claims
	h.api.Forget()
	h.sync(t, engine.OK)
	var asked []string
	for _, r := range h.api.Requests() {
		if id, ok := strings.CutPrefix(r.Path, "/api/v2/claims/"); ok {
			asked = append(asked, id)
		}
	}
	var want []string
	for _, id := range changed {
		want = append(want, strconv.FormatInt(id, 10))
		claim, _ := h.api.Claim(id, simulator.V2) // which lacks what the list has
		told.Claims = append(slices.DeleteFunc(told.Claims, func(c tpastream.Claim) bool { return key(c) == id }), claim)
	}
	slices.Sort(asked)
	slices.Sort(want)
	if !slices.Equal(asked, want) {
		t.Errorf("asked for %v, want %v", asked, want)
	}
	h.current(t).holds(t, h.truth(t, told))
}

func TestChangesOfPeopleArriveWithTheNextSync(t *testing.T) {
	t.Parallel()

	h := build(t, simulator.Options{Seed: 12, Claims: 120, Retention: long, EventsStatus: 403}, "per_page: 40")
	h.sync(t, engine.OK)
	h.api.InsertMembers(3)
	h.api.UpdateMembers(4)
	h.api.Archive(2)
	h.api.UpdateEmployers(1)
	h.api.Break(2)
	h.api.Mend(1)
	h.api.Advance(shown)
	h.sync(t, engine.OK)
	h.current(t).holds(t, h.truth(t, h.api.Truth()))

	lost := h.api.DeleteMembers(2)
	h.sync(t, engine.OK)
	second := h.sync(t, engine.OK)
	if second.Deleted < int64(len(lost)) {
		t.Errorf("%d members were deleted, and the second sweep deleted %d records", len(lost), second.Deleted)
	}
	h.current(t).holds(t, h.truth(t, h.api.Truth()))
}

// key is what a claim is found by, in all shapes.
func key(c tpastream.Claim) int64 {
	if id, ok := c.ClaimMedicalID.Get(); ok {
		return id
	}
	id, _ := c.ID.Get()
	return id
}

// holders lists the policy holders of claims, as they are now or, for what is gone since, as they were.
func holders(now, before simulator.Truth, claims []int64) []int64 {
	var all []int64
	for _, c := range slices.Concat(now.Claims, before.Claims) {
		if slices.Contains(claims, key(c)) {
			id, _ := c.PolicyHolderID.Get()
			all = append(all, id)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// byHolder is what is known after the feed has named claims: the present of all claims of their policy holders, and of
// the others the past, what was deleted included; everything but claims is read as a whole each time.
func byHolder(before, now simulator.Truth, changed []int64) simulator.Truth {
	told := now
	told.Claims = nil
	asked := holders(now, before, changed)
	of := func(c tpastream.Claim) bool {
		id, _ := c.PolicyHolderID.Get()
		return slices.Contains(asked, id)
	}
	there := map[int64]bool{}
	for _, c := range now.Claims {
		if of(c) {
			there[key(c)] = true
			told.Claims = append(told.Claims, c)
		}
	}
	for _, c := range before.Claims {
		if !there[key(c)] {
			told.Claims = append(told.Claims, c)
		}
	}
	return told
}

// asked checks that the last run asked for the claims of these policy holders, once each, and otherwise only for what
// there is no other way to know.
func (h *house) asked(t *testing.T, want []int64) {
	t.Helper()
	var asked []int64
	feed, lists := 0, map[string]bool{}
	for _, r := range h.api.Requests() {
		rest, one := strings.CutPrefix(r.Path, "/api/policy_holder/")
		switch {
		case one:
			asked = append(asked, got(strconv.ParseInt(strings.TrimSuffix(rest, "/claims"), 10, 64))(t))
		case r.Path == "/api/v2/events":
			if feed++; r.After == 0 {
				t.Error("the feed was read from its beginning")
			}
		case r.Path == "/api/claims":
			t.Errorf("all claims were asked for: page %d", r.Page)
		case lists[fmt.Sprint(r.Path, r.Page)]:
			t.Errorf("%s page %d was asked for twice", r.Path, r.Page)
		default:
			lists[fmt.Sprint(r.Path, r.Page)] = true
		}
	}
	slices.Sort(asked)
	if !slices.Equal(asked, want) {
		t.Errorf("asked for the claims of %v, want those of %v", asked, want)
	}
	if feed != 1 || len(lists) != 3 {
		t.Errorf("asked the feed %d times and for %d pages of lists, want 1 and 3", feed, len(lists))
	}
}

// listing says where current leads and what is there.
func (h *house) listing(t *testing.T) (link, listed string) {
	t.Helper()
	var names []string
	for _, e := range got(os.ReadDir(h.path("home", "generations")))(t) {
		names = append(names, e.Name())
	}
	return got(os.Readlink(h.path("home", "current")))(t), strings.Join(names, " ")
}
