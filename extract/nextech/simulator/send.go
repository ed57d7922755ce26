package simulator

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"strconv"
	"time"
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
	if a.kind != "" {
		w.Header().Set("Content-Type", a.kind)
	}
	for name, value := range a.header {
		w.Header().Set(name, value)
	}
	if a.status != http.StatusNoContent {
		w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	half := a.body[:len(a.body)/2]
	flush := http.NewResponseController(w)
	switch fault {
	case Cut: // less than was promised: the server cuts the connection
		w.WriteHeader(a.status)
		_, _ = w.Write(half)
	case Reset:
		reset(w, a, half)
	case Stalled:
		w.WriteHeader(a.status)
		_, _ = w.Write(half)
		_ = flush.Flush()
		wait(r.Context(), o.Stall)
	case Slow:
		w.WriteHeader(a.status)
		for i := range pieces {
			_, _ = w.Write(a.body[len(a.body)*i/pieces : len(a.body)*(i+1)/pieces])
			_ = flush.Flush()
			wait(r.Context(), o.Pause)
		}
	default:
		w.WriteHeader(a.status)
		_, _ = w.Write(a.body)
	}
}

// pieces is how many a slow body comes in.
const pieces = 20

// garbled breaks a body in its middle without changing its length.
func garbled(body []byte) []byte {
	out := bytes.Clone(body)
	copy(out[len(out)/2:], `}{<&"`)
	return out
}

// reset ends the connection so that the peer sees an error instead of an end.
func reset(w http.ResponseWriter, a answer, half []byte) {
	conn, buffer, err := http.NewResponseController(w).Hijack()
	if err != nil {
		w.WriteHeader(a.status)
		_, _ = w.Write(half)
		return
	}
	_, _ = buffer.WriteString("HTTP/1.1 " + strconv.Itoa(a.status) + " OK\r\nContent-Type: " + a.kind +
		"\r\nContent-Length: " + strconv.Itoa(len(a.body)) + "\r\n\r\n")
	_, _ = buffer.Write(half)
	_ = buffer.Flush()
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

func wait(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
