package pipeline

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/config"
	"carehouse/load/generation"
)

func TestASourceRemembersAndAsksWhatIsPublished(t *testing.T) {
	t.Parallel()

	c := &clinic{news: []int64{3, 5}}
	h := inClinic(t, c)
	_, err := h.check(t.Context(), h.ask, engine.Scope{}) // there is no home yet
	done(t, err)
	ledger := filepath.Join(c.env.Memory, "ledger.json")
	if _, err := c.env.Vault.Read(ledger); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if _, err := c.env.Rows(t.Context(), "SELECT 1"); !errors.Is(err, errUnpublished) {
		t.Errorf("got %v, want to be told that nothing is published", err)
	}
	unlock, err := c.env.Vault.Lock(t.Context(), ledger)
	done(t, err)
	done(t, c.env.Vault.Write(ledger, []byte("{}")))
	done(t, unlock())
	if want := filepath.Join(h.dir, "home", "memory", "clinic", "eye", "ledger.json"); ledger != want {
		t.Errorf("got %s, want %s", ledger, want)
	}
	home, err := os.Stat(filepath.Join(h.dir, "home"))
	done(t, err)
	if home.Mode().Perm() != 0o700 {
		t.Errorf("got mode %o of the home", home.Mode().Perm())
	}

	h.sync(t, engine.OK, engine.SyncAsk{})
	rows, err := c.env.Rows(t.Context(), "SELECT id, NULL AS nothing FROM clinic.patients ORDER BY id")
	done(t, err)
	if !slices.Equal(rows.Columns, []string{"id", "nothing"}) || len(rows.Values) != 2 || rows.Values[1][0] != "5" || rows.Values[1][1] != "" {
		t.Errorf("got %+v", rows)
	}
	for _, query := range []string{"SELEKT", "DELETE FROM clinic.patients", "FROM glob('" + h.dir + "/*')"} {
		if _, err := c.env.Rows(t.Context(), query); err == nil {
			t.Errorf("%s: it was done", query)
		}
	}
	if _, err := c.env.Rows(t.Context(), "SELECT patient_number FROM clinic.patients"); err == nil ||
		!strings.HasPrefix(err.Error(), "Binder Error; the database says more to: duckdb -readonly ") {
		t.Errorf("got %v, want to be told where to look", err)
	}
	if left, _ := filepath.Glob(filepath.Join(h.dir, "home", stagingName, "*")); len(left) > 0 {
		t.Errorf("left %v", left)
	}
	content, err := c.env.Vault.Read(ledger)
	if err != nil || string(content) != "{}" {
		t.Errorf("after a sync: got %q, %v", content, err)
	}
}

func TestAQueryThatDoesNotEndIsEnded(t *testing.T) {
	t.Parallel()

	h := inClinic(t, &clinic{news: []int64{3}})
	h.sync(t, engine.OK, engine.SyncAsk{})
	const endless = "SELECT count(*) FROM range(1000000000000)"
	if _, err := published(t.Context(), h.ask, endless, 200*time.Millisecond); !errors.Is(err, errLong) {
		t.Errorf("got %v", err)
	}
	stopped, stop := context.WithCancelCause(t.Context())
	stop(engine.ErrInterrupted)
	if _, err := published(stopped, h.ask, endless, time.Hour); err == nil || errors.Is(err, errLong) {
		t.Errorf("stopped by a person: got %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(h.dir, "home", stagingName, "*")); len(left) > 0 {
		t.Errorf("left %v where another run may be at work", left)
	}
}

// TestASourceAsksWhileItsRunIsAtWork asks from inside of a plan's pages, when the run has the database open.
func TestASourceAsksWhileItsRunIsAtWork(t *testing.T) {
	t.Parallel()

	c := &clinic{news: []int64{3, 5}}
	h := inClinic(t, c)
	h.sync(t, engine.OK, engine.SyncAsk{})
	var counts []string
	c.before = func(dataset string, _ int) error {
		if dataset != "patients" {
			return nil
		}
		rows, err := c.env.Rows(t.Context(), "SELECT count(*) FROM clinic.patients")
		if err == nil {
			counts = append(counts, rows.Values[0][0])
		}
		return err
	}
	c.news = []int64{7}
	h.sync(t, engine.OK, engine.SyncAsk{})
	if !slices.Equal(counts, []string{"2", "2"}) {
		t.Errorf("got %v", counts)
	}
}

// TestAQueryWaits for a source that the run brings and that has no tables yet, and for nothing else.
func TestAQueryWaits(t *testing.T) {
	t.Parallel()

	eye := config.Tenant{Source: "clinic", Name: "eye"}
	r := &run{brings: []config.Tenant{eye, {Source: "tebra", Name: "one"}, {Source: "held", Name: "two"}}, held: []string{"held"}, home: &generation.Home{}}
	for query, want := range map[string]string{
		"SELECT id FROM tebra.patients": "tebra", `FROM "TEBRA" . patients`: "tebra", "FROM history.tebra_patients": "tebra",
		"FROM held.patients": "", "FROM tebraa.patients": "", "FROM my_tebra.patients": "", "FROM tebra_patients": "", "FROM clinic.patients": "",
	} {
		if got, ok := r.awaited(eye, query, errUnpublished); got != want || ok != (want != "") {
			t.Errorf("%s: got %q, want %q", query, got, want)
		}
		if _, ok := r.awaited(eye, query, nil); ok {
			t.Errorf("%s: it waits although it was answered", query)
		}
	}
}
