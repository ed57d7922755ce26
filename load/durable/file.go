package durable

import (
	"os"
	"path/filepath"
	"syscall"
)

// Temp is what is appended to the name of a file that is not complete.
const Temp = ".tmp"

// WriteFile gives path the content data, at once and for good. Its steps are .create, .write, .sync, .rename and
// .syncdir.
func (f FS) WriteFile(step, path string, data []byte) error {
	tmp := path + Temp
	err := f.Fill(step, tmp, data)
	if err == nil {
		err = f.Rename(step, tmp, path)
	}
	if err != nil {
		_ = os.Remove(tmp) // a full disk has no room for what nobody will read
	}
	return err
}

// Fill writes data to path, for the owner only, and forces it out, but not its name. Its steps are .create, .write and .sync.
func (f FS) Fill(step, path string, data []byte) (err error) {
	var file *os.File
	err = f.Do(step+".create", func() (err error) {
		file, err = os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY|syscall.O_NOFOLLOW, 0o600)
		return err
	})
	if file == nil {
		return err
	}
	defer func() {
		if e := file.Close(); err == nil {
			err = e
		}
	}()
	if err != nil {
		return err
	}
	if err := f.write(step+".write", file, data); err != nil {
		return err
	}
	return f.Do(step+".sync", file.Sync)
}

// Append adds data to the end of an open file and forces it out. After an error nobody knows how much of it is there:
// the caller must not append again before it has cut the file. Its steps are .write and .sync.
func (f FS) Append(step string, file *os.File, data []byte) error {
	if err := f.write(step+".write", file, data); err != nil {
		return err
	}
	return f.Do(step+".sync", file.Sync)
}

// Cut shortens an open file to size, where it is longer, and forces it out in any case. Its steps are .truncate and
// .sync.
func (f FS) Cut(step string, file *os.File, size int64) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if info.Size() > size {
		if err := f.Do(step+".truncate", func() error { return file.Truncate(size) }); err != nil {
			return err
		}
	}
	return f.Do(step+".sync", file.Sync)
}

// Sync forces the file or folder at path out, as the one step that is named.
func (f FS) Sync(step, path string) error {
	return f.Do(step, func() error {
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		if err := file.Sync(); err != nil {
			_ = file.Close()
			return err
		}
		return file.Close()
	})
}

// Rename moves a file or a folder, replacing a file that is there. Its steps are .rename and .syncdir.
func (f FS) Rename(step, from, to string) error {
	if err := f.Do(step+".rename", func() error { return os.Rename(from, to) }); err != nil {
		return err
	}
	if source := filepath.Dir(from); source != filepath.Dir(to) {
		if err := f.Sync(step+".syncdir", source); err != nil {
			return err
		}
	}
	return f.Sync(step+".syncdir", filepath.Dir(to))
}

// Switch makes link a symbolic link to target, replacing the one that is there. Readers see the old one or the new
// one, never none. Its steps are .symlink, .rename and .syncdir.
func (f FS) Switch(step, target, link string) error {
	tmp := link + Temp
	err := f.Do(step+".symlink", func() error {
		if err := os.RemoveAll(tmp); err != nil {
			return err
		}
		return os.Symlink(target, tmp)
	})
	if err != nil {
		return err
	}
	return f.Rename(step, tmp, link)
}

// RemoveTree deletes a folder and all in it. The folder is renamed to aside first, a name that nobody reads, so that
// it is there as a whole or not at all. Its steps are .rename, .syncdir and .delete.
func (f FS) RemoveTree(step, path, aside string) error {
	if err := os.RemoveAll(aside); err != nil {
		return err
	}
	if err := f.Rename(step, path, aside); err != nil {
		return err
	}
	return f.Do(step+".delete", func() error { return os.RemoveAll(aside) })
}
