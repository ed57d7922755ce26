package extracttest

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"sync"
	"time"
)

// A Fault answers a request in place of the API, or spoils the API's answer, which next gives.
type Fault func(w http.ResponseWriter, r *http.Request, next http.Handler)

// Faults stands before a handler, keeps a list of the requests and answers some of them wrongly.
type Faults struct {
	Clock func() time.Time // of the server; nil leaves requests undated
	Doors []string         // paths that pass by the faults and are not listed

	mu     sync.Mutex
	script map[int]Fault // by the number of the request, from 1
	asked  []Request
}

// A Request is what reached the server.
type Request struct {
	Method, Path, Query, Authorization string
	At                                 time.Time
}

// Wrap puts the faults before a handler.
func (f *Faults) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if slices.Contains(f.Doors, r.URL.Path) {
			next.ServeHTTP(w, r)
			return
		}
		asked := Request{r.Method, r.URL.Path, r.URL.RawQuery, r.Header.Get("Authorization"), time.Time{}}
		if f.Clock != nil {
			asked.At = f.Clock()
		}
		f.mu.Lock()
		f.asked = append(f.asked, asked)
		fault := f.script[len(f.asked)]
		f.mu.Unlock()
		if fault == nil {
			next.ServeHTTP(w, r)
			return
		}
		fault(w, r, next)
	})
}

// Next answers the next n requests with a fault.
func (f *Faults) Next(n int, fault Fault) { f.After(0, n, fault) }

// After lets so many requests pass and answers the n that follow with a fault.
func (f *Faults) After(pass, n int, fault Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.script == nil {
		f.script = map[int]Fault{}
	}
	for i := range n {
		f.script[len(f.asked)+pass+i+1] = fault
	}
}

// Reset lets every request pass from now on.
func (f *Faults) Reset() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.script = nil
}

// Requests returns what has reached the server so far.
func (f *Faults) Requests() []Request {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]Request(nil), f.asked...)
}

// Answer is a fault that answers with a status, a header or two and a body.
func Answer(status int, contentType, body string, header ...string) Fault {
	return func(w http.ResponseWriter, _ *http.Request, _ http.Handler) {
		w.Header().Set("Content-Type", contentType)
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// Refusal is an error as an API writes it, with a person's name in the text, which must not get out.
func Refusal(status int, header ...string) Fault {
	body := fmt.Sprintf(`{"message":"No, %s. %s","event_id":%q}`, Canary, http.StatusText(status), EventID)
	return Answer(status, "application/json", body, header...)
}

// TooMany is a 429 with what the server says about when to come back, if it says something.
func TooMany(retryAfter string) Fault {
	if retryAfter == "" {
		return Refusal(http.StatusTooManyRequests)
	}
	return Refusal(http.StatusTooManyRequests, "Retry-After", retryAfter)
}

// TooManyUntil is a 429 that names a time to come back, a while from when it is asked.
func TooManyUntil(clock func() time.Time, wait time.Duration) Fault {
	return func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		TooMany(clock().Add(wait).UTC().Format(http.TimeFormat))(w, r, next)
	}
}

// HTML is a page for people where data was promised.
func HTML(status int) Fault {
	return Answer(status, "text/html; charset=utf-8", "<html><body>"+Canary+", come back later</body></html>")
}

// Truncated promises the whole answer and hangs up in the middle.
func Truncated(w http.ResponseWriter, r *http.Request, next http.Handler) {
	body := record(w, r, next)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body[:len(body)/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

// CutClean sends half the answer as if it were whole.
func CutClean(w http.ResponseWriter, r *http.Request, next http.Handler) {
	body := record(w, r, next)
	_, _ = w.Write(body[:len(body)/2])
}

// Garbled breaks the answer in its middle without changing its length, be it JSON or XML.
func Garbled(w http.ResponseWriter, r *http.Request, next http.Handler) {
	body := record(w, r, next)
	copy(body[len(body)/2:], `}{<&"`)
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(body)
}

// Trailing sends more than the answer.
func Trailing(w http.ResponseWriter, r *http.Request, next http.Handler) {
	_, _ = w.Write(append(record(w, r, next), `{"data":[]}`...))
}

// HungUp closes the connection without an answer. On a connection that was used before, net/http asks once more itself:
// it may just have been too old.
func HungUp(http.ResponseWriter, *http.Request, http.Handler) { panic(http.ErrAbortHandler) }

// Stalled sends half the answer and then nothing for an hour.
func Stalled(w http.ResponseWriter, r *http.Request, next http.Handler) {
	body := record(w, r, next)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body[:len(body)/2])
	_ = http.NewResponseController(w).Flush()
	wait(r, time.Hour)
}

// Slow sends the answer in four pieces, with a pause before each that is not long enough to be taken for a stall.
func Slow(w http.ResponseWriter, r *http.Request, next http.Handler) {
	body := record(w, r, next)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	for i := range 4 {
		wait(r, 20*time.Second)
		_, _ = w.Write(body[i*len(body)/4 : (i+1)*len(body)/4])
		_ = http.NewResponseController(w).Flush()
	}
}

// Silent does not answer for an hour.
func Silent(_ http.ResponseWriter, r *http.Request, _ http.Handler) { wait(r, time.Hour) }

// wait returns when the client has gone or the time is over.
func wait(r *http.Request, d time.Duration) {
	_, _ = io.Copy(io.Discard, r.Body) // a server sees that its client has gone only when the question has been read
	select {
	case <-r.Context().Done():
	case <-time.After(d):
	}
}

// Packed is an answer of the API's kind that says that it is packed in some way, and is not.
func Packed(encoding string) Fault {
	return func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		_ = record(w, r, next)
		w.Header().Set("Content-Encoding", encoding)
		_, _ = w.Write([]byte(Canary))
	}
}

// Bomb is a small answer that unpacks to half a gigabyte and more.
func Bomb(w http.ResponseWriter, r *http.Request, next http.Handler) {
	_ = record(w, r, next)
	w.Header().Set("Content-Encoding", "gzip")
	z := gzip.NewWriter(w)
	zeros := make([]byte, 1<<20)
	for range 600 {
		if _, err := z.Write(zeros); err != nil {
			return // the client has seen enough
		}
	}
	_ = z.Close()
}

// Elsewhere redirects to another host.
func Elsewhere(w http.ResponseWriter, r *http.Request, _ http.Handler) {
	http.Redirect(w, r, "https://elsewhere.example/"+Canary, http.StatusFound)
}

// Slash redirects to the same address with a slash at its end and answers there, as frameworks do.
func Slash(w http.ResponseWriter, r *http.Request, _ http.Handler) {
	u := *r.URL
	u.Path += "/"
	http.Redirect(w, r, u.RequestURI(), http.StatusPermanentRedirect)
}

// record returns what the API would have answered, and promises the same kind of answer.
func record(w http.ResponseWriter, r *http.Request, next http.Handler) []byte {
	rec := httptest.NewRecorder()
	next.ServeHTTP(rec, r)
	w.Header().Set("Content-Type", rec.Header().Get("Content-Type"))
	return rec.Body.Bytes()
}
