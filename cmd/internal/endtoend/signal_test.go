package endtoend

import (
	"bytes"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/tpastream/simulator"
)

// A barrier holds one request back: a run that is in the middle of a slow sweep, for as long as a test needs it there.
type barrier struct {
	came, opened chan struct{}
	open         func()
}

// hold makes the API keep the n-th request from now on for a path until the barrier is opened.
func (h *house) hold(t *testing.T, path string, n int) *barrier {
	t.Helper()
	before := len(h.pages(path))
	return barrierAt(t, h.api.Between, func(number int) bool {
		pages := h.pages(path)
		return len(pages) >= before+n && pages[before+n-1].Number == number
	})
}

// barrierAt makes an API keep one request, which is told by its number.
func barrierAt(t *testing.T, between func(hook func(number int)), is func(number int) bool) *barrier {
	t.Helper()
	b := &barrier{came: make(chan struct{}), opened: make(chan struct{})}
	b.open = sync.OnceFunc(func() { close(b.opened) })
	t.Cleanup(b.open)
	var held atomic.Bool
	between(func(number int) {
		if held.Load() || !is(number) || held.Swap(true) {
			return
		}
		close(b.came)
		<-b.opened
	})
	return b
}

// pages lists the requests for a path.
func (h *house) pages(path string) []simulator.Request {
	return slices.DeleteFunc(h.api.Requests(), func(r simulator.Request) bool { return r.Path != path })
}

// A running command is one that has not ended yet.
type running struct {
	cmd            *exec.Cmd
	stdout, stderr heard
}

// heard is what a running command has said so far.
type heard struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write implements [io.Writer].
func (h *heard) Write(p []byte) (int, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.Write(p)
}

func (h *heard) String() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.text.String()
}

// start begins a command.
func (h *house) start(t *testing.T, args ...string) *running {
	t.Helper()
	r := &running{cmd: h.command(t.Context(), nil, args...)}
	r.cmd.Stdout, r.cmd.Stderr = &r.stdout, &r.stderr
	must(t, r.cmd.Start())
	return r
}

// signal sends a signal and waits until the command says that it has heard it.
func (r *running) signal(t *testing.T, s syscall.Signal, says string) {
	t.Helper()
	must(t, r.cmd.Process.Signal(s))
	for deadline := time.Now().Add(patience); !strings.Contains(r.stderr.String(), says); {
		if time.Now().After(deadline) {
			t.Fatalf("it never said %q:\n%s", says, r.stderr.String())
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// end waits for the command's end.
func (r *running) end(t *testing.T) ended {
	t.Helper()
	_ = r.cmd.Wait()
	e := ended{args: r.cmd.Args[1:], exit: r.cmd.ProcessState.ExitCode(), stdout: r.stdout.String(), stderr: r.stderr.String()}
	told.add(t.Name()+": carehouse "+strings.Join(e.args, " "), e.stdout, e.stderr)
	return e
}

// within waits for something, but not for ever.
func within(t *testing.T, d time.Duration, what string, done <-chan struct{}) {
	t.Helper()
	select {
	case <-done:
	case <-time.After(d):
		t.Fatalf("%s: not within %s", what, d)
	}
}

func TestASecondRunWaitsForNobody(t *testing.T) {
	t.Parallel()

	h := build(t, simulator.Options{Seed: 51, Claims: 60, Retention: long}, "per_page: 20")
	b := h.hold(t, "/api/claims", 2)
	first := h.start(t, "sync")
	within(t, patience, "the first run asks for page 2", b.came)
	for _, args := range [][]string{{"sync"}, {"rebuild"}, {"replay"}, {"rollback"}, {"state", "rewind", "my-tpa"}} {
		e := h.run(t, args...).expect(t, engine.Busy)
		said := errorBlock.FindAllString(e.stderr, -1)
		if len(said) != 1 || !regexp.MustCompile(`another run holds the home\n  process \d+ .*\n  .*carehouse status\n$`).MatchString(said[0]) ||
			!strings.HasSuffix(e.stderr, "exit 4: another run holds the home\n") {
			t.Errorf("carehouse %s: got %s", strings.Join(args, " "), e.stderr)
		}
	}
	h.run(t, "status").expect(t, engine.OK)
	h.run(t, "plan").expect(t, engine.OK)
	b.open()
	first.end(t).expect(t, engine.OK)
	h.current(t).holds(t, h.truth(t, h.api.Truth()))
}

func TestTheFirstSignalFinishesThePageInHand(t *testing.T) {
	t.Parallel()

	for name, signal := range map[string]syscall.Signal{"interrupt": syscall.SIGINT, "termination": syscall.SIGTERM} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			h := build(t, simulator.Options{Seed: 52, Claims: 60, Retention: long}, "per_page: 10")
			b := h.hold(t, "/api/claims", 3)
			sweep := h.start(t, "sync")
			within(t, patience, "the run asks for page 3", b.came)
			sweep.signal(t, signal, "carehouse: finishing the page in hand")
			b.open()
			e := sweep.end(t).expect(t, engine.Failed)
			if !strings.HasSuffix(e.stderr, "exit 1: failed\n") || !strings.Contains(e.stderr, "carehouse: interrupted\n") {
				t.Errorf("got %s", e.stderr)
			}
			h.sync(t, engine.OK)
			for i, r := range h.pages("/api/claims") {
				if r.Page != i+1 {
					t.Errorf("request %d asked for page %d, want %d: no page is asked for twice", i+1, r.Page, i+1)
				}
			}
			h.current(t).holds(t, h.truth(t, h.api.Truth()))
			h.tidy(t)
		})
	}
}

func TestTheSecondSignalStopsAtOnce(t *testing.T) {
	t.Parallel()

	h := build(t, simulator.Options{Seed: 53, Claims: 60, Retention: long}, "per_page: 10")
	b := h.hold(t, "/api/claims", 3)
	sweep := h.start(t, "sync")
	within(t, patience, "the run asks for page 3", b.came)
	sweep.signal(t, syscall.SIGINT, "carehouse: finishing the page in hand")
	started := time.Now()
	sweep.signal(t, syscall.SIGINT, "carehouse: stopped at once")
	sweep.end(t).expect(t, engine.Failed) // the page is still held back
	if took := time.Since(started); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
	b.open()
	h.sync(t, engine.OK)
	h.current(t).holds(t, h.truth(t, h.api.Truth()))
	if pages := h.pages("/api/claims"); len(pages) != 7 {
		t.Errorf("%d pages were asked for, want 6 and the one that was lost", len(pages))
	}
	h.tidy(t)
}
