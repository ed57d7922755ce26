package ccd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// FuzzRead reads anything and holds the answer to what the package promises of every document.
func FuzzRead(f *testing.F) {
	paths, err := filepath.Glob(filepath.Join("testdata", "*.html"))
	if err != nil {
		f.Fatal(err)
	}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	for _, html := range []string{
		"", "plain\r\ntext", "<title>a</title><p>caf\xe9", "<svg><title>x</svg><noscript>", "<?xml?><title/><![CDATA[a]]>b",
		"<table><tr><th>a<tr><td><table><td>b<h1>c<caption>d</table>", "<pre>a\nb<sup>1</sup>", "<p>Created On: 1/2/2026",
		"<td>Document Created<td>2026-01-02T03:04Z", "<h1>a (1/2/26)</h1>Printed 1/2/26, 1/2/27. Authored on 1/2/26",
	} {
		f.Add([]byte(html))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		doc, err := Read(raw)
		if err != nil {
			t.Skip() // a budget
		}
		again, err := Read([]byte(doc.HTML))
		if err != nil {
			t.Fatal(err)
		}
		again.Encoding = doc.Encoding
		if got, want := said(t, again), said(t, doc); got != want {
			t.Fatalf("the decoded document: got\n%s\nwant\n%s", got, want)
		}
		checkPromises(t, doc)
	})
}

func checkPromises(t *testing.T, doc Document) {
	t.Helper()

	clean := func(text string) {
		t.Helper()
		odd := func(r rune) bool {
			return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.IsSpace(r) && r > ' '
		}
		if !utf8.ValidString(text) || strings.ContainsFunc(text, odd) || strings.Contains(text, "  ") {
			t.Fatalf("not clean: %q", text)
		}
	}
	clean(doc.Title)
	clean(doc.Text)
	var all []string
	for i, s := range doc.Sections {
		if (s.Heading == nil) != (s.Level == nil) || s.Heading == nil && i > 0 {
			t.Fatalf("section %d has half a heading", i)
		}
		if s.Heading != nil && *s.Heading != "" {
			all = append(all, *s.Heading)
		}
		if s.Text != "" {
			all = append(all, s.Text)
		}
		for _, table := range s.Tables {
			for _, cell := range append([][]string{table.Head}, table.Rows...) {
				for _, text := range cell {
					clean(text)
					if !strings.Contains(s.Text, strings.ReplaceAll(text, "\n", " ")) {
						t.Fatalf("cell %q is not in the section's text %q", text, s.Text)
					}
				}
			}
		}
	}
	if got := strings.Join(all, "\n"); got != doc.Text {
		t.Fatalf("sections: got %q, want %q", got, doc.Text)
	}
}
