package transform

// A tree is a value of a record that is taken apart as far as it must be; the rest stays as it came.
type tree struct {
	raw     []byte
	open    byte    // a bracket when it was taken apart: then members or elements count and not raw
	members []*twig // of an object, in order
	items   []*tree // of a list

	way  bool  // something of it was moved, or could have been
	kept bool  // something was moved into it, or it has to stay for another reason
	put  bool  // it was put somewhere
	from *tree // of a list that was made for what was moved into it: the list that it came from
}

// A twig is a member of an object.
type twig struct {
	token []byte // its name as it came, in quotes; nil when it got another
	name  string
	value *tree
	gone  bool // it was moved away
	moved bool // it was moved here
}

// take takes a value apart, and returns which bracket it begins with; 0 is none.
func (t *tree) take() byte {
	if t.open != 0 || t.raw[0] != '{' && t.raw[0] != '[' {
		return t.open
	}
	b := t.raw
	t.open = b[0]
	for i := space(b, 1); b[i] != ']' && b[i] != '}'; i = next(b, i) {
		from := i
		if t.open == '[' {
			i = skip(b, i, 0)
			t.items = append(t.items, &tree{raw: b[from:i]})
			continue
		}
		name, valid, value := member(b, i)
		quoted, _, _ := skipString(b, i)
		m := &twig{token: b[from:quoted], value: &tree{}}
		if valid { // one that is not is nobody's name
			m.name = string(name)
		}
		i = skip(b, value, 0)
		m.value.raw = b[value:i]
		t.members = append(t.members, m)
	}
	return t.open
}

// place returns a value to put somewhere. What is already somewhere is put there again as it came, so that nothing is in
// two places, or in itself.
func (t *tree) place() *tree {
	if t.put {
		return &tree{raw: t.raw}
	}
	t.put, t.kept = true, true
	return t
}

// null reports whether a value is null.
func (t *tree) null() bool { return t.open == 0 && t.raw[0] == 'n' }

// empty reports whether nothing is left of what others were moved out of.
func (t *tree) empty() bool {
	if !t.way || t.kept {
		return false
	}
	for _, m := range t.members {
		if !m.dropped() {
			return false
		}
	}
	for _, item := range t.items {
		if item.take() != 0 && !item.empty() {
			return false
		}
	}
	return true
}

// dropped reports whether a member is not written.
func (m *twig) dropped() bool { return m.gone || m.value.empty() }

// append writes a value.
func (t *tree) append(dst []byte) []byte {
	if t.open == 0 {
		return append(dst, t.raw...)
	}
	dst = append(dst, t.open)
	first := true
	for _, m := range t.members {
		if m.dropped() {
			continue
		}
		if !first {
			dst = append(dst, ',')
		}
		first = false
		if m.token != nil {
			dst = append(dst, m.token...)
		} else {
			dst = appendQuoted(dst, m.name)
		}
		dst = m.value.append(append(dst, ':'))
	}
	for i, item := range t.items {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = item.append(dst)
	}
	return append(dst, t.open+2) // the other bracket
}

// named calls do with each member of that name that was not moved away.
func (t *tree) named(name string, do func(m *twig)) {
	if t.take() != '{' {
		return
	}
	for _, m := range t.members {
		if m.name == name && !m.gone {
			do(m)
		}
	}
}
