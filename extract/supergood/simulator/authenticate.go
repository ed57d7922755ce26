package simulator

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"carehouse/extract/invented"
)

// asked is what came with an authentication, by path.
type asked map[string]string

// readLogin reads the body of an authentication. Members that nobody declared are refused, as is everything but text.
func (s *Simulator) readLogin(r *http.Request, body []byte) (asked, string) {
	kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	if !strings.EqualFold(strings.TrimSpace(kind), "application/json") {
		return nil, "the content type must be application/json"
	}
	var tree map[string]any
	if json.Unmarshal(body, &tree) != nil {
		return nil, "the body must be a JSON object"
	}
	a := asked{}
	if !a.take("", tree) {
		return nil, "members must be texts"
	}
	w := s.spelling.login
	known := []string{w.username, w.password, w.tenant, w.method, w.code, w.challenge}
	for name := range a {
		if _, fixed := w.fixed[name]; !fixed && !slices.Contains(known, name) {
			return nil, "a member is unknown"
		}
	}
	for name, want := range w.fixed {
		if a[name] != want {
			return nil, "a member is missing"
		}
	}
	return a, ""
}

// take notes the texts of an object by their paths.
func (a asked) take(prefix string, tree map[string]any) bool {
	for name, v := range tree {
		switch x := v.(type) {
		case string:
			a[prefix+name] = x
		case map[string]any:
			if !a.take(prefix+name+".", x) {
				return false
			}
		default:
			return false
		}
	}
	return true
}

// authenticate answers who somebody is. What is wrong is looked for in this order: the account's lock, the password, the
// tenant, the second factor.
func (s *Simulator) authenticate(r *http.Request, body []byte, now time.Time) answer {
	a, wrong := s.readLogin(r, body)
	if wrong != "" {
		return s.trouble(http.StatusBadRequest, "invalid_request", wrong)
	}
	w := s.spelling.login
	s.door.Lock()
	defer s.door.Unlock()
	who := s.desk.accounts[a[w.username]]
	switch {
	case who == nil:
		return s.trouble(http.StatusUnauthorized, "invalid_credentials", "wrong username or password")
	case who.failures >= patience:
		return s.trouble(http.StatusLocked, "account_locked", "too many wrong attempts")
	case a[w.password] != who.password || s.script.On("wrong-password"):
		who.failures++
		return s.trouble(http.StatusUnauthorized, "invalid_credentials", "wrong username or password")
	}
	tenant := who.tenants[0]
	if id, given := a[w.tenant]; given {
		tenant = slices.IndexFunc(who.tenants, func(n int) bool { return tenantID(n) == id })
		if tenant < 0 {
			return s.trouble(http.StatusForbidden, "tenant_forbidden", "not a tenant of this user")
		}
		tenant = who.tenants[tenant]
	}
	if refusal, ok := s.secondFactor(who, a, now); !ok {
		return refusal
	}
	token, opened := s.open(who, tenant, now)
	var said object
	for _, m := range []member{
		{w.token, token}, {w.expires, opened.expires}, {w.inTenant, tenantID(tenant)}, {w.modules, s.licensed()},
	} {
		said = said.put(m.name, m.value)
	}
	return s.told(http.StatusOK, said)
}

// licensed are the modules that the tenants have.
func (s *Simulator) licensed() []any {
	list := []any{}
	for _, m := range modules() {
		if !s.script.On("unlicensed", m) {
			list = append(list, m)
		}
	}
	return list
}

// method is the second factor that accounts want; "" is none.
func (s *Simulator) method() string {
	switched, ok := s.script.Last("mfa")
	switch {
	case !ok:
		return s.options.MFA
	case switched == "none":
		return ""
	default:
		return switched
	}
}

// secondFactor checks the code, or asks for one. A code that was sent needs the challenge that it was sent for; a code of
// an authenticator app does not.
func (s *Simulator) secondFactor(who *account, a asked, now time.Time) (answer, bool) {
	w, method := s.spelling.login, s.method()
	if method == "" {
		return answer{}, true
	}
	if asked, given := a[w.method]; given && asked != method {
		return s.trouble(http.StatusBadRequest, "mfa_method_unavailable", "not the user's second factor"), false
	}
	code, given := a[w.code]
	if !given {
		return s.challenge(who, method, now), false
	}
	wrong := ""
	var ask *challenge
	if id, named := a[w.challenge]; named || method != "totp" {
		ask = s.desk.challenges[id]
		wrong = ask.check(who, method, now)
	}
	switch {
	case wrong != "":
	case method == "totp":
		skew := time.Duration(s.script.Number("skew", 0)) * time.Second
		wrong = who.checkTOTP(code, now.Add(skew))
	case code != ask.code:
		wrong = codeWrong
	}
	if wrong == "" {
		if ask != nil {
			ask.used = true
		}
		return answer{}, true
	}
	if wrong == codeWrong {
		who.failures++
	}
	return s.trouble(http.StatusUnauthorized, wrong, "the code is not accepted"), false
}

// check says what is wrong with a challenge.
func (c *challenge) check(who *account, method string, now time.Time) string {
	switch {
	case c == nil || c.account != who || c.method != method:
		return codeWrong
	case c.used:
		return codeReused
	case !now.Before(c.expires):
		return codeExpired
	default:
		return ""
	}
}

// challenge asks for a code, and sends one where that is the method.
func (s *Simulator) challenge(who *account, method string, now time.Time) answer {
	d := s.desk
	id := "chl_" + d.word(s.options.Seed, forChallenge)
	c := &challenge{account: who, method: method, expires: now.Add(challengeLife).Truncate(time.Second)}
	if method != "totp" {
		dice := invented.Throw(s.options.Seed, forCode, d.made, 0)
		c.code = dice.Digits(6)
		d.sent = c.code
	}
	d.challenges[id] = c
	w := s.spelling.trouble
	return s.trouble(
		http.StatusUnauthorized, "mfa_required", "a second factor is needed",
		member{w.challenge, id}, member{w.method, method}, member{w.expires, c.expires},
	)
}
