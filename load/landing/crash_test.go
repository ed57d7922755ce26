package landing

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"carehouse/load/durable"
)

// everything does all that can be done with a landing, and stops at the first error.
func everything(t *testing.T, dir string, step func(string) error) error {
	t.Helper()
	s := open(t, dir, step)
	if _, err := s.Recover(); err != nil {
		return err
	}
	w, found, err := s.Continue("tpastream", "my-tpa", "claims")
	if err == nil && !found {
		w, err = s.Begin(window("claims", 0))
	}
	if err != nil {
		return err
	}
	for n := len(w.Facts().Pages) + 1; n <= 3; n++ {
		if err := w.Put(page(n)); err != nil {
			return err
		}
	}
	if err := errors.Join(w.End(verdict(), noon())); err != nil {
		return err
	}
	return afterwards(t, s, w)
}

// afterwards settles a window, gives up a second, and leaves a third torn and a fourth half removed, to be mended.
func afterwards(t *testing.T, s *Store, w *Window) error {
	t.Helper()
	if err := w.Settle(noon()); err != nil {
		return err
	}
	second, err := s.Begin(window("members", 1))
	if err != nil {
		return err
	}
	if err := errors.Join(second.Abandon("no longer wanted", noon())); err != nil {
		return err
	}
	if err := s.Remove(second); err != nil {
		return err
	}
	third, err := s.Begin(window("members", 2))
	if err != nil {
		return err
	}
	ok(t, os.WriteFile(filepath.Join(third.dir, "000001.zst.tmp"), nil, 0o600))
	file := must(os.OpenFile(filepath.Join(third.dir, manifestName), os.O_APPEND|os.O_WRONLY, 0))(t)
	must(file.WriteString(`{"sum":"`))(t)
	ok(t, file.Close())
	if _, _, err = s.Continue("tpastream", "my-tpa", "members"); err != nil {
		return err
	}
	if err := s.Remove(third); err != nil {
		return err
	}
	ok(t, os.Mkdir(filepath.Join(filepath.Dir(third.dir), removed+"x"), 0o700))
	_, err = s.Recover()
	return err
}

// TestKilledAnywhere takes a picture of the disk before and after every step, as kill -9 would leave it, and goes on
// from each. Nothing that was answered for may be missing, and in the end everything must be as if nothing had been.
func TestKilledAnywhere(t *testing.T) {
	t.Parallel()

	root := t.TempDir()
	dir := filepath.Join(root, "home", "landing")
	answered := 0 // pages that Put returned for
	var pictures []int
	s := open(t, dir, func(string) error {
		ok(t, os.CopyFS(filepath.Join(root, strconv.Itoa(len(pictures))), os.DirFS(filepath.Join(root, "home"))))
		pictures = append(pictures, answered)
		return nil
	})
	ok(t, os.MkdirAll(filepath.Join(root, "home"), 0o700))
	w := must(s.Begin(window("claims", 0)))(t)
	for answered < 3 {
		ok(t, w.Put(page(answered+1)))
		answered++
	}
	ok(t, w.End(verdict(), noon()))
	if len(pictures) < 3*15 {
		t.Fatalf("got %d pictures", len(pictures))
	}
	for i, answered := range pictures {
		dir := filepath.Join(root, strconv.Itoa(i), "landing")
		windows := must(open(t, dir, nil).Windows())(t)
		switch {
		case len(windows) == 0 && answered == 0:
		case len(windows) != 1:
			t.Fatalf("picture %d: got %d windows", i, len(windows))
		default:
			got := pages(t, windows[0]) // each is checked while it is read
			if len(got) != answered && len(got) != answered+1 {
				t.Errorf("picture %d: got %d pages, want %d or one more", i, len(got), answered)
			}
		}
		if len(windows) == 1 && windows[0].Facts().State == StateEnded {
			continue
		}
		ok(t, everything(t, dir, nil))
		if err := whole(open(t, dir, nil)); err != nil {
			t.Errorf("picture %d: %v", i, err)
		}
	}
}

// whole checks that there is one settled window with three good pages, and nothing else.
func whole(s *Store) error {
	windows, err := s.Windows()
	if err != nil || len(windows) != 1 {
		return errors.Join(err, errors.New(strconv.Itoa(len(windows))+" windows"))
	}
	w := windows[0]
	n := 0
	for _, err := range w.Pages() {
		if err != nil {
			return err
		}
		n++
	}
	files, err := os.ReadDir(w.dir)
	if n != 3 || len(files) != 4 || w.Facts().State != StateSettled {
		return errors.Join(err, errors.New(strconv.Itoa(n)+" pages, "+strconv.Itoa(len(files))+" files, "+string(w.Facts().State)))
	}
	return err
}

// TestDiskFullAnywhere lets every step fail once, as a full disk does, and then goes on with the same landing.
func TestDiskFullAnywhere(t *testing.T) {
	t.Parallel()

	count := map[string]int{}
	var order []string
	ok(t, everything(t, filepath.Join(t.TempDir(), "home", "landing"), func(step string) error {
		count[step]++
		order = append(order, step)
		return nil
	}))
	nth := map[string]int{}
	for _, step := range order {
		nth[step]++
		t.Run(step+" "+strconv.Itoa(nth[step]), func(t *testing.T) {
			t.Parallel()

			dir := filepath.Join(t.TempDir(), "home", "landing")
			err := everything(t, dir, durable.FailAt(step, nth[step], syscall.ENOSPC))
			if !errors.Is(err, syscall.ENOSPC) {
				t.Fatalf("got %v, want %v", err, syscall.ENOSPC)
			}
			if err := everything(t, dir, nil); err != nil && !errors.Is(err, ErrBegun) {
				t.Fatal(err)
			}
		})
	}
}

func TestNothingIsWrittenAfterAnError(t *testing.T) {
	t.Parallel()

	for _, step := range []string{"landing.page.sync", "landing.page.line.write.half", "landing.page.line.sync.done"} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()

			dir := t.TempDir()
			s := open(t, dir, durable.FailAt(step, 2, syscall.EIO))
			w := must(s.Begin(window("claims", 0)))(t)
			ok(t, w.Put(page(1)))
			if err := w.Put(page(2)); !errors.Is(err, syscall.EIO) {
				t.Fatalf("got %v, want %v", err, syscall.EIO)
			}
			before := must(os.ReadFile(filepath.Join(w.dir, manifestName)))(t)
			for _, err := range []error{w.Put(page(2)), w.End(verdict(), noon()), w.Abandon("x", noon())} {
				if !errors.Is(err, syscall.EIO) {
					t.Errorf("got %v, want %v", err, syscall.EIO)
				}
			}
			after := must(os.ReadFile(filepath.Join(w.dir, manifestName)))(t)
			if string(before) != string(after) {
				t.Error("the manifest was written to")
			}
			again, found, err := open(t, dir, nil).Continue("tpastream", "my-tpa", "claims")
			ok(t, err)
			if got := len(pages(t, again)); !found || got < 1 || got > 2 {
				t.Errorf("got %d pages, want 1 or 2", got)
			}
		})
	}
}

// TestOrderOnDisk checks what kill -9 cannot show: bytes are forced out before they get their name, the name before
// the line that counts on it.
func TestOrderOnDisk(t *testing.T) {
	t.Parallel()

	var got []string
	w := must(open(t, t.TempDir(), func(step string) error {
		if before, done := strings.CutSuffix(step, durable.Done); done {
			got = append(got, before)
		}
		return nil
	}).Begin(window("claims", 0)))(t)
	ok(t, w.Put(page(1))) // the first one opens the manifest
	got = nil
	ok(t, w.Put(page(2)))
	want := "landing.page.create landing.page.write landing.page.sync landing.page.rename landing.page.syncdir " +
		"landing.page.line.write landing.page.line.sync"
	if got := strings.Join(got, " "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
