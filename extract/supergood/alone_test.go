package supergood

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"
)

// TestASyncBesideChecks has a portal that ends a session when the user begins another one, and a person who looks again and
// again while another process reads. If they had no lock each would sign in before nearly every call, until one of them lost
// the session that it had just renewed, and took itself for refused.
func TestASyncBesideChecks(t *testing.T) {
	t.Parallel()
	for name, mfa := range map[string]string{"a password": "", "an authenticator": byTOTP} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			on(t, func(f *fake, c *Config) { f.mfa, f.single, f.size, c.RequestsPerSecond = mfa, true, 2, 7 }, func(t *testing.T, s *stage) {
				t.Helper()
				const checks = 12
				var all sync.WaitGroup
				all.Go(func() {
					for range checks {
						report, err := s.open(t, "my-portal", s.config, NewLogins()).Check(t.Context())
						if err != nil || len(report.Problems) > 0 {
							t.Errorf("a check found %+v, %v", report, err)
						}
						time.Sleep(time.Second)
					}
				})
				walks := 0
				for range 3 {
					for _, name := range datasetNames() {
						if _, err := s.run(t, name); err != nil {
							t.Errorf("%s: %v", name, err)
						}
						walks++
					}
				}
				all.Wait()
				sessions := len(s.logins)
				if mfa != "" {
					sessions /= 2 // a call that is asked for a code, and one that has it
				}
				if sessions > checks+walks {
					t.Errorf("%d sessions of %d checks and %d walks", sessions, checks, walks)
				}
			})
		})
	}
}

// TestACheckBesideALongList does not wait until it is read, and a list waits for a check that is slow.
func TestACheckBesideALongList(t *testing.T) {
	t.Parallel()
	on(t, func(f *fake, _ *Config) { f.single, f.size = true, 5 }, func(t *testing.T, s *stage) {
		t.Helper()
		var all sync.WaitGroup
		slow := func(f *fake, _ *http.Request, n int) {
			if 2 <= n && n <= 5 {
				f.mu.Unlock()
				time.Sleep(50 * time.Second)
				f.mu.Lock()
			}
		}
		s.before = slow
		all.Go(func() { s.must(t, encounters) })
		time.Sleep(time.Second)
		other := s.open(t, "my-portal", s.config, NewLogins())
		for what, ask := range map[string]func() error{
			"check": func() error { _, err := other.Check(t.Context()); return err },
			"probe": func() error { _, err := other.Probe(t.Context()); return err },
		} {
			begun, err := time.Now(), ask()
			f, ok := errors.AsType[extract.Finder](err)
			if !ok || f.Outcome() != models.Unreachable || !strings.Contains(err.Error(), "another carehouse of this home") ||
				!strings.Contains(f.Advice(), "try again when") || time.Since(begun) != queue {
				t.Errorf("%s: got %v after %s", what, err, time.Since(begun))
			}
		}
		all.Wait()
		if len(s.logins) != 1 {
			t.Errorf("%d sessions, want one", len(s.logins))
		}
		s.took()
		all.Go(func() {
			if _, err := other.Check(t.Context()); err != nil {
				t.Error(err)
			}
		})
		time.Sleep(time.Second)
		if s.must(t, encounters); len(s.logins) != 3 {
			t.Errorf("%d sessions, want one more for each", len(s.logins))
		}
		all.Wait()
	})
}

// TestWhoWaitsSaysForWhat has a sync come while a check is slow. Its line must not stand still without a word.
func TestWhoWaitsSaysForWhat(t *testing.T) {
	t.Parallel()
	on(t, func(f *fake, _ *Config) { f.single = true }, func(t *testing.T, s *stage) {
		t.Helper()
		s.before = func(f *fake, _ *http.Request, n int) {
			if n == 1 {
				f.mu.Unlock()
				time.Sleep(21 * time.Second)
				f.mu.Lock()
			}
		}
		var all sync.WaitGroup
		all.Go(func() {
			if _, err := s.open(t, "my-portal", s.config, NewLogins()).Check(t.Context()); err != nil {
				t.Error(err)
			}
		})
		time.Sleep(time.Second)
		var told []time.Duration
		s.source.tell = func(e transport.Event) {
			if e.Kind != transport.Waiting || e.Dataset != encounters || !strings.Contains(e.Why, "another carehouse of this home") {
				t.Errorf("told %+v", e)
			}
			told = append(told, time.Since(start()))
		}
		s.must(t, encounters)
		if want := []time.Duration{6, 11, 16, 21}; len(told) != len(want) || told[0] != want[0]*time.Second || told[3] != want[3]*time.Second {
			t.Errorf("told after %v, want each five seconds", told)
		}
		all.Wait()
	})
}
