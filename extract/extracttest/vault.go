package extracttest

import (
	"context"
	"io/fs"
	"slices"
	"sync"

	"carehouse/extract/transport"
)

var _ transport.Vault = (*Memory)(nil)

// A Memory is a vault that keeps its files in memory. What is done to them is listed, so that a test can see in which order.
type Memory struct {
	// Fail is asked before each read, write and lock, if it is set: "write", "tokens/a". An error of it stops that.
	Fail func(what, path string) error

	mu    sync.Mutex
	files map[string][]byte
	locks map[string]chan struct{}
	did   []string
}

// Vault returns an empty vault for tests.
func Vault() *Memory { return &Memory{files: map[string][]byte{}, locks: map[string]chan struct{}{}} }

// note lists what is about to be done, unless the test does not want it to be.
func (v *Memory) note(what, path string) error {
	if v.Fail != nil {
		if err := v.Fail(what, path); err != nil {
			return err
		}
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.did = append(v.did, what+" "+path)
	return nil
}

// Did lists what was done, as "write tokens/a".
func (v *Memory) Did() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Clone(v.did)
}

// Read implements [transport.Vault].
func (v *Memory) Read(path string) ([]byte, error) {
	if err := v.note("read", path); err != nil {
		return nil, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	content, ok := v.files[path]
	if !ok {
		return nil, fs.ErrNotExist
	}
	return slices.Clone(content), nil
}

// Write implements [transport.Vault].
func (v *Memory) Write(path string, content []byte) error {
	if err := v.note("write", path); err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.files[path] = slices.Clone(content)
	return nil
}

// Lock implements [transport.Vault].
func (v *Memory) Lock(ctx context.Context, path string) (unlock func() error, err error) {
	v.mu.Lock()
	if v.locks[path] == nil {
		v.locks[path] = make(chan struct{}, 1)
	}
	lock := v.locks[path]
	v.mu.Unlock()
	select {
	case lock <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if err := v.note("lock", path); err != nil {
		<-lock
		return nil, err
	}
	return func() error {
		<-lock
		return v.note("unlock", path)
	}, nil
}
