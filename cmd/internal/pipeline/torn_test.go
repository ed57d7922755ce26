package pipeline

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/tpastream/simulator"
	"carehouse/load/warehouse"
	"carehouse/models"
	records "carehouse/models/tpastream"
)

func TestADatabaseThatCannotBeReadIsMadeAgain(t *testing.T) {
	t.Parallel()

	for name, harm := range map[string]func(path string) error{
		"gone": os.Remove,
		"torn": func(path string) error { return os.Truncate(path, 100) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			h := build(t, map[string]simulator.Options{"ours": {Claims: 40}})
			h.sync(t, engine.OK, engine.SyncAsk{})
			done(t, harm(filepath.Join(h.dir, "home", "current", databaseName)))
			_, err := h.Pipeline.sync(t.Context(), h.ask, engine.SyncAsk{})
			if f, ok := errors.AsType[*engine.Fault](err); !ok || f.Next == "" {
				t.Errorf("sync: got %v, want a fault that says what to type", err)
			}
			_, err = h.rebuild(t.Context(), h.ask)
			done(t, err)
			if got := h.rows(t, "ours", "claims"); got != 40 {
				t.Errorf("got %d claims, want 40", got)
			}
			h.sync(t, engine.OK, engine.SyncAsk{})
		})
	}
}

func TestADatabaseOfOtherTablesSaysWhatToType(t *testing.T) {
	t.Parallel()

	h := build(t, map[string]simulator.Options{"ours": {Claims: 40}})
	h.Drivers[0].Tables = func() []*models.Table {
		all := records.Tables()
		all[2].Columns[3].Volatile = !all[2].Columns[3].Volatile // a program for which that was no change
		return all
	}
	h.sync(t, engine.OK, engine.SyncAsk{})
	h.Drivers[0].Tables = records.Tables
	_, synced := h.Pipeline.sync(t.Context(), h.ask, engine.SyncAsk{})
	_, verified := h.verify(t.Context(), h.ask, engine.Scope{})
	_, replayed := h.replay(t.Context(), h.ask, engine.Scope{})
	for _, err := range []error{synced, verified, replayed} {
		if f, ok := errors.AsType[*engine.Fault](err); !ok || !errors.Is(err, warehouse.ErrSchema) || f.Next == "" {
			t.Errorf("got %v, want %v that says what to type", err, warehouse.ErrSchema)
		}
	}
	if got := h.rows(t, "ours", "claims"); got != 40 {
		t.Errorf("status: got %d claims, want 40", got)
	}
	checked, err := h.check(t.Context(), h.ask, engine.Scope{})
	done(t, err)
	if p := checked.Home.Problem; p == nil || !strings.HasSuffix(p.Next, "carehouse rebuild") {
		t.Errorf("check: got %+v, want to be told before a night is lost", p)
	}
	_, err = h.rebuild(t.Context(), h.ask)
	done(t, err)
	h.sync(t, engine.OK, engine.SyncAsk{})
}
