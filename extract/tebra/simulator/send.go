package simulator

import (
	"net/http"
	"time"

	"carehouse/extract/badline"
)

// How long a slow body pauses between its pieces, and how long a silent one is kept open.
const (
	pause = 50 * time.Millisecond
	stall = time.Minute
)

// send writes an answer, or as much of it as is to arrive.
func (s *Simulator) send(w http.ResponseWriter, r *http.Request, a answer, struck string) {
	kind := a.kind
	if kind == "" {
		kind = "text/xml"
	}
	if a.to != "" {
		w.Header().Set("Location", a.to)
	}
	out := badline.Answer{Status: a.status, Body: a.body, Pause: pause, Stall: stall}
	if len(a.body) > 0 {
		out.Kind = kind + "; charset=utf-8"
	}
	fault := badline.Kind(struck)
	if struck == "truncated" {
		fault = badline.Cut
	}
	badline.Send(w, r, out, fault)
}
