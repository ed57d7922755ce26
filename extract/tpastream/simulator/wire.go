package simulator

import (
	"bytes"
	"compress/gzip"
	"context"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// send writes an answer, or what a fault of the wire leaves of it.
func send(w http.ResponseWriter, r *http.Request, a answer, fault FaultKind, now time.Time, o Options) {
	h := w.Header()
	h.Set("Date", now.UTC().Format(http.TimeFormat))
	h.Set("Content-Type", "application/json")
	if a.html {
		h.Set("Content-Type", "text/html; charset=utf-8")
	}
	for name, value := range a.header {
		h.Set(name, value)
	}
	switch fault {
	case HeaderTimeout:
		wait(r.Context(), o.Stall)
		panic(http.ErrAbortHandler)
	case GzipBomb:
		bomb(w)
	case Truncated, Stall, Reset, CutChunk:
		if fault != CutChunk {
			h.Set("Content-Length", strconv.Itoa(len(a.body)))
		}
		w.WriteHeader(a.status)
		_, _ = w.Write(a.body[:len(a.body)/2])
		_ = http.NewResponseController(w).Flush()
		if fault == Stall {
			wait(r.Context(), o.Stall)
		}
		if fault == Reset {
			reset(w)
		}
		panic(http.ErrAbortHandler) // how net/http is told to cut the connection
	case SlowBody:
		slowly(w, r, a, o.Pause)
	default:
		whole(w, r, a)
	}
}

// whole writes an answer as it should be, packed when the client can unpack.
func whole(w http.ResponseWriter, r *http.Request, a answer) {
	body := a.body
	if len(body) > 1000 && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		var packed bytes.Buffer
		packed.Grow(len(body) / 5)
		z, _ := gzip.NewWriterLevel(&packed, gzip.BestSpeed) // the level is valid
		_, _ = z.Write(body)
		_ = z.Close()
		body = packed.Bytes()
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Vary", "Accept-Encoding")
	}
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(a.status)
	_, _ = w.Write(body)
}

func slowly(w http.ResponseWriter, r *http.Request, a answer, pause time.Duration) {
	w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(a.status)
	for rest, piece := a.body, len(a.body)/20+1; len(rest) > 0; {
		n := min(piece, len(rest))
		if _, err := w.Write(rest[:n]); err != nil {
			return
		}
		_ = http.NewResponseController(w).Flush()
		rest = rest[n:]
		if !wait(r.Context(), pause) {
			return
		}
	}
}

// wait reports whether the time passed before the client left.
func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}

// reset ends a connection without the courtesy of a FIN. Where there is none to take over, the caller cuts it.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	inner := conn
	if secure, ok := conn.(interface{ NetConn() net.Conn }); ok {
		inner = secure.NetConn()
	}
	if tcp, ok := inner.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = inner.Close()
}

// bomb sends the same packed sixteen megabytes of blanks 64 times: gzip files may be put one behind the other.
func bomb(w http.ResponseWriter) {
	w.Header().Set("Content-Encoding", "gzip")
	w.WriteHeader(http.StatusOK)
	pack := func(text string, times int) []byte {
		var out bytes.Buffer
		z := gzip.NewWriter(&out)
		for range times {
			_, _ = z.Write([]byte(text))
		}
		_ = z.Close()
		return out.Bytes()
	}
	blanks := pack(strings.Repeat(" ", 1<<20), 16)
	_, _ = w.Write(pack(`{"data":[`, 1))
	for range 64 {
		if _, err := w.Write(blanks); err != nil {
			return
		}
	}
	const end = `],"has_next":false,"has_prev":false,"next_num":null,"page":1,"pages":1,` +
		`"per_page":10,"prev_num":null,"total":0}`
	_, _ = w.Write(pack(end, 1))
}
