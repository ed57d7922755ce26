package simulator_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"carehouse/extract/tebra/simulator"
)

const (
	kareo  = "http://www.kareo.com/api/schemas/"
	barred = "http://www.kareo.com/api/schemas"
)

// An account is a simulator with what it takes to ask it.
type account struct {
	*simulator.Simulator
	key, password, user string
}

func open(t *testing.T, o simulator.Options) account {
	t.Helper()
	if o.Size == 0 {
		o.Size = 60
	}
	s, err := simulator.New(o)
	if err != nil {
		t.Fatal(err)
	}
	a := account{Simulator: s}
	a.key, a.password, a.user = s.Credentials()
	return a
}

func (a account) fault(t *testing.T, spec string) {
	t.Helper()
	if err := a.Fault(spec); err != nil {
		t.Fatal(err)
	}
}

func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}

func (a account) header() string {
	return "<RequestHeader><ClientVersion>v1</ClientVersion><CustomerKey>" + escape(a.key) + "</CustomerKey><Password>" +
		escape(a.password) + "</Password><User>" + escape(a.user) + "</User></RequestHeader>"
}

// message is a whole request. What follows the header is given.
func (a account) message(operation, rest string) string {
	return envelope(operation, a.header()+rest)
}

func envelope(operation, request string) string {
	return `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><` +
		operation + ` xmlns="` + kareo + `"><request>` + request + `</request></` + operation + `></s:Body></s:Envelope>`
}

// space is the namespace of an operation's members.
func space(operation string) string {
	if operation == "GetServiceLocations" || operation == "GetProcedureCodes" {
		return barred
	}
	return kareo
}

// filter is Fields and Filter with those criteria: "PracticeName", "A", "ToCreatedDate", "B".
func filter(operation string, pairs ...string) string {
	var b strings.Builder
	b.WriteString(`<Fields xmlns="` + space(operation) + `"/><Filter xmlns="` + space(operation) + `">`)
	for i := 0; i < len(pairs); i += 2 {
		b.WriteString("<" + pairs[i] + ">" + escape(pairs[i+1]) + "</" + pairs[i] + ">")
	}
	b.WriteString("</Filter>")
	return b.String()
}

// post sends a message as its operation's.
func (a account) post(operation, message string) *httptest.ResponseRecorder {
	return a.send(`"`+kareo+"KareoServices/"+operation+`"`, "text/xml; charset=utf-8", message)
}

func (a account) send(action, kind, message string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(
		context.Background(), http.MethodPost, simulator.Path+"?singleWsdl", strings.NewReader(message),
	)
	r.Header.Set("Content-Type", kind)
	r.Header.Set("SOAPAction", action)
	w := httptest.NewRecorder()
	a.ServeHTTP(w, r)
	return w
}

// ask asks and reads the answer.
func (a account) ask(t *testing.T, operation, rest string) element {
	t.Helper()
	w := a.post(operation, a.message(operation, rest))
	if w.Code != http.StatusOK {
		t.Fatalf("%s: status %d: %s", operation, w.Code, w.Body)
	}
	return result(t, operation, w.Body.Bytes())
}

// find asks a list operation with a filter and returns the rows.
func (a account) find(t *testing.T, operation string, pairs ...string) []element {
	t.Helper()
	return a.ask(t, operation, filter(operation, pairs...)).rows()
}

// An element is one of an answer.
type element struct {
	XMLName  xml.Name
	Nil      string    `xml:"http://www.w3.org/2001/XMLSchema-instance nil,attr"`
	Children []element `xml:",any"`
	Text     string    `xml:",chardata"`
}

func result(t *testing.T, operation string, body []byte) element {
	t.Helper()
	var root element
	if err := xml.Unmarshal(body, &root); err != nil {
		t.Fatalf("%s: %v: %s", operation, err, body)
	}
	return root.at("Body").at(operation + "Response").at(operation + "Result")
}

func (e element) at(name string) element {
	for _, c := range e.Children {
		if c.XMLName.Local == name {
			return c
		}
	}
	return element{}
}

func (e element) get(path string) string {
	for name := range strings.SplitSeq(path, "/") {
		e = e.at(name)
	}
	return e.Text
}

// rows are the rows of a list answer, without a phantom.
func (e element) rows() []element {
	container := e.Children[len(e.Children)-1]
	var rows []element
	for _, r := range container.Children {
		for _, m := range r.Children {
			if m.Text != "" {
				rows = append(rows, r)
				break
			}
		}
	}
	return rows
}

func (e element) phantoms() int {
	return len(e.Children[len(e.Children)-1].Children) - len(e.rows())
}

func column(rows []element, name string) []string {
	var out []string
	for _, r := range rows {
		out = append(out, r.get(name))
	}
	return out
}

func text(n int64) string { return strconv.FormatInt(n, 10) }

// stamp is a wall clock as filters are written.
func stamp(at int64) string { return time.Unix(at, 0).UTC().Format("1/2/2006 3:04:05 PM") }
