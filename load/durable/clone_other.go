//go:build !linux

package durable

import (
	"errors"
	"os"
)

// reflink is known for Linux only; elsewhere files are copied.
func reflink(_, _ *os.File) error { return errors.ErrUnsupported }
