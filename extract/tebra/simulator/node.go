package simulator

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// The namespaces of the API. The second has no trailing slash, and two operations live in it.
const (
	soapSpace     = "http://schemas.xmlsoap.org/soap/envelope/"
	kareoSpace    = "http://www.kareo.com/api/schemas/"
	barredSpace   = "http://www.kareo.com/api/schemas"
	arraySpace    = "http://schemas.microsoft.com/2003/10/Serialization/Arrays"
	instanceSpace = "http://www.w3.org/2001/XMLSchema-instance"
)

// A node is an element of a request.
type node struct {
	xml.Name
	none bool // i:nil
	text string
	kids []*node
}

// child returns the first child of that name, or nil.
func (n *node) child(space, local string) *node {
	for _, k := range n.kids {
		if k.Space == space && k.Local == local {
			return k
		}
	}
	return nil
}

var (
	errDoctype = errors.New("a DTD is prohibited")
	errDeep    = errors.New("elements are nested too deep")
	errNothing = errors.New("no element")
)

// The server's quotas: real requests have five levels and a few dozen elements.
const deepest = 32

// parseNode reads a document. Like the real server it takes no document type.
func parseNode(raw []byte) (*node, error) {
	d := xml.NewDecoder(bytes.NewReader(raw))
	var root *node
	var open []*node
	for {
		token, err := d.Token()
		switch {
		case errors.Is(err, io.EOF) && root != nil && len(open) == 0:
			return root, nil
		case errors.Is(err, io.EOF):
			return nil, errNothing
		case err != nil:
			return nil, err
		}
		switch t := token.(type) {
		case xml.Directive:
			return nil, errDoctype
		case xml.StartElement:
			n := &node{Name: t.Name, none: nilled(t.Attr)}
			switch {
			case len(open) == deepest:
				return nil, errDeep
			case len(open) > 0:
				open[len(open)-1].kids = append(open[len(open)-1].kids, n)
			case root != nil:
				return nil, errNothing
			default:
				root = n
			}
			open = append(open, n)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) > 0 {
				open[len(open)-1].text += string(t)
			}
		}
	}
}

func nilled(attributes []xml.Attr) bool {
	for _, a := range attributes {
		if a.Name.Space == instanceSpace && a.Name.Local == "nil" {
			word := strings.TrimSpace(a.Value)
			return word == "true" || word == "1"
		}
	}
	return false
}
