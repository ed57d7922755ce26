package nextech

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"carehouse/extract"
	"carehouse/models"
)

var _ extract.LogsIn = (*Source)(nil)

// loginTime is how long a person may take.
const loginTime = 5 * time.Minute

// A login is one visit of a person to the login page.
type login struct {
	*session

	config   oauth2.Config
	state    string // comes back with the answer, so that no other answer is taken for it
	verifier string // "" is no PKCE
	command  string // what to type to begin anew, in the same way
}

// Login implements [extract.LogsIn]. It shows an address, waits for the browser to come back, exchanges the code that it
// brings, and has the refresh token on the disk before it says so.
func (s *Source) Login(ctx context.Context, by extract.Visit) (string, error) {
	l := s.session.login()
	if by.Paste {
		l.command += pasting
	}
	ctx, cancel := context.WithTimeoutCause(ctx, loginTime, errTooLong)
	defer cancel()
	err := l.ready(ctx)
	switch {
	case err != nil:
	case by.Paste:
		err = l.byPaste(ctx, by)
	default:
		err = l.byBrowser(ctx, by, s.listen)
	}
	if errors.Is(err, errTooLong) || (err != nil && errors.Is(context.Cause(ctx), errTooLong)) {
		err = s.loginTrouble("nobody has logged in within five minutes", "once more: "+l.command)
	}
	if err != nil {
		return "", err
	}
	return "logged in; the refresh token is kept. Next: " + checkCommand(s.tenant), nil
}

// errTooLong ends a login that nobody finishes.
var errTooLong = errors.New("the login took too long")

func (s *session) login() *login {
	l := &login{session: s, state: random(), command: loginCommand(s.tenant), config: oauth2.Config{
		ClientID: s.auth.ClientID, ClientSecret: s.auth.ClientSecret.Reveal(), RedirectURL: s.auth.RedirectURI,
		Endpoint: oauth2.Endpoint{AuthURL: s.auth.AuthorizeURL, TokenURL: s.auth.TokenURL, AuthStyle: oauth2.AuthStyleInParams},
	}}
	if s.auth.pkce() {
		l.verifier = oauth2.GenerateVerifier()
	}
	return l
}

// ready finds out whether what comes of the login can be kept where it is to be, before a person has gone through it.
func (l *login) ready(ctx context.Context) error {
	unlock, err := lock(ctx, l.vault, l.auth.RefreshToken)
	if err != nil {
		return l.unlocked(err)
	}
	_, held := l.token()
	if !errors.Is(held, errAlien) { // whatever else is wrong with it, a login puts it right
		held = nil
	}
	return errors.Join(held, unlock())
}

// random returns what nobody can guess.
func random() string {
	var b [24]byte
	_, _ = rand.Read(b[:]) // it never fails
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// address is where the person goes. The vendor's page calls the redirect redirect_url; the server behind it knows
// redirect_uri only.
func (l *login) address() string {
	options := []oauth2.AuthCodeOption{oauth2.SetAuthURLParam("resource", l.auth.Resource)}
	if l.verifier != "" {
		options = append(options, oauth2.S256ChallengeOption(l.verifier))
	}
	return l.config.AuthCodeURL(l.state, options...)
}

// byPaste lets the person bring the address that the browser ended at, because it is on another machine.
func (l *login) byPaste(ctx context.Context, by extract.Visit) error {
	by.Show("Open this address in a browser anywhere, and log in:")
	by.Show(l.address())
	by.Show("The browser then goes to an address that begins with " + l.auth.RedirectURI + " and may find nothing there.")
	text, err := by.Ask(ctx, "That address, copied as a whole: ")
	if err != nil {
		return err
	}
	came, err := url.Parse(strings.TrimSpace(text))
	if err != nil || came.RawQuery == "" {
		return l.loginTrouble("that is not the whole address", "copy it from the browser's address line, with all that follows the question mark")
	}
	code, err := l.answer(came.Query())
	if err != nil {
		return err
	}
	return l.exchange(ctx, code)
}

// errForeign means that an answer does not belong to this login.
var errForeign = errors.New("this answer is not of the login that was begun")

// answer returns the code of an answer.
func (l *login) answer(q url.Values) (string, error) {
	if subtle.ConstantTimeCompare([]byte(q.Get("state")), []byte(l.state)) != 1 {
		return "", &trouble{
			text: errForeign.Error(), outcome: models.NeedsPerson, cause: errForeign,
			advice: "begin anew, and use the address that is shown then: " + l.command,
		}
	}
	if q.Has("error") {
		text := "the login was refused"
		if word := codeWord(q.Get("error")); word != "" {
			text += " (" + word + ")"
		}
		return "", l.loginTrouble(text, "log in as a user who may see the practice, and allow the application: "+l.command)
	}
	if q.Get("code") == "" {
		return "", l.loginTrouble("the answer holds no code", "once more: "+l.command)
	}
	return q.Get("code"), nil
}

func (s *session) loginTrouble(text, advice string) error {
	return &trouble{text: text, outcome: models.NeedsPerson, advice: advice}
}

// loginTrouble is the session's.
func (s *Source) loginTrouble(text, advice string) error { return s.session.loginTrouble(text, advice) }

// exchange turns a code into tokens and keeps the refresh token.
func (l *login) exchange(ctx context.Context, code string) (err error) {
	leave, err := l.enter(ctx)
	if err != nil {
		return err
	}
	defer leave()
	unlock, err := lock(ctx, l.vault, l.auth.RefreshToken)
	if err != nil {
		return l.unlocked(err)
	}
	defer func() { err = errors.Join(err, unlock()) }()
	options := []oauth2.AuthCodeOption{oauth2.SetAuthURLParam("resource", l.auth.Resource)}
	if l.verifier != "" {
		options = append(options, oauth2.VerifierOption(l.verifier))
	}
	defer l.hold()()
	token, _, err := l.reach(ctx, func(ctx context.Context) (*oauth2.Token, error) { return l.config.Exchange(ctx, code, options...) })
	if err != nil {
		return l.unexchanged(err)
	}
	got := l.rotation("", token)
	if got.refresh == "" {
		return l.loginTrouble("the server has given no refresh token",
			"ask Nextech to let the application stay logged in (offline access), then: "+l.command)
	}
	if err := l.keep(got); err != nil {
		return err
	}
	if err := l.vault.Write(l.auth.RefreshToken+pendingSuffix, nil); err != nil {
		return l.unkept(err)
	}
	return nil
}

// unexchanged says why a code brought no tokens. A code is good once and for ten minutes.
func (l *login) unexchanged(err error) error {
	if e, ok := errors.AsType[*oauth2.RetrieveError](err); ok && errorCode(e) == "invalid_grant" {
		return l.loginTrouble("the code is refused"+codes(e), "a code is good once and for some minutes; once more: "+l.command)
	}
	why, _ := l.judge(err, "")
	return why
}
