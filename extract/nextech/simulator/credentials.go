package simulator

// What every simulated client is known by.
const (
	DefaultClientID = "c6eef4c1-0000-4000-8000-simulated000"
	DefaultResource = "https://example.com/dbb380e9-0000-4000-8000-simulated000"
	DefaultRedirect = "http://localhost:8000/callback/"
)

// The paths.
const (
	AuthorizePath = "/oauth2/authorize"
	TokenPath     = "/oauth2/token"
	BasePath      = "/ehr/api"
)

// Credentials are what a client is registered with.
type Credentials struct {
	ClientID, ClientSecret, Resource, RedirectURI string
}

// Credentials returns what the client is registered with.
func (s *Simulator) Credentials() Credentials {
	return Credentials{DefaultClientID, s.options.ClientSecret, DefaultResource, s.options.RedirectURIs[0]}
}

// Practices are the ids of the practices that the login may see. Some have leading zeros.
func (s *Simulator) Practices() []string {
	var out []string
	for _, p := range s.world.practices {
		out = append(out, p.id)
	}
	return out
}

// RefreshToken returns a fresh refresh token, as if a person had just logged in. Each has a chain of its own: refreshing
// one does nothing to another.
func (s *Simulator) RefreshToken() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	refresh, _ := s.vault.issue(s.now(), s.options, nil, false)
	return refresh.value
}

// AccessToken returns a fresh access token without any token call.
func (s *Simulator) AccessToken() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, access := s.vault.issue(s.now(), s.options, nil, false)
	return access.value
}

// Revoke ends all refresh tokens, as an administrator can. Access tokens live on until they expire.
func (s *Simulator) Revoke() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.vault.end(revoked)
}

// RotateAway ends all refresh tokens as if somebody else had used them.
func (s *Simulator) RotateAway() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.vault.end(rotated)
}

// Expire ends all access tokens.
func (s *Simulator) Expire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.vault.access {
		a.expires = s.now()
	}
}

// A Grant says whether a refresh token would be taken, and for a token that would not, which number says why.
type Grant struct {
	Good   bool
	AADSTS int
}

// Grant looks at a refresh token without using it.
func (s *Simulator) Grant(refresh string) Grant {
	s.mu.Lock()
	defer s.mu.Unlock()
	if refusal := s.vault.refusal(refresh, s.now()); refusal != nil {
		return Grant{AADSTS: refusal.number}
	}
	return Grant{Good: true}
}

// Tokens counts the token calls: those that were answered with tokens, by what was given for them, and the others.
type Tokens struct{ Codes, Refreshes, Refused int }

// Tokens returns the counts since the beginning.
func (s *Simulator) Tokens() Tokens {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.vault.counts
}
