package generation

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"carehouse/load/durable"
)

// A Next is the generation that is being made. It is either published or discarded; a crash discards it.
type Next struct {
	home   *Home
	number int
	dir    string
	base   *Generation // nil is none
	named  bool        // it has its name: it is published, or only the switch is missing
}

// Begin starts the next generation, on the base of the current one. There is one at a time.
func (h *Home) Begin() (*Next, error) {
	if err := h.writable(); err != nil {
		return nil, fmt.Errorf("next generation: %w", err)
	}
	n := &Next{home: h}
	now, found, err := h.Current()
	if err != nil {
		return nil, fmt.Errorf("next generation: %w", err)
	}
	if found {
		n.base = &now
	}
	if err := h.endRollback(now.Number); err != nil {
		return nil, fmt.Errorf("next generation: %w", err)
	}
	if n.number, err = h.nextNumber(now.Number); err != nil {
		return nil, fmt.Errorf("next generation: %w", err)
	}
	n.dir = h.folder(n.number) + unfinished
	err = h.fs.Do("generation.begin.mkdir", func() error { return os.Mkdir(n.dir, 0o700) })
	if err != nil {
		_ = os.Remove(n.dir)
		return nil, fmt.Errorf("next generation: %w", err)
	}
	h.next = n
	return n, nil
}

// nextNumber is higher than any that was seen, so that a number never means two states to anyone.
func (h *Home) nextNumber(now int) (int, error) {
	numbers, err := h.numbers()
	if err != nil {
		return 0, err
	}
	highest := now
	for _, number := range numbers {
		highest = max(highest, number)
	}
	behind, err := h.left(now)
	for number := range behind {
		highest = max(highest, number)
	}
	return highest + 1, err
}

// Number is what the generation will be called.
func (n *Next) Number() int { return n.number }

// Dir is the folder that the files go into.
func (n *Next) Dir() string { return n.dir }

// Base is the current generation. It says false if there is none.
func (n *Next) Base() (Generation, bool) {
	if n.base == nil {
		return Generation{}, false
	}
	return *n.base, true
}

// CloneDatabase takes over a database file of the base, to be changed: as a clone where the file system can, else as a
// copy. It refuses one with a write-ahead log beside it, and one that is not as long as it was when it was published.
func (n *Next) CloneDatabase(name string) (how durable.How, size int64, err error) {
	from, err := n.inherit(name)
	if err == nil {
		how, size, err = n.home.fs.Clone("generation.clone", from, n.path(name))
	}
	if err != nil {
		return "", 0, fmt.Errorf("generation %d: %s: %w", n.number, name, err)
	}
	return how, size, nil
}

// LinkFile takes over a file of the base that stays as it is.
func (n *Next) LinkFile(rel string) error {
	from, err := n.inherit(rel)
	if err == nil {
		_, err = n.home.fs.Link("generation.link", from, n.path(rel))
	}
	if err != nil {
		return fmt.Errorf("generation %d: %s: %w", n.number, rel, err)
	}
	return nil
}

// inherit finds a file in the base and makes the folder for it here.
func (n *Next) inherit(rel string) (string, error) {
	if n.base == nil {
		return "", ErrNoBase
	}
	if err := cleanPath(rel); err != nil {
		return "", err
	}
	file, ok := n.base.File(rel)
	if !ok {
		return "", fmt.Errorf("generation %d does not name it", n.base.Number)
	}
	if err := n.base.check(file, false); err != nil {
		return "", fmt.Errorf("generation %d: %w", n.base.Number, err)
	}
	return n.base.Path(rel), os.MkdirAll(filepath.Dir(n.path(rel)), 0o700)
}

func (n *Next) path(rel string) string { return filepath.Join(n.dir, filepath.FromSlash(rel)) }

// Discard deletes the generation, unless it was published. It may be called after [Next.Publish], whatever came of it,
// and does nothing after a publish that worked.
func (n *Next) Discard() error {
	if n.home.next != n {
		return nil
	}
	if err := n.discard(); err != nil {
		return fmt.Errorf("generation %d: discard: %w", n.number, err)
	}
	n.home.next = nil
	return nil
}

func (n *Next) discard() error {
	if n.home.lock == nil {
		return ErrReader
	}
	if n.named {
		now, err := n.home.currentNumber()
		if err != nil || now == n.number {
			return err // the switch has happened, though forcing it out failed
		}
		err = n.home.remove(n.number)
		if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return n.home.fs.Do("generation.discard.delete", func() error { return os.RemoveAll(n.dir) })
}
