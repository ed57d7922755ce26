package vault

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"carehouse/load/durable"
)

// ok fails the test for an error.
func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func holds(t *testing.T, path, want string) {
	t.Helper()
	content, err := New(durable.FS{}, "").Read(path)
	ok(t, err)
	if string(content) != want {
		t.Fatalf("%s: got %q, want %q", filepath.Base(path), content, want)
	}
}

func TestWhatWasWrittenIsRead(t *testing.T) {
	t.Parallel()

	root := t.TempDir()
	v := New(durable.FS{}, root)
	path := filepath.Join(root, "memory", "nextech", "one", "ledger.json")
	if _, err := v.Read(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("before anything was written: got %v", err)
	}
	for _, content := range []string{"first", "", "second"} {
		ok(t, v.Write(path, []byte(content)))
		holds(t, path, content)
	}
	info, err := os.Stat(path)
	ok(t, err)
	folder, err := os.Stat(filepath.Dir(path))
	ok(t, err)
	if info.Mode().Perm() != 0o600 || folder.Mode().Perm() != 0o700 {
		t.Errorf("got modes %o and %o", info.Mode().Perm(), folder.Mode().Perm())
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	ok(t, err)
	if len(entries) != 1 {
		t.Errorf("left %v", entries)
	}
}

func TestNothingIsDoneBeforeTheContentIsOnItsWay(t *testing.T) {
	t.Parallel()

	path := filepath.Join(t.TempDir(), "a", "b", "token")
	var steps []string
	v := New(durable.FS{Step: func(step string) error {
		steps = append(steps, step)
		return nil
	}}, "")
	unlock, err := v.Lock(t.Context(), path)
	ok(t, err)
	for _, content := range []string{"one", "two"} {
		steps = nil
		ok(t, v.Write(path, []byte(content)))
		if steps[0] != "vault.write.create" || steps[2] != "vault.write.write" {
			t.Errorf("got %v", steps)
		}
	}
	ok(t, unlock())
}

func TestAPathMayBeRelative(t *testing.T) { //nolint:paralleltest // it changes the working folder
	dir := t.TempDir()
	t.Chdir(dir)
	ok(t, New(durable.FS{}, "home").Write("token", []byte("one")))
	ok(t, New(durable.FS{}, "home").Write("home/memory/token", []byte("two")))
	holds(t, filepath.Join(dir, "token"), "one")
	holds(t, filepath.Join(dir, "home", "memory", "token"), "two")
}

func TestOnlyTheOwnersOwnFilesAreRead(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	shared, link, pipe := filepath.Join(dir, "shared"), filepath.Join(dir, "link"), filepath.Join(dir, "pipe")
	large := filepath.Join(dir, "large")
	ok(t, os.WriteFile(shared, []byte("secret"), 0o600))
	ok(t, os.Chmod(shared, 0o640))
	ok(t, os.Symlink(shared, link))
	ok(t, syscall.Mkfifo(pipe, 0o600))
	ok(t, os.WriteFile(large, nil, 0o600))
	ok(t, os.Truncate(large, MaxSize+1))
	v := New(durable.FS{}, dir)
	for path, want := range map[string]error{
		shared: ErrShared, link: ErrIrregular, pipe: ErrIrregular, large: ErrLarge, dir: ErrIrregular,
	} {
		if _, err := v.Read(path); !errors.Is(err, want) {
			t.Errorf("read %s: got %v, want %v", filepath.Base(path), err, want)
		}
		if err := v.Write(path, []byte("new")); !errors.Is(err, want) {
			t.Errorf("write %s: got %v, want %v", filepath.Base(path), err, want)
		}
	}
}

// write writes over a file that holds "before" and stops at a step as the process would.
func stopped(t *testing.T, step string) (path string, err error) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "memory", "token")
	ok(t, New(durable.FS{}, "").Write(path, []byte("before")))
	frozen := errors.New("killed")
	disk := durable.FS{Step: durable.FailAt(step, 1, frozen)}
	pictures := filepath.Join(t.TempDir(), "picture")
	disk.Step = func(hook func(string) error) func(string) error {
		return func(s string) error {
			err := hook(s)
			if err != nil { // what a kill leaves is what is there now
				ok(t, os.CopyFS(pictures, os.DirFS(filepath.Dir(path))))
			}
			return err
		}
	}(disk.Step)
	if err := New(disk, "").Write(path, []byte("after")); !errors.Is(err, frozen) {
		return "", err
	}
	return filepath.Join(pictures, "token"), nil
}

// TestANewContentCountsOnceItIsWhole kills a writer before and after each of its steps.
func TestANewContentCountsOnceItIsWhole(t *testing.T) {
	t.Parallel()

	for step, want := range map[string]string{
		"vault.write.create":       "before",
		"vault.write.create.done":  "before",
		"vault.write.write":        "before",
		"vault.write.write.half":   "before",
		"vault.write.write.done":   "after",
		"vault.write.sync":         "after",
		"vault.write.sync.done":    "after",
		"vault.write.rename":       "after",
		"vault.write.rename.done":  "after",
		"vault.write.syncdir":      "after",
		"vault.write.syncdir.done": "after",
	} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()

			path, err := stopped(t, step)
			ok(t, err)
			chmod(t, filepath.Dir(path))
			holds(t, path, want)
			holds(t, path, want) // reading changes nothing
			ok(t, New(durable.FS{}, "").Write(path, []byte("then")))
			holds(t, path, "then")
			entries, err := os.ReadDir(filepath.Dir(path))
			ok(t, err)
			if len(entries) != 1 {
				t.Errorf("left %v", entries)
			}
		})
	}
}

// chmod takes the modes away that copying gave.
func chmod(t *testing.T, dir string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	ok(t, err)
	for _, e := range entries {
		ok(t, os.Chmod(filepath.Join(dir, e.Name()), 0o600))
	}
}

// TestAContentIsNotLostByTheNextWriter kills one writer before the rename, and the next one at each of his steps.
func TestAContentIsNotLostByTheNextWriter(t *testing.T) {
	t.Parallel()

	for _, step := range Steps() {
		if strings.HasPrefix(step, "vault.dir.") || step == "vault.stray.delete" {
			continue
		}
		t.Run(step, func(t *testing.T) {
			t.Parallel()

			path, err := stopped(t, "vault.write.rename")
			ok(t, err)
			chmod(t, filepath.Dir(path))
			killed := errors.New("killed")
			err = New(durable.FS{Step: durable.FailAt(step, 1, killed)}, "").Write(path, []byte("then"))
			if !errors.Is(err, killed) {
				t.Fatalf("got %v", err)
			}
			got, err := New(durable.FS{}, "").Read(path)
			ok(t, err)
			if string(got) != "after" && string(got) != "then" {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestAStrayOfAnotherPredecessorIsIgnored(t *testing.T) {
	t.Parallel()

	path, err := stopped(t, "vault.write.rename")
	ok(t, err)
	chmod(t, filepath.Dir(path))
	ok(t, os.WriteFile(path, []byte("by hand"), 0o600))
	holds(t, path, "by hand")
	ok(t, os.Remove(path))
	if _, err := New(durable.FS{}, "").Read(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("somebody has deleted it: got %v", err)
	}
}

func TestAFirstContentIsFoundToo(t *testing.T) {
	t.Parallel()

	path := filepath.Join(t.TempDir(), "token")
	killed := errors.New("killed")
	err := New(durable.FS{Step: durable.FailAt("vault.write.rename", 1, killed)}, "").Write(path, []byte("first"))
	if !errors.Is(err, killed) {
		t.Fatalf("got %v", err)
	}
	holds(t, path, "first")
}

func TestAFullDiskLeavesWhatWasThere(t *testing.T) {
	t.Parallel()

	path := filepath.Join(t.TempDir(), "token")
	ok(t, New(durable.FS{}, "").Write(path, []byte("before")))
	full := New(durable.FS{Step: durable.FailAt("vault.write.write.half", 1, syscall.ENOSPC)}, "")
	if err := full.Write(path, []byte("after")); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("got %v", err)
	}
	holds(t, path, "before")
	if left := temps(path); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

// TestADiskThatForcesNothingOutKeepsWhatIsThere has a content that nobody else has. It is whole, so it is not thrown away.
func TestADiskThatForcesNothingOutKeepsWhatIsThere(t *testing.T) {
	t.Parallel()

	path := filepath.Join(t.TempDir(), "token")
	ok(t, New(durable.FS{}, "").Write(path, []byte("before")))
	bad := New(durable.FS{Step: durable.FailAt("vault.write.sync", 1, syscall.EIO)}, "")
	if err := bad.Write(path, []byte("after")); !errors.Is(err, syscall.EIO) {
		t.Errorf("got %v", err)
	}
	holds(t, path, "after")
	ok(t, New(durable.FS{}, "").Write(path, []byte("then")))
	holds(t, path, "then")
	if left := temps(path); len(left) > 0 {
		t.Errorf("left %v", left)
	}
}

func TestALockIsWaitedFor(t *testing.T) {
	t.Parallel()

	path := filepath.Join(t.TempDir(), "deep", "counter")
	v := New(durable.FS{}, "")
	ok(t, v.Write(path, nil))
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			unlock, err := v.Lock(t.Context(), path)
			if err != nil {
				t.Error(err)
				return
			}
			content, err := v.Read(path)
			if err == nil {
				err = v.Write(path, append(content, 'x'))
			}
			if err := errors.Join(err, unlock()); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	holds(t, path, strings.Repeat("x", 8))
}

func TestWaitingForALockEndsWithTheContext(t *testing.T) {
	t.Parallel()

	path := filepath.Join(t.TempDir(), "token")
	v := New(durable.FS{}, "")
	unlock, err := v.Lock(t.Context(), path)
	ok(t, err)
	stopped := errors.New("interrupted")
	ctx, cancel := context.WithTimeoutCause(t.Context(), 30*time.Millisecond, stopped)
	defer cancel()
	if _, err := v.Lock(ctx, path); !errors.Is(err, stopped) {
		t.Errorf("got %v", err)
	}
	ok(t, unlock())
	unlock, err = v.Lock(t.Context(), path)
	ok(t, err)
	ok(t, unlock())
}

// TestAProcess is the other process of the next test.
func TestAProcess(t *testing.T) {
	t.Parallel()

	path := os.Getenv("CAREHOUSE_TEST_LOCK")
	if path == "" {
		t.Skip("is started by another test")
	}
	if _, err := New(durable.FS{}, "").Lock(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	_, err := os.Stdout.WriteString("locked\n")
	ok(t, err)
	time.Sleep(time.Minute) // it is killed
}

func TestALockIsHeldByAProcessUntilItIsKilled(t *testing.T) {
	t.Parallel()

	path := filepath.Join(t.TempDir(), "token")
	other := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestAProcess$")
	other.Env = append(slices.Clone(os.Environ()), "CAREHOUSE_TEST_LOCK="+path)
	out, err := other.StdoutPipe()
	ok(t, err)
	ok(t, other.Start())
	line := make([]byte, len("locked"))
	_, err = out.Read(line)
	ok(t, err)
	if !bytes.Equal(line, []byte("locked")) {
		t.Fatalf("got %q", line)
	}
	v := New(durable.FS{}, "")
	short, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	if _, err := v.Lock(short, path); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	ok(t, other.Process.Kill())
	_ = other.Wait() // it was killed
	unlock, err := v.Lock(t.Context(), path)
	ok(t, err)
	ok(t, unlock())
}

// TestWhatCannotBeReadIsNotWritten keeps what is there, and room for another content.
func TestWhatCannotBeReadIsNotWritten(t *testing.T) {
	t.Parallel()

	path := filepath.Join(t.TempDir(), "ledger.json")
	v := New(durable.FS{}, "")
	ok(t, v.Write(path, []byte("first")))
	if err := v.Write(path, make([]byte, MaxSize+1)); !errors.Is(err, ErrLarge) {
		t.Errorf("got %v, want %v", err, ErrLarge)
	}
	holds(t, path, "first")
	ok(t, v.Write(path, []byte("second")))
	holds(t, path, "second")
}
