package generation

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestRollbackAndPrune tells stories. A generation is written with * where it is current and - where it is left
// behind; "publish" makes the next one, "to 2" rolls back to 2, "prune 3" keeps three, "open" opens the home again.
func TestRollbackAndPrune(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name string
		acts []string
		want string
	}{
		{"published", []string{"publish", "publish", "publish"}, "1 2 3*"},
		{"one back", []string{"publish", "publish", "publish", "to 0"}, "1 2* 3-"},
		{"one back survives opening", []string{"publish", "publish", "to 0", "open"}, "1* 2-"},
		{"two back", []string{"publish", "publish", "publish", "to 1", "open"}, "1* 2- 3-"},
		{"twice one back", []string{"publish", "publish", "publish", "to 0", "to 0"}, "1* 2- 3-"},
		{"a rollback rolled back", []string{"publish", "publish", "to 0", "to 2", "open"}, "1 2*"},
		{"forth, but not all the way", []string{"publish", "publish", "publish", "to 1", "to 2"}, "1 2* 3-"},
		{"all the way forth", []string{"publish", "publish", "publish", "to 1", "to 3", "to 0"}, "1 2* 3-"},
		{"forth to what was left for another", []string{"publish", "publish", "to 0", "publish", "to 2"}, "1 2* 3-"},
		{"publishing after it", []string{"publish", "publish", "to 0", "publish", "open"}, "1 2- 3*"},
		{"one back skips what was left behind", []string{"publish", "publish", "to 0", "publish", "to 0"}, "1* 2- 3-"},
		{"none before the first", []string{"publish", "to 0"}, "error"},
		{"none of that number", []string{"publish", "to 7"}, "error"},
		{"before anything", []string{"to 0"}, "error"},
		{"to itself", []string{"publish", "publish", "to 2"}, "1 2*"},
		{"pruned", []string{"publish", "publish", "publish", "publish", "prune 2"}, "3 4*"},
		{"pruned to one", []string{"publish", "publish", "prune 1", "open"}, "2*"},
		{"nothing to prune", []string{"publish", "publish", "prune 3"}, "1 2*"},
		{"pruned of nothing", []string{"prune 3"}, ""},
		{"none is too few", []string{"publish", "prune 0"}, "error"},
		{"pruned after a rollback", []string{"publish", "publish", "publish", "to 2", "prune 3"}, "1 2*"},
		{"a number is not used again", []string{"publish", "publish", "to 1", "prune 3", "open", "publish"}, "1 3*"},
		{"left behind goes first", []string{"publish", "publish", "to 1", "publish", "publish", "prune 3"}, "1 3 4*"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			dir := t.TempDir()
			h := openHome(t, dir)
			var err error
			for i, act := range tt.acts {
				if err != nil {
					t.Fatalf("act %d: %v", i, err)
				}
				var n int
				switch {
				case act == "publish":
					err = publish(h, act)
				case act == "open":
					ok(t, h.Close())
					h = openHome(t, dir)
				case scan(act, "to %d", &n):
					_, err = h.Rollback(n, noon())
				case scan(act, "prune %d", &n):
					_, err = h.Prune(n)
				}
			}
			got := "error"
			if err == nil {
				got = numbers(t, h)
			}
			if got != tt.want {
				t.Errorf("got %s (%v), want %s", got, err, tt.want)
			}
			if err == nil && tt.want != "" {
				expect(t, h, "publish")
			}
		})
	}
}

func scan(text, format string, n *int) bool {
	got, err := fmt.Sscanf(text, format, n)
	return got == 1 && err == nil
}

func TestUnpublishedIsNotListed(t *testing.T) {
	t.Parallel()

	dir := three(t)
	from, to := filepath.Join(dir, generations, "000003"), filepath.Join(dir, generations, "000004")
	ok(t, os.CopyFS(to, os.DirFS(from)))
	if got := numbers(t, must(OpenReader(dir))(t)); got != "1 2 3*" {
		t.Errorf("got %s", got)
	}
}

// TestLeftIsForgotten checks that the list of what was left behind does not grow for ever, and keeps a number that is
// gone for as long as the next generation could get it again.
func TestLeftIsForgotten(t *testing.T) {
	t.Parallel()

	h := openHome(t, three(t))
	list := func() []int { return must(h.readLeft())(t).Now }
	must(h.Rollback(1, noon()))(t)
	must(h.Prune(3))(t)
	if got := list(); !slices.Equal(got, []int{2, 3}) {
		t.Errorf("after pruning: got %v, want 2 and 3", got)
	}
	ok(t, publish(h, "four"))
	must(h.Prune(3))(t)
	if got := list(); len(got) != 0 {
		t.Errorf("after publishing: got %v, want none", got)
	}
}
