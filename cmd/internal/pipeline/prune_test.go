package pipeline

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/tpastream/simulator"
)

const pastKeeping = 40 * 24 * time.Hour

func TestWhatIsNotFetchedAnyMoreKeepsItsLanding(t *testing.T) {
	t.Parallel()

	h := build(t, map[string]simulator.Options{"ours": {Claims: 40}, "theirs": {Claims: 40}})
	h.sync(t, engine.OK, engine.SyncAsk{})
	h.configure(t, "home: ./home\ntenants:\n"+h.tenant(t, "ours", h.apis["ours"]))
	h.later(pastKeeping)
	h.apis["ours"].Insert(1)
	h.sync(t, engine.OK, engine.SyncAsk{Full: true})
	_, err := h.rebuild(t.Context(), h.ask)
	done(t, err)
	h.configure(t, "home: ./home\ntenants:\n"+h.tenant(t, "theirs", h.apis["theirs"]))
	if got := h.rows(t, "theirs", "claims"); got != 40 {
		t.Errorf("after a rebuild: got %d claims of a tenant that left the configuration, want 40", got)
	}
}

func TestARebuildDoesNotBringBackWhatPrunedSweepsDeleted(t *testing.T) {
	t.Parallel()

	h := build(t, map[string]simulator.Options{"ours": {Claims: 60}})
	h.sync(t, engine.OK, engine.SyncAsk{})
	h.apis["ours"].Delete(5)
	for range 2 {
		h.later(time.Hour)
		h.sync(t, engine.OK, engine.SyncAsk{Full: true})
	}
	h.later(time.Hour)
	h.sync(t, engine.OK, engine.SyncAsk{Full: true}) // settled: nothing is new
	h.later(pastKeeping)
	h.apis["ours"].Insert(1)
	h.sync(t, engine.OK, engine.SyncAsk{Full: true})
	if got := len(h.landed(t, "claims")); got != 3 { // the first, the settled one and the last
		t.Errorf("got %d landed windows of claims, want 3", got)
	}
	_, err := h.rebuild(t.Context(), h.ask)
	done(t, err)
	if got := h.rows(t, "ours", "claims"); got != 56 {
		t.Errorf("got %d claims, want 56", got)
	}
}

// landed lists the folders of a dataset's windows.
func (h *house) landed(t *testing.T, dataset string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(h.dir, "home", "landing", "tpastream", "*", dataset, "*"))
	done(t, err)
	for _, path := range found {
		_, err := os.Stat(filepath.Join(path, "manifest.jsonl"))
		done(t, err)
	}
	return found
}

// TestAQuietHomeLetsItsLandingGoToo watches an API at which nothing happens for months. What its windows leave is kept for as
// long as any landing is, and no longer; and it is published no more often than that.
func TestAQuietHomeLetsItsLandingGoToo(t *testing.T) {
	t.Parallel()

	h := build(t, map[string]simulator.Options{"ours": {Claims: 20}})
	h.sync(t, engine.OK, engine.SyncAsk{})
	published, most := 0, 0
	for range 14 {
		h.later(10 * 24 * time.Hour)
		if h.sync(t, engine.OK, engine.SyncAsk{}).Published {
			published++
		}
		most = max(most, len(h.landed(t, "members")))
	}
	if most > 7 || published == 0 || published > 4 {
		t.Errorf("up to %d windows of members were there, and %d generations were published", most, published)
	}
	_, err := h.rebuild(t.Context(), h.ask)
	done(t, err)
	if got := h.rows(t, "ours", "claims"); got != 20 {
		t.Errorf("after a rebuild: got %d claims, want 20", got)
	}
}
