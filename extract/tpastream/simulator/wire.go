package simulator

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"strings"
	"time"

	"carehouse/extract/badline"
)

// send writes an answer, or what a fault of the wire leaves of it.
func send(w http.ResponseWriter, r *http.Request, a answer, fault FaultKind, now time.Time, o Options) {
	h := w.Header()
	h.Set("Date", now.UTC().Format(http.TimeFormat))
	kind := "application/json"
	if a.html {
		kind = "text/html; charset=utf-8"
	}
	h.Set("Content-Type", kind)
	for name, value := range a.header {
		h.Set(name, value)
	}
	switch fault {
	case HeaderTimeout:
		badline.Wait(r.Context(), o.Stall)
		panic(http.ErrAbortHandler) // how net/http is told to cut the connection
	case GzipBomb:
		bomb(w)
	case CutChunk:
		w.WriteHeader(a.status)
		_, _ = w.Write(a.body[:len(a.body)/2])
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	case Truncated, Stall, Reset, SlowBody:
		on := map[FaultKind]badline.Kind{
			Truncated: badline.Cut, Stall: badline.Stalled, Reset: badline.Reset, SlowBody: badline.Slow,
		}[fault]
		out := badline.Answer{Status: a.status, Kind: kind, Body: a.body, Pause: o.Pause, Stall: o.Stall}
		badline.Send(w, r, out, on)
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
