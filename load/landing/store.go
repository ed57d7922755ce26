package landing

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"carehouse/load/durable"
	"carehouse/models"
)

// What can be wrong with a landing.
var (
	// ErrDamaged means that what is on the disk is not what was written.
	ErrDamaged = errors.New("damaged")
	// ErrName means that a name cannot be the name of a folder.
	ErrName = errors.New("not a name of letters, digits, - and _")
	// ErrBegun means that the window is there already.
	ErrBegun = errors.New("begun before")
	// ErrState means that the window is not in the state for this: a page for a window that has ended.
	ErrState = errors.New("not possible now")
)

const removed = ".removed-" // what a window's folder is called while it is being deleted

// A Store is the landing folder of a home. Its windows may be used by several goroutines; that only one process writes
// is the promise of the home's lock.
type Store struct {
	dir      string
	fs       durable.FS
	decoders sync.Pool // of *zstd.Decoder: one costs more than a small page
}

// Open opens the landing at dir. It makes nothing: a folder that is not there is an empty landing.
func Open(dir string, fs durable.FS) (*Store, error) {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
	case err != nil:
		return nil, fmt.Errorf("landing: %w", err)
	case !info.IsDir():
		return nil, fmt.Errorf("landing: %s is not a folder", dir)
	}
	return &Store{dir: dir, fs: fs}, nil
}

// Begin makes the folder of a new window. When it returns the window is on the disk.
func (s *Store) Begin(w models.Window) (*Window, error) {
	if err := checkWindow(w); err != nil {
		return nil, err
	}
	dir := filepath.Join(s.dir, w.Source, w.Tenant, w.Dataset, w.ID)
	window := &Window{store: s, dir: dir}
	if _, err := os.Lstat(filepath.Join(dir, manifestName)); err == nil {
		return nil, fmt.Errorf("landing %s: %w", window, ErrBegun)
	}
	head := line{Format: format, Window: &w}
	sealed, err := head.seal()
	if err != nil {
		return nil, fmt.Errorf("landing %s: %w", window, err)
	}
	if err := s.fs.MkdirAll("landing.begin", filepath.Dir(s.dir), dir); err != nil {
		return nil, fmt.Errorf("landing %s: %w", window, err)
	}
	if err := s.fs.WriteFile("landing.begin", filepath.Join(dir, manifestName), sealed); err != nil {
		return nil, fmt.Errorf("landing %s: %w", window, err)
	}
	window.size = int64(len(sealed))
	return window, window.manifest.add(head)
}

// Continue finds the newest window of a dataset that neither ended nor was abandoned, and makes it ready for its next
// page. It says false if there is none. A window that cannot be read is not gone on with; [Store.Windows] tells of it,
// and it must not keep the dataset from being fetched for ever.
func (s *Store) Continue(source, tenant, dataset string) (*Window, bool, error) {
	if err := checkNames(source, tenant, dataset); err != nil {
		return nil, false, err
	}
	windows, err := s.list(source, tenant, dataset)
	if err != nil && !errors.Is(err, ErrDamaged) {
		return nil, false, err
	}
	for _, w := range slices.Backward(windows) {
		if w.Facts().State == StateOpen {
			return w, true, w.prepare()
		}
	}
	return nil, false, nil
}

// Windows lists all windows by source, tenant, dataset and id. A window that cannot be read is left out, and the error
// names it; the others are listed all the same, so that one tenant's bad folder does not stop its neighbours.
func (s *Store) Windows() ([]*Window, error) {
	var (
		all  []*Window
		errs []error
	)
	err := s.datasets(func(source, tenant, dataset string) {
		windows, err := s.list(source, tenant, dataset)
		all, errs = append(all, windows...), append(errs, err)
	})
	return all, errors.Join(append(errs, err)...)
}

// Dataset lists the windows of one dataset, oldest first. A window that cannot be read is left out; [Store.Windows] tells
// of it.
func (s *Store) Dataset(source, tenant, dataset string) ([]*Window, error) {
	if err := checkNames(source, tenant, dataset); err != nil {
		return nil, err
	}
	windows, err := s.list(source, tenant, dataset)
	if errors.Is(err, ErrDamaged) {
		err = nil
	}
	return windows, err
}

// Sources lists the sources of which something has landed.
func (s *Store) Sources() ([]string, error) {
	var names []string
	err := s.datasets(func(source, _, _ string) {
		if !slices.Contains(names, source) {
			names = append(names, source)
		}
	})
	return names, err
}

// Remove deletes a window and its pages. A crash leaves it whole or gone.
func (s *Store) Remove(w *Window) error {
	err := w.Close()
	if err == nil {
		aside := filepath.Join(filepath.Dir(w.dir), removed+filepath.Base(w.dir))
		err = s.fs.RemoveTree("landing.remove", w.dir, aside)
	}
	if err != nil {
		return fmt.Errorf("landing %s: remove: %w", w, err)
	}
	return nil
}

// Recover deletes what a crash left behind: windows that were being removed, and folders whose window was never
// begun. It says what it deleted. Only the holder of the home's lock may call it.
func (s *Store) Recover() ([]string, error) {
	var (
		did  []string
		errs []error
	)
	err := s.datasets(func(source, tenant, dataset string) {
		dir := filepath.Join(s.dir, source, tenant, dataset)
		for _, name := range folders(dir, func(string) bool { return true }) {
			path := filepath.Join(dir, name)
			_, err := os.Lstat(filepath.Join(path, manifestName))
			half := checkID(name) == nil && errors.Is(err, fs.ErrNotExist)
			if !half && !strings.HasPrefix(name, removed) {
				continue
			}
			err = s.fs.Do("landing.recover.delete", func() error { return os.RemoveAll(path) })
			if err != nil {
				errs = append(errs, err)
				continue
			}
			did = append(did, "deleted the remains of a window of "+source+"/"+tenant+"/"+dataset)
		}
	})
	return did, errors.Join(append(errs, err)...)
}

// datasets calls visit for each dataset that has a folder, in order.
func (s *Store) datasets(visit func(source, tenant, dataset string)) error {
	if _, err := os.ReadDir(s.dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("landing: %w", err)
	}
	named := func(name string) bool { return checkNames(name) == nil }
	for _, source := range folders(s.dir, named) {
		for _, tenant := range folders(filepath.Join(s.dir, source), named) {
			for _, dataset := range folders(filepath.Join(s.dir, source, tenant), named) {
				visit(source, tenant, dataset)
			}
		}
	}
	return nil
}

// list reads the windows of one dataset, oldest first.
func (s *Store) list(source, tenant, dataset string) ([]*Window, error) {
	var (
		windows []*Window
		errs    []error
	)
	dir := filepath.Join(s.dir, source, tenant, dataset)
	for _, id := range folders(dir, func(name string) bool { return checkID(name) == nil }) {
		w := &Window{store: s, dir: filepath.Join(dir, id)}
		err := w.read()
		switch {
		case errors.Is(err, fs.ErrNotExist): // begun, and stopped before there was a window
		case err != nil:
			errs = append(errs, err)
		default:
			windows = append(windows, w)
		}
	}
	return windows, errors.Join(errs...)
}
