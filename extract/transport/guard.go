package transport

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// What the guard refuses. None of these requests was sent.
var (
	ErrVerb     = errors.New("only reads may be sent")
	ErrInsecure = errors.New("plain http goes to this machine only; use https")
	ErrHost     = errors.New("the request is for another host than the configured one")
	ErrRedirect = errors.New("the server redirects to where we do not follow")
)

// A refusal is one of the guard's errors with a detail, which is a constant and may be printed.
type refusal struct {
	kind   error
	detail string
}

// Error implements error.
func (r refusal) Error() string { return r.kind.Error() + ": " + r.detail }

// Unwrap returns what was refused.
func (r refusal) Unwrap() error { return r.kind }

// A Post is a call that is a POST although it changes nothing.
type Post struct {
	Path string // under the base URL
	Read bool   // may be sent again; a token call may not
}

// ParseBase reads the address of an API: https, or http on this machine, with no credentials, query or fragment in it.
// Its errors do not repeat the address, which somebody may have put a password into.
func ParseBase(raw string) (*url.URL, error) {
	u, err := url.Parse(raw)
	switch {
	case err != nil || u.Host == "" || u.Opaque != "":
		return nil, errors.New("not an address like https://host/path")
	case u.User != nil:
		return nil, errors.New("an address must not hold credentials")
	case u.RawQuery != "" || u.Fragment != "" || u.ForceQuery:
		return nil, errors.New("an address must not hold a query or a fragment")
	case u.Scheme != "https" && u.Scheme != "http":
		return nil, errors.New("an address begins with https://")
	case !secure(u):
		return nil, ErrInsecure
	}
	u.Path, u.RawPath = strings.TrimRight(u.Path, "/"), ""
	return u, nil
}

// secure reports whether a request to u cannot be read on its way.
func secure(u *url.URL) bool {
	return u.Scheme == "https" || (u.Scheme == "http" && loopback(u.Hostname()))
}

// loopback reports whether a host is this machine by its name.
func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.IsLoopback()
}

// A guard is the last thing that a request passes. Whoever built it, and wherever a redirect leads, it must be a read
// for the configured host.
type guard struct {
	next  http.RoundTripper
	base  *url.URL
	posts []Post
	never func(path string) bool
}

// never is what is said of a call that costs more than a read, wherever somebody redirects to it.
const never = "a call that is never made"

// RoundTrip implements [http.RoundTripper].
func (g guard) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := g.check(r.Method, r.URL); err != nil {
		return nil, err
	}
	return g.next.RoundTrip(r)
}

func (g guard) check(method string, u *url.URL) error {
	named := func(p Post) bool { return method == http.MethodPost && u.Path == g.base.Path+p.Path }
	switch {
	case method != http.MethodGet && !slices.ContainsFunc(g.posts, named):
		return ErrVerb
	case !secure(u):
		return ErrInsecure
	case u.Scheme != g.base.Scheme || !strings.EqualFold(u.Host, g.base.Host):
		return ErrHost
	case g.never != nil && g.never(u.Path):
		return refusal{ErrVerb, never}
	}
	return nil
}

// redirect is asked before a redirect is followed. Credentials may go along because the host stays the same.
func (g guard) redirect(r *http.Request, via []*http.Request) error {
	switch {
	case len(via) > maxRedirects:
		return refusal{ErrRedirect, "too often"}
	case via[0].Method != http.MethodGet || r.Method != http.MethodGet:
		return refusal{ErrRedirect, "a call with a body"}
	case r.URL.User != nil:
		return refusal{ErrRedirect, "an address with credentials"}
	case g.never != nil && g.never(r.URL.Path):
		return refusal{ErrRedirect, never}
	}
	if err := g.check(r.Method, r.URL); err != nil {
		return refusal{ErrRedirect, "another host, or no https"}
	}
	return nil
}

// refuseAddress keeps connections away from addresses that no API has, but that give secrets to whoever asks:
// link-local ones, where clouds keep their credentials.
func refuseAddress(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return ErrHost
	}
	addr, err := netip.ParseAddr(host)
	if err != nil {
		return ErrHost
	}
	if addr = addr.Unmap(); addr.IsLinkLocalUnicast() || addr.IsMulticast() || addr.IsUnspecified() {
		return refusal{ErrHost, "its name leads to an address that no API has"}
	}
	return nil
}
