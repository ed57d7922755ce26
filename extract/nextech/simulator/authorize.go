package simulator

import (
	"crypto/sha256"
	"encoding/base64"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
)

// authorize is the page where a person would log in. This one agrees at once. What cannot be sent back to the client is
// told to the person.
func (s *Simulator) authorize(q *question) answer {
	v := q.URL.Query()
	redirect := v.Get("redirect_uri")
	switch {
	case q.Method != http.MethodGet:
		return htmlPage(http.StatusBadRequest, "AADSTS900561: The endpoint only accepts GET requests.")
	case v.Get("client_id") == "":
		return htmlPage(http.StatusBadRequest, "AADSTS900144: The request must contain 'client_id'.")
	case v.Get("client_id") != DefaultClientID:
		return htmlPage(http.StatusBadRequest, "AADSTS700016: The application was not found in the directory.")
	case redirect == "": // the vendor's page calls it redirect_url, which Azure does not know
		return htmlPage(http.StatusBadRequest, "AADSTS50011: The reply URL is missing.")
	case !s.registered(redirect):
		return htmlPage(http.StatusBadRequest, "AADSTS50011: The reply URL is none of the application's.")
	}
	back := url.Values{}
	if state := v.Get("state"); state != "" {
		back.Set("state", state)
	}
	if refusal := s.refuseLogin(v); refusal != nil {
		back.Set("error", refusal.kind)
		back.Set("error_description", refusal.description(q.now, "0", "0"))
		return sent(redirect, back)
	}
	back.Set("code", s.vault.newCode(code{
		redirect: redirect, challenge: v.Get("code_challenge"), expires: q.now.Add(s.options.CodeLifetime),
	}))
	back.Set("session_state", "00000000-0000-4000-8000-000000000000")
	return sent(redirect, back)
}

// refuseLogin says what is wrong with a question that the client is told about.
func (s *Simulator) refuseLogin(v url.Values) *refusal {
	challenge, method := v.Get("code_challenge"), v.Get("code_challenge_method")
	switch {
	case v.Get("response_type") != "code":
		return refuse("unsupported_response_type", 700054, "response_type is not enabled for the application.")
	case v.Get("resource") == "":
		return missing("resource")
	case v.Get("resource") != DefaultResource:
		return refuse("invalid_resource", 500011, "The resource principal was not found in the tenant.")
	case challenge == "" && (method != "" || s.options.RequirePKCE):
		return refuse("invalid_request", 9002325, "Proof Key for Code Exchange is required.")
	case challenge != "" && (method != "S256" || len(challenge) != base64.RawURLEncoding.EncodedLen(sha256.Size)):
		return refuse("invalid_request", 501491, "The code challenge is not valid.")
	case s.script.On(RefuseLogin):
		return refuse("access_denied", 65004, "User declined to consent to access the app.")
	default:
		return nil
	}
}

// sent leads back to the client. What the redirect has in its query stays there.
func sent(redirect string, back url.Values) answer {
	u, _ := url.Parse(redirect) // it is registered, so it can be read
	query := u.Query()
	maps.Copy(query, back)
	u.RawQuery = query.Encode()
	return answer{status: http.StatusFound, header: map[string]string{"Location": u.String()}}
}

// registered reports whether a redirect is one of the client's. The port does not count on this machine.
func (s *Simulator) registered(redirect string) bool {
	return slices.ContainsFunc(s.options.RedirectURIs, func(known string) bool {
		return known == redirect || portless(known) != "" && portless(known) == portless(redirect)
	})
}

// portless is an address of this machine without its port; others are none.
func portless(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	host := u.Hostname()
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return ""
	}
	u.Host = host
	return u.String()
}

// proven reports whether a verifier belongs to a challenge. Neither may come without the other.
func proven(challenge, verifier string) bool {
	if challenge == "" || verifier == "" {
		return challenge == verifier
	}
	sum := sha256.Sum256([]byte(verifier))
	return len(verifier) >= 43 && len(verifier) <= 128 && base64.RawURLEncoding.EncodeToString(sum[:]) == challenge
}
