package transform

import "bytes"

// run reads a run of text, a CDATA section, a comment or an instruction. What it says is put onto the stack of texts.
func (f *flattener) run(i int) int {
	b := f.body
	if i >= len(b) {
		return ^i
	}
	if b[i] == '<' {
		switch {
		case at(b, i+1) == '?':
			return skipInstruction(b, i)
		case at(b, i+2) == '[':
			return f.literal(i)
		default:
			return skipComment(b, i)
		}
	}
	n := bytes.IndexByte(b[i:], '<')
	if n < 0 {
		return ^len(b)
	}
	chars, bad := appendChars(f.chars, b[i:i+n])
	if f.chars = chars; bad >= 0 {
		return ^(i + bad)
	}
	if k := bytes.Index(b[i:i+n], []byte("]]>")); k >= 0 {
		return ^(i + k)
	}
	return i + n
}

// literal reads a CDATA section.
func (f *flattener) literal(i int) int {
	b := f.body
	if i = skipWord(b, i, "<![CDATA["); i < 0 {
		return i
	}
	n := bytes.Index(b[i:], []byte("]]>"))
	if n < 0 {
		return ^len(b)
	}
	chars, bad := appendLiteral(f.chars, b[i:i+n])
	if f.chars = chars; bad >= 0 {
		return ^(i + bad)
	}
	return i + n + len("]]>")
}

// between returns the position of the next tag, and whether there was nothing but white space before it.
func (f *flattener) between(i int) (end int, blank bool) {
	b := f.body
	if i = space(b, i); at(b, i) == '<' && at(b, i+1) != '!' && at(b, i+1) != '?' {
		return i, true
	}
	base := len(f.chars)
	for i >= 0 && (at(b, i) != '<' || at(b, i+1) == '!' || at(b, i+1) == '?') {
		i = f.run(i)
	}
	blank = space(f.chars[base:], 0) == len(f.chars)-base
	f.chars = f.chars[:base]
	return i, blank
}

// content reads an element up to and with its end tag: its text, which is valid until the next one is read, and whether
// there were elements in it, whose own text is none of it.
func (f *flattener) content(t *startTag, i, depth int) (text []byte, kids bool, end int) {
	b, from := f.body, i
	i = plainText(b, i)
	if at(b, i) == '<' && at(b, i+1) == '/' {
		return b[from:i], false, f.endTag(t, i)
	}
	base := len(f.chars)
	for i = from; i >= 0; {
		if at(b, i) != '<' || at(b, i+1) == '!' || at(b, i+1) == '?' {
			i = f.run(i)
			continue
		}
		if at(b, i+1) == '/' {
			i = f.endTag(t, i)
			break
		}
		kids = true
		i = f.skipElement(i, depth)
	}
	text = f.chars[base:]
	f.chars = f.chars[:base]
	return text, kids, i
}

// rest skips what is left of an element that was opened.
func (f *flattener) rest(t *startTag, i, depth int) int {
	if t.empty {
		f.leave(t)
		return i
	}
	_, _, i = f.content(t, i, depth)
	return i
}

// skipElement skips an element that has so many around it.
func (f *flattener) skipElement(i, depth int) int {
	t, i := f.open(i, depth)
	if i < 0 {
		return i
	}
	return f.rest(&t, i, depth+1)
}
