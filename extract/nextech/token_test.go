package nextech

import (
	"io"
	"net"
	"net/http"
	"syscall"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/models"
)

// TestWhatTheTokenCallMeans says what each answer means, and asks no second time with a token that is refused.
func TestWhatTheTokenCallMeans(t *testing.T) {
	t.Parallel()
	refuse := func(status int, kind, body string) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Content-Type", kind)
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
			return true
		}
	}
	const login = "carehouse login my-practice"
	for _, tt := range []struct {
		name    string
		instead func(http.ResponseWriter, *http.Request) bool
		outcome models.Outcome
		says    string
		advises string
		calls   int // of two attempts
	}{
		{
			"a grant that is none", refuse(400, "application/json", `{"error":"invalid_grant","error_description":"AADSTS70008 CANARY","error_codes":[70008]}`),
			models.NeedsPerson, "page 1: GET /api/search: the refresh token is refused (status 400, invalid_grant, AADSTS70008)", login, 1,
		},
		{
			"a person is wanted", refuse(401, "application/json", `{"error":"interaction_required","error_codes":["50076"]}`),
			models.NeedsPerson, "interaction_required, AADSTS50076", login, 1,
		},
		{
			"the application is unknown", refuse(401, "application/json", `{"error":"invalid_client","error_codes":[7000215]}`),
			models.NeedsPerson, "invalid_client, AADSTS7000215", "auth.client_id", 2,
		},
		{
			"another resource", refuse(400, "application/json", `{"error":"invalid_resource","error_codes":"CANARY"}`),
			models.Failed, "refused (status 400, invalid_resource)", "auth.resource", 2,
		},
		{
			"JSON that is called text", refuse(400, "text/plain", `{"error":"invalid_grant","error_codes":[70008]}`),
			models.NeedsPerson, "the refresh token is refused (status 400, invalid_grant, AADSTS70008)", login, 1,
		},
		{
			"JSON that is odd in another place", refuse(400, "application/json", `{"error":"invalid_grant","error_description":["CANARY"]}`),
			models.NeedsPerson, "the refresh token is refused (status 400, invalid_grant)", login, 1,
		},
		{"a code that is no code", refuse(400, "application/json", `{"error":"CANARY for Testperson"}`), models.Failed, "(status 400)", "auth.token_url", 2},
		{"an error with success", refuse(200, "application/json", `{"error":"invalid_grant"}`), models.NeedsPerson, "(invalid_grant)", login, 1},
		{"it is down", refuse(503, "text/html", "<p>CANARY</p>"), models.Unreachable, "not answered (status 503)", "run again later", 2},
		{"too many", refuse(429, "text/plain", "CANARY"), models.Unreachable, "status 429", "run again later", 2},
		{"HTML", refuse(200, "text/html", "<p>CANARY</p>"), models.Unreachable, "the answer cannot be read", "run again later", 2},
		{"no token", refuse(200, "application/json", `{"token":"CANARY"}`), models.Unreachable, "the answer cannot be read", "", 2},
		{"a token that is none", refuse(200, "application/json", `{"access_token":"CANARY \u000a"}`), models.Unreachable, errNoAccess.Error(), "", 2},
		{"a redirect", refuse(307, "text/html", ""), models.Unreachable, "token call", "auth.token_url", 2},
		{"nothing", func(http.ResponseWriter, *http.Request) bool { panic(http.ErrAbortHandler) }, models.Unreachable, "token call: ", "run again later", 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, 1, nil, func(t *testing.T, s *stage) {
				t.Helper()
				calls := 0
				s.instead = func(w http.ResponseWriter, r *http.Request) bool {
					calls++
					if tt.name == "a redirect" {
						w.Header().Set("Location", "http://127.0.0.1:8000/elsewhere")
					}
					return tt.instead(w, r)
				}
				w := s.plan(patients, extract.Want{})[0]
				for range 2 {
					_, _, err := s.fetch(w)
					judged(t, err, tt.outcome, tt.says, tt.advises)
				}
				if calls != tt.calls {
					t.Errorf("got %d calls, want %d", calls, tt.calls)
				}
				if got := s.file(testToken); got != firstRefresh+"\n" {
					t.Error("the token's file has changed")
				}
			})
		})
	}
}

// TestWhatDoesNotLeaveIsTriedAgain repeats a token call that reached nobody, and none that may have.
func TestWhatDoesNotLeaveIsTriedAgain(t *testing.T) {
	t.Parallel()
	on(t, 1, nil, func(t *testing.T, s *stage) {
		t.Helper()
		way := s.env.Network
		refused := 2
		s.env.Network = roundTrip(func(r *http.Request) (*http.Response, error) {
			if r.Method == http.MethodPost && refused > 0 {
				refused--
				return nil, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
			}
			return way.RoundTrip(r)
		})
		s.restart()
		if _, err := s.authorize(); err != nil || s.turns != 1 {
			t.Errorf("got %v after %d token calls", err, s.turns)
		}
		refused = 100
		s.restart()
		_, err := s.authorize()
		judged(t, err, models.Unreachable, "token call: connection refused", "run again later")
		if refused != 97 || s.file(testToken+pendingSuffix) != "" {
			t.Errorf("got %d tries, and the note %q, want 3 and none", 100-refused, s.file(testToken+pendingSuffix))
		}
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestATokenThatDoesNotRotate goes on with the one that there is.
func TestATokenThatDoesNotRotate(t *testing.T) {
	t.Parallel()
	on(t, 1, func(_ *Config, f *fake) { f.noRefresh = true }, func(t *testing.T, s *stage) {
		t.Helper()
		if _, err := s.authorize(); err != nil {
			t.Fatal(err)
		}
		if got := s.file(testToken); got != firstRefresh+"\n" {
			t.Errorf("got another token in the file")
		}
		if got := s.file(testToken + pendingSuffix); got != "" {
			t.Errorf("got the note %q of a rotation that was none", got)
		}
	})
}

// TestWhatCameInPlaceIsKept has answers that are odd in some place: the refresh token in them is the only one that is good from
// then on.
func TestWhatCameInPlaceIsKept(t *testing.T) {
	t.Parallel()
	const cutShort = "application/json; cut=short"
	const ends = `"access_token":"ACCESSCANARY-1","refresh_token":"NEWCANARY"`
	for _, tt := range []struct {
		name, kind, body string
		life             time.Duration // 0 is an answer whose access token is of no use
	}{
		{"a life with a fraction", "application/json", `{"expires_in":3599.5,` + ends + `}`, 3599500 * time.Millisecond},
		{"one as a text", "application/json", `{"expires_in":"3599.0",` + ends + `}`, 3599 * time.Second},
		{"words for a life", "application/json", `{"expires_in":"soon",` + ends + `}`, time.Hour},
		{"an empty one", "application/json", `{"expires_in":"",` + ends + `}`, time.Hour},
		{"none at all", "application/json", `{` + ends + `}`, time.Hour},
		{"a negative one", "application/json", `{"expires_in":-1,` + ends + `}`, time.Hour},
		{"a huge one", "application/json", `{"expires_in":99999999999999999999,` + ends + `}`, time.Hour},
		{"JSON that is called text", "text/plain", `{"expires_in":60,` + ends + `}`, time.Minute},
		{"a form", "application/x-www-form-urlencoded", "expires_in=60&access_token=ACCESSCANARY-1&refresh_token=NEWCANARY", time.Minute},
		{"something before it", "application/json", "\uFEFF" + `{"expires_in":"60",` + ends + `}`, time.Minute},
		{"something behind it", "application/json", `{"expires_in":"60",` + ends + "}\n<!-- CANARY -->", time.Minute},
		{"an end that never comes", cutShort, `{"expires_in":"60",` + ends + `}`, time.Minute},
		{"no access token", "application/json", `{"refresh_token":"NEWCANARY"}`, 0},
		{"one that no header can carry", "application/json", `{"access_token":"a\u000a","refresh_token":"NEWCANARY"}`, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, 1, nil, func(t *testing.T, s *stage) {
				t.Helper()
				s.instead = func(w http.ResponseWriter, _ *http.Request) bool {
					w.Header().Set("Content-Type", tt.kind)
					if tt.kind == cutShort {
						w.Header().Set("Content-Length", "5000")
					}
					_, _ = io.WriteString(w, tt.body)
					if tt.kind == cutShort {
						_ = http.NewResponseController(w).Flush()
						panic(http.ErrAbortHandler)
					}
					return true
				}
				_, err := s.authorize()
				if got := s.file(testToken); got != "NEWCANARY\n" {
					t.Errorf("got another token in the file than the one that came (%v)", err)
				}
				if tt.life == 0 {
					judged(t, err, models.Unreachable, errNoAccess.Error(), "run again later")
					return
				}
				want := time.Now().Add(tt.life - min(tokenMargin, tt.life/2))
				if err != nil || !s.source.session.until.Equal(want) {
					t.Errorf("got %v, renewed at %s, want %s", err, s.source.session.until, want)
				}
			})
		})
	}
}
