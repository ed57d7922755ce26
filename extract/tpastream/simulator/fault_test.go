package simulator_test

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
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
		simulator.Clamp:       paged(func(_ line, p page) bool { return p.PerPage == 5 && len(p.Data) == 5 && p.Pages == 12 }),
		simulator.InsertShift: paged(func(l line, p page) bool { return p.Total == 63 && l.Count() == 63 }),
		simulator.DeleteShift: paged(func(l line, p page) bool { return p.Total == 59 && l.Count() == 59 }),
		simulator.NoKey: paged(func(_ line, p page) bool {
			return slices.Contains(p.ids(), 0) && len(p.Data) == 10 && slices.ContainsFunc(p.ids(), func(id int64) bool { return id > 0 })
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

func TestEveryFaultDoesWhatItSays(t *testing.T) {
	t.Parallel()
	all := looks()
	for _, kind := range simulator.FaultKinds() {
		if kind == simulator.GzipBomb || kind == simulator.NextForever {
			continue // have their own tests
		}
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			check, ok := all[kind]
			if !ok {
				t.Fatal("nobody has said what it looks like")
			}
			l := connect(t, simulator.Options{Claims: 60, Plain: true, Stall: 30 * time.Millisecond, Pause: time.Millisecond})
			if calm := l.get(t, "/api/claims?page=2"); check(l, calm) {
				t.Fatal("an answer without the fault looks like one with it")
			}
			l.Forget()
			l.Fault(simulator.Fault{Kind: kind, Path: "/api/claims"})
			if r := l.get(t, "/api/claims?page=2"); !check(l, r) {
				t.Fatalf("got status %d, %d bytes, error %v, header %v:\n%.200s", r.status, len(r.body), r.err, r.header, r.body)
			}
			if r := l.get(t, "/api/member"); r.status != 200 || r.err != nil {
				t.Fatalf("another path: got %d, %v", r.status, r.err)
			}
			if log := l.Requests(); log[0].Fault != kind && kind != simulator.BigIDs {
				t.Fatalf("the log says %q", log[0].Fault)
			}
			l.Heal()
			if r := l.get(t, "/api/claims?page=1"); r.status != 200 || !r.valid() {
				t.Fatalf("healed: got %d", r.status)
			}
		})
	}
}

func TestTheBombUnpacksToMoreThanAnybodyWants(t *testing.T) {
	t.Parallel()
	l := connect(t, simulator.Options{Claims: 5})
	l.Fault(simulator.Fault{Kind: simulator.GzipBomb})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, l.address+"/api/claims", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip") // by hand, so that nothing is unpacked for us
	answer, err := l.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	packed, err := io.ReadAll(answer.Body)
	if err != nil || len(packed) > 2<<20 {
		t.Fatalf("got %d bytes and %v, want at most two megabytes", len(packed), err)
	}
	z, err := gzip.NewReader(strings.NewReader(string(packed)))
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.CopyN(io.Discard, z, 100<<20); err != nil {
		t.Fatalf("got %d bytes and %v, want a hundred megabytes and more", n, err)
	}
}

func TestAFaultStrikesWhomItShould(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"unavailable":                    "x.........",
		"unavailable:/api/claims:3":      "..x.......",
		"unavailable:/api/claims:2:3":    ".xxx......",
		"unavailable:/api/claims:1:*:4":  "x...x...x.",
		"unavailable:/api/claims::*":     "xxxxxxxxxx",
		"unavailable:/api/member":        "..........",
		"past-the-end:/api/claims":       "..........",
		"redirect-forever:/api/claims:8": ".......xxx",
	} {
		f, err := simulator.ParseFault(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		s := simulator.New(simulator.Options{Claims: 5})
		s.Fault(f)
		got := ""
		for range 10 {
			mark := "."
			if ask(s, "/api/claims", basic()).Code != 200 {
				mark = "x"
			}
			got += mark
		}
		if got != want {
			t.Fatalf("%s: got %s, want %s", text, got, want)
		}
	}
}

func TestFaultsAreReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	for _, kind := range simulator.FaultKinds() {
		for _, f := range []simulator.Fault{
			{Kind: kind}, {Kind: kind, Path: "/api/claims"}, {Kind: kind, Nth: 3}, {Kind: kind, Path: "/api", Nth: 2, Count: 4, Every: 2},
			{Kind: kind, Count: simulator.Always},
		} {
			got, err := simulator.ParseFault(f.String())
			if err != nil || got != f {
				t.Fatalf("%s: got %+v, %v, want %+v", f, got, err, f)
			}
		}
		if kind.About() == "" {
			t.Fatalf("%s does not say what it does", kind)
		}
	}
	for _, text := range []string{"", "unheard-of", "reset:/api:x", "reset:/api:0", "reset:/api:*", "reset:/api:1:2:3:4", "reset:/api:1:2:*"} {
		if f, err := simulator.ParseFault(text); err == nil {
			t.Fatalf("%q: got %+v, want an error", text, f)
		}
	}
}

func TestPastTheEndEndsASweepThatHadMore(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 60})
	s.Fault(simulator.Fault{Kind: simulator.PastTheEnd})
	if first := get(t, s, "/api/claims"); !first.HasNext {
		t.Fatal("page 1 has no next page")
	}
	if w := ask(s, "/api/claims?page=2", basic()); w.Code != 404 {
		t.Fatalf("page 2: got %d, want 404", w.Code)
	}
}

func TestAListThatNeverEndsRepeatsItsLastPage(t *testing.T) {
	t.Parallel()
	s := simulator.New(simulator.Options{Claims: 25})
	s.Fault(simulator.Fault{Kind: simulator.NextForever})
	third, tenth := get(t, s, "/api/claims?page=3"), get(t, s, "/api/claims?page=10")
	if !slices.Equal(third.ids(), tenth.ids()) || !tenth.HasNext || tenth.Page != 10 {
		t.Fatalf("got %v and %v", third.ids(), tenth.ids())
	}
}

func TestAnswersArePackedWhenTheClientCanUnpack(t *testing.T) {
	t.Parallel()
	l := connect(t, simulator.Options{Claims: 60})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, l.address+"/api/claims", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth(simulator.DefaultEmail, simulator.DefaultAPIKey)
	r.Header.Set("Accept-Encoding", "gzip")
	answer, err := l.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if got := answer.Header.Get("Content-Encoding"); got != "gzip" {
		t.Fatalf("got encoding %q, want gzip", got)
	}
	if plain := l.get(t, "/api/claims"); !plain.valid() {
		t.Fatal("unpacked: not JSON")
	}
	if got := answer.Header.Get("Date"); got != "Mon, 15 Jun 2026 12:00:00 GMT" {
		t.Fatalf("got date %q, want the simulator's", got)
	}
}

func TestOneConnectionMayAskForManyThingsAtOnce(t *testing.T) {
	t.Parallel()
	l := connect(t, simulator.Options{Claims: 500})
	l.Between(func(n int) {
		if n%5 == 0 {
			l.Update(2)
			l.Advance(time.Minute)
		}
	})
	done := make(chan bool)
	for i := range 4 {
		go func() {
			fine := true
			for n := range 10 {
				fine = fine && l.get(t, "/api/claims?page="+strconv.Itoa(n+1+i)).valid()
				_ = l.Truth()
			}
			done <- fine
		}()
	}
	for range 4 {
		if !<-done {
			t.Fatal("an answer is no JSON")
		}
	}
	if n := len(l.Requests()); n != 40 {
		t.Fatalf("got %d requests in the log, want 40", n)
	}
}
