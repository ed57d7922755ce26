package simulator

import (
	"io"
	"net/http"
	"strings"
	"time"
)

// longest is how long a request may be.
const longest = 1 << 20

// Base is the path that all calls are below, which the tenant's base_url ends with: /v1 in [Ours], nothing in [Links].
func (s *Simulator) Base() string { return s.spelling.base }

// ServeHTTP implements [http.Handler]. Every answer is dated by the deployment's time, as expires_at is.
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	now := s.Clock()
	w.Header().Set("Date", now.Format(http.TimeFormat))
	if r.URL.Path == CodePath {
		s.send(w, r, answer{status: http.StatusOK, kind: "text/plain", body: []byte(s.Code() + "\n")}, "")
		return
	}
	call, ok := s.call(r.URL.Path)
	if !ok {
		s.send(w, r, s.trouble(http.StatusNotFound, "not_found", "no such path"), "")
		return
	}
	if want := methodOf(call); r.Method != want {
		s.send(w, r, s.trouble(http.StatusMethodNotAllowed, "method_not_allowed", "use "+want).with("Allow", want), "")
		return
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, longest+1))
	if err != nil || len(body) > longest {
		s.send(w, r, s.trouble(http.StatusRequestEntityTooLarge, "too_large", "the request is too long"), "")
		return
	}
	defer s.busy(s.caller(call, r, body))()
	struck := s.strike(call, r.URL.Query().Has(s.spelling.place))
	a, instead := s.instead(struck, now)
	switch {
	case instead:
	case call == authenticate:
		a = s.authenticate(r, body, now)
	default:
		a = s.enter(r, call, struck, now)
	}
	s.send(w, r, a, struck)
}

// call finds what a path stands for.
func (s *Simulator) call(path string) (string, bool) {
	below, ok := strings.CutPrefix(path, s.spelling.base)
	if !ok {
		return "", false
	}
	for call, p := range s.spelling.paths {
		if p == below {
			return call, true
		}
	}
	return "", false
}

func methodOf(call string) string {
	switch call {
	case authenticate, newVisit, newClaim:
		return http.MethodPost
	default:
		return http.MethodGet
	}
}

// instead are the faults that need no request.
func (s *Simulator) instead(struck string, now time.Time) (answer, bool) {
	slow := func() answer { return s.trouble(http.StatusTooManyRequests, "rate_limited", "slow down") }
	switch struck {
	case "429":
		return slow().with("Retry-After", "2"), true
	case "429-date":
		return slow().with("Retry-After", now.Add(3*time.Second).Format(http.TimeFormat)), true
	case "429-bare":
		return slow(), true
	case "409":
		return s.trouble(http.StatusConflict, "portal_busy", "somebody else is at it"), true
	case "423":
		return s.trouble(http.StatusLocked, "portal_locked", "the portal is locked"), true
	case "500":
		return s.trouble(http.StatusInternalServerError, "internal", "something broke"), true
	case "502":
		return page(http.StatusBadGateway), true
	case "503":
		return s.trouble(http.StatusServiceUnavailable, "upstream_unavailable", "come back").with("Retry-After", "1"), true
	case "504":
		return answer{status: http.StatusGatewayTimeout}, true
	case "html-200":
		return page(http.StatusOK), true
	case "empty-body":
		return answer{status: http.StatusOK}, true
	case "redirect":
		return answer{status: http.StatusFound}.with("Location", "https://elsewhere.example.com/login"), true
	default:
		return answer{}, false
	}
}

// enter answers those who have a session.
func (s *Simulator) enter(r *http.Request, call, struck string, now time.Time) answer {
	s.count(call)
	in, wrong := s.session(s.token(r), now)
	if wrong == "" && struck == "expire" {
		s.door.Lock()
		in.end("session_expired")
		s.door.Unlock()
		wrong = "session_expired"
	}
	if wrong != "" {
		return s.trouble(http.StatusUnauthorized, wrong, "authenticate again")
	}
	if s.script.On("unlicensed", moduleOf(call)) {
		return s.trouble(http.StatusForbidden, "module_not_licensed", "the tenant has no such module")
	}
	switch call {
	case liveCheck:
		return s.live(r)
	case newVisit, newClaim: // nothing is written: the world changes by its seed alone
		return s.told(http.StatusCreated, object{{"id", "new"}, {"status", "accepted"}})
	}
	t := s.world.tenants[in.tenant]
	q, refusal := s.question(call, t, r.URL.Query())
	if refusal != nil {
		return *refusal
	}
	s.meddle(q, struck)
	return s.list(q, r.URL, r.Host, struck)
}

// token is the session that a request says it has.
func (s *Simulator) token(r *http.Request) string {
	token, ok := strings.CutPrefix(r.Header.Get(s.spelling.header), s.spelling.scheme)
	if !ok {
		return ""
	}
	return token
}

// caller is the login that a request comes from, or "" where nobody can tell.
func (s *Simulator) caller(call string, r *http.Request, body []byte) string {
	if call == authenticate {
		a, _ := s.readLogin(r, body)
		return a[s.spelling.login.username]
	}
	s.door.Lock()
	defer s.door.Unlock()
	if in := s.desk.sessions[s.token(r)]; in != nil {
		return in.account.username
	}
	return ""
}

// live is what a payer would have said. It has been counted.
func (s *Simulator) live(r *http.Request) answer {
	query := r.URL.Query()
	if query.Get("patient_id") == "" || query.Get("date_of_service") == "" {
		return s.trouble(http.StatusBadRequest, "missing_parameter", "a patient and a day are needed")
	}
	return s.told(http.StatusOK, object{{"status", "active"}, {"copayment", money(2_000)}})
}

// count counts what must not happen.
func (s *Simulator) count(call string) {
	s.counting.Lock()
	defer s.counting.Unlock()
	switch call {
	case liveCheck:
		s.tally.live++
	case newVisit, newClaim:
		s.tally.writes++
	}
}

// busy notes that a login is being answered, until what it returns is called.
func (s *Simulator) busy(login string) (done func()) {
	s.counting.Lock()
	defer s.counting.Unlock()
	s.tally.inside[login]++
	s.tally.atOnce = max(s.tally.atOnce, s.tally.inside[login])
	return func() {
		s.counting.Lock()
		defer s.counting.Unlock()
		s.tally.inside[login]--
	}
}
