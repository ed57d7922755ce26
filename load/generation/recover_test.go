package generation

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carehouse/load/durable"
)

// three is a home where three generations were published, closed.
func three(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "home")
	h := must(Open(dir, durable.FS{}, noon()))(t)
	for _, text := range []string{"one", "two", "three"} {
		ok(t, publish(h, text))
	}
	ok(t, h.Close())
	return dir
}

func TestRecovery(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name string
		harm func(dir string) error
		did  string // "" is nothing
		says string
	}{
		{"nothing", func(string) error { return nil }, "", "three"},
		{"an unfinished generation", func(dir string) error {
			return write(filepath.Join(dir, generations, "000004.tmp", "x"), "x")
		}, "deleted the unfinished generation 4", "three"},
		{"a generation that was never published", func(dir string) error {
			return os.CopyFS(filepath.Join(dir, generations, "000004"), os.DirFS(filepath.Join(dir, generations, "000003")))
		}, "deleted generation 4, which was never published", "three"},
		{"half a switch", func(dir string) error {
			return os.Symlink("generations/000002", filepath.Join(dir, current+durable.Temp))
		}, "", "three"},
		{"no link", func(dir string) error {
			return os.Remove(filepath.Join(dir, current))
		}, `set the link "current", which was missing, to generation 3`, "three"},
		{"no link, with a neighbour of ours", func(dir string) error {
			return errors.Join(os.Remove(filepath.Join(dir, current)), write(filepath.Join(dir, generations, "notes"), "x"))
		}, `set the link "current", which was missing, to generation 3`, "three"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			dir := three(t)
			ok(t, tt.harm(dir))
			h := openHome(t, dir)
			if got := strings.Join(h.Recovered(), "; "); got != tt.did {
				t.Errorf("did %q, want %q", got, tt.did)
			}
			expect(t, h, tt.says)
			ok(t, publish(h, "four"))
			expect(t, h, "four")
			if got := must(os.Readlink(filepath.Join(dir, current)))(t); got != "generations/000004" {
				t.Errorf("current leads to %s", got)
			}
		})
	}
}

// TestNotDeterminable breaks the link so that nobody can say what it was. Nothing may be deleted or made then, and a
// person can say which generation it is.
func TestNotDeterminable(t *testing.T) {
	t.Parallel()

	link := func(target string) func(string) error {
		return func(dir string) error {
			path := filepath.Join(dir, current)
			return errors.Join(os.Remove(path), os.Symlink(target, path))
		}
	}
	tests := []struct {
		name string
		harm func(dir string) error
	}{
		{"a link out of the home", link("/etc")},
		{"a link that climbs", link("generations/../../elsewhere")},
		{"a link to a generation from the root", func(dir string) error {
			return link(filepath.Join(dir, "generations/000003"))(dir)
		}},
		{"a link to a file of a generation", link("generations/000003/" + database)},
		{"a link to another spelling", link("generations/3")},
		{"a link to a generation that is not there", link("generations/000009")},
		{"a link to one that is unfinished", link("generations/000003.tmp")},
		{"a file in its place", func(dir string) error {
			path := filepath.Join(dir, current)
			return errors.Join(os.Remove(path), write(path, "generations/000003"))
		}},
		{"a generation that is itself a link", func(dir string) error {
			path := filepath.Join(dir, generations, "000003")
			return errors.Join(os.Rename(path, filepath.Join(dir, "elsewhere")), os.Symlink("../elsewhere", path))
		}},
		{"no link, and the newest is damaged", func(dir string) error {
			return errors.Join(os.Remove(filepath.Join(dir, current)),
				os.Truncate(filepath.Join(dir, generations, "000003", infoName), 10))
		}},
		{"no link, and a file of the newest is gone", func(dir string) error {
			return errors.Join(os.Remove(filepath.Join(dir, current)),
				os.Remove(filepath.Join(dir, generations, "000003", database)))
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			dir := three(t)
			ok(t, tt.harm(dir))
			h := openHome(t, dir)
			if _, _, err := h.Current(); !errors.Is(err, ErrCurrent) {
				t.Errorf("got %v, want %v", err, ErrCurrent)
			}
			if _, _, err := must(OpenReader(dir))(t).Current(); !errors.Is(err, ErrCurrent) {
				t.Errorf("reading: got %v, want %v", err, ErrCurrent)
			}
			_, begin := h.Begin()
			_, prune := h.Prune(1)
			for _, err := range []error{begin, prune} {
				if !errors.Is(err, ErrCurrent) {
					t.Errorf("got %v, want %v", err, ErrCurrent)
				}
			}
			must(h.Rollback(2, noon()))(t)
			expect(t, h, "two")
			ok(t, publish(h, "four"))
			expect(t, h, "four")
		})
	}
}

func TestDamagedListOfTheLeft(t *testing.T) {
	t.Parallel()

	dir := three(t)
	h := must(Open(dir, durable.FS{}, noon()))(t)
	must(h.Rollback(0, noon()))(t)
	ok(t, h.Close())
	list := filepath.Join(dir, generations, leftName)
	ok(t, os.Truncate(list, 5))
	if _, err := Open(dir, durable.FS{}, noon()); !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v, want %v", err, ErrDamaged)
	}
	if _, err := os.Stat(filepath.Join(dir, generations, "000003")); err != nil {
		t.Errorf("what a rollback left behind was deleted: %v", err)
	}
}
