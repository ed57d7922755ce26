package generation

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"carehouse/load/durable"
)

const (
	infoName = "generation.json"
	format   = 1
)

// A Generation is a published state.
type Generation struct {
	Number    int       `json:"number"`
	Published time.Time `json:"published_at"`   // UTC
	Base      int       `json:"base,omitempty"` // the generation that it was made from; 0 is none
	Info      Info      `json:"info"`

	Dir     string `json:"-"` // its folder, from the root
	Current bool   `json:"-"` // readers see it
	Left    bool   `json:"-"` // a rollback left it behind
}

// Info is what a generation consists of.
type Info struct {
	Schema string `json:"schema,omitempty"` // fingerprint of the tables, so that a program with others notices
	Files  []File `json:"files"`            // all of them, by path
}

// A File is one file of a generation. Whoever publishes says the path and the rows; the rest is measured.
type File struct {
	Path   string `json:"path"` // in the generation, with slashes
	Rows   int64  `json:"rows,omitempty"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256,omitempty"` // "" for the database
}

// Path is where a file of the generation lies.
func (g Generation) Path(rel string) string { return filepath.Join(g.Dir, filepath.FromSlash(rel)) }

// File finds a file by its path.
func (g Generation) File(rel string) (File, bool) {
	for _, f := range g.Info.Files {
		if f.Path == rel {
			return f, true
		}
	}
	return File{}, false
}

type stored struct {
	Format int `json:"format"`
	Generation
}

// seal is the generation as its file has it.
func (g Generation) seal() ([]byte, error) {
	object, err := json.Marshal(stored{Format: format, Generation: g})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", infoName, err)
	}
	return append(durable.Seal(object), '\n'), nil
}

// load reads a generation that is complete.
func (h *Home) load(number int) (Generation, error) {
	dir := h.folder(number)
	if info, err := os.Lstat(dir); err != nil {
		return Generation{}, fmt.Errorf("generation %d: %w", number, err)
	} else if !info.IsDir() {
		return Generation{}, fmt.Errorf("generation %d: not a folder: %w", number, ErrDamaged)
	}
	data, err := os.ReadFile(filepath.Join(dir, infoName))
	if err != nil {
		return Generation{}, fmt.Errorf("generation %d: %w", number, err)
	}
	object, err := durable.Unseal([]byte(strings.TrimSuffix(string(data), "\n")))
	if err != nil {
		return Generation{}, fmt.Errorf("generation %d: %s: %w: %w", number, infoName, ErrDamaged, err)
	}
	var s stored
	if err := json.Unmarshal(object, &s); err != nil || s.Number != number {
		return Generation{}, fmt.Errorf("generation %d: %s: %w", number, infoName, ErrDamaged)
	}
	if s.Format != format {
		return Generation{}, fmt.Errorf("generation %d: format %d, and this program reads %d", number, s.Format, format)
	}
	s.Dir = dir
	return s.Generation, nil
}

// cleanPath refuses a path that would lie outside of its generation, or be one of the names that mean something.
func cleanPath(rel string) error {
	if !fs.ValidPath(rel) || rel == "." || rel == infoName || rel == infoName+durable.Temp {
		return fmt.Errorf("%q is not a path in a generation", rel)
	}
	return nil
}

var errWAL = errors.New("a write-ahead log lies beside it: someone wrote to it, or it was not closed")

// noWAL refuses a database that is not all in its one file.
func noWAL(path string) error {
	_, err := os.Lstat(path + ".wal")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	}
	return errWAL
}
