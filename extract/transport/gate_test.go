package transport_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"carehouse/extract/transport"
)

// TestWrongCredentialsAreShownOnce starts several calls together with credentials that are no good, and with ones that
// have another to try.
func TestWrongCredentialsAreShownOnce(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		values []string
		sent   int
	}{
		{"nothing else to try", []string{"a"}, 1},
		{"renewed, and no better", []string{"a", "b"}, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			refuse := func(w http.ResponseWriter, _ *http.Request) {
				time.Sleep(time.Second)
				w.WriteHeader(http.StatusUnauthorized)
			}
			auth := &rotating{values: tt.values}
			on(t, refuse, func(c *transport.Config) { c.Auth = auth }, func(t *testing.T, l *line) {
				t.Helper()
				var calls sync.WaitGroup
				for range 4 {
					calls.Go(func() {
						if _, err := l.client.Do(t.Context(), get("/claims")); err == nil {
							t.Error("credentials that are no good were taken")
						}
					})
				}
				calls.Wait()
				if got := len(l.faults.Requests()); got != tt.sent {
					t.Errorf("got %d requests, want %d", got, tt.sent)
				}
			})
		})
	}
}

// TestNobodyWaitsForAnAPIThatIsDown lets the others go as soon as the first call has found out anything at all.
func TestNobodyWaitsForAnAPIThatIsDown(t *testing.T) {
	t.Parallel()
	down := func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(time.Second)
		w.WriteHeader(http.StatusServiceUnavailable)
	}
	auth := &rotating{values: []string{"a"}}
	on(t, down, func(c *transport.Config) { c.Auth = auth }, func(t *testing.T, l *line) {
		t.Helper()
		started := time.Now()
		var calls sync.WaitGroup
		for range 3 {
			calls.Go(func() { _ = l.failed(t.Context(), t, get("/claims")) })
		}
		calls.Wait()
		// Five attempts with their waits, and one more for those that waited behind the first.
		if took, want := time.Since(started), 6*time.Second+3750*time.Millisecond; took > want {
			t.Errorf("got %s, want %s at most", took, want)
		}
	})
}

// TestWhoIsStoppedAtTheGateLeaves does not wait for the first call.
func TestWhoIsStoppedAtTheGateLeaves(t *testing.T) {
	t.Parallel()
	slow := func(http.ResponseWriter, *http.Request) { time.Sleep(time.Minute) }
	auth := &rotating{values: []string{"a"}}
	on(t, slow, func(c *transport.Config) { c.Auth = auth }, func(t *testing.T, l *line) {
		t.Helper()
		var first sync.WaitGroup
		first.Go(func() { _, _ = l.client.Do(t.Context(), get("/claims")) })
		time.Sleep(time.Second)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		e := l.failed(ctx, t, get("/members"))
		if !errors.Is(e, context.DeadlineExceeded) || e.Attempts != 0 || len(l.faults.Requests()) != 1 {
			t.Errorf("got %v after %d requests, want one", e, len(l.faults.Requests()))
		}
		first.Wait()
	})
}
