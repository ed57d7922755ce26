package landing

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carehouse/models"
)

// TestTornManifest cuts the manifest at every byte. What is read is what the whole lines say, and the window goes on.
func TestTornManifest(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	w := landed(t, open(t, dir, nil), window("claims", 0))
	path := filepath.Join(w.dir, manifestName)
	data := must(os.ReadFile(path))(t)
	for size := range data {
		ok(t, os.WriteFile(path, data[:size], 0o600))
		lines := bytes.Count(data[:size], []byte("\n"))
		windows, err := open(t, dir, nil).Windows()
		if lines == 0 {
			if !errors.Is(err, ErrDamaged) || len(windows) != 0 {
				t.Fatalf("%d bytes: got %v, want %v", size, err, ErrDamaged)
			}
			continue
		}
		ok(t, err)
		if got := windows[0].Facts(); len(got.Pages) != lines-1 || got.State != StateOpen {
			t.Fatalf("%d bytes: got %d pages, %s; want %d, open", size, len(got.Pages), got.State, lines-1)
		}
	}
	// The pages of lines that were cut off are not pages any more.
	ok(t, os.WriteFile(path, data[:bytes.IndexByte(data, '\n')+10], 0o600))
	again, _, err := open(t, dir, nil).Continue("tpastream", "my-tpa", "claims")
	ok(t, err)
	if got := must(os.ReadDir(w.dir))(t); len(got) != 1 {
		t.Errorf("got %v, want only the manifest", got)
	}
	ok(t, again.Put(page(1)))
	if got := must(open(t, dir, nil).Windows())(t)[0].Facts(); len(got.Pages) != 1 {
		t.Errorf("got %d pages, want 1", len(got.Pages))
	}
}

// TestTornManifestOfZeros has what a power cut can leave: the length of a line and not its bytes.
func TestTornManifestOfZeros(t *testing.T) {
	t.Parallel()

	for _, torn := range []string{"\x00\x00\x00", "\x00\x00\n", "\n", `{"sum":"0123` + "\n"} {
		dir := t.TempDir()
		w := landed(t, open(t, dir, nil), window("claims", 0))
		path := filepath.Join(w.dir, manifestName)
		whole := must(os.ReadFile(path))(t)
		ok(t, os.WriteFile(path, append(bytes.Clone(whole), torn...), 0o600))
		again := must(open(t, dir, nil).Windows())(t)[0]
		if got := again.Facts().State; got != StateEnded {
			t.Errorf("%q: got %s, want %s", torn, got, StateEnded)
		}
		ok(t, again.Settle(noon()))
		if got := must(os.ReadFile(path))(t); !bytes.HasPrefix(got, whole) || bytes.Count(got, []byte("\n")) != 6 {
			t.Errorf("%q was not cut off", torn)
		}
		if got := must(open(t, dir, nil).Windows())(t)[0].Facts().State; got != StateSettled {
			t.Errorf("%q: then got %s, want %s", torn, got, StateSettled)
		}
	}
}

// TestFlippedManifest changes every byte of the manifest in turn. No change may read well and say something else.
func TestFlippedManifest(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	w := landed(t, open(t, dir, nil), window("claims", 0))
	path := filepath.Join(w.dir, manifestName)
	data := must(os.ReadFile(path))(t)
	last := bytes.LastIndexByte(data[:len(data)-1], '\n')
	for i := range data {
		bad := bytes.Clone(data)
		bad[i] ^= 0x01
		ok(t, os.WriteFile(path, bad, 0o600))
		windows, err := open(t, dir, nil).Windows()
		if errors.Is(err, ErrDamaged) {
			if strings.Contains(err.Error(), "cursor-") || !strings.Contains(err.Error(), manifestName) {
				t.Fatalf("byte %d: the error is %q", i, err)
			}
			continue
		}
		ok(t, err)
		want := 3
		if i == last { // the line feed before it: the last two lines are one, and torn
			want = 2
		}
		if got := windows[0].Facts(); i < last || got.State != StateOpen || len(got.Pages) != want {
			t.Fatalf("byte %d: got %s with %d pages", i, got.State, len(got.Pages))
		}
	}
}

func TestLostLineIsDamage(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	w := landed(t, open(t, dir, nil), window("claims", 0))
	path := filepath.Join(w.dir, manifestName)
	lines := bytes.SplitAfter(must(os.ReadFile(path))(t), []byte("\n"))
	for lost := range 4 {
		var kept []byte
		for i, l := range lines {
			if i != lost {
				kept = append(kept, l...)
			}
		}
		ok(t, os.WriteFile(path, kept, 0o600))
		if _, err := open(t, dir, nil).Windows(); !errors.Is(err, ErrDamaged) {
			t.Errorf("line %d lost: got %v, want %v", lost+1, err, ErrDamaged)
		}
	}
}

func TestDamagedPageIsRefused(t *testing.T) {
	t.Parallel()

	store := open(t, t.TempDir(), nil)
	other := must(store.Begin(window("claims", 1)))(t)
	ok(t, other.Put(models.Page{Number: 1, Body: bytes.Repeat([]byte("0"), 1<<20)}))
	bomb := must(os.ReadFile(other.page(1)))(t)
	type change = func(t *testing.T, path string, data []byte) []byte
	tests := []struct {
		name   string
		change change
	}{
		{"cut", func(_ *testing.T, _ string, data []byte) []byte { return data[:len(data)-1] }},
		{"longer", func(_ *testing.T, _ string, data []byte) []byte { return append(data, 0) }},
		{"empty", func(*testing.T, string, []byte) []byte { return nil }},
		{"zeroed", func(_ *testing.T, _ string, data []byte) []byte { return make([]byte, len(data)) }},
		{"another page", func(*testing.T, string, []byte) []byte { return bomb }},
		{"gone", func(t *testing.T, path string, _ []byte) []byte {
			t.Helper()
			ok(t, os.Remove(path))
			return nil
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			w := landed(t, open(t, t.TempDir(), nil), window("claims", 0))
			path := w.page(2)
			data := tt.change(t, path, must(os.ReadFile(path))(t))
			if _, err := os.Lstat(path); err == nil {
				ok(t, os.WriteFile(path, data, 0o600))
			}
			if _, err := w.Page(2); !errors.Is(err, ErrDamaged) {
				t.Errorf("got %v, want %v", err, ErrDamaged)
			}
			n := 0
			for _, err := range w.Pages() {
				n++
				if n == 2 && !errors.Is(err, ErrDamaged) || n == 1 && err != nil {
					t.Errorf("page %d: got %v", n, err)
				}
			}
			if n != 2 {
				t.Errorf("went on to %d after the damage", n)
			}
		})
	}
}

func TestFlippedPageIsRefused(t *testing.T) {
	t.Parallel()

	w := landed(t, open(t, t.TempDir(), nil), window("claims", 0))
	data := must(os.ReadFile(w.page(1)))(t)
	for i := range data {
		bad := bytes.Clone(data)
		bad[i] ^= 0x10
		ok(t, os.WriteFile(w.page(1), bad, 0o600))
		if _, err := w.Page(1); !errors.Is(err, ErrDamaged) {
			t.Errorf("byte %d: got %v, want %v", i, err, ErrDamaged)
		}
	}
}

// TestBodyIsCheckedToo gives a manifest that agrees with a file of another content: only the body's own sum is left.
func TestBodyIsCheckedToo(t *testing.T) {
	t.Parallel()

	w := landed(t, open(t, t.TempDir(), nil), window("claims", 0))
	facts := w.Facts().Pages[0]
	facts.RawSHA256 = facts.StoredSHA256
	if _, err := w.load(facts); !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v, want %v", err, ErrDamaged)
	}
	facts = w.Facts().Pages[0]
	for _, size := range []int64{facts.RawBytes - 1, facts.RawBytes + 1, MaxOpen + 1, -1} {
		facts.RawBytes = size
		if _, err := w.load(facts); !errors.Is(err, ErrDamaged) {
			t.Errorf("%d bytes: got %v, want %v", size, err, ErrDamaged)
		}
	}
}

func TestStrayFilesAreNotRead(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	s := open(t, dir, nil)
	w := landed(t, s, window("claims", 0))
	for _, stray := range []string{"000004.zst", "000001.zst.tmp", "notes.txt"} {
		ok(t, os.WriteFile(filepath.Join(w.dir, stray), []byte("stray"), 0o600))
	}
	for _, stray := range []string{"tpastream/notes.txt", "tpastream/my tpa/x", ".cache"} {
		path := filepath.Join(dir, stray)
		ok(t, os.MkdirAll(filepath.Dir(path), 0o700))
		ok(t, os.WriteFile(path, []byte("stray"), 0o600))
	}
	ok(t, os.Symlink(w.dir, filepath.Join(filepath.Dir(w.dir), "linked")))
	windows := must(s.Windows())(t)
	if len(windows) != 1 || len(pages(t, windows[0])) != 3 {
		t.Errorf("got %v, want one window of 3 pages", windows)
	}
}

func TestWindowUnderAnotherNameIsDamage(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	s := open(t, dir, nil)
	w := landed(t, s, window("claims", 0))
	good := landed(t, s, window("members", 0))
	ok(t, os.Rename(w.dir, w.dir+"-2"))
	windows, err := s.Windows()
	if !errors.Is(err, ErrDamaged) || len(windows) != 1 || windows[0].String() != good.String() {
		t.Errorf("got %v and %v; want the good one and %v", windows, err, ErrDamaged)
	}
}

func TestNewerFormatIsRefused(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	w := must(open(t, dir, nil).Begin(window("claims", 0)))(t)
	is := window("claims", 0)
	sealed := must(line{Format: format + 1, Window: &is}.seal())(t)
	ok(t, os.WriteFile(filepath.Join(w.dir, manifestName), sealed, 0o600))
	if _, err := open(t, dir, nil).Windows(); err == nil || !strings.Contains(err.Error(), "format 2") {
		t.Errorf("got %v", err)
	}
}

// TestDamageIsNotGoneOnWith has an old window that cannot be read: the dataset is fetched all the same.
func TestDamageIsNotGoneOnWith(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	w := landed(t, open(t, dir, nil), window("claims", 0))
	path := filepath.Join(w.dir, manifestName)
	data := must(os.ReadFile(path))(t)
	data[30] ^= 0x01
	ok(t, os.WriteFile(path, data, 0o600))
	s := open(t, dir, nil)
	if _, found, err := s.Continue("tpastream", "my-tpa", "claims"); found || err != nil {
		t.Errorf("got found %t and error %v, want neither", found, err)
	}
	begun := must(s.Begin(window("claims", 1)))(t)
	again, found, err := s.Continue("tpastream", "my-tpa", "claims")
	if ok(t, err); !found || again.String() != begun.String() {
		t.Errorf("got %v, want the window that was begun after the damage", again)
	}
}
