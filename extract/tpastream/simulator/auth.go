package simulator

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/subtle"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"golang.org/x/crypto/ssh"
)

// The refusals of a JWT, word for word.
const (
	jwtUndecodable = "JWT could not be decoded"
	jwtIncomplete  = "JWT missing required claim(s)"
	jwtUnverified  = "JWT could not be verified"
	jwtExpired     = "JWT has expired"
)

// The refusals of Basic, in words of our own: the vendor publishes none.
const (
	keyMissing = "Authorization is missing"
	keyInvalid = "API key could not be verified"
)

// admit verifies the Authorization header. It names the kind of credential, and has a refusal when there is one.
func (s *Simulator) admit(r *http.Request, now time.Time) (kind string, refusal *answer) {
	scheme, credential, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	credential = strings.TrimSpace(credential)
	switch {
	case scheme == "":
		return "none", refuse(http.StatusUnauthorized, keyMissing)
	case strings.EqualFold(scheme, "SSH-JWT"):
		return "ssh-jwt", s.admitJWT(credential, now)
	case strings.EqualFold(scheme, "Basic"):
		return "basic", s.admitBasic(credential)
	default: // Bearer and all others are read as if they were Basic
		return strings.ToLower(scheme), refuse(http.StatusUnauthorized, keyInvalid)
	}
}

func refuse(status int, text string) *answer {
	a := message(status, text)
	return &a
}

func (s *Simulator) admitBasic(credential string) *answer {
	plain, err := base64.StdEncoding.DecodeString(credential)
	email, key, _ := strings.Cut(string(plain), ":")
	if err != nil || s.options.APIKey == "" || !strings.EqualFold(email, s.options.Email) ||
		subtle.ConstantTimeCompare([]byte(key), []byte(s.options.APIKey)) != 1 {
		return refuse(http.StatusUnauthorized, keyInvalid)
	}
	return nil
}

// admitJWT refuses in the order in which the vendor's texts can be told apart: form, claims, algorithm, signature,
// time. There is no tolerance for clocks, in neither direction.
func (s *Simulator) admitJWT(token string, now time.Time) *answer {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return refuse(http.StatusBadRequest, jwtUndecodable)
	}
	var header struct {
		Alg *string `json:"alg"`
	}
	var body map[string]json.RawMessage
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil || !segment(parts[0], &header) || !segment(parts[1], &body) || header.Alg == nil {
		return refuse(http.StatusBadRequest, jwtUndecodable)
	}
	var email string
	var iat, exp int64
	for name, into := range map[string]any{"email": &email, "iat": &iat, "exp": &exp} {
		raw, ok := body[name]
		if !ok || string(raw) == "null" {
			return refuse(http.StatusBadRequest, jwtIncomplete)
		}
		if json.Unmarshal(raw, into) != nil {
			return refuse(http.StatusBadRequest, jwtUndecodable)
		}
	}
	if len(body) != 3 { // "exactly" these three; nobody says what happens to a fourth
		return refuse(http.StatusBadRequest, jwtUndecodable)
	}
	if !strings.EqualFold(email, s.options.Email) {
		return refuse(http.StatusUnauthorized, jwtUnverified)
	}
	if refusal := s.verify(*header.Alg, parts[0]+"."+parts[1], signature); refusal != nil {
		return refusal
	}
	switch {
	case exp <= now.Unix():
		return refuse(http.StatusUnauthorized, jwtExpired)
	case time.Unix(iat, 0).After(now):
		return refuse(http.StatusUnauthorized, jwtUnverified)
	}
	return nil
}

// verify tries the user's keys in turn.
func (s *Simulator) verify(alg, signed string, signature []byte) *answer {
	matched := false
	for _, key := range s.options.PublicKeys {
		want, public := algorithm(key)
		if want == "" || want != alg {
			continue
		}
		matched = true
		if jwt.GetSigningMethod(alg).Verify(signed, signature, public) == nil {
			return nil
		}
	}
	if !matched {
		return refuse(http.StatusBadRequest, "JWT 'alg' header is '"+alg+"'")
	}
	return refuse(http.StatusUnauthorized, jwtUnverified)
}

// algorithm is the only one that a key may sign with; none for keys that the vendor does not accept.
func algorithm(key ssh.PublicKey) (string, crypto.PublicKey) {
	carrier, ok := key.(ssh.CryptoPublicKey)
	if !ok {
		return "", nil
	}
	switch public := carrier.CryptoPublicKey().(type) {
	case *rsa.PublicKey:
		return "RS256", public
	case ed25519.PublicKey:
		return "EdDSA", public
	case *ecdsa.PublicKey:
		switch public.Curve.Params().BitSize {
		case 256:
			return "ES256", public
		case 384:
			return "ES384", public
		case 521:
			return "ES512", public
		}
	}
	return "", nil
}

func segment(text string, into any) bool {
	raw, err := base64.RawURLEncoding.DecodeString(text)
	return err == nil && json.Unmarshal(raw, into) == nil
}

// allowed reports whether an address is on the user's list.
func (s *Simulator) allowed(remote string) bool {
	if len(s.options.Allowed) == 0 {
		return true
	}
	from, err := netip.ParseAddrPort(remote)
	return err == nil && slices.ContainsFunc(s.options.Allowed, func(p netip.Prefix) bool {
		return p.Contains(from.Addr().Unmap())
	})
}

// denied reports whether the role may not read a path.
func (s *Simulator) denied(path string) bool {
	return slices.ContainsFunc(s.options.Denied, func(prefix string) bool { return strings.HasPrefix(path, prefix) })
}
