package durable

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// ok fails the test for an error.
func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func text(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	ok(t, err)
	return string(data)
}

// record is an FS that notes its steps.
func record(steps *[]string) FS {
	return FS{Step: func(step string) error {
		*steps = append(*steps, step)
		return nil
	}}
}

// An operation changes a file from "before" to "after".
type operation struct {
	name string
	do   func(f FS, path string) error
}

func operations() []operation {
	return []operation{
		{"WriteFile", func(f FS, path string) error { return f.WriteFile("x", path, []byte("after")) }},
		{"Rename", func(f FS, path string) error {
			return errors.Join(os.WriteFile(path+".new", []byte("after"), 0o600), f.Rename("x", path+".new", path))
		}},
		{"Switch", func(f FS, path string) error {
			target := filepath.Base(path) + ".target"
			return errors.Join(os.WriteFile(path+".target", []byte("after"), 0o600), f.Switch("x", target, path))
		}},
	}
}

// TestBeforeOrAfter fails each operation at each of its steps.
func TestBeforeOrAfter(t *testing.T) {
	t.Parallel()

	for _, op := range operations() {
		var steps []string
		path := filepath.Join(t.TempDir(), "file")
		ok(t, os.WriteFile(path, []byte("before"), 0o600))
		ok(t, op.do(record(&steps), path))
		if got := text(t, path); got != "after" {
			t.Fatalf("%s: got %s", op.name, got)
		}
		for _, step := range steps {
			t.Run(op.name+" "+step, func(t *testing.T) {
				t.Parallel()

				path := filepath.Join(t.TempDir(), "file")
				ok(t, os.WriteFile(path, []byte("before"), 0o600))
				if err := op.do(FS{Step: FailAt(step, 1, syscall.ENOSPC)}, path); !errors.Is(err, syscall.ENOSPC) {
					t.Errorf("got %v, want %v", err, syscall.ENOSPC)
				}
				if got := text(t, path); got != "before" && got != "after" {
					t.Errorf("got %q", got)
				}
				if _, err := os.Lstat(path + Temp); op.name == "WriteFile" && !errors.Is(err, fs.ErrNotExist) {
					t.Errorf("left a temporary file: %v", err)
				}
				ok(t, op.do(FS{}, path)) // and it works the next time
				if got := text(t, path); got != "after" {
					t.Errorf("then got %q", got)
				}
			})
		}
	}
}

func TestStepsOfAWrite(t *testing.T) {
	t.Parallel()

	var steps []string
	path := filepath.Join(t.TempDir(), "file")
	ok(t, record(&steps).WriteFile("x", path, []byte("text")))
	want := "x.create x.create.done x.write x.write.half x.write.done x.sync x.sync.done " +
		"x.rename x.rename.done x.syncdir x.syncdir.done"
	if got := strings.Join(steps, " "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	info, err := os.Stat(path)
	ok(t, err)
	if info.Mode().Perm() != 0o600 || text(t, path) != "text" {
		t.Errorf("got %v %q", info.Mode(), text(t, path))
	}
}

func TestAnErrorBeforeAStepKeepsItFromHappening(t *testing.T) {
	t.Parallel()

	for step, want := range map[string]bool{"x": false, "x" + Done: true, "y": true} {
		happened := false
		err := FS{Step: FailAt(step, 1, syscall.EIO)}.Do("x", func() error {
			happened = true
			return nil
		})
		if happened != want || errors.Is(err, syscall.EIO) != (step != "y") {
			t.Errorf("%s: happened %v, got %v", step, happened, err)
		}
	}
	hook := FailAt("x", 2, syscall.EIO)
	if first, second, third := hook("x"), hook("x"), hook("x"); first != nil || second == nil || third != nil {
		t.Errorf("the second time: got %v, %v, %v", first, second, third)
	}
}

func TestTornAppendIsCut(t *testing.T) {
	t.Parallel()

	path := filepath.Join(t.TempDir(), "file")
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_RDWR, 0o600)
	ok(t, err)
	defer file.Close() //nolint:errcheck // nothing is left to lose
	ok(t, FS{}.Append("x", file, []byte("one\n")))
	torn := FS{Step: FailAt("x.write"+Half, 1, syscall.ENOSPC)}
	if err := torn.Append("x", file, []byte("two\n")); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("got %v", err)
	}
	if got := text(t, path); got != "one\ntw" {
		t.Fatalf("got %q", got)
	}
	ok(t, FS{}.Cut("x", file, 4))
	ok(t, FS{}.Append("x", file, []byte("2\n")))
	if got := text(t, path); got != "one\n2\n" {
		t.Errorf("got %q", got)
	}
}

func TestMkdirAll(t *testing.T) {
	t.Parallel()

	root := t.TempDir()
	dir := filepath.Join(root, "a", "b", "c")
	var steps []string
	f := record(&steps)
	ok(t, f.MkdirAll("x", root, dir))
	for path := dir; path != root; path = filepath.Dir(path) {
		info, err := os.Stat(path)
		ok(t, err)
		if info.Mode().Perm() != 0o700 {
			t.Errorf("%s: got %o", path, info.Mode().Perm())
		}
	}
	count := func(step string) (n int) {
		for _, s := range steps {
			if s == step {
				n++
			}
		}
		return n
	}
	if count("x.mkdir") != 3 || count("x.syncdir") != 3 {
		t.Errorf("got %v", steps)
	}
	steps = nil
	ok(t, f.MkdirAll("x", root, dir))
	if count("x.mkdir") != 0 || count("x.syncdir") != 3 {
		t.Errorf("again: got %v", steps)
	}
	ok(t, os.WriteFile(filepath.Join(root, "file"), nil, 0o600))
	for _, bad := range []string{"file", "file/below"} {
		if err := f.MkdirAll("x", root, filepath.Join(root, bad)); !errors.Is(err, syscall.ENOTDIR) {
			t.Errorf("%s: got %v", bad, err)
		}
	}
	if got := Existing(filepath.Join(root, "a", "b", "x", "y")); got != filepath.Join(root, "a", "b") {
		t.Errorf("got %s", got)
	}
	if got := Existing(filepath.Join(root, "file")); got != root {
		t.Errorf("got %s", got)
	}
}

func TestCloneAndLink(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	from, cloned, linked := filepath.Join(dir, "from"), filepath.Join(dir, "cloned"), filepath.Join(dir, "linked")
	content := bytes.Repeat([]byte("Testperson "), 100_000)
	ok(t, os.WriteFile(from, content, 0o644))
	how, size, err := FS{}.Clone("x", from, cloned)
	ok(t, err)
	if how != Cloned && how != Copied || size != int64(len(content)) || text(t, cloned) != string(content) {
		t.Errorf("got %s %d", how, size)
	}
	info, err := os.Stat(cloned)
	ok(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("got mode %o", info.Mode().Perm())
	}
	if support, err := CloneSupport(dir); err != nil || support != how {
		t.Errorf("support is %s, and it was %s (%v)", support, how, err)
	}
	how, err = FS{}.Link("x", from, linked)
	ok(t, err)
	original, err := os.Stat(from)
	ok(t, err)
	link, err := os.Stat(linked)
	ok(t, err)
	if how != Linked || !os.SameFile(original, link) {
		t.Errorf("got %s", how)
	}
	if _, _, err := (FS{}).Clone("x", from, linked); !errors.Is(err, fs.ErrExist) {
		t.Errorf("onto a file: got %v", err)
	}
	ok(t, os.Symlink(from, filepath.Join(dir, "symlink")))
	if _, _, err := (FS{}).Clone("x", filepath.Join(dir, "symlink"), filepath.Join(dir, "new")); err == nil {
		t.Error("a symbolic link was followed")
	}
}

func TestRemoveTree(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	tree, aside := filepath.Join(dir, "tree"), filepath.Join(dir, "aside")
	ok(t, os.MkdirAll(filepath.Join(tree, "a"), 0o700))
	ok(t, os.MkdirAll(filepath.Join(aside, "left", "by", "a", "crash"), 0o700))
	failing := FS{Step: FailAt("x.delete", 1, syscall.EIO)}
	if err := failing.RemoveTree("x", tree, aside); !errors.Is(err, syscall.EIO) {
		t.Fatalf("got %v", err)
	}
	if _, err := os.Stat(tree); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("half removed, and still under its name: %v", err)
	}
	ok(t, os.MkdirAll(filepath.Join(tree, "a"), 0o700))
	ok(t, FS{}.RemoveTree("x", tree, aside))
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left %v (%v)", left, err)
	}
}

func TestSealNoticesEveryFlip(t *testing.T) {
	t.Parallel()

	object := []byte(`{"number":42,"rows":[1,2,3]}`)
	sealed := Seal(object)
	got, err := Unseal(sealed)
	ok(t, err)
	if !bytes.Equal(got, object) {
		t.Errorf("got %s, want %s", got, object)
	}
	for i := range sealed {
		for bit := range 8 {
			bad := bytes.Clone(sealed)
			bad[i] ^= 1 << bit
			if _, err := Unseal(bad); !errors.Is(err, ErrSeal) {
				t.Fatalf("byte %d bit %d: got %v", i, bit, err)
			}
		}
		if _, err := Unseal(sealed[:i]); !errors.Is(err, ErrSeal) {
			t.Fatalf("%d bytes: got %v", i, err)
		}
	}
}
