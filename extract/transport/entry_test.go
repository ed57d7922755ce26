package transport

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"carehouse/models"
)

// fixedAuth gives the same value each time.
type fixedAuth struct{}

func (fixedAuth) Authorize(context.Context, time.Time) (models.Secret, error) {
	return models.NewSecret("Token x"), nil
}
func (fixedAuth) Renew(context.Context, time.Time, models.Secret) (bool, error) { return false, nil }

// TestCredentialsInAHeaderOfTheirOwn are in that one and in no other.
func TestCredentialsInAHeaderOfTheirOwn(t *testing.T) {
	t.Parallel()
	var got http.Header
	way := roundTrip(func(r *http.Request) (*http.Response, error) {
		got = r.Header
		return &http.Response{StatusCode: http.StatusOK, Body: io.NopCloser(strings.NewReader("")), ContentLength: -1}, nil
	})
	for header, want := range map[string]string{"": "Authorization", "X-Session": "X-Session"} {
		c, err := New(Config{BaseURL: "https://api.example", Auth: fixedAuth{}, Header: header, Env: Env{Clock: time.Now, Network: way}})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Do(t.Context(), Call{Path: "/a"}); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"Authorization", "X-Session"} {
			if (got.Get(name) == "Token x") != (name == want) {
				t.Errorf("%q: got %s %q", header, name, got.Get(name))
			}
		}
	}
}

// TestAnEntryThatIsRefusedShutsNothing may be answered with a question for more, and asked again by its source.
func TestAnEntryThatIsRefusedShutsNothing(t *testing.T) {
	t.Parallel()
	sent := 0
	way := roundTrip(func(*http.Request) (*http.Response, error) {
		sent++
		return &http.Response{StatusCode: http.StatusUnauthorized, Body: io.NopCloser(strings.NewReader("")), ContentLength: -1}, nil
	})
	for entry, want := range map[bool]int{true: 2, false: 1} {
		sent = 0
		c, err := New(Config{BaseURL: "https://api.example", Posts: []Post{{Path: "/in"}}, Env: Env{Clock: time.Now, Network: way}})
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, err := c.Do(t.Context(), Call{Method: http.MethodPost, Path: "/in", Entry: entry}); err == nil {
				t.Error("got no error")
			}
		}
		if sent != want {
			t.Errorf("entry %t: sent %d calls, want %d", entry, sent, want)
		}
	}
}

// TestWhatIsNeverAsked is not sent, whoever asks and wherever a redirect leads.
func TestWhatIsNeverAsked(t *testing.T) {
	t.Parallel()
	sent := 0
	way := roundTrip(func(r *http.Request) (*http.Response, error) {
		sent++
		return &http.Response{
			StatusCode: http.StatusFound, Header: http.Header{"Location": {"https://api.example/dear"}},
			Body: io.NopCloser(strings.NewReader("")), ContentLength: -1, Request: r,
		}, nil
	})
	c, err := New(Config{
		BaseURL: "https://api.example", Never: func(path string) bool { return path == "/dear" },
		Env: Env{Clock: time.Now, Network: way},
	})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]error{"/dear": ErrVerb, "/cheap": ErrRedirect} {
		sent = 0
		if _, err := c.Do(t.Context(), Call{Path: path}); !errors.Is(err, want) || (sent == 1) != errors.Is(want, ErrRedirect) {
			t.Errorf("%s: got %v after %d calls", path, err, sent)
		}
	}
}
