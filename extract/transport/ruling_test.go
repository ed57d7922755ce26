package transport_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"carehouse/extract/extracttest"
	"carehouse/extract/transport"
	"carehouse/models"
)

var errRuled = errors.New("the source does not take this")

// posting is a question in a body, whose answer says in its own way what it means.
func posting(whole func([]byte) error) transport.Call {
	return transport.Call{
		Dataset: "charges", Lane: "GetCharges", Method: http.MethodPost, Path: "", Body: []byte("secret"), Name: "GetCharges",
		Accept: "text/xml", Whole: whole,
	}
}

// saying answers with texts, one after another, the last one for ever.
func saying(status int, kind string, texts ...string) http.HandlerFunc {
	n := 0
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, texts[min(n, len(texts)-1)])
		n++
	}
}

func soapy(c *transport.Config) { c.Posts = []transport.Post{{Path: "", Read: true}} }

// rule says what the words mean.
func rule(body []byte) error {
	switch {
	case bytes.Contains(body, []byte("early")):
		return transport.Ruling{Err: errRuled, Wait: 3 * time.Second}
	case bytes.Contains(body, []byte("denied")):
		return transport.Ruling{Err: errRuled, Denied: true}
	case bytes.Contains(body, []byte("final")):
		return transport.Ruling{Err: errRuled, Final: true}
	case bytes.Contains(body, []byte("broken")):
		return errRuled
	}
	return nil
}

func TestRulings(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name     string
		status   int
		kind     string
		texts    []string
		asked    int
		attempts int
		took     time.Duration // at least
		err      error
	}{
		{"taken", 200, "text/xml", []string{"ok"}, 1, 1, 0, nil},
		{"too early, then taken", 200, "text/xml", []string{"early", "early", "ok"}, 3, 3, 6 * time.Second, nil},
		{"too early more often than there are attempts", 200, "text/xml", append(times(20, "early"), "ok"), 21, 21, time.Minute, nil},
		{"always too early", 200, "text/xml", []string{"early"}, 60, 60, 2 * time.Minute, errRuled},
		{"too early with another status", 500, "text/xml", []string{"early"}, 60, 60, 2 * time.Minute, errRuled},
		{"too early in another kind", 200, "text/html", []string{"early"}, 60, 60, 2 * time.Minute, errRuled},
		{"another kind", 200, "text/html", []string{"ok"}, 5, 5, 0, transport.ErrUnpromised},
		{"final", 200, "text/xml", []string{"final"}, 1, 1, 0, errRuled},
		{"final with a status that might pass", 500, "text/xml", []string{"final"}, 1, 1, 0, errRuled},
		{"broken, then taken", 200, "text/xml", []string{"broken", "ok"}, 2, 2, 0, nil},
		{"broken for ever", 200, "text/xml", []string{"broken"}, 5, 5, 0, errRuled},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, saying(tt.status, tt.kind, tt.texts...), soapy, func(t *testing.T, l *line) {
				t.Helper()
				start := time.Now()
				call := posting(rule)
				call.Refusal = func(_ int, body []byte) error { return rule(body) }
				resp, err := l.client.Do(t.Context(), call)
				attempts := resp.Attempts
				if e, ok := errors.AsType[*transport.Error](err); ok {
					attempts = e.Attempts
				}
				if !errors.Is(err, tt.err) || (err == nil) != (tt.err == nil) || attempts != tt.attempts || len(l.faults.Requests()) != tt.asked {
					t.Errorf("got %v, %d attempts and %d requests", err, attempts, len(l.faults.Requests()))
				}
				if took := time.Since(start); took < tt.took {
					t.Errorf("took %s, want at least %s", took, tt.took)
				}
			})
		})
	}
}

func times(n int, text string) []string {
	var all []string
	for range n {
		all = append(all, text)
	}
	return all
}

// TestWaitsCostNoRetries lets a run without any retries wait for its turn.
func TestWaitsCostNoRetries(t *testing.T) {
	t.Parallel()
	bend := func(c *transport.Config) { soapy(c); c.Env.Retries = transport.NewRetries(0) }
	on(t, saying(200, "text/xml", "early", "early", "ok"), bend, func(t *testing.T, l *line) {
		t.Helper()
		if _, err := l.client.Do(t.Context(), posting(rule)); err != nil {
			t.Error(err)
		}
	})
}

// TestEnough ends the attempts where the source has seen enough.
func TestEnough(t *testing.T) {
	t.Parallel()
	on(t, saying(503, "text/xml", "x"), soapy, func(t *testing.T, l *line) {
		t.Helper()
		call := posting(rule)
		call.Enough = func(fail *transport.Error, attempts int) bool { return fail.Status == 503 && attempts >= 2 }
		if e := l.failed(t.Context(), t, call); e.Attempts != 2 || e.Outcome() != models.Unreachable {
			t.Errorf("got %v", e)
		}
	})
}

// TestDeniedClosesEveryClientOfTheCredentials has two clients with the same credentials in their bodies, and many calls
// that start together.
func TestDeniedClosesEveryClientOfTheCredentials(t *testing.T) {
	t.Parallel()
	var door *transport.Door
	slow := func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(time.Second)
		saying(200, "text/xml", "denied")(w, nil)
	}
	bend := func(c *transport.Config) {
		soapy(c)
		door = transport.NewDoor()
		c.Door = door
	}
	on(t, slow, bend, func(t *testing.T, l *line) {
		t.Helper()
		other, err := transport.New(transport.Config{
			BaseURL: extracttest.Base, Door: door, Posts: []transport.Post{{Path: "", Read: true}},
			Env: transport.Env{Clock: time.Now, Network: extracttest.Serve(t, l.faults.Wrap(http.HandlerFunc(slow)))},
		})
		if err != nil {
			t.Fatal(err)
		}
		var calls sync.WaitGroup
		for _, client := range []*transport.Client{l.client, other, l.client, other} {
			calls.Go(func() {
				if _, err := client.Do(t.Context(), posting(rule)); err == nil {
					t.Error("credentials that are no good were taken")
				}
			})
		}
		calls.Wait()
		if got := len(l.faults.Requests()); got != 1 {
			t.Errorf("got %d requests, want 1", got)
		}
	})
}

// TestBodiesAreNotRedirected keeps what is in a body, credentials for one, from going anywhere else.
func TestBodiesAreNotRedirected(t *testing.T) {
	t.Parallel()
	for _, status := range []int{301, 302, 303, 307, 308} {
		for _, to := range []string{"/api/elsewhere", "https://elsewhere.example/", extracttest.Base} {
			redirect := func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, status) }
			on(t, redirect, soapy, func(t *testing.T, l *line) {
				t.Helper()
				e := l.failed(t.Context(), t, posting(nil))
				if !errors.Is(e, transport.ErrRedirect) || len(l.faults.Requests()) != 1 {
					t.Errorf("%d to %s: got %v after %d requests", status, to, e, len(l.faults.Requests()))
				}
			})
		}
	}
}

// TestPaceMayChange makes a lane slower and faster while it is used, by the caller's clock and not the machine's.
func TestPaceMayChange(t *testing.T) {
	t.Parallel()
	var pace *transport.Pace
	ahead := func() time.Time { return time.Now().Add(1000 * time.Hour) }
	bend := func(c *transport.Config) {
		soapy(c)
		pace = transport.NewPace(0, 1)
		c.Pace, c.Env.Clock = pace, ahead
	}
	on(t, saying(200, "text/xml", "ok"), bend, func(t *testing.T, l *line) {
		t.Helper()
		start := time.Now()
		for _, interval := range []time.Duration{time.Second, 5 * time.Second, 5 * time.Second, time.Second} {
			pace.Every("GetCharges", interval)
			if _, err := l.client.Do(t.Context(), posting(nil)); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(start); took != 11*time.Second {
			t.Errorf("took %s, want 5 + 5 + 1 seconds", took)
		}
	})
}

// TestWaitingCallsNoticeAChangedPace has calls in a lane that is far too slow, until somebody knows better.
func TestWaitingCallsNoticeAChangedPace(t *testing.T) {
	t.Parallel()
	var pace *transport.Pace
	bend := func(c *transport.Config) {
		soapy(c)
		pace = transport.NewPace(0, 1)
		pace.Every("GetCharges", time.Hour)
		c.Pace = pace
	}
	on(t, saying(200, "text/xml", "ok"), bend, func(t *testing.T, l *line) {
		t.Helper()
		start := time.Now()
		var calls sync.WaitGroup
		for range 5 {
			calls.Go(func() {
				if _, err := l.client.Do(t.Context(), posting(nil)); err != nil {
					t.Error(err)
				}
			})
		}
		time.Sleep(1500 * time.Millisecond)
		pace.Every("GetCharges", time.Second)
		calls.Wait()
		var got []time.Duration
		for _, r := range l.faults.Requests() {
			got = append(got, r.At.Sub(start))
		}
		want := []time.Duration{0, 1500 * time.Millisecond, 2500 * time.Millisecond, 3500 * time.Millisecond, 4500 * time.Millisecond}
		if !slices.Equal(got, want) {
			t.Errorf("got requests at %v, want %v", got, want)
		}
	})
}
