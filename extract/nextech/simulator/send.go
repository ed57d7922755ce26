package simulator

import (
	"bytes"
	"net/http"

	"carehouse/extract/badline"
)

// The kinds of bodies.
const (
	jsonKind = "application/json; charset=utf-8"
	htmlKind = "text/html; charset=utf-8"
	textKind = "text/plain; charset=utf-8"
)

// An answer is a response before it is sent.
type answer struct {
	status int
	kind   string // of the body; "" with an empty one
	header map[string]string
	body   []byte
}

// send sends an answer, with the faults that happen on the way.
func send(w http.ResponseWriter, r *http.Request, a answer, fault FaultKind, o Options) {
	for name, value := range a.header {
		w.Header().Set(name, value)
	}
	out := badline.Answer{Status: a.status, Kind: a.kind, Body: a.body, Pause: o.Pause, Stall: o.Stall}
	badline.Send(w, r, out, fault)
}

// garbled breaks a body in its middle without changing its length.
func garbled(body []byte) []byte {
	out := bytes.Clone(body)
	copy(out[len(out)/2:], `}{<&"`)
	return out
}
