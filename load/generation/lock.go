package generation

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// A HeldError says which process holds the home, as far as it told.
type HeldError struct {
	PID   int       // 0 is not known
	Since time.Time // zero is not known
}

// Error names the process and the time.
func (e *HeldError) Error() string {
	if e.PID == 0 {
		return ErrHeld.Error()
	}
	return fmt.Sprintf("%s: process %d, since %s", ErrHeld, e.PID, e.Since.Format(time.RFC3339))
}

// Is makes it an [ErrHeld].
func (e *HeldError) Is(target error) bool { return target == ErrHeld }

const lockText = "pid %d\nsince %s\n"

// takeLock locks the home until the process ends or [Home.Close] is called. The kernel keeps the lock, so a process
// that is killed leaves none behind; the text in the file is for people.
func (h *Home) takeLock(now time.Time) error {
	file, err := os.OpenFile(h.path("lock"), os.O_CREATE|os.O_RDWR|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return err
	}
	if err := unix.Flock(int(file.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		if errors.Is(err, unix.EWOULDBLOCK) {
			err = holder(file)
		}
		return errors.Join(err, file.Close())
	}
	h.lock = file
	if err := file.Chmod(0o600); err != nil {
		return err
	}
	if err := file.Truncate(0); err != nil {
		return err
	}
	_, err = fmt.Fprintf(file, lockText, os.Getpid(), now.UTC().Format(time.RFC3339))
	return err
}

// holder reads who holds the lock. He may be just writing it.
func holder(file *os.File) error {
	var (
		held  HeldError
		since string
	)
	text, err := io.ReadAll(io.LimitReader(file, 1024))
	if err != nil {
		return &held
	}
	if n, _ := fmt.Sscanf(string(text), lockText, &held.PID, &since); n != 2 {
		return &HeldError{}
	}
	held.Since, err = time.Parse(time.RFC3339, since)
	if err != nil {
		return &HeldError{}
	}
	return &held
}
