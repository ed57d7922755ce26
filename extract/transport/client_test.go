package transport_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"carehouse/extract/extracttest"
	"carehouse/extract/transport"
	"carehouse/models"
)

// A line is a client before a server that a test writes, in fake time.
type line struct {
	client *transport.Client
	faults *extracttest.Faults
	events []transport.Event
	mu     sync.Mutex
}

// on runs a test against a handler. The configuration may be bent before the client is built.
func on(t *testing.T, handler http.HandlerFunc, bend func(*transport.Config), test func(t *testing.T, l *line)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		l := &line{faults: &extracttest.Faults{Clock: time.Now}}
		if handler == nil {
			handler = func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				_, _ = w.Write([]byte(`{"data":[]}`))
			}
		}
		config := transport.Config{
			Source: "tpastream", Tenant: "my-tpa", BaseURL: extracttest.Base,
			Env: transport.Env{
				Clock: time.Now, Random: func() float64 { return 0.5 }, Network: extracttest.Serve(t, l.faults.Wrap(handler)),
				Observe: func(e transport.Event) {
					l.mu.Lock()
					defer l.mu.Unlock()
					l.events = append(l.events, e)
				},
			},
		}
		if bend != nil {
			bend(&config)
		}
		client, err := transport.New(config)
		if err != nil {
			t.Fatal(err)
		}
		l.client = client
		test(t, l)
	})
}

func get(path string) transport.Call {
	return transport.Call{Dataset: "claims", Path: path, Accept: "application/json"}
}

// failed is the error of a call that has to fail.
func (l *line) failed(ctx context.Context, t *testing.T, call transport.Call) *transport.Error {
	t.Helper()
	_, err := l.client.Do(ctx, call)
	e, ok := errors.AsType[*transport.Error](err)
	if !ok {
		t.Fatalf("got %v, want an error of the call", err)
	}
	return e
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	var got []string
	record := func(w http.ResponseWriter, r *http.Request) {
		got = append(got, r.URL.EscapedPath()+"?"+r.URL.RawQuery)
	}
	on(t, record, nil, func(t *testing.T, l *line) {
		t.Helper()
		for _, call := range []transport.Call{
			{Path: "/claims", Query: url.Values{"page": {"1"}, "per_page": {"10"}}},
			{Path: "/policy_holder/{id}/claims", IDs: []string{"7"}},
			{Path: "/v2/claims/{id}", IDs: []string{"../../admin?x=1#y"}},
			{Path: "/v2/claims/{id}"},
		} {
			resp, err := l.client.Do(t.Context(), call)
			if err != nil {
				t.Fatal(err)
			}
			if want := "GET /api" + call.Path; resp.Op != want {
				t.Errorf("got op %q, want %q", resp.Op, want)
			}
		}
	})
	want := []string{"/api/claims?page=1&per_page=10", "/api/policy_holder/7/claims?", "/api/v2/claims/..%2F..%2Fadmin%3Fx=1%23y?", "/api/v2/claims/?"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestVerbs(t *testing.T) {
	t.Parallel()
	posts := func(c *transport.Config) {
		c.Posts = []transport.Post{{Path: "/soap", Read: true}, {Path: "/token"}}
	}
	on(t, nil, posts, func(t *testing.T, l *line) {
		t.Helper()
		for _, call := range []transport.Call{
			{Method: http.MethodDelete, Path: "/claims"},
			{Method: http.MethodPut, Path: "/token"},
			{Method: http.MethodPost, Path: "/claims", Body: []byte("{}")},
			{Method: "GET /x", Path: "/claims"},
		} {
			if e := l.failed(t.Context(), t, call); !errors.Is(e, transport.ErrVerb) {
				t.Errorf("%s: got %v, want %v", call.Method, e, transport.ErrVerb)
			}
		}
		if got := len(l.faults.Requests()); got != 0 {
			t.Errorf("got %d requests", got)
		}
		for path, want := range map[string]int{"/soap": 5, "/token": 1} {
			l.faults.Next(9, extracttest.Refusal(http.StatusServiceUnavailable))
			before := len(l.faults.Requests())
			e := l.failed(t.Context(), t, transport.Call{Method: http.MethodPost, Path: path, Body: []byte("x"), Name: "GetCharges"})
			if got := len(l.faults.Requests()) - before; got != want || e.Attempts != want || e.Op != "GetCharges" {
				t.Errorf("%s: got %d requests and %v, want %d", path, got, e, want)
			}
			l.faults.Reset()
		}
	})
}

// TestRedirects follows them on the same host with the credentials, and nowhere else.
func TestRedirects(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, to string
		status   int
		want     string // "" is followed
	}{
		{"same host", "/api/claims/", http.StatusMovedPermanently, ""},
		{"same host, whole address", extracttest.Base + "/claims/", http.StatusPermanentRedirect, ""},
		{"another path", "/login", http.StatusFound, ""},
		{"another host", "https://elsewhere.example/api", http.StatusFound, "another host, or no https"},
		{"another port", "http://127.0.0.1:9000/api", http.StatusFound, "another host, or no https"},
		{"another scheme", "https://127.0.0.1:8000/api", http.StatusFound, "another host, or no https"},
		{"with credentials", "http://me:CANARY@127.0.0.1:8000/api", http.StatusFound, "an address with credentials"},
		{"for ever", "/api/claims", http.StatusFound, "too often"},
		{"to nowhere", "", http.StatusFound, "status 302 after 1 attempt"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			serve := func(w http.ResponseWriter, r *http.Request) {
				if r.Header.Get("Authorization") != "Basic x" {
					t.Errorf("%s came without its credentials", r.URL.Path)
				}
				if r.URL.Path == "/api/claims" {
					if tt.to != "" {
						w.Header().Set("Location", tt.to)
					}
					w.WriteHeader(tt.status)
				}
			}
			auth := func(c *transport.Config) { c.Auth = &rotating{values: []string{"Basic x"}} }
			on(t, serve, auth, func(t *testing.T, l *line) {
				t.Helper()
				t.Helper()
				_, err := l.client.Do(t.Context(), transport.Call{Path: "/claims", Query: url.Values{"name": {"CANARY"}}})
				if tt.want == "" && err == nil {
					return
				}
				if err == nil || tt.want == "" || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "CANARY") {
					t.Errorf("got error %v, want %q", err, tt.want)
				}
				if got := len(l.faults.Requests()); got > 4 {
					t.Errorf("got %d requests", got)
				}
			})
		})
	}
}

// TestPace lets all workers of an account pass one after another, lane by lane.
func TestPace(t *testing.T) {
	t.Parallel()
	bend := func(c *transport.Config) {
		c.Pace = transport.NewPace(2, 1)
		c.Pace.Every("slow", time.Minute)
	}
	on(t, nil, bend, func(t *testing.T, l *line) {
		t.Helper()
		start := time.Now()
		var group sync.WaitGroup
		for i := range 12 {
			call := get("/claims")
			if i >= 10 {
				call.Lane = "slow"
			}
			group.Go(func() {
				if _, err := l.client.Do(t.Context(), call); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		var got []time.Duration
		for _, r := range l.faults.Requests() {
			got = append(got, r.At.Sub(start))
		}
		slices.Sort(got)
		want := []time.Duration{0, 0}
		for i := 1; i < 10; i++ {
			want = append(want, time.Duration(i)*500*time.Millisecond)
		}
		if want = append(want, time.Minute); !slices.Equal(got, want) {
			t.Errorf("got requests at %v, want %v", got, want)
		}
	})
}

// TestToldToWait holds every worker of the lane and lets them go on at the pace, not all at once.
func TestToldToWait(t *testing.T) {
	t.Parallel()
	bend := func(c *transport.Config) { c.Pace = transport.NewPace(1, 1) }
	on(t, nil, bend, func(t *testing.T, l *line) {
		t.Helper()
		l.faults.Next(1, extracttest.TooMany("60"))
		start := time.Now()
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				if _, err := l.client.Do(t.Context(), get("/claims")); err != nil {
					t.Error(err)
				}
			})
		}
		group.Wait()
		var got []time.Duration
		for _, r := range l.faults.Requests() {
			got = append(got, r.At.Sub(start).Truncate(time.Second))
		}
		want := []time.Duration{0, 60 * time.Second, 61 * time.Second, 62 * time.Second, 63 * time.Second}
		if !slices.Equal(got, want) {
			t.Errorf("got requests at %v, want %v", got, want)
		}
		if !slices.ContainsFunc(l.events, func(e transport.Event) bool {
			return e.Kind == transport.Waiting && e.Why == transport.Told && e.Wait > 50*time.Second && e.Dataset == "claims"
		}) {
			t.Errorf("got events %v, want one that tells of the wait", l.events)
		}
	})
}

// TestThreeHours waits three hours out, really, in a millisecond.
func TestThreeHours(t *testing.T) {
	t.Parallel()
	on(t, nil, nil, func(t *testing.T, l *line) {
		t.Helper()
		l.faults.Next(3, extracttest.TooMany("3600"))
		start := time.Now()
		if _, err := l.client.Do(t.Context(), get("/claims")); err != nil || time.Since(start) < 3*time.Hour {
			t.Errorf("got %v after %s", err, time.Since(start))
		}
	})
}

// TestRetriesOfARun are shared by its clients.
func TestRetriesOfARun(t *testing.T) {
	t.Parallel()
	retries := transport.NewRetries(6)
	on(t, nil, func(c *transport.Config) { c.Env.Retries = retries }, func(t *testing.T, l *line) {
		t.Helper()
		l.faults.Next(100, extracttest.Refusal(http.StatusBadGateway))
		for _, want := range []int{5, 3, 1, 1} {
			if e := l.failed(t.Context(), t, get("/claims")); e.Attempts != want {
				t.Errorf("got %v, want %d attempts", e, want)
			}
		}
	})
}

func TestEvents(t *testing.T) {
	t.Parallel()
	on(t, nil, nil, func(t *testing.T, l *line) {
		t.Helper()
		l.faults.Next(1, extracttest.HTML(http.StatusBadGateway))
		if _, err := l.client.Do(t.Context(), transport.Call{Dataset: "claims", Path: "/v2/claims/{id}", IDs: []string{"CANARY"}}); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range l.events {
			got = append(got, fmt.Sprintf("%d %s %s %s %d %d", e.Kind, e.Op, e.Why, e.Wait, e.Status, e.Bytes))
		}
		op := " GET /api/v2/claims/{id} "
		want := []string{
			"2" + op + " 0s 0 0", "3" + op + " 0s 502 0", "1" + op + "before retrying 250ms 0 0", "2" + op + " 0s 0 0", "3" + op + " 0s 200 11",
		}
		if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

// rotating hands out one value after another.
type rotating struct {
	mu      sync.Mutex
	values  []string
	renewed int
	err     error
	nows    []time.Time
}

// Authorize implements [transport.Authorizer].
func (r *rotating) Authorize(_ context.Context, now time.Time) (models.Secret, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.nows = append(r.nows, now)
	return models.NewSecret(r.values[r.renewed]), nil
}

// Renew implements [transport.Authorizer].
func (r *rotating) Renew(_ context.Context, _ time.Time, refused models.Secret) (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case r.err != nil:
		return false, r.err
	case refused.Reveal() != r.values[r.renewed]:
		return true, nil
	case r.renewed == len(r.values)-1:
		return false, nil
	}
	r.renewed++
	return true, nil
}

// TestRenewedTwice renews again when what was renewed has worked in between, and never twice for one call.
func TestRenewedTwice(t *testing.T) {
	t.Parallel()
	good := "a"
	serve := func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != good {
			w.WriteHeader(http.StatusUnauthorized)
		}
	}
	auth := &rotating{values: []string{"a", "b", "c", "d"}}
	on(t, serve, func(c *transport.Config) { c.Auth = auth }, func(t *testing.T, l *line) {
		t.Helper()
		for _, good = range []string{"a", "b", "c"} {
			if resp, err := l.client.Do(t.Context(), get("/claims")); err != nil || resp.Attempts > 2 {
				t.Errorf("got %d attempts, %v", resp.Attempts, err)
			}
		}
		good = "e"
		if e := l.failed(t.Context(), t, get("/claims")); e.Status != http.StatusUnauthorized || e.Attempts != 2 || e.Outcome() != models.NeedsPerson {
			t.Errorf("got %v, %s", e, e.Outcome())
		}
		sent := len(l.faults.Requests())
		e := l.failed(t.Context(), t, get("/claims"))
		if !errors.Is(e, transport.ErrRefused) || e.Attempts != 0 || e.Outcome() != models.NeedsPerson || len(l.faults.Requests()) != sent {
			t.Errorf("got %v after %d more requests, want none to be sent", e, len(l.faults.Requests())-sent)
		}
	})
}

// TestRenewalThatFails does not close the client: the token's server may have been down.
func TestRenewalThatFails(t *testing.T) {
	t.Parallel()
	auth := &rotating{values: []string{"a"}, err: &transport.Error{Op: "POST /token", Status: 503, Attempts: 1}}
	on(t, nil, func(c *transport.Config) { c.Auth = auth }, func(t *testing.T, l *line) {
		t.Helper()
		l.faults.Next(1, extracttest.Refusal(http.StatusUnauthorized))
		e := l.failed(t.Context(), t, get("/claims"))
		if e.Outcome() != models.Unreachable || !strings.Contains(e.Error(), "POST /token: status 503") {
			t.Errorf("got %v, %s", e, e.Outcome())
		}
		if _, err := l.client.Do(t.Context(), get("/claims")); err != nil {
			t.Errorf("got %v", err)
		}
	})
}

// TestServerTime follows the Date of the last answer, but not of a cached one.
func TestServerTime(t *testing.T) {
	t.Parallel()
	skew, age := time.Hour, ""
	serve := func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Date", time.Now().Add(skew).UTC().Format(http.TimeFormat))
		if age != "" {
			w.Header().Set("Age", age)
		}
	}
	on(t, serve, nil, func(t *testing.T, l *line) {
		t.Helper()
		for _, tt := range []struct {
			skew time.Duration
			age  string
			want time.Duration
		}{{time.Hour, "", time.Hour}, {-time.Hour, "10", time.Hour}, {-time.Hour, "", -time.Hour}, {time.Second, "", 0}} {
			skew, age = tt.skew, tt.age
			resp, err := l.client.Do(t.Context(), get("/claims"))
			if err != nil {
				t.Fatal(err)
			}
			if got := time.Until(l.client.Now()); (got - tt.want).Abs() > time.Second {
				t.Errorf("got a skew of %s, want %s", got, tt.want)
			}
			if got := resp.ServerAt.Sub(resp.AskedAt); (got - tt.want).Abs() > time.Second {
				t.Errorf("got a server's time %s after ours, want %s", got, tt.want)
			}
		}
	})
}

func TestCancelled(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		fault extracttest.Fault
	}{
		{"while waiting to retry", extracttest.Refusal(http.StatusBadGateway)},
		{"while told to wait", extracttest.TooMany("3000")},
		{"while the server is silent", extracttest.Silent},
		{"in the middle of a body", extracttest.Stalled},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bend := func(c *transport.Config) { c.Env.Limits.Backoff, c.Env.Limits.MaxBackoff = time.Hour, time.Hour }
			on(t, nil, bend, func(t *testing.T, l *line) {
				t.Helper()
				l.faults.Next(9, tt.fault)
				ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
				defer cancel()
				start := time.Now()
				e := l.failed(ctx, t, get("/claims"))
				if !errors.Is(e, context.DeadlineExceeded) || time.Since(start) > 10*time.Second || e.Temporary() {
					t.Errorf("got %v after %s", e, time.Since(start))
				}
			})
		})
	}
}

func TestErrorText(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		err  transport.Error
		want string
		says string // in the advice
	}{
		{transport.Error{Op: "GET /api/claims", Status: 403, Attempts: 1, Tenant: "my-tpa"}, "GET /api/claims: status 403 after 1 attempt", "carehouse check my-tpa"},
		{transport.Error{Op: "GET /api/claims", Status: 500, Attempts: 4, EventID: "7f3a"}, "GET /api/claims: status 500 after 4 attempts (event 7f3a)", "tell the vendor event 7f3a"},
		{transport.Error{Op: "GetCharges", Attempts: 2, Err: transport.ErrNoHost}, "GetCharges after 2 attempts: the host's name was not found", "carehouse check"},
		{transport.Error{Op: "GET /x", Status: 401, Attempts: 2, Said: "JWT has expired"}, "GET /x: status 401 after 2 attempts: JWT has expired", "credentials"},
		{transport.Error{Op: "GET /x", Err: transport.ErrRefused}, "GET /x: the credentials have been refused before; not asked again", "credentials"},
		{transport.Error{Op: "GET /x", Status: 429, Attempts: 5}, "GET /x: status 429 after 5 attempts", "fewer requests"},
		{transport.Error{Op: "GET /x", Status: 404, Attempts: 1}, "GET /x: status 404 after 1 attempt", "base_url"},
		{transport.Error{Op: "GET /x", Status: 418, Attempts: 1}, "GET /x: status 418 after 1 attempt", "refuses the call"},
		{transport.Error{Op: "GET /x", Status: 200, Attempts: 1, Err: transport.ErrTooLarge}, "GET /x: status 200 after 1 attempt: the answer is larger than an answer may be", "smaller pages"},
		{transport.Error{Op: "GET /x", Status: 200, Attempts: 1, Err: transport.ErrBomb}, "GET /x: status 200 after 1 attempt: the answer unpacks to far more than was sent", "base_url"},
		{transport.Error{Op: "GET /x", Attempts: 1, Err: transport.ErrUntrusted}, "GET /x after 1 attempt: the server's certificate is not trusted", "network"},
		{transport.Error{Op: "GET /x", Attempts: 1, Err: transport.ErrRedirect}, "GET /x after 1 attempt: the server redirects to where we do not follow", "base_url"},
		{transport.Error{Op: "GET /x", Attempts: 1, Err: context.Canceled}, "GET /x after 1 attempt: context canceled", "run again"},
	} {
		if got := tt.err.Error(); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
		if got := tt.err.Advice(); !strings.Contains(got, tt.says) {
			t.Errorf("%v: got advice %q, want it to say %q", &tt.err, got, tt.says)
		}
	}
}

// A slow authorizer takes longer for its credentials than an answer may take.
type slow struct{ asked *int }

func (s slow) Authorize(context.Context, time.Time) (models.Secret, error) {
	*s.asked++
	time.Sleep(20 * time.Minute)
	return models.NewSecret("x"), nil
}

func (slow) Renew(context.Context, time.Time, models.Secret) (bool, error) { return false, nil }

// TestAnAnswersTimeBeginsWithTheQuestion does not count how long credentials take: a person's program may fetch a code for them.
func TestAnAnswersTimeBeginsWithTheQuestion(t *testing.T) {
	t.Parallel()
	asked := 0
	on(t, nil, func(c *transport.Config) { c.Auth = slow{&asked} }, func(t *testing.T, l *line) {
		t.Helper()
		resp, err := l.client.Do(t.Context(), get("/claims"))
		if err != nil || resp.Attempts != 1 || asked != 1 {
			t.Errorf("got %v after %d attempts, with credentials %d times", err, resp.Attempts, asked)
		}
	})
}
