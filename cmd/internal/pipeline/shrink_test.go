package pipeline

import (
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/tpastream/simulator"
)

// shrunk is a house whose tenants have each lost half of their claims, which was refused.
func shrunk(t *testing.T, tenants ...string) *house {
	t.Helper()
	all := map[string]simulator.Options{}
	for _, name := range tenants {
		all[name] = simulator.Options{Claims: 60}
	}
	h := build(t, all)
	h.sync(t, engine.OK, engine.SyncAsk{})
	for _, api := range h.apis {
		api.Delete(30)
	}
	h.later(time.Hour)
	h.sync(t, engine.OK, engine.SyncAsk{Full: true})
	got := h.sync(t, engine.Refused, engine.SyncAsk{Full: true})
	if len(got.Refusals) != len(tenants) {
		t.Fatalf("got %+v, want one a tenant", got.Refusals)
	}
	return h
}

func TestAShrinkIsAllowedForTheTenantInScopeOnly(t *testing.T) {
	t.Parallel()

	h := shrunk(t, "ours", "theirs")
	h.sync(t, engine.Refused, engine.SyncAsk{Scope: engine.Scope{Tenant: "ours"}, AllowShrink: true})
	if ours, theirs := h.rows(t, "ours", "claims"), h.rows(t, "theirs", "claims"); ours != 30 || theirs != 60 {
		t.Errorf("got %d and %d claims, want 30 and 60", ours, theirs)
	}
	h.sync(t, engine.OK, engine.SyncAsk{AllowShrink: true})
	if got := h.rows(t, "theirs", "claims"); got != 30 {
		t.Errorf("when all may shrink: got %d claims, want 30", got)
	}
}

func TestARebuildDoesNotDoWhatWasRefused(t *testing.T) {
	t.Parallel()

	h := shrunk(t, "ours")
	got, err := h.rebuild(t.Context(), h.ask)
	done(t, err)
	if rows := h.rows(t, "ours", "claims"); rows != 60 || got.Exit() != engine.Refused {
		t.Errorf("got %d claims and exit %d, want 60 and %d", rows, got.Exit(), engine.Refused)
	}
	h.sync(t, engine.OK, engine.SyncAsk{AllowShrink: true})
	got, err = h.rebuild(t.Context(), h.ask)
	done(t, err)
	if rows := h.rows(t, "ours", "claims"); rows != 30 || got.Exit() != engine.OK {
		t.Errorf("once allowed: got %d claims and exit %d, want 30 and 0", rows, got.Exit())
	}
}
