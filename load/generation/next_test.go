package generation

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestPublishRefuses changes a generation that would be fine, in one way each. Nothing of it may be seen.
func TestPublishRefuses(t *testing.T) {
	t.Parallel()

	type change = func(t *testing.T, n *Next, info *Info)
	tests := []struct {
		name   string
		change change
		want   string
	}{
		{"a stray file", func(t *testing.T, n *Next, _ *Info) {
			t.Helper()
			ok(t, write(n.path("lake/stray.parquet"), "x"))
		}, "lake/stray.parquet is in the folder and not named"},
		{"a log beside the database", func(t *testing.T, n *Next, _ *Info) {
			t.Helper()
			ok(t, write(n.path(database+".wal"), ""))
		}, "warehouse.duckdb"},
		{"a log that is named", func(t *testing.T, n *Next, info *Info) {
			t.Helper()
			ok(t, write(n.path(database+".wal"), ""))
			info.Files = append(info.Files, File{Path: database + ".wal"})
		}, "write-ahead log"},
		{"a file that is not there", func(_ *testing.T, _ *Next, info *Info) {
			info.Files = append(info.Files, File{Path: "lake/missing.parquet"})
		}, "lake/missing.parquet is named and not there"},
		{"a file named twice", func(_ *testing.T, _ *Next, info *Info) {
			info.Files = append(info.Files, info.Files[0])
		}, "named twice"},
		{"a path that climbs", func(_ *testing.T, _ *Next, info *Info) {
			info.Files = append(info.Files, File{Path: "../../lock"})
		}, "not a path in a generation"},
		{"a path from the root", func(_ *testing.T, _ *Next, info *Info) {
			info.Files = append(info.Files, File{Path: "/etc/passwd"})
		}, "not a path in a generation"},
		{"the info itself", func(_ *testing.T, _ *Next, info *Info) {
			info.Files = append(info.Files, File{Path: infoName})
		}, "not a path in a generation"},
		{"a symbolic link", func(t *testing.T, n *Next, info *Info) {
			t.Helper()
			ok(t, os.Symlink("/etc/passwd", n.path("lake/link.parquet")))
			info.Files = append(info.Files, File{Path: "lake/link.parquet"})
		}, "lake/link.parquet"},
		{"another checksum than was said", func(_ *testing.T, _ *Next, info *Info) {
			info.Files[0].SHA256 = strings.Repeat("0", 64)
		}, "checksum differs"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			h := openHome(t, t.TempDir())
			ok(t, publish(h, "one"))
			n := must(h.Begin())(t)
			info := must(fill(n, "two"))(t)
			good := Info{Schema: info.Schema, Files: append([]File(nil), info.Files...)}
			tt.change(t, n, &info)
			if _, err := n.Publish(info, noon()); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("got %v, want %q", err, tt.want)
			}
			expect(t, h, "one")
			ok(t, n.Discard())
			ok(t, n.Discard())
			if _, err := n.Publish(good, noon()); err == nil {
				t.Error("published after discarding")
			}
			if _, err := os.Stat(n.Dir()); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("the folder is still there: %v", err)
			}
			ok(t, publish(h, "two"))
			expect(t, h, "two")
		})
	}
}

func TestPublishMayBeTriedAgain(t *testing.T) {
	t.Parallel()

	h := openHome(t, t.TempDir())
	n := must(h.Begin())(t)
	info := must(fill(n, "one"))(t)
	stray := n.path("stray")
	ok(t, write(stray, ""))
	if _, err := n.Publish(info, noon()); err == nil {
		t.Fatal("published with a stray file")
	}
	ok(t, os.Remove(stray))
	must(n.Publish(info, noon()))(t)
	expect(t, h, "one")
	if _, err := n.Publish(info, noon()); err == nil {
		t.Error("published twice")
	}
}

func TestOneNextAtATime(t *testing.T) {
	t.Parallel()

	h := openHome(t, t.TempDir())
	n := must(h.Begin())(t)
	_, begin := h.Begin()
	_, prune := h.Prune(1)
	_, rollback := h.Rollback(0, noon())
	for _, err := range []error{begin, prune, rollback} {
		if err == nil || !strings.Contains(err.Error(), "generation 1 is being made") {
			t.Errorf("got %v", err)
		}
	}
	ok(t, n.Discard())
	must(h.Begin())(t)
}

func TestNothingIsInheritedFromNothing(t *testing.T) {
	t.Parallel()

	n := must(openHome(t, t.TempDir()).Begin())(t)
	_, _, err := n.CloneDatabase(database)
	for _, err := range []error{err, n.LinkFile(lakeFile)} {
		if !errors.Is(err, ErrNoBase) {
			t.Errorf("got %v, want %v", err, ErrNoBase)
		}
	}
}

// TestInheritRefuses damages the base. A damaged base must not become a good-looking next generation.
func TestInheritRefuses(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name   string
		file   string
		damage func(path string) error
		want   string
	}{
		{"a database with a log beside it", database, func(p string) error { return write(p+".wal", "") }, "write-ahead log"},
		{"a database of another size", database, func(p string) error { return write(p, "longer than it was") }, "damaged"},
		{"a lake file of another size", lakeFile, func(p string) error { return write(p, "x") }, "damaged"},
		{"a lake file that is gone", lakeFile, os.Remove, "gone"},
		{"a lake file that is a link", lakeFile, func(p string) error {
			return errors.Join(os.Remove(p), os.Symlink("/etc/passwd", p))
		}, "not a file"},
		{"a file that is not named", "lake/other.parquet", func(p string) error { return write(p, "x") }, "does not name it"},
		{"a path that climbs", "../../lock", func(string) error { return nil }, "not a path"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			h := openHome(t, t.TempDir())
			ok(t, publish(h, "one"))
			n := must(h.Begin())(t)
			base, _ := n.Base()
			ok(t, tt.damage(base.Path(tt.file)))
			err := n.LinkFile(tt.file)
			if tt.file == database {
				_, _, err = n.CloneDatabase(database)
			}
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

func TestVerifyFindsDamage(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name   string
		file   string
		damage func(path string) error
		deep   bool
	}{
		{"a lake file cut short", lakeFile, func(p string) error { return os.Truncate(p, 3) }, false},
		{"a lake file gone", lakeFile, os.Remove, false},
		{"a flipped lake file", lakeFile, func(p string) error { return os.WriteFile(p, []byte("rows that stax"), 0o600) }, true},
		{"a database cut short", database, func(p string) error { return os.Truncate(p, 1) }, false},
		{"a database that was written to", database, func(p string) error { return write(p+".wal", "") }, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			h := openHome(t, t.TempDir())
			ok(t, publish(h, "one"))
			g, _, err := h.Current()
			ok(t, err)
			ok(t, g.Verify(true))
			ok(t, tt.damage(g.Path(tt.file)))
			if err := g.Verify(false); errors.Is(err, ErrDamaged) == tt.deep {
				t.Errorf("sizes: got %v", err)
			}
			if err := g.Verify(true); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), tt.file) {
				t.Errorf("content: got %v, want %v", err, ErrDamaged)
			}
		})
	}
}

// TestFlippedInfo changes every byte of a generation's own file. It must not read well and say something else.
func TestFlippedInfo(t *testing.T) {
	t.Parallel()

	h := openHome(t, t.TempDir())
	ok(t, publish(h, "one"))
	g, _, err := h.Current()
	ok(t, err)
	path := filepath.Join(g.Dir, infoName)
	data := must(os.ReadFile(path))(t)
	for i := range data {
		bad := append([]byte(nil), data...)
		bad[i] ^= 0x01
		ok(t, os.WriteFile(path, bad, 0o600))
		if _, _, err := h.Current(); !errors.Is(err, ErrDamaged) || !errors.Is(err, ErrCurrent) {
			t.Errorf("byte %d: got %v, want %v", i, err, ErrDamaged)
		}
	}
	for size := range len(data) - 1 {
		ok(t, os.WriteFile(path, data[:size], 0o600))
		if _, _, err := h.Current(); !errors.Is(err, ErrDamaged) {
			t.Errorf("%d bytes: got %v, want %v", size, err, ErrDamaged)
		}
	}
}
