package simulator

import (
	"bytes"
	"net/http"

	"carehouse/extract/badline"
)

// send writes an answer, or as much of it as is to arrive.
func (s *Simulator) send(w http.ResponseWriter, r *http.Request, a answer, struck string) {
	kind := a.kind
	if kind == "" {
		kind = "application/json"
	}
	for name, value := range a.header {
		w.Header().Set(name, value)
	}
	if struck == "garbled" {
		at := len(a.body) / 2
		a.body = append(bytes.Clone(a.body[:at]), append([]byte(`,,{"`), a.body[at:]...)...)
	}
	out := badline.Answer{Status: a.status, Body: a.body, Pause: s.options.Pause, Stall: s.options.Stall}
	if len(a.body) > 0 {
		out.Kind = kind + "; charset=utf-8"
	}
	badline.Send(w, r, out, badline.Kind(struck))
}
