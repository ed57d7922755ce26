package transform

import (
	"bytes"
	"slices"
)

// text returns the value of an attribute.
func (a *attr) text() []byte {
	if a.plain {
		return a.value
	}
	text, _ := appendChars([]byte{}, a.value) // it was decoded before
	return text
}

// declare puts what an element declares in force, and looks at what its other attributes say.
func (f *flattener) declare(t *startTag) bool {
	for k := range f.attrs {
		switch a := &f.attrs[k]; {
		case a.colon == 0 && string(a.name) == "xmlns":
			f.scopes = append(f.scopes, scope{nil, a.text()})
		case a.colon > 0 && string(a.name[:a.colon]) == "xmlns":
			s := scope{a.name[a.colon+1:], a.text()}
			if len(s.space) == 0 || string(s.prefix) == "xml" || string(s.prefix) == "xmlns" {
				return false
			}
			f.scopes = append(f.scopes, s)
		}
	}
	for _, s := range f.scopes[t.scopes:] {
		if len(s.space) > maxSpace {
			return false
		}
	}
	if len(f.scopes) > t.scopes {
		f.rescope()
	}
	for k := range f.attrs {
		a := &f.attrs[k]
		if a.colon == 0 || string(a.name[:a.colon]) == "xmlns" {
			continue
		}
		space, known := f.resolve(a.name[:a.colon])
		if !known {
			return false
		}
		if string(a.name[a.colon+1:]) == "nil" && string(space) == xsi {
			value := a.text()
			t.null = t.null || string(value) == "true" || string(value) == "1"
		}
	}
	return len(f.scopes) <= maxScopes
}

// resolve returns the namespace that a prefix stands for.
func (f *flattener) resolve(prefix []byte) (space []byte, known bool) {
	for _, s := range slices.Backward(f.scopes) {
		if bytes.Equal(s.prefix, prefix) {
			return s.space, true
		}
	}
	if string(prefix) == "xml" {
		return []byte("http://www.w3.org/XML/1998/namespace"), true
	}
	return nil, len(prefix) == 0
}

// rescope finds out what is in force after a declaration or behind an element that had one.
func (f *flattener) rescope() {
	f.space, _ = f.resolve(nil)
	f.nilTail = f.nilTail[:0]
	for _, s := range slices.Backward(f.scopes) {
		if len(s.prefix) == 0 || string(s.space) != xsi {
			continue
		}
		if now, _ := f.resolve(s.prefix); string(now) == xsi {
			f.nilTail = append(append(append(f.nilTail, ' '), s.prefix...), `:nil="true"/>`...)
			return
		}
	}
}

// leave ends what an element declared.
func (f *flattener) leave(t *startTag) {
	if len(f.scopes) > t.scopes {
		f.scopes = f.scopes[:t.scopes]
		f.rescope()
	}
}

// called returns what the journal and the plan call an element, see [memberName].
func (f *flattener) called(t *startTag) []byte {
	if string(t.space) == f.plan.root.Space {
		return t.local
	}
	f.name = append(append(append(append(f.name[:0], '{'), t.space...), '}'), t.local...)
	return f.name
}
