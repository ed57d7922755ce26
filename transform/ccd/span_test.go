package ccd

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// spannedTable writes a table of cells that span what chance has it. Every cell has a word, and the first row is a head or not.
func spannedTable(seed uint64) string {
	r := rand.New(rand.NewPCG(seed, 4))
	var b strings.Builder
	b.WriteString("<table>")
	word := 0
	for group := range 1 + r.IntN(2) {
		b.WriteString("<tbody>")
		for row := range 1 + r.IntN(5) {
			b.WriteString("<tr>")
			tag := "td"
			if group == 0 && row == 0 && r.IntN(2) == 0 {
				tag = "th"
			}
			for range r.IntN(4) {
				fmt.Fprintf(&b, "<%s colspan=%d rowspan=%d>w%d</%s>", tag, 1+max(0, r.IntN(5)-2), max(0, r.IntN(8)-2), word, tag)
				word++
			}
			b.WriteString("</tr>")
		}
		b.WriteString("</tbody>")
	}
	b.WriteString("</table>")
	return b.String()
}

type slot struct {
	text  string
	first bool // the cell's first column
}

// laidOut is a table as the tree and the algorithm of HTML's "forming a table" have it. It is not ok where cells overlap.
func laidOut(t *testing.T, page string) (head []string, rows [][]string, ok bool) {
	t.Helper()

	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	least := 0
	for body := range root.Descendants() {
		if body.Data != "tbody" {
			continue
		}
		slots := map[[2]int]slot{}
		trs := slices.Collect(body.ChildNodes())
		for y, tr := range trs {
			x, isHead, own := 0, false, false
			for td := range tr.ChildNodes() {
				for _, taken := slots[[2]int{x, y}]; taken; _, taken = slots[[2]int{x, y}] {
					x++
				}
				spans := map[string]int{}
				for _, a := range td.Attr {
					spans[a.Key], _ = strconv.Atoi(a.Val)
				}
				if spans["rowspan"] == 0 {
					spans["rowspan"] = len(trs)
				}
				isHead, own = td.Data == "th", true
				for dx := range spans["colspan"] {
					for dy := range spans["rowspan"] {
						if _, taken := slots[[2]int{x + dx, y + dy}]; taken {
							return nil, nil, false
						}
						slots[[2]int{x + dx, y + dy}] = slot{td.FirstChild.Data, dx == 0 || isHead}
					}
				}
				if isHead {
					least = x + 1
				}
				x += spans["colspan"]
			}
			var cells []string
			for x := range 100 {
				if s := slots[[2]int{x, y}]; s.text != "" && s.first {
					cells = append(cells, make([]string, x-len(cells))...)
					cells = append(cells, s.text)
				}
			}
			switch {
			case !own:
			case isHead:
				head = cells
			default:
				rows = append(rows, cells)
			}
		}
	}
	for _, row := range rows {
		least = max(least, len(row))
	}
	return head[:min(len(head), least)], rows, true
}

// TestSpansAreLaidOutAsInTheTree compares random tables with those of another way.
func TestSpansAreLaidOutAsInTheTree(t *testing.T) {
	t.Parallel()

	compared := 0
	for seed := range uint64(5000) {
		page := spannedTable(seed)
		head, rows, ok := laidOut(t, page)
		if !ok {
			continue
		}
		var got Table
		for _, s := range read(t, page).Sections {
			got = s.Tables[0]
		}
		if !slices.Equal(got.Head, head) || !slices.EqualFunc(got.Rows, rows, slices.Equal) {
			t.Fatalf("seed %d: %s\ngot  %q %q\nwant %q %q", seed, page, got.Head, got.Rows, head, rows)
		}
		compared++
	}
	if compared < 2000 {
		t.Fatalf("compared %d tables", compared)
	}
}

// TestWhatIsForgottenOfACellIsNotRepeated has the time of making in a cell across rows.
func TestWhatIsForgottenOfACellIsNotRepeated(t *testing.T) {
	t.Parallel()

	const page = "<h1>a</h1><table><tr><td>Created On<td rowspan=2>%s<td>b<tr><td>c<td>d</table><h2>e</h2>f"
	one, other := read(t, fmt.Sprintf(page, "01/02/2026 3:04 PM")), read(t, fmt.Sprintf(page, "01/03/2026 4:05 PM"))
	if one.DocumentHash != other.DocumentHash {
		t.Error("another time of making is another document")
	}
	if got, want := fmt.Sprintf("%q", one.Sections[0].Tables[0].Rows), `[["Created On" "" "b"] ["c" "" "d"]]`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// TestASpanIsPartOfWhatADocumentSays moves a number below another heading by nothing but a span.
func TestASpanIsPartOfWhatADocumentSays(t *testing.T) {
	t.Parallel()

	const page = "<table><tr><th>a<th>b<th>c<tr><td colspan=%d>1<td>2</table>"
	hash := func(columns int) string { return read(t, fmt.Sprintf(page, columns)).DocumentHash }
	if hash(1) == hash(2) {
		t.Error("the number is below b and below c, and the document is the same")
	}
	const wide = "<table><tr><td>1<td colspan=%d>2</table>"
	if read(t, fmt.Sprintf(wide, 1)).DocumentHash != read(t, fmt.Sprintf(wide, 9)).DocumentHash {
		t.Error("a span that moves nothing is another document")
	}
}
