package transport

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestOnceSendsNothingElse lets through the one call, and no other verb, host, path or scheme.
func TestOnceSendsNothingElse(t *testing.T) {
	t.Parallel()
	sent := 0
	way := roundTrip(func(*http.Request) (*http.Response, error) {
		sent++
		return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader("{}"))}, nil
	})
	client, err := Once(Env{Clock: time.Now, Network: way}, "https://login.example/tenant/oauth2/token")
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		method, url string
		want        error
	}{
		{http.MethodPost, "https://login.example/tenant/oauth2/token", nil},
		{http.MethodGet, "https://login.example/tenant/oauth2/token", ErrVerb},
		{http.MethodPut, "https://login.example/tenant/oauth2/token", ErrVerb},
		{http.MethodPost, "http://login.example/tenant/oauth2/token", ErrInsecure},
		{http.MethodPost, "https://login.example/tenant/oauth2/token?code=CANARY", ErrHost},
		{http.MethodPost, "https://login.example/tenant/oauth2/token/", ErrHost},
		{http.MethodPost, "https://login.example/other/oauth2/token", ErrHost},
		{http.MethodPost, "https://elsewhere.example/tenant/oauth2/token", ErrHost},
		{http.MethodPost, "https://login.example:8443/tenant/oauth2/token", ErrHost},
	} {
		before := sent
		req, err := http.NewRequestWithContext(t.Context(), tt.method, tt.url, strings.NewReader("x=CANARY"))
		if err != nil {
			t.Fatal(err)
		}
		resp, err := client.Do(req)
		if err == nil {
			_ = resp.Body.Close()
		}
		if !errors.Is(err, tt.want) {
			t.Errorf("%s %s: got error %v, want %v", tt.method, tt.url, err, tt.want)
		}
		if (sent > before) != (tt.want == nil) {
			t.Errorf("%s %s: got %d calls", tt.method, tt.url, sent-before)
		}
		if err != nil && strings.Contains(Cause(err).Error(), "login.example") {
			t.Errorf("got cause %q, which repeats the address", Cause(err))
		}
	}
}

// TestOnceFollowsNothing gives up on a redirect and on an answer that does not end.
func TestOnceFollowsNothing(t *testing.T) {
	t.Parallel()
	sent := 0
	answer := &http.Response{
		StatusCode: http.StatusTemporaryRedirect, Header: http.Header{"Location": {"https://login.example/token"}},
		Body: io.NopCloser(strings.NewReader("")),
	}
	way := roundTrip(func(*http.Request) (*http.Response, error) {
		sent++
		return answer, nil
	})
	client, err := Once(Env{Clock: time.Now, Network: way}, "https://login.example/token")
	if err != nil {
		t.Fatal(err)
	}
	post := func() (*http.Response, error) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://login.example/token", strings.NewReader("x=1"))
		if err != nil {
			t.Fatal(err)
		}
		return client.Do(req)
	}
	resp, err := post()
	if err == nil {
		_ = resp.Body.Close()
	}
	if !errors.Is(Cause(err), ErrRedirect) || sent != 1 {
		t.Errorf("got error %v after %d calls, want a redirect that is not followed", err, sent)
	}
	answer = &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(endless{})}
	if resp, err = post(); err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); !errors.Is(err, ErrTooLarge) {
		t.Errorf("got error %v from an endless answer", err)
	}
}

func TestOnceWantsASecureAddress(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"http://login.example/token", "https://me:pw@login.example/token", "https://login.example/token?x=1", "token"} {
		if _, err := Once(Env{}, address); err == nil {
			t.Errorf("got no error for %s", address)
		}
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
