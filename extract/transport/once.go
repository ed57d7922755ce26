package transport

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"
)

// maxOnce is how large the answer of such a call may be, and onceTime how long it may take.
const (
	maxOnce  = 1 << 20
	onceTime = time.Minute
)

// Once returns a client for the one call that brings credentials, where another host than the API's gives them: a POST to
// exactly this address. It sends nothing else, follows no redirect and repeats nothing, because what the call hands in
// may be good for one time. [Cause] says what its errors mean without repeating what was sent.
func Once(env Env, address string) (*http.Client, error) {
	if _, err := ParseBase(address); err != nil {
		return nil, err
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("not an address like https://host/path")
	}
	next := env.Network
	if next == nil {
		env.Limits = env.Limits.withDefaults()
		next = network(env, nil)
	}
	return &http.Client{
		Transport: once{next, u}, Timeout: onceTime,
		CheckRedirect: func(*http.Request, []*http.Request) error { return refusal{ErrRedirect, "a call with credentials"} },
	}, nil
}

// A once is the last thing that a call for credentials passes.
type once struct {
	next http.RoundTripper
	to   *url.URL
}

// RoundTrip implements [http.RoundTripper].
func (o once) RoundTrip(r *http.Request) (*http.Response, error) {
	switch {
	case r.Method != http.MethodPost:
		return nil, ErrVerb
	case !secure(r.URL):
		return nil, ErrInsecure
	case r.URL.Scheme != o.to.Scheme || r.URL.Host != o.to.Host || r.URL.EscapedPath() != o.to.EscapedPath() || r.URL.RawQuery != "":
		return nil, ErrHost
	}
	r = r.Clone(r.Context())
	r.Header.Set("User-Agent", "carehouse")
	r.Header.Set("Accept", "application/json")
	answer, err := o.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	answer.Body = limited{&counter{r: answer.Body, limit: maxOnce}, answer.Body}
	return answer, nil
}

// A limited body ends with an error where it is too large.
type limited struct {
	io.Reader
	io.Closer
}

// Cause says what an error of the network means, in words that hold nothing of what was asked.
func Cause(err error) error { return cause(err) }
