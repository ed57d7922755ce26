package cli

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
	"golang.org/x/term"

	"carehouse/cmd/internal/cli/engine"
)

// Main runs the program with the operating system's arguments, streams, clock and signals, and returns the exit code.
//
// The first interrupt or termination lets the work finish the page in hand; the second stops the program at once. What
// is on disk is whole either way.
func Main(p Program) int {
	harden()
	p.Env, p.Now, p.Random = os.LookupEnv, time.Now, rand.Reader
	p.Stdout, p.Stderr = os.Stdout, os.Stderr
	p.Ask = (&keyboard{in: os.Stdin, out: os.Stderr}).ask
	p.Live = redraws(p.Env, term.IsTerminal(int(os.Stderr.Fd())))
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	go func() {
		<-signals
		cancel(engine.ErrInterrupted)
		<-signals
		fmt.Fprintln(os.Stderr, "carehouse: stopped at once; the next run puts the home in order")
		os.Exit(int(engine.Failed))
	}()
	return int(p.Run(ctx, os.Args[1:]))
}

// harden makes sure that nothing of what the program holds is readable by others: files are its owner's alone, and a
// crash leaves no image of its memory.
func harden() {
	unix.Umask(0o077)
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}) // lowering a limit is always allowed
}

// redraws reports whether stderr is a terminal that somebody wants to see moving lines on.
func redraws(env func(string) (string, bool), terminal bool) bool {
	plain, _ := env("NO_COLOR")
	kind, _ := env("TERM")
	return terminal && plain == "" && kind != "dumb"
}
