package generation

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"time"
)

// Rollback makes another generation the current one: the one with the number to, or, for 0, the one before. The newer
// ones are left behind: they stay until [Home.Prune], so that a rollback can be rolled back, and nothing is ever made
// from them. It works also where the current generation is damaged, if to is given.
func (h *Home) Rollback(to int, at time.Time) (Generation, error) {
	g, err := h.rollback(to, at)
	if err != nil {
		return Generation{}, fmt.Errorf("rollback: %w", err)
	}
	return g, nil
}

func (h *Home) rollback(to int, at time.Time) (Generation, error) {
	if err := h.writable(); err != nil {
		return Generation{}, err
	}
	now, err := h.currentNumber()
	if err != nil && to == 0 {
		return Generation{}, err
	}
	behind, err := h.left(now)
	if err != nil {
		return Generation{}, err
	}
	numbers, err := h.numbers()
	if err != nil {
		return Generation{}, err
	}
	if to == 0 {
		if to = before(now, numbers, behind); to == 0 {
			return Generation{}, errors.New("there is no generation before this one")
		}
	}
	g, err := h.load(to)
	if errors.Is(err, fs.ErrNotExist) {
		return Generation{}, fmt.Errorf("there is no generation %d", to)
	}
	if err == nil {
		err = g.Verify(false)
	}
	if err != nil {
		return Generation{}, err
	}
	then := maps.Clone(behind)
	for _, number := range numbers {
		if number > to {
			then[number] = true
		}
	}
	h.reclaim(g, then)
	return g, h.leave(g, at, behind, then)
}

// reclaim takes a generation and those that it was made from off the list of what is left behind: where it is current
// again, so is its past.
func (h *Home) reclaim(g Generation, behind map[int]bool) {
	for err := error(nil); err == nil && g.Number != 0; g, err = h.load(g.Base) {
		delete(behind, g.Number)
	}
}

// leave switches, with a note before it that counts only after it.
func (h *Home) leave(g Generation, at time.Time, behind, then map[int]bool) error {
	note := leaving{To: g.Number, At: at.UTC(), Then: members(then), Now: members(behind)}
	if err := h.writeLeft(note); err != nil {
		return err
	}
	if err := h.switchTo(g.Number); err != nil {
		return err
	}
	return h.keepLeft(then)
}

// before is the newest generation older than now that was not left behind.
func before(now int, numbers []int, behind map[int]bool) int {
	found := 0
	for _, number := range numbers {
		if number < now && !behind[number] {
			found = number
		}
	}
	return found
}
