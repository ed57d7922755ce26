package supergood

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"carehouse/extract"
	"carehouse/models"
)

// The most that is shown.
const (
	maxPaths = 500 // places of a dataset
	maxLooks = 40  // characters of a value's form
)

// A glass shows what records look like and nothing of what is in them.
type glass struct {
	table   *models.Table // nil fills no columns
	dataset Dataset
	around  bool // it shows what is beside the records, and of them only where they are
	order   []*extract.Seen
	byPath  map[string]*extract.Seen
}

// seen returns what was seen, in the order of the payload.
func (g *glass) seen() []extract.Seen {
	var all []extract.Seen
	for _, s := range g.order {
		all = append(all, *s)
	}
	return all
}

// value looks at a value and at what is in it.
func (g *glass) value(path string, raw []byte) {
	raw = bytes.TrimSpace(raw)
	if path != "" {
		g.note(path, kindOf(raw), raw)
	}
	if !g.around || path == "" || path != g.dataset.Records {
		g.inside(path, raw)
	}
}

// inside looks at what is in a value. Lists are passed through.
func (g *glass) inside(path string, raw []byte) {
	switch kindOf(raw) {
	case "object":
		for _, m := range members(raw) {
			g.value(strings.TrimPrefix(path+"."+shown(m.name), "."), m.value)
		}
	case "list":
		var elements []json.RawMessage
		_ = json.Unmarshal(raw, &elements) // it is valid
		for _, e := range elements {
			if kind := kindOf(e); kind == "object" || kind == "list" {
				g.inside(path, e)
			} else if path != "" {
				g.note(path, kind, e)
			}
		}
	}
}

func (g *glass) note(path, kind string, raw []byte) {
	s := g.byPath[path]
	if s == nil {
		if len(g.order) == maxPaths {
			return
		}
		s = &extract.Seen{Path: path, Column: g.column(path)}
		if g.byPath == nil {
			g.byPath = map[string]*extract.Seen{}
		}
		g.byPath[path], g.order = s, append(g.order, s)
	}
	if kinds := strings.Split(s.Type, "|"); s.Type == "" {
		s.Type = kind
	} else if !slices.Contains(kinds, kind) {
		s.Type += "|" + kind
	}
	if kind != "null" {
		s.Count++
	}
	if s.Looks == "" {
		s.Looks = looks(kind, raw)
	}
}

// column names the column that a place of the deployment's fills with this profile; or, beside the records, what the
// profile takes it for.
func (g *glass) column(theirs string) string {
	if g.around {
		p := g.dataset.Paging
		return map[string]string{g.dataset.Records: "records", p.Next: "paging.next", p.More: "paging.more", p.Total: "paging.total"}[theirs]
	}
	ours, ok := g.dataset.ours(theirs)
	if g.table == nil || !ok {
		return ""
	}
	return columnAt(g.table, ours)
}

func kindOf(raw []byte) string {
	switch raw[0] {
	case '{':
		return "object"
	case '[':
		return "list"
	case '"':
		return "text"
	case 't', 'f':
		return "flag"
	case 'n':
		return "null"
	default:
		return "number"
	}
}

// looks is the form of a value: which characters are letters and which are digits, and what is between them.
func looks(kind string, raw []byte) string {
	s := ""
	switch kind {
	case "text":
		_ = json.Unmarshal(raw, &s) // it is valid
	case "number":
		s = string(raw)
	}
	var b strings.Builder
	n := 0
	for _, r := range s {
		if n++; n > maxLooks {
			b.WriteString("…")
			break
		}
		switch {
		case unicode.IsDigit(r) || unicode.IsNumber(r):
			b.WriteByte('9')
		case r < 0x80 && !unicode.IsLetter(r) && unicode.IsPrint(r):
			b.WriteRune(r)
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		default:
			b.WriteByte('x')
		}
	}
	return b.String()
}

// plainName is what the name of a member looks like. Anything else, like three digits in a row, may be a value that somebody
// made a name of.
var plainName = regexp.MustCompile(`^[A-Za-z_$@][A-Za-z_$@-]{0,30}[0-9]{0,2}([A-Za-z_]{1,20}[0-9]{0,2})?$`)

// shown is the name of a member, or its form where it may be a value.
func shown(name string) string {
	if plainName.MatchString(name) {
		return name
	}
	return "<" + strings.ReplaceAll(looks("text", quoted(name)), ".", "x") + ">"
}

func quoted(s string) []byte {
	raw, _ := json.Marshal(s) // a text
	return raw
}

// A member of an object.
type member struct {
	name  string
	value json.RawMessage
}

// members lists the members of a valid object, in its order.
func members(raw []byte) []member {
	var all []member
	d := json.NewDecoder(bytes.NewReader(raw))
	if _, err := d.Token(); err != nil {
		return nil
	}
	for d.More() {
		name, err := d.Token()
		var m member
		if text, ok := name.(string); err == nil && ok && d.Decode(&m.value) == nil {
			m.name = text
			all = append(all, m)
			continue
		}
		return all
	}
	return all
}
