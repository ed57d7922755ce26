package pipeline

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/tpastream/simulator"
	"carehouse/load/durable"
	"carehouse/load/landing"
	"carehouse/load/warehouse"
	"carehouse/models"
)

// agrees checks that verify finds no difference.
func (h *house) agrees(t *testing.T, when string) {
	t.Helper()
	got, err := h.verify(t.Context(), h.ask, engine.Scope{})
	done(t, err)
	for _, r := range got.Receipts {
		if !r.Agrees {
			t.Errorf("%s: got %+v", when, r)
		}
	}
	if got.Exit() != engine.OK {
		t.Errorf("%s: exit %d, refusals %+v", when, got.Exit(), got.Refusals)
	}
}

func TestWhatIsSetAsideIsListedAlsoWhenNothingElseIsNew(t *testing.T) {
	t.Parallel()

	h := build(t, map[string]simulator.Options{"ours": {Claims: 60}})
	h.sync(t, engine.OK, engine.SyncAsk{})
	h.apis["ours"].Fault(simulator.Fault{Kind: simulator.NoKey, Call: "/api/employer", Count: simulator.Always})
	listed := func() int64 {
		all, err := h.rejects(t.Context(), h.ask, engine.RejectsAsk{})
		done(t, err)
		return all.Total
	}
	if got := h.sync(t, engine.OK, engine.SyncAsk{}); got.Rejects != 1 || listed() != 1 {
		t.Errorf("got %d rejects and %d listed, want 1 and 1", got.Rejects, listed())
	}
	h.agrees(t, "with a record without a key")
	if got := h.sync(t, engine.OK, engine.SyncAsk{}); got.Published || listed() != 1 {
		t.Errorf("the next night: got published %t and %d listed, want neither anew", got.Published, listed())
	}
	h.agrees(t, "the next night")
	h.apis["ours"].Heal()
	h.sync(t, engine.OK, engine.SyncAsk{})
	h.agrees(t, "when it has its key again")
}

// TestWhatIsSetAsideAgainIsNoNews has a value that cannot be kept, which comes with every list, and with every span of
// time that overlaps the one before.
func TestWhatIsSetAsideAgainIsNoNews(t *testing.T) {
	t.Parallel()

	of := scope{clinicName, "eye", "cases"}
	what := aside{scope: of, table: "cases", path: "amount", reason: string(models.TooLarge)}
	other := aside{scope: scope{clinicName, "eye", "rooms"}, table: "rooms", path: "size"}
	before := setAsides{newest: map[aside]int64{what: 1, other: 4}, most: map[aside]int64{what: 2}}
	rejects := func(n int, path string) []models.Reject {
		return slices.Repeat([]models.Reject{{Table: "cases", Path: path, Reason: models.TooLarge}}, n)
	}
	for _, test := range []struct {
		mode    models.Mode
		rejects []models.Reject
		want    bool
	}{
		{models.Snapshot, rejects(1, "amount"), false},
		{models.Snapshot, rejects(2, "amount"), true},
		{models.Snapshot, nil, true}, // it is well again
		{models.Snapshot, rejects(1, "paid"), true},
		{models.Modified, rejects(2, "amount"), false},
		{models.Modified, rejects(3, "amount"), true},
		{models.Modified, nil, false},
		{models.Windows, rejects(1, "paid"), true},
		{models.Feed, rejects(1, "amount"), true},
		{models.Feed, nil, false},
	} {
		s := warehouse.Staged{Window: models.Window{Source: of.source, Tenant: of.tenant, Dataset: of.dataset, Mode: test.mode}, Rejects: test.rejects}
		if got := before.anew(s); got != test.want {
			t.Errorf("%s with %v: got %t, want %t", test.mode, test.rejects, got, test.want)
		}
	}
	for n, want := range map[int]bool{0: false, 2: false, 3: true} { // a part of the account is like a span of time
		s := warehouse.Staged{Rejects: rejects(n, "amount")}
		s.Window = models.Window{Source: of.source, Tenant: of.tenant, Dataset: of.dataset, Mode: models.Snapshot, Parts: "4 5"}
		if got := before.anew(s); got != want {
			t.Errorf("%d of a part: got %t, want %t", n, got, want)
		}
	}
}

// TestRecordsOfNullsAreNoDrift has the way in which some APIs say that there is nothing: it worries nobody.
func TestRecordsOfNullsAreNoDrift(t *testing.T) {
	t.Parallel()

	staged := warehouse.Staged{Notes: map[models.Note]int64{
		{Kind: models.Phantom, Table: "charges"}:                        5,
		{Kind: models.DuplicateKey, Table: "charges"}:                   1,
		{Kind: models.UnknownField, Table: "charges", Path: "NewField"}: 2,
	}}
	fresh, err := (&run{}).newDrift(t.Context(), []warehouse.Staged{staged})
	if err != nil || fresh != 1 {
		t.Errorf("got %d new fields, %v, want the one that no table describes", fresh, err)
	}
}

func TestVerifySpeaksOfWhatIsPublished(t *testing.T) {
	t.Parallel()

	h := build(t, map[string]simulator.Options{"ours": {Claims: 60}})
	h.sync(t, engine.OK, engine.SyncAsk{})
	first := h.now
	h.apis["ours"].InsertMembers(5)
	h.later(time.Hour)
	h.sync(t, engine.OK, engine.SyncAsk{})

	t.Log("a sync that is under way has landed a window")
	store, err := landing.Open(filepath.Join(h.dir, "home", landingName), durable.FS{})
	done(t, err)
	w, err := store.Begin(models.NewWindow("tpastream", "ours", "members", models.Snapshot, h.now.Add(time.Hour)))
	done(t, err)
	done(t, w.End(models.Verdict{Outcome: models.Complete, Sweep: 1, Claimed: 1000, Distinct: 1000}, h.now.Add(time.Hour)))
	h.agrees(t, "while a sync runs")
	done(t, w.Abandon("it was made up", h.now))

	_, err = h.rewind(t.Context(), h.ask, engine.RewindAsk{To: first.Add(time.Minute)})
	done(t, err)
	h.agrees(t, "after a rewind")

	h.apis["ours"].InsertMembers(3)
	h.apis["ours"].Fault(simulator.Fault{Kind: simulator.TotalLies, Call: "/api/member", Count: simulator.Always})
	h.sync(t, engine.Partial, engine.SyncAsk{})
	h.agrees(t, "after a list that would not hold still")
	h.apis["ours"].Heal()

	_, err = h.rollback(t.Context(), h.ask, engine.RollbackAsk{To: 1})
	done(t, err)
	h.agrees(t, "after a rollback")
	h.sync(t, engine.OK, engine.SyncAsk{})
	h.agrees(t, "and the sync after it")
}
