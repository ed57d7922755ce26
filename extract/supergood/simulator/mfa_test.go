package simulator_test

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"carehouse/extract/supergood/simulator"
)

// app is a code as an authenticator app makes it at a moment.
func app(t *testing.T, c *caller, at time.Time) string {
	t.Helper()
	_, _, secret := c.Credentials()
	code, err := totp.GenerateCodeCustom(secret, at, totp.ValidateOpts{Period: 30, Digits: otp.DigitsSix})
	if err != nil {
		t.Fatal(err)
	}
	return code
}

func (c *caller) code(t *testing.T, code string) said {
	t.Helper()
	return c.authenticate(t, c.Login(0), map[string]any{"method": "totp", "code": code})
}

func TestACodeIsAskedFor(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 8, MFA: "totp"})
	for _, mfa := range []map[string]any{nil, {"method": "totp"}} {
		a := c.authenticate(t, c.Login(0), mfa)
		expect(t, "no code", a, http.StatusUnauthorized, "mfa_required")
		id, _ := a.body["challenge_id"].(string)
		if id == "" || a.body["method"] != "totp" || !stamp(t, a.body["expires_at"]).After(c.Clock()) {
			t.Fatalf("got %v", a.body)
		}
		answer := map[string]any{"method": "totp", "challenge_id": id, "code": app(t, c, c.Clock())}
		expect(t, "the code", c.authenticate(t, c.Login(0), answer), http.StatusOK, "")
		c.Advance(30 * time.Second)
		answer["code"] = app(t, c, c.Clock())
		expect(t, "the challenge again", c.authenticate(t, c.Login(0), answer), http.StatusUnauthorized, "mfa_reused")
	}
	if c.Sessions() != 2 {
		t.Errorf("got %d sessions", c.Sessions())
	}
}

func TestACodeIsGoodOnce(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 8, MFA: "totp"})
	now := c.Clock()
	steps := []struct {
		name string
		at   time.Duration // of the code, from now
		want string
	}{
		{"two steps ago", -60 * time.Second, "mfa_expired"},
		{"two steps ahead", 60 * time.Second, "mfa_expired"},
		{"nine minutes ago", -9 * time.Minute, "mfa_expired"},
		{"this step", 0, ""},
		{"this step again", 0, "mfa_reused"},
		{"the end of this step", 29 * time.Second, "mfa_reused"},
		{"the step before", -30 * time.Second, ""},
		{"the step after", 30 * time.Second, ""},
		{"the step after again", 59 * time.Second, "mfa_reused"},
		{"hours ago", -5 * time.Hour, "mfa_invalid"},
	}
	for _, s := range steps {
		if got := c.code(t, app(t, c, now.Add(s.at))); got.code() != s.want {
			t.Fatalf("%s: got %d %q, want %q", s.name, got.status, got.code(), s.want)
		}
	}
	c.Advance(30 * time.Second)
	expect(t, "used up a step ago", c.code(t, app(t, c, c.Clock())), http.StatusUnauthorized, "mfa_reused")
	c.Advance(30 * time.Second)
	expect(t, "the next step", c.code(t, app(t, c, c.Clock())), http.StatusOK, "")
}

func TestWrongCodesLockTheAccountToo(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 8, MFA: "totp"})
	for range 3 {
		expect(t, "wrong", c.code(t, app(t, c, c.Clock().Add(5*time.Hour))), http.StatusUnauthorized, "mfa_invalid")
	}
	expect(t, "right", c.code(t, app(t, c, c.Clock())), http.StatusLocked, "account_locked")
}

func TestAClockThatGoesWrongRefusesGoodCodes(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 8, MFA: "totp", Faults: []string{"skew:90"}})
	expect(t, "ours", c.code(t, app(t, c, c.Clock())), http.StatusUnauthorized, "mfa_expired")
	expect(t, "theirs", c.code(t, app(t, c, c.Clock().Add(90*time.Second))), http.StatusOK, "")
}

func TestACodeThatWasSentAnswersItsChallenge(t *testing.T) {
	t.Parallel()
	for _, method := range []string{"sms", "email"} {
		c := open(t, simulator.Options{Size: 8, MFA: method})
		challenge := func() (id string) {
			a := c.authenticate(t, c.Login(0), map[string]any{"method": method})
			expect(t, method, a, http.StatusUnauthorized, "mfa_required")
			id, _ = a.body["challenge_id"].(string)
			return id
		}
		answer := func(id, code string) said {
			return c.authenticate(t, c.Login(0), map[string]any{"method": method, "challenge_id": id, "code": code})
		}
		first := challenge()
		code := c.Code()
		if len(code) != 6 {
			t.Fatalf("got code %q", code)
		}
		shown := c.do(t, httptest.NewRequestWithContext(t.Context(), http.MethodGet, simulator.CodePath, nil))
		if shown.text != code+"\n" {
			t.Errorf("the telephone shows %q", shown.text)
		}
		none := c.authenticate(t, c.Login(0), map[string]any{"method": method, "code": code})
		expect(t, "no challenge", none, http.StatusUnauthorized, "mfa_invalid")
		second := challenge()
		expect(t, "another's code", answer(second, code), http.StatusUnauthorized, "mfa_invalid")
		expect(t, "its code", answer(second, c.Code()), http.StatusOK, "")
		expect(t, "twice", answer(second, c.Code()), http.StatusUnauthorized, "mfa_reused")
		c.Advance(5 * time.Minute)
		expect(t, "too late", answer(first, code), http.StatusUnauthorized, "mfa_expired")
		other := c.authenticate(t, c.Login(0), map[string]any{"method": "totp", "code": "123456"})
		expect(t, "another method", other, http.StatusBadRequest, "mfa_method_unavailable")
	}
}

func TestAChallengeIsForOneAccountAndOneMethod(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 8, MFA: "sms"})
	id, _ := c.authenticate(t, c.Login(1), nil).body["challenge_id"].(string)
	answer := map[string]any{"method": "sms", "challenge_id": id, "code": c.Code()}
	expect(t, "another's", c.authenticate(t, c.Login(0), answer), http.StatusUnauthorized, "mfa_invalid")
	mustFault(t, c, "mfa:email")
	answer["method"] = "email"
	expect(t, "another method", c.authenticate(t, c.Login(1), answer), http.StatusUnauthorized, "mfa_invalid")
	c.Heal()
	answer["method"] = "sms"
	expect(t, "its own", c.authenticate(t, c.Login(1), answer), http.StatusOK, "")
}

func TestTheSecondFactorCanChange(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 8})
	mustFault(t, c, "mfa:email")
	a := c.authenticate(t, c.Login(0), nil)
	if expect(t, "email", a, http.StatusUnauthorized, "mfa_required"); a.body["method"] != "email" {
		t.Errorf("got %v", a.body["method"])
	}
	mustFault(t, c, "mfa:none")
	expect(t, "none", c.authenticate(t, c.Login(0), nil), http.StatusOK, "")
}
