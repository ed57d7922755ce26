package pipeline

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/progress"
	"carehouse/extract"
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

// parts is a line that notes how many parts it was told of.
type parts struct {
	progress.Line

	told string
}

func (p *parts) Done(string)               {}
func (p *parts) Page(int64)                {}
func (p *parts) Parts(n int64, one string) { p.told = fmt.Sprint(n, one) }

func TestProgressCountsThePartsOfAnAccount(t *testing.T) {
	t.Parallel()

	line := &parts{}
	work := &task{line: line, dataset: extract.Dataset{Tables: clinicTables()}}
	for _, page := range []models.Page{
		{Table: "cases", Given: map[string]string{"practice_id": "7"}},
		{Table: "cases", Given: map[string]string{"practice_id": "9"}},
		{Table: "cases", Given: map[string]string{"practice_id": "7"}},
		{Table: "cases"},
		{Table: "rooms", Given: map[string]string{"practice_id": "8"}},
	} {
		work.count(page)
	}
	if line.told != "2practice" {
		t.Errorf("got %q, want 2 practices", line.told)
	}
}
