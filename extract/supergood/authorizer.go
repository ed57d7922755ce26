package supergood

import (
	"context"
	"strings"
	"time"

	"carehouse/extract/transport"
	"carehouse/models"
)

var _ transport.Authorizer = authorizer{}

// An authorizer gives the session to requests. Whoever asks has the user's turn, and has entered.
type authorizer struct{ source *Source }

// Authorize implements [transport.Authorizer].
func (a authorizer) Authorize(context.Context, time.Time) (models.Secret, error) {
	_, form := a.source.header()
	return models.NewSecret(strings.Replace(form, tokenMark, a.source.session.token.Reveal(), 1)), nil
}

// Renew implements [transport.Authorizer]. The portal may have ended the session whenever it liked.
func (a authorizer) Renew(ctx context.Context, _ time.Time, _ models.Secret) (bool, error) {
	if err := a.source.renew(ctx); err != nil {
		return false, err
	}
	return true, nil
}

// header is the name of the header that carries the session, and the form of its value.
func (s *Source) header() (name, form string) {
	name, form, _ = strings.Cut(s.profile.Header, ": ")
	return name, form
}
