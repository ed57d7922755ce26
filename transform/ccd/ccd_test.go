package ccd

import (
	"strings"
	"testing"
)

func read(t *testing.T, html string) Document {
	t.Helper()

	doc, err := Read([]byte(html))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestText(t *testing.T) {
	t.Parallel()

	for name, c := range map[string]struct{ html, want string }{
		"nothing":                            {"", ""},
		"white space":                        {" \r\n\t&nbsp; ", ""},
		"plain text keeps its lines":         {"Ann  Testperson\r\nBP 120/80\n\n x < y and y > z", "Ann Testperson\nBP 120/80\nx < y and y > z"},
		"plain text with a less-than":        {"Weight <normal\nnext", "Weight <normal\nnext"},
		"plain text with signs":              {"Weight </3 kg\nWBC <?10\n>", "Weight </3 kg\nWBC <?10\n>"},
		"plain text has entities":            {"Smith &amp; Co", "Smith & Co"},
		"inline elements are no words' end":  {"<p>a<b>b</b> <i>c</i><span>d</span></p>", "ab cd"},
		"blocks are lines":                   {"<div>a<div>b<p>c</div>d</div>e", "a\nb\nc\nd\ne"},
		"line breaks":                        {"a<br>b<br/>c</br>d<hr>e", "a\nb\nc\nd\ne"},
		"items are lines":                    {"<ul><li>a<ul><li>b</ul><li>c</ul><dl><dt>d<dd>e</dl>", "a\nb\nc\nd\ne"},
		"entities":                           {"<p>&lt;b&gt; &amp;amp; caf&eacute; &#8804;5 &#x80;", "<b> &amp; café ≤5 €"},
		"spaces of all kinds":                {"<p>a&nbsp;b\u2007c\u202fd\u3000e\u2028f", "a b c d e f"},
		"what nobody sees":                   {"<p>a\u200bb&shy;c\ufeffd\x01e\x7ff&#7;g\u0081h 1\x002", "abcdefgh 12"},
		"Windows-1252 read as Latin-1":       {"<p>5\u009610 mg, it\u0092s &#150; \u0080", "5–10 mg, it’s – €"},
		"what may have been a dash":          {"<p>5\x1310 mg 5&#20;.5 5\x7f\u0081<b>6</b>", "5 10 mg 5.5 5 6"},
		"pre keeps its lines":                {"<pre>Na   140\r\nK    4.0</pre>a\nb", "Na 140\nK 4.0\na b"},
		"a raised digit":                     {"<p>10<sup>9</sup>/L, 5.4 <sup>1</sup>, m<sup>2</sup>, x<sup>a</sup> 1<sub>2</sub>", "10^9/L, 5.4 1, m2, xa 1_2"},
		"a digit behind a raised one":        {"<p>5<sup>1</sup>2 and 5<sup>12</sup>, 1<sup></sup>2, 3<sub>4</sub><sup>5</sup>6, 7</sup>8", "5^1 2 and 5^12, 12, 3_4^5 6, 78"},
		"a raised number with a sign":        {"<p>10<sup>-3</sup>, 10<sup>−3</sup> 10<sup>+6</sup> HCO<sub>3</sub><sup>-</sup> 10<sup>9</sup>-10<sup>10</sup> 5<sup>-a</sup>", "10^-3, 10^−3 10^+6 HCO3- 10^9-10^10 5-a"},
		"what is struck through":             {"<p>a <s>5.4 mg</s>b<del>c<p>d</del> e<strike> </strike>f", "a ~~5.4 mg~~b~~c~~\n~~d~~ e f"},
		"struck through to a cell's end":     {"<table><tr><td><s>a<td>b<del><tr><td>c</table>d</s>e", "~~a~~\tb\nc\nde"},
		"a stroke that never ends":           {"a<del>b<p>c", "ab\nc"},
		"a stroke that ends once":            {"a<s>b<p>c <s>d</s> e<del><strike>f</strike>g</del>", "a~~b~~\n~~c d~~ e~~fg~~"},
		"a table that is struck through":     {"<del>a<table><tr><td>b<td>c</table></del>d", "~~a~~\n~~b~~\t~~c~~\nd"},
		"a triangle to fold with":            {"<div>▶▷</div><p>a ▲</p><div>▼</div><h2>b</h2><div>▽</div>c<h2>d</h2>", "a ▲\nb\nc\nd"},
		"a triangle that means something":    {"<p>K<p>▲<p>Na", "K\n▲\nNa"},
		"boxes":                              {"<div>■</div>a<h2>b</h2><div>□</div>c<div>●</div>", "■\na\nb\n□\nc\n●"},
		"a triangle in a table":              {"<table><tr><td>K<td>▲<tr><td>▼</table>", "K\t▲\n▼"},
		"comments":                           {"a<!-- CANARY --><!--[if IE]>CANARY<![endif]-->b<?php CANARY ?>c</ CANARY>d", "abcd"},
		"what was revealed to old browsers":  {"<!--[if gt IE 9]>-->a<!--<![endif]-->", "a"},
		"scripts":                            {"a<script>CANARY('</p>')</script>b<style>CANARY</style>c<SCRIPT SRC=x>CANARY</Script >d", "a b c d"},
		"a script that never ends":           {"a<script>CANARY <p>CANARY", "a"},
		"what leads elsewhere":               {`<a href="CANARY" onclick="CANARY">a</a> <img src=CANARY alt=CANARY><iframe src=CANARY>CANARY</iframe>b<object data=CANARY>CANARY<object>CANARY</object>CANARY</object>c<embed src=CANARY>d<link href=CANARY>`, "a b cd"},
		"svg, template and noscript":         {"a<svg><title>CANARY</title><text>CANARY</text></svg>b<template><p>CANARY</template>c<noscript>CANARY</noscript>d", "a b c d"},
		"an iframe that never ends":          {"a<iframe src=CANARY>b<p>c", "a b\nc"},
		"a document in an address":           {"a<iframe src='data:text/plain;base64," + strings.Repeat("CANARY", 1000) + "'> CANARY<b></iframe>b<p>c", "a b\nc"},
		"a title that ends like another":     {"<title>a</titles>b<p>c", "ab\nc"},
		"a drawing that is empty":            {"<p>a<svg width=1 />b<p>c<svg><path/></svg>d", "a b\nc d"},
		"a drawing that never ends":          {"<p>a<svg><text>CANARY<p>b<svg></svg>c", "a\nb c"},
		"a drawing that ends with its cell":  {"<table><tr><td>a<svg><g></td><td>b</table><svg></svg>c", "a\tb\nc"},
		"HTML in a drawing":                  {"a<svg><foreignObject><p>CANARY</foreignObject><text>CANARY</svg>b", "a b"},
		"an object in one that never ends":   {"a<object><object>CANARY</object>b<p>c", "a b\nc"},
		"objects in objects":                 {"a<object><object>CANARY</object>CANARY</object>b<object>CANARY</object>c", "a b c"},
		"an object that never ends":          {"a<object data=CANARY>b<p>c", "a b\nc"},
		"a title that never ends":            {"<title><p>a<p>b", "a\nb"},
		"plaintext":                          {"<plaintext>a<p>b<script>CANARY</script>", "a\nb"},
		"plaintext that ends":                {"<plaintext>a<p>b</plaintext>c", "a\nb\nc"},
		"a textarea with a wide tag":         {"<textarea title='" + strings.Repeat("CANARY", 1000) + "'>a <b></textarea>b<p>c", "a <b>\nb\nc"},
		"an empty script of XML":             {`<?xml version="1.0"?><html><head><title/><script src="CANARY"/></head><p>a<iframe src="CANARY"/>b</p>`, "a b"},
		"the same in HTML":                   {`<p>a<script src="CANARY"/>CANARY</p>`, "a"},
		"CDATA of XML":                       {"\ufeff <?xml version='1.0'?><p>a<![CDATA[b < c]]></p>", "ab < c"},
		"a tag that is cut off":              {`<p>a</p><a href="CANARY`, "a"},
		"a less-than before a word":          {"<p>IOP <target today and >10 &amp; <Stable &gt;> x", "IOP <target today and >10 & <Stable >> x"},
		"a less-than near the end":           {"<p>A1c <goal of 7", "A1c <goal of 7"},
		"a less-than before a number":        {"<p>WBC <?10 today</p><p>IOP <!21, </3 kg</p><svg></5</svg>y<!-- <?1 --><textarea></1</textarea>", "WBC <?10 today\nIOP <!21, </3 kg\ny\n</1"},
		"a less-than in what is dropped":     {"<p>a<svg><goal></svg>b", "a b"},
		"elements that HTML does not have":   {"<content>a</content><o:p>b<item n=1>c<item2/>d", "abcd"},
		"an attribute with an angle bracket": {`<p title="a>CANARY" x='>'>b</p>`, "b"},
		"a textarea and an xmp":              {"<textarea>a &lt; <b></textarea><xmp>c &lt;</xmp>", "a < <b>\nc &lt;"},
		"head ends before body":              {"<html><head><meta charset=x>\n<base href=CANARY></head><body>a</body></html>", "a"},
		"the title is no text":               {"<title>CANARY</title>a", "a"},
		"a second title is":                  {"<title>CANARY</title>a<title>b</title>c", "a\nb\nc"},
		"fields":                             {`<input value="120/80">mmHg <input TYPE=Number value=7><input type=hidden value=CANARY><input type=submit value=CANARY>`, "120/80 mmHg 7"},
		"boxes that are ticked":              {`Fever<input type=checkbox checked value=CANARY>yes<input type=radio value=CANARY>no`, "Fever [x] yes [ ] no"},
		"a choice":                           {`<select><option value=CANARY>a<option selected>b</option></select>c`, "[ ] a\n[x] b\nc"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			doc := read(t, c.html)
			if doc.Text != c.want {
				t.Fatalf("text: got %q, want %q", doc.Text, c.want)
			}
			if doc.HTML != c.html || doc.Bytes != int64(len(c.html)) || doc.Encoding != UTF8 {
				t.Fatalf("the document as it came: got %d bytes of %s", doc.Bytes, doc.Encoding)
			}
			if doc.Sections == nil || (len(doc.Sections) == 0) != (doc.Text == "") {
				t.Fatalf("sections: got %v", doc.Sections)
			}
		})
	}
}

func TestTitle(t *testing.T) {
	t.Parallel()

	for name, c := range map[string]struct{ html, want string }{
		"none":                     {"<h2>a</h2>b", ""},
		"the title":                {"<title> a &amp;\n b</title><h1>c</h1>", "a & b"},
		"the first of two":         {"<title></title><title>a</title><title>b</title>", "a"},
		"the first heading":        {"<h2>a</h2><h1> </h1><h1>b</h1><h1>c</h1>", "b"},
		"a blank title is none":    {"<title> </title><h1>a</h1>", "a"},
		"a title of a drawing":     {"<svg><title>CANARY</title></svg><h1>a</h1>", "a"},
		"a title has no markup":    {"<title>a <b>b</b></title>", "a <b>b</b>"},
		"one that is not in head":  {"<body><p>x<title>a</title>y", "a"},
		"an address in attributes": {"<title lang=CANARY>a</title><h1 id=CANARY><a name=CANARY>b</a></h1>", "a"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			if doc := read(t, c.html); doc.Title != c.want || strings.Contains(doc.Text, "CANARY") {
				t.Fatalf("got %q, want %q", doc.Title, c.want)
			}
		})
	}
}

func TestEncoding(t *testing.T) {
	t.Parallel()

	for name, c := range map[string]struct{ html, encoding, want string }{
		"ascii":                        {"<p>a", UTF8, "a"},
		"utf-8":                        {"<p>caf\u00e9 \u2264", UTF8, "caf\u00e9 \u2264"},
		"windows-1252":                 {"<p>caf\xe9 \x93a\x94 5\xb5g \x80 \x85", Windows1252, "caf\u00e9 \u201ca\u201d 5\u00b5g \u20ac \u2026"},
		"both":                         {"<p>caf\u00e9 \u2264 caf\xe9 \x96", Windows1252, "caf\u00e9 \u2264 caf\u00e9 \u2013"},
		"bytes that mean nothing":      {"<p>a\x81\x8db", Windows1252, "a\ufffd\ufffdb"},
		"a lie about utf-8":            {`<meta charset="utf-8"><p>caf` + "\xe9", Windows1252, "caf\u00e9"},
		"a lie about windows-1252":     {`<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><p>café`, UTF8, "café"},
		"a mark of the order of bytes": {"\ufeff<p>a", UTF8, "a"},
		"half of a surrogate":          {"<p>a\xed\xa0\x80", Windows1252, "a\u00ed \u20ac"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			doc := read(t, c.html)
			if doc.Encoding != c.encoding || doc.Text != c.want {
				t.Fatalf("got %s %q, want %s %q", doc.Encoding, doc.Text, c.encoding, c.want)
			}
			again := read(t, doc.HTML)
			if again.DocumentHash != doc.DocumentHash || again.Encoding != UTF8 {
				t.Fatal("the decoded document says something else")
			}
		})
	}
}

// TestTables reads tables and compares rows: a head is in brackets, cells are parted by bars.
func TestTables(t *testing.T) {
	t.Parallel()

	for name, c := range map[string]struct{ html, want string }{
		"no head":                     {"<table><tr><td>a<td>b<tr><td>c</table>", "a|b;c"},
		"a head":                      {"<table><thead><tr><th>a<th>b<tbody><tr><th>c<td>d</table>", "[a|b];c|d"},
		"a second head":               {"<table><tr><th>a<tr><td>b<tr><th>c</table>", "[a];b;c"},
		"a head that comes late":      {"<table><tr><td>a<tr><th>b<tr><td>c</table>", "a;b;c"},
		"a head of td":                {"<table><thead><tr><td>a<td>b<tr><td>c<td>d</thead><tr><td>e<td>f</table>", "[a|b];c|d;e|f"},
		"a head of both":              {"<table><thead><tr><th>a<td>b<tbody><tr><td>c<td>d</table>", "[a|b];c|d"},
		"a caption in a head":         {"<table><thead><tr><td>a<tr><th>b<th>c<tbody><tr><td>d<td>e</table>", "a;b|c;d|e"},
		"a head that has ended":       {"<table><thead></thead><tr><td>a<td>b</table><table><thead><tbody><tr><td>c<td>d</table>", "a|b c|d"},
		"spans":                       {"<table><tr><td colspan=2>a<tr><td rowspan=2>b<td>c<tr><td>d</table>", "a;b|c;b|d"},
		"a cell across columns":       {"<table><tr><th>a<th>b<th>c<th>d<tr><td>1<td colspan=2>2<td>3</table>", "[a|b|c|d];1|2||3"},
		"a cell across all columns":   {"<table><tr><th>a<th>b<tr><td colspan=99999999999>1<tr><td>2<td>3</table>", "[a|b];1;2|3"},
		"a cell across rows":          {"<table><tr><th>a<th>b<th>c<tr><td>1<td rowspan=3>2<td>3<tr><td>4<td>5<tr><tr><td>6<td>7</table>", "[a|b|c];1|2|3;4|2|5;6|7"},
		"a cell across both":          {"<table><tr><td>1<td rowspan=2 colspan=2>2<td>3<tr><td>4<td>5</table>", "1|2||3;4|2||5"},
		"the last cell across rows":   {"<table><tr><td>1<td>2<td rowspan=2>3<tr><td>4</table>", "1|2|3;4||3"},
		"to the end of the group":     {"<table><tbody><tr><td rowspan=0>1<td>2<tr><td>3<tbody><tr><td>4<td>5</table>", "1|2;1|3;4|5"},
		"a heading across columns":    {"<table><tr><th>a<th colspan=2>b<th>c<tr><td>1<td>2<td>3<td>4</table>", "[a|b|b|c];1|2|3|4"},
		"heads below a heading":       {"<table><tr><th rowspan=2>a<th colspan=2>b<tr><th>c<th>d<tr><td>1<td>2<td>3</table>", "[a|b|b];a|c|d;1|2|3"},
		"a heading across too much":   {"<table><tr><th>a<th colspan=9>b<tr><td>1<td>2<td>3</table>", "[a|b|b];1|2|3"},
		"a heading without rows":      {"<table><tr><th>a<th colspan=9>b</table>", "[a|b]"},
		"cells across one another":    {"<table><tr><td>1<td rowspan=2>2<tr><td colspan=3>3<td>4</table>", "1|2;3|||4"},
		"numbers that are none":       {"<table><tr><td colspan=0>1<td colspan=-2>2<td colspan=x rowspan=''>3<td colspan=' +2.5'>4<td>5<tr><td>6</table>", "1|2|3|4||5;6"},
		"what is in a span twice":     {"<table><tr><td colspan=2 COLSPAN=3>1<td>2</table>", "1||2"},
		"a heading below a span":      {"<table><tr><td rowspan=3>a<td>b<tr><td><h2>c</h2>d<tr><td>e<td>f</table>", "a|b e|f"},
		"a table for looks in a span": {"<table><tr><td rowspan=3>a<td>b<tr><td><table><tr><td>c</table><tr><td>d<tr><td>e</table>", "a|b;a|d;e c"},
		"a span in a flat table":      {"<table><tr><th>a<tr><td><table><tr><td colspan=2>b<td>c</table></table>", "[a];b c"},
		"empty rows and cells":        {"<table><tr><tr><td><td> <tr><td><td>a<td></table>", "|a|"},
		"lines in a cell":             {"<table><tr><td>a<br>b<ul><li>c</ul><td>d</table>", "a\nb\nc|d"},
		"a table in a table":          {"<table><tr><td>a<tr><td>b<table><tr><td>c<td>d</table>e<tr><td>f</table>", "a;f c|d"},
		"a table in one with a head":  {"<table><tr><th>a<tr><td>b<table><tr><td>c<td><td>d<tr><td>e</table>f<tr><td>g</table>", "[a];b\nc d\ne\nf;g"},
		"three in one another":        {"<table><tr><th>a<tr><td>b<table><tr><td>c<table><tr><td>d<td>e</table>f<td>g</table>h</table>", "[a];b\nc d e f g\nh"},
		"a heading in a table":        {"<table><tr><th>a<tr><td>b<tr><td>c<h2>d</h2>e<td>f<tr><td>g</table>", "[a];b g"},
		"a heading three tables deep": {"<table><tr><th>a<tr><td>b<table><tr><td>c<h2>d</h2>e<tr><td>f</table>g<tr><td>h</table>", "[a] h"},
		"tables one after another":    {"<table><caption>a<tr><td>b</table><table><tr><td>c</table>", "(a)b c"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			var got []string
			for _, s := range read(t, c.html).Sections {
				for _, table := range s.Tables {
					var rows []string
					if len(table.Head) > 0 {
						rows = append(rows, "["+strings.Join(table.Head, "|")+"]")
					}
					for _, cells := range table.Rows {
						rows = append(rows, strings.Join(cells, "|"))
					}
					text := strings.Join(rows, ";")
					if table.Caption != nil {
						text = "(" + *table.Caption + ")" + text
					}
					got = append(got, text)
				}
			}
			if got := strings.Join(got, " "); got != c.want {
				t.Fatalf("got %q, want %q", got, c.want)
			}
		})
	}
}
