package generation

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"carehouse/load/durable"
)

// Publish makes the generation the current one. Info names every file in its folder; one that is not named, or is
// named and not there, stops it. All of it is on the disk before readers see any of it. After an error the generation
// before is still the current one, or, where only forcing out the switch failed, this one is; [Home.Current] says.
func (n *Next) Publish(info Info, at time.Time) (Generation, error) {
	g, err := n.publish(info, at)
	if err != nil {
		return Generation{}, fmt.Errorf("generation %d: publish: %w", n.number, err)
	}
	n.home.next = nil
	return g, nil
}

func (n *Next) publish(info Info, at time.Time) (Generation, error) {
	h := n.home
	if h.lock == nil {
		return Generation{}, ErrReader
	}
	if h.next != n || n.named {
		return Generation{}, errors.New("it was published or discarded before")
	}
	files, err := n.measure(info.Files)
	if err != nil {
		return Generation{}, err
	}
	g := Generation{Number: n.number, Published: at.UTC(), Info: Info{Schema: info.Schema, Files: files}}
	if n.base != nil {
		g.Base = n.base.Number
	}
	sealed, err := g.seal()
	if err != nil {
		return Generation{}, err
	}
	if err := h.fs.WriteFile("generation.info", filepath.Join(n.dir, infoName), sealed); err != nil {
		return Generation{}, err
	}
	n.named = true // or nobody knows
	g.Dir, g.Current = h.folder(n.number), true
	if err := h.fs.Rename("generation.name", n.dir, g.Dir); err != nil {
		return Generation{}, err
	}
	return g, h.switchTo(n.number)
}

// measure walks the folder, compares it with what was named, and forces all of it out: files, then folders, the inner
// ones first.
func (n *Next) measure(named []File) ([]File, error) {
	want := make(map[string]File, len(named))
	for _, f := range named {
		if err := cleanPath(f.Path); err != nil {
			return nil, err
		}
		if _, twice := want[f.Path]; twice {
			return nil, fmt.Errorf("%s is named twice", f.Path)
		}
		want[f.Path] = f
	}
	var (
		files   []File
		folders []string
	)
	err := filepath.WalkDir(n.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			folders = append(folders, path)
			return tighten(entry, path, 0o700)
		}
		rel, err := filepath.Rel(n.dir, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if rel == infoName || rel == infoName+durable.Temp {
			return nil // of an attempt that failed
		}
		file, ok := want[rel]
		if !ok || !entry.Type().IsRegular() {
			return fmt.Errorf("%s is in the folder and not named", rel)
		}
		delete(want, rel)
		if file, err = n.settle(file, path, entry); err != nil {
			return fmt.Errorf("%s: %w", rel, err)
		}
		files = append(files, file)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for rel := range want {
		return nil, fmt.Errorf("%s is named and not there", rel)
	}
	for _, path := range slices.Backward(folders) {
		if err := n.home.fs.Sync("generation.publish.syncdir", path); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return files, nil
}

// settle measures a file and forces it out. One that is the base's own was measured and forced out when that was
// published, so that publishing costs what has changed and not what there is.
func (n *Next) settle(file File, path string, entry fs.DirEntry) (File, error) {
	info, err := entry.Info()
	if err != nil {
		return file, err
	}
	if before, ok := n.inherited(file.Path, info); ok {
		file.Size, file.SHA256 = before.Size, before.SHA256
		return file, nil
	}
	if err := tighten(entry, path, 0o600); err != nil {
		return file, err
	}
	if err := noWAL(path); err != nil {
		return file, err
	}
	said := file.SHA256
	file.Size, file.SHA256 = info.Size(), ""
	if !isDatabase(file.Path) {
		if file.SHA256, err = hash(path); err != nil {
			return file, err
		}
		if said != "" && said != file.SHA256 {
			return file, fmt.Errorf("checksum differs from the one it was named with: %w", ErrDamaged)
		}
	}
	return file, n.home.fs.Sync("generation.publish.sync", path)
}

// inherited finds the file in the base, if it is the same file: a hard link.
func (n *Next) inherited(rel string, info fs.FileInfo) (File, bool) {
	if n.base == nil {
		return File{}, false
	}
	before, ok := n.base.File(rel)
	if !ok || before.Size != info.Size() {
		return File{}, false
	}
	old, err := os.Lstat(n.base.Path(rel))
	return before, err == nil && os.SameFile(old, info)
}

func tighten(entry fs.DirEntry, path string, mode fs.FileMode) error {
	info, err := entry.Info()
	if err != nil || info.Mode().Perm() == mode {
		return err
	}
	return os.Chmod(path, mode)
}

func isDatabase(rel string) bool { return strings.HasSuffix(rel, ".duckdb") }

func hash(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close() //nolint:errcheck // it was only read
	digest := sha256.New()
	if _, err := io.Copy(digest, file); err != nil {
		return "", err
	}
	return hex.EncodeToString(digest.Sum(nil)), nil
}
