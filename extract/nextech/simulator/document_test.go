package simulator_test

import (
	"bytes"
	"encoding/json"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"carehouse/extract/nextech/simulator"
)

// documents reads the documents of a patient as they came, byte by byte: encoding/json would repair them.
func documents(t *testing.T, body []byte) []string {
	t.Helper()
	var all []struct {
		CCD json.RawMessage `json:"ccd"`
	}
	if err := json.Unmarshal(body, &all); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range all {
		raw := string(e.CCD)
		if raw == "null" {
			out = append(out, "")
			continue
		}
		out = append(out, unquoted(raw))
	}
	return out
}

func unquoted(raw string) string {
	for _, pair := range [][2]string{
		{`\r`, "\r"}, {`\n`, "\n"}, {`\"`, `"`}, {`\u003c`, "<"}, {`\u003e`, ">"},
	} {
		raw = strings.ReplaceAll(raw, pair[0], pair[1])
	}
	return strings.Trim(raw, `"`)
}

// decoded reads a document as a client should.
func decoded(t *testing.T, text string) (plain, encoding string) {
	t.Helper()
	if utf8.ValidString(text) {
		return text, "utf-8"
	}
	plain, err := charmap.Windows1252.NewDecoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return plain, "windows-1252"
}

// outer makes a document what it is apart from its making.
func outer(text string) string {
	for _, pattern := range []string{
		`(?s)<!-- CANARYCOMMENT.*?-->`, `(?s)<script.*?</script>`, `Created On</td><td><span class="span_value">[^<]*`,
	} {
		text = regexp.MustCompile(pattern).ReplaceAllString(text, "")
	}
	return strings.Join(strings.Fields(text), " ")
}

func TestDocumentsSayWhatTheTruthSays(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 400, Practices: 1})
	truth, at, encodings := c.Truth(""), 0, map[string]int{}
	for _, entry := range c.Roster("") {
		body := c.Page("", entry.PatientID, 1)
		told, texts := visitsOf(t, body), documents(t, body)
		order := make([]int, len(told))
		for i := range order {
			order[i] = i
		}
		slices.SortFunc(order, func(a, b int) int { return int(told[a].Summary.EncounterID - told[b].Summary.EncounterID) })
		for _, i := range order {
			want := truth.Encounters[at].Document
			at++
			if want == nil {
				if texts[i] != "" {
					t.Error("got a document where none is")
				}
				continue
			}
			text, encoding := decoded(t, texts[i])
			encodings[encoding]++
			if encoding != want.Encoding || !strings.Contains(text, "<title>"+want.Title+"</title>") {
				t.Errorf("got %s %.200s, want %s %s", encoding, text, want.Encoding, want.Title)
			}
			says(t, text, want)
		}
	}
	if encodings["utf-8"] == 0 || encodings["windows-1252"] == 0 {
		t.Errorf("got %v", encodings)
	}
}

// says looks for the sections in their order, and for what belongs into no text.
func says(t *testing.T, text string, want *simulator.Document) {
	t.Helper()
	for _, word := range want.Dropped {
		if !strings.Contains(text, word) {
			t.Errorf("%s is not in the document", word)
		}
	}
	if got := strings.Count(text, "<h3 "); got != len(want.Sections) || got == 0 {
		t.Errorf("got %d sections, want %d", got, len(want.Sections))
	}
	for _, s := range want.Sections {
		pieces := slices.Concat([]string{s.Heading}, s.Texts, s.Head)
		for _, row := range s.Rows {
			pieces = append(pieces, row...)
		}
		for _, piece := range pieces {
			at := strings.Index(text, ">"+html.EscapeString(piece)+"</")
			if at < 0 {
				t.Fatalf("%s: %q is not in the document, or in another order", s.Heading, piece)
			}
			text = text[at:]
		}
	}
}

func visitsOf(t *testing.T, body []byte) []told {
	t.Helper()
	var all []told
	if err := json.Unmarshal(body, &all); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestEachAnswerIsMadeAnew(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{})
	first := documents(t, c.ask(path(1000)).Body.Bytes())
	c.Advance(30 * time.Minute)
	second := documents(t, c.ask(path(1000)).Body.Bytes())
	changed := 0
	for i := range first {
		if first[i] != second[i] {
			changed++
		}
		if outer(first[i]) != outer(second[i]) {
			t.Errorf("got %s and then %s", outer(first[i]), outer(second[i]))
		}
	}
	if changed == 0 {
		t.Error("nothing says when it was made")
	}
	if !strings.Contains(second[0], "June 15, 2026, 12:30:00PM +0000") {
		t.Errorf("got %s", second[0])
	}
}

func TestASectionLeavesTheOthersOut(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{})
	for _, text := range documents(t, c.ask(path(1000)+"?section=Plan%20of%20Care").Body.Bytes()) {
		if strings.Count(text, "<h3 ") != 1 || !strings.Contains(text, ">Plan of Care</h3>") {
			t.Errorf("got %s", text)
		}
	}
}

func TestWindowsBytesAreNoUTF8(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Faults: []string{"cp1252"}})
	body := c.Page("", 1000, 1)
	if utf8.Valid(body) {
		t.Fatal("the body is UTF-8")
	}
	for _, text := range documents(t, body) {
		if !strings.Contains(text, "Summary \x96 ") { // the dash of the title
			t.Errorf("got %.300q", text)
		}
	}
	if e := c.Truth("").Encounters[0]; e.Document.Encoding != "windows-1252" {
		t.Errorf("got %+v", e)
	}
}

func TestABigDocument(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Faults: []string{"big-ccd:2000000"}})
	longest := slices.MaxFunc(documents(t, c.Page("", 1000, 1)), func(a, b string) int { return len(a) - len(b) })
	if n := len(longest); n < 2_000_000 || n > 3_000_000 {
		t.Errorf("got %d bytes", n)
	}
	if !bytes.Contains([]byte(longest), []byte("data:image/png;base64,")) {
		t.Error("it has no picture")
	}
	for _, e := range c.Truth("").Encounters {
		if e.Document != nil && strings.Contains(longest, e.Document.Title) && e.PatientID == 1000 {
			says(t, longest, e.Document)
		}
	}
	if n := len(c.Page("", 1001, 1)); n > 200_000 {
		t.Errorf("another patient got %d bytes", n)
	}
}

func TestNoDocumentsAtAll(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Faults: []string{"no-ccd"}})
	for _, e := range visits(t, c.ask(path(1000))) {
		if e.CCD != nil {
			t.Error("got a document")
		}
	}
	if got := c.Truth("").Encounters[0].Document; got != nil {
		t.Errorf("got %+v in truth", got)
	}
}
