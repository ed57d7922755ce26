package generation

import (
	"errors"
	"os"
	"slices"
	"strconv"
	"testing"
)

// TestReadersSeeWholeStates reads in a loop while another goroutine publishes. What is read in one generation belongs
// together, and there is always one.
func TestReadersSeeWholeStates(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	h := openHome(t, dir)
	ok(t, publish(h, "1"))
	done := make(chan error)
	go func() {
		var err error
		for n := 2; n <= 20 && err == nil; n++ {
			err = publish(h, strconv.Itoa(n))
		}
		done <- err
	}()
	for reads := 0; ; reads++ {
		select {
		case err := <-done:
			ok(t, err)
			if reads < 20 {
				t.Errorf("read only %d times", reads)
			}
			return
		default:
			g, found, err := must(OpenReader(dir))(t).Current()
			ok(t, err)
			if !found {
				t.Fatal("there was no current generation")
			}
			ok(t, g.Verify(true))
			if got := string(must(os.ReadFile(g.Path(database)))(t)); got != strconv.Itoa(g.Number) {
				t.Fatalf("generation %d says %s", g.Number, got)
			}
		}
	}
}

// TestReadersOutrunPruning lists generations while all but the newest are deleted at once.
func TestReadersOutrunPruning(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	h := openHome(t, dir)
	ok(t, publish(h, "one"))
	done := make(chan error)
	go func() {
		var err error
		for n := 0; n < 20 && err == nil; n++ {
			if err = publish(h, "more"); err == nil {
				_, err = h.Prune(1)
			}
		}
		done <- err
	}()
	for {
		select {
		case err := <-done:
			ok(t, err)
			return
		default:
			r := must(OpenReader(dir))(t)
			if _, found, err := r.Current(); err != nil || !found {
				t.Fatal(found, err)
			}
			if got := must(r.Generations())(t); len(got) == 0 {
				t.Fatal("there were no generations")
			}
		}
	}
}

func TestReadingStartsAgainWhereTheLinkHasMoved(t *testing.T) {
	t.Parallel()

	h := openHome(t, t.TempDir())
	ok(t, publish(h, "one"))
	var seen []int
	ok(t, h.steadily(func(now int) error {
		if seen = append(seen, now); now == 1 {
			ok(t, publish(h, "two"))
			must(h.Prune(1))(t)
		}
		_, err := h.load(now)
		return err
	}))
	if !slices.Equal(seen, []int{1, 2}) {
		t.Errorf("read %v, want 1 and then 2", seen)
	}
	if err := h.steadily(func(int) error { return ErrDamaged }); !errors.Is(err, ErrDamaged) {
		t.Errorf("got %v, want %v", err, ErrDamaged)
	}
}
