package pipeline

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract"
	"carehouse/extract/tpastream/simulator"
)

// TestASourceThatLeftTheConfigurationStays has two sources in a home, of which one is not fetched any more.
func TestASourceThatLeftTheConfigurationStays(t *testing.T) {
	t.Parallel()

	c := &clinic{news: []int64{1, 2, 3}}
	h := build(t, map[string]simulator.Options{"ours": {Claims: 40}}, c.driver())
	ours := "home: ./home\ntenants:\n" + h.tenant(t, "ours", h.apis["ours"])
	h.configure(t, ours+"  - name: eye\n    source: clinic\n")
	h.sync(t, engine.OK, engine.SyncAsk{})
	files := h.lake(t, clinicName)
	if len(files) == 0 {
		t.Fatal("no files of the clinic were published")
	}

	h.configure(t, ours)
	h.apis["ours"].Insert(1)
	if got := h.sync(t, engine.OK, engine.SyncAsk{}); !got.Published {
		t.Fatal("nothing was published")
	}
	if got := h.lake(t, clinicName); !slices.Equal(got, files) {
		t.Errorf("got the files %v, want all of them to stay", got)
	}
	h.agrees(t, "with a source that is not configured")
	got, err := h.verify(t.Context(), h.ask, engine.Scope{})
	done(t, err)
	if !slices.ContainsFunc(got.Receipts, func(r engine.Receipt) bool { return r.Tenant == "eye" && r.Table == "cases" && r.DuckDB == "3" }) {
		t.Error("verify says nothing of what is kept")
	}
	told, err := h.status(t.Context(), h.ask, engine.Scope{})
	done(t, err)
	if want := (engine.KeptTenant{Source: clinicName, Tenant: "eye"}); len(told.Kept) != 1 || told.Kept[0] != want {
		t.Errorf("status tells of %v, want %v", told.Kept, want)
	}
	_, err = h.rebuild(t.Context(), h.ask)
	done(t, err)
	if got := h.lake(t, clinicName); !slices.Equal(got, files) {
		t.Errorf("after a rebuild: got the files %v, want all of them to stay", got)
	}

	h.configure(t, ours+"  - name: eye\n    source: clinic\n")
	c.news = []int64{4}
	h.sync(t, engine.OK, engine.SyncAsk{})
	if got := h.datasetsRows(t, chain...); !slices.Equal(got, []int64{4, 4, 4}) {
		t.Errorf("back in the configuration: got %v rows, want 4 everywhere", got)
	}

	files = h.lake(t, clinicName)
	h.configure(t, ours)
	done(t, os.RemoveAll(filepath.Join(h.dir, "home", landingName, clinicName)))
	h.apis["ours"].Insert(1)
	h.sync(t, engine.OK, engine.SyncAsk{})
	if got := h.lake(t, clinicName); !slices.Equal(got, files) {
		t.Errorf("without its landing: got the files %v, want all of them to stay", got)
	}
}

// lake lists the Parquet files of a source in the current generation.
func (h *house) lake(t *testing.T, source string) []string {
	t.Helper()
	root := filepath.Join(h.dir, "home", "current", "lake", source)
	found, err := filepath.Glob(filepath.Join(root, "*", "*", "*.parquet"))
	done(t, err)
	for i, path := range found {
		found[i] = strings.TrimPrefix(path, root)
	}
	return found
}

func TestASourceThatIsNewToTheHome(t *testing.T) {
	t.Parallel()

	c := &clinic{news: []int64{1}}
	h := build(t, map[string]simulator.Options{"ours": {Claims: 40}}, c.driver())
	ours := "home: ./home\ntenants:\n" + h.tenant(t, "ours", h.apis["ours"])
	h.configure(t, ours)
	h.sync(t, engine.OK, engine.SyncAsk{})
	h.configure(t, ours+"  - name: eye\n    source: clinic\n")
	h.agrees(t, "configured and never fetched")
	if got := h.sync(t, engine.OK, engine.SyncAsk{Scope: engine.Scope{Tenant: "ours"}}); got.Published {
		t.Error("a generation was published for tables without a record")
	}
	h.sync(t, engine.OK, engine.SyncAsk{})
	if got := h.datasetsRows(t, chain...); !slices.Equal(got, []int64{1, 1, 1}) {
		t.Errorf("got %v rows, want 1 everywhere", got)
	}
}

// TestAProgramThatLacksASourcePublishesNothing has a program that would publish without what another one has published.
func TestAProgramThatLacksASourcePublishesNothing(t *testing.T) {
	t.Parallel()

	c := &clinic{news: []int64{1}}
	h := build(t, map[string]simulator.Options{"ours": {Claims: 40}}, c.driver())
	ours := "home: ./home\ntenants:\n" + h.tenant(t, "ours", h.apis["ours"])
	h.configure(t, ours+"  - name: eye\n    source: clinic\n")
	h.sync(t, engine.OK, engine.SyncAsk{})
	h.Drivers = slices.DeleteFunc(h.Drivers, func(d extract.Driver) bool { return d.Name == clinicName })
	h.configure(t, ours)
	done(t, os.RemoveAll(filepath.Join(h.dir, "home", landingName, clinicName)))
	_, synced := h.Pipeline.sync(t.Context(), h.ask, engine.SyncAsk{Full: true})
	_, rebuilt := h.rebuild(t.Context(), h.ask)
	for _, err := range []error{synced, rebuilt} {
		if err == nil || !strings.Contains(err.Error(), "holds tables of clinic") {
			t.Errorf("got %v, want a refusal that names the source", err)
		}
	}
}

// TestATableThatSeveralDatasetsBring has rooms in the windows of every dataset, planned within one moment. Each row knows
// which of them it came with, and a replay of one dataset takes nothing out that others brought.
func TestATableThatSeveralDatasetsBring(t *testing.T) {
	t.Parallel()

	c := &clinic{news: []int64{1, 2}}
	h := inClinic(t, c)
	h.Clock = func() time.Time { return h.now }
	h.sync(t, engine.OK, engine.SyncAsk{})
	h.agrees(t, "after the first sync")
	r, err := h.looking(t.Context(), h.ask)
	done(t, err)
	for place, windows := range r.places {
		if len(windows) > 1 {
			t.Errorf("got %d windows that are called %s", len(windows), place.id)
		}
	}
	done(t, r.close())
	rows := []string{"rooms", "patients", "cases", "case_notes"}
	again, err := h.replay(t.Context(), h.ask, engine.Scope{Dataset: "patients"})
	done(t, err)
	if got := h.datasetsRows(t, rows...); again.Exit() != engine.OK || !slices.Equal(got, []int64{2, 2, 2, 2}) {
		t.Errorf("after a replay: exit %d and %v rows, want 2 everywhere", again.Exit(), got)
	}
	h.agrees(t, "after a replay")

	t.Log("the first window of all is not that of the dataset which comes first by its name")
	h = inClinic(t, c)
	h.sync(t, engine.OK, engine.SyncAsk{Scope: engine.Scope{Dataset: "patients"}})
	h.sync(t, engine.OK, engine.SyncAsk{})
	files := h.lake(t, clinicName)
	_, err = h.rebuild(t.Context(), h.ask)
	done(t, err)
	if got := h.lake(t, clinicName); !slices.Equal(got, files) {
		t.Errorf("after a rebuild: got the files\n%v, want\n%v", got, files)
	}
}
