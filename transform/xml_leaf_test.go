package transform

import (
	"testing"

	"carehouse/models"
)

// A born has the kinds that no short way reads.
type born struct {
	_ models.Row `table:"births" xmlns:"urn:x" doc:"One birth."`

	ID   models.Int      `xml:"ID" col:",key" doc:"The key."`
	Born models.DatePart `xml:"Born" doc:"A day that is written as an instant."`
	Sure models.YesNo    `xml:"Sure" doc:"A flag that is written as a text."`
}

// TestKindsThatReadThemselvesReadXML reads a day and a flag in every spelling that the tests know; a spelling that is a
// moment of another kind leaves nothing behind.
func TestKindsThatReadThemselvesReadXML(t *testing.T) {
	t.Parallel()

	p := plan[born](t)
	page := func(text string) models.Page {
		page := testPage(`<All xmlns="urn:x"><Birth><ID>1</ID><Born>` + text + `</Born><Sure>` + text + `</Sure></Birth></All>`)
		page.Records = "All>Birth"
		return page
	}
	for _, all := range [][]string{moments(), usMoments(), words(), numbers(), texts(), {"Yes", "n", " TRUE ", "0"}} {
		for _, text := range all {
			agree(t, p, page(escaped(text)))
		}
	}
	for text, want := range map[string][2]any{
		"2017-12-14T23:08:59.934-11:00": {"2017-12-14", nil}, "2017-12-14": {"2017-12-14", nil}, "2017-12-14T15:08:59Z": {"2017-12-14", nil},
		"2017-12-14T15:08:59.1234567Z": {"2017-12-14", nil}, "12/14/2017": {nil, nil}, "Y": {nil, true}, "false": {nil, false}, "": {nil, nil},
	} {
		b, err := both(t, p, page(" "+text+"\n"))
		if err != nil {
			t.Fatal(err)
		}
		for i, name := range []string{"born", "sure"} {
			at := p.tables[0].Column(name)
			if got := b.Records[0].Column(at).GetOneForMarshal(0); got != want[i] {
				t.Errorf("%q: got %s %v, want %v", text, name, got, want[i])
			}
		}
	}
}
