package extracttest

import (
	"context"
	"net"
	"net/http"
	"testing"
)

// Serve runs handler on a network that exists only in memory and returns the way to it. Nothing touches a socket, so a
// test may run in a bubble of [testing/synctest], where waiting an hour for a rate limit takes no time.
func Serve(t *testing.T, handler http.Handler) http.RoundTripper {
	t.Helper()

	wire := make(listener)
	srv := &http.Server{Handler: handler}
	go func() { _ = srv.Serve(wire) }()

	way := &http.Transport{DialContext: wire.dial, DisableCompression: true}
	t.Cleanup(func() {
		way.CloseIdleConnections()
		_ = srv.Close()
	})
	return way
}

// A listener hands the far ends of pipes to a server.
type listener chan net.Conn

func (l listener) dial(ctx context.Context, _, _ string) (net.Conn, error) {
	near, far := net.Pipe()
	select {
	case l <- far:
		return near, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Accept implements [net.Listener].
func (l listener) Accept() (net.Conn, error) {
	conn, ok := <-l
	if !ok {
		return nil, net.ErrClosed
	}
	return conn, nil
}

// Close implements [net.Listener].
func (l listener) Close() error { close(l); return nil }

// Addr implements [net.Listener].
func (listener) Addr() net.Addr { return &net.UnixAddr{Name: "memory", Net: "memory"} }
