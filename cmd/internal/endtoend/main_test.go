package endtoend

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// program is the path of the binary, which TestMain builds before anything else.
var program string

// told is everything that the program said or left behind, to be searched when all tests are over.
var told evidence

func TestMain(m *testing.M) { os.Exit(suite(m)) }

// suite builds the program, runs the tests and searches what they left.
func suite(m *testing.M) int {
	dir, err := os.MkdirTemp("", "carehouse-endtoend-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	program = filepath.Join(dir, "carehouse")
	if os.Getenv(bubble) != "" {
		program = "" // nothing is started there
	} else if out, err := exec.Command("go", "build", "-o", program, "carehouse/cmd/carehouse").CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "building the program: %v\n%s", err, out)
		return 1
	}
	code := m.Run()
	leaks := told.leaks()
	for _, leak := range leaks {
		fmt.Fprintln(os.Stderr, "--- FAIL: canary:", leak)
	}
	if len(leaks) > 0 {
		return 1
	}
	return code
}
