package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"carehouse/cmd/internal/cli/engine"
)

// A screen is what the prompts are shown on.
type screen struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

func pipe(t *testing.T) (*keyboard, *os.File, *screen) {
	t.Helper()

	in, typing, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = typing.Close() })
	shown := &screen{}
	return &keyboard{in: in, out: shown}, typing, shown
}

func TestLinesComeOneByOne(t *testing.T) {
	t.Parallel()

	k, typing, shown := pipe(t)
	if _, err := typing.WriteString(" first \r\n\n" + strings.Repeat("x", 20_000)); err != nil {
		t.Fatal(err)
	}
	_ = typing.Close()
	for i, want := range []struct {
		line string
		err  error
	}{{"first", nil}, {"", errNobody}, {strings.Repeat("x", 20_000), nil}, {"", errNobody}} {
		got, err := k.ask(t.Context(), "Type:")
		if got != want.line || !errors.Is(err, want.err) {
			t.Errorf("%d: got %d bytes, %v", i, len(got), err)
		}
	}
	if got := shown.String(); got != strings.Repeat("Type: \n", 4) {
		t.Errorf("got %q", got)
	}
}

func TestWaitingForAPersonEndsWithTheContext(t *testing.T) {
	t.Parallel()

	k, _, _ := pipe(t)
	ctx, stop := context.WithCancelCause(t.Context())
	time.AfterFunc(20*time.Millisecond, func() { stop(engine.ErrInterrupted) })
	if _, err := k.ask(ctx, "Type:"); !errors.Is(err, engine.ErrInterrupted) {
		t.Errorf("got %v", err)
	}
	if _, err := k.ask(ctx, "Type:"); !errors.Is(err, engine.ErrInterrupted) {
		t.Errorf("once more: got %v", err)
	}
}

// terminal returns the two ends of one: the person's and the program's.
func terminal(t *testing.T) (person, program *os.File) {
	t.Helper()

	person, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("no terminals here: ", err)
	}
	t.Cleanup(func() { _ = person.Close() })
	fd := int(person.Fd())
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		t.Skip("no terminals here: ", err)
	}
	name, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err != nil {
		t.Skip("no terminals here: ", err)
	}
	program, err = os.OpenFile("/dev/pts/"+strconv.Itoa(name), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skip("no terminals here: ", err)
	}
	t.Cleanup(func() { _ = program.Close() })
	return person, program
}

func TestWhatIsTypedAtATerminalIsNotEchoed(t *testing.T) {
	t.Parallel()

	person, program := terminal(t)
	shown := &screen{}
	echoed := &screen{}
	go func() { _, _ = io.Copy(echoed, person) }()
	k := &keyboard{in: program, out: shown}
	type answer struct {
		line string
		err  error
	}
	answers := make(chan answer)
	ctx, stop := context.WithCancelCause(t.Context())
	go func() {
		for range 2 {
			line, err := k.ask(ctx, "Type:")
			answers <- answer{line, err}
		}
	}()
	silent(t, program)
	if _, err := person.WriteString(canary + "\n"); err != nil {
		t.Fatal(err)
	}
	if got := <-answers; got.line != canary || got.err != nil {
		t.Errorf("got %q, %v", got.line, got.err)
	}
	silent(t, program)
	stop(engine.ErrInterrupted)
	if got := <-answers; !errors.Is(got.err, engine.ErrInterrupted) {
		t.Errorf("got %v", got.err)
	}
	if state, err := unix.IoctlGetTermios(int(program.Fd()), unix.TCGETS); err != nil || state.Lflag&unix.ECHO == 0 {
		t.Errorf("the terminal does not echo any more: %v", err)
	}
	if strings.Contains(echoed.String(), canary) {
		t.Error("it was echoed")
	}
	if got := shown.String(); got != "Type: \nType: \n" {
		t.Errorf("got %q", got)
	}
}

// silent waits until a terminal does not echo.
func silent(t *testing.T, program *os.File) {
	t.Helper()

	for range 500 {
		state, err := unix.IoctlGetTermios(int(program.Fd()), unix.TCGETS)
		if err != nil {
			t.Fatal(err)
		}
		if state.Lflag&unix.ECHO == 0 {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("the terminal echoes")
}

func TestASignalEndsALogin(t *testing.T) {
	t.Parallel()

	p := start(t, "login", "my-clinic", "--paste")
	p.line(t, "Open this in a browser")
	if _, err := io.ReadFull(p.told, make([]byte, len("Paste"))); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	code, told := p.end(t)
	if code != int(engine.Failed) || !strings.Contains(told, "the login was not finished") || strings.Contains(told, "page in hand") {
		t.Errorf("got exit %d:\n%s", code, told)
	}
}
