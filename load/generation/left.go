package generation

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"carehouse/load/durable"
)

const leftName = "left.json"

// leaving is what the file of the generations left behind says. A rollback writes it before it switches, and a crash
// may come in between; so the new list counts only where the current generation is the one that was rolled back to.
type leaving struct {
	To   int       `json:"to,omitempty"` // 0: no rollback is under way, and Then is meaningless
	At   time.Time `json:"at,omitzero"`
	Then []int     `json:"then,omitempty"`
	Now  []int     `json:"now"` // counts otherwise
}

func (l leaving) at(current int) map[int]bool {
	list := l.Now
	if l.To != 0 && l.To == current {
		list = l.Then
	}
	set := map[int]bool{}
	for _, number := range list {
		if number != current {
			set[number] = true
		}
	}
	return set
}

// left is the set of the generations that are left behind while current is the current one.
func (h *Home) left(current int) (map[int]bool, error) {
	l, err := h.readLeft()
	return l.at(current), err
}

func (h *Home) readLeft() (leaving, error) {
	data, err := os.ReadFile(h.path(generations, leftName))
	if errors.Is(err, fs.ErrNotExist) {
		return leaving{}, nil
	}
	if err != nil {
		return leaving{}, err
	}
	var l leaving
	object, err := durable.Unseal([]byte(strings.TrimSuffix(string(data), "\n")))
	if err != nil || json.Unmarshal(object, &l) != nil {
		return leaving{}, fmt.Errorf("%s/%s: %w; without it nobody knows which newer generations a rollback left behind: "+
			"delete it, and they are deleted", generations, leftName, ErrDamaged)
	}
	return l, nil
}

func (h *Home) writeLeft(l leaving) error {
	object, err := json.Marshal(l)
	if err != nil {
		return err
	}
	return h.fs.WriteFile("generation.left", h.path(generations, leftName), append(durable.Seal(object), '\n'))
}

// keepLeft writes down the generations that are left behind, with no rollback under way.
func (h *Home) keepLeft(set map[int]bool) error {
	return h.writeLeft(leaving{Now: members(set)})
}

// endRollback makes a list that counts because a rollback has switched one that counts always. It must be done before
// anything else switches.
func (h *Home) endRollback(now int) error {
	l, err := h.readLeft()
	if err != nil || l.To == 0 {
		return err
	}
	return h.keepLeft(l.at(now))
}

func members(set map[int]bool) []int { return sorted(slices.Collect(maps.Keys(set))) }

func sorted(numbers []int) []int {
	slices.Sort(numbers)
	return numbers
}
