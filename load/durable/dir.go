package durable

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// MkdirAll makes dir and what is missing above it, for the owner only, and forces out every folder that holds one of
// them, up to root: also where they were there already, because whoever made them may have been killed before he did.
// Its steps are .mkdir and .syncdir.
func (f FS) MkdirAll(step, root, dir string) error {
	top := Existing(root)
	if err := f.mkdir(step, dir); err != nil {
		return err
	}
	for {
		dir = filepath.Dir(dir)
		err := f.Sync(step+".syncdir", dir)
		if err != nil && !errors.Is(err, fs.ErrPermission) { // a folder that we may not read we cannot force out
			return err
		}
		if !inside(top, dir) {
			return nil
		}
	}
}

// Existing is the nearest folder at or above path that is there.
func Existing(path string) string {
	for {
		info, err := os.Stat(path)
		if err == nil && info.IsDir() {
			return path
		}
		parent := filepath.Dir(path)
		if parent == path {
			return path
		}
		path = parent
	}
}

func (f FS) mkdir(step, dir string) error {
	info, err := os.Stat(dir)
	switch {
	case err == nil && info.IsDir():
		return nil
	case err == nil:
		return &fs.PathError{Op: "mkdir", Path: dir, Err: syscall.ENOTDIR}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if parent := filepath.Dir(dir); parent != dir {
		if err := f.mkdir(step, parent); err != nil {
			return err
		}
	}
	err = f.Do(step+".mkdir", func() error { return os.Mkdir(dir, 0o700) })
	if errors.Is(err, fs.ErrExist) {
		return nil // a neighbour was faster
	}
	return err
}

// inside reports whether path lies below root.
func inside(root, path string) bool {
	rel, err := filepath.Rel(root, path)
	return err == nil && rel != "." && rel != ".." && !strings.HasPrefix(rel, "../")
}
