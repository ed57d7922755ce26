package supergood

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"time"

	"carehouse/models"
)

// Why a program gave no code. What it printed is never part of it.
var (
	errNoProgram = errors.New("the program could not be started")
	errNoCode    = errors.New("the program did not print a code")
	errTooLong   = errors.New("the program took too long")
	errExit      = errors.New("the program failed")
)

// patience is how long a program may take: somebody's phone has to get a message.
const patience = 2 * time.Minute

// maxCode is how much of what a program prints is looked at.
const maxCode = 4 << 10

// ask runs a program that prints a code. There is no shell: what is in the configuration is a program and its arguments,
// and nothing of an answer becomes one.
func ask(ctx context.Context, command []string, method string, limit time.Duration) (models.Secret, error) {
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	var out capped
	args := append(append([]string{}, command[1:]...), method)
	run := exec.CommandContext(limited, command[0], args...)
	run.Stdout, run.WaitDelay = &out, time.Second
	err := run.Run()
	switch {
	case ctx.Err() != nil:
		return models.Secret{}, ctx.Err()
	case limited.Err() != nil:
		return models.Secret{}, errTooLong
	case err == nil, errors.Is(err, exec.ErrWaitDelay): // it ended well, and something that it started has not
		return readCode(string(out.kept))
	}
	if _, ok := errors.AsType[*exec.ExitError](err); ok {
		return models.Secret{}, errExit
	}
	return models.Secret{}, errNoProgram
}

// readCode takes the first line, without what people put between digits to read them.
func readCode(printed string) (models.Secret, error) {
	line, _, _ := strings.Cut(strings.TrimSpace(printed), "\n")
	code := strings.NewReplacer(" ", "", "-", "").Replace(strings.TrimSpace(line))
	plain := func(r rune) bool { return '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }
	if len(code) < 4 || len(code) > 12 || strings.ContainsFunc(code, func(r rune) bool { return !plain(r) }) {
		return models.Secret{}, errNoCode
	}
	return models.NewSecret(code), nil
}

// A capped writer keeps the beginning of what is written to it.
type capped struct{ kept []byte }

// Write implements [io.Writer].
func (c *capped) Write(p []byte) (int, error) {
	c.kept = append(c.kept, p[:min(len(p), maxCode-len(c.kept))]...)
	return len(p), nil
}
