package landing

import (
	"fmt"
	"os"
	"strings"

	"carehouse/models"
)

const longest = 128 // bytes of a name

// checkWindow refuses a window whose folder would lie anywhere but in the landing. Names come from a configuration and
// from folders on the disk; neither is trusted.
func checkWindow(w models.Window) error {
	if err := checkNames(w.Source, w.Tenant, w.Dataset); err != nil {
		return err
	}
	return checkID(w.ID)
}

func checkNames(names ...string) error {
	for _, name := range names {
		if name == "" || len(name) > longest || strings.ContainsFunc(name, func(r rune) bool { return !plain(r) }) {
			return fmt.Errorf("landing: %q: %w", name, ErrName)
		}
	}
	return nil
}

// checkID is as strict as for the other names, but dots may be inside: the id has a time with milliseconds in it.
func checkID(id string) error {
	if strings.HasPrefix(id, ".") {
		return fmt.Errorf("landing: window %q: %w", id, ErrName)
	}
	if err := checkNames(strings.ReplaceAll(id, ".", "-")); err != nil {
		return fmt.Errorf("landing: window %q: %w", id, ErrName)
	}
	return nil
}

func plain(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '_'
}

// folders lists the folders in dir that want to be seen, by name. A symbolic link is no folder. What cannot be read is
// empty here; whoever asked for the landing itself has been told.
func folders(dir string, want func(name string) bool) []string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() && want(e.Name()) {
			names = append(names, e.Name())
		}
	}
	return names
}
