package transform

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"regexp"
	"strconv"
	"strings"
)

// A node is an element.
type node struct {
	space, local string
	nil          bool
	text         string // its own, not that of its elements
	kids         []*node
	written      xml.Name // as written, with the prefix for the space
	scopes       map[string]string
	declared     int // declarations that are in force
}

// errStrict is for what encoding/xml lets pass and is no XML, or no page.
var errStrict = errors.New("not XML")

// treeOf reads a document with encoding/xml.
func treeOf(body []byte) (*node, error) {
	dec := xml.NewDecoder(bytes.NewReader(body))
	top := &node{scopes: map[string]string{"": "", "xml": "http://www.w3.org/XML/1998/namespace"}}
	open := []*node{top}
	for {
		before := dec.InputOffset()
		token, err := dec.RawToken()
		if err == nil {
			open, err = grow(open, token, body[before:dec.InputOffset()], int(before))
		}
		switch {
		case errors.Is(err, io.EOF) && len(open) == 1 && len(top.kids) == 1:
			return top.kids[0], nil
		case err != nil:
			return nil, &BodyError{Offset: int(dec.InputOffset()), Problem: NotXML}
		}
	}
}

// grow adds a token to the element that was opened last.
func grow(open []*node, token xml.Token, raw []byte, at int) ([]*node, error) {
	last := open[len(open)-1]
	switch token := token.(type) {
	case xml.Directive:
		return open, errStrict
	case xml.ProcInst:
		first := at == 0 || last.text == "\ufeff" && at == len(last.text)
		if strings.Contains(token.Target, ":") || token.Target == "xml" && !first {
			return open, errStrict
		}
	case xml.CharData:
		if raw[0] != '<' && !sound(raw) {
			return open, errStrict
		}
		if len(open) == 1 {
			if at == 0 {
				raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
			}
			if len(bytes.Trim(raw, " \t\r\n")) > 0 {
				return open, errStrict
			}
		}
		last.text += string(token)
	case xml.StartElement:
		n, err := last.child(token)
		if err != nil || !sound(raw) || len(open) > maxDepth || len(open) == 1 && len(last.kids) > 1 {
			return open, errStrict
		}
		return append(open, n), nil
	case xml.EndElement:
		if len(open) == 1 || token.Name != last.written {
			return open, errStrict
		}
		return open[:len(open)-1], nil
	}
	return open, nil
}

var numbered = regexp.MustCompile(`&#(x?)([0-9a-fA-F]+);`)

// sound reports whether all references to characters are to characters that XML has; encoding/xml takes surrogates.
func sound(raw []byte) bool {
	for _, m := range numbered.FindAllSubmatch(raw, -1) {
		base := 10
		if len(m[1]) > 0 {
			base = 16
		}
		if n, err := strconv.ParseUint(string(m[2]), base, 64); err != nil || 0xD800 <= n && n <= 0xDFFF {
			return false
		}
	}
	return true
}

// child adds an element with its namespaces resolved.
func (n *node) child(token xml.StartElement) (*node, error) {
	kid := &node{written: token.Name, local: token.Name.Local, scopes: maps.Clone(n.scopes), declared: n.declared}
	seen := map[xml.Name]bool{}
	for _, a := range token.Attr {
		if seen[a.Name] || strings.Contains(a.Name.Local, ":") {
			return nil, errStrict
		}
		seen[a.Name] = true
		if (a.Name.Space == "xmlns" || a.Name == xml.Name{Local: "xmlns"}) && len(a.Value) > maxSpace {
			return nil, errStrict
		}
		switch {
		case a.Name == (xml.Name{Local: "xmlns"}):
			kid.scopes[""] = a.Value
			kid.declared++
		case a.Name.Space == "xmlns":
			if a.Value == "" || a.Name.Local == "xml" || a.Name.Local == "xmlns" {
				return nil, errStrict
			}
			kid.scopes[a.Name.Local] = a.Value
			kid.declared++
		}
	}
	for _, a := range token.Attr {
		if a.Name.Space == "" || a.Name.Space == "xmlns" {
			continue
		}
		space, known := kid.scopes[a.Name.Space]
		if !known {
			return nil, errStrict
		}
		if space == xsi && a.Name.Local == "nil" && (a.Value == "true" || a.Value == "1") {
			kid.nil = true
		}
	}
	space, known := kid.scopes[token.Name.Space]
	if !known || strings.Contains(kid.local, ":") || len(token.Attr) > maxAttributes || kid.declared > maxScopes {
		return nil, errStrict
	}
	kid.space = space
	n.kids = append(n.kids, kid)
	return kid, nil
}
