package config

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// A shape is what a node of YAML is.
type shape uint8

const (
	missing shape = iota // nothing, or null
	text                 // a string
	number               // a number as written
	truth                // true or false
	mapping
	list
	foreign // what a configuration has no use for: anchors, aliases, tags, merges
)

// A node is a piece of a YAML file with the line that it is on.
type node struct {
	line   int
	shape  shape
	value  string  // of text, number and truth
	fields []field // of a mapping
	items  []node  // of a list
}

// A field is one key of a mapping.
type field struct {
	key   string
	line  int
	value node
}

// maxDepth is how deep a configuration may be nested. The parser calls itself for each level.
const maxDepth = 32

// parse reads YAML into nodes. What it says about a mistake never holds what is written there.
func parse(source []byte) (n node, problem *Problem) {
	if !utf8.Valid(source) || bytes.IndexByte(source, 0) >= 0 {
		return n, notYAML(0)
	}
	if deep(source) {
		return n, &Problem{
			What: "it is nested too deeply", Why: "a configuration has a handful of levels",
			Next: "compare it with a fresh one: carehouse init --print",
		}
	}
	defer func() {
		// The parser is another's: whatever a file does to it, the answer is a sentence.
		if recover() != nil {
			n, problem = node{}, notYAML(0)
		}
	}()
	parsed, err := parser.ParseBytes(source, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		return n, syntax(err)
	}
	var body ast.Node
	for _, doc := range parsed.Docs {
		if doc.Body == nil {
			continue
		}
		if body != nil {
			return n, &Problem{
				Line: lineOf(doc.Body), What: "a second document begins here", Why: "a configuration is one document",
				Next: "remove the line of three dashes",
			}
		}
		body = doc.Body
	}
	return convert(body), nil
}

// deep reports whether the text nests further than the parser should be sent down.
func deep(source []byte) bool {
	open, dashes := 0, 0
	start := true // of a line: only dashes and spaces so far
	for _, c := range source {
		switch {
		case c == '\n':
			start, dashes = true, 0
			continue
		case c == '[' || c == '{':
			open++
		case (c == ']' || c == '}') && open > 0:
			open--
		case (c == '-' || c == '?' || c == ':') && start:
			dashes++
		}
		start = start && (c == '-' || c == '?' || c == ':' || c == ' ' || c == '\t')
		if open > maxDepth || dashes > maxDepth {
			return true
		}
	}
	return false
}

// syntax turns the parser's error into a problem that quotes nothing.
func syntax(err error) *Problem {
	line := 0
	if e, ok := errors.AsType[*yaml.SyntaxError](err); ok && e.Token != nil && e.Token.Position != nil {
		line = e.Token.Position.Line
	}
	return notYAML(line)
}

func notYAML(line int) *Problem {
	return &Problem{
		Line: line, What: "this is not valid YAML",
		Why:  "usually a missing space after a colon, a tab, a bracket left open or lines that are not indented alike",
		Next: "compare the lines around it with a fresh one: carehouse init --print",
	}
}

func lineOf(n ast.Node) int {
	if n == nil {
		return 0
	}
	if tk := n.GetToken(); tk != nil && tk.Position != nil {
		return tk.Position.Line
	}
	return 0
}

// convert turns the parser's tree into ours.
func convert(n ast.Node) node {
	out := node{line: lineOf(n)}
	switch v := n.(type) {
	case nil, *ast.NullNode:
	case *ast.StringNode:
		out.shape, out.value = text, v.Value
	case *ast.LiteralNode:
		out.shape, out.value = text, v.Value.Value
	case *ast.IntegerNode:
		out.shape, out.value = number, fmt.Sprint(v.Value)
	case *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		out.shape, out.value = number, n.GetToken().Value
	case *ast.BoolNode:
		out.shape, out.value = truth, strconv.FormatBool(v.Value)
	case *ast.MappingNode:
		out.shape = mapping
		for _, m := range v.Values {
			out.fields = append(out.fields, pair(m))
		}
	case *ast.MappingValueNode:
		out.shape, out.fields = mapping, []field{pair(v)}
	case *ast.SequenceNode:
		out.shape = list
		for _, item := range v.Values {
			out.items = append(out.items, convert(item))
		}
	default:
		out.shape = foreign
	}
	return out
}

// pair reads one key. A key that is not plain text becomes one that no struct has.
func pair(m *ast.MappingValueNode) field {
	f := field{line: lineOf(m.Key), value: convert(m.Value)}
	if s, ok := m.Key.(*ast.StringNode); ok {
		f.key = s.Value
	}
	if f.value.line == 0 {
		f.value.line = f.line
	}
	return f
}
