package simulator

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"carehouse/extract/invented"
)

// A question is a request on its way to an answer.
type question struct {
	*http.Request
	call    string
	patient string // of the path, of encounters
	fault   FaultKind
	number  uint64
	now     time.Time
}

// serve answers a request. The body of a login is read before anything is decided, outside of the lock.
func (s *Simulator) serve(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == TokenPath {
		r.Body = http.MaxBytesReader(w, r.Body, 1<<16)
		_ = r.ParseForm() // what cannot be read is a form without parameters
	}
	q := question{Request: r}
	at := s.begin(&q)
	for _, hook := range s.hooked() {
		hook(int(q.number))
	}
	a := s.answer(&q)
	s.mu.Lock()
	if at -= s.forgotten; at >= 0 && at < len(s.requests) { // the log may have been emptied meanwhile
		s.requests[at].Status = a.status
	}
	options := s.options
	s.mu.Unlock()
	send(w, r, a, q.fault, options)
}

// begin puts a request into the log and returns where.
func (s *Simulator) begin(q *question) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := s.forgotten + len(s.requests)
	q.call, q.patient = s.route(q.URL.Path)
	q.number, q.now, q.fault = uint64(at+1), s.now(), s.strike(q.call)
	entry := Request{
		Number: at + 1, Call: q.call, Method: q.Method, Path: q.URL.Path, Practice: q.Header.Get(practiceHeader),
		At: q.now, Fault: q.fault,
	}
	if q.call != CallToken && q.call != CallAuthorize {
		entry.Query = map[string]string{}
		for name, values := range q.URL.Query() {
			entry.Query[name] = strings.Join(values, ",")
		}
	}
	s.requests = append(s.requests, entry)
	return at
}

func (s *Simulator) hooked() []func(int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.hooks)
}

// route names the call of a path. The vendor's examples have two paths more, which are answered only on request.
func (s *Simulator) route(path string) (call, patient string) {
	switch path {
	case AuthorizePath:
		return CallAuthorize, ""
	case TokenPath:
		return CallToken, ""
	case BasePath + "/search":
		return CallSearch, ""
	case BasePath + "/encounters/categories":
		return CallCategories, ""
	}
	rest, ok := strings.CutPrefix(path, BasePath+"/")
	patient, rest, _ = strings.Cut(rest, "/")
	alias := rest == "encounters" || rest == "encounter"
	if ok && patient != "" && (rest == "encounters/search" || alias && (s.options.Aliases || s.script.On(Aliases))) {
		return CallEncounters, patient
	}
	return "", ""
}

// answer decides what is answered.
func (s *Simulator) answer(q *question) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	if a, ok := s.instead(q); ok {
		return a
	}
	s.turn(q)
	a := s.data(q)
	if q.fault == Garbled {
		a.body = garbled(a.body)
	}
	return a
}

// turn does what a fault does to tokens before the call is answered.
func (s *Simulator) turn(q *question) {
	switch q.fault {
	case Expire:
		if a := s.vault.access[bearer(q.Request)]; a != nil {
			a.expires = q.now
		}
	case RotateAway:
		s.vault.end(rotated)
	case Revoke:
		s.vault.end(revoked)
	default:
	}
}

// data answers what no fault has answered.
func (s *Simulator) data(q *question) answer {
	switch q.call {
	case CallAuthorize:
		return s.authorize(q)
	case CallToken:
		return s.token(q)
	case "":
		return s.problem(q, http.StatusNotFound, "no such resource")
	}
	if q.Method != http.MethodGet && q.Method != http.MethodHead {
		return s.problem(q, http.StatusMethodNotAllowed, "the method is not supported")
	}
	practice, a, ok := s.admit(q)
	if !ok {
		return a
	}
	switch q.call {
	case CallSearch:
		return s.search(q, practice)
	case CallEncounters:
		return s.encounters(q, practice)
	default:
		return s.categories()
	}
}

// practiceHeader says which practice is meant.
const practiceHeader = "x-nextech-practice-id"

// admit looks at the token first, then at the practice.
func (s *Simulator) admit(q *question) (p *practice, a answer, ok bool) {
	if !s.vault.admit(bearer(q.Request), q.now) {
		a := s.problem(q, http.StatusUnauthorized, "the token is not valid")
		a.header = map[string]string{"WWW-Authenticate": `Bearer error="invalid_token"`}
		return nil, a, false
	}
	id := q.Header.Get(practiceHeader)
	if id == "" {
		return nil, s.problem(q, http.StatusBadRequest, practiceHeader+" is missing"), false
	}
	for _, p := range s.world.practices {
		if p.id == id && !s.script.On(WrongPractice, id) {
			return p, answer{}, true
		}
	}
	return nil, s.problem(q, http.StatusForbidden, "the practice is not yours"), false
}

// bearer is the token of a request.
func bearer(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return token
}

// problem is an error of the API. Nobody has published what stands in its body, so that it is something else each time,
// and repeats what was asked.
func (s *Simulator) problem(q *question, status int, text string) answer {
	kind := s.options.Errors
	if kind == MixedErrors {
		d := invented.Throw(s.world.seed, forAnswers, q.number, 1)
		kind = invented.Pick(&d, []ErrorBody{EmptyErrors, TextErrors, HTMLErrors, JSONErrors})
	}
	said := text + ": " + q.URL.RequestURI() + " of " + Marker
	switch kind {
	case EmptyErrors:
		return answer{status: status}
	case TextErrors:
		return answer{status: status, kind: textKind, body: []byte(said)}
	case HTMLErrors:
		return htmlPage(status, said)
	default:
		return answer{status: status, kind: jsonKind, body: []byte(
			`{"Message":"An error has occurred.","ExceptionMessage":` + strconv.Quote(said) + `}`)}
	}
}
