package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"
)

// terminalLine is how many bytes of a line a terminal hands on; what is typed beyond is lost without a word.
const terminalLine = 4095

// What keeps a line from being read.
var (
	errNobody   = errors.New("nothing was typed")
	errTypedOff = errors.New("the line is longer than a terminal takes; put it into a file and give that: < FILE")
)

// A keyboard is where a person types what nobody else is to see.
type keyboard struct {
	in  *os.File
	out io.Writer

	lines *bufio.Reader // where in is no terminal
}

// ask shows a prompt and waits for a line. What is typed at a terminal is not echoed, and a signal ends the wait: the
// terminal echoes again then.
func (k *keyboard) ask(ctx context.Context, prompt string) (string, error) {
	if err := context.Cause(ctx); err != nil {
		return "", err
	}
	fmt.Fprint(k.out, prompt+" ")
	fd := int(k.in.Fd())
	before, err := term.GetState(fd)
	if err != nil { // a file or a pipe
		if k.lines == nil {
			k.lines = bufio.NewReader(k.in)
		}
		defer fmt.Fprintln(k.out)
		return await(ctx, func() (string, error) {
			line, err := k.lines.ReadString('\n')
			if errors.Is(err, io.EOF) {
				err = nil
			}
			return line, err
		})
	}
	line, err := await(ctx, func() (string, error) {
		typed, err := term.ReadPassword(fd)
		if errors.Is(err, io.EOF) {
			err = nil
		}
		if len(typed) >= terminalLine {
			err = errTypedOff
		}
		return string(typed), err
	})
	if ctx.Err() != nil {
		err = errors.Join(err, term.Restore(fd, before))
	}
	fmt.Fprintln(k.out) // the person's own end of the line was not echoed
	return line, err
}

// await waits for a line or for the context. A read that nobody waits for any more ends with the program.
func await(ctx context.Context, read func() (string, error)) (string, error) {
	type answer struct {
		line string
		err  error
	}
	typed := make(chan answer, 1)
	go func() {
		line, err := read()
		typed <- answer{strings.TrimSpace(line), err}
	}()
	select {
	case a := <-typed:
		if a.err == nil && a.line == "" {
			a.err = errNobody
		}
		return a.line, a.err
	case <-ctx.Done():
		return "", context.Cause(ctx)
	}
}
