package ccd

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"
)

// many writes what the function says, so often.
func many(n int, write func(i int) string) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(write(i))
	}
	return b.String()
}

// TestWhatIsTooMuch reads documents at and beyond the budgets. An error never holds what the document says.
func TestWhatIsTooMuch(t *testing.T) {
	t.Parallel()

	if testing.Short() {
		t.Skip("reads a hundred megabytes")
	}
	for _, c := range []struct {
		name string
		html func() string
		want Problem
	}{
		{"a million nested blocks", func() string { return strings.Repeat("<div>", 1e6) + "secret" }, ""},
		{"nested objects", func() string { return "a" + strings.Repeat("<object>", 1e5) + "</object>secret" }, ""},
		{"fonts that never end", func() string {
			return many(500, func(i int) string { return "<font size=" + strconv.Itoa(i) + ">" }) + strings.Repeat("<p>x", 1e5)
		}, ""},
		{"a picture of 20 MB in a tag", func() string {
			return `<img src="data:` + strings.Repeat("iVBORw0KGgo"+strings.Repeat("A", 64)+"/\n", 1<<16) + `"><p>a`
		}, ""},
		{"as long as may be", func() string { return strings.Repeat("a", maxBytes) }, ""},
		{"too long", func() string { return strings.Repeat(" ", maxBytes+1) }, TooLong},
		{"as many tags as may be", func() string { return strings.Repeat("<td>", maxTags) }, ""},
		{"too many tags", func() string { return strings.Repeat("<td>", maxTags+1) }, TooMany},
		{"as many lines as may be", func() string { return strings.Repeat("a\n", maxTags) }, ""},
		{"too many lines", func() string { return strings.Repeat("a\n", maxTags+1) }, TooMany},
		{"too many lines in pre", func() string { return "<pre>" + strings.Repeat("a&#10;", maxTags+1) }, TooMany},
		{"cells across all columns", func() string { return "<table>" + strings.Repeat("<tr><td colspan=1000>a", 1e5) }, ""},
		{"cells across columns", func() string { return "<table><tr>" + strings.Repeat("<td colspan=100000>secret", 1e4) }, TooSpread},
		{"headings across columns", func() string { return "<table><tr>" + strings.Repeat("<th colspan=100000>secret", 1e4) }, TooSpread},
		{"a cell across rows", func() string { return "<table><tr><td rowspan=100000>a" + strings.Repeat("<tr><td>b", 1e5) }, ""},
		{"a long cell across rows", func() string {
			return "<table><tr><td rowspan=100000>" + strings.Repeat("secret ", 1e4) + strings.Repeat("<tr><td>b", 1e5)
		}, TooSpread},
		{"cells across rows and columns", func() string {
			return "<table><tr>" + strings.Repeat("<td rowspan=0 colspan=1000>secret", 1e3) + strings.Repeat("<tr><td>b", 1e5)
		}, TooSpread},
		{"empty rows below cells", func() string {
			return "<table><tr>" + strings.Repeat("<td rowspan=0 colspan=1000>secret", 1e3) + strings.Repeat("<tr>", 1e5)
		}, TooSpread},
		{"tables in tables", func() string { return strings.Repeat("<table><td>", maxTables) + "secret" }, ""},
		{"too many tables in tables", func() string { return strings.Repeat("<table><td>", maxTables+1) + "secret" }, TooDeep},
		{"tables in cells of a table with a head", func() string {
			return "<table><tr><th>a<tr>" + strings.Repeat("<td>a<table>", maxTables-1) + "<td>a"
		}, ""},
		{"a long text in tables in cells", func() string {
			return "<table><tr><th>a<tr>" + strings.Repeat("<td><table>", maxTables-1) + "<td>" + strings.Repeat("a<br>", 1<<16)
		}, ""},
		{"tables that never end", func() string { return strings.Repeat("<table>", 1e5) + "secret" }, ""},
		{"a tag of attributes", func() string {
			return "<p " + many(1e5, func(i int) string { return strconv.Itoa(i) + "=1 " }) + ">secret" + strings.Repeat("<b>", 1e5)
		}, ""},
		{"attributes that go on behind a quoted bracket", func() string { return `<p a=">` + strings.Repeat("secret ", 1<<18) + `">` }, TooWide},
		{"too many attributes", func() string { return "<p " + strings.Repeat("a ", maxParts+1) + ">secret" }, TooWide},
		{"wide tags", func() string { return strings.Repeat("<b "+strings.Repeat("a", wideTag)+">", 1e3) + "secret" }, ""},
		{"titles that never end", func() string { return strings.Repeat("<title><iframe>", 5e4) + "secret" }, ""},
		{"sections", func() string { return strings.Repeat("<h1>a<p>", 1e5) }, ""},
		{"a tag that never ends", func() string { return "<p>a<b " + strings.Repeat("secret ", 2e5) }, ""},
		{"angle brackets", func() string { return strings.Repeat("<", 1<<20) + "<b>a" }, ""},
		{"labels", func() string { return strings.Repeat("<p>Printed by 01/01/2026 Created: 01/01/2026 ", 5e3) }, ""},
	} {
		html := []byte(c.html())
		start := time.Now()
		_, err := Read(html)
		took := time.Since(start)
		if e, ok := errors.AsType[*Error](err); ok != (c.want != "") || ok && e.Problem != c.want {
			t.Fatalf("%s: got %v, want %q", c.name, err, c.want)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Fatalf("%s: the error holds the document", c.name)
		}
		if took > time.Minute {
			t.Fatalf("%s: took %v", c.name, took)
		}
	}
}

func TestNestingIsRead(t *testing.T) {
	t.Parallel()

	if got, want := read(t, strings.Repeat("<div>", 1e5)+"a"+strings.Repeat("</div>", 1e5)+"b").Text, "a\nb"; got != want {
		t.Fatalf("got %q, want %q", got, want)
	}
}
