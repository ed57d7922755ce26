package generation

import (
	"fmt"
	"slices"
)

// Prune deletes what is not needed any more: all generations but the current one and the newest before it, keep in
// all, and those that a rollback left behind. It says which it deleted. Readers who have one open keep it.
func (h *Home) Prune(keep int) ([]int, error) {
	deleted, err := h.prune(keep)
	if err != nil {
		return deleted, fmt.Errorf("prune: %w", err)
	}
	return deleted, nil
}

func (h *Home) prune(keep int) (deleted []int, err error) {
	if err := h.writable(); err != nil {
		return nil, err
	}
	if keep < 1 {
		return nil, fmt.Errorf("at least 1 generation is kept, not %d", keep)
	}
	g, found, err := h.Current()
	if err != nil || !found {
		return nil, err
	}
	numbers, err := h.numbers()
	if err != nil {
		return nil, err
	}
	behind, err := h.left(g.Number)
	if err != nil {
		return nil, err
	}
	kept := 0
	for _, number := range slices.Backward(numbers) {
		if !behind[number] && number <= g.Number && kept < keep {
			kept++
			continue
		}
		if number > g.Number && !behind[number] {
			continue // recovery's business
		}
		if err := h.remove(number); err != nil {
			return sorted(deleted), err
		}
		deleted = append(deleted, number)
	}
	return sorted(deleted), h.forget(behind, g.Number)
}

// forget shortens the list of what was left behind: numbers that are gone matter only while the next generation could
// get them again.
func (h *Home) forget(behind map[int]bool, now int) error {
	numbers, err := h.numbers()
	if err != nil || len(behind) == 0 {
		return err
	}
	still := map[int]bool{}
	for number := range behind {
		if number > now {
			still[number] = true
		}
	}
	for _, number := range numbers {
		if behind[number] {
			still[number] = true
		}
	}
	if len(still) == len(behind) {
		return nil
	}
	return h.keepLeft(still)
}
