package simulator

import (
	"bytes"
	"context"
	"net"
	"net/http"
	"strconv"
	"time"
)

// pieces is how many a slow body comes in.
const pieces = 20

// send writes an answer, or as much of it as is to arrive. An answer that ends early only returns: the server sees that
// there is less than was promised, and cuts the connection.
func (s *Simulator) send(w http.ResponseWriter, r *http.Request, a answer, struck string) {
	kind := a.kind
	if kind == "" {
		kind = "application/json"
	}
	header := w.Header()
	for name, value := range a.header {
		header.Set(name, value)
	}
	if len(a.body) > 0 {
		header.Set("Content-Type", kind+"; charset=utf-8")
	}
	if struck == "garbled" {
		at := len(a.body) / 2
		a.body = append(bytes.Clone(a.body[:at]), append([]byte(`,,{"`), a.body[at:]...)...)
	}
	header.Set("Content-Length", strconv.Itoa(len(a.body)))
	half := a.body[:len(a.body)/2]
	flush := http.NewResponseController(w)
	switch struck {
	case "cut":
		w.WriteHeader(a.status)
		_, _ = w.Write(half)
	case "reset":
		reset(w, a.status, half, len(a.body))
	case "stalled":
		w.WriteHeader(a.status)
		_, _ = w.Write(half)
		_ = flush.Flush()
		wait(r.Context(), s.options.Stall)
	case "slow":
		w.WriteHeader(a.status)
		for i := range pieces {
			_, _ = w.Write(a.body[len(a.body)*i/pieces : len(a.body)*(i+1)/pieces])
			_ = flush.Flush()
			wait(r.Context(), s.options.Pause)
		}
	default:
		w.WriteHeader(a.status)
		_, _ = w.Write(a.body)
	}
}

// reset ends the connection so that the peer sees an error instead of an end.
func reset(w http.ResponseWriter, status int, half []byte, promised int) {
	conn, buffer, err := http.NewResponseController(w).Hijack()
	if err != nil {
		w.WriteHeader(status)
		_, _ = w.Write(half)
		return
	}
	_, _ = buffer.WriteString("HTTP/1.1 " + strconv.Itoa(status) + " OK\r\nContent-Type: application/json\r\nContent-Length: " +
		strconv.Itoa(promised) + "\r\n\r\n")
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
	case <-timer.C:
	case <-ctx.Done():
	}
}
