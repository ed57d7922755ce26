package sql

import (
	"strings"
	"testing"
)

func TestEveryFileSaysWhatItPromises(t *testing.T) {
	t.Parallel()

	for _, folder := range []string{"meta", "tables", "load", "report", "bench"} {
		names := Names(folder)
		if len(names) == 0 {
			t.Fatalf("%s has no files", folder)
		}
		for _, name := range names {
			text, err := Text(name)
			if err != nil {
				t.Fatal(err)
			}
			promise := Promise(text)
			if len(promise) < 40 || !strings.HasSuffix(promise, ".") {
				t.Errorf("%s: got the promise %q, want at least one whole sentence", name, promise)
			}
			if first, _, _ := strings.Cut(promise, "\n"); !strings.HasPrefix(first, strings.ReplaceAll(name, "/", " ")) {
				t.Errorf("%s: its first line is %q, want it to begin with its folder and name", name, first)
			}
			for line := range strings.Lines(text) {
				if len(line) > 121 || strings.HasSuffix(strings.TrimRight(line, "\n"), " ") {
					t.Errorf("%s: this line is too long or ends in a space: %s", name, line)
				}
			}
		}
	}
}

func TestAFileThatDoesNotExistIsAnError(t *testing.T) {
	t.Parallel()

	if _, err := Text("load/nothing"); err == nil {
		t.Error("got no error")
	}
}
