package tpastream

import (
	"context"
	"encoding/base64"
	"errors"
	"sync"
	"time"

	"carehouse/extract/transport"
	"carehouse/models"

	"github.com/golang-jwt/jwt/v5"
)

var (
	_ transport.Authorizer = basicAuth{}
	_ transport.Authorizer = (*sshJWT)(nil)
)

// basicAuth sends the same value with every request.
type basicAuth struct{ value models.Secret }

func newBasicAuth(b Basic) basicAuth {
	pair := b.Email + ":" + b.APIKey.Reveal()
	return basicAuth{models.NewSecret("Basic " + base64.StdEncoding.EncodeToString([]byte(pair)))}
}

// Authorize implements [transport.Authorizer].
func (b basicAuth) Authorize(context.Context, time.Time) (models.Secret, error) { return b.value, nil }

// Renew implements [transport.Authorizer]. A key that was refused has no other.
func (basicAuth) Renew(context.Context, time.Time, models.Secret) (bool, error) { return false, nil }

// How tokens are dated. The server allows no skew at all, so a token is issued a little in the past, and it is renewed
// before it ends, so that it does not end on its way.
const (
	tokenLife   = 15 * time.Minute
	tokenPast   = 30 * time.Second
	tokenMargin = time.Minute
)

// errMint means that a key that could be read could not sign.
var errMint = errors.New("no token could be signed with the key")

// sshJWT signs tokens with an SSH key.
type sshJWT struct {
	email  string
	signer signer

	mu    sync.Mutex // one mint at a time
	value models.Secret
	until time.Time
}

func newSSHJWT(s SSHJWT) (*sshJWT, error) {
	key, err := parseKey(s.PrivateKey)
	if err != nil {
		return nil, err
	}
	return &sshJWT{email: s.Email, signer: key}, nil
}

// Authorize implements [transport.Authorizer].
func (s *sshJWT) Authorize(_ context.Context, now time.Time) (models.Secret, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.value.Empty() || !now.Before(s.until.Add(-tokenMargin)) {
		if err := s.mint(now); err != nil {
			return models.Secret{}, err
		}
	}
	return s.value, nil
}

// Renew implements [transport.Authorizer]. Of several calls that were refused with one token the first makes a new one.
func (s *sshJWT) Renew(_ context.Context, now time.Time, refused models.Secret) (bool, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.value.Reveal() != refused.Reveal() {
		return true, nil
	}
	if err := s.mint(now); err != nil {
		return false, err
	}
	return true, nil
}

// mint makes a token with exactly the three claims that the API reads.
func (s *sshJWT) mint(now time.Time) error {
	issued := now.Add(-tokenPast)
	until := issued.Add(tokenLife)
	text, err := s.signer.sign(jwt.MapClaims{"email": s.email, "iat": issued.Unix(), "exp": until.Unix()})
	if err != nil {
		return errMint
	}
	s.value, s.until = models.NewSecret("SSH-JWT "+text), until
	return nil
}
