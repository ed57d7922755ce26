package pipeline

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/load/warehouse"
)

// TestAHomeThatIsNotOursToUseSaysWhoseItShouldBe gives the errors themselves, since nothing is forbidden to an administrator.
func TestAHomeThatIsNotOursToUseSaysWhoseItShouldBe(t *testing.T) {
	t.Parallel()

	for _, tt := range []struct {
		path string
		err  error
		want string
	}{
		{"/data/home", syscall.EACCES, "home /data/home: permission denied"},
		{"/data/home/lock", syscall.EACCES, "/data/home/lock: permission denied"},
		{"/data/home/generations/000007", syscall.EPERM, "/data/home/generations/000007: operation not permitted"},
		{"/data/home/.clone-17", syscall.EROFS, "home /data/home: read-only file system"},
		{"/data/.clone-17", syscall.EACCES, "home /data/home: permission denied"},
	} {
		err := homeFault("/data/home", fmt.Errorf("home: %w", &fs.PathError{Op: "open", Path: tt.path, Err: tt.err}))
		fault, ok := errors.AsType[*engine.Fault](err)
		if !ok || fault.What != tt.want || fault.Exit != engine.Failed || !strings.Contains(fault.Next, "ls -ld /data/home") {
			t.Errorf("%s: got %+v, %v, want %q", tt.path, fault, err, tt.want)
		}
	}
}

func TestAHomeThatIsAFileSaysSoEverywhere(t *testing.T) {
	t.Parallel()

	h := inClinic(t, &clinic{})
	done(t, os.WriteFile(filepath.Join(h.dir, "home"), nil, 0o600))
	checked, err := h.check(t.Context(), h.ask, engine.Scope{})
	done(t, err)
	if p := checked.Home.Problem; p == nil || !strings.Contains(p.What, "not a folder") || p.Next == "" {
		t.Errorf("check: got %+v", p)
	}
	_, synced := h.Pipeline.sync(t.Context(), h.ask, engine.SyncAsk{})
	_, planned := h.plan(t.Context(), h.ask, engine.SyncAsk{})
	_, told := h.status(t.Context(), h.ask, engine.Scope{})
	_, back := h.rollback(t.Context(), h.ask, engine.RollbackAsk{})
	for command, err := range map[string]error{"sync": synced, "plan": planned, "status": told, "rollback": back} {
		fault, ok := errors.AsType[*engine.Fault](err)
		if !ok || !strings.Contains(fault.What, "home: not a folder") || fault.Next == "" {
			t.Errorf("%s: got %v", command, err)
		}
	}
}

func TestAHomeWithNothingInItSaysHowToBegin(t *testing.T) {
	t.Parallel()

	c := &clinic{news: []int64{3}}
	h := inClinic(t, c)
	_, err := h.rollback(t.Context(), h.ask, engine.RollbackAsk{})
	fault, ok := errors.AsType[*engine.Fault](err)
	if !ok || fault.Why != "nothing is published yet" || fault.Next != "begin with: carehouse sync" {
		t.Errorf("rollback: got %+v, %v", fault, err)
	}
	got, err := h.rebuild(t.Context(), h.ask)
	if err != nil || got.Published || len(h.said) != 1 || h.said[0] != "nothing has landed that could be loaded again" {
		t.Errorf("rebuild: got %+v, %v, said %q", got, err, h.said)
	}
	h.said = nil
	h.sync(t, engine.OK, engine.SyncAsk{})
	if !slices.Contains(h.said, "making generation 1") || !strings.HasPrefix(h.said[0], "loading ") {
		t.Errorf("sync: said %q, want what it is at, for it may take long", h.said)
	}
	got, err = h.retry(t.Context(), h.ask, engine.Scope{})
	if last := h.said[len(h.said)-1]; err != nil || got.Published || last != "nothing of what has landed is set aside" {
		t.Errorf("rejects retry: got %+v, %v, said %q", got, err, last)
	}
	_, err = h.rollback(t.Context(), h.ask, engine.RollbackAsk{To: 7})
	fault, ok = errors.AsType[*engine.Fault](err)
	if !ok || fault.What != "rollback: there is no generation 7" || fault.Why != "the generations that are there: 1" {
		t.Errorf("rollback --to 7: got %+v, %v", fault, err)
	}
}

func TestADatabaseWithoutMemorySaysHowItGetsMore(t *testing.T) {
	t.Parallel()

	fault, ok := errors.AsType[*engine.Fault](diskFault("/data/home", fmt.Errorf("table notes: %w", warehouse.ErrMemory)))
	if !ok || fault.Exit != engine.Failed || fault.What != "table notes: the memory that was given is too small" ||
		!strings.Contains(fault.Next, "limits: {memory: ") {
		t.Errorf("got %+v", fault)
	}
}
