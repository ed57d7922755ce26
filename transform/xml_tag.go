package transform

import (
	"bytes"
)

// xsi is the namespace of the attribute nil.
const xsi = "http://www.w3.org/2001/XMLSchema-instance"

// A markup is what is known of the XML around the place that is read.
type markup struct {
	scopes  []scope // the declarations of namespaces in force, inner ones last
	space   []byte  // the default namespace in force
	nilTail []byte  // what is mostly behind the name of an element that is nil; nothing when that cannot be known
	attrs   []attr
	chars   []byte // a stack of texts that are read
	kids    []kid  // a stack of members that are rendered
	raws    []byte // what was rendered of the record in hand
	name    []byte // of the element that was looked for last
	quoted  []byte // the value that a value type was given last
	slotted []span // the values of slots: where their text is, or that of an element whose end is -1
	steps   []step // the way to the records
	reached int    // how many of the steps were found
	ordinal int
	alone   bool // the element that was read last had text and no elements
}

// reset forgets a page.
func (m *markup) reset() {
	*m = markup{
		scopes: m.scopes[:0], attrs: m.attrs[:0], chars: m.chars[:0], kids: m.kids[:0], slotted: m.slotted, steps: m.steps[:0],
		nilTail: m.nilTail[:0],
	}
	clear(m.slotted)
}

// A scope is a declaration of a namespace; an empty prefix declares the default one.
type scope struct{ prefix, space []byte }

// An attr is an attribute of the element that is opened.
type attr struct {
	name  []byte // as written
	colon int    // in name, 0 when there is no prefix
	value []byte // not decoded
	plain bool   // value is what it says
}

// A startTag is the start of an element.
type startTag struct {
	name, local []byte // with and without the prefix
	space       []byte // the namespace
	null        bool   // it says that it is nil
	empty       bool   // it is the end, too
	scopes      int    // how many declarations were in force outside
}

// open reads a start tag. What it declares is in force until the element is left.
func (f *flattener) open(i, depth int) (t startTag, end int) {
	b, from := f.body, i+1
	if depth >= maxDepth {
		return t, ^i
	}
	i, colon := skipTag(b, from)
	if i < 0 {
		return t, i
	}
	t.name, t.scopes = b[from:i], len(f.scopes)
	t.local, t.space = t.name, f.space
	f.attrs = f.attrs[:0]
	if at(b, i) == '>' {
		i++
	} else if i = f.attributes(&t, i); i < 0 {
		return t, i
	}
	if len(f.attrs) > 0 && !f.declare(&t) {
		return t, ^from
	}
	if colon > 0 {
		var known bool
		t.local = b[colon+1 : from+len(t.name)]
		if t.space, known = f.resolve(b[from:colon]); !known {
			return t, ^from
		}
	} else if len(f.attrs) > 0 {
		t.space = f.space
	}
	return t, i
}

// attributes reads up to the end of a start tag.
func (f *flattener) attributes(t *startTag, i int) int {
	b := f.body
	for {
		i = space(b, i)
		switch at(b, i) {
		case '>':
			return i + 1
		case '/':
			t.empty = true
			return skipWord(b, i, "/>")
		}
		end, colon := skipTag(b, i)
		if end < 0 || len(f.attrs) == maxAttributes {
			return ^i
		}
		a := attr{name: b[i:end]}
		if colon > 0 {
			a.colon = colon - i
		}
		for k := range f.attrs {
			if bytes.Equal(f.attrs[k].name, a.name) {
				return ^i
			}
		}
		if i = f.attribute(&a, end); i < 0 {
			return i
		}
		f.attrs = append(f.attrs, a)
	}
}

// attribute reads what is behind the name of an attribute.
func (f *flattener) attribute(a *attr, i int) int {
	b := f.body
	if i = space(b, i); at(b, i) != '=' {
		return ^i
	}
	if i = space(b, i+1); at(b, i) != '"' && at(b, i) != '\'' {
		return ^i
	}
	n := bytes.IndexByte(b[i+1:], b[i])
	if n < 0 {
		return ^i
	}
	a.value = b[i+1 : i+1+n]
	if a.plain = plainText(a.value, 0) == n; !a.plain && !f.valid(a.value) {
		return ^i
	}
	return i + n + 2
}

// valid reports whether the value of an attribute could be decoded.
func (f *flattener) valid(value []byte) bool {
	if bytes.IndexByte(value, '<') >= 0 {
		return false
	}
	chars, bad := appendChars(f.chars, value)
	f.chars = chars[:len(f.chars)]
	return bad < 0
}

// endTag reads the end tag of an element, and leaves it.
func (f *flattener) endTag(t *startTag, i int) int {
	b, from := f.body, i
	i += len("</")
	if len(b)-i <= len(t.name) || string(b[i:i+len(t.name)]) != string(t.name) {
		return ^from
	}
	if i += len(t.name); at(b, i) != '>' {
		if i = space(b, i); at(b, i) != '>' {
			return ^from
		}
	}
	f.leave(t)
	return i + 1
}
