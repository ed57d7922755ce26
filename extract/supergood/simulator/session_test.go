package simulator_test

import (
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"carehouse/extract/supergood/simulator"
)

func TestASessionTellsWhatItIsGoodFor(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 8, SessionLife: time.Hour})
	a := c.authenticate(t, c.Login(1), nil)
	want := []any{"scheduling", "ehr", "billing"}
	if a.status != http.StatusOK || a.body["tenant_id"] != c.Login(1).TenantID || !reflect.DeepEqual(a.body["modules"], want) {
		t.Fatalf("got %d %v", a.status, a.body)
	}
	if at := stamp(t, a.body["expires_at"]); !at.Equal(c.Clock().Add(time.Hour)) {
		t.Errorf("it expires at %v, now is %v", at, c.Clock())
	}
	mustFault(t, c, "unlicensed:ehr")
	a = c.authenticate(t, c.Login(1), nil)
	if want := []any{"scheduling", "billing"}; !reflect.DeepEqual(a.body["modules"], want) {
		t.Errorf("got modules %v, want %v", a.body["modules"], want)
	}
}

func TestACallNeedsASession(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 8})
	good := c.token
	for name, token := range map[string]string{"session_missing": "", "session_unknown": "x" + good} {
		c.token = token
		expect(t, name, c.get(t, "patients"), http.StatusUnauthorized, name)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/v1/patients", nil)
	r.Header.Set("Authorization", good)
	c.token = ""
	expect(t, "no scheme", c.do(t, r), http.StatusUnauthorized, "session_missing")
	c.token = good
	expect(t, "a good one", c.get(t, "patients"), http.StatusOK, "")
}

func TestASessionEndsByTheClock(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 8, SessionLife: 10 * time.Minute})
	c.Advance(10*time.Minute - time.Second)
	a := c.get(t, "patients")
	expect(t, "a second before", a, http.StatusOK, "")
	if got, want := a.header.Get("Date"), c.Clock().Format(http.TimeFormat); got != want {
		t.Errorf("the answer is of %s, now is %s", got, want)
	}
	c.Advance(time.Second)
	expect(t, "at the end", c.get(t, "patients"), http.StatusUnauthorized, "session_expired")
	c.token = c.enter(t, 0)
	expect(t, "anew", c.get(t, "patients"), http.StatusOK, "")
	c.Expire()
	expect(t, "ended", c.get(t, "patients"), http.StatusUnauthorized, "session_expired")
}

func TestASecondSessionEndsTheFirst(t *testing.T) {
	t.Parallel()
	for _, x := range []struct {
		name    string
		options simulator.Options
		tenant  int
		want    string
	}{
		{"of the same tenant", simulator.Options{Size: 8}, 0, "session_replaced"},
		{"but not of another login", simulator.Options{Size: 8}, 1, ""},
		{"nor where sessions may be parallel", simulator.Options{Size: 8, Parallel: true}, 0, ""},
		{"of another tenant of one login", simulator.Options{Size: 8, SharedLogin: true}, 1, "session_replaced"},
	} {
		c := open(t, x.options)
		c.enter(t, x.tenant)
		if got := c.get(t, "patients").code(); got != x.want {
			t.Errorf("%s: got %q, want %q", x.name, got, x.want)
		}
		if c.Sessions() != 2 {
			t.Errorf("%s: got %d sessions", x.name, c.Sessions())
		}
	}
}

func TestALoginSeesItsOwnTenants(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 8})
	l := c.Login(0)
	l.TenantID = c.Login(1).TenantID
	expect(t, "another's", c.authenticate(t, l, nil), http.StatusForbidden, "tenant_forbidden")
	body := map[string]any{"username": l.Username, "password": l.Password}
	if a := c.post(t, "/v1/authenticate", body); a.body["tenant_id"] != c.Login(0).TenantID {
		t.Errorf("without a tenant: got %v", a.body["tenant_id"])
	}
	c = open(t, simulator.Options{Size: 8, SharedLogin: true})
	if a, b := c.Login(0), c.Login(1); a.Username != b.Username || a.TenantID == b.TenantID {
		t.Errorf("got %v and %v", a, b)
	}
	expect(t, "one login", c.authenticate(t, c.Login(1), nil), http.StatusOK, "")
}

func TestAnAccountIsLockedAfterThreeWrongPasswords(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 8})
	bad := c.Login(0)
	bad.Password += "x"
	for i := range 3 {
		if c.Locked(0) {
			t.Fatalf("locked after %d", i)
		}
		expect(t, "wrong", c.authenticate(t, bad, nil), http.StatusUnauthorized, "invalid_credentials")
	}
	expect(t, "right, but locked", c.authenticate(t, c.Login(0), nil), http.StatusLocked, "account_locked")
	expect(t, "the session of before", c.get(t, "patients"), http.StatusOK, "")
	expect(t, "another account", c.authenticate(t, c.Login(1), nil), http.StatusOK, "")
	c.Unlock()
	expect(t, "unlocked", c.authenticate(t, c.Login(0), nil), http.StatusOK, "")
	expect(t, "wrong", c.authenticate(t, bad, nil), http.StatusUnauthorized, "invalid_credentials")
	expect(t, "right forgives", c.authenticate(t, c.Login(0), nil), http.StatusOK, "")
	mustFault(t, c, "wrong-password")
	for range 3 {
		expect(t, "changed", c.authenticate(t, c.Login(0), nil), http.StatusUnauthorized, "invalid_credentials")
	}
	expect(t, "changed and locked", c.authenticate(t, c.Login(0), nil), http.StatusLocked, "account_locked")
	c.Heal()
	expect(t, "healed", c.authenticate(t, c.Login(0), nil), http.StatusOK, "")
}

func TestAnAuthenticationIsReadStrictly(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 8})
	l := c.Login(0)
	for name, body := range map[string]any{
		"a list":         []string{l.Username},
		"unknown member": map[string]any{"username": l.Username, "password": l.Password, "remember": "yes"},
		"unknown inside": map[string]any{"username": l.Username, "password": l.Password, "mfa": map[string]any{"type": "totp"}},
		"a number":       map[string]any{"username": l.Username, "password": 7},
		"null":           map[string]any{"username": l.Username, "password": l.Password, "tenant_id": nil},
	} {
		expect(t, name, c.post(t, "/v1/authenticate", body), http.StatusBadRequest, "invalid_request")
	}
	expect(t, "nobody", c.post(t, "/v1/authenticate", map[string]any{}), http.StatusUnauthorized, "invalid_credentials")
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/v1/authenticate", strings.NewReader(`{}`))
	r.Header.Set("Content-Type", "text/plain")
	expect(t, "no JSON", c.do(t, r), http.StatusBadRequest, "invalid_request")
	expect(t, "GET", c.get(t, "authenticate"), http.StatusMethodNotAllowed, "method_not_allowed")
}
