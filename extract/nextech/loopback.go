package nextech

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"syscall"
	"time"

	"carehouse/extract"
	"carehouse/models"
)

// A listening opens an address of this machine.
type listening func(ctx context.Context, address string) (net.Listener, error)

// onLoopback opens an address, and no other machine's.
func onLoopback(ctx context.Context, address string) (net.Listener, error) {
	var config net.ListenConfig
	return config.Listen(ctx, "tcp", address)
}

// addresses lists what a redirect to this machine may arrive at: localhost is whichever of the two the browser tries first.
func addresses(u *url.URL) []string {
	port := u.Port()
	if port == "" {
		port = "80"
	}
	if u.Hostname() == "localhost" {
		return []string{net.JoinHostPort("127.0.0.1", port), net.JoinHostPort("::1", port)}
	}
	return []string{net.JoinHostPort(u.Hostname(), port)}
}

// An arrival is what a browser brought, and where it is told what came of it.
type arrival struct {
	query url.Values
	told  chan error
}

// byBrowser waits on this machine for the browser to come back.
func (l *login) byBrowser(ctx context.Context, by extract.Visit, listen listening) error {
	callback, here := l.auth.callback()
	if !here {
		return l.loginTrouble("auth.redirect_uri is no address of this machine",
			"bring the address that the browser ends at: "+l.command+pasting)
	}
	arrivals, over := make(chan arrival), make(chan struct{})
	server := &http.Server{
		Handler: doorway{callback.Path, arrivals, over}, ReadHeaderTimeout: 10 * time.Second, MaxHeaderBytes: 64 << 10,
	}
	server.SetKeepAlivesEnabled(false)
	open := 0
	for _, address := range addresses(callback) {
		listener, err := listen(ctx, address)
		if errors.Is(err, syscall.EADDRINUSE) {
			open = 0 // the browser might try that one first, and bring the code to whoever is there
			break
		}
		if err != nil {
			continue // a machine may lack one of the two
		}
		open++
		go func() { _ = server.Serve(listener) }() // it ends with the server
	}
	defer shut(ctx, server)
	defer close(over)
	if open == 0 {
		return &trouble{
			text: "the port of auth.redirect_uri cannot be opened on this machine", outcome: models.Failed,
			advice: "end the program that uses it, or bring the address that the browser ends at: " + l.command + pasting,
		}
	}
	by.Show("Open this address in a browser on this machine, and log in:")
	by.Show(l.address())
	return l.await(ctx, arrivals)
}

// shut lets the page that is being written be read, and ends the server.
func shut(ctx context.Context, server *http.Server) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if server.Shutdown(ctx) != nil {
		_ = server.Close() // who reads no faster goes without
	}
}

// await takes the first answer that belongs to this login. Others may come: from an old tab, or from somebody else.
func (l *login) await(ctx context.Context, arrivals <-chan arrival) error {
	for {
		select {
		case a := <-arrivals:
			code, err := l.answer(a.query)
			if errors.Is(err, errForeign) {
				a.told <- err
				continue
			}
			if err == nil {
				err = l.exchange(ctx, code)
			}
			a.told <- err
			return err
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// A doorway is the page that the browser comes back to.
type doorway struct {
	path     string
	arrivals chan<- arrival
	over     <-chan struct{} // closed when the login has ended
}

// ServeHTTP implements [http.Handler]. It repeats nothing of what it is asked.
func (d doorway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	if r.Method != http.MethodGet || strings.TrimRight(r.URL.Path, "/") != strings.TrimRight(d.path, "/") {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	a := arrival{r.URL.Query(), make(chan error, 1)}
	select {
	case d.arrivals <- a:
	case <-d.over: // a browser may come twice
		w.WriteHeader(http.StatusGone)
		_, _ = io.WriteString(w, "The login is over. What came of it is in the terminal.")
		return
	case <-r.Context().Done():
		return
	}
	text := "You are logged in. This page can be closed."
	if err := <-a.told; err != nil {
		w.WriteHeader(http.StatusBadRequest)
		text = "That did not work: " + err.Error() + ". What to do is in the terminal."
	}
	_, _ = io.WriteString(w, text) // nobody may be there to read it
}
