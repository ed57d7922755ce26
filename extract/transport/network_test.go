package transport

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"carehouse/models"
)

// These tests use real sockets of this machine, because what they look at is what the standard library does with them.

// dialed returns a client of a server on a real socket.
func dialed(t *testing.T, base string, roots *tls.Config) *Client {
	t.Helper()
	env := Env{Clock: time.Now, Limits: Limits{Attempts: 1}.withDefaults()}
	env.Network = network(env, roots)
	c, err := New(Config{BaseURL: base, Env: env})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestTLS(t *testing.T) {
	t.Parallel()
	serve := func(version uint16) *httptest.Server {
		srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {}))
		srv.TLS = &tls.Config{MinVersion: version, MaxVersion: version}
		srv.Config.ErrorLog = log.New(io.Discard, "", 0)
		srv.StartTLS()
		t.Cleanup(srv.Close)
		return srv
	}
	for _, tt := range []struct {
		name    string
		version uint16
		trusted bool
		want    error
	}{
		{"1.3", tls.VersionTLS13, true, nil},
		{"1.2", tls.VersionTLS12, true, nil},
		{"1.1", tls.VersionTLS11, true, ErrTLS},
		{"a certificate that nobody knows", tls.VersionTLS13, false, ErrUntrusted},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			srv := serve(tt.version)
			roots := &tls.Config{RootCAs: x509.NewCertPool()}
			if tt.trusted {
				roots.RootCAs.AddCert(srv.Certificate())
			}
			_, err := dialed(t, srv.URL, roots).Do(t.Context(), Call{Path: "/x", Query: url.Values{"name": {"CANARY"}}})
			if !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if e, ok := errors.AsType[*Error](err); ok && (e.Temporary() || e.Outcome() != models.Unreachable) {
				t.Errorf("%v is taken for something that passes", e)
			}
		})
	}
}

func TestNobodyThere(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = dialed(t, "http://"+address, nil).Do(t.Context(), Call{Path: "/x"})
	if !errors.Is(err, ErrUnavailable) || err.Error() != "GET /x after 1 attempt: connection refused" {
		t.Errorf("got %v", err)
	}
}

// TestPlainServer is https spoken to something that does not.
func TestPlainServer(t *testing.T) {
	t.Parallel()
	srv := httptest.NewUnstartedServer(http.NotFoundHandler())
	srv.Config.ErrorLog = log.New(io.Discard, "", 0)
	srv.Start()
	t.Cleanup(srv.Close)
	_, err := dialed(t, "https://"+srv.Listener.Addr().String(), nil).Do(t.Context(), Call{Path: "/x"})
	if !errors.Is(err, ErrTLS) {
		t.Errorf("got %v, want %v", err, ErrTLS)
	}
}

// TestNoProxy makes sure that the environment's proxy is nobody's business, and that a given one is used.
func TestNoProxy(t *testing.T) {
	t.Parallel()
	if network(Env{}, nil).Proxy != nil {
		t.Error("a proxy is used that nobody gave")
	}
	given, err := url.Parse("http://proxy.example:3128")
	if err != nil {
		t.Fatal(err)
	}
	if network(Env{Proxy: given}, nil).Proxy == nil {
		t.Error("the given proxy is not used")
	}
}
