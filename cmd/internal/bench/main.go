package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// settings are what a run was asked for.
type settings struct {
	size         int    // megabytes of pages
	seed         uint64 // of the simulator
	reps         int
	nightlyLines int      // in the base of the nightly change
	dir          string   // where pages and bases are kept between runs
	only         []string // parts to run; none is all
	profile      string   // folder for CPU profiles of the children; "" is none
}

func (s settings) wants(part string) bool { return len(s.only) == 0 || slices.Contains(s.only, part) }

// The parts of a run, for -only.
const (
	partReplay    = "replay"
	partReplayXML = "replay-xml"
	partDecode    = "decode"
	partMemory    = "memory"
	partNightly   = "nightly"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string, out, errs io.Writer) int {
	if len(args) > 0 && args[0] == childCommand {
		if err := beChild(ctx, args[1:], out); err != nil {
			fmt.Fprintln(errs, "bench:", err)
			return 1
		}
		return 0
	}
	s, err := parse(args, errs)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	}
	if err := measure(ctx, s, out, errs); err != nil {
		fmt.Fprintln(errs, "bench:", err)
		return 1
	}
	return 0
}

func parse(args []string, errs io.Writer) (settings, error) {
	var s settings
	var only string
	flags := flag.NewFlagSet("bench", flag.ContinueOnError)
	flags.SetOutput(errs)
	flags.IntVar(&s.size, "size", 200, "megabytes of JSON pages, and again of XML pages")
	flags.Uint64Var(&s.seed, "seed", 42, "seed of the simulated data")
	flags.IntVar(&s.reps, "reps", 3, "repetitions, in turns")
	flags.IntVar(&s.nightlyLines, "nightly", 0, "claim lines under the nightly change; 0 is 5000000 for a gigabyte, else 1000000")
	flags.StringVar(&s.dir, "dir", "", "where generated data is kept; the default is the user's cache folder")
	flags.StringVar(&only, "only", "", "parts to run, with commas between: replay, replay-xml, decode, memory, nightly")
	flags.StringVar(&s.profile, "profile", "", "folder for CPU profiles of our side")
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	if s.size < 8 || s.reps < 1 || flags.NArg() > 0 {
		fmt.Fprintln(errs, "bench: -size is at least 8, -reps at least 1, and there are no arguments")
		return s, errors.New("usage")
	}
	if only != "" {
		s.only = strings.Split(only, ",")
	}
	if s.nightlyLines == 0 {
		if s.nightlyLines = 1_000_000; s.size >= 1000 {
			s.nightlyLines = 5_000_000
		}
	}
	var err error
	if s.dir == "" {
		if s.dir, err = os.UserCacheDir(); err != nil {
			s.dir = ".bench"
		} else {
			s.dir = filepath.Join(s.dir, "carehouse-bench")
		}
	}
	if s.dir, err = filepath.Abs(s.dir); err != nil {
		return s, err
	}
	return s, nil
}

// measure runs the parts one after another and prints a table as soon as it is known.
func measure(ctx context.Context, s settings, out, errs io.Writer) error {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return err
	}
	scratch, err := os.MkdirTemp(s.dir, "run-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(scratch) }() // what is left is in a cache
	b := &bench{settings: s, scratch: scratch, out: out, errs: errs}
	b.say("pages: %d MB of JSON and as much XML, seed %d, plain spelling, no repeated keys; kept in %s", s.size, s.seed, s.dir)
	b.say("%s", machine())
	if b.pages, err = b.corpus(ctx, "pages", claims(), makeClaims); err != nil {
		return fmt.Errorf("pages: %w", err)
	}
	if b.charged, err = b.corpus(ctx, "charges", charges(), makeCharges); err != nil {
		return fmt.Errorf("charges: %w", err)
	}
	for _, part := range []struct {
		name string
		run  func(context.Context) error
	}{
		{partReplay, b.replay}, {partReplayXML, b.replayXML}, {partDecode, b.decode}, {partMemory, b.memory}, {partNightly, b.nightly},
	} {
		if !s.wants(part.name) {
			continue
		}
		if err := part.run(ctx); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	b.print()
	b.say("\n%s", machine())
	return nil
}

// A bench is a run of all parts.
type bench struct {
	settings

	scratch   string // gone when the run ends
	pages     corpus // of claims, as JSON
	charged   corpus // of charges, as XML
	lines     []line
	out, errs io.Writer
}

func (b *bench) say(format string, args ...any) { fmt.Fprintf(b.out, format+"\n", args...) }
