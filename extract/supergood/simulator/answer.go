package simulator

import (
	"net/http"
	"strconv"

	"carehouse/extract/invented"
)

// An answer is a response before it is sent.
type answer struct {
	status int
	kind   string // "" is JSON
	header map[string]string
	body   []byte
}

// told is an answer with a body.
func (s *Simulator) told(status int, body object) answer {
	return answer{status: status, body: writer{spelling: s.spelling}.value(nil, body)}
}

// trouble is an error as the dialect writes it. Its text names somebody, because real ones do: nobody may repeat it.
func (s *Simulator) trouble(status int, code, message string, more ...member) answer {
	w := s.spelling.trouble
	body := object(nil).put(w.code, code).put(w.message, message+" ("+Marker+")").put(w.request, s.requestID())
	for _, m := range more {
		body = body.put(m.name, m.value)
	}
	return s.told(status, body)
}

// requestID names a request.
func (s *Simulator) requestID() string {
	s.counting.Lock()
	defer s.counting.Unlock()
	s.tally.requests++
	d := invented.Throw(s.options.Seed, forRequest, uint64(s.tally.requests), 0)
	return "req_" + invented.Hex(d.Next())
}

// page is a page for people.
func page(status int) answer {
	return answer{
		status: status, kind: "text/html",
		body: []byte("<html><head><title>" + strconv.Itoa(status) + " " + http.StatusText(status) + "</title></head><body>" +
			Marker + ", please log in</body></html>"),
	}
}

// with adds a header.
func (a answer) with(name, value string) answer {
	a.header = map[string]string{name: value}
	return a
}
