package simulator_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"carehouse/extract/nextech/simulator"
)

func TestAnOldRefreshTokenIsRefusedAtOnce(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: -1})
	first := c.RefreshToken()
	next := taken(t, c.refresh(first))
	if next.Refresh == first || next.Expires != "3600" {
		t.Fatalf("got %+v for %s", next, first)
	}
	refused(t, c.refresh(first), 400, "invalid_grant", 70008)
	taken(t, c.refresh(next.Refresh)) // that somebody came with an old one ends nothing
	if got := c.Tokens(); got != (simulator.Tokens{Refreshes: 2, Refused: 1}) {
		t.Errorf("got %+v", got)
	}
}

func TestALenientLoginTakesAnOldRefreshTokenUntilTheNewOneIsUsed(t *testing.T) {
	t.Parallel()
	for name, use := range map[string]func(*client, pair){
		"the refresh token": func(c *client, p pair) { c.refresh(p.Refresh) },
		"the access token":  func(c *client, p pair) { c.token = p.Access; c.ask("/encounters/categories") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := open(t, simulator.Options{Size: -1, Lenient: true})
			first := c.RefreshToken()
			taken(t, c.refresh(first))
			again := taken(t, c.refresh(first))
			if !c.Grant(first).Good {
				t.Error("an old one was refused although no new one had been used")
			}
			use(c, again)
			if got := c.Grant(first); got.Good || got.AADSTS != 70008 {
				t.Errorf("got %+v", got)
			}
			refused(t, c.refresh(first), 400, "invalid_grant", 70008)
		})
	}
}

func TestTokensEndByTheSimulatorsClock(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: -1, AccessLifetime: time.Minute})
	refresh := c.RefreshToken()
	c.Advance(time.Minute - time.Second)
	if w := c.ask("/encounters/categories"); w.Code != 200 {
		t.Fatalf("got %d a second before", w.Code)
	}
	c.Advance(time.Second)
	if w := c.ask("/encounters/categories"); w.Code != 401 {
		t.Fatalf("got %d after a minute", w.Code)
	}
	next := taken(t, c.refresh(refresh))
	if next.Expires != "60" {
		t.Errorf("got %s", next.Expires)
	}
	c.Advance(14*24*time.Hour - time.Second)
	next = taken(t, c.refresh(next.Refresh))
	c.Advance(14 * 24 * time.Hour)
	refused(t, c.refresh(next.Refresh), 400, "invalid_grant", 700082)
}

func TestRevokedTokensNeedAPerson(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: -1})
	refresh := c.RefreshToken()
	c.Revoke()
	refused(t, c.refresh(refresh), 400, "invalid_grant", 50173)
	if w := c.ask("/encounters/categories"); w.Code != 200 {
		t.Errorf("got %d: access tokens outlive that", w.Code)
	}
	c.Expire()
	if w := c.ask("/encounters/categories"); w.Code != 401 {
		t.Errorf("got %d", w.Code)
	}
	taken(t, c.refresh(c.RefreshToken())) // a new login helps
	refresh = c.RefreshToken()
	c.RotateAway()
	refused(t, c.refresh(refresh), 400, "invalid_grant", 70008)
}

func TestTheTokenCallIsStrict(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: -1})
	good := c.RefreshToken()
	id, resource := simulator.DefaultClientID, simulator.DefaultResource
	for _, tt := range []struct {
		name, pairs, kind string
		number            int
	}{
		{"nothing", "", "invalid_request", 900144},
		{"no client", "grant_type refresh_token resource " + resource, "invalid_request", 900144},
		{"another client", "grant_type refresh_token client_id x", "unauthorized_client", 700016},
		{"no resource", "grant_type refresh_token client_id " + id + " refresh_token " + good, "invalid_request", 900144},
		{
			"another resource", "grant_type refresh_token resource x client_id " + id + " refresh_token " + good,
			"invalid_resource", 500011,
		},
		{"no token", "grant_type refresh_token client_id " + id + " resource " + resource, "invalid_request", 900144},
		{
			"an unknown token", "grant_type refresh_token client_id " + id + " refresh_token x resource " + resource,
			"invalid_grant", 9002313,
		},
		{"a password", "grant_type password client_id " + id + " resource " + resource, "unsupported_grant_type", 70003},
		{
			"a code without a redirect", "grant_type authorization_code code x client_id " + id + " resource " + resource,
			"invalid_request", 900144,
		},
		{
			"twice", "grant_type refresh_token grant_type refresh_token client_id " + id, "invalid_request", 9000411,
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			refused(t, c.post(strings.Fields(tt.pairs)...), 400, tt.kind, tt.number)
		})
	}
}

func TestTokensAreAskedForWithAForm(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: -1})
	form := "grant_type=refresh_token&client_id=" + simulator.DefaultClientID + "&resource=" + simulator.DefaultResource +
		"&refresh_token=" + c.RefreshToken()
	r := httptest.NewRequest(http.MethodGet, simulator.TokenPath+"?"+form, nil)
	refused(t, c.do(r), 400, "invalid_request", 900561)
	r = httptest.NewRequest(http.MethodPost, simulator.TokenPath, strings.NewReader(form))
	r.Header.Set("Content-Type", "application/json")
	refused(t, c.do(r), 400, "invalid_request", 900144)
	r = httptest.NewRequest(http.MethodPost, simulator.TokenPath+"?"+form, strings.NewReader(""))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	refused(t, c.do(r), 400, "invalid_request", 900144)
	r = httptest.NewRequest(http.MethodPost, simulator.TokenPath, strings.NewReader(form))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if w := c.do(r); w.Code != 200 || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("got %d %v", w.Code, w.Header())
	}
}

func TestClientsHaveASecretOrNone(t *testing.T) {
	t.Parallel()
	public := open(t, simulator.Options{Size: -1})
	refused(t, public.refresh(public.RefreshToken(), "client_secret", "x"), 401, "invalid_client", 700025)
	c := open(t, simulator.Options{Size: -1, ClientSecret: "CANARYSECRET"})
	token := c.RefreshToken()
	refused(t, c.refresh(token), 401, "invalid_client", 7000218)
	refused(t, c.refresh(token, "client_secret", "x"), 401, "invalid_client", 7000215)
	taken(t, c.refresh(token, "client_secret", "CANARYSECRET"))
}

func TestNumbersOfTokensAreTexts(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: -1})
	names := []string{"expires_in", "ext_expires_in", "expires_on", "not_before"}
	for _, text := range []bool{true, false} {
		var got map[string]any
		if err := json.Unmarshal(c.refresh(c.RefreshToken()).Body.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if _, ok := got[name].(string); ok != text {
				t.Errorf("%s is %v", name, got[name])
			}
		}
		c.fault(t, "token-numbers")
	}
}

func TestALoginThatDoesNotRotateKeepsTheToken(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: -1, Faults: []string{"no-rotation"}})
	token := c.RefreshToken()
	for range 2 {
		w := c.refresh(token)
		if w.Code != 200 || strings.Contains(w.Body.String(), "refresh_token") {
			t.Fatalf("got %d %s", w.Code, w.Body)
		}
	}
}
