package pipeline

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/tpastream/simulator"
)

func TestNothingIsMadeAgainThatTheLandingLacks(t *testing.T) {
	t.Parallel()

	for name, harm := range map[string]func(dir string) error{
		"gone": os.RemoveAll,
		"damaged": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "manifest.jsonl"), []byte("{}\n{}\n"), 0o600)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			h := build(t, map[string]simulator.Options{"ours": {Claims: 60}})
			h.sync(t, engine.OK, engine.SyncAsk{})
			want := h.rows(t, "ours", "members")
			h.apis["ours"].InsertMembers(1)
			h.sync(t, engine.OK, engine.SyncAsk{})
			done(t, harm(h.landed(t, "members")[0]))

			_, rebuilt := h.rebuild(t.Context(), h.ask)
			_, replayed := h.replay(t.Context(), h.ask, engine.Scope{Dataset: "members"})
			for _, err := range []error{rebuilt, replayed} {
				if f, ok := errors.AsType[*engine.Fault](err); !ok || f.Exit != engine.Refused {
					t.Errorf("got %v, want a refusal", err)
				}
			}
			if got := h.rows(t, "ours", "members"); got != want+1 {
				t.Errorf("got %d members, want the %d that were there", got, want+1)
			}
			_, err := h.replay(t.Context(), h.ask, engine.Scope{Dataset: "claims"})
			done(t, err)

			t.Log("without the database the rest is better than nothing, and the API has what is missing")
			done(t, os.Remove(filepath.Join(h.dir, "home", "current", databaseName)))
			again, err := h.rebuild(t.Context(), h.ask)
			if done(t, err); name == "damaged" && again.Exit() != engine.Partial {
				t.Errorf("rebuild: exit %d, want %d", again.Exit(), engine.Partial)
			}
			h.sync(t, engine.OK, engine.SyncAsk{Full: true})
			if got := h.rows(t, "ours", "members"); got != want+1 {
				t.Errorf("at last: got %d members, want %d", got, want+1)
			}
		})
	}
}
