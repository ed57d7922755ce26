package durable

import (
	"os"
	"sync/atomic"
	"syscall"
)

// What is appended to a step's name when the hook is called after it, and between the two halves of a write.
const (
	Done = ".done"
	Half = ".half"
)

// An FS is the way to the disk. The zero value works. It is a value, so that each package carries its own.
type FS struct {
	// Step is called with the name of each durable step before it happens and, with [Done] appended, after it
	// happened. An error stops the operation there, as if the disk had given it. Nil is never called.
	Step func(step string) error
}

// Do runs act as a named step.
func (f FS) Do(step string, act func() error) error {
	if f.Step == nil {
		return act()
	}
	if err := f.Step(step); err != nil {
		return err
	}
	if err := act(); err != nil {
		return err
	}
	return f.Step(step + Done)
}

// write is one write to a file. Where there is a hook it is made in two halves, so that a test can tear it.
func (f FS) write(step string, file *os.File, data []byte) error {
	return f.Do(step, func() error {
		half := 0
		if f.Step != nil {
			half = len(data) / 2
			if _, err := file.Write(data[:half]); err != nil {
				return err
			}
			if err := f.Step(step + Half); err != nil {
				return err
			}
		}
		_, err := file.Write(data[half:])
		return err
	})
}

// FailAt is a hook that gives err the nth time (from 1) that it is told of step, and nothing otherwise.
func FailAt(step string, nth int, err error) func(string) error {
	return at(step, nth, func() error { return err })
}

// KillAt is a hook that kills this process, with no chance to clean up, the nth time (from 1) that it is told of step.
func KillAt(step string, nth int) func(string) error {
	return at(step, nth, func() error {
		if err := syscall.Kill(os.Getpid(), syscall.SIGKILL); err != nil {
			return err
		}
		select {} // the signal is on its way
	})
}

func at(step string, nth int, act func() error) func(string) error {
	var seen atomic.Int64
	return func(s string) error {
		if s != step || seen.Add(1) != int64(nth) {
			return nil
		}
		return act()
	}
}
