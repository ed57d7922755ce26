package supergood

import (
	"errors"
	"time"

	"carehouse/extract/transport"
	"carehouse/models"
)

// recall says what of us was refused before, in this run or in another one, and has not been changed since: that is not
// sent. Where a person asks for it, it is, and what is returned is to be forgotten when it is taken. A login is refused to
// all tenants that use it. What a portal did not take of all that it was told, a code of an authenticator among it, is a
// tenant's own.
func (s *Source) recall() (pardoned []*transport.Refused, err error) {
	for _, of := range []struct {
		blame
		what string
	}{
		{theLogin, "the user's name or password"},
		{theOffer, "what the portal is told of the user"},
	} {
		refused := s.session.refused[of.blame]
		at, err := refused.Since()
		switch {
		case err != nil:
			return nil, err
		case at.IsZero():
		case s.asked.Load():
			pardoned = append(pardoned, refused)
		default:
			return nil, &trouble{
				text: "no session", outcome: models.NeedsPerson,
				cause:  errors.New(of.what + " was refused on " + at.UTC().Format(time.DateOnly) + " and is not sent again"),
				advice: "put the right ones into auth; or, when the portal has let the user in again: " + s.byHand(),
			}
		}
	}
	return pardoned, nil
}

// byHand is the command by which a person tries what was refused. Check asks nothing with a profile that is not confirmed.
func (s *Source) byHand() string {
	if !s.local && !s.profile.Confirmed {
		return s.probeCommand()
	}
	return s.checkCommand()
}
