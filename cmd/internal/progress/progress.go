// Package progress says what a run is doing: one live line a dataset on a terminal, few plain lines elsewhere.
//
// A line knows its tenant and dataset, how far it is, how fast, how long it will take, and when nothing moves, why. It is
// told by many goroutines at once and never slows them down: drawing happens beside them. Where nobody watches (a pipe,
// NO_COLOR, TERM=dumb) a dataset is told when it starts, when it ends, and every half minute between.
package progress

import (
	"io"
	"sync"
	"time"

	"github.com/vbauerster/mpb/v8"
	"github.com/vbauerster/mpb/v8/decor"

	"carehouse/cmd/internal/cli/human"
	"carehouse/models"
)

// A Line is what a dataset tells of itself. Its methods may be called at any time by anybody, also after the end.
type Line interface {
	// Page counts an answer and its bytes.
	Page(bytes int64)
	// Rows counts records.
	Rows(n int64)
	// Parts says of how many parts of an account something has come, and what one of them is called: "practice".
	Parts(n int64, one string)
	// Waiting says why nothing moves, and until when; the next page ends the waiting.
	Waiting(reason string, until time.Time)
	// Done ends the line with what happened: "1,284 changed".
	Done(summary string)
	// Fail ends the line with an error.
	Fail(err error)
}

// Options say how a board shows its lines.
type Options struct {
	Live  bool             // a terminal that can redraw lines
	Quiet bool             // no line is told; what failed the run itself tells at its end. Not with Live
	Now   func() time.Time // the clock
	Every time.Duration    // how often a plain line may be told; half a minute when 0
	Width int              // of the terminal, in columns; 0 is found out, 100 where it cannot be
}

// A Board shows the lines of a run. A nil board shows nothing.
type Board struct {
	options Options
	mu      sync.Mutex // of out
	out     io.Writer
	live    *mpb.Progress // nil when plain
	lines   []*line
}

// New returns a board that writes to w.
func New(w io.Writer, o Options) *Board {
	if o.Every == 0 {
		o.Every = 30 * time.Second
	}
	b := &Board{options: o, out: w}
	if o.Live {
		options := []mpb.ContainerOption{mpb.WithOutput(w), mpb.WithAutoRefresh(), mpb.PopCompletedMode()}
		if o.Width > 0 {
			options = append(options, mpb.WithWidth(o.Width))
		}
		b.live = mpb.New(options...)
	}
	return b
}

// Start begins the line of a dataset. The estimate is how many pages will come; 0 is not known.
func (b *Board) Start(tenant, dataset string, mode models.Mode, estimate int) Line {
	if b == nil {
		return silent{}
	}
	now := b.options.Now()
	l := &line{board: b, state: state{
		tenant: tenant, dataset: dataset, mode: mode, estimate: estimate, started: now,
	}, told: now}
	b.mu.Lock()
	b.lines = append(b.lines, l)
	b.mu.Unlock()
	switch {
	case b.live != nil:
		l.bar = b.live.MustAdd(0, mpb.BarFillerFunc(l.fill), mpb.BarFillerTrim())
	case !b.options.Quiet:
		b.print(l.state.begun())
	}
	return l
}

// Write prints whole lines of another kind, such as the log's, without disturbing the live ones.
func (b *Board) Write(text []byte) (int, error) {
	if b == nil {
		return len(text), nil
	}
	if b.live != nil {
		if n, err := b.live.Write(text); err == nil {
			return n, nil
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.out.Write(text)
}

// Close ends the lines that are still there and leaves the terminal as a shell wants it. Nothing is shown after it.
func (b *Board) Close() {
	if b == nil {
		return
	}
	b.mu.Lock()
	lines := b.lines
	b.mu.Unlock()
	for _, l := range lines {
		l.stop()
	}
	if b.live != nil {
		b.live.Wait()
	}
}

func (b *Board) print(text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	_, _ = io.WriteString(b.out, text+"\n") // a lost progress line is no reason to fail
}

// A line is a dataset's state and how it is shown.
type line struct {
	board *Board
	bar   *mpb.Bar // nil when plain
	mu    sync.Mutex
	state state
	told  time.Time // when the last plain line was
	ended bool
}

// Page implements [Line].
func (l *line) Page(bytes int64) {
	l.change(func(s *state) { s.pages++; s.bytes += bytes; s.reason = "" })
}

// Rows implements [Line].
func (l *line) Rows(n int64) {
	l.change(func(s *state) { s.rows += n })
}

// Parts implements [Line].
func (l *line) Parts(n int64, one string) {
	l.change(func(s *state) { s.parts = human.Plural(n, one) })
}

// Waiting implements [Line].
func (l *line) Waiting(reason string, until time.Time) {
	l.change(func(s *state) { s.reason, s.until = reason, until })
}

// Done implements [Line].
func (l *line) Done(summary string) { l.end(summary) }

// Fail implements [Line].
func (l *line) Fail(err error) { l.end("failed: " + err.Error()) }

// change updates the state and tells a plain line when it is time for one.
func (l *line) change(f func(*state)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended {
		return
	}
	f(&l.state)
	now := l.board.options.Now()
	if l.bar == nil && !l.board.options.Quiet && now.Sub(l.told) >= l.board.options.Every {
		l.told = now
		l.board.print(l.state.plain(now))
	}
}

func (l *line) end(summary string) {
	l.mu.Lock()
	if l.ended {
		l.mu.Unlock()
		return
	}
	l.ended = true
	l.state.summary, l.state.finished = summary, l.board.options.Now()
	text := l.state.over()
	l.mu.Unlock()
	switch {
	case l.bar != nil:
		l.bar.SetTotal(-1, true)
	case !l.board.options.Quiet:
		l.board.print(text)
	}
}

// stop ends a line that nobody ended, as an interrupted run leaves them.
func (l *line) stop() {
	l.mu.Lock()
	ended := l.ended
	l.mu.Unlock()
	if !ended {
		l.end("stopped")
	}
}

// fill draws the live line. It is called by mpb, some times a second.
func (l *line) fill(w io.Writer, at decor.Statistics) error {
	l.mu.Lock()
	text := l.state.live(l.board.options.Now(), at.AvailableWidth)
	l.mu.Unlock()
	_, err := io.WriteString(w, text)
	return err
}

// silent is the line of a board that shows nothing.
type silent struct{}

func (silent) Page(int64)                {}
func (silent) Rows(int64)                {}
func (silent) Parts(int64, string)       {}
func (silent) Waiting(string, time.Time) {}
func (silent) Done(string)               {}
func (silent) Fail(error)                {}
