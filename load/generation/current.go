package generation

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

func folderName(number int) string { return fmt.Sprintf("%06d", number) }

// folderNumber reads the name of a generation's folder. It knows one spelling of each number.
func folderNumber(name string) (int, bool) {
	number, err := strconv.Atoi(name)
	return number, err == nil && number > 0 && folderName(number) == name
}

// Current is the generation that readers see. It says false if nothing has been published.
func (h *Home) Current() (g Generation, found bool, err error) {
	err = h.steadily(func(now int) (err error) {
		if found = now != 0; !found {
			return nil
		}
		if g, err = h.load(now); err != nil {
			return fmt.Errorf("%w: %w; `carehouse rollback` takes an older one", ErrCurrent, err)
		}
		g.Current = true
		return nil
	})
	if err != nil {
		return Generation{}, false, err
	}
	return g, found, nil
}

// steadily reads the link and then what it leads to. Between the two a run may have published and pruned, so an error
// counts only while the link is still the same.
func (h *Home) steadily(read func(now int) error) error {
	for try := 0; ; try++ {
		now, err := h.currentNumber()
		if err != nil {
			return err
		}
		err = read(now)
		if err == nil {
			return nil
		}
		if again, _ := h.currentNumber(); again == now || try == 10 {
			return err
		}
	}
}

// currentNumber reads the link. 0 means that nothing has been published. The link is data: it is never followed, and
// one that does not name a generation of this home is refused.
func (h *Home) currentNumber() (int, error) {
	target, err := os.Readlink(h.path(current))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, h.neverPublished()
	}
	if err != nil {
		return 0, fmt.Errorf("%w: %q is not a symbolic link", ErrCurrent, current)
	}
	folder, name := filepath.Split(target)
	number, ok := folderNumber(name)
	if folder != generations+"/" || !ok {
		return 0, fmt.Errorf("%w: the link %q leads out of the home", ErrCurrent, current)
	}
	return number, nil
}

// neverPublished says whether the link is missing because there was never one. A first generation that has its name
// is about to be published, or was when the run was killed.
func (h *Home) neverPublished() error {
	numbers, err := h.numbers()
	if err != nil || len(numbers) == 0 || len(numbers) == 1 && numbers[0] == 1 {
		return err
	}
	return fmt.Errorf("%w: the link %q is missing; `carehouse rollback --to %d` sets it",
		ErrCurrent, current, numbers[len(numbers)-1])
}

// numbers lists the generations that are there, whatever is there under their names, in order.
func (h *Home) numbers() ([]int, error) {
	entries, err := os.ReadDir(h.path(generations))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	var numbers []int
	for _, e := range entries {
		if number, ok := folderNumber(e.Name()); ok {
			numbers = append(numbers, number)
		}
	}
	return sorted(numbers), nil
}

// Generations lists what has been published and is still there, oldest first. One that cannot be read is left out, and
// the error names it.
func (h *Home) Generations() (all []Generation, err error) {
	err = h.steadily(func(now int) (err error) {
		all, err = h.published(now)
		return err
	})
	return all, err
}

func (h *Home) published(now int) ([]Generation, error) {
	numbers, err := h.numbers()
	if err != nil {
		return nil, err
	}
	behind, err := h.left(now)
	if err != nil {
		return nil, err
	}
	var (
		all  []Generation
		errs []error
	)
	for _, number := range numbers {
		left := behind[number]
		if number > now && !left {
			continue // not published
		}
		g, err := h.load(number)
		if errors.Is(err, fs.ErrNotExist) && number != now {
			continue // pruned just now
		}
		if err != nil {
			errs = append(errs, err)
			continue
		}
		g.Current, g.Left = number == now, left
		all = append(all, g)
	}
	if now != 0 && !slices.Contains(numbers, now) {
		errs = append(errs, fmt.Errorf("generation %d: gone: %w", now, ErrDamaged))
	}
	return all, errors.Join(errs...)
}

// switchTo makes a generation the current one. This is the moment at which it is published.
func (h *Home) switchTo(number int) error {
	target := strings.Join([]string{generations, folderName(number)}, "/")
	return h.fs.Switch("generation.current", target, h.path(current))
}
