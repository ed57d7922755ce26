package transport

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"": 0, "0": 0, "-1": 0, "soon": 0, "1.5": 0, "7": 7 * time.Second, " 7 ": 7 * time.Second,
		"Sun, 01 Mar 2026 12:01:00 GMT": time.Minute, "Sun, 01 Mar 2026 11:59:00 GMT": 0,
		"99999999999999999": 9223372036 * time.Second, "99999999999999999999999": 0,
	} {
		if got := retryAfter(http.Header{"Retry-After": {value}}, now); got != want {
			t.Errorf("%q: got %s, want %s", value, got, want)
		}
	}
}

func TestBackoff(t *testing.T) {
	t.Parallel()
	l := Limits{}.withDefaults()
	for _, tt := range []struct {
		attempts int
		random   float64
		want     time.Duration
	}{
		{1, 0, 50 * time.Millisecond},
		{1, 0.5, 250 * time.Millisecond},
		{2, 0.5, 500 * time.Millisecond},
		{4, 0.5, 2 * time.Second},
		{9, 0.5, 15 * time.Second},
		{5000, 0.5, 15 * time.Second},
		{5000, 0, 50 * time.Millisecond},
	} {
		if got := l.backoff(tt.attempts, tt.random); got != tt.want {
			t.Errorf("after %d attempts: got %s, want %s", tt.attempts, got, tt.want)
		}
	}
}

func TestParseBase(t *testing.T) {
	t.Parallel()
	for raw, want := range map[string]string{
		"https://app.tpastream.com/api":   "https://app.tpastream.com/api",
		"https://app.tpastream.com/api//": "https://app.tpastream.com/api",
		"https://host":                    "https://host",
		"http://127.0.0.1:8000/x":         "http://127.0.0.1:8000/x",
		"http://[::1]:8000":               "http://[::1]:8000",
		"http://localhost:1":              "http://localhost:1",
		"http://localhost.example":        "",
		"http://127.0.0.1.example":        "",
		"http://192.168.0.1":              "",
		"https://u:p@host":                "",
		"https://host?x":                  "",
		"https://host/#x":                 "",
		"file:///etc/passwd":              "",
		"https:host":                      "",
		"host/path":                       "",
		"://":                             "",
		"":                                "",
	} {
		got, err := ParseBase(raw)
		if (err == nil) != (want != "") || err == nil && got.String() != want {
			t.Errorf("%q: got %v, %v, want %q", raw, got, err, want)
		}
	}
}

func TestGuard(t *testing.T) {
	t.Parallel()
	base, err := ParseBase("https://api.example/v1")
	if err != nil {
		t.Fatal(err)
	}
	g := guard{base: base, posts: []Post{{Path: "/token"}}}
	for _, tt := range []struct {
		method, address string
		want            error
	}{
		{"GET", "https://api.example/v1/claims", nil},
		{"GET", "https://API.example/v1/claims", nil},
		{"POST", "https://api.example/v1/token", nil},
		{"POST", "https://api.example/v1/claims", ErrVerb},
		{"POST", "https://api.example/token", ErrVerb},
		{"HEAD", "https://api.example/v1", ErrVerb},
		{"PUT", "https://api.example/v1/token", ErrVerb},
		{"PATCH", "https://api.example/v1/token", ErrVerb},
		{"DELETE", "https://api.example/v1/claims", ErrVerb},
		{"get", "https://api.example/v1/claims", ErrVerb},
		{"GET", "http://api.example/v1", ErrInsecure},
		{"GET", "https://api.example:8443/v1", ErrHost},
		{"GET", "https://api.example.evil/v1", ErrHost},
		{"GET", "http://127.0.0.1/v1", ErrHost},
	} {
		u, err := url.Parse(tt.address)
		if err != nil {
			t.Fatal(err)
		}
		if err := g.check(tt.method, u); !errors.Is(err, tt.want) {
			t.Errorf("%s %s: got %v, want %v", tt.method, tt.address, err, tt.want)
		}
	}
	for address, ok := range map[string]bool{
		"93.184.216.34:443": true, "127.0.0.1:1": true, "10.1.2.3:443": true, "[::1]:1": true,
		"169.254.169.254:80": false, "[fe80::1]:80": false, "[::ffff:169.254.169.254]:80": false, "0.0.0.0:80": false,
		"224.0.0.1:80": false, "nonsense": false,
	} {
		if err := refuseAddress(address); (err == nil) != ok {
			t.Errorf("%s: got %v", address, err)
		}
	}
}

func TestSaid(t *testing.T) {
	t.Parallel()
	known := []string{"JWT has expired", "JWT could not be verified"}
	for _, tt := range []struct{ body, event, text string }{
		{``, "", ""},
		{`<html>JWT has expired</html>`, "", ""},
		{`null`, "", ""},
		{`[]`, "", ""},
		{`{"message":"JWT has expired"}`, "", "JWT has expired"},
		{`{"message":"Sorry Testperson: JWT has expired."}`, "", "JWT has expired"},
		{`{"detail":"JWT could not be verified"}`, "", "JWT could not be verified"},
		{`{"detail":[{"loc":["x"],"msg":"JWT could not be verified"}]}`, "", "JWT could not be verified"},
		{`{"code":422,"errors":{"query":{"a":["JWT has expired"]}}}`, "", "JWT has expired"},
		{`{"message":7,"detail":null,"errors":"JWT has expired"}`, "", "JWT has expired"},
		{`{"message":"Testperson","event_id":"7f3a-C0ffee"}`, "7f3a-C0ffee", ""},
		{`{"event_id":"Test person"}`, "", ""},
		{`{"event_id":"900-12-3456"}`, "", ""},
		{`{"event_id":"900123456"}`, "", ""},
		{`{"event_id":900123456}`, "", ""},
		{`{"event_id":"a@b.example"}`, "", ""},
		{`{"event_id":"` + strings.Repeat("a", 65) + `"}`, "", ""},
		{`{"event_id":"` + strings.Repeat("a1", 16) + `"}`, strings.Repeat("a1", 16), ""},
	} {
		if event, text := said([]byte(tt.body), known); event != tt.event || text != tt.text {
			t.Errorf("%s: got %q and %q, want %q and %q", tt.body, event, text, tt.event, tt.text)
		}
	}
}

// TestCause wraps what the network says the way net/http does, with an address that must not come out.
func TestCause(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		err       error
		want      error
		temporary bool
	}{
		{&net.OpError{Op: "dial", Err: &net.DNSError{Err: "CANARY", Name: "CANARY"}}, ErrNoHost, true},
		{&net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}, ErrUnavailable, true},
		{&net.OpError{Op: "read", Err: syscall.ECONNRESET}, ErrReset, true},
		{&net.OpError{Op: "remote error", Err: errors.New("tls: CANARY")}, ErrTLS, false},
		{&tls.CertificateVerificationError{Err: errors.New("CANARY")}, ErrUntrusted, false},
		{tls.RecordHeaderError{Msg: "CANARY"}, ErrTLS, false},
		{tls.AlertError(70), ErrTLS, false},
		{io.ErrUnexpectedEOF, ErrTruncated, true},
		{io.EOF, ErrHungUp, true},
		{errors.New("CANARY"), ErrConnect, true},
		{context.Canceled, context.Canceled, false},
		{ErrVerb, ErrVerb, false},
		{refusal{ErrRedirect, "too often"}, ErrRedirect, false},
		{fmt.Errorf("CANARY: %w", ErrTooLarge), ErrTooLarge, false},
	} {
		wrapped := &url.Error{Op: "Get", URL: "https://host/x?name=CANARY", Err: tt.err}
		for _, err := range []error{wrapped, fmt.Errorf("CANARY: %w", wrapped), &url.Error{Err: wrapped}} {
			got := cause(err)
			if !errors.Is(got, tt.want) || strings.Contains(got.Error(), "CANARY") || temporary(got) != tt.temporary {
				t.Errorf("%v: got %v (temporary: %v), want %v", tt.err, got, temporary(got), tt.want)
			}
		}
	}
	if got := cause(&url.Error{Err: refusal{ErrRedirect, "too often"}}).Error(); !strings.HasSuffix(got, "follow: too often") {
		t.Errorf("got %q, want the detail kept", got)
	}
}

func packed(data []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(data)
	_ = z.Close()
	return b.Bytes()
}

func TestReadBody(t *testing.T) {
	t.Parallel()
	limits := Limits{Wire: 4 << 20, Open: 32 << 20, Ratio: 100}
	plain, zeros := bytes.Repeat([]byte("a page "), 1000), make([]byte, 12<<20)
	two := slices.Concat(packed(plain), packed(plain))
	for _, tt := range []struct {
		name     string
		sent     []byte
		encoding string
		length   int // of the header; -1 is none
		want     []byte
		err      error
	}{
		{"plain", plain, "", len(plain), plain, nil},
		{"plain without a length", plain, "identity", -1, plain, nil},
		{"empty", nil, "", 0, []byte{}, nil},
		{"packed", packed(plain), "gzip", len(packed(plain)), plain, nil},
		{"packed in another case", packed(plain), " GZIP", -1, plain, nil},
		{"packed in two pieces", two, "gzip", -1, slices.Concat(plain, plain), nil},
		{"packed far, but small", packed(make([]byte, 7<<20)), "gzip", -1, make([]byte, 7<<20), nil},
		{"more promised than sent", plain, "", len(plain) + 1, nil, ErrTruncated},
		{"packed and cut", packed(plain)[:40], "gzip", -1, nil, ErrTruncated},
		{"packed and followed by nonsense", append(packed(plain), "nonsense"...), "gzip", -1, nil, ErrTruncated},
		{"not packed at all", plain, "gzip", -1, nil, ErrTruncated},
		{"nothing where something packed was promised", nil, "gzip", -1, nil, ErrTruncated},
		{"broken in the middle", bent(packed(plain)), "gzip", -1, nil, ErrTruncated},
		{"a broken sum", broken(packed(plain)), "gzip", -1, nil, ErrTruncated},
		{"too large on the wire", make([]byte, 4<<20+1), "", -1, nil, ErrTooLarge},
		{"as large as may be on the wire", make([]byte, 4<<20), "", -1, make([]byte, 4<<20), nil},
		{"a bomb", packed(zeros), "gzip", -1, nil, ErrBomb},
		{"another packing", plain, "br", -1, nil, ErrEncoding},
		{"two packings", plain, "gzip, gzip", -1, nil, ErrEncoding},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, n, err := readBody(&http.Response{
				Header: http.Header{"Content-Encoding": {tt.encoding}}, ContentLength: int64(tt.length),
				Body: io.NopCloser(bytes.NewReader(tt.sent)),
			}, limits)
			if !errors.Is(err, tt.err) || !bytes.Equal(got, tt.want) {
				t.Errorf("got %d bytes and %v, want %d and %v", len(got), err, len(tt.want), tt.err)
			}
			if err == nil && n != int64(len(tt.sent)) {
				t.Errorf("counted %d bytes sent, want %d", n, len(tt.sent))
			}
		})
	}
	t.Run("too large when opened", func(t *testing.T) {
		t.Parallel()
		_, n, err := readBody(&http.Response{
			Header: http.Header{"Content-Encoding": {"gzip"}}, ContentLength: -1, Body: io.NopCloser(bytes.NewReader(packed(zeros))),
		}, Limits{Wire: 4 << 20, Open: 1 << 20, Ratio: 1 << 30})
		if !errors.Is(err, ErrTooLarge) || n > 8<<10 {
			t.Errorf("got %v after %d bytes, want it stopped early", err, n)
		}
	})
}

// bent breaks the first block of something packed.
func bent(b []byte) []byte {
	b[10] = 0xFF
	return b
}

// broken changes the checksum at the end of something packed.
func broken(b []byte) []byte {
	b[len(b)-5] ^= 1
	return b
}

func TestPromised(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		got, want string
		ok        bool
	}{
		{"application/json", "application/json", true},
		{"Application/JSON; charset=utf-8", "application/json", true},
		{"application/problem+json", "application/json", true},
		{"", "application/json", true},
		{"text/html", "", true},
		{"text/html", "application/json", false},
		{"text/plain", "application/json", false},
		{";;", "application/json", false},
	} {
		if ok := promised(tt.got, tt.want); ok != tt.ok {
			t.Errorf("%q for %q: got %v", tt.got, tt.want, ok)
		}
	}
}
