package transform

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"

	"carehouse/models"
)

// FuzzWhole flattens any page that is the records both ways.
func FuzzWhole(f *testing.F) {
	for _, body := range append(pages(), `[{"id":1,"phones":[{"calls":[{"words":["x",1,null,{}]}]}],"counts":[1,"2",null,[]]}]`, `["a",1,null,{}]`, `{"id":1,"x":2}`) {
		f.Add([]byte(body), byte(0))
		f.Add([]byte(body), byte(5))
	}
	visits, words := plan[visit](f), plan[word](f)
	f.Fuzz(func(t *testing.T, body []byte, only byte) {
		page := wholePage(string(body))
		if only > 0 {
			page.Only = positions(only - 1)
		}
		agree(t, visits, page)
		agree(t, words, page)
	})
}

// positions returns the positions of the bits that are set.
func positions(bits byte) []int {
	only := []int{}
	for i := range 8 {
		if bits>>i&1 == 1 {
			only = append(only, i)
		}
	}
	return only
}

// FuzzDocument puts any bytes where a document is, and flattens both ways.
func FuzzDocument(f *testing.F) {
	for _, seed := range append(documentTexts(), texts()...) {
		f.Add(`"` + seed + `"`)
	}
	p := plan[visit](f)
	f.Fuzz(func(t *testing.T, raw string) {
		agree(t, p, testPage(`{"data":[{"id":1,"ccd":`+raw+`,"doctor":{"note":`+raw+`}}]}`))
	})
}

// FuzzNames flattens any page with any names both ways. What the page becomes must be JSON if it was.
func FuzzNames(f *testing.F) {
	for _, body := range append(pages(), claimPage) {
		f.Add([]byte(body), "id=code lines.id=lines.alt who.name=note lines=who.tags", byte(0))
	}
	f.Add([]byte(`{"data":[{"n":{"f":1},"c":[{"v":1},null,5,[{"v":2}]],"l":["a"]}]}`), "first_name=n.f phones.number=c.v order_ids=c.v phones.kind=l", byte(2))
	p := plan[visit](f)
	f.Fuzz(func(t *testing.T, body []byte, pairs string, only byte) {
		page := testPage(string(body))
		page.Names = map[string]string{}
		for pair := range strings.SplitSeq(pairs, " ") {
			ours, theirs, _ := strings.Cut(pair, "=")
			page.Names[ours] = theirs
		}
		if only > 0 {
			page.Only = positions(only - 1)
		}
		agree(t, p, page)
		if got, err := p.adapt(page); json.Valid(body) && (err != nil || !json.Valid(got)) {
			t.Errorf("got %q, %v", got, err)
		}
	})
}

// paths returns every path of a record's members.
func paths(o *models.Object, above string) []string {
	var all []string
	for _, f := range o.Fields {
		all = append(all, above+f.Name)
		switch {
		case f.HTML:
		case f.Child != nil:
			all = append(all, paths(f.Child.Object, above+f.Name+".")...)
		case f.Object != nil:
			all = append(all, paths(f.Object, above+f.Name+".")...)
		}
	}
	return all
}

// TestWildNames flattens wild pages with wild names both ways.
func TestWildNames(t *testing.T) {
	t.Parallel()

	p := plan[visit](t)
	all := append(paths(p.root.Object, ""), "x", "y", "é", "a.b", "doctor.x")
	for seed := range uint64(350) {
		r := rand.New(rand.NewPCG(seed, 4))
		page := testPage(wildPage(p.root, seed))
		if seed%2 == 0 {
			page.Body = page.Body[len(`{"page":1,"data":`) : len(page.Body)-len(`,"total":5}`)]
			page.Records = ""
		}
		page.Names = map[string]string{}
		for range r.IntN(6) {
			page.Names[all[r.IntN(len(all))]] = all[r.IntN(len(all))]
		}
		if r.IntN(3) == 0 {
			page.Only = positions(byte(r.Uint32()))
		}
		agree(t, p, page)
	}
}
