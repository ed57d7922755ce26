package ccd

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the golden files; read the diff before committing it")

// TestDocuments reads whole documents and writes down all that was read.
func TestDocuments(t *testing.T) {
	t.Parallel()

	paths, err := filepath.Glob(filepath.Join("testdata", "*.html"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".html"), func(t *testing.T) {
			t.Parallel()

			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			doc := read(t, string(raw))
			if doc.HTML != string(raw) {
				t.Fatal("the HTML is not what came")
			}
			doc.HTML = ""
			var out strings.Builder
			e := json.NewEncoder(&out)
			e.SetEscapeHTML(false)
			e.SetIndent("", " ")
			if err := e.Encode(doc); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(strings.ToUpper(out.String()), "CANARY") {
				t.Fatal("something is text that should be dropped")
			}
			checkGolden(t, out.String())
		})
	}
}

func checkGolden(t *testing.T, got string) {
	t.Helper()

	path := filepath.Join("testdata", t.Name()+".golden")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Fatalf("got\n%s\nwant\n%s", got, want)
	}
}
