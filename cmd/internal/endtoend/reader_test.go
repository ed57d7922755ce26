package endtoend

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/tpastream/simulator"
)

// publishes is how many generations come while somebody reads.
const publishes = 10

// A reading is what one reader saw of one generation.
type reading struct {
	generation string
	rows, sums digest
	err        error
}

// TestReadersNeverSeeAMixture reads in a loop while generations come and go: whoever follows current once and reads on
// from there finds a database and Parquet files that say the same, and always the same of one generation.
func TestReadersNeverSeeAMixture(t *testing.T) {
	t.Parallel()

	h := build(t, simulator.Options{Seed: 41, Claims: 100, Retention: long}, "per_page: 50")
	h.write(t, "carehouse.yaml", "keep: {generations: 2}\n"+string(got(os.ReadFile(h.path("carehouse.yaml")))(t)))
	h.sync(t, engine.OK)
	first := h.current(t) // open until the end, although its files lose their names
	wantFirst := first.digest(t, first.database)

	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var readers sync.WaitGroup
	seen := make(chan reading, 1000)
	readers.Go(func() {
		for ctx.Err() == nil {
			seen <- h.read()
		}
	})
	asked := make(chan ended, 1000)
	readers.Go(func() {
		for ctx.Err() == nil {
			asked <- h.runs(context.WithoutCancel(ctx), nil, "status", "--json")
		}
	})
	for i := range publishes {
		h.api.Insert(3)
		h.api.Update(3)
		h.api.Advance(shown)
		if next := h.sync(t, engine.OK); !next.Published || next.Generation != i+2 {
			t.Errorf("publish %d: got generation %d", i, next.Generation)
		}
	}
	stop()
	readers.Wait()
	close(seen)
	close(asked)
	h.saw(t, seen)
	for e := range asked {
		if e.err != nil || e.exit != 0 {
			t.Errorf("status while a run was at work: exit %d, %v\n%s", e.exit, e.err, e.stderr)
		}
	}
	first.digest(t, first.database).equal(t, "what was open all the time", wantFirst)
	if _, err := os.Stat(first.dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the first generation is still there: %v", err)
	}
}

// read follows current once and reads everything behind it, in both ways.
func (h *house) read() reading {
	target, err := os.Readlink(h.path("home", "current"))
	if err != nil {
		return reading{err: err}
	}
	saw := reading{generation: filepath.Base(target)}
	r, err := newReader(h.path("home", target))
	if err != nil {
		saw.err = err
		return saw
	}
	defer r.db.Close()
	if saw.rows, err = r.digested(r.database); err == nil {
		saw.sums, err = r.digested(r.lake)
	}
	saw.err = err
	return saw
}

// saw checks what readers saw: no error, no mixture, and more than one generation.
func (h *house) saw(t *testing.T, seen <-chan reading) {
	t.Helper()
	states := map[string]digest{}
	n := 0
	for s := range seen {
		n++
		switch {
		case s.err != nil:
			t.Errorf("reading generation %s: %v", s.generation, s.err)
		case !maps.Equal(s.rows, s.sums):
			t.Errorf("generation %s: the database says %v and the lake %v", s.generation, s.rows, s.sums)
		case states[s.generation] == nil:
			states[s.generation] = s.rows
		case !maps.Equal(states[s.generation], s.rows):
			t.Errorf("generation %s has changed", s.generation)
		}
	}
	t.Log(fmt.Sprint(n, " readings of ", len(states), " generations"))
	if len(states) < 3 {
		t.Errorf("%d readings saw %d generations: they did not read while others published", n, len(states))
	}
}
