package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/pprof"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// childCommand makes a process of this program one side of a comparison.
const childCommand = "child"

// A task is what a child is told to do.
type task struct {
	Kind    string // a key of kinds
	Pages   string // folder of pages
	Limit   int    // of pages; 0 is all
	Dir     string // where it writes
	Seed    uint64 // base: of the tenant
	Lines   int    // nightly: claim lines of the base
	Profile string
}

// An outcome is what a child says of its work, and what was seen from outside.
type outcome struct {
	Peak  int64              // bytes resident at most
	Facts map[string]float64 // what the kind of task tells

	wall, cpu time.Duration // of the whole process
}

// kinds are the things that a child can do.
func kinds() map[string]worker {
	return map[string]worker{
		"ours": silent(replayPages), "landing": replayLanding(claims()), "check": silent(checkAgain),
		"tuned": peer("tuned"), "auto": peer("auto"), "decode": decodeJSON,
		"base": silent(makeBase), "night": silent(loadNight),
		"charges": replayLanding(charges()), "plain-xml": readPlain, "decode-xml": decodeXML,
	}
}

// A worker does a task and returns the numbers that it has to tell.
type worker func(ctx context.Context, t task) (map[string]float64, error)

// silent makes a worker of what has nothing to tell.
func silent(do func(context.Context, task) error) worker {
	return func(ctx context.Context, t task) (map[string]float64, error) { return nil, do(ctx, t) }
}

func (t task) do(ctx context.Context) (map[string]float64, error) {
	do, ok := kinds()[t.Kind]
	if !ok {
		return nil, errors.New("there is no such task")
	}
	return do(ctx, t)
}

// beChild does one task and writes its outcome as JSON.
func beChild(ctx context.Context, args []string, out io.Writer) (err error) {
	var t task
	if len(args) != 1 || json.Unmarshal([]byte(args[0]), &t) != nil {
		return errors.New("a child is told its task as JSON")
	}
	syscall.Umask(0o077) // as the program does
	if t.Profile != "" {
		f, err := os.Create(t.Profile)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	var o outcome
	if o.Facts, err = t.do(ctx); err != nil {
		return err
	}
	o.Peak = peak()
	return json.NewEncoder(out).Encode(o)
}

// child runs a task in a process of its own.
func (b *bench) child(ctx context.Context, t task) (outcome, error) {
	self, err := os.Executable()
	if err != nil {
		return outcome{}, err
	}
	if b.profile != "" {
		if err := os.MkdirAll(b.profile, 0o700); err != nil {
			return outcome{}, err
		}
		t.Profile = filepath.Join(b.profile, t.Kind+"-"+filepath.Base(t.Dir)+".pprof")
	}
	said, err := json.Marshal(t)
	if err != nil {
		return outcome{}, err
	}
	cmd := exec.CommandContext(ctx, self, childCommand, string(said))
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = 10 * time.Second
	var answer bytes.Buffer
	cmd.Stdout, cmd.Stderr = &answer, b.errs
	started := time.Now()
	if err := cmd.Run(); err != nil {
		return outcome{}, fmt.Errorf("%s: %w", t.Kind, err)
	}
	o := outcome{wall: time.Since(started)}
	o.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if err := json.Unmarshal(answer.Bytes(), &o); err != nil {
		return outcome{}, fmt.Errorf("%s: its answer: %w", t.Kind, err)
	}
	if o.Peak == 0 { // where the system does not tell the child, it tells the parent
		if usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			o.Peak = usage.Maxrss << 10
		}
	}
	return o, nil
}

// peak is how much memory this process has held at most. The usage that a parent is told begins with the parent's own,
// so the child is asked.
func peak() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	fields := strings.Fields(rest)
	if len(fields) == 0 {
		return 0
	}
	kilobytes, err := strconv.ParseInt(fields[0], 10, 64)
	if err != nil {
		return 0
	}
	return kilobytes << 10
}

// used is the CPU time of this process so far.
func used() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
