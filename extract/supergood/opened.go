package supergood

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"carehouse/extract/transport"
	"carehouse/models"
)

// readOpened reads the answer to who was let in. Some portals ask for the code in an answer of that kind too, and some say
// no in one.
func (s *Source) readOpened(body []byte, p proof, o *opened) error {
	if err := transport.Sound(body); err != nil {
		return err
	}
	if s.readChallenge(body, o) {
		return nil
	}
	a, now := s.profile.Authenticate, s.door.Now()
	token := text(at(body, a.Token))
	if token == "" || len(token) > maxToken || strings.ContainsFunc(token, func(r rune) bool { return r <= ' ' || r > '~' }) {
		if s.codeIn(body) != "" {
			return s.readRefusal(http.StatusBadRequest, body, p, o)
		}
		return transport.Ruling{Err: s.tokenless(body), Final: true}
	}
	whose := text(at(body, a.TenantID))
	if whose != "" && s.config.Auth.TenantID != "" && whose != s.config.Auth.TenantID {
		return transport.Ruling{Err: &trouble{
			text: "the session is another tenant's", outcome: models.NeedsPerson,
			advice: "look at auth.tenant_id and at what the user may see in the portal, then: " + s.checkCommand(),
		}, Final: true}
	}
	o.whose = s.whoseOf(whose)
	o.token, o.modules, o.until = models.NewSecret(token), readModules(at(body, a.Modules)), lasts(at(body, a.ExpiresAt), now)
	return nil
}

// tokenless is said of an answer that has no token where one is looked for. Where it has texts instead, one of them may be
// it; what they say is never repeated.
func (s *Source) tokenless(body []byte) *trouble {
	what, g := "the answer has no token where the profile looks for one", glass{}
	g.value("", body)
	var places []string
	for _, seen := range g.seen() {
		if seen.Type == "text" && len(places) < 10 {
			places = append(places, seen.Path)
		}
	}
	if len(places) > 0 {
		what += "; it has texts in: " + strings.Join(places, ", ")
	}
	t := s.misplaced(what, "authenticate.token")
	t.advice = "the profile does not fit this deployment: look at authenticate.token in it, then: " + s.byHand()
	t.blames = theOffer // it may be how a portal says no, and will be the same the next time
	return t
}

// lasts says until when a session is used. An end that has passed is no end: some clock is wrong, and the portal will say
// when the session is over.
func lasts(raw []byte, now time.Time) time.Time {
	end, ok := moment(raw)
	if seconds := whole(raw); 0 < seconds && seconds < longest {
		end, ok = now.Add(time.Duration(seconds)*time.Second), true
	}
	if left := end.Sub(now); ok && left > 0 {
		return end.Add(-min(early, left/4))
	}
	return time.Time{}
}

// readChallenge reports whether an answer asks for a code, and reads how.
func (s *Source) readChallenge(body []byte, o *opened) bool {
	if !slices.Contains(s.profile.Errors.MFARequired, s.codeIn(body)) {
		return false
	}
	a := s.profile.Authenticate
	o.challenged, o.challenge = true, text(at(body, a.Challenge.ID))
	method := strings.ToLower(text(at(body, a.Challenge.Method)))
	if slices.Contains([]string{byTOTP, bySMS, byEmail}, method) {
		o.method = method
	}
	return true
}

// codeIn returns the code of an error, or "".
func (s *Source) codeIn(body []byte) string {
	if transport.Sound(body) != nil {
		return ""
	}
	return text(at(body, s.profile.Errors.Code))
}

// readRefusal says what a refused session means. A text of the answer is compared and never repeated.
func (s *Source) readRefusal(status int, body []byte, p proof, o *opened) error {
	proved := !p.code.Empty()
	switch code := s.codeIn(body); {
	case !proved && s.readChallenge(body, o):
		return transport.Ruling{Err: errCode, Final: true}
	case proved && (slices.Contains(s.profile.Errors.MFARefused, code) || slices.Contains(s.profile.Errors.MFARequired, code)):
		return transport.Ruling{Err: s.refusedCode(p.method), Final: true}
	case status == http.StatusLocked:
		return transport.Ruling{Err: s.locked(), Final: true}
	case status == http.StatusConflict:
		return transport.Ruling{Err: errBusy, Final: true}
	case proved && (status == http.StatusUnauthorized || untaken(status)):
		return transport.Ruling{Err: s.refusedCode(""), Final: true}
	case status == http.StatusForbidden:
		return transport.Ruling{Err: s.notLetIn(body), Final: true}
	case untaken(status):
		return transport.Ruling{Err: &trouble{
			text: "no session", cause: errOffer, outcome: models.NeedsPerson, blames: theOffer,
			advice: "it is not tried again, because portals lock users; look at the username and password in auth and at authenticate " +
				"in the profile, then: " + s.checkCommand(),
		}, Final: true}
	case status == http.StatusUnauthorized:
		return transport.Ruling{Err: &trouble{
			text: "no session", cause: errPassword, outcome: models.NeedsPerson, blames: theLogin,
			advice: "it was tried once and is not tried again, because portals lock users; put the right username and password into auth, then: " +
				s.checkCommand(),
		}, Final: true}
	}
	return nil
}

// notLetIn is said of 403. Some portals answer a wrong password so, and lock the user after some. But a wall before the
// portal says it too, for a while, to everybody; it does not say it in JSON, and is no reason to stay away.
func (s *Source) notLetIn(body []byte) *trouble {
	t := &trouble{
		text: "no session", cause: errUser, outcome: models.NeedsPerson,
		advice: "have the user allowed in the portal, and look at auth.password and auth.tenant_id, then: " + s.checkCommand(),
	}
	if transport.Sound(body) == nil {
		t.blames = theOffer
	}
	return t
}

// untaken reports whether a status says that what was asked is not right, which it will not be the next time either. Some
// portals answer a wrong password so.
func untaken(status int) bool {
	return status == http.StatusBadRequest || status == http.StatusUnprocessableEntity
}

// refusedCode is said of a code that was no good. method is "" where the password may have been meant. What an
// authenticator's secret makes will be refused the next time too; the next code that somebody sends will not.
func (s *Source) refusedCode(method string) *trouble {
	t := &trouble{text: "no session", cause: errCode, outcome: models.NeedsPerson}
	switch {
	case method == byTOTP && !s.config.Auth.TOTPSecret.Empty():
		t.blames = theOffer
		t.advice = "look at auth.totp_secret and at this machine's clock, then: " + s.checkCommand()
	case method == "":
		t.blames = theOffer
		t.cause, t.advice = errPassword, "the portal takes neither the code nor says why; look at auth, then: "+s.checkCommand()
	default:
		t.advice = "the code by " + method + " is not the one that was sent; see what auth.mfa_command prints, then: " + s.checkCommand()
	}
	return t
}
