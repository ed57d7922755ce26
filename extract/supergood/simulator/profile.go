package simulator

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"carehouse/models"
	"carehouse/models/supergood"
)

// Profile is the profile, as YAML, with which a client reads this deployment's dialect. It is confirmed: nobody knows the
// deployment better.
func (s *Simulator) Profile() string {
	p := &profile{spelling: s.spelling}
	p.line(0, "name", "the simulator's "+string(s.spelling.dialect))
	p.line(0, "confirmed", "true")
	p.authenticate()
	p.datasets()
	return p.text.String()
}

// A profile is being written.
type profile struct {
	*spelling
	text strings.Builder
}

// line writes a key with a value, or a key that others follow below. All but truths and numbers is quoted.
func (p *profile) line(depth int, key, value string) {
	p.text.WriteString(strings.Repeat("  ", depth) + key + ":")
	if _, err := strconv.Atoi(value); err != nil && value != "" && value != "true" {
		value = strconv.Quote(value)
	}
	if value != "" {
		p.text.WriteString(" " + value)
	}
	p.text.WriteString("\n")
}

// lines writes the pairs whose value is something.
func (p *profile) lines(depth int, pairs ...string) {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			p.line(depth, pairs[i], pairs[i+1])
		}
	}
}

// table writes pairs below a key, by name, where there are any.
func (p *profile) table(depth int, key string, pairs map[string]string) {
	if len(pairs) == 0 {
		return
	}
	p.line(depth, key, "")
	for _, name := range sorted(pairs) {
		p.line(depth+1, name, pairs[name])
	}
}

func (p *profile) authenticate() {
	w, e := p.login, p.trouble
	p.line(0, "authenticate", "")
	p.line(1, "path", p.paths[authenticate])
	p.line(1, "body", "")
	p.lines(
		2, "username", w.username, "password", w.password, "tenant_id", w.tenant, "method", w.method, "code", w.code,
		"challenge", w.challenge,
	)
	p.table(1, "fixed", w.fixed)
	p.lines(1, "token", w.token, "expires_at", w.expires, "tenant_id", w.inTenant, "modules", w.modules)
	p.line(1, "challenge", "")
	p.lines(2, "id", e.challenge, "method", e.method)
	p.line(0, "header", p.header+": "+p.scheme+"{token}")
	p.line(0, "errors", "")
	p.line(1, "code", e.code)
}

func (p *profile) datasets() {
	p.line(0, "datasets", "")
	for _, t := range supergood.Tables() {
		name := t.Name
		f, changed := p.filters[name], "updated_at"
		if name == checks {
			changed = "checked_at"
		}
		p.line(1, name, "")
		p.lines(
			2, "path", p.paths[name], "records", p.records, "key", p.theirs(name, "id"),
			"updated_at", p.theirs(name, changed), "module", moduleOf(name),
		)
		p.table(2, "query", f.fixed)
		if name == encounters {
			p.table(2, "notes", map[string]string{p.note.name: p.note.value})
		}
		p.pagingLines()
		if f.since != "" {
			p.line(2, "updated_since", "")
			p.lines(3, "parameter", f.since, "format", format(p.sinceForm))
		}
		if f.from != "" {
			p.line(2, "dates", "")
			p.lines(3, "from", f.from, "to", f.to, "format", format(p.dayForm))
		}
		p.table(2, "fields", p.renamed(t, name, ""))
	}
}

func (p *profile) pagingLines() {
	p.line(2, "paging", "")
	p.lines(3, "style", p.paging, "limit", p.limit, "next", p.next, "more", p.more, "total", p.total)
	if p.paging != "link" {
		p.line(3, p.paging, p.place)
	}
	if p.paging == "page" {
		p.line(3, "first", "0")
	}
}

// format is what a profile calls a way to write moments and days.
func format(form string) string {
	switch form {
	case "2006-01-02":
		return "date"
	case "01/02/2006":
		return "us_date"
	case "rfc3339":
		return "datetime"
	default:
		return form
	}
}

// renamed are the places of a table that the dialect has elsewhere, by ours, and of the tables below it.
func (p *profile) renamed(t *models.Table, dataset, prefix string) map[string]string {
	out := map[string]string{}
	for _, c := range t.Columns {
		path := prefix + c.Path
		if there := p.theirs(dataset, path); c.Path != "" && there != path {
			out[path] = there
		}
	}
	for _, child := range t.Children {
		if bareList(child) {
			continue
		}
		maps.Copy(out, p.renamed(child, dataset, prefix+child.List+"."))
	}
	return out
}

// bareList reports whether a list's elements have no names.
func bareList(t *models.Table) bool { return t.Object.Text != nil }

// sorted are the names of a map.
func sorted[V any](of map[string]V) []string {
	names := make([]string, 0, len(of))
	for name := range of {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}
