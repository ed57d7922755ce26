package tebra

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
)

// Why a body cannot be the answer. Another attempt may bring a better one.
var (
	errNotXML  = errors.New("the answer is not whole XML")
	errDoctype = errors.New("the answer has a document type")
	errTooDeep = errors.New("the answer is nested too deeply")
	errOther   = errors.New("the answer is to another question")
	errNothing = errors.New("the answer has no result")
)

// maxDepth is how many elements may be inside one another. A page that has more cannot be flattened.
const maxDepth = 64

// An answer is what a walk has to know of a body.
type answer struct {
	rows []row // that hold anything; a record of nulls is how the service says that there is none
	next int64 // where GetAllPatients goes on; 0 is nowhere

	fault   string // the code of a fault, without its prefix
	words   string // of a fault or an error; to be compared with what is known, and never to be repeated
	isError bool
	said    bool // there is a result with anything in it

	authenticated, authorized, keyValid flag
	missing                             []string // permissions
	practices                           []int64  // that the user may see; none is not known

	note string // why it stands in for an answer, of a landed page; "" is a real one
}

// A flag may not have been there.
type flag struct{ known, set bool }

// no reports whether the service said no.
func (f flag) no() bool { return f.known && !f.set }

func readFlag(text string) flag {
	switch strings.ToLower(text) {
	case "true", "1":
		return flag{true, true}
	case "false", "0":
		return flag{true, false}
	}
	return flag{}
}

// A row is the texts of the members that its operation reads.
type row []string

// text returns a member of a row; "" where it is nil, empty or missing.
func (op *operation) text(r row, name string) string {
	for i, read := range op.reads {
		if read == name {
			return r[i]
		}
	}
	return ""
}

// number returns a member of a row as an id, and 0 where it is none.
func (op *operation) number(r row, name string) int64 {
	n, err := strconv.ParseInt(op.text(r, name), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// key returns the row's own id, and 0 where it has none.
func (op *operation) key(r row) int64 { return op.number(r, op.reads[0]) }

// A scan walks over the tokens of a body. It goes by names and places, never by prefixes.
type scan struct {
	op   *operation
	path []string
	a    answer
	text strings.Builder
	row  row
	full bool // the record holds anything
}

// read scans a whole body.
func (op *operation) read(body []byte) (*answer, error) {
	s := scan{op: op}
	decoder := xml.NewDecoder(bytes.NewReader(body))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errNotXML
		}
		if err := s.token(token); err != nil {
			return nil, err
		}
	}
	switch {
	case len(s.path) > 0 || s.op == nil:
		return nil, errNotXML
	case s.a.fault == "" && !s.a.said:
		return nil, errNothing
	}
	return &s.a, nil
}

func (s *scan) token(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		return s.open(t.Name.Local)
	case xml.EndElement:
		s.close()
	case xml.CharData:
		if len(s.path) == 0 && len(bytes.TrimSpace(t)) > 0 {
			return errNotXML
		}
		s.text.Write(t)
	case xml.Directive:
		return errDoctype
	}
	return nil
}

func (s *scan) open(name string) error {
	s.path = append(s.path, name)
	s.text.Reset()
	switch {
	case len(s.path) > maxDepth:
		return errTooDeep
	case len(s.path) == 1 && (name != "Envelope" || s.a.said || s.a.fault != ""):
		return errOther
	case len(s.path) == 3 && s.path[1] == "Body" && name != "Fault" && name != s.op.response():
		return errOther
	}
	if s.begins() {
		s.row, s.full = make(row, len(s.op.reads)), false
	}
	return nil
}

// rowDepth is how deep a record is in a body.
func (op *operation) rowDepth() int {
	switch {
	case op.row == "":
		return 4
	case op.list == "":
		return 5
	default:
		return 6
	}
}

// begins reports whether the element that was just opened is a record.
func (s *scan) begins() bool { return len(s.path) == s.op.rowDepth() && s.within() }

// within reports whether the element is a record or in one.
func (s *scan) within() bool {
	depth := s.op.rowDepth()
	if len(s.path) < depth || s.path[2] != s.op.response() || s.path[3] != s.op.result() {
		return false
	}
	if s.op.row == "" && depth < len(s.path) { // where the result is the record, what is said about it stands beside its members
		return s.path[depth] != "ErrorResponse" && s.path[depth] != "SecurityResponse"
	}
	return s.op.row == "" || (s.path[depth-1] == s.op.row && (s.op.list == "" || s.path[4] == s.op.list))
}

// close takes the text of the element that ends.
func (s *scan) close() {
	text := strings.TrimSpace(s.text.String())
	s.text.Reset()
	depth := len(s.path)
	switch {
	case s.within():
		s.member(text)
	case depth > 4 && s.path[2] == s.op.response():
		s.a.said = true
		s.around(strings.Join(s.path[4:], ">"), text)
	case depth == 4 && s.path[2] == "Fault":
		s.faulted(s.path[3], text)
	}
	s.path = s.path[:depth-1]
}

// member takes what a record says.
func (s *scan) member(text string) {
	depth, at := s.op.rowDepth(), len(s.path)
	if text != "" {
		s.full = true
	}
	if at == depth+1 {
		for i, name := range s.op.reads {
			if name == s.path[at-1] && s.row[i] == "" {
				s.row[i] = text
			}
		}
	}
	if at == depth && s.full {
		s.a.said = true
		s.a.rows = append(s.a.rows, s.row)
	}
}

// around takes what is said about the answer.
func (s *scan) around(path, text string) {
	switch path {
	case "ErrorResponse>IsError":
		s.a.isError = readFlag(text).set
	case "ErrorResponse>ErrorMessage":
		s.a.words = text
	case "SecurityResponse>Authenticated":
		s.a.authenticated = readFlag(text)
	case "SecurityResponse>Authorized":
		s.a.authorized = readFlag(text)
	case "SecurityResponse>CustomerKeyValid":
		s.a.keyValid = readFlag(text)
	case "SecurityResponse>PermissionsMissing>Permission>string":
		s.a.missing = append(s.a.missing, text)
	case "SecurityResponse>PracticesAuthorized>PracticeID>int":
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			s.a.practices = append(s.a.practices, n)
		}
	case "Key>nextStartKey":
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			s.a.next = max(n, 0)
		}
	}
}

// faulted takes what a fault says.
func (s *scan) faulted(name, text string) {
	switch name {
	case "faultcode":
		_, code, ok := strings.Cut(text, ":")
		if !ok {
			code = text
		}
		s.a.fault = code
		if code == "" {
			s.a.fault = "Fault"
		}
	case "faultstring":
		s.a.words = text
	}
}
