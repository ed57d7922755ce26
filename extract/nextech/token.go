package nextech

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"carehouse/extract/transport"
	"carehouse/models"
)

// tries is how often a token call is made that does not reach the server, and pause how long is waited in between.
const (
	tries = 3
	pause = 2 * time.Second
)

// errNoAccess means that the answer of a token call has no token that a header can carry.
var errNoAccess = errors.New("the answer holds no usable access token")

// handIn asks for the tokens that come in place of a refresh token, and reports whether it was sent. Once it has left it is
// not ended from outside: the answer holds the only token that will be good from then on.
func (s *session) handIn(ctx context.Context, token string) (got *rotation, sent bool, err error) {
	config := clientcredentials.Config{ // its parameters may be any; those of a refresh in x/oauth2 lack the resource
		ClientID: s.auth.ClientID, ClientSecret: s.auth.ClientSecret.Reveal(), TokenURL: s.auth.TokenURL,
		AuthStyle: oauth2.AuthStyleInParams, // finding out would send the token twice
		EndpointParams: url.Values{
			"grant_type": {"refresh_token"}, "refresh_token": {token}, "resource": {s.auth.Resource},
		},
	}
	for try := 1; ; try++ {
		var answer *oauth2.Token
		answer, sent, err = s.reach(ctx, config.Token)
		if err == nil {
			return s.rotation(token, answer), true, nil
		}
		if sent || try == tries {
			return nil, sent, err
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return nil, false, ctx.Err()
		}
	}
}

// reach makes a token call and reports whether it left. An answer that x/oauth2 does not take may still be one: see salvaged.
func (s *session) reach(
	ctx context.Context, call func(context.Context) (*oauth2.Token, error),
) (answer *oauth2.Token, sent bool, err error) {
	if err := ctx.Err(); err != nil {
		return nil, false, err
	}
	var left atomic.Bool
	heard := &tape{next: s.http.Transport}
	client := *s.http
	client.Transport = heard
	own := context.WithValue(context.WithoutCancel(ctx), oauth2.HTTPClient, &client)
	answer, err = call(httptrace.WithClientTrace(own, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { left.Store(true) }, // as good as: what follows may have arrived
	}))
	if _, refused := errors.AsType[*oauth2.RetrieveError](err); err != nil && !refused {
		if token, ok := heard.salvaged(); ok {
			answer, err = token, nil
		}
	}
	return answer, left.Load(), err
}

// rotation is what an answer means for the session. Its access is empty where the answer has none that a header can carry:
// what came in place of the refresh token is good all the same.
func (s *session) rotation(from string, answer *oauth2.Token) *rotation {
	life := tokenLife
	if seconds := seconds(answer.Extra("expires_in")); seconds > 0 {
		life = seconds
	}
	got := &rotation{
		from: from, refresh: cmp.Or(strings.TrimSpace(answer.RefreshToken), from), until: s.clock().Add(life - min(tokenMargin, life/2)),
	}
	if answer.AccessToken != "" && printable(answer.AccessToken) {
		got.access = models.NewSecret("Bearer " + answer.AccessToken)
	}
	return got
}

// seconds reads a number of seconds, which Azure writes as a string.
func seconds(v any) time.Duration {
	var n float64
	switch v := v.(type) {
	case string:
		n, _ = strconv.ParseFloat(strings.TrimSpace(v), 64)
	case float64:
		n = v
	case int64: // of a form
		n = float64(v)
	}
	if !(n > 0 && n < 1e9) {
		return 0
	}
	return time.Duration(n * float64(time.Second))
}

// judge says what a failed token call means, and reports whether the server will never take the token. Of what the server
// says only codes are repeated: its words name traces and accounts.
func (s *session) judge(err error, torn string) (why error, refused bool) {
	e, ok := errors.AsType[*oauth2.RetrieveError](err)
	if !ok {
		return s.unreached(err), false
	}
	t := &trouble{text: "the token call is refused" + codes(e), outcome: models.Failed}
	switch code := errorCode(e); {
	case slices.Contains([]string{"invalid_grant", "interaction_required", "login_required", "consent_required"}, code):
		t.text, t.outcome = "the refresh token is refused"+codes(e), models.NeedsPerson
		if torn != "" {
			t.text += "; " + torn
		}
		t.advice = "it is too old, was used before or was revoked; let us in again: " + loginCommand(s.tenant)
		return t, true
	case code == "invalid_client" || code == "unauthorized_client":
		t.outcome = models.NeedsPerson
		t.advice = "look at auth.client_id and auth.client_secret, or ask Nextech about the application, then: " + checkCommand(s.tenant)
	case code == "temporarily_unavailable" || status(e) >= http.StatusInternalServerError || status(e) == http.StatusTooManyRequests:
		t.text, t.outcome = "the token call is not answered"+codes(e), models.Unreachable
		t.advice = "the fault is on the login server's side; run again later"
	default:
		t.advice = "look at auth.token_url, auth.resource and auth.client_id, then: " + checkCommand(s.tenant)
	}
	return t, false
}

// unreached is the error of a token call that brought no answer, or none that can be read.
func (s *session) unreached(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	t := &trouble{outcome: models.Unreachable, advice: "run again later; if it stays so look at auth.token_url, then: " + checkCommand(s.tenant)}
	_, network := errors.AsType[*url.Error](err)
	switch {
	case errors.Is(err, errNoAccess):
		t.text = "token call: " + errNoAccess.Error()
	case errors.Is(err, context.DeadlineExceeded):
		t.text = "token call: " + transport.ErrSlow.Error()
	case network:
		cause := transport.Cause(err)
		t.text, t.cause = "token call: "+cause.Error(), cause
	default:
		t.text = "token call: the answer cannot be read"
	}
	return t
}

func status(e *oauth2.RetrieveError) int {
	if e.Response == nil {
		return 0
	}
	return e.Response.StatusCode
}

// errorCode is what the server calls a refusal. x/oauth2 looks into no JSON that is called text, or that is odd in another place.
func errorCode(e *oauth2.RetrieveError) string {
	var body struct {
		Code any `json:"error"`
	}
	_ = json.Unmarshal(e.Body, &body) // what cannot be read says nothing
	code, _ := body.Code.(string)
	return cmp.Or(e.ErrorCode, code)
}

// codes writes the codes of a refusal: " (status 400, invalid_grant, AADSTS70008)".
func codes(e *oauth2.RetrieveError) string {
	var all []string
	if n := status(e); n != 0 && n != http.StatusOK {
		all = append(all, fmt.Sprintf("status %d", n))
	}
	if word := codeWord(errorCode(e)); word != "" {
		all = append(all, word)
	}
	var body struct {
		Codes []json.Number `json:"error_codes"`
	}
	_ = json.Unmarshal(e.Body, &body) // what cannot be read says nothing
	for _, n := range body.Codes[:min(len(body.Codes), 5)] {
		if code, err := n.Int64(); err == nil && 0 < code && code < 1e8 {
			all = append(all, fmt.Sprintf("AADSTS%d", code))
		}
	}
	if len(all) == 0 {
		return ""
	}
	return " (" + strings.Join(all, ", ") + ")"
}

// codeWord returns an error's code if it looks like one.
func codeWord(code string) string {
	odd := func(r rune) bool { return (r < 'a' || r > 'z') && r != '_' }
	if len(code) > 40 || strings.ContainsFunc(code, odd) {
		return ""
	}
	return code
}
