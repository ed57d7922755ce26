package simulator

import (
	"errors"
	"io"
	"net/http"
	"strings"
)

// Path is the API's only path.
const Path = "/services/soap/2.1/KareoServices.svc"

// contract is what an action begins with; without its last segment the server finds no operation.
const contract = kareoSpace + "KareoServices/"

// longest is how long a request may be.
const longest = 1 << 20

// ServeHTTP implements [http.Handler].
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	action := strings.Trim(strings.TrimSpace(r.Header.Get("SOAPAction")), `"`)
	name := strings.TrimPrefix(action, contract)
	struck := ""
	if r.Method == http.MethodPost {
		struck = s.strike(known(s.operations, name))
	}
	a := s.respond(r, action, struck)
	s.send(w, r, a, struck)
}

func known(operations map[string]*operation, name string) string {
	if operations[name] == nil {
		return ""
	}
	return name
}

// respond decides what is answered: first what HTTP is about, then SOAP, then the operation.
func (s *Simulator) respond(r *http.Request, action, struck string) answer {
	if !strings.EqualFold(r.URL.Path, Path) {
		return page(http.StatusNotFound)
	}
	if r.Method == http.MethodGet {
		return s.description(r)
	}
	if r.Method != http.MethodPost {
		return answer{status: http.StatusMethodNotAllowed}
	}
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	if !strings.EqualFold(strings.TrimSpace(kind), "text/xml") {
		return answer{status: http.StatusUnsupportedMediaType}
	}
	if a, ok := instead(struck, action); ok {
		return a
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, longest+1))
	if err != nil || len(body) > longest {
		return internalFault()
	}
	root, err := parseNode(body)
	if err != nil {
		return internalFault()
	}
	return s.dispatch(root, action, struck)
}

// instead are the faults that need no request.
func instead(struck, action string) (answer, bool) {
	switch struck {
	case "internal-fault":
		return internalFault(), true
	case "deserialization-failed":
		return deserializationFault("'EndElement' 'request' from namespace '" + kareoSpace +
			"' is not expected. Expecting element 'Fields'."), true
	case "contract-mismatch":
		return actionFault(action), true
	case "html-200":
		return page(http.StatusOK), true
	case "html-503":
		return page(http.StatusServiceUnavailable), true
	case "http-429":
		return answer{status: http.StatusTooManyRequests}, true
	case "redirect":
		return answer{status: http.StatusFound, to: "https://elsewhere.example.com" + Path}, true
	case "empty-body":
		return answer{status: http.StatusOK}, true
	case "doctype":
		return answer{
			status: http.StatusOK,
			body:   []byte(`<!DOCTYPE s:Envelope [<!ENTITY a "b">]><s:Envelope xmlns:s="` + soapSpace + `"/>`),
		}, true
	default:
		return answer{}, false
	}
}

// dispatch finds the operation by its action and reads the request as that operation's.
func (s *Simulator) dispatch(root *node, action, struck string) answer {
	body := root.child(soapSpace, "Body")
	if root.Space != soapSpace || root.Local != "Envelope" || body == nil {
		return fault(soapSpace, "VersionMismatch",
			"The envelope version of the incoming message does not match that of the encoder.")
	}
	name, ok := strings.CutPrefix(action, contract)
	o := s.operations[name]
	if !ok || o == nil || !s.offered(o) {
		return actionFault(action)
	}
	if len(body.kids) == 0 || body.kids[0].Space != kareoSpace || body.kids[0].Local != name {
		return deserializationFault("OperationFormatter encountered an invalid Message body. Expected to find node type " +
			"'Element' with name '" + name + "' and namespace '" + kareoSpace + "'.")
	}
	request := body.kids[0].child(kareoSpace, "request")
	if request == nil || request.none {
		return nullReference(o)
	}
	b, err := bind(request, s.requests[name])
	var m *misfit
	if errors.As(err, &m) {
		return deserializationFault(m.why)
	}
	return s.perform(o, b, struck)
}

// offered reports whether the year's schema has an operation.
func (s *Simulator) offered(o *operation) bool {
	return o.name != "GetAppointmentReasons" || !s.script.On("schema-2025")
}

// nullReference is what the server says when it did not look before it reached.
func nullReference(o *operation) answer {
	return wrong(o, "Object reference not set to an instance of an object.",
		validation+"\r\n   at KareoServicesWCF.KareoServices."+o.name+"("+o.name+"Req request)")
}
