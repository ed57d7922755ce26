package generation

import (
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"

	"carehouse/load/durable"
)

// recover clears away what a crash left: generations that were being made or deleted, one that has its name and was
// never published, a rollback that has switched and not said so. A current generation that cannot be told is left for
// a person, and nothing is deleted then but what was never finished.
func (h *Home) recover() error {
	if err := h.clearUnfinished(); err != nil {
		return err
	}
	if err := os.Remove(h.path(current + durable.Temp)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := h.restoreCurrent(); err != nil {
		return err
	}
	g, found, err := h.Current()
	if err != nil {
		h.did("left everything as it is: %v", err)
		return nil
	}
	if !found {
		return h.clearUnpublished(0, nil)
	}
	l, err := h.readLeft()
	if err != nil {
		return err
	}
	if l.To != 0 {
		if err := h.endRollback(g.Number); err != nil {
			return err
		}
		h.did("found a rollback to generation %d that was interrupted; generation %d is current", l.To, g.Number)
	}
	return h.clearUnpublished(g.Number, l.at(g.Number))
}

// clearUnfinished deletes the folders that never were generations, or are none any more.
func (h *Home) clearUnfinished() error {
	entries, err := os.ReadDir(h.path(generations))
	if err != nil {
		return err
	}
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), unfinished)
		number, numbered := folderNumber(name)
		if !ok || !numbered {
			continue
		}
		path := h.path(generations, e.Name())
		if err := h.fs.Do("generation.recover.delete", func() error { return os.RemoveAll(path) }); err != nil {
			return err
		}
		h.did("deleted the unfinished generation %d", number)
	}
	return nil
}

// clearUnpublished deletes the generations that got their name and were never published.
func (h *Home) clearUnpublished(now int, behind map[int]bool) error {
	numbers, err := h.numbers()
	if err != nil {
		return err
	}
	for _, number := range numbers {
		if number <= now || behind[number] {
			continue
		}
		if err := h.remove(number); err != nil {
			return err
		}
		h.did("deleted generation %d, which was never published", number)
	}
	return nil
}

// restoreCurrent sets a link that is missing, where it is certain what it said: no rollback was under way, and the
// newest generation that was not left behind is complete. A lone first generation was never published.
func (h *Home) restoreCurrent() error {
	if _, err := os.Lstat(h.path(current)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if h.neverPublished() == nil {
		return nil
	}
	l, err := h.readLeft()
	if err != nil || l.To != 0 {
		return err
	}
	numbers, err := h.numbers()
	if err != nil {
		return err
	}
	behind := l.at(0)
	for _, number := range slices.Backward(numbers) {
		if behind[number] {
			continue
		}
		g, err := h.load(number)
		if err != nil || g.Verify(false) != nil {
			return nil //nolint:nilerr // not certain; Current says what is wrong
		}
		h.did("set the link %q, which was missing, to generation %d", current, number)
		return h.switchTo(number)
	}
	return nil
}

// remove deletes a generation, so that a crash leaves it whole or as something that recovery deletes.
func (h *Home) remove(number int) error {
	return h.fs.RemoveTree("generation.remove", h.folder(number), h.folder(number)+unfinished)
}
