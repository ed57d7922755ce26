package transform

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
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
	for seed := range uint64(1000) {
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

// A grown is a record of small objects and lists in which every number is there once.
type grown struct {
	*rand.Rand
	last int
}

func (g *grown) value(depth int) string {
	var out []string
	switch g.IntN(4 + depth) {
	case 0:
		for _, name := range []string{"id", "first_name", "phones", "number", "doctor", "name", "tags", "order_ids", "x"} {
			if g.IntN(2) == 0 {
				out = append(out, fmt.Sprintf("%q:%s", name, g.value(depth+1)))
			}
		}
		return "{" + strings.Join(out, ",") + "}"
	case 1:
		for range g.IntN(4) {
			out = append(out, g.value(depth+1))
		}
		return "[" + strings.Join(out, ",") + "]"
	}
	g.last++
	return strconv.Itoa(1_000_000 + g.last)
}

// TestNamesLoseNothing moves everything about and looks for every number in what becomes of it.
func TestNamesLoseNothing(t *testing.T) {
	t.Parallel()

	p := plan[visit](t)
	all := []string{
		"id", "first_name", "phones", "phones.number", "doctor", "doctor.name", "doctor.tags", "doctor.tags.name", "order_ids", "x", "x.number",
		"x.name.id", "number", "name", "tags.name", "phones.phones.number", "doctor.doctor.x",
	}
	for seed := range uint64(2000) {
		g := &grown{Rand: rand.New(rand.NewPCG(seed, 5))}
		var members []string
		for _, name := range []string{"id", "first_name", "phones", "number", "doctor", "name", "tags", "order_ids", "x"} {
			members = append(members, fmt.Sprintf("%q:%s", name, g.value(0)))
		}
		page := wholePage("{" + strings.Join(members, ",") + "}")
		page.Names = map[string]string{}
		for range 1 + g.IntN(6) {
			page.Names[all[g.IntN(len(all))]] = all[g.IntN(len(all))]
		}
		got, err := p.adapt(page)
		if err != nil || !json.Valid(got) {
			t.Fatalf("seed %d: got %s, %v", seed, got, err)
		}
		for n := range g.last {
			if number := strconv.Itoa(1_000_001 + n); !strings.Contains(string(got), number) {
				t.Fatalf("seed %d: %s of %s is not in %s\nnames %v", seed, number, page.Body, got, page.Names)
			}
		}
	}
}
