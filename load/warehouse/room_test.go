package warehouse

import (
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"

	"github.com/marcboeker/go-duckdb/v2"

	"carehouse/load/lake"
)

// roomless marks the child process of the tests below, which may not let a file grow.
const roomless = "CAREHOUSE_TEST_ROOMLESS"

// TestADiskThatIsFull runs itself again in a process that may not write large files, which is what a full disk looks
// like to a writer.
func TestADiskThatIsFull(t *testing.T) {
	t.Parallel()

	if os.Getenv(roomless) != "" {
		fullDisk(t)
		return
	}
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestADiskThatIsFull$", "-test.v")
	child.Env = append(os.Environ(), roomless+"=1")
	out, err := child.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "--- PASS") {
		t.Errorf("the process without room: %v\n%s", err, out)
	}
}

func fullDisk(t *testing.T) {
	t.Helper()

	h := newHome(t)
	h.db.explain = nil
	h.merge(window{tenant: "a", n: 0, bills: some(1, 20)})
	s := h.stage(window{tenant: "a", n: 1, bills: bulk(60_000), perPage: 1000, pagesPerUnit: 99})
	signal.Ignore(syscall.SIGXFSZ) // the write fails instead
	const room = 600 << 10
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: room, Max: room}); err != nil {
		t.Skip("this machine sets no limit:", err)
	}
	_, err := h.db.Merge(t.Context(), s, MergeOptions{})
	if err == nil {
		err = h.db.Finish(t.Context())
	}
	if !errors.Is(err, ErrFull) {
		t.Errorf("merge: got %v, want to be told that there is no room", err)
	}
	if err != nil && strings.Contains(err.Error(), h.dir) {
		t.Errorf("merge: got %q, which holds a path", err)
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: room / 10, Max: room}); err != nil {
		t.Fatal(err)
	}
	staged := s.Roots[0].Units[0]
	_, _, err = lake.Rewrite(t.Context(), h.root, h.dir+"/full/bills.parquet", []lake.Source{{
		Path:  staged.Files["bills"].Path,
		Units: []lake.Unit{{Window: s.Window.ID, Number: 1, FirstPage: 1, LastPage: staged.LastPage}},
	}}, everyPlace(t, s.Window.ID, staged.LastPage, 1000))
	if !errors.Is(err, syscall.EFBIG) {
		t.Errorf("lake: got %v, want the file system's own reason", err)
	}
	if left, err := os.ReadDir(h.dir + "/full"); err != nil || len(left) != 0 {
		t.Errorf("got %d files left behind, %v; want none", len(left), err)
	}
}

// TestAStatementThatNeedsMoreMemoryThanItMayHave builds one value out of many in a database that may take little.
func TestAStatementThatNeedsMoreMemoryThanItMayHave(t *testing.T) {
	t.Parallel()

	db, err := Open(t.Context(), t.TempDir()+"/small.duckdb", Options{MemoryLimit: 16 << 20, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	db.explain = nil
	_, err = db.conn.ExecContext(t.Context(), "CREATE TABLE wide AS SELECT list(repeat('x', 1_000_000) || i) AS all FROM range(200) AS r(i)")
	if err := db.quiet("load/insert", err); !errors.Is(err, ErrMemory) || err.Error() != "load/insert: Out of Memory Error: "+ErrMemory.Error() {
		t.Errorf("got %v", err)
	}
	commit := &duckdb.Error{Type: duckdb.ErrorTypeTransaction, Msg: "TransactionContext Error: Failed to commit: failed to pin block of size 256.0 KiB"}
	if err := quiet("commit", commit); !errors.Is(err, ErrMemory) {
		t.Errorf("got %v", err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// everyPlace is the live set of a window of which every record is present.
func everyPlace(t *testing.T, window string, pages, perPage int) *lake.Live {
	t.Helper()

	places := make([]string, perPage)
	for i := range places {
		places[i] = string(rune('0' + i%10))
		if i >= 10 {
			places[i] = places[i/10] + places[i]
		}
	}
	live := &lake.Live{}
	for page := range pages {
		if err := live.Add(window, int32(page+1), strings.Join(places, ",")); err != nil {
			t.Fatal(err)
		}
	}
	return live
}
