package durable

import (
	"errors"
	"io"
	"os"
	"syscall"
)

// A How says in which way a file came to be the same as another.
type How string

// The ways. A clone and a link take no space and no time, a copy takes both.
const (
	Cloned How = "cloned"
	Linked How = "linked"
	Copied How = "copied"
)

// Clone makes to a file of its own with the content of from: a clone where the file system can, else a copy. It does
// not force anything out. Its one step is the one that is named.
func (f FS) Clone(step, from, to string) (how How, size int64, err error) {
	err = f.Do(step, func() (err error) {
		how, size, err = clone(from, to)
		return err
	})
	return how, size, err
}

func clone(from, to string) (how How, size int64, err error) {
	source, err := os.OpenFile(from, os.O_RDONLY|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return "", 0, err
	}
	defer source.Close() //nolint:errcheck // it was only read
	target, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return "", 0, err
	}
	defer func() {
		err = errors.Join(err, target.Close())
		if err != nil {
			_ = os.Remove(to)
		}
	}()
	if reflink(target, source) == nil {
		info, err := target.Stat()
		if err != nil {
			return "", 0, err
		}
		return Cloned, info.Size(), nil
	}
	size, err = io.Copy(target, source) // in the kernel, where it can
	return Copied, size, err
}

// Link makes to the same file as from: a hard link where the file system can, else a copy. It does not force anything
// out. Its one step is the one that is named.
func (f FS) Link(step, from, to string) (how How, err error) {
	err = f.Do(step, func() error {
		how = Linked
		err := os.Link(from, to)
		if errors.Is(err, syscall.EMLINK) || errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EXDEV) ||
			errors.Is(err, errors.ErrUnsupported) {
			how, _, err = clone(from, to)
		}
		return err
	})
	return how, err
}

// CloneSupport tries in dir whether the file system can clone files, and says how [FS.Clone] would do it.
func CloneSupport(dir string) (How, error) {
	var pair [2]*os.File
	for i := range pair {
		file, err := os.CreateTemp(dir, ".clone-*")
		if err != nil {
			return "", err
		}
		defer file.Close() //nolint:errcheck // it has no name any more
		if err := os.Remove(file.Name()); err != nil {
			return "", err
		}
		pair[i] = file
	}
	if _, err := pair[0].Write(make([]byte, 4096)); err != nil {
		return "", err
	}
	if reflink(pair[1], pair[0]) == nil {
		return Cloned, nil
	}
	return Copied, nil
}
