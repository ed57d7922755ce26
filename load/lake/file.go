package lake

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
)

// A pending file appears under its name only when it is complete. Its sha256 is taken as it is written. Nobody relies on
// it after a crash: staged files are thrown away, and a publish forces out every file that it makes visible.
type pending struct {
	path string
	tmp  *os.File
	buf  *bufio.Writer
	sum  hash.Hash
	size int64
	done bool
}

func createPending(path string) (*pending, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, quietPath("lake: create folder", err)
	}
	tmp, err := os.OpenFile(path+".part", os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, quietPath("lake: create", err)
	}
	return &pending{path: path, tmp: tmp, buf: bufio.NewWriterSize(tmp, 1<<20), sum: sha256.New()}, nil
}

// Write implements [io.Writer]. It has no Close, so that the Parquet writer, which closes what it can, cannot.
func (p *pending) Write(b []byte) (int, error) {
	n, err := p.buf.Write(b)
	p.sum.Write(b[:n])
	p.size += int64(n)
	return n, err
}

// commit gives the file its name.
func (p *pending) commit() error {
	if err := errors.Join(p.buf.Flush(), p.tmp.Close()); err != nil {
		return quietPath("lake: write "+filepath.Base(p.path), err)
	}
	if err := os.Rename(p.tmp.Name(), p.path); err != nil {
		return quietPath("lake: name "+filepath.Base(p.path), err)
	}
	p.done = true
	return nil
}

// rollback removes what was written. It does nothing after commit.
func (p *pending) rollback() {
	if p.done {
		return
	}
	p.done = true
	_ = p.tmp.Close() // it may be closed already
	_ = os.Remove(p.tmp.Name())
}

func (p *pending) sha256() string { return hex.EncodeToString(p.sum.Sum(nil)) }

// Digest returns the sha256 of a file, as [File] has it.
func Digest(path string) (string, error) {
	in, err := os.Open(path)
	if err != nil {
		return "", quietPath("lake: read", err)
	}
	defer in.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, in); err != nil {
		return "", quietPath("lake: read", err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// Link gives a file a second name, or copies it where the file system knows no second names.
func Link(from, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return quietPath("lake: create folder", err)
	}
	if err := os.Link(from, to); err == nil {
		return nil
	} else if errors.Is(err, os.ErrExist) || errors.Is(err, os.ErrNotExist) {
		return quietPath("lake: link", err)
	}
	in, err := os.Open(from)
	if err != nil {
		return quietPath("lake: copy", err)
	}
	defer in.Close()
	p, err := createPending(to)
	if err != nil {
		return err
	}
	defer p.rollback()
	if _, err := io.Copy(p, in); err != nil {
		return quietPath("lake: copy", err)
	}
	return p.commit()
}

// quietPath says what was done and why it failed, and of the path only its last part: folders are long, and the same
// in every message.
func quietPath(doing string, err error) error {
	if pe, ok := errors.AsType[*os.PathError](err); ok {
		return fmt.Errorf("%s: %s: %w", doing, filepath.Base(pe.Path), pe.Err)
	}
	if le, ok := errors.AsType[*os.LinkError](err); ok {
		return fmt.Errorf("%s: %s: %w", doing, filepath.Base(le.New), le.Err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}
