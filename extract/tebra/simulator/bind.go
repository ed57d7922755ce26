package simulator

import (
	"fmt"
	"strconv"
	"strings"
)

// A type of a request's member. Text is what the wire has for nearly everything.
type wireType uint8

const (
	wireText wireType = iota
	wireInt
	wireLong
	wireBool
	wireObject
)

// A wanted is a member that a request may have, in its place.
type wanted struct {
	name     string
	space    string
	typ      wireType
	required bool
	inner    []wanted
}

// A bound is an object of a request as the server sees it: without what was misplaced.
type bound struct {
	values  map[string]string // not nil and not empty
	objects map[string]*bound // not nil
}

func (b *bound) value(name string) string {
	if b == nil {
		return ""
	}
	return b.values[name]
}

func (b *bound) object(name string) *bound {
	if b == nil {
		return nil
	}
	return b.objects[name]
}

// A misfit is why a request could not be read: the inner message of a DeserializationFailed fault.
type misfit struct{ why string }

func (m *misfit) Error() string { return m.why }

// bind reads an object as the .NET DataContractSerializer does. Members are looked for behind the last one found, by
// namespace and exact name; what is not there is dropped without a word. Only passing over a required member is an
// error.
func bind(n *node, members []wanted) (*bound, error) {
	b := &bound{values: map[string]string{}, objects: map[string]*bound{}}
	at := 0
	for _, k := range n.kids {
		found := at
		for found < len(members) && (members[found].name != k.Local || members[found].space != k.Space) {
			found++
		}
		if found == len(members) {
			continue
		}
		if err := missing(members[at:found], "Element", k); err != nil {
			return nil, err
		}
		at = found + 1
		if err := b.take(members[found], k); err != nil {
			return nil, err
		}
	}
	if err := missing(members[at:], "EndElement", n); err != nil {
		return nil, err
	}
	return b, nil
}

func missing(passed []wanted, what string, at *node) error {
	for _, m := range passed {
		if m.required {
			return &misfit{fmt.Sprintf(
				"'%s' '%s' from namespace '%s' is not expected. Expecting element '%s'.", what, at.Local, at.Space, m.name,
			)}
		}
	}
	return nil
}

// take reads one member's value.
func (b *bound) take(m wanted, k *node) error {
	if k.none {
		return nil
	}
	if m.typ == wireObject {
		inner, err := bind(k, m.inner)
		if err != nil {
			return err
		}
		b.objects[m.name] = inner
		return nil
	}
	text, err := m.typ.read(k.text)
	if err != nil {
		return err
	}
	if text != "" {
		b.values[m.name] = text
	}
	return nil
}

// read checks a value and returns it in its shortest spelling.
func (t wireType) read(text string) (string, error) {
	switch t {
	case wireInt, wireLong:
		bits, name := 32, "Int32"
		if t == wireLong {
			bits, name = 64, "Int64"
		}
		n, err := strconv.ParseInt(strings.TrimSpace(text), 10, bits)
		if err != nil {
			return "", &misfit{"The value '" + text + "' cannot be parsed as the type '" + name + "'."}
		}
		return strconv.FormatInt(n, 10), nil
	case wireBool:
		switch strings.TrimSpace(text) {
		case "true", "1":
			return "true", nil
		case "false", "0":
			return "false", nil
		}
		return "", &misfit{"The value '" + text + "' cannot be parsed as the type 'Boolean'."}
	default:
		return text, nil
	}
}
