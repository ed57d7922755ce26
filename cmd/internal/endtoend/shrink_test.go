package endtoend

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/tpastream/simulator"
)

// claims counts the claims that readers see, in the database and in the lake.
func (r *reader) claims(t *testing.T) (n int) {
	t.Helper()
	database := r.one(t, "SELECT count(*) FROM "+r.database("claims"))
	lake := r.one(t, "SELECT count(*) FROM "+r.lake("claims"))
	if _, err := fmt.Sscan(database, &n); err != nil || database != lake {
		t.Errorf("the database has %s claims, the lake %s", database, lake)
	}
	return n
}

// claimed says what is in the tables of claims.
func (r *reader) claimed(t *testing.T) digest {
	t.Helper()
	d := r.digest(t, r.database)
	maps.DeleteFunc(d, func(table, _ string) bool { return !strings.HasPrefix(table, "claim") })
	return d
}

// deleted lists the claims of which history says that they went, oldest id first.
func (r *reader) deleted(t *testing.T) []string {
	t.Helper()
	return r.lines(t, `SELECT claim_medical_id FROM history.tpastream_claims WHERE op = 'delete' AND valid_to IS NULL
		AND claim_medical_id NOT IN (SELECT claim_medical_id FROM tpastream.claims) ORDER BY 1`)
}

func texts(ids []int64) []string {
	slices.Sort(ids)
	all := make([]string, len(ids))
	for i, id := range ids {
		all[i] = strconv.FormatInt(id, 10)
	}
	return all
}

// A turnstile is an address behind which one API may take the place of another.
type turnstile struct {
	now atomic.Pointer[simulator.Simulator]
}

// ServeHTTP implements [http.Handler].
func (s *turnstile) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.now.Load().ServeHTTP(w, r) }

// turn puts another API behind the house's address.
func (h *house) turn(t *testing.T, s *turnstile, api *simulator.Simulator, settings ...string) {
	t.Helper()
	if s.now.Swap(api) == nil {
		h.url = serve(t, s)
		h.configure(t, settings...)
	}
	h.api = api
}

func TestALargeShrinkWaitsForAPerson(t *testing.T) {
	t.Parallel()

	h := build(t, simulator.Options{Seed: 71, Claims: 100, Retention: long}, "per_page: 25")
	h.sync(t, engine.OK)
	gone := h.api.Delete(30)
	if did := h.sync(t, engine.OK, "--full"); did.Deleted != 0 {
		t.Errorf("one sweep deleted: %+v", did)
	}
	r := h.current(t)
	if n := r.claims(t); n != 100 || len(r.deleted(t)) > 0 {
		t.Errorf("after one sweep there are %d claims", n)
	}
	if marks := r.one(t, "SELECT count(*) FROM meta.absences WHERE table_name = 'claims'"); marks != "30" {
		t.Errorf("got %s marks, want 30", marks)
	}
	was, members := r.claimed(t), r.digest(t, r.database)["members"]
	before := h.standing(t, "claims")
	h.api.UpdateMembers(3)

	t.Log("it stays refused, whoever asks, and what is new beside it is published once")
	for i, args := range [][]string{{"--full"}, nil, {"--full"}} {
		e := h.run(t, append([]string{"sync", "--json"}, args...)...).expect(t, engine.Refused)
		e.last(t, engine.Refused)
		text := e.faults(t)["my-tpa claims"]
		if !strings.HasPrefix(text, "30 of 100 records would go at once\n") || !strings.HasSuffix(text, " --allow-shrink") {
			t.Errorf("sync %q: got %q", args, text)
		}
		did := answered[engine.Sync](t, e)
		if len(did.Refusals) != 1 || did.Refusals[0].Table != "claims" || did.Deleted != 0 || did.Published != (i == 0) {
			t.Errorf("sync %q: got %+v", args, did)
		}
		now := h.standing(t, "claims")
		if !now.Refused || i == 0 && !now.FreshUntil.Equal(before.FreshUntil) { // what waits makes nothing fresh
			t.Errorf("status after sync %q: got %+v, before %+v", args, now, before)
		}
	}
	r = h.current(t)
	r.claimed(t).equal(t, "claims", was)
	if r.digest(t, r.database)["members"] == members {
		t.Error("what was whole beside it was not published")
	}
	if told := h.run(t, "status").stdout; !strings.Contains(told, "refused; why:") || !strings.Contains(told, "carehouse sync tpastream/my-tpa/claims\n") {
		t.Errorf("got %s", told)
	}
	h.typed(t, gone)
	if now := h.standing(t, "claims"); now.Refused || !now.FreshUntil.After(before.FreshUntil) {
		t.Errorf("status once it is allowed: got %+v", now)
	}
}

// standing is what status says of a dataset.
func (h *house) standing(t *testing.T, dataset string) engine.StatusDataset {
	t.Helper()
	all := answered[engine.Status](t, h.run(t, "status", "--json").expect(t, engine.OK)).Datasets
	i := slices.IndexFunc(all, func(d engine.StatusDataset) bool { return d.Dataset == dataset })
	if i < 0 {
		t.Fatalf("status knows nothing of %s", dataset)
	}
	return all[i]
}

// typed does what the refusal says.
func (h *house) typed(t *testing.T, gone []int64) {
	t.Helper()
	did := answered[engine.Sync](t, h.run(t, "sync", "--full", "--json").expect(t, engine.Refused))
	_, command, _ := strings.Cut(did.Refusals[0].Next, "carehouse ")
	allowed := h.does(t, engine.OK, strings.Fields(command)...)
	if !allowed.Published || allowed.Deleted != int64(len(gone)) {
		t.Errorf("carehouse %s: got %+v", command, allowed)
	}
	r := h.current(t)
	r.holds(t, h.truth(t, h.api.Truth()))
	if had := r.deleted(t); !slices.Equal(had, texts(gone)) {
		t.Errorf("history knows of %d claims that went, want %d", len(had), len(gone))
	}
	if n := r.one(t, `SELECT count(*) FROM history.tpastream_claims_as_of((
		SELECT max(valid_from) - INTERVAL 1 MICROSECOND FROM history.tpastream_claims WHERE op = 'delete'))`); n != "100" {
		t.Errorf("before the deletion there were %s claims, want 100", n)
	}
	if idle := h.sync(t, engine.OK, "--full"); idle.Published {
		t.Errorf("once more: got %+v", idle)
	}
	h.verify(t)
}

func TestASmallShrinkTakesTwoSweeps(t *testing.T) {
	t.Parallel()

	for _, n := range []int{5, 20} { // of a hundred; a fifth is the most
		t.Run(fmt.Sprint(n, " of 100"), func(t *testing.T) {
			t.Parallel()

			h := build(t, simulator.Options{Seed: 72, Claims: 100, Retention: long}, "per_page: 50")
			h.sync(t, engine.OK)
			gone := h.api.Delete(n)
			for sweep, want := range []int{100, 100 - n} {
				did := h.sync(t, engine.OK, "--full")
				r := h.current(t)
				if have := r.claims(t); have != want || did.Deleted != int64(sweep*n) {
					t.Errorf("sweep %d: got %d claims and %d deleted, want %d and %d", sweep+1, have, did.Deleted, want, sweep*n)
				}
			}
			r := h.current(t)
			r.holds(t, h.truth(t, h.api.Truth()))
			if had := r.deleted(t); !slices.Equal(had, texts(gone)) {
				t.Errorf("history knows of %q, want %q", had, texts(gone))
			}
		})
	}
}

// TestWhatComesBackWasNeverGone misses the same claims in every other sweep.
func TestWhatComesBackWasNeverGone(t *testing.T) {
	t.Parallel()

	o := simulator.Options{Seed: 73, Claims: 40, APIKey: apiKey, Retention: long, Canaries: true}
	whole, short := simulator.New(o), simulator.New(o)
	if short.Delete(3); whole.Count() != short.Count()+3 {
		t.Fatal("the two are not alike")
	}
	h, s := build(t, simulator.Options{Claims: -1}), &turnstile{}
	h.turn(t, s, whole, "per_page: 20")
	h.sync(t, engine.OK)
	was := h.current(t).claimed(t)
	for sweep := range 4 {
		api, marks := short, "3"
		if sweep%2 == 1 {
			api, marks = whole, "0"
		}
		h.turn(t, s, api)
		if did := h.sync(t, engine.OK, "--full"); did.Deleted != 0 {
			t.Errorf("sweep %d: got %+v", sweep, did)
		}
		r := h.current(t)
		if had := r.one(t, "SELECT count(*) FROM meta.absences WHERE table_name = 'claims'"); had != marks {
			t.Errorf("sweep %d: got %s marks, want %s", sweep, had, marks)
		}
		r.claimed(t).equal(t, "claims", was)
	}
	happened := "SELECT claim_medical_id FROM history.tpastream_claims WHERE op <> 'insert'"
	if had := h.current(t).lines(t, happened); len(had) > 0 {
		t.Errorf("history says that something happened to %q", had)
	}

	t.Log("missed twice in a row they go")
	h.turn(t, s, short)
	h.sync(t, engine.OK, "--full")
	if did := h.sync(t, engine.OK, "--full"); did.Deleted != 3 {
		t.Errorf("got %+v", did)
	}
	h.current(t).holds(t, h.truth(t, short.Truth()))
}
