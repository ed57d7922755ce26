package generation

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"carehouse/load/durable"
)

const (
	database = "warehouse.duckdb"
	lakeFile = "lake/tpastream/claims/tenant=my-tpa/old.parquet"
)

func noon() time.Time { return time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC) }

// ok fails the test for an error.
func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// must fails the test for an error and gives the value on.
func must[V any](v V, err error) func(t *testing.T) V {
	return func(t *testing.T) V {
		t.Helper()
		ok(t, err)
		return v
	}
}

func openHome(t *testing.T, dir string) *Home {
	t.Helper()
	h := must(Open(dir, durable.FS{}, noon()))(t)
	t.Cleanup(func() { ok(t, h.Close()) })
	return h
}

// fill makes the next generation's files: a database that says text, taken over from the base, and two lake files, one
// of them the base's.
func fill(n *Next, text string) (Info, error) {
	if _, found := n.Base(); found {
		if _, _, err := n.CloneDatabase(database); err != nil {
			return Info{}, err
		}
		if err := n.LinkFile(lakeFile); err != nil {
			return Info{}, err
		}
	} else if err := write(n.path(lakeFile), "rows that stay"); err != nil {
		return Info{}, err
	}
	fresh := "lake/tpastream/claims/tenant=my-tpa/" + strconv.Itoa(n.Number()) + ".parquet"
	if err := errors.Join(write(n.path(database), text), write(n.path(fresh), "rows "+text)); err != nil {
		return Info{}, err
	}
	return Info{Schema: "s1", Files: []File{{Path: fresh, Rows: 2}, {Path: lakeFile, Rows: 3}, {Path: database}}}, nil
}

func write(path, text string) error {
	return errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644))
}

// publish publishes a generation, or discards it.
func publish(h *Home, text string) error {
	n, err := h.Begin()
	if err != nil {
		return err
	}
	info, err := fill(n, text)
	if err == nil {
		_, err = n.Publish(info, noon())
	}
	return errors.Join(err, n.Discard())
}

// says is what the current database says, after a thorough check; "" is nothing published.
func says(h *Home) (string, error) {
	g, found, err := h.Current()
	if err != nil || !found {
		return "", err
	}
	if err := g.Verify(true); err != nil {
		return "", err
	}
	text, err := os.ReadFile(filepath.Join(h.Dir(), current, database)) // as readers do
	return string(text), err
}

func expect(t *testing.T, h *Home, want string) {
	t.Helper()
	if got := must(says(h))(t); got != want {
		t.Fatalf("the current generation says %q, want %q", got, want)
	}
}

func numbers(t *testing.T, h *Home) string {
	t.Helper()
	var out []string
	for _, g := range must(h.Generations())(t) {
		mark := ""
		if g.Current {
			mark += "*"
		}
		if g.Left {
			mark += "-"
		}
		out = append(out, strconv.Itoa(g.Number)+mark)
	}
	return strings.Join(out, " ")
}

func TestPublishedIsCurrent(t *testing.T) {
	t.Parallel()

	dir := filepath.Join(t.TempDir(), "a", "home")
	h := openHome(t, dir)
	expect(t, h, "")
	ok(t, publish(h, "one"))
	expect(t, h, "one")
	ok(t, publish(h, "two"))

	r := must(OpenReader(dir))(t)
	expect(t, r, "two")
	g, _, err := r.Current()
	ok(t, err)
	if g.Number != 2 || g.Base != 1 || !g.Published.Equal(noon()) || g.Info.Schema != "s1" || len(g.Info.Files) != 3 {
		t.Errorf("got %+v", g)
	}
	for _, f := range g.Info.Files {
		if f.Size == 0 || (f.SHA256 == "") != (f.Path == database) {
			t.Errorf("got %+v", f)
		}
	}
	if f, _ := g.File(lakeFile); f.Rows != 3 {
		t.Errorf("got %d rows, want 3", f.Rows)
	}
	if got := must(os.Readlink(filepath.Join(dir, current)))(t); got != "generations/000002" {
		t.Errorf("current leads to %s", got)
	}
	if got := numbers(t, r); got != "1 2*" {
		t.Errorf("got generations %s", got)
	}
}

func TestUnchangedFilesAreLinks(t *testing.T) {
	t.Parallel()

	h := openHome(t, t.TempDir())
	ok(t, publish(h, "one"))
	ok(t, publish(h, "two"))
	all := must(h.Generations())(t)
	one, two := must(os.Stat(all[0].Path(lakeFile)))(t), must(os.Stat(all[1].Path(lakeFile)))(t)
	if !os.SameFile(one, two) {
		t.Error("the lake file is not the same file")
	}
	if one, two := must(os.Stat(all[0].Path(database)))(t), must(os.Stat(all[1].Path(database)))(t); os.SameFile(one, two) {
		t.Error("the database is the same file, and the next run will write to it")
	}
}

func TestOnlyTheOwnerMayRead(t *testing.T) {
	t.Parallel()

	dir := filepath.Join(t.TempDir(), "home")
	ok(t, os.Mkdir(dir, 0o755))
	ok(t, os.Chmod(dir, 0o755))
	h := openHome(t, dir)
	if len(h.Recovered()) != 1 {
		t.Errorf("got %v", h.Recovered())
	}
	ok(t, publish(h, "one"))
	ok(t, publish(h, "two"))
	must(h.Rollback(0, noon()))(t)
	ok(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		ok(t, err)
		want := fs.FileMode(0o600)
		switch {
		case d.IsDir():
			want = 0o700
		case d.Type() == fs.ModeSymlink:
			return nil
		}
		if got := must(d.Info())(t).Mode().Perm(); got != want {
			t.Errorf("%s: got %o, want %o", path, got, want)
		}
		return nil
	}))
}

func TestHeldHomeSaysByWhom(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	h := openHome(t, dir)
	_, err := Open(dir, durable.FS{}, noon().Add(time.Hour))
	held, isHeld := errors.AsType[*HeldError](err)
	if !isHeld || !errors.Is(err, ErrHeld) {
		t.Fatalf("got %v, want %v", err, ErrHeld)
	}
	if held.PID != os.Getpid() || !held.Since.Equal(noon()) {
		t.Errorf("got %+v", held)
	}
	if want := "process " + strconv.Itoa(os.Getpid()) + ", since 2026-03-04T12:00:00Z"; !strings.Contains(err.Error(), want) {
		t.Errorf("got %q, want %q in it", err, want)
	}
	for _, text := range []string{"", "pid x\n", "pid 7\n", "pid 7\nsince yesterday\n"} {
		ok(t, os.WriteFile(filepath.Join(dir, "lock"), []byte(text), 0o600))
		_, err := Open(dir, durable.FS{}, noon())
		if held, _ := errors.AsType[*HeldError](err); held == nil || *held != (HeldError{}) {
			t.Errorf("lock says %q: got %v", text, err)
		}
	}
	must(must(OpenReader(dir))(t).Generations())(t)
	ok(t, h.Close())
	ok(t, h.Close())
	again := must(Open(dir, durable.FS{}, noon()))(t)
	ok(t, again.Close())
}

func TestReadersChangeNothing(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	h := openHome(t, dir)
	ok(t, publish(h, "one"))
	ok(t, publish(h, "two"))
	r := must(OpenReader(dir))(t)
	_, begin := r.Begin()
	_, prune := r.Prune(1)
	_, rollback := r.Rollback(0, noon())
	for _, err := range []error{begin, prune, rollback} {
		if !errors.Is(err, ErrReader) {
			t.Errorf("got %v, want %v", err, ErrReader)
		}
	}
	ok(t, r.Close())
	expect(t, h, "two")

	nowhere := filepath.Join(dir, "nowhere")
	r = must(OpenReader(nowhere))(t)
	expect(t, r, "")
	if _, err := os.Stat(nowhere); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v: reading made the folder", err)
	}
	if _, err := OpenReader(filepath.Join(dir, "lock")); err == nil {
		t.Error("a file was taken for a home")
	}
}

func TestOpenReadersKeepWhatTheyHave(t *testing.T) {
	t.Parallel()

	h := openHome(t, t.TempDir())
	ok(t, publish(h, "one"))
	file := must(os.Open(filepath.Join(h.Dir(), current, database)))(t)
	defer file.Close() //nolint:errcheck // it was only read
	ok(t, publish(h, "two"))
	if got := must(h.Prune(1))(t); len(got) != 1 || got[0] != 1 {
		t.Errorf("pruned %v, want 1", got)
	}
	text := make([]byte, 3)
	must(file.Read(text))(t)
	if string(text) != "one" {
		t.Errorf("got %q", text)
	}
}

func TestSpace(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	nowhere := filepath.Join(dir, "not", "yet")
	if got := must(FreeBytes(nowhere))(t); got <= 0 {
		t.Errorf("got %d bytes", got)
	}
	if got := must(CloneSupport(nowhere))(t); got != durable.Cloned && got != durable.Copied {
		t.Errorf("got %q", got)
	}
	if got := must(os.ReadDir(dir))(t); len(got) != 0 {
		t.Errorf("left behind %v", got)
	}
}
