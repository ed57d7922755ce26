package nextech

import (
	"bufio"
	"context"
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
	"testing/synctest"
	"time"

	"golang.org/x/oauth2"

	"carehouse/extract"
	"carehouse/models"
)

// proves reports whether a verifier is the one that a challenge was made of.
func proves(asked url.Values, verifier string) bool {
	challenge := asked.Get("code_challenge")
	if challenge == "" {
		return verifier == ""
	}
	return asked.Get("code_challenge_method") == "S256" && oauth2.S256ChallengeFromVerifier(verifier) == challenge
}

// A wire is a listener in memory.
type wire struct {
	calls  chan net.Conn
	closed chan struct{}
}

func newWire() *wire { return &wire{make(chan net.Conn), make(chan struct{})} }

func (w *wire) Accept() (net.Conn, error) {
	select {
	case c := <-w.calls:
		return c, nil
	case <-w.closed:
		return nil, net.ErrClosed
	}
}
func (w *wire) Close() error { close(w.closed); return nil }
func (*wire) Addr() net.Addr { return &net.UnixAddr{Name: "memory"} }

// A visitor is a person with a browser.
type visitor struct {
	s      *stage
	wires  map[string]*wire // by the address that was opened
	shown  []string
	pasted func(address *url.URL) string
	err    error
}

// visit lets a person log in. The address that is shown goes to browse.
func (s *stage) visit(paste bool, browse func(v *visitor, address *url.URL)) (string, *visitor, error) {
	v := &visitor{s: s, wires: map[string]*wire{}}
	s.source.listen = func(_ context.Context, address string) (net.Listener, error) {
		if v.err != nil {
			return nil, v.err
		}
		v.wires[address] = newWire()
		return v.wires[address], nil
	}
	ask := make(chan string, 1)
	said, err := s.source.Login(s.t.Context(), extract.Visit{
		Paste: paste,
		Show: func(line string) {
			v.shown = append(v.shown, line)
			if u, err := url.Parse(line); err == nil && u.RawQuery != "" {
				go func() {
					browse(v, u)
					if v.pasted != nil {
						ask <- v.pasted(u)
					}
				}()
			}
		},
		Ask: func(ctx context.Context, _ string) (string, error) {
			select {
			case text := <-ask:
				return text, nil
			case <-ctx.Done():
				return "", context.Cause(ctx)
			}
		},
	})
	return said, v, err
}

// get brings an address to the program, as a browser does.
func (v *visitor) get(address string) (status int, page string) {
	u, err := url.Parse(address)
	if err != nil {
		v.s.t.Error(err)
		return 0, ""
	}
	w := v.wires["127.0.0.1:8000"]
	near, far := net.Pipe()
	select {
	case w.calls <- far:
	case <-w.closed:
		return 0, ""
	}
	defer near.Close()
	go func() { _, _ = fmt.Fprintf(near, "GET %s HTTP/1.1\r\nHost: localhost:8000\r\n\r\n", u.RequestURI()) }()
	resp, err := http.ReadResponse(bufio.NewReader(near), nil)
	if err != nil {
		return 0, ""
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	return resp.StatusCode, string(body)
}

// allow is what the login page does when a person has logged in: it makes a code for what was asked.
func (s *stage) allow(address *url.URL) string {
	q := address.Query()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.codes["CODECANARY"] = q
	return q.Get("redirect_uri") + "?" + url.Values{"code": {"CODECANARY"}, "state": {q.Get("state")}, "session_state": {"x"}}.Encode()
}

// TestLoginByBrowser waits for the browser, exchanges the code and keeps the token before anybody is told.
func TestLoginByBrowser(t *testing.T) {
	t.Parallel()
	for _, pkce := range []bool{true, false} {
		on(t, 1, func(c *Config, f *fake) { c.Auth.PKCE, f.refresh = &pkce, "another" }, func(t *testing.T, s *stage) {
			t.Helper()
			_, _, err := s.fetch(s.plan(patients, extract.Want{})[0])
			judged(t, err, models.NeedsPerson, "refused", "carehouse login my-practice")
			s.restart()
			status, page := 0, ""
			said, v, err := s.visit(false, func(v *visitor, address *url.URL) {
				status, page = v.get(s.allow(address))
				if got := s.file(testToken); got != "REFRESHCANARY-1\n" {
					t.Errorf("the page came and the file holds %q", got)
				}
			})
			synctest.Wait()
			if err != nil || said != "logged in; the refresh token is kept. Next: carehouse check my-practice" {
				t.Fatalf("got %q, %v", said, err)
			}
			if status != http.StatusOK || !strings.Contains(page, "You are logged in") {
				t.Errorf("got page %d %q", status, page)
			}
			u, err := url.Parse(v.shown[len(v.shown)-1])
			if err != nil {
				t.Fatal(err)
			}
			q := u.Query()
			for key, want := range map[string]string{
				"client_id": "client-1", "response_type": "code", "redirect_uri": DefaultRedirectURI, "resource": "https://resource.example/1",
			} {
				if q.Get(key) != want {
					t.Errorf("got %s %q, want %q", key, q.Get(key), want)
				}
			}
			if len(q.Get("state")) < 20 || (q.Get("code_challenge_method") == "S256") != pkce || u.Path != "/oauth2/authorize" {
				t.Errorf("got address %s", u)
			}
			for _, text := range append(v.shown, said, page) {
				if strings.Contains(text, "CANARY") {
					t.Errorf("%q holds a code or a token", text)
				}
			}
			var opened []string
			for address := range v.wires {
				opened = append(opened, address)
			}
			slices.Sort(opened)
			if !slices.Equal(opened, []string{"127.0.0.1:8000", "[::1]:8000"}) {
				t.Errorf("opened %q, want this machine only", opened)
			}
			if _, _, err := s.fetch(s.plan(patients, extract.Want{})[0]); err != nil || s.turns != 1 || !slices.Equal(s.granted, []string{"refresh_token", "authorization_code"}) {
				t.Errorf("got %v after %q, want the new login to be used", err, s.granted)
			}
		})
	}
}

// TestOtherVisitors answers who does not belong to the login, and goes on waiting.
func TestOtherVisitors(t *testing.T) {
	t.Parallel()
	on(t, 1, nil, func(t *testing.T, s *stage) {
		t.Helper()
		_, _, err := s.visit(false, func(v *visitor, address *url.URL) {
			for _, tt := range []struct {
				address string
				status  int
			}{
				{DefaultRedirectURI + "?code=CODECANARY&state=wrong", http.StatusBadRequest},
				{DefaultRedirectURI + "?code=CODECANARY", http.StatusBadRequest},
				{DefaultRedirectURI + "?error=access_denied", http.StatusBadRequest},
				{"http://localhost:8000/favicon.ico", http.StatusNotFound},
			} {
				status, page := v.get(tt.address)
				if status != tt.status {
					t.Errorf("%s: got status %d, want %d", tt.address, status, tt.status)
				}
				if strings.Contains(page, "CANARY") {
					t.Errorf("got page %q, which repeats what came", page)
				}
			}
			if len(s.granted) != 0 {
				t.Errorf("got token calls %q for others", s.granted)
			}
			v.get(s.allow(address))
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// TestABrowserThatComesTwice is answered both times, and the code is used once.
func TestABrowserThatComesTwice(t *testing.T) {
	t.Parallel()
	on(t, 1, nil, func(t *testing.T, s *stage) {
		t.Helper()
		status, page := 0, ""
		start := time.Now()
		_, _, err := s.visit(false, func(v *visitor, address *url.URL) {
			back := s.allow(address)
			s.between = func(*http.Request) { // the code is being exchanged
				go func() { status, page = v.get(back) }()
				synctest.Wait()
			}
			v.get(back)
		})
		synctest.Wait()
		if err != nil || len(s.granted) != 1 {
			t.Errorf("got %v after token calls %q, want one", err, s.granted)
		}
		if status != http.StatusGone || !strings.HasPrefix(page, "The login is over.") {
			t.Errorf("got page %d %q the second time", status, page)
		}
		if took := time.Since(start); took > time.Second { // of a clock that moves only while all wait
			t.Errorf("it took %s, and nobody is left to wait for", took)
		}
	})
}

// TestLoginByPaste takes the address that the browser ended at, as a whole and of this login only.
func TestLoginByPaste(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		paste func(s *stage, address *url.URL) string
		says  string // "" is a login
	}{
		{"the address", func(s *stage, u *url.URL) string { return "  " + s.allow(u) + "\r\n" }, ""},
		{"another state", func(s *stage, u *url.URL) string { return strings.Replace(s.allow(u), "&state=", "&state=x", 1) }, "not of the login that was begun"},
		{"no state", func(s *stage, u *url.URL) string { return strings.Split(s.allow(u), "&")[0] }, "not of the login that was begun"},
		{"the code alone", func(*stage, *url.URL) string { return "CODECANARY" }, "that is not the whole address"},
		{"nothing", func(*stage, *url.URL) string { return "" }, "that is not the whole address"},
		{"no address", func(*stage, *url.URL) string { return "http://%zz?x" }, "that is not the whole address"},
		{"a refusal", func(_ *stage, u *url.URL) string {
			return DefaultRedirectURI + "?error=access_denied&error_description=CANARY&state=" + u.Query().Get("state")
		}, "the login was refused (access_denied)"},
		{"a refusal in words", func(_ *stage, u *url.URL) string {
			return DefaultRedirectURI + "?error=CANARY&state=" + u.Query().Get("state")
		}, "the login was refused"},
		{"no code", func(_ *stage, u *url.URL) string { return DefaultRedirectURI + "?state=" + u.Query().Get("state") }, "the answer holds no code"},
		{"a code that was used", func(s *stage, u *url.URL) string {
			address := s.allow(u)
			s.codes = map[string]url.Values{}
			return address
		}, "the code is refused (status 400, invalid_grant, AADSTS70002)"},
		{"a login that does not last", func(s *stage, u *url.URL) string { s.noRefresh = true; return s.allow(u) }, "no refresh token"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, 1, nil, func(t *testing.T, s *stage) {
				t.Helper()
				said, v, err := s.visit(true, func(v *visitor, _ *url.URL) {
					v.pasted = func(u *url.URL) string { return tt.paste(s, u) }
				})
				if len(v.wires) != 0 {
					t.Error("an address was opened")
				}
				if tt.says == "" {
					if err != nil || said == "" || s.file(testToken) != "REFRESHCANARY-1\n" {
						t.Errorf("got %q, %v", said, err)
					}
					return
				}
				advice := "carehouse login my-practice --paste" // in the same way, since there is no other
				if strings.Contains(tt.says, "whole address") {
					advice = "copy it from the browser"
				}
				judged(t, err, models.NeedsPerson, tt.says, advice)
				if said != "" || s.file(testToken) != firstRefresh+"\n" {
					t.Errorf("got %q, and the token's file has changed", said)
				}
			})
		})
	}
}

// TestALoginEnds after a while, when it is cancelled, and where no port can be opened.
func TestALoginEnds(t *testing.T) {
	t.Parallel()
	on(t, 1, nil, func(t *testing.T, s *stage) {
		t.Helper()
		for _, paste := range []bool{true, false} {
			start := time.Now()
			_, _, err := s.visit(paste, func(*visitor, *url.URL) {})
			judged(t, err, models.NeedsPerson, "within five minutes", "carehouse login my-practice")
			if took := time.Since(start); took < loginTime || took > loginTime+time.Minute {
				t.Errorf("took %s", took)
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Minute, cancel)
		if _, err := s.source.Login(ctx, extract.Visit{Show: func(string) {}}); !errors.Is(err, context.Canceled) {
			t.Errorf("got error %v from a login that was cancelled", err)
		}
		s.source.listen = func(context.Context, string) (net.Listener, error) { return nil, errors.New("in use") }
		_, err := s.source.Login(t.Context(), extract.Visit{Show: func(string) {}})
		judged(t, err, models.Failed, "the port of auth.redirect_uri cannot be opened", "--paste")
	})
	for busy, want := range map[string]string{"127.0.0.1:8000": "the port of auth.redirect_uri", "[::1]:8000": "the port of auth.redirect_uri", "": "five minutes"} {
		on(t, 1, nil, func(t *testing.T, s *stage) {
			t.Helper()
			s.source.listen = func(_ context.Context, address string) (net.Listener, error) {
				switch {
				case address == busy: // by another program, which the browser would bring the code to
					return nil, &net.OpError{Op: "listen", Err: syscall.EADDRINUSE}
				case address == "[::1]:8000" && busy == "": // there is no IPv6
					return nil, &net.OpError{Op: "listen", Err: syscall.EADDRNOTAVAIL}
				}
				return newWire(), nil
			}
			_, err := s.source.Login(t.Context(), extract.Visit{Show: func(string) {}})
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%q is busy: got %v, want it to say %q", busy, err, want)
			}
		})
	}
	on(t, 1, func(c *Config, _ *fake) { c.Auth.RedirectURI = "https://app.example/callback" }, func(t *testing.T, s *stage) {
		t.Helper()
		_, err := s.source.Login(t.Context(), extract.Visit{Show: func(string) {}})
		judged(t, err, models.NeedsPerson, "auth.redirect_uri is no address of this machine", "--paste")
	})
}

// TestALoginThatCannotBeKept tells nobody that it worked.
func TestALoginThatCannotBeKept(t *testing.T) {
	t.Parallel()
	on(t, 1, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.vault.Fail = func(what, path string) error {
			if what == "write" && path == testToken {
				return errors.New("no space left on device")
			}
			return nil
		}
		status := 0
		said, _, err := s.visit(false, func(v *visitor, address *url.URL) { status, _ = v.get(s.allow(address)) })
		synctest.Wait()
		judged(t, err, models.Failed, "the refresh token cannot be written", "auth.refresh_token")
		if said != "" || status != http.StatusBadRequest {
			t.Errorf("got %q and status %d", said, status)
		}
	})
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		uri  string
		want []string
		here bool
	}{
		{"http://localhost:8000/callback/", []string{"127.0.0.1:8000", "[::1]:8000"}, true},
		{"http://127.0.0.1:9/x", []string{"127.0.0.1:9"}, true},
		{"http://[::1]:9/x", []string{"[::1]:9"}, true},
		{"http://localhost/x", []string{"127.0.0.1:80", "[::1]:80"}, true},
		{"https://localhost:8000/", nil, false},
		{"http://app.example/", nil, false},
	} {
		u, here := Auth{RedirectURI: tt.uri}.callback()
		if here != tt.here || here && !slices.Equal(addresses(u), tt.want) {
			t.Errorf("%s: got %v", tt.uri, here)
		}
	}
}
