package pipeline

import (
	"os"
	"path/filepath"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/tpastream/simulator"
	"carehouse/load/durable"
	"carehouse/load/landing"
	"carehouse/models"
)

// TestAnInterruptedWindowThatDoesNotFitIsPlannedAnew has a window that another program or configuration began, or that
// was damaged since: it must not be gone on with for ever, and without an end.
func TestAnInterruptedWindowThatDoesNotFitIsPlannedAnew(t *testing.T) {
	t.Parallel()

	for name, harm := range map[string]func(dir string) error{
		"another program's": func(string) error { return nil },
		"damaged":           func(dir string) error { return os.Truncate(filepath.Join(dir, "000001.zst"), 3) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			h := build(t, map[string]simulator.Options{"ours": {Claims: 40}})
			store, err := landing.Open(filepath.Join(h.dir, "home", landingName), durable.FS{})
			done(t, err)
			w, err := store.Begin(models.NewWindow("tpastream", "ours", "members", models.Snapshot, h.now))
			done(t, err)
			done(t, w.Put(models.Page{
				Number: 1, Table: "members", Records: "data", Sweep: 1, Call: "GET /api/people", Token: "page=7",
				AskedAt: h.now, Body: []byte(`{"data":[],"has_next":true}`),
			}))
			done(t, w.Close())
			done(t, harm(h.landed(t, "members")[0]))

			h.sync(t, engine.OK, engine.SyncAsk{})
			if got := h.rows(t, "ours", "members"); got == 0 {
				t.Error("got no members")
			}
		})
	}
}
