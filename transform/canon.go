package transform

import (
	"bytes"
	"cmp"
	"slices"
)

// A canon writes JSON the way of [models.Canonical] without decoding it into Go values: no white space, keys sorted,
// the last of equal keys, numbers as written, texts in their shortest spelling. The grammar was checked before.
type canon struct {
	members []memberSpan // of the objects that are open
	names   []byte       // their names, decoded
	scratch []byte
}

// A memberSpan is a member of an object that was written already: its decoded name, and where `"name":value` is.
type memberSpan struct {
	name       span // in names
	start, end int  // in the output
}

// appendValue writes a value; it is not ok when the value is not valid Unicode.
func (c *canon) appendValue(dst, raw []byte) (out []byte, ok bool) {
	c.members, c.names = c.members[:0], c.names[:0]
	out, end := c.value(dst, raw, 0)
	return out, end >= 0
}

// value writes the value at i and returns the position behind it, or -1.
func (c *canon) value(dst, b []byte, i int) ([]byte, int) {
	switch b[i] {
	case '{':
		return c.object(dst, b, i)
	case '[':
		return c.list(dst, b, i)
	case '"':
		return c.text(dst, b, i)
	}
	end := i
	for end < len(b) && b[end] > ' ' && b[end] != ',' && b[end] != ']' && b[end] != '}' {
		end++
	}
	return append(dst, b[i:end]...), end
}

func (c *canon) text(dst, b []byte, i int) ([]byte, int) {
	end, escaped, wide := skipString(b, i)
	if !escaped && !wide {
		return append(dst, b[i:end]...), end
	}
	from := len(c.names)
	names, ok := appendUnquoted(c.names, b[i+1:end-1])
	if !ok {
		return dst, -1
	}
	c.names = names
	dst = appendQuoted(dst, names[from:])
	c.names = names[:from]
	return dst, end
}

func (c *canon) list(dst, b []byte, i int) ([]byte, int) {
	dst = append(dst, '[')
	for i = space(b, i+1); b[i] != ']'; i = space(b, i) {
		if b[i] == ',' {
			dst = append(dst, ',')
			i = space(b, i+1)
		}
		if dst, i = c.value(dst, b, i); i < 0 {
			return dst, i
		}
	}
	return append(dst, ']'), i + 1
}

// object writes the members as they come, and puts them in order when they were not.
func (c *canon) object(dst, b []byte, i int) ([]byte, int) {
	base, names, start := len(c.members), len(c.names), len(dst)
	dst = append(dst, '{')
	sorted := true
	for i = space(b, i+1); b[i] != '}'; i = space(b, i) {
		if b[i] == ',' {
			dst = append(dst, ',')
			i = space(b, i+1)
		}
		m := memberSpan{name: span{start: len(c.names)}, start: len(dst)}
		if dst, i = c.name(dst, b, i); i < 0 {
			return dst, i
		}
		m.name.end = len(c.names)
		if dst, i = c.value(append(dst, ':'), b, i); i < 0 {
			return dst, i
		}
		m.end = len(dst)
		if n := len(c.members); n > base && c.compare(c.members[n-1], m) >= 0 {
			sorted = false
		}
		c.members = append(c.members, m)
	}
	dst = append(dst, '}')
	if !sorted {
		dst = c.sort(dst, start, c.members[base:])
	}
	c.members, c.names = c.members[:base], c.names[:names]
	return dst, i + 1
}

// name writes a member's name and keeps it decoded. The position is the value's.
func (c *canon) name(dst, b []byte, i int) ([]byte, int) {
	from := len(c.names)
	end, _, _ := skipString(b, i)
	names, ok := appendUnquoted(c.names, b[i+1:end-1])
	if !ok {
		return dst, -1
	}
	c.names = names
	return appendQuoted(dst, names[from:]), value(b, end)
}

func (c *canon) compare(x, y memberSpan) int {
	return bytes.Compare(c.names[x.name.start:x.name.end], c.names[y.name.start:y.name.end])
}

// sort writes the members of the object that begins at start again, in the order of their names.
func (c *canon) sort(dst []byte, start int, members []memberSpan) []byte {
	slices.SortFunc(members, func(x, y memberSpan) int {
		return cmp.Or(c.compare(x, y), cmp.Compare(x.start, y.start))
	})
	c.scratch = append(c.scratch[:0], dst[start:]...)
	dst = append(dst[:start], '{')
	for k, m := range members {
		if k+1 < len(members) && c.compare(m, members[k+1]) == 0 {
			continue
		}
		dst = append(dst, c.scratch[m.start-start:m.end-start]...)
		dst = append(dst, ',')
	}
	dst[len(dst)-1] = '}'
	return dst
}

// conflict reports whether two spellings of a value have different content. Values that are not valid Unicode have
// no canonical form and are compared as they are.
func (c *canon) conflict(x, y []byte) bool {
	if bytes.Equal(x, y) {
		return false
	}
	text, okx := c.appendValue(nil, x)
	middle := len(text)
	text, oky := c.appendValue(text, y)
	return !okx || !oky || !bytes.Equal(text[:middle], text[middle:])
}
