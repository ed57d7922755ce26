package simulator

import (
	"html"
	"net/http"
	"time"
)

// htmlPage is a page for people where data was promised.
func htmlPage(status int, text string) answer {
	return answer{status: status, kind: htmlKind, body: []byte("<html><head><title>" + http.StatusText(status) +
		"</title></head><body><h1>" + html.EscapeString(text) + "</h1></body></html>\n")}
}

// instead is the answer of a fault that needs no data. A login that is not answered has done nothing.
func (s *Simulator) instead(q *question) (answer, bool) {
	tooMany := func(after string) (answer, bool) {
		a := answer{status: http.StatusTooManyRequests, kind: textKind, body: []byte("Too many requests of " + Marker)}
		if after != "" {
			a.header = map[string]string{"Retry-After": after}
		}
		return a, true
	}
	switch q.fault {
	case TooMany:
		return tooMany("")
	case TooManySeconds:
		return tooMany("2")
	case TooManyDate:
		return tooMany(q.now.Add(2 * time.Second).Format(http.TimeFormat))
	case ServerHTML:
		return htmlPage(http.StatusInternalServerError, "Server Error of "+Marker), true
	case ServerEmpty:
		return answer{status: http.StatusInternalServerError}, true
	case Unavailable:
		return htmlPage(http.StatusServiceUnavailable, "Service Unavailable"), true
	case HTMLPage:
		return htmlPage(http.StatusOK, "Maintenance"), true
	case Refused:
		return s.problem(q, http.StatusForbidden, "not allowed"), true
	case NotFound:
		return s.problem(q, http.StatusNotFound, "not found"), true
	case EmptyBody:
		return answer{status: http.StatusOK}, true
	case NullBody:
		return answer{status: http.StatusOK, kind: jsonKind, body: []byte("null")}, true
	case Redirect:
		return answer{status: http.StatusFound, header: map[string]string{
			"Location": "https://elsewhere.example.com" + q.URL.RequestURI(),
		}}, true
	default:
		return answer{}, false
	}
}
