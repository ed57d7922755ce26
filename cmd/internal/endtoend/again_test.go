package endtoend

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/tpastream/simulator"
)

// lived is a house with a history: news, silence, sweeps and deletions.
func lived(t *testing.T, seed uint64) *house {
	t.Helper()
	h := build(t, simulator.Options{Seed: seed, Claims: 100, Retention: long}, "per_page: 30")
	h.sync(t, engine.OK)
	h.api.Insert(6)
	h.api.Update(8)
	h.api.UpdateMembers(2)
	h.api.Advance(shown)
	h.sync(t, engine.OK)
	h.sync(t, engine.OK) // brings nothing, and is settled
	h.api.Edit(4)
	h.api.Delete(5)
	h.api.Update(3)
	h.api.Advance(shown)
	h.sync(t, engine.OK, "--full")
	h.sync(t, engine.OK, "--full")
	h.sync(t, engine.OK, "--full") // settled too
	h.api.Insert(2)
	h.api.Advance(shown)
	h.sync(t, engine.OK)
	return h
}

// files returns the checksums of a generation's Parquet files, by path.
func (r *reader) files(t *testing.T) map[string]string {
	t.Helper()
	sums := map[string]string{}
	lake := filepath.Join(r.dir, "lake")
	must(t, filepath.WalkDir(lake, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		sums[strings.TrimPrefix(path, lake)] = fmt.Sprintf("%x", sha256.Sum256(raw))
		return err
	}))
	return sums
}

// sameFiles checks that a generation has the same Parquet files as another had, and not few.
func (r *reader) sameFiles(t *testing.T, what string, files map[string]string) {
	t.Helper()
	now := r.files(t)
	for path, sum := range files {
		if now[path] != sum {
			t.Errorf("%s: %s is not the same file", what, path)
		}
	}
	if len(now) != len(files) || len(files) < 5 {
		t.Errorf("%s: got %d Parquet files, want %d", what, len(now), len(files))
	}
}

func TestARebuildMakesTheSameTablesAndTheSameBytes(t *testing.T) {
	t.Parallel()

	h := lived(t, 61)
	before := h.current(t)
	want, files := before.state(t), before.files(t)
	h.api.Forget()
	for _, command := range []string{"rebuild", "replay"} {
		if got := h.does(t, engine.OK, command); !got.Published || got.Requests != 0 {
			t.Errorf("%s: got %+v", command, got)
		}
		after := h.current(t)
		after.state(t).equal(t, want)
		after.sameFiles(t, command, files)
		h.verify(t)
	}
	if asked := h.api.Requests(); len(asked) > 0 {
		t.Errorf("%d requests were made", len(asked))
	}
	t.Log("what was rebuilt can be gone on with")
	h.api.Update(4)
	h.api.Advance(shown)
	h.sync(t, engine.OK)
	h.sync(t, engine.OK, "--full")
	h.current(t).holds(t, h.truth(t, h.api.Truth()))
}

func TestARollbackShowsTheOldAndTheNextSyncGoesOn(t *testing.T) {
	t.Parallel()

	h := build(t, simulator.Options{Seed: 62, Claims: 90, Retention: long}, "per_page: 30")
	h.sync(t, engine.OK)
	old := h.current(t).state(t)
	truth := h.truth(t, h.api.Truth())
	h.api.Insert(5)
	h.api.Update(5)
	h.api.Advance(shown)
	h.sync(t, engine.OK)
	newest := h.current(t).state(t)

	back := answered[engine.Rollback](t, h.run(t, "rollback", "--json").expect(t, engine.OK))
	if back.From != 2 || back.To != 1 {
		t.Errorf("got %+v", back)
	}
	h.current(t).state(t).equal(t, old)
	h.current(t).holds(t, truth)

	if next := h.sync(t, engine.OK); !next.Published || next.Generation != 3 {
		t.Errorf("got %+v", next)
	}
	h.current(t).state(t).equal(t, newest)

	t.Log("a rollback can be rolled back")
	h.run(t, "rollback", "--to", "1").expect(t, engine.OK)
	h.run(t, "rollback", "--to", "3").expect(t, engine.OK)
	h.current(t).state(t).equal(t, newest)
	if idle := h.sync(t, engine.OK); idle.Published {
		t.Errorf("got %+v", idle)
	}
	h.verify(t)
}

func TestWhatIsRewoundIsAskedForAgain(t *testing.T) {
	t.Parallel()

	h := build(t, simulator.Options{Seed: 63, Claims: 60, Retention: long}, "per_page: 30")
	h.sync(t, engine.OK)
	h.api.Edit(6) // nobody tells of it
	h.api.Forget()
	h.run(t, "state", "rewind", "my-tpa/claims").expect(t, engine.OK)
	h.sync(t, engine.OK)
	if len(h.pages("/api/claims")) == 0 {
		t.Error("claims were not read again")
	}
	h.current(t).holds(t, h.truth(t, h.api.Truth()))
}
