package endtoend

import (
	"errors"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/tpastream/simulator"
	"carehouse/load/durable"
)

// full is what is said of a disk without room: what happened, and what to do.
var full = regexp.MustCompile(`^carehouse: .*/home: no room left on the disk\n  .*kept.*\n  make room.*\n$`)

// A disk is a file system of its own, as large as a test wants it.
type disk struct{ dir string }

// mount puts a file system into memory, which takes an administrator.
func mount(t *testing.T, dir string, room int64) disk {
	t.Helper()
	if runtime.GOOS != "linux" || os.Geteuid() != 0 {
		t.Skip("only an administrator can mount a small disk")
	}
	d := disk{dir}
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("size=%d,mode=700", room)); errors.Is(err, unix.EPERM) {
		t.Skipf("a small disk cannot be mounted here: %v", err)
	} else {
		must(t, err)
	}
	t.Cleanup(func() { must(t, unix.Unmount(dir, unix.MNT_DETACH)) })
	return d
}

// resize makes the disk larger or smaller.
func (d disk) resize(t *testing.T, room int64) {
	t.Helper()
	must(t, unix.Mount("tmpfs", d.dir, "tmpfs", unix.MS_REMOUNT, fmt.Sprintf("size=%d", room)))
}

// used is how much is on the disk.
func (d disk) used(t *testing.T) int64 {
	t.Helper()
	var s unix.Statfs_t
	must(t, unix.Statfs(d.dir, &s))
	return int64(s.Blocks-s.Bfree) * s.Bsize
}

// TestAFullDiskCostsNothingButTime fills the disk while pages land, while they are flattened and merged, and while the
// result is published.
func TestAFullDiskCostsNothingButTime(t *testing.T) {
	t.Parallel()

	const plenty = 256 << 20
	h := build(t, simulator.Options{Seed: 91, Claims: 120, Retention: long}, "per_page: 30")
	must(t, os.Mkdir(h.path("home"), 0o700))
	d := mount(t, h.path("home"), plenty)
	whole := h.beside(t)
	whole.sync(t, engine.OK)
	want := whole.current(t).state(t)

	h.fills(t, d, nil, []int64{32 << 10, 256 << 10, 1 << 20, 3 << 20, 8 << 20, 12 << 20})
	d.resize(t, plenty)
	h.sync(t, engine.OK)
	h.current(t).state(t).equal(t, want)
	h.tidy(t)

	h.api.Insert(9)
	h.api.Update(9)
	h.api.Advance(shown)
	whole.sync(t, engine.OK)
	after := whole.current(t).state(t)
	h.fills(t, d, &want, []int64{16 << 10, 256 << 10, 1 << 20, 6 << 20, 12 << 20})
	d.resize(t, plenty)
	h.sync(t, engine.OK)
	h.current(t).state(t).equal(t, after)
	h.tidy(t)
}

// beside is another house at the same API.
func (h *house) beside(t *testing.T) *house {
	t.Helper()
	other := &house{api: h.api, url: h.url, dir: t.TempDir()}
	other.write(t, "carehouse.yaml", string(got(os.ReadFile(h.path("carehouse.yaml")))(t)))
	must(t, os.Mkdir(other.path("tmp"), 0o700))
	other.watched(t)
	return other
}

// fills runs with so much room more than is used, and checks that each run fails well and readers keep what they have,
// until there is enough. At least three must fail, each at a later place than the one before.
func (h *house) fills(t *testing.T, d disk, before *state, rooms []int64) {
	t.Helper()
	failed := 0
	for _, room := range rooms {
		d.resize(t, d.used(t)+room)
		e := h.run(t, "sync")
		if e.exit == 0 {
			break
		}
		failed++
		e.full(t)
		switch saw, ok := h.visible(t); {
		case before == nil && ok:
			t.Error("something was published")
		case before != nil && !ok:
			t.Error("readers see nothing any more")
		case before != nil:
			saw.equal(t, *before)
		}
	}
	if failed < 3 {
		t.Errorf("the disk was full only %d times", failed)
	}
}

// full checks how a run ends for which there is no room: with one error that says so.
func (e ended) full(t *testing.T) {
	t.Helper()
	said := errorBlock.FindAllString(e.stderr, -1)
	e.expect(t, engine.Failed)
	if len(said) != 1 || !full.MatchString(said[0]) {
		t.Errorf("got %d errors, want one that says that there is no room and what to do:\n%s", len(said), e.stderr)
	}
}

// TestAnyStepMayFindTheDiskFull lets a durable step fail as a full disk does, within this process.
func TestAnyStepMayFindTheDiskFull(t *testing.T) {
	t.Parallel()

	read := build(t, simulator.Options{Seed: 92, Claims: 60, Retention: long}, "per_page: 20")
	read.sync(t, engine.OK)
	before := read.current(t).state(t)
	read.api.Insert(6)
	read.api.Update(6)
	read.api.Advance(shown)
	whole := read.twin(t)
	whole.sync(t, engine.OK)
	after := whole.current(t).state(t)
	for _, step := range []string{
		"landing.begin.mkdir", "landing.begin.write", "landing.page.create", "landing.page.write", "landing.page.sync",
		"landing.page.line.write", "landing.page.line.write.half", "landing.end.write", "landing.end.sync.done",
		"generation.begin.mkdir", "generation.clone", "generation.publish.sync", "generation.info.write",
		"generation.name.rename", "generation.current.symlink", "generation.current.rename",
	} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()

			h := read.twin(t)
			h.inside(t, durable.FailAt(step, 1, syscall.ENOSPC), "sync").full(t)
			if saw, ok := h.visible(t); !ok || !saw.same(before) {
				t.Error("readers do not see what was there before")
			}
			h.sync(t, engine.OK)
			h.current(t).state(t).equal(t, after)
			h.tidy(t)
		})
	}
}
