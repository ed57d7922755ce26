package transform

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"carehouse/models"
)

// documentTexts returns documents of HTML as they are written into a string.
func documentTexts() []string {
	return []string{
		"", " ", `\n\t`, "x", `<p class=\"a\">Testperson<\/p>`, `<h1>One</h1><p>a<h2>Two</h2><table><tr><td>b</table>`, `<script>x</script>`,
		"caf\xe9", "\x93quoted\x94 \\u2019 \\u003cb> \\ud83d\\ude00", `\u00e9\u2019`, `\ud800`, "\xe9\\udc00", "\xe9\\ud83dx", `\u0000`, "<", "&eacute;&#0;",
		beyondBudget(),
	}
}

// beyondBudget is a document that is not read, although it is short.
func beyondBudget() string { return strings.Repeat("<table><tr><td>", 300) }

func TestDocumentsAreDecodedFromJSON(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name, in, want string
		ok             bool
	}{
		{"nothing", ``, ``, true},
		{"escapes", `\"\\\/\b\f\n\r\t\u0041\u00e9\ud83d\ude00`, "\"\\/\b\f\n\r\tAé😀", true},
		{"UTF-8", `é😀`, `é😀`, true},
		{"bytes of another encoding", "caf\xe9 \x93\x94", "caf\xe9 \x93\x94", true},
		{"such bytes beside UTF-8", "é\xe9", "é\xe9", true},
		{"such bytes beside escapes", "\xe9" + `\"\\\/\b\f\n\r\t\u003c`, "\xe9\"\\/\b\f\n\r\t<", true},
		{"such bytes beside escaped characters", "\xe9" + `\u00e9\u2019\ud83d\ude00`, "\xe9&#233;&#8217;&#128512;", true},
		{"half a pair", `\ud83d`, ``, false},
		{"half a pair beside such bytes", "\xe9" + `\ud83d`, ``, false},
		{"half a pair before a letter beside such bytes", "\xe9" + `\ud83d\u0041`, ``, false},
		{"the other half beside such bytes", "\xe9" + `\ude00\ude00`, ``, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			got, ok := appendMarkup(nil, []byte(tt.in))
			if ok != tt.ok || ok && string(got) != tt.want {
				t.Errorf("got %q, %v, want %q, %v", got, ok, tt.want, tt.ok)
			}
		})
	}
}

func TestADocumentIsCutBetweenCharacters(t *testing.T) {
	t.Parallel()

	for _, text := range []string{
		"", "x", strings.Repeat("x", pieceSize), strings.Repeat("x", pieceSize+1), strings.Repeat("é", pieceSize), "x" + strings.Repeat("é", pieceSize),
		strings.Repeat("😀", pieceSize), "xy" + strings.Repeat("’", 3*pieceSize),
	} {
		cut := pieces(text)
		if strings.Join(cut, "") != text || len(cut) < 1 || len(cut) > len(text)/(pieceSize-utf8.UTFMax)+1 {
			t.Errorf("%d bytes in %d pieces", len(text), len(cut))
		}
		for _, piece := range cut {
			if len(piece) > pieceSize || !utf8.ValidString(piece) {
				t.Errorf("%d bytes: a piece of %d", len(text), len(piece))
			}
		}
	}
}

// TestDocumentsThatAreNone says what is there when a document is none, and why.
func TestDocumentsThatAreNone(t *testing.T) {
	t.Parallel()

	p := plan[visit](t)
	tests := []struct {
		name, value string
		rows        int64
		reason      models.Reason // "" is none
	}{
		{"a document", `"x"`, 1, ""},
		{"null", `null`, 0, ""},
		{"an empty text", `""`, 0, ""},
		{"a blank text", `" \t\r\n\u00a0"`, 0, ""},
		{"a number", `5`, 0, models.NotAList},
		{"a flag", `true`, 0, models.NotAList},
		{"an object", `{"text":"x"}`, 0, models.NotAList},
		{"a list of what a document is read into", `[{"text":"x"}]`, 0, models.NotAList},
		{"an empty list", `[]`, 0, models.NotAList},
		{"half a surrogate pair", `"x\udc00"`, 0, models.NotUnicode},
		{"a document beyond the budgets", `"` + beyondBudget() + `"`, 0, models.TooLarge},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			for member, path := range map[string]string{
				`"ccd":` + tt.value: "ccd", `"doctor":{"note":` + tt.value + `}`: "doctor.note",
				`"ccd":"gone","ccd":` + tt.value: "ccd", `"ccd":5,"ccd":` + tt.value: "ccd",
			} {
				b, err := both(t, p, testPage(`{"data":[{"id":1,`+member+`}]}`))
				if err != nil {
					t.Fatal(err)
				}
				rows := int64(0)
				for _, totals := range b.Totals {
					if totals.Table == "visit_documents" || totals.Table == "visit_notes" {
						rows += totals.Rows
					}
				}
				count := b.Records[0].Column(b.Records[0].Schema().FieldIndices(map[string]string{"ccd": "documents_count", "doctor.note": "doctor_note_count"}[path])[0])
				if rows != tt.rows || count.IsNull(0) != (tt.rows == 0) {
					t.Errorf("%s: got %d rows, count %v, want %d", member, rows, count, tt.rows)
				}
				switch {
				case tt.reason == "" && len(b.Rejects) > 0:
					t.Errorf("%s: got rejects %v", member, b.Rejects)
				case tt.reason != "" && (len(b.Rejects) != 1 || b.Rejects[0].Path != path || b.Rejects[0].Reason != tt.reason):
					t.Errorf("%s: got rejects %v, want %s: %s", member, b.Rejects, path, tt.reason)
				}
			}
		})
	}
}

func TestDocumentsOfRecordsThatDoNotCountAreNotRead(t *testing.T) {
	t.Parallel()

	page := wholePage(`[{"id":1,"ccd":"x"}, {"id":2,"ccd":"y"}]`)
	page.Only = []int{1}
	got, err := plan[visit](t).adapt(page)
	if err != nil || !strings.HasPrefix(string(got), `[{"id":1,"ccd":"x"}, {"id":2,"ccd":[{"`) {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestAPageWithoutNamesAndDocumentsIsNotLookedAt(t *testing.T) {
	t.Parallel()

	page := testPage(`{"data":[{"id":1,"ccd":"x"}]}`)
	if got, err := orders(t).adapt(page); err != nil || &got[0] != &page.Body[0] {
		t.Errorf("got %s, %v, want the page's own bytes", got, err)
	}
	for _, body := range []string{`[`, `{"data":[{"ccd":"x"}]`, `{"data":[{"ccd":"x"}]} x`, `"`, `{"data":5}`, `{"data":[5]}`, `{"other":[{"ccd":"x"}]}`, `[{"ccd":"x"}]`, `5`} {
		page := testPage(body)
		page.Names = map[string]string{"id": "uuid"}
		if got, err := plan[visit](t).adapt(page); err != nil || string(got) != body {
			t.Errorf("got %s, %v, want %s", got, err, body)
		}
	}
}

func TestABodyMayBecomeTooLong(t *testing.T) {
	t.Parallel()

	page := testPage(`{"data":[{"n":"0123456789"},{"n":"0123456789"}]}`)
	page.Names = map[string]string{"first_name": "n", "last_name": "n"}
	p := plan[visit](t)
	whole, err := p.adapt(page)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := p.adaptTo(page, len(whole)); err != nil || string(got) != string(whole) {
		t.Errorf("got %s, %v, want %s", got, err, whole)
	}
	for _, limit := range []int{len(whole) - 1, len(page.Body)} {
		var got *BodyError
		if _, err := p.adaptTo(page, limit); !errors.As(err, &got) || got.Problem != TooLong {
			t.Errorf("limit %d: got %v, want %s", limit, err, TooLong)
		}
	}
}

func TestShapesThatCannotBeRead(t *testing.T) {
	t.Parallel()

	type documents []struct {
		Text models.Text `json:"text" doc:"x"`
	}
	type deep struct {
		_    models.Row `table:"deep" doc:"x"`
		ID   models.Int `json:"id" col:",key" doc:"x"`
		List []struct {
			CCD documents `json:"ccd" html:"true" table:"deep_documents" doc:"x"`
		} `json:"list" table:"deep_lists" doc:"x"`
	}
	type documentOfXML struct {
		_   models.Row `table:"documents" xmlns:"urn:x" doc:"x"`
		ID  models.Int `xml:"ID" col:",key" doc:"x"`
		CCD []struct {
			Text models.Text `xml:"Text" doc:"x"`
		} `xml:"CCD>Text" html:"true" table:"ccds" doc:"x"`
	}
	type textOfXML struct {
		_    models.Row  `table:"texts" xmlns:"urn:x" doc:"x"`
		Text models.Text `xml:",chardata" col:",key" doc:"x"`
	}
	type textInside struct {
		_      models.Row  `table:"texts" doc:"x"`
		ID     models.Text `json:"id" col:",key" doc:"x"`
		Inside struct {
			Text models.Text `element:"true" doc:"x"`
		} `json:"inside"`
	}
	for _, root := range []*models.Table{
		models.MustCompile[deep]("x"), models.MustCompile[documentOfXML]("x"), models.MustCompile[textOfXML]("x"), models.MustCompile[textInside]("x"),
	} {
		if _, err := Compile(root); err == nil {
			t.Errorf("%s was compiled", root.Record)
		}
	}
}
