package ccd

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// oddPage opens and closes elements as chance has it. Behind every tag is a word that is nowhere else.
func oddPage(seed uint64) string {
	tags := strings.Fields("p div table tr td th caption thead tbody h1 h2 br b sup pre ul li dl dt dd hr font a span center label form math content o:p s del")
	r := rand.New(rand.NewPCG(seed, 1))
	var b strings.Builder
	for i := range 2 + r.IntN(12) {
		tag := tags[r.IntN(len(tags))]
		b.WriteString([]string{"", "<" + tag + ">", "<" + tag + " x='1'>", "</" + tag + ">", "<" + tag + "/>"}[r.IntN(5)])
		fmt.Fprintf(&b, "word%dx ", i)
	}
	return b.String()
}

// TestOddPagesKeepEveryWord reads pages of which no tag has its end, and looks for each word that a browser would show.
func TestOddPagesKeepEveryWord(t *testing.T) {
	t.Parallel()

	for seed := range uint64(3000) {
		html := oddPage(seed)
		words := strings.FieldsFunc(read(t, html).Text, func(r rune) bool { return strings.ContainsRune(" \t\n^_~", r) })
		slices.Sort(words)
		want := strings.Fields(strings.ReplaceAll(treeText(t, []byte(html)), "x", "x "))
		slices.Sort(want)
		if !slices.Equal(words, want) {
			t.Fatalf("seed %d: %q: got %q, want %q", seed, html, words, want)
		}
	}
}
