package progress

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"carehouse/models"
)

// A dial is a clock that a test turns.
type dial struct {
	mu  sync.Mutex
	now time.Time
}

func (d *dial) read() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *dial) turn(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(by)
}

// A sheet is a writer that many may write to.
type sheet struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *sheet) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *sheet) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func TestPlainLinesAreFew(t *testing.T) {
	t.Parallel()

	var out sheet
	clock := &dial{now: time.Unix(0, 0)}
	b := New(&out, Options{Now: clock.read})
	l := b.Start("my-tpa", "claims", models.Feed, 41)
	for range 18 {
		l.Page(1 << 20)
		l.Rows(100)
		clock.turn(2 * time.Second)
	}
	l.Parts(3, "practice")
	l.Waiting("throttle", clock.read().Add(time.Minute))
	clock.turn(30 * time.Second)
	l.Rows(0)
	l.Done("1,284 changed")
	clock.turn(time.Minute)
	l.Page(1) // after the end nothing is told
	l.Fail(errors.New("late"))
	b.Start("my-tpa", "members", models.Snapshot, 0).Fail(errors.New("page 7: GET /api/member: status 403\nx"))
	b.Start("my-tpa", "employers", models.Snapshot, 0)
	b.Start("my-tpa", "encounters", "", 0)
	b.Close()
	want := `my-tpa claims: feed, about 41 pages
my-tpa claims: 16 of 41 pages, 1,500 rows, 16.0 MiB, 50 rows/s, 0:47 left
my-tpa claims: 18 of 41 pages, 1,800 rows, 18.0 MiB, 3 practices, 27 rows/s, waiting: throttle, 30 s
my-tpa claims: 1,284 changed, 1 min 6 s
my-tpa members: snapshot
my-tpa members: failed: page 7: GET /api/member: status 403 x, 0 s
my-tpa employers: snapshot
my-tpa encounters: begun
my-tpa employers: stopped, 0 s
my-tpa encounters: stopped, 0 s
`
	if got := out.String(); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// TestQuietTellsNothing has a run that goes well and one that does not: the run's own end tells what failed.
func TestQuietTellsNothing(t *testing.T) {
	t.Parallel()

	var out sheet
	clock := &dial{now: time.Unix(0, 0)}
	b := New(&out, Options{Now: clock.read, Quiet: true})
	l := b.Start("my-tpa", "claims", models.Feed, 41)
	clock.turn(time.Minute)
	l.Page(1)
	l.Done("1 changed")
	b.Start("my-tpa", "members", models.Feed, 41).Fail(io.EOF)
	b.Start("my-tpa", "employers", models.Feed, 41)
	b.Close()
	if got := out.String(); got != "" {
		t.Errorf("got %q, want nothing", got)
	}
	if _, err := b.Write([]byte("a warning\n")); err != nil || out.String() != "a warning\n" {
		t.Errorf("got %q, %v: what is no line of a dataset is written", out.String(), err)
	}
}

func TestALiveLineShowsHowFarItIs(t *testing.T) {
	t.Parallel()

	start := time.Unix(1000, 0)
	s := state{tenant: "my-tpa", dataset: "members", mode: models.Snapshot, estimate: 41, pages: 18, rows: 1284, started: start}
	waiting := s
	waiting.reason, waiting.until = "throttle, shared with 2 others", start.Add(6*time.Second)
	done := s
	done.summary, done.finished = "3 changed", start.Add(65*time.Second)
	unknown := s
	unknown.estimate = 0
	more := s
	more.pages = 50
	parted := s
	parted.rows, parted.bytes, parted.parts = 0, 3<<20, "12 practices"
	tests := []struct {
		name  string
		state state
		width int
		want  string
	}{
		{"on its way", s, 101, "my-tpa       members        snapshot  ▕███████▏          18/41 pages   1,284 rows     0:05  0:06 left"},
		{"narrower", s, 92, "my-tpa       members        snapshot  ▕███▏     18/41 pages   1,284 rows     0:05  0:06 left"},
		{"of parts", parted, 110, "my-tpa       members        snapshot  ▕██████▏          18/41 pages   3.0 MiB of 12 practices  0:05  0:06 left"},
		{"no room for a bar", s, 82, "my-tpa       members        snapshot  18/41 pages   1,284 rows     0:05  0:06 left"},
		{"narrow", s, 40, "my-tpa       members        snapshot  1…"},
		{"waiting", waiting, 100, "my-tpa       members        waiting   throttle, shared with 2 others, 1 s"},
		{"done", done, 100, "my-tpa       members        snapshot  3 changed  1:05"},
		{"no estimate", unknown, 101, "my-tpa       members        snapshot                     18 pages      1,284 rows     0:05"},
		{"more than estimated", more, 101, "my-tpa       members        snapshot  ▕████████████████▏ 50/50 pages   1,284 rows     0:05"},
	}
	for _, tt := range tests {
		if got := tt.state.live(start.Add(5*time.Second), tt.width); got != tt.want {
			t.Errorf("%s:\ngot  %q\nwant %q", tt.name, got, tt.want)
		}
	}
}

func TestManyTellAtOnce(t *testing.T) {
	t.Parallel()

	for _, live := range []bool{false, true} {
		var out sheet
		clock := &dial{now: time.Unix(0, 0)}
		b := New(&out, Options{Now: clock.read, Live: live, Width: 90})
		var wait sync.WaitGroup
		for range 8 {
			wait.Go(func() {
				l := b.Start("my-tpa", "claims", models.Feed, 100)
				for range 100 {
					l.Page(10)
					l.Rows(1)
					l.Waiting("throttle", clock.read())
					clock.turn(time.Millisecond)
				}
				_, _ = b.Write([]byte("a log line\n"))
				l.Done("all of it")
			})
		}
		wait.Wait()
		b.Close()
		if got := strings.Count(out.String(), "all of it"); got < 8 {
			t.Errorf("live %v: got %d ends, want 8:\n%s", live, got, out.String())
		}
		if got := strings.Count(out.String(), "a log line"); got != 8 {
			t.Errorf("live %v: got %d log lines, want 8", live, got)
		}
	}
}

func TestNoBoardShowsNothing(t *testing.T) {
	t.Parallel()

	var b *Board
	l := b.Start("my-tpa", "claims", models.Feed, 1)
	l.Page(1)
	l.Rows(1)
	l.Parts(1, "practice")
	l.Waiting("", time.Time{})
	l.Done("")
	l.Fail(nil)
	b.Close()
}
