package transform

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

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
	if g.IntN(8) == 0 {
		return "null"
	}
	g.last++
	return strconv.Itoa(1_000_000 + g.last)
}

// twice finds a name that an object has twice.
func twice(body []byte) string {
	type level struct {
		seen  map[string]bool // nil in a list
		value bool            // a value is next, and no name
	}
	var levels []level
	for d := json.NewDecoder(bytes.NewReader(body)); ; {
		token, err := d.Token()
		if err != nil {
			return ""
		}
		if token == json.Delim('}') || token == json.Delim(']') {
			levels = levels[:len(levels)-1]
			continue
		}
		if n := len(levels); n > 0 && levels[n-1].seen != nil {
			if at := &levels[n-1]; !at.value {
				name, _ := token.(string)
				if at.seen[name] {
					return name
				}
				at.seen[name] = true
			}
			levels[n-1].value = !levels[n-1].value
		}
		switch token {
		case json.Delim('{'):
			levels = append(levels, level{seen: map[string]bool{}})
		case json.Delim('['):
			levels = append(levels, level{})
		}
	}
}

// TestNamesLoseNothing moves everything about, through lists in lists and along paths that lie in one another, and looks for
// every number in what becomes of it. A number may be there twice; a name may not, for then only its last value counts; but
// what was moved to where the struct has nothing may meet what was there.
func TestNamesLoseNothing(t *testing.T) {
	t.Parallel()

	p := plan[visit](t)
	all := []string{
		"id", "first_name", "phones", "phones.number", "doctor", "doctor.name", "doctor.tags", "doctor.tags.name", "order_ids", "x", "x.number",
		"x.name.id", "number", "name", "tags.name", "phones.phones.number", "doctor.doctor.x", "phones.kind", "phones.calls",
		"phones.calls.at", "phones.calls.words",
	}
	for seed := range uint64(5000) {
		g := &grown{Rand: rand.New(rand.NewPCG(seed, 5))}
		var members []string
		for _, name := range []string{"id", "first_name", "phones", "number", "doctor", "name", "tags", "order_ids", "x"} {
			members = append(members, fmt.Sprintf("%q:%s", name, g.value(0)))
		}
		g.Shuffle(len(members), func(i, j int) { members[i], members[j] = members[j], members[i] })
		page := wholePage("{" + strings.Join(members[:2+g.IntN(len(members)-1)], ",") + "}")
		page.Names = map[string]string{}
		for range 1 + g.IntN(6) {
			page.Names[all[g.IntN(len(all))]] = all[g.IntN(len(all))]
		}
		got, err := p.adapt(page)
		if err != nil || !json.Valid(got) {
			t.Fatalf("seed %d: got %s, %v", seed, got, err)
		}
		stranger := slices.ContainsFunc(p.moves(page.Names), func(m move) bool { return !m.known })
		if name := twice(got); name != "" && !stranger {
			t.Fatalf("seed %d: %q comes twice in %s of %s\nnames %v", seed, name, got, page.Body, page.Names)
		}
		for n := range g.last {
			number := strconv.Itoa(1_000_001 + n)
			if strings.Contains(string(page.Body), number) && !strings.Contains(string(got), number) {
				t.Fatalf("seed %d: %s of %s is not in %s\nnames %v", seed, number, page.Body, got, page.Names)
			}
		}
	}
}
