package simulator

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"carehouse/extract/invented"
)

// A Request is what the simulator remembers of a request.
type Request struct {
	Number        int
	Method, Path  string
	Query         []string // names only, sorted
	Page, PerPage int      // as asked for; 0 when missing or no number
	After         int64    // of the feed
	Auth          string   // ssh-jwt, basic, none, or the scheme in small letters
	Status        int      // 0 when no headers were sent
	Bytes         int      // of the body, before compression
	Fault         FaultKind
}

// Requests returns the log, oldest first.
func (s *Simulator) Requests() []Request {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Clone(s.requests)
}

// Forget empties the log. Numbers go on.
func (s *Simulator) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forgotten += len(s.requests)
	s.requests = nil
}

// ServeHTTP implements [http.Handler].
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q, queryErr := url.ParseQuery(r.URL.RawQuery)
	number, fault := s.begin(r, q)
	for _, hook := range s.hooked() {
		hook(number)
	}
	switch fault {
	case InsertShift:
		s.Insert(3)
	case DeleteShift:
		s.DeleteFirst(1)
	default:
	}
	s.mu.RLock()
	now, options := s.world.now(), s.options
	if fault == ClockSkew {
		now = now.Add(26 * time.Hour)
	}
	kind, a := s.respond(r, q, fault, now, uint64(number))
	s.mu.RUnlock()
	if queryErr != nil {
		a = message(http.StatusBadRequest, "Bad request")
	}
	s.end(number, kind, a, fault)
	send(w, r, a, fault, now, options)
}

// begin numbers a request, from 1.
func (s *Simulator) begin(r *http.Request, q url.Values) (number int, fault FaultKind) {
	s.mu.Lock()
	defer s.mu.Unlock()
	entry := Request{Number: s.forgotten + len(s.requests) + 1, Method: r.Method, Path: r.URL.Path}
	for name := range q {
		entry.Query = append(entry.Query, name)
	}
	slices.Sort(entry.Query)
	entry.Page, _ = strconv.Atoi(q.Get("page"))
	entry.PerPage, _ = strconv.Atoi(q.Get("per_page"))
	entry.After, _ = strconv.ParseInt(q.Get("after"), 10, 64)
	fault = s.strike(r.URL.Path)
	if fault == BigIDs {
		s.options.BigIDs, fault = true, ""
	}
	if fault == PastTheEnd && entry.Page <= 1 {
		fault = ""
	}
	entry.Fault = fault
	s.requests = append(s.requests, entry)
	return entry.Number, fault
}

func (s *Simulator) hooked() []func(int) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Clone(s.hooks)
}

func (s *Simulator) end(number int, auth string, a answer, fault FaultKind) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := number - s.forgotten - 1
	if at < 0 { // the log was emptied meanwhile
		return
	}
	entry := &s.requests[at]
	entry.Auth, entry.Status, entry.Bytes = auth, a.status, len(a.body)
	if fault == HeaderTimeout {
		entry.Status, entry.Bytes = 0, 0
	}
}

// respond decides what is answered. Routes come before credentials, as they do in the vendor's framework.
func (s *Simulator) respond(
	r *http.Request, q url.Values, fault FaultKind, now time.Time, number uint64,
) (auth string, a answer) {
	kind, refusal := s.admit(r, now)
	if a, ok := s.instead(fault, r, now, number); ok {
		return kind, a
	}
	route, ok := s.routeOf(r.URL.Path)
	switch {
	case !ok:
		return kind, notFound()
	case r.Method != http.MethodGet && r.Method != http.MethodHead:
		return kind, message(http.StatusMethodNotAllowed, "Method not allowed")
	case route.moved != "":
		to := url.URL{Path: route.moved, RawQuery: r.URL.RawQuery}
		return kind, moved(http.StatusPermanentRedirect, to.String())
	case refusal != nil:
		return kind, *refusal
	case !s.allowed(r.RemoteAddr), s.denied(r.URL.Path):
		return kind, answer{status: http.StatusForbidden}
	}
	a = s.answer(route, q, fault, number)
	if fault == Garbage {
		a.body = append(a.body, "\n{\"data\":[]}"...)
	}
	return kind, a
}

func moved(status int, to string) answer {
	header := map[string]string{"Location": to}
	return answer{status: status, html: true, header: header, body: []byte("<p>Redirecting</p>\n")}
}

// instead is the answer of a fault that needs no data.
func (s *Simulator) instead(fault FaultKind, r *http.Request, now time.Time, number uint64) (answer, bool) {
	retry := func(after string) answer {
		a := message(http.StatusTooManyRequests, "Too many requests")
		if after != "" {
			a.header = map[string]string{"Retry-After": after}
		}
		return a
	}
	page := func(status int) answer {
		text := "<html><head><title>" + http.StatusText(status) + "</title></head><body><h1>nginx</h1></body></html>\n"
		return answer{status: status, html: true, body: []byte(text)}
	}
	switch fault {
	case ServerError:
		return answer{status: http.StatusInternalServerError, body: []byte(
			`{"event_id":"` + invented.Hex(invented.Mix(number)) + `","message":"There was an unexpected error."}`)}, true
	case BadGateway:
		return page(http.StatusBadGateway), true
	case Unavailable:
		return page(http.StatusServiceUnavailable), true
	case HTMLPage:
		return page(http.StatusOK), true
	case Forbidden:
		return answer{status: http.StatusForbidden}, true
	case TooManySeconds:
		return retry("2"), true
	case TooManyDate:
		return retry(now.Add(2 * time.Second).UTC().Format(http.TimeFormat)), true
	case TooManyZero:
		return retry("0"), true
	case TooMany:
		return retry(""), true
	case ExpiredToken:
		return message(http.StatusUnauthorized, jwtExpired), true
	case PageMissing, PastTheEnd:
		return notFound(), true
	case Unprocessable:
		return invalid("page", "Not a valid integer."), true
	case DetailError:
		return answer{status: http.StatusBadRequest, body: []byte(
			`{"detail":[{"loc":["query","page"],"msg":"not valid"}]}`)}, true
	case RedirectAway:
		return moved(http.StatusFound, strings.TrimSuffix(s.options.Elsewhere, "/")+r.URL.RequestURI()), true
	case RedirectHere, RedirectForever:
		return moved(http.StatusTemporaryRedirect, r.URL.RequestURI()), true
	case EmptyBody:
		return answer{status: http.StatusOK}, true
	case NullBody:
		return answer{status: http.StatusOK, body: []byte("null")}, true
	default:
		return answer{}, false
	}
}
