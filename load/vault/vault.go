package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"carehouse/load/durable"
)

// MaxSize is how large a file may be that is read or written: this is no place for data.
const MaxSize = 64 << 20

// What keeps a file from being read.
var (
	// ErrShared means that other users of the machine may open the file.
	ErrShared = errors.New("other users of this machine may open it; chmod 600 it")
	// ErrIrregular means that there is no file but a folder, a pipe or a link, which a new content would replace.
	ErrIrregular = errors.New("not a regular file")
	// ErrLarge means that the file is larger than anything that was ever written there, or would be.
	ErrLarge = errors.New("too large for a small file")
)

// A Vault writes and reads such files, wherever they are. It is safe for use by several goroutines.
type Vault struct {
	disk durable.FS
	root string
}

// New returns a vault. Folders below root that are missing are made and forced out up to there; a file elsewhere may be in
// any folder.
func New(disk durable.FS, root string) *Vault { return &Vault{disk, root} }

// Read returns what was written last. It is [fs.ErrNotExist] where nothing was.
func (v *Vault) Read(path string) ([]byte, error) {
	content, err := read(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if _, next, found := successor(path, content, err == nil); found {
		return next, nil
	}
	return content, err
}

// Write gives path a new content and returns when it is on the disk. Its steps are those of [Steps]. Nothing is done before
// the content is handed to the system that could be done after it, or by [Vault.Lock]: a program that is killed until then
// loses what nobody else has.
func (v *Vault) Write(path string, content []byte) error {
	if len(content) > MaxSize { // nobody could read it again, nor write another one in its place
		return &fs.PathError{Op: "write", Path: path, Err: ErrLarge}
	}
	if err := v.adopt(path); err != nil {
		return err
	}
	before, err := read(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	dir := filepath.Dir(path)
	tmp := filepath.Join(dir, tempName(path, before, err == nil, content))
	err = v.disk.Fill("vault.write", tmp, content)
	if errors.Is(err, fs.ErrNotExist) { // there is no folder, so nobody has locked the path
		if err = v.mkdir(dir); err == nil {
			err = v.disk.Fill("vault.write", tmp, content)
		}
	}
	if err != nil {
		if there, torn := read(tmp); torn != nil || !bytes.Equal(there, content) {
			_ = os.Remove(tmp) // a full disk has no room for what nobody will read
		}
		return err
	}
	if err := v.disk.Rename("vault.write", tmp, path); err != nil {
		return err // the temporary file stays: it is whole
	}
	return v.sweep(path)
}

func (v *Vault) mkdir(dir string) error {
	root := dir
	if rel, err := filepath.Rel(v.root, dir); v.root != "" && err == nil && filepath.IsLocal(rel) {
		root = v.root
	}
	return v.disk.MkdirAll("vault.dir", root, dir)
}

// adopt gives a whole content its name whose writer was killed before he could. Otherwise it would be lost if this writer
// were killed too.
func (v *Vault) adopt(path string) error {
	content, err := read(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	tmp, _, found := successor(path, content, err == nil)
	if !found {
		return nil
	}
	if err := v.disk.Sync("vault.adopt.sync", tmp); err != nil {
		return err
	}
	return v.disk.Rename("vault.adopt", tmp, path)
}

// sweep deletes what writers left that were killed.
func (v *Vault) sweep(path string) error {
	for _, tmp := range temps(path) {
		err := v.disk.Do("vault.stray.delete", func() error { return os.Remove(tmp) })
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// read returns the content of a file that only its owner may open.
func read(path string) ([]byte, error) {
	// A pipe would be waited for, and a link would be replaced by the next write while what it points to stays.
	file, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	if errors.Is(err, syscall.ELOOP) {
		return nil, &fs.PathError{Op: "open", Path: path, Err: ErrIrregular}
	}
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // it was only read
	info, err := file.Stat()
	switch {
	case err != nil:
	case !info.Mode().IsRegular():
		err = ErrIrregular
	case info.Mode().Perm()&0o077 != 0:
		err = ErrShared
	case info.Size() > MaxSize:
		err = ErrLarge
	}
	if err != nil {
		return nil, &fs.PathError{Op: "read", Path: path, Err: err}
	}
	return io.ReadAll(io.LimitReader(file, MaxSize))
}

// lockSuffix is appended to a path for the file that is locked. A lock on the file itself would be lost when it is replaced.
const lockSuffix = ".lock"

// Bounds of the wait between two tries to get a lock.
const (
	soon  = 5 * time.Millisecond
	later = 100 * time.Millisecond
)

// Lock keeps other processes, and other callers in this one, away from a path until unlock is called. Whoever holds it must
// not ask for it again. What a writer left whole who was killed has its name then.
func (v *Vault) Lock(ctx context.Context, path string) (unlock func() error, err error) {
	if err := v.mkdir(filepath.Dir(path)); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path+lockSuffix, os.O_CREATE|os.O_RDWR|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, err
	}
	for wait := soon; ; wait = min(2*wait, later) {
		err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB) // each caller has a file of his own, so it keeps all apart
		if err == nil {
			if err := v.adopt(path); err != nil { // before anybody does what a kill could make the loss of it
				return nil, errors.Join(err, file.Close())
			}
			return file.Close, nil
		}
		if !errors.Is(err, unix.EWOULDBLOCK) && !errors.Is(err, unix.EINTR) {
			return nil, errors.Join(fmt.Errorf("lock %s: %w", path, err), file.Close())
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return nil, errors.Join(fmt.Errorf("lock %s: %w", path, context.Cause(ctx)), file.Close())
		}
	}
}

// temps lists the temporary files of a path.
func temps(path string) []string {
	dir, prefix := filepath.Dir(path), tempPrefix(path)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var found []string
	for _, e := range entries {
		if name := e.Name(); strings.HasPrefix(name, prefix) && isTemp(strings.TrimPrefix(name, prefix)) {
			found = append(found, filepath.Join(dir, name))
		}
	}
	return found
}
