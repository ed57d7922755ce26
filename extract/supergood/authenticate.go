package supergood

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"
)

// early is how long before its end a session is not used any more, so that it does not end on a request's way.
const early = time.Minute

// longest is from how many seconds on a number is a moment and not how long a session lasts: three years.
const longest = 100_000_000

// maxToken is how long a token may be.
const maxToken = 16 << 10

// enter makes sure that there is a session. The caller has the user's turn.
func (s *Source) enter(ctx context.Context) error {
	switch err := s.session.closed(); {
	case err == nil:
	case extract.OutcomeOf(err) == models.NeedsPerson:
		return echo{err}
	default:
		return err // it is told with the names of all datasets
	}
	if s.session.live(s.door.Now()) {
		return nil
	}
	return s.renew(ctx)
}

// renew opens a new session. A wrong password is sent once, ever: portals lock users. What else will not pass by itself is
// not tried again in this run, so that nobody's phone rings for each dataset.
func (s *Source) renew(ctx context.Context) error {
	s.session.token = models.Secret{}
	s.session.opened.Store(false)
	pardoned, err := s.recall()
	if err != nil {
		s.session.bar(err)
		return err
	}
	opened, err := s.open(ctx)
	if err != nil {
		if t, ok := errors.AsType[*trouble](err); ok && s.session.refused[t.blames] != nil {
			s.session.refused[t.blames].Note(s.door.Now())
			s.user.vain.Store(s.hurried.Load())
		}
		e, ok := errors.AsType[*transport.Error](err)
		often := ok && e.Status == http.StatusTooManyRequests // too many logins are what users are locked for
		if often || extract.OutcomeOf(err) != models.Unreachable && ctx.Err() == nil {
			s.session.bar(err) // it will not pass while this run lasts, and may be how a portal answers a wrong password
		}
		return err
	}
	for _, refused := range pardoned {
		refused.Forget()
	}
	s.session.token, s.session.until, s.session.modules = opened.token, opened.until, opened.modules
	s.session.whose = opened.whose
	if opened.until.IsZero() { // it may outlast what the user may see
		s.session.until = s.door.Now().Add(day)
	}
	s.session.opened.Store(true)
	s.user.vain.Store(false)
	return nil
}

// Why no session was opened.
var (
	errPassword = errors.New("the portal refuses the user's name or password")
	errOffer    = errors.New("the portal does not take what it was told of the user")
	errCode     = errors.New("the portal refuses the code")
	errUser     = errors.New("the portal does not let the user in")
)

// An opened session is what the portal answers.
type opened struct {
	token   models.Secret
	until   time.Time
	modules modules
	whose   string

	challenged bool // there is none yet: a code is wanted
	challenge  string
	method     string
}

// open opens a session with as many steps as the portal wants. A code of an authenticator that is refused is tried once
// more in the next step: it may have come too late, or somebody may have used it.
func (s *Source) open(ctx context.Context) (opened, error) {
	if t := s.unattended(s.config.Auth.mfa()); t != nil {
		return opened{}, t
	}
	for again := false; ; again = true {
		o, err := s.knock(ctx, proof{})
		if err != nil || !o.challenged {
			return o, err
		}
		p, err := s.prove(ctx, o)
		if err != nil {
			return opened{}, err
		}
		o, err = s.knock(ctx, p)
		switch {
		case err == nil && o.challenged:
			err = s.refusedCode(p.method)
		case err == nil:
			return o, nil
		}
		if p.method != byTOTP && ctx.Err() == nil {
			s.session.bar(err) // somebody's phone rang, and not again for the next dataset
		}
		if !errors.Is(err, errCode) || p.method != byTOTP || again {
			return opened{}, err
		}
	}
}

// unattended says why a second factor cannot be given without a person, if that is so.
func (s *Source) unattended(method string) *trouble {
	auth := s.config.Auth
	switch {
	case method == "" || len(auth.MFACommand) > 0, method == byTOTP && !auth.TOTPSecret.Empty():
		return nil
	case method == byTOTP:
		return &trouble{
			text: "the portal wants the code of an authenticator", outcome: models.NeedsPerson,
			advice: "put the authenticator's secret into auth.totp_secret, then: " + s.checkCommand(),
		}
	default:
		return &trouble{
			text: "the portal wants a code by " + method + ", which a person has to read", outcome: models.NeedsPerson,
			advice: "let the user have an authenticator and put its secret into auth.totp_secret, or name a program that prints the code " +
				"in auth.mfa_command, then: " + s.checkCommand(),
		}
	}
}

// A proof is a code and what it answers.
type proof struct {
	method, challenge string
	code              models.Secret
}

// prove gets the code that a challenge wants.
func (s *Source) prove(ctx context.Context, o opened) (proof, error) {
	own := s.config.Auth.mfa()
	p := proof{method: own, challenge: o.challenge}
	if o.method != "" {
		p.method = o.method
	}
	if p.method == "" {
		return proof{}, &trouble{
			text: "the portal wants a second factor", outcome: models.NeedsPerson,
			advice: "say in auth which one: totp_secret, or mfa and mfa_command, then: " + s.checkCommand(),
		}
	}
	if t := s.unattended(p.method); t != nil {
		return proof{}, t
	}
	if p.method == byTOTP { // also where a program prints it: twice within a step it prints the same
		number, err := s.step(ctx)
		if err == nil && !s.config.Auth.TOTPSecret.Empty() {
			p.code, err = codeOf(s.config.Auth.TOTPSecret, number)
		}
		if err != nil || !p.code.Empty() {
			return p, err
		}
	}
	var err error
	p.code, err = ask(ctx, s.config.Auth.MFACommand, p.method, patience)
	if err != nil && ctx.Err() == nil {
		err = &trouble{
			text: "auth.mfa_command", cause: err, outcome: models.NeedsPerson,
			advice: "run the program of auth.mfa_command by hand: it must print the code on its first line within two minutes; then: " + s.checkCommand(),
		}
	}
	return p, err
}

// step takes a step of which nobody has used the code, and waits for it.
func (s *Source) step(ctx context.Context) (int64, error) {
	number, err := s.steps.take(ctx, s.door.Now())
	if err != nil {
		return 0, err
	}
	left := until(number, s.door.Now())
	if left > 0 {
		s.tell(transport.Event{Kind: transport.Waiting, Dataset: s.asking, Why: "the authenticator's next code", Wait: left})
	}
	return number, sleep(ctx, left)
}

// question is the body that asks for a session.
func (s *Source) question(p proof) ([]byte, error) {
	auth, a := s.config.Auth, s.profile.Authenticate
	body := map[string]any{}
	for place, value := range a.Fixed {
		put(body, place, value)
	}
	put(body, a.Body.Username, auth.Username)
	put(body, a.Body.Password, auth.Password.Reveal())
	if auth.TenantID != "" {
		put(body, a.Body.TenantID, auth.TenantID)
	}
	if !p.code.Empty() {
		put(body, a.Body.Method, p.method)
		put(body, a.Body.Code, p.code.Reveal())
		if p.challenge != "" {
			put(body, a.Body.Challenge, p.challenge)
		}
	}
	return json.Marshal(body)
}

// knock makes the one call that is no GET. It is not repeated, whatever happens: it might be a wrong password.
func (s *Source) knock(ctx context.Context, p proof) (opened, error) {
	body, err := s.question(p)
	if err != nil {
		return opened{}, err
	}
	var o opened
	_, err = s.door.Do(ctx, transport.Call{
		Dataset: "session", Method: http.MethodPost, Path: s.profile.Authenticate.Path, Body: body, Entry: true,
		Header: http.Header{"Content-Type": {"application/json"}}, Accept: "application/json",
		Whole: func(body []byte) error {
			o = opened{}
			return s.readOpened(body, p, &o)
		},
		Refusal: func(status int, body []byte) error {
			o = opened{}
			return s.readRefusal(status, body, p, &o)
		},
	})
	if o.challenged {
		return o, nil
	}
	return o, err
}
