package nextech

import (
	"context"
	"errors"
	"net/http"
	"time"

	"carehouse/extract/transport"
	"carehouse/models"
)

// How long before its end an access token is renewed. One that lives shorter than twice that is renewed at half its life.
const tokenMargin = 5 * time.Minute

// tokenLife is how long an access token is taken to live where the server does not say.
const tokenLife = time.Hour

var _ transport.Authorizer = (*session)(nil)

// A session gives access tokens to calls. It hands the refresh token in for the next one, and has that on the disk before
// anybody gets the access token that came with it.
//
// A kill between the server's answer and our disk loses the new token: no order of steps can help. So before a token is
// handed in, that is written down. If the server refuses it afterwards, the person who has to log in again is told why.
type session struct {
	tenant string
	auth   Auth
	vault  transport.Vault
	clock  func() time.Time
	http   *http.Client
	tell   func(transport.Event) // nil is nobody

	turn chan struct{} // holds what follows; a channel, because waiting for it must be possible to end

	access models.Secret // the value of the header
	until  time.Time     // when it is renewed
	kept   *keeper
	spent  string // the refresh token that was refused
	why    error
}

// A rotation is what came for a refresh token.
type rotation struct {
	from    string // the token that was handed in
	refresh string
	access  models.Secret
	until   time.Time
}

func newSession(tenant string, auth Auth, env transport.Env) (*session, error) {
	client, err := transport.Once(env, auth.TokenURL)
	if err != nil {
		return nil, errors.New("auth.token_url: " + err.Error())
	}
	return &session{
		tenant: tenant, auth: auth, vault: env.Vault, clock: env.Clock, http: client, tell: env.Observe,
		turn: make(chan struct{}, 1), kept: &keeper{},
	}, nil
}

// enter waits for the session.
func (s *session) enter(ctx context.Context) (leave func(), err error) {
	select {
	case s.turn <- struct{}{}:
		return func() { <-s.turn }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// hold tells whoever may want to end the run that an answer is on its way that is not missed, and until when. What it returns
// tells that it is in, and kept.
func (s *session) hold() (over func()) {
	if s.tell == nil {
		return func() {}
	}
	s.tell(transport.Event{Kind: transport.Held, Wait: s.http.Timeout})
	return func() { s.tell(transport.Event{Kind: transport.Held}) }
}

// Authorize implements [transport.Authorizer]. The server's time is not asked for: tokens are another server's.
func (s *session) Authorize(ctx context.Context, _ time.Time) (models.Secret, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return models.Secret{}, err
	}
	defer leave()
	if s.access.Empty() || !s.clock().Before(s.until) {
		if err := s.refresh(ctx); err != nil {
			return models.Secret{}, err
		}
	}
	return s.access, nil
}

// Renew implements [transport.Authorizer]. Of several calls that were refused with one token the first gets a new one.
func (s *session) Renew(ctx context.Context, _ time.Time, refused models.Secret) (bool, error) {
	leave, err := s.enter(ctx)
	if err != nil {
		return false, err
	}
	defer leave()
	if s.access.Reveal() != refused.Reveal() {
		return true, nil
	}
	if err := s.refresh(ctx); err != nil {
		return false, err
	}
	return true, nil
}

// refresh hands in the token that is in the file now, which another process may have written.
func (s *session) refresh(ctx context.Context) (err error) {
	unlock, err := lock(ctx, s.vault, s.auth.RefreshToken)
	if err != nil {
		return s.unlocked(err)
	}
	defer func() { err = errors.Join(err, unlock()) }()
	token, err := s.token()
	if err != nil {
		return err
	}
	if got, ok := s.kept.get(s.auth.RefreshToken, token); ok { // it came, and is written only now
		return s.keep(got)
	}
	if token == s.spent {
		return s.why
	}
	torn, noted := s.pending(token)
	if err := s.note(noted, ballast); err != nil {
		return s.unkept(err)
	}
	defer s.hold()()
	got, sent, err := s.handIn(ctx, token)
	if err == nil {
		return s.keep(got)
	}
	why, refused := s.judge(err, torn)
	if refused {
		s.spent, s.why = token, why
	}
	if torn == "" {
		noted = ""
		if sent && !refused { // nobody knows whether the server has taken it
			noted = sum(token) + unheard
		}
		if err := s.note(noted, 0); err != nil {
			return errors.Join(why, s.unkept(err))
		}
	}
	return why
}

// write gives what came its place on the disk. Where there is no room the note beside it goes, and comes back as short as it can
// be where that was not enough.
func (s *session) write(got *rotation) error {
	if got.refresh == got.from {
		return s.note("", 0)
	}
	content := []byte(got.refresh + "\n")
	err := s.vault.Write(s.auth.RefreshToken, content)
	if err == nil || s.note("", 0) != nil {
		return err
	}
	if err = s.vault.Write(s.auth.RefreshToken, content); err != nil {
		err = errors.Join(err, s.note(sum(got.from), 0))
	}
	return err
}

// keep writes what came, and only then lets it be used.
func (s *session) keep(got *rotation) error {
	s.kept.unwritten.Store(s.auth.RefreshToken, got)
	if err := s.write(got); err != nil {
		return s.unkept(err)
	}
	s.kept.unwritten.Delete(s.auth.RefreshToken)
	s.spent, s.why = "", nil
	s.access, s.until = got.access, got.until
	if got.access.Empty() {
		return s.unreached(errNoAccess)
	}
	return nil
}
