package simulator_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf8"

	"carehouse/extract/tpastream/simulator"
)

// a reply is what a client sees of an answer, with what went wrong with it.
type reply struct {
	status int
	header http.Header
	body   string
	err    error
	took   time.Duration
}

func (r reply) valid() bool { return json.Valid([]byte(r.body)) }

func (r reply) page() (p page) {
	_ = json.Unmarshal([]byte(r.body), &p)
	return p
}

// a line is a tenant behind a real connection.
type line struct {
	*simulator.Simulator
	address string
	client  *http.Client
}

func connect(t *testing.T, o simulator.Options) line {
	t.Helper()
	s := simulator.New(o)
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	server.Client().Transport.(*http.Transport).DisableKeepAlives = true // or a cut connection is tried again unseen
	client := server.Client()
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return line{s, server.URL, client}
}

func (l line) get(t *testing.T, path string) reply {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, l.address+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth(simulator.DefaultEmail, simulator.DefaultAPIKey)
	begin := time.Now()
	answer, err := l.client.Do(r)
	if err != nil {
		return reply{err: err}
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return reply{answer.StatusCode, answer.Header, string(body), err, time.Since(begin)}
}

// what each kind looks like to a client that asks for page 2 of 60 claims, ten a page.
func looks() map[simulator.FaultKind]func(l line, r reply) bool {
	status := func(n int, words ...string) func(line, reply) bool {
		return func(_ line, r reply) bool {
			for _, w := range words {
				if !strings.Contains(r.body, w) {
					return false
				}
			}
			return r.status == n && r.err == nil
		}
	}
	retry := func(want string) func(line, reply) bool {
		return func(_ line, r reply) bool {
			return r.status == http.StatusTooManyRequests && r.header.Get("Retry-After") == want
		}
	}
	paged := func(ok func(l line, p page) bool) func(line, reply) bool {
		return func(l line, r reply) bool { return r.status == 200 && r.valid() && ok(l, r.page()) }
	}
	// is reports whether a page holds the records of another.
	is := func(l line, p page, number int) bool {
		other := reply{body: string(l.Page("/api/claims", number, 10))}
		return slices.Equal(p.ids(), other.page().ids())
	}
	to := func(code int, location string) func(line, reply) bool {
		return func(_ line, r reply) bool { return r.status == code && r.header.Get("Location") == location }
	}
	return map[simulator.FaultKind]func(line, reply) bool{
		simulator.ServerError: status(500, `"event_id":"`), simulator.BadGateway: status(502, "<html>"),
		simulator.Unavailable: status(503, "<html>"), simulator.HTMLPage: status(200, "<html>"),
		simulator.Forbidden:      func(_ line, r reply) bool { return r.status == 403 && r.body == "" },
		simulator.TooManySeconds: retry("2"), simulator.TooManyZero: retry("0"), simulator.TooMany: retry(""),
		simulator.TooManyDate:  retry("Mon, 15 Jun 2026 12:00:02 GMT"),
		simulator.ExpiredToken: status(401, `"JWT has expired"`), simulator.PageMissing: status(404, `"message"`),
		simulator.PastTheEnd: status(404), simulator.Unprocessable: status(422, `"errors"`),
		simulator.DetailError:     status(400, `"detail":[`),
		simulator.RedirectAway:    to(302, "https://elsewhere.example.com/api/claims?page=2"),
		simulator.RedirectHere:    to(307, "/api/claims?page=2"),
		simulator.RedirectForever: to(307, "/api/claims?page=2"),
		simulator.EmptyBody:       func(_ line, r reply) bool { return r.status == 200 && r.body == "" && r.err == nil },
		simulator.NullBody:        func(_ line, r reply) bool { return r.body == "null" },
		simulator.Truncated: func(_ line, r reply) bool {
			return errors.Is(r.err, io.ErrUnexpectedEOF) && r.header.Get("Content-Length") != "" && len(r.body) > 1000
		},
		simulator.CutChunk: func(_ line, r reply) bool {
			return errors.Is(r.err, io.ErrUnexpectedEOF) && r.header.Get("Content-Length") == "" && len(r.body) > 1000
		},
		simulator.Reset: func(_ line, r reply) bool { return errors.Is(r.err, syscall.ECONNRESET) },
		simulator.SlowBody: func(_ line, r reply) bool {
			return r.err == nil && r.valid() && r.took >= 19*time.Millisecond && r.header.Get("Content-Length") != ""
		},
		simulator.Stall:         func(_ line, r reply) bool { return r.err != nil && len(r.body) > 1000 },
		simulator.HeaderTimeout: func(_ line, r reply) bool { return r.err != nil && r.status == 0 },
		simulator.ClockSkew: func(_ line, r reply) bool {
			return r.header.Get("Date") == "Tue, 16 Jun 2026 14:00:00 GMT" && r.valid()
		},
		simulator.Malformed: func(_ line, r reply) bool {
			return !r.valid() && strings.HasSuffix(r.body, "}") && strings.Count(r.body, `"claim_medical_id"`) == 10
		},
		simulator.Garbage: func(_ line, r reply) bool {
			return !r.valid() && json.NewDecoder(strings.NewReader(r.body)).Decode(&page{}) == nil
		},
		simulator.NextRepeats: paged(func(_ line, p page) bool { return p.HasNext && *p.NextNum == 2 }),
		simulator.NextEmpty:   paged(func(_ line, p page) bool { return p.HasNext && len(p.Data) == 0 }),
		simulator.SamePage:    paged(func(l line, p page) bool { return p.Page == 1 && is(l, p, 1) }),
		simulator.WrongPage:   paged(func(l line, p page) bool { return p.Page == 2 && is(l, p, 3) }),
		simulator.TotalLies:   paged(func(_ line, p page) bool { return p.Total == 67 && p.Pages == 6 }),
		simulator.Clamp: paged(func(_ line, p page) bool {
			return p.PerPage == 5 && len(p.Data) == 5 && p.Pages == 12
		}),
		simulator.InsertShift: paged(func(l line, p page) bool { return p.Total == 63 && l.Count() == 63 }),
		simulator.DeleteShift: paged(func(l line, p page) bool { return p.Total == 59 && l.Count() == 59 }),
		simulator.NoKey: paged(func(_ line, p page) bool {
			return len(p.Data) == 10 && len(slices.DeleteFunc(p.ids(), func(id int64) bool { return id == 0 })) == 9
		}),
		simulator.MoneyTooPrecise: status(200, `"amount_billed":12.34567,`),
		simulator.MoneyTooLarge:   status(200, `"amount_billed":123456789012345678.90,`),
		simulator.TypeChange:      status(200, `"amount_billed":{"amount":`, `"remarks":[`),
		simulator.Drift: func(_ line, r reply) bool {
			return r.valid() && strings.Count(r.body, `"plan_tier"`) == 10 && strings.Contains(r.body, `"line_tier"`)
		},
		simulator.CaseKeys:    status(200, `"STATUS":"Shouted"`),
		simulator.BadUTF8:     func(_ line, r reply) bool { return r.status == 200 && !utf8.ValidString(r.body) },
		simulator.DeepNesting: status(200, strings.Repeat("[", 5000)),
		simulator.BigIDs:      paged(func(_ line, p page) bool { return p.ids()[0] > 1<<53 }),
	}
}
