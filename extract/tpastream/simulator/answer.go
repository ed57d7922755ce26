package simulator

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
)

// An answer is a response before it is sent.
type answer struct {
	status int
	header map[string]string
	body   []byte
	html   bool
}

// message is an error as the older half of the API writes it.
func message(status int, text string) answer {
	body, _ := json.Marshal(map[string]string{"message": text})
	return answer{status: status, body: body}
}

// invalid is a refused argument as flask-smorest writes it.
func invalid(name, why string) answer {
	body, _ := json.Marshal(map[string]any{
		"code": http.StatusUnprocessableEntity, "status": "Unprocessable Entity", "message": "The request is not valid.",
		"errors": map[string]any{"query": map[string][]string{name: {why}}},
	})
	return answer{status: http.StatusUnprocessableEntity, body: body}
}

func notFound() answer { return message(http.StatusNotFound, "Not found") }

// answer makes the answer to the request of that number, from 1; 0 is nobody's request and counts nowhere.
func (s *Simulator) answer(r route, q url.Values, fault FaultKind, number uint64) answer {
	for _, name := range r.unknown(q) {
		return invalid(name, "Unknown field.")
	}
	v := view{shape: r.shape, fault: fault}
	switch {
	case r.feed:
		return s.answerFeed(q, v)
	case r.single:
		return s.answerSingle(r, v)
	default:
		return s.answerList(r, q, v, number)
	}
}

func (s *Simulator) answerFeed(q url.Values, v view) answer {
	switch s.options.EventsStatus {
	case 0:
	case http.StatusNotFound:
		return notFound()
	default:
		return message(s.options.EventsStatus, "Forbidden")
	}
	after, ok := integer(q, "after", 0)
	if !ok || after < 0 {
		return invalid("after", "Not a valid integer.")
	}
	limit, ok := integer(q, "limit", 100)
	if !ok || limit < 1 || limit > 1000 {
		return invalid("limit", "Must be greater than or equal to 1 and less than or equal to 1000.")
	}
	if v.fault == SamePage {
		after = 0
	}
	found, more := s.feed(after, splitTypes(q.Get("types")), int(limit))
	r := s.renderer(events, v, []byte(`{"data":`))
	if v.fault == NextEmpty {
		found, more = nil, true
	}
	r.all(rowSet{len(found), func(k int) int32 { return found[k] }}, 0, len(found))
	r.w.dst = strconv.AppendBool(append(r.w.dst, `,"has_more":`...), more || v.fault == NextForever)
	return answer{status: http.StatusOK, body: append(r.w.dst, '}')}
}

func (s *Simulator) answerSingle(r route, v view) answer {
	switch s.options.SingleStatus {
	case 0:
	case http.StatusNotFound:
		return notFound()
	default:
		return message(s.options.SingleStatus, http.StatusText(s.options.SingleStatus))
	}
	i, ok := s.owner(r.entity, r.id)
	if r.entity == claims {
		i, ok = s.claimIndex(r.id)
	}
	if !ok {
		return notFound()
	}
	w := s.renderer(r.entity, v, []byte(`{"data":`))
	w.one(i, true)
	return answer{status: http.StatusOK, body: append(w.w.dst, '}')}
}

// integer reads a whole number of the query.
func integer(q url.Values, name string, missing int64) (int64, bool) {
	if !q.Has(name) {
		return missing, true
	}
	n, err := strconv.ParseInt(q.Get(name), 10, 64)
	return n, err == nil
}

// answerList pages as Flask-SQLAlchemy does: a page that is no number, below 1 or past the end is a 404, and the page
// size is cut without a word.
func (s *Simulator) answerList(r route, q url.Values, v view, number uint64) answer {
	page, ok := integer(q, "page", 1)
	perPage, okPer := integer(q, "per_page", 10)
	if !ok || !okPer || page < 1 || perPage < 0 {
		return notFound()
	}
	if limit := int64(s.options.MaxPerPage); limit > 0 {
		perPage = min(perPage, limit)
	}
	if v.fault == Clamp {
		perPage = max(1, perPage/2)
	}
	live, ok := s.listed(r, q)
	if !ok {
		return notFound()
	}
	if number > 0 {
		v.salt = s.again(r, page)
	}
	rows := s.rowsOf(live, number)
	e := envelope{page: int(page), perPage: int(perPage), total: rows.n}
	if perPage > 0 {
		e.pages = (rows.n + int(perPage) - 1) / int(perPage)
	}
	shown := e.page
	switch v.fault {
	case SamePage:
		shown = max(1, e.page-1)
		e.page = shown
	case WrongPage:
		shown = e.page + 1
	case NextForever:
		shown = min(e.page, max(1, e.pages))
	default:
	}
	from := min((shown-1)*e.perPage, rows.n)
	to := min(from+e.perPage, rows.n)
	if v.fault == NextEmpty {
		to = from
	} else if from == to && shown > 1 && v.fault != WrongPage {
		return notFound()
	}
	w := s.renderer(r.entity, v, make([]byte, 0, (to-from)*s.guess(r.entity)+256))
	w.w.dst = append(w.w.dst, `{"data":`...)
	w.all(rows, from, to)
	w.envelope(e)
	return answer{status: http.StatusOK, body: append(w.w.dst, '}')}
}

// guess is about how long a record is, so that a page is written without growing.
func (s *Simulator) guess(e entity) int {
	if e == claims {
		return 5600
	}
	return 1800
}

// listed returns what a list holds, oldest first.
func (s *Simulator) listed(r route, q url.Values) ([]int32, bool) {
	if !r.scoped {
		return s.all(r.entity), true
	}
	owner, ok := s.owner(r.scope, r.id)
	if !ok {
		return nil, false
	}
	var out []int32
	if r.entity == members {
		for _, i := range s.all(members) {
			if s.world.members[i].employer == owner {
				out = append(out, i)
			}
		}
		return out, true
	}
	live := s.scoped(r.scope, owner)
	read, early := q.Get("hide_read") == "on", q.Get("hide_before_effective_date") == "on"
	if !read && !early {
		return live, true
	}
	for _, i := range live {
		if !s.hidden(i, owner, read, early) {
			out = append(out, i)
		}
	}
	return out, true
}
