package generation

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"carehouse/load/durable"
)

// An act is one thing done to a home, and what the current generation says after it, and which there are: * is the
// current one, - one that was left behind.
type act struct {
	do   func(*Home) error
	says string
	list string
}

func acts() []act {
	pub := func(text string) func(*Home) error {
		return func(h *Home) error { return publish(h, text) }
	}
	back := func(to int) func(*Home) error {
		return func(h *Home) error {
			_, err := h.Rollback(to, noon())
			return err
		}
	}
	prune := func(h *Home) error {
		_, err := h.Prune(2)
		return err
	}
	discard := func(h *Home) error {
		n, err := h.Begin()
		if err != nil {
			return err
		}
		_, err = fill(n, "never")
		return errors.Join(err, n.Discard())
	}
	return []act{
		{func(*Home) error { return nil }, "", ""},
		{pub("one"), "one", "1*"},
		{pub("two"), "two", "1 2*"},
		{pub("three"), "three", "1 2 3*"},
		{back(1), "one", "1* 2- 3-"},
		{back(3), "three", "1 2 3*"},
		{back(0), "two", "1 2* 3-"},
		{discard, "two", "1 2* 3-"},
		{pub("four"), "four", "1 2 3- 4*"},
		{prune, "four", "2 4*"},
	}
}

// perform opens a home and acts, and says how many acts were finished.
func perform(dir string, fs durable.FS, finished func(int)) error {
	h, err := Open(dir, fs, noon())
	if err != nil {
		return err
	}
	for i, a := range acts() {
		if err := a.do(h); err != nil {
			return errors.Join(err, h.Close())
		}
		finished(i)
	}
	return h.Close()
}

// mended opens a home that was hit during the act after the one that finished, and checks that it is in the state
// before that act or in the one after, for readers and for the next run, and that it can go on.
func mended(t *testing.T, dir string, finished int) {
	t.Helper()
	var before, after act
	if finished >= 0 {
		before, after = acts()[finished], acts()[finished]
	}
	if next := finished + 1; next < len(acts()) {
		after = acts()[next]
	}
	seen, err := says(must(OpenReader(dir))(t))
	ok(t, err)
	if seen != before.says && seen != after.says {
		t.Fatalf("readers see %q, want %q or %q", seen, before.says, after.says)
	}
	h := must(Open(dir, durable.FS{}, noon()))(t)
	if got := must(says(h))(t); got != seen {
		t.Errorf("recovery took %q for %q", got, seen)
	}
	want := map[string]string{before.says: before.list, after.says: after.list}[seen]
	if got := numbers(t, h); got != want && (got != before.list || seen != before.says) && (got != "1 2 4*" || seen != "four") {
		t.Errorf("there are %s, want %s", got, want)
	}
	for _, g := range must(h.Generations())(t) {
		ok(t, g.Verify(true))
	}
	for _, e := range must(os.ReadDir(filepath.Join(dir, generations)))(t) {
		if strings.HasSuffix(e.Name(), unfinished) && e.Name() != leftName+durable.Temp {
			t.Errorf("recovery left %s", e.Name())
		}
	}
	ok(t, publish(h, "more"))
	expect(t, h, "more")
	if _, err := h.Rollback(0, noon()); err == nil {
		if got := must(says(h))(t); got != seen {
			t.Errorf("one back says %q, want %q", got, seen)
		}
	} else if seen != "" {
		t.Error(err)
	}
	ok(t, h.Close())
}

// TestStoppedAnywhere takes a picture of the disk before and after every step, as kill -9 would leave it.
func TestStoppedAnywhere(t *testing.T) {
	t.Parallel()

	root := t.TempDir()
	home := filepath.Join(root, "home")
	ok(t, os.Mkdir(home, 0o700))
	finished := -1
	var pictures []int
	ok(t, perform(home, durable.FS{Step: func(string) error {
		pictures = append(pictures, finished)
		return os.CopyFS(filepath.Join(root, strconv.Itoa(len(pictures)-1)), os.DirFS(home))
	}}, func(i int) { finished = i }))
	if len(pictures) < 200 {
		t.Fatalf("got %d pictures", len(pictures))
	}
	for i, finished := range pictures {
		mended(t, filepath.Join(root, strconv.Itoa(i)), finished)
	}
}

// TestDiskFullAnywhere lets every step fail once, as a full disk does. The same process must be able to go on, and so
// must the next.
func TestDiskFullAnywhere(t *testing.T) {
	t.Parallel()

	var order []string
	ok(t, perform(filepath.Join(t.TempDir(), "home"), durable.FS{Step: func(step string) error {
		order = append(order, step)
		return nil
	}}, func(int) {}))
	nth := map[string]int{}
	for _, step := range order {
		nth[step]++
		t.Run(step+" "+strconv.Itoa(nth[step]), func(t *testing.T) {
			t.Parallel()

			dir := filepath.Join(t.TempDir(), "home")
			finished := -1
			h, err := Open(dir, durable.FS{Step: durable.FailAt(step, nth[step], syscall.ENOSPC)}, noon())
			for i := 0; err == nil && i < len(acts()); i++ {
				if err = acts()[i].do(h); err == nil {
					finished = i
				}
			}
			if !errors.Is(err, syscall.ENOSPC) {
				t.Fatalf("got %v, want %v", err, syscall.ENOSPC)
			}
			if h != nil {
				if finished >= 0 && h.next == nil {
					seen := must(says(h))(t)
					ok(t, publish(h, "in the same process"))
					if seen != "" {
						must(h.Rollback(0, noon()))(t)
						expect(t, h, seen)
					}
				}
				ok(t, h.Close())
			}
			mendedOrAfter(t, dir)
		})
	}
}

// mendedOrAfter checks that the home opens and can go on, whatever it says.
func mendedOrAfter(t *testing.T, dir string) {
	t.Helper()
	h := openHome(t, dir)
	must(says(h))(t)
	ok(t, publish(h, "more"))
	expect(t, h, "more")
}

// TestKilledAnywhere kills a process of its own at each step, the last time that it comes there, so that the
// kernel's part, the lock, is there too.
func TestKilledAnywhere(t *testing.T) {
	t.Parallel()

	if at := os.Getenv("CAREHOUSE_TEST_KILL_AT"); at != "" {
		step, nth, _ := strings.Cut(at, "#")
		n := must(strconv.Atoi(nth))(t)
		dir := os.Getenv("CAREHOUSE_TEST_HOME")
		ok(t, perform(dir, durable.FS{Step: durable.KillAt(step, n)}, func(i int) {
			ok(t, os.WriteFile(dir+".finished", []byte(strconv.Itoa(i)), 0o600))
		}))
		return
	}
	if testing.Short() {
		t.Skip("starts a process for each step")
	}
	count := map[string]int{}
	ok(t, perform(filepath.Join(t.TempDir(), "home"), durable.FS{Step: func(step string) error {
		count[step]++
		return nil
	}}, func(int) {}))
	for step, nth := range count {
		if strings.HasSuffix(step, durable.Done) { // that is before the next
			continue
		}
		at := step + "#" + strconv.Itoa(nth)
		t.Run(at, func(t *testing.T) {
			t.Parallel()

			dir := filepath.Join(t.TempDir(), "home")
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestKilledAnywhere$")
			cmd.Env = append(os.Environ(), "CAREHOUSE_TEST_KILL_AT="+at, "CAREHOUSE_TEST_HOME="+dir)
			out, err := cmd.CombinedOutput()
			if exit, _ := errors.AsType[*exec.ExitError](err); exit == nil || exit.ExitCode() != -1 {
				t.Fatalf("it was not killed: %v\n%s", err, out)
			}
			finished := -1
			if text, err := os.ReadFile(dir + ".finished"); err == nil {
				finished = must(strconv.Atoi(string(text)))(t)
			}
			mended(t, dir, finished)
		})
	}
}

func TestSteps(t *testing.T) {
	t.Parallel()

	dir := filepath.Join(t.TempDir(), "home")
	seen := map[string]bool{}
	fs := durable.FS{Step: func(step string) error {
		step, _ = strings.CutSuffix(step, durable.Done)
		step, _ = strings.CutSuffix(step, durable.Half)
		seen[step] = true
		return nil
	}}
	ok(t, perform(dir, fs, func(int) {}))
	ok(t, os.Mkdir(filepath.Join(dir, generations, "000077"+unfinished), 0o700))
	ok(t, must(Open(dir, fs, noon()))(t).Close())
	for _, step := range Steps() {
		if !seen[step] {
			t.Errorf("step %s is listed and never happened", step)
		}
		delete(seen, step)
	}
	for step := range seen {
		t.Errorf("step %s happened and is not listed", step)
	}
}

// TestOrderOnDisk checks what kill -9 cannot show: all is forced out before it gets its name, and the name before the
// switch.
func TestOrderOnDisk(t *testing.T) {
	t.Parallel()

	var got []string
	on := false
	h := must(Open(t.TempDir(), durable.FS{Step: func(step string) error {
		if step, done := strings.CutSuffix(step, durable.Done); on && done && (len(got) == 0 || got[len(got)-1] != step) {
			got = append(got, step)
		}
		return nil
	}}, noon()))(t)
	n := must(h.Begin())(t)
	info := must(fill(n, "one"))(t)
	on = true
	must(n.Publish(info, noon()))(t)
	ok(t, h.Close())
	want := strings.Fields(`generation.publish.sync generation.publish.syncdir
		generation.info.create generation.info.write generation.info.sync generation.info.rename generation.info.syncdir
		generation.name.rename generation.name.syncdir
		generation.current.symlink generation.current.rename generation.current.syncdir`)
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("got %v, want %v", got, want)
	}
}
