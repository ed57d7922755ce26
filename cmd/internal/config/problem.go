package config

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
)

// A Problem is one mistake in a configuration: what and where, why it matters, and what to type. It quotes keys and
// names, never a value that could be a secret.
type Problem struct {
	File string `json:"file"`
	Line int    `json:"line,omitempty"` // 0 is the whole file
	Key  string `json:"key,omitempty"`  // "tenant my-tpa: auth.basic.api_key"
	What string `json:"what"`
	Why  string `json:"why"`
	Next string `json:"next"`
}

// Where returns the file and, if it is known, the line.
func (p Problem) Where() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d", p.File, p.Line)
}

// Headline returns the first of the three lines that a problem is told in.
func (p Problem) Headline() string {
	if p.Key == "" {
		return p.Where() + ": " + p.What
	}
	return p.Where() + ": " + p.Key + ": " + p.What
}

// An Error is everything that is wrong with a configuration.
type Error struct{ Problems []Problem }

// Error implements error with a line a problem.
func (e *Error) Error() string {
	lines := make([]string, 0, len(e.Problems))
	for _, p := range e.Problems {
		lines = append(lines, p.Headline())
	}
	return strings.Join(lines, "\n")
}

// failure returns what went wrong in the order of the file, and then of those that it names. What two tenants share is told
// once.
func (d *decoder) failure() error {
	other := func(p Problem) string {
		if p.File == d.path {
			return ""
		}
		return p.File
	}
	slices.SortStableFunc(d.problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(other(a), other(b)), cmp.Compare(a.Line, b.Line))
	})
	told := map[Problem]bool{}
	return &Error{Problems: slices.DeleteFunc(d.problems, func(p Problem) bool {
		again := told[p]
		told[p] = true
		return again
	})}
}

// complain notes a problem.
func (d *decoder) complain(line int, key, what, why, next string) {
	d.problems = append(d.problems, Problem{
		File: d.path, Line: line, Key: d.label(key), What: what, Why: why, Next: next,
	})
}

// label says which key is meant, in the words of the file.
func (d *decoder) label(key string) string {
	switch {
	case d.tenant == "":
		return key
	case key == "":
		return d.tenant
	default:
		return d.tenant + ": " + key
	}
}

// quiet returns what an error of the file system says without the path, which the caller has named already.
func quiet(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}

const (
	maxFile   = 1 << 20
	maxSecret = 64 << 10
)

var errTooLarge = errors.New("it is larger than such a file can be")

// readLimited reads a regular file that is not unreasonably large.
func readLimited(path string, limit int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readOpen(f, limit)
}

func readOpen(f *os.File, limit int64) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(text)) > limit {
		err = errTooLarge
	}
	return text, err
}
