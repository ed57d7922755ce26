package transform

import (
	"bytes"
	"cmp"
	"slices"
)

// A kid is a member of an element that is rendered: its name, and where its value is in the output.
type kid struct {
	name       []byte
	start, end int
}

// rendered returns an element whose grammar was checked as canonical JSON, valid until the next record.
func (f *flattener) rendered(i, depth int) []byte {
	from := len(f.raws)
	f.raws, _, _ = f.render(f.raws, i, depth)
	return f.raws[from:len(f.raws):len(f.raws)]
}

// render writes an element as canonical JSON and returns its local name: its text, null when there is none, or an
// object when there are elements in it, by their local names. Where a name repeats its value is a list. Attributes are
// left out, and so is text beside elements.
func (f *flattener) render(dst []byte, i, depth int) (out, name []byte, end int) {
	t, i := f.open(i, depth)
	if i < 0 {
		return dst, nil, i
	}
	if t.null || t.empty {
		return append(dst, "null"...), t.local, f.rest(&t, i, depth+1)
	}
	b, chars, kids, start := f.body, len(f.chars), len(f.kids), len(dst)
	for i >= 0 && (at(b, i) != '<' || at(b, i+1) != '/') {
		if at(b, i) != '<' || at(b, i+1) == '!' || at(b, i+1) == '?' {
			i = f.run(i)
			continue
		}
		k := kid{start: len(dst)}
		dst, k.name, i = f.render(dst, i, depth+1)
		k.end = len(dst)
		f.kids = append(f.kids, k)
	}
	switch {
	case i < 0:
		return dst, nil, i
	case len(f.kids) > kids:
		dst = f.assemble(dst, start, f.kids[kids:])
	case len(f.chars) > chars:
		dst = appendQuoted(dst, f.chars[chars:])
	default:
		dst = append(dst, "null"...)
	}
	f.chars, f.kids = f.chars[:chars], f.kids[:kids]
	return dst, t.local, f.endTag(&t, i)
}

// assemble makes an object of the values that were written from start on.
func (f *flattener) assemble(dst []byte, start int, kids []kid) []byte {
	slices.SortFunc(kids, func(x, y kid) int {
		return cmp.Or(bytes.Compare(x.name, y.name), cmp.Compare(x.start, y.start))
	})
	values := bytes.Clone(dst[start:])
	dst = append(dst[:start], '{')
	for i := 0; i < len(kids); {
		n := i + 1
		for n < len(kids) && bytes.Equal(kids[n].name, kids[i].name) {
			n++
		}
		dst = append(appendQuoted(dst, kids[i].name), ':')
		if n > i+1 {
			dst = append(dst, '[')
		}
		for _, k := range kids[i:n] {
			dst = append(append(dst, values[k.start-start:k.end-start]...), ',')
		}
		if n > i+1 {
			dst[len(dst)-1] = ']'
			dst = append(dst, ',')
		}
		i = n
	}
	dst[len(dst)-1] = '}'
	return dst
}
