package ccd

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// samples returns documents that are not part of this repository: rendered by a public stylesheet, of people who never were.
func samples(t *testing.T) []string {
	t.Helper()

	paths, err := filepath.Glob(filepath.Join("..", "..", "..", "shared", "data", "ccd_html", "*.html"))
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) == 0 {
		t.Skip("the sample documents are not beside this repository")
	}
	return paths
}

// TestSamples writes down the headings and the sizes of what was read, and not what it says.
func TestSamples(t *testing.T) {
	t.Parallel()

	for _, path := range samples(t) {
		name, _, _ := strings.Cut(filepath.Base(path), ".")
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			doc := read(t, string(raw))
			var out strings.Builder
			fmt.Fprintf(&out, "%s\n%s\n", doc.Title, doc.DocumentHash)
			for _, s := range doc.Sections {
				fmt.Fprintf(&out, "h%d %s: %d lines\n", *s.Level, *s.Heading, strings.Count(s.Text, "\n")+1)
				for _, table := range s.Tables {
					fmt.Fprintf(&out, "  %d heads, %d rows\n", len(table.Head), len(table.Rows))
				}
			}
			checkGolden(t, out.String())
			if got, want := lineText(t, raw), treeText(t, raw); got != want {
				t.Fatalf("the tree has another text: %d letters, want %d", len(got), len(want))
			}
		})
	}
}

// TestSamplesMadeAnew renders each sample at another time: its own time of making becomes a later one wherever it
// stands, and nothing is different but the bytes.
func TestSamplesMadeAnew(t *testing.T) {
	t.Parallel()

	for _, path := range samples(t) {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text := string(raw)
		_, rest, ok := strings.Cut(text, `Created On</td>`)
		if !ok {
			t.Fatalf("%s: no time of making", path)
		}
		_, rest, _ = strings.Cut(rest, "<td>")
		made, _, _ := strings.Cut(rest, "</td>")
		inTitle := strings.Join(strings.Fields(made), " ")
		anew := strings.ReplaceAll(text, "Authored On: </span><span class=\"span_value\">"+made, "Authored On: </span><span class=\"span_value\">March  1, 2027, 1:02:03AM -0500")
		anew = strings.ReplaceAll(anew, "<td>"+made+"</td>", "<td>March  1, 2027, 1:02:03AM -0500</td>")
		anew = strings.ReplaceAll(anew, "("+inTitle+")", "(March 1, 2027, 1:02:03AM -0500)")
		anew = strings.ReplaceAll(anew, "yr)", "9yr)")
		before, after := read(t, text), read(t, anew)
		if before.RawHash == after.RawHash || said(t, before) != said(t, after) {
			t.Fatalf("%s: another time of making says something else", filepath.Base(path))
		}
		for _, stamp := range []string{inTitle, "March 1, 2027"} {
			if strings.Contains(after.Title, stamp) {
				t.Fatalf("%s: the title has the time of making", filepath.Base(path))
			}
		}
	}
}
