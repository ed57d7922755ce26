package main

import (
	"maps"
	"path/filepath"
	"testing"

	"carehouse/models"
)

func TestReplayedChargesAreThoseOfThePages(t *testing.T) {
	t.Parallel()

	pages := someCharges(t, 40, 3)
	packed, err := landed(pages, models.Windows)
	if err != nil {
		t.Fatal(err)
	}
	home := filepath.Join(t.TempDir(), "home")
	if _, err := replayLanding(charges())(t.Context(), task{Pages: packed, Dir: home}); err != nil {
		t.Fatal(err)
	}
	read, err := readPlain(t.Context(), task{Pages: pages.dir})
	if err != nil {
		t.Fatal(err)
	}
	if read["charges"] != 120 {
		t.Errorf("got %.0f charges, want 120", read["charges"])
	}
	if err := sameCharges(t.Context(), home, read); err != nil {
		t.Error(err)
	}
	for what := range read {
		other := maps.Clone(read)
		other[what]++
		if err := sameCharges(t.Context(), home, other); err == nil {
			t.Errorf("one more in %s: got no error", what)
		}
	}
}
