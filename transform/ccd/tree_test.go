package ccd

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"
)

// letters are the letters and digits of a text; where words end is not what the tree is asked about.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, text)
}

// treeText is what the tree of golang.org/x/net/html has of text. The document must be one that has no odd places.
func treeText(t *testing.T, data []byte) string {
	t.Helper()

	root, err := html.Parse(strings.NewReader(string(data)))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range root.Descendants() {
		skip := false
		for up := n.Parent; up != nil; up = up.Parent {
			k := kindOf([]byte(up.Data))
			skip = skip || up.Type == html.ElementNode && (k == dropped || k == title)
		}
		if n.Type == html.TextNode && !skip {
			b.WriteString(n.Data)
		}
	}
	return letters(b.String())
}

// lineText is what a walk has, before anything is forgotten.
func lineText(t *testing.T, data []byte) string {
	t.Helper()

	var p page
	if err := walk(data, &p); err != nil {
		t.Fatal(err)
	}
	p.finish()
	_, text := p.texts()
	return letters(text)
}
