package simulator_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"carehouse/extract/nextech/simulator"
)

// question is what a good client asks, with pairs changed; an empty value takes one away.
func question(pairs ...string) url.Values {
	v := url.Values{
		"client_id": {simulator.DefaultClientID}, "response_type": {"code"}, "state": {"s t&1"},
		"redirect_uri": {simulator.DefaultRedirect}, "resource": {simulator.DefaultResource},
	}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
		if pairs[i+1] == "" {
			v.Del(pairs[i])
		}
	}
	return v
}

func (c *client) authorize(v url.Values) *httptest.ResponseRecorder {
	return c.do(httptest.NewRequest(http.MethodGet, simulator.AuthorizePath+"?"+v.Encode(), nil))
}

// code logs in and returns what comes back.
func (c *client) code(t *testing.T, v url.Values) string {
	t.Helper()
	w := c.authorize(v)
	to, err := url.Parse(w.Header().Get("Location"))
	if w.Code != 302 || err != nil || to.Query().Get("code") == "" || to.Query().Get("state") != v.Get("state") {
		t.Fatalf("got %d %v %s", w.Code, w.Header(), w.Body)
	}
	if !strings.HasPrefix(to.String(), v.Get("redirect_uri")+"?") {
		t.Errorf("got %s", to)
	}
	return to.Query().Get("code")
}

// redeem asks for tokens for a code.
func (c *client) redeem(code string, more ...string) *httptest.ResponseRecorder {
	return c.post(append([]string{
		"grant_type", "authorization_code", "client_id", simulator.DefaultClientID, "resource", simulator.DefaultResource,
		"code", code,
	}, more...)...)
}

func TestACodeIsGoodOnce(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: -1})
	code := c.code(t, question())
	refused(t, c.redeem(code, "redirect_uri", "http://localhost:8000/callback"), 400, "invalid_client", 500112)
	got := taken(t, c.redeem(code, "redirect_uri", simulator.DefaultRedirect))
	refused(t, c.redeem(code, "redirect_uri", simulator.DefaultRedirect), 400, "invalid_grant", 54005)
	refused(t, c.redeem("x", "redirect_uri", simulator.DefaultRedirect), 400, "invalid_grant", 9002313)
	c.token = got.Access
	if w := c.ask("/encounters/categories"); w.Code != 200 {
		t.Errorf("got %d with a fresh token", w.Code)
	}
	late := c.code(t, question())
	c.Advance(10 * time.Minute)
	refused(t, c.redeem(late, "redirect_uri", simulator.DefaultRedirect), 400, "invalid_grant", 70008)
	if got := c.Tokens(); got != (simulator.Tokens{Codes: 1, Refused: 4}) {
		t.Errorf("got %+v", got)
	}
}

func TestAChallengeIsHeldAgainstItsVerifier(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: -1})
	verifier := strings.Repeat("v", 43)
	sum := sha256.Sum256([]byte(verifier))
	challenge := base64.RawURLEncoding.EncodeToString(sum[:])
	asked := question("code_challenge", challenge, "code_challenge_method", "S256", "state", "")
	code, to := c.code(t, asked), simulator.DefaultRedirect
	refused(t, c.redeem(code, "redirect_uri", to), 400, "invalid_grant", 501481)
	refused(t, c.redeem(code, "redirect_uri", to, "code_verifier", verifier+"x"), 400, "invalid_grant", 501481)
	taken(t, c.redeem(code, "redirect_uri", to, "code_verifier", verifier))
	refused(t, c.redeem(c.code(t, question()), "redirect_uri", to, "code_verifier", verifier), 400, "invalid_grant", 501481)
}

func TestTheClientIsToldWhatIsWrongWithALogin(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, want string
		asked      url.Values
		options    simulator.Options
	}{
		{"a token at once", "unsupported_response_type", question("response_type", "token"), simulator.Options{}},
		{"no resource", "invalid_request", question("resource", ""), simulator.Options{}},
		{"another resource", "invalid_resource", question("resource", "x"), simulator.Options{}},
		{
			"a plain challenge", "invalid_request",
			question("code_challenge", strings.Repeat("c", 43), "code_challenge_method", "plain"),
			simulator.Options{},
		},
		{
			"a short challenge", "invalid_request", question("code_challenge", "c", "code_challenge_method", "S256"),
			simulator.Options{},
		},
		{"no challenge where one is wanted", "invalid_request", question(), simulator.Options{RequirePKCE: true}},
		{"a person who says no", "access_denied", question(), simulator.Options{Faults: []string{"refuse-login"}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.options.Size = -1
			c := open(t, tt.options)
			w := c.authorize(tt.asked)
			to, err := url.Parse(w.Header().Get("Location"))
			if w.Code != 302 || err != nil || !strings.HasPrefix(to.String(), simulator.DefaultRedirect+"?") {
				t.Fatalf("got %d %v", w.Code, w.Header())
			}
			q := to.Query()
			if q.Get("error") != tt.want || q.Get("code") != "" || q.Get("state") != "s t&1" || q.Get("error_description") == "" {
				t.Errorf("got %v", q)
			}
		})
	}
}

func TestThePersonIsToldWhereNobodyCanBeSentBack(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: -1})
	for name, asked := range map[string]url.Values{
		"no client":        question("client_id", ""),
		"another client":   question("client_id", "x"),
		"redirect_url":     question("redirect_uri", "", "redirect_url", simulator.DefaultRedirect),
		"another path":     question("redirect_uri", "http://localhost:8000/elsewhere/"),
		"another host":     question("redirect_uri", "http://example.com:8000/callback/"),
		"https on no port": question("redirect_uri", "https://localhost/callback/"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := c.authorize(asked)
			if w.Code != 400 || w.Header().Get("Location") != "" || !strings.Contains(w.Body.String(), "AADSTS") {
				t.Errorf("got %d %v %s", w.Code, w.Header(), w.Body)
			}
		})
	}
}

func TestThePortOfThisMachineDoesNotCount(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: -1})
	c.code(t, question("redirect_uri", "http://localhost:51234/callback/"))
}
