// Package badline is how simulators go wrong: what their faults are called, which calls these strike, and how an answer
// is sent, whole or as a line sends it that is bad. What a kind does to the content of an answer is each simulator's own.
// An answer that ends early was promised longer, so that a server cuts the connection and the peer can see it.
package badline

import (
	"context"
	"net"
	"net/http"
	"strconv"
	"time"
)

// pieces is how many a slow answer comes in.
const pieces = 20

// An Answer is a response before it is sent.
type Answer struct {
	Status int
	Kind   string // the Content-Type; "" sets none
	Body   []byte
	Pause  time.Duration // between the pieces of a slow one
	Stall  time.Duration // how long a stalled one is silent
}

// Send sends an answer, with what happens to it on the way. Headers that were set before are sent with it.
func Send(w http.ResponseWriter, r *http.Request, a Answer, kind Kind) {
	if a.Kind != "" {
		w.Header().Set("Content-Type", a.Kind)
	}
	if a.Status != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.Body)))
	}
	half, flush := a.Body[:len(a.Body)/2], http.NewResponseController(w)
	if kind == Reset && reset(w, a, half) {
		return
	}
	w.WriteHeader(a.Status)
	switch kind {
	case Cut, Reset:
		_, _ = w.Write(half)
	case Stalled:
		_, _ = w.Write(half)
		_ = flush.Flush()
		Wait(r.Context(), a.Stall)
	case Slow:
		for i := range pieces {
			_, _ = w.Write(a.Body[len(a.Body)*i/pieces : len(a.Body)*(i+1)/pieces])
			_ = flush.Flush()
			Wait(r.Context(), a.Pause)
		}
	default:
		_, _ = w.Write(a.Body)
	}
}

// reset ends the connection so that the peer sees an error instead of an end. It reports false where there is none to end.
func reset(w http.ResponseWriter, a Answer, half []byte) bool {
	conn, buffer, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return false
	}
	_, _ = buffer.WriteString("HTTP/1.1 " + strconv.Itoa(a.Status) + " OK\r\nContent-Type: " + a.Kind +
		"\r\nContent-Length: " + strconv.Itoa(len(a.Body)) + "\r\n\r\n")
	_, _ = buffer.Write(half)
	_ = buffer.Flush()
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
	return true
}

// Wait waits, but not longer than the peer does.
func Wait(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
