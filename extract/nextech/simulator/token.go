package simulator

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
)

// token gives tokens for a code or for a refresh token.
func (s *Simulator) token(q *question) answer {
	refresh, access, refusal := s.grant(q)
	if refusal != nil {
		s.vault.counts.Refused++
		return refusal.answer(s.world.seed, q.number, q.now)
	}
	if q.fault == Expire {
		access.expires = q.now
	}
	return s.tokens(q, refresh, access)
}

// grant looks at what is given, and takes it.
func (s *Simulator) grant(q *question) (*refreshToken, *accessToken, *refusal) {
	if refusal := s.readable(q.Request); refusal != nil {
		return nil, nil, refusal
	}
	form := q.PostForm
	switch form.Get("grant_type") {
	case "authorization_code":
		if refusal := s.redeem(q, form); refusal != nil {
			return nil, nil, refusal
		}
		s.vault.counts.Codes++
		refresh, access := s.vault.issue(q.now, s.options, nil, false)
		return refresh, access, nil
	case "refresh_token":
		given := form.Get("refresh_token")
		if refusal := s.vault.refusal(given, q.now); refusal != nil {
			return nil, nil, refusal
		}
		s.vault.counts.Refreshes++
		refresh, access := s.rotate(q, s.vault.refresh[given])
		return refresh, access, nil
	default:
		return nil, nil, refuse("unsupported_grant_type", 70003, "The app requested an unsupported grant type.")
	}
}

// rotate gives a new pair for a refresh token, and ends the old one: at once, or when the new one is used.
func (s *Simulator) rotate(q *question, old *refreshToken) (*refreshToken, *accessToken) {
	old.used()
	if s.script.On(NoRotation) {
		return s.vault.issue(q.now, s.options, old, true)
	}
	refresh, access := s.vault.issue(q.now, s.options, old, false)
	if !s.options.Lenient && !s.script.On(LenientTokens) {
		old.ended = rotated
	}
	return refresh, access
}

// readable refuses what is no form of this client about this resource. A body of another kind is a form without
// parameters.
func (s *Simulator) readable(r *http.Request) *refusal {
	if r.Method != http.MethodPost {
		return refuse("invalid_request", 900561, "The endpoint only accepts POST requests.")
	}
	for name, values := range r.PostForm {
		if len(values) > 1 {
			return refuse("invalid_request", 9000411, "The parameter '"+name+"' is duplicated.")
		}
	}
	id, secret := r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	if user, password, ok := r.BasicAuth(); ok {
		id, _ = url.QueryUnescape(user)
		secret, _ = url.QueryUnescape(password)
	}
	switch {
	case r.PostForm.Get("grant_type") == "":
		return missing("grant_type")
	case id == "":
		return missing("client_id")
	case id != DefaultClientID:
		return refuse("unauthorized_client", 700016, "The application was not found in the directory.")
	case s.options.ClientSecret == "" && secret != "":
		return unauthorized(700025, "Client is public, so 'client_secret' should not be presented.")
	case s.options.ClientSecret != "" && secret == "":
		return unauthorized(7000218, "The request body must contain 'client_assertion' or 'client_secret'.")
	case s.options.ClientSecret != secret:
		return unauthorized(7000215, "Invalid client secret provided.")
	}
	required := []string{"resource"}
	switch r.PostForm.Get("grant_type") {
	case "authorization_code":
		required = append(required, "code", "redirect_uri")
	case "refresh_token":
		required = append(required, "refresh_token")
	}
	if at := slices.IndexFunc(required, func(name string) bool { return r.PostForm.Get(name) == "" }); at >= 0 {
		return missing(required[at])
	}
	if r.PostForm.Get("resource") != DefaultResource {
		return refuse("invalid_resource", 500011, "The resource principal was not found in the tenant.")
	}
	return nil
}

// redeem takes a code, once.
func (s *Simulator) redeem(q *question, form url.Values) *refusal {
	c := s.vault.codes[form.Get("code")]
	switch {
	case c == nil:
		return refuse("invalid_grant", 9002313, "Invalid request. Request is malformed or invalid.")
	case c.used:
		return refuse("invalid_grant", 54005, "OAuth2 Authorization code was already redeemed.")
	case !q.now.Before(c.expires):
		return refuse("invalid_grant", 70008, "The provided authorization code has expired.")
	case c.redirect != form.Get("redirect_uri"):
		return refuse("invalid_client", 500112, "The reply address is not the one that the code was requested with.")
	case !proven(c.challenge, form.Get("code_verifier")):
		return refuse("invalid_grant", 501481, "The Code_Verifier does not match the code_challenge.")
	}
	c.used = true
	return nil
}

// tokens writes a pair as Azure does, with numbers as texts. A refresh token that is kept is not repeated.
func (s *Simulator) tokens(q *question, refresh *refreshToken, access *accessToken) answer {
	seconds := max(1, int64(s.options.AccessLifetime.Seconds())) // also of one that is dead already
	number := func(n int64) any {
		if s.script.On(TokenNumbers) {
			return n
		}
		return strconv.FormatInt(n, 10)
	}
	fields := map[string]any{
		"token_type": "Bearer", "scope": "user_impersonation", "resource": DefaultResource,
		"expires_in": number(seconds), "ext_expires_in": number(0), "not_before": number(q.now.Unix() - 300),
		"expires_on":   number(q.now.Unix() + seconds),
		"access_token": access.value, "id_token": "eyJ0eXAi.CANARYID", "refresh_token": refresh.value,
	}
	if s.script.On(NoRotation) && q.PostForm.Get("grant_type") == "refresh_token" {
		delete(fields, "refresh_token")
	}
	body, _ := json.Marshal(fields)
	return answer{status: http.StatusOK, kind: jsonKind, body: body, header: map[string]string{
		"Cache-Control": "no-store", "Pragma": "no-cache",
	}}
}
