package cli

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"carehouse/cmd/internal/cli/engine"
)

// TestMain lets this binary be the program, so that signals and exit codes are the real ones.
func TestMain(m *testing.M) {
	if os.Getenv("CAREHOUSE_TEST_CHILD") != "" {
		os.Exit(Main(Program{Engine: child(), Drivers: pretended()}))
	}
	os.Exit(m.Run())
}

// child is an engine whose sync waits for a signal, and whose rebuild tells what the process is allowed.
func child() engine.Engine {
	e := pretend()
	e.Sync = func(ctx context.Context, run engine.Run, ask engine.SyncAsk) (engine.Sync, error) {
		run.Say("working")
		<-ctx.Done()
		if ask.Full { // does not listen
			time.Sleep(time.Minute)
		}
		return engine.Sync{}, fmt.Errorf("page 7: %w", context.Cause(ctx))
	}
	e.Rebuild = func(context.Context, engine.Run) (engine.Sync, error) {
		var core unix.Rlimit
		err := unix.Getrlimit(unix.RLIMIT_CORE, &core)
		if err == nil && core.Cur == 0 && core.Max == 0 && unix.Umask(0o077) == 0o077 {
			err = &engine.Fault{Exit: engine.Busy, What: "hardened"}
		}
		return engine.Sync{}, err
	}
	return e
}

// A process is the program as the operating system sees it.
type process struct {
	cmd  *exec.Cmd
	told *bufio.Reader
}

func start(t *testing.T, args ...string) *process {
	t.Helper()

	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "carehouse.yaml"), []byte(configuration), 0o644); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CAREHOUSE_TEST_CHILD=1", "CLINIC_KEY="+canary)
	told, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cmd.StdinPipe(); err != nil { // nobody types, and nobody has left
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	timer := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill() })
	t.Cleanup(func() { timer.Stop() })
	return &process{cmd, bufio.NewReader(told)}
}

// line waits for the next line on stderr.
func (p *process) line(t *testing.T, want string) {
	t.Helper()

	got, err := p.told.ReadString('\n')
	if err != nil || !strings.Contains(got, want) {
		t.Fatalf("got %q, %v, want %q", got, err, want)
	}
}

// end waits for the end and returns the exit code and what was told until then.
func (p *process) end(t *testing.T) (int, string) {
	t.Helper()

	rest, err := io.ReadAll(p.told)
	if err != nil {
		t.Fatal(err)
	}
	_ = p.cmd.Wait() // the exit code says it
	return p.cmd.ProcessState.ExitCode(), string(rest)
}

func TestTheFirstSignalLetsThePageFinish(t *testing.T) {
	t.Parallel()

	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		p := start(t, "sync")
		p.line(t, "working")
		if err := p.cmd.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		p.line(t, "finishing the page in hand; press again to stop at once")
		code, rest := p.end(t)
		if code != 1 || !strings.Contains(rest, "carehouse: interrupted\n") {
			t.Errorf("%v: got exit %d and\n%s\nwant 1 and an interruption", signal, code, rest)
		}
	}
}

func TestTheSecondSignalStopsAtOnce(t *testing.T) {
	t.Parallel()

	p := start(t, "sync", "--full")
	p.line(t, "working")
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	p.line(t, "finishing the page in hand")
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	code, rest := p.end(t)
	if code != 1 || !strings.Contains(rest, "stopped at once") {
		t.Errorf("got exit %d and\n%s\nwant 1 at once", code, rest)
	}
}

func TestTheProcessKeepsItsSecrets(t *testing.T) {
	t.Parallel()

	code, rest := start(t, "rebuild").end(t)
	if code != 4 || !strings.Contains(rest, "hardened") {
		t.Errorf("got exit %d and\n%s\nwant umask 077 and no core dumps", code, rest)
	}
	if code, rest := start(t, "--quiet", "check").end(t); code != 5 || strings.Contains(rest, canary) {
		t.Errorf("got exit %d and\n%s\nwant 5", code, rest)
	}
}

func TestOnlyATerminalRedraws(t *testing.T) {
	t.Parallel()

	env := func(pairs ...string) func(string) (string, bool) {
		return func(name string) (string, bool) {
			for i := 0; i < len(pairs); i += 2 {
				if pairs[i] == name {
					return pairs[i+1], true
				}
			}
			return "", false
		}
	}
	tests := []struct {
		name     string
		env      func(string) (string, bool)
		terminal bool
		want     bool
	}{
		{"a terminal", env("TERM", "xterm"), true, true},
		{"a pipe", env("TERM", "xterm"), false, false},
		{"no colour", env("NO_COLOR", "1"), true, false},
		{"empty says nothing", env("NO_COLOR", ""), true, true},
		{"a dumb terminal", env("TERM", "dumb"), true, false},
	}
	for _, tt := range tests {
		if got := redraws(tt.env, tt.terminal); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}
