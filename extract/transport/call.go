package transport

import (
	"cmp"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// A Call is one question to an API. What names a record goes into IDs and Query; Path is written in the program.
type Call struct {
	Dataset string   // for whom, to show progress
	Lane    string   // what the API counts it with; "" is everything
	Method  string   // GET when empty
	Path    string   // under the base URL; each {id} stands for one of IDs: "/employer/{id}/claims"
	IDs     []string // what {id} stands for
	Query   url.Values
	Header  http.Header // besides credentials
	Body    []byte      // of a named POST
	Name    string      // of an operation that its path does not name; part of errors
	Accept  string      // the kind of answer: "application/json"
	Entry   bool        // is itself how credentials are got: that it is refused says nothing about others

	// Whole looks at a body and says why it cannot be the answer: half a document, or another page than the one that
	// was asked for. Such an answer is asked for again. Its errors must not repeat the body. nil takes every body.
	// An error that is a [Ruling] says more than that.
	Whole func(body []byte) error
	// Refusal looks at the answers that Whole does not see, because their status is not a success or their kind not the
	// one that was asked for, for APIs that say in the body what they mean. It returns a [Ruling], or nil where the
	// status says it all. nil looks at none.
	Refusal func(status int, body []byte) error
	// Enough says of a failure that might pass, after so many attempts, that the same question is not worth another one.
	// nil leaves that to the limits.
	Enough func(fail *Error, attempts int) bool
}

// A Response is a whole answer.
type Response struct {
	Op       string
	Status   int
	Body     []byte
	AskedAt  time.Time // when the request was made, by our clock, UTC
	ServerAt time.Time // the same moment by the server's clock, as far as it is known, UTC
	Attempts int
}

func (c Call) method() string { return cmp.Or(c.Method, http.MethodGet) }

// Op names a call without what it asks for: "GET /api/policy_holder/{id}/claims".
func (c *Client) Op(call Call) string {
	if call.Name != "" {
		return call.Name
	}
	return call.method() + " " + c.base.Path + call.Path
}

// url returns the address of a call. IDs are escaped, so that none leads out of its place.
func (c *Client) url(call Call) *url.URL {
	parts := strings.Split(call.Path, "{id}")
	var plain, escaped strings.Builder
	for i, part := range parts {
		id := ""
		if 0 < i && i <= len(call.IDs) {
			id = call.IDs[i-1]
		}
		plain.WriteString(id + part)
		escaped.WriteString(url.PathEscape(id) + part)
	}
	u := *c.base
	u.Path, u.RawPath = c.base.Path+plain.String(), c.base.EscapedPath()+escaped.String()
	u.RawQuery = call.Query.Encode()
	return &u
}
