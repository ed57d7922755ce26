package transform

import (
	"slices"
	"strings"

	"carehouse/models"
)

// adapt returns the body of a page as its record's struct spells it: with the names of [models.Page.Names] taken for
// ours, and with each document of HTML read into a list of one. A page that has neither is not looked at.
//
// Both ways of flattening read what this returns. It changes records that are objects and nothing else: what is around
// them, what a page is not about, and a body that is not JSON, stay as they are, byte by byte.
func (p *Plan) adapt(page models.Page) ([]byte, error) { return p.adaptTo(page, maxBody) }

// adaptTo is adapt to at most so many bytes.
func (p *Plan) adaptTo(page models.Page, limit int) ([]byte, error) {
	b := page.Body
	if len(page.Names) == 0 && len(p.documents) == 0 || p.root.XML() || len(b) > limit {
		return b, nil
	}
	i := space(b, 0)
	if end := skip(b, i, 0); end < 0 || space(b, end) < len(b) {
		return b, nil
	}
	a := adapter{body: b, limit: limit, only: rising(page.Only), moves: p.moves(page.Names), documents: p.documents}
	switch {
	case page.Records == "":
		a.records(i)
	case b[i] == '{':
		a.envelope(i, page.Records)
	}
	if a.copied == 0 {
		return b, nil
	}
	if a.copy(len(b)); len(a.out) > limit {
		return nil, &BodyError{Offset: limit, Problem: TooLong}
	}
	return a.out, nil
}

// An adapter writes a body anew. The grammar was checked before.
type adapter struct {
	body      []byte
	limit     int // what more out is, is refused
	out       []byte
	copied    int // so much of the body is in out
	only      []int
	moves     []move
	documents [][]string
}

// copy copies what is before a place as it came.
func (a *adapter) copy(to int) {
	a.out = append(a.out, a.body[a.copied:to]...)
	a.copied = to
}

// envelope adapts every value of the records' member, which may be in another object.
func (a *adapter) envelope(i int, records string) {
	b := a.body
	step, further, inside := strings.Cut(records, ".")
	for i = space(b, i+1); b[i] != '}'; i = next(b, i) {
		name, _, value := member(b, i)
		i = skip(b, value, 0)
		switch on := string(name) == step; {
		case on && !inside:
			a.records(value)
		case on && b[value] == '{':
			a.envelope(value, further)
		}
	}
}

// next returns the position of what is behind the comma after a value, or of the bracket.
func next(b []byte, i int) int {
	if i = space(b, i); b[i] == ',' {
		return space(b, i+1)
	}
	return i
}

// records adapts a list of records, or a single one.
func (a *adapter) records(i int) {
	b := a.body
	if b[i] != '[' {
		a.record(i, skip(b, i, 0), 0)
		return
	}
	ordinal := 0
	for i = space(b, i+1); b[i] != ']'; ordinal++ {
		end := skip(b, i, 0)
		a.record(i, end, ordinal)
		i = next(b, end)
	}
}

// record adapts a record. One that nothing is left of stays as it came, so that it stays a record with members. What is
// more than a page may be is not gone on with.
func (a *adapter) record(i, end, ordinal int) {
	if _, is := slices.BinarySearch(a.only, ordinal); a.body[i] != '{' || a.only != nil && !is || len(a.out) > a.limit {
		return
	}
	a.copy(i)
	t := &tree{raw: a.body[i:end]}
	t.rename(a.moves)
	for _, path := range a.documents {
		t.readDocuments(path)
	}
	if t.empty() {
		return
	}
	a.out = t.append(a.out)
	a.copied = end
}
