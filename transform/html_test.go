package transform

import "strings"

// documentTexts returns documents of HTML as they are written into a string.
func documentTexts() []string {
	return []string{
		"", " ", `\n\t`, "x", `<p class=\"a\">Testperson<\/p>`, `<h1>One</h1><p>a<h2>Two</h2><table><tr><td>b</table>`, `<script>x</script>`,
		"caf\xe9", "\x93quoted\x94 \\u2019 \\u003cb> \\ud83d\\ude00", `\u00e9\u2019`, `\ud800`, "\xe9\\udc00", "\xe9\\ud83dx", `\u0000`, "<", "&eacute;&#0;",
		strings.Repeat("<b>", 300),
	}
}
