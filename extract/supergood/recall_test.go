package supergood

import (
	"errors"
	"io/fs"
	"net/http"
	"strings"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/models"
)

// another opens a source as another process of the same home does.
func (s *stage) another(t *testing.T, tenant string, bend func(*Config)) *Source {
	t.Helper()
	config := s.config
	if bend != nil {
		bend(&config)
	}
	return s.open(t, tenant, config, NewLogins())
}

// night is what a run of another process does, and how often it knocks.
func (s *stage) night(t *testing.T, source *Source) (knocks int, err error) {
	t.Helper()
	s.tokens = map[string]time.Time{}
	before := len(s.logins)
	for _, name := range datasetNames() {
		if _, failed := fetch(t, source, plan(t, source, name, nil, extract.Want{})); err == nil {
			err = failed
		}
	}
	return len(s.logins) - before, err
}

// saying has the portal answer whoever knocks with a status.
func (s *stage) saying(status int, body string) {
	s.door = func(w http.ResponseWriter, _ bool) bool {
		if status != http.StatusOK {
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}
		return status != http.StatusOK
	}
}

// TestNightsAfterARefusal count what is sent in nights after one in which the portal did not let us in.
func TestNightsAfterARefusal(t *testing.T) {
	t.Parallel()
	changed := func(c *Config) { c.Auth.Password = models.NewSecret("CANARYCHANGED") }
	for _, tt := range []struct {
		name   string
		status int
		body   string
		bend   func(*Config)
		want   int // what the second night sends
		says   string
	}{
		{"the same password", http.StatusUnauthorized, `{"error":"invalid_credentials"}`, nil, 0, "the user's name or password was refused on 2000-01-01"},
		{"another password", http.StatusUnauthorized, `{"error":"invalid_credentials"}`, changed, 1, "the portal refuses the user's name or password"},
		{"another user", http.StatusUnauthorized, `{}`, func(c *Config) { c.Auth.Username = "CANARYUSER2" }, 1, "refuses the user's name"},
		{"another spelling", http.StatusUnauthorized, `{}`, func(c *Config) { c.Profile.Authenticate.Fixed = Fixed{"kind": "x"} }, 1, "refuses the user's name"},
		{"the same that was not taken", http.StatusBadRequest, `{}`, nil, 0, "what the portal is told of the user was refused on 2000-01-01"},
		{"another tenant id", http.StatusBadRequest, `{}`, func(c *Config) { c.Auth.TenantID = "CANARY2" }, 1, "does not take what it was told"},
		{"not let in", http.StatusForbidden, `{}`, nil, 0, "what the portal is told of the user was refused on 2000-01-01"},
		{"not let in by a wall before it", http.StatusForbidden, `<html>`, nil, 1, "does not let the user in"},
		{"locked", http.StatusLocked, `{}`, nil, 1, "has locked the user"},
		{"busy", http.StatusConflict, `{}`, nil, 4, "the portal is busy"},
		{"too often", http.StatusTooManyRequests, `{}`, nil, 1, "status 429"},
		{"down", http.StatusServiceUnavailable, `{}`, nil, 4, "status 503"},
		{"no such call", http.StatusNotFound, `{}`, nil, 1, "status 404"},
		{"another way", http.StatusFound, `{}`, nil, 1, "status 302"},
		{"somebody's phone", http.StatusUnauthorized, `{"error":"mfa_required","method":"sms"}`, nil, 1, "a code by sms"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, nil, func(t *testing.T, s *stage) {
				t.Helper()
				s.saying(tt.status, tt.body)
				if n, err := s.night(t, s.source); n == 0 || err == nil {
					t.Fatalf("got %d calls, %v", n, err)
				}
				n, err := s.night(t, s.another(t, "my-portal", tt.bend))
				if n != tt.want || err == nil || !strings.Contains(err.Error(), tt.says) {
					t.Errorf("the second night sent %d calls, want %d: %v", n, tt.want, err)
				}
				s.saying(http.StatusOK, "")
				if tt.want > 0 {
					return
				}
				needs(t, err, tt.says+" and is not sent again", "put the right ones into auth; or, when the portal has let the user in again: carehouse check my-portal")
				report, err := s.another(t, "my-portal", nil).Check(t.Context())
				if err != nil || len(report.Problems) > 0 {
					t.Errorf("check: got %+v, %v", report, err)
				}
				if n, err := s.night(t, s.another(t, "my-portal", nil)); n != 1 || err != nil {
					t.Errorf("the night after: %d calls, %v", n, err)
				}
			})
		})
	}
}

// TestACheckSendsOnceWhatWasRefused and a probe does, whatever the datasets, and is remembered too.
func TestACheckSendsOnceWhatWasRefused(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.saying(http.StatusUnauthorized, `{}`)
		if n, _ := s.night(t, s.source); n != 1 {
			t.Fatalf("the first night sent %d calls", n)
		}
		time.Sleep(48 * time.Hour)
		report, err := s.another(t, "my-portal", nil).Check(t.Context())
		if err != nil || len(report.Problems) != 1 || !strings.Contains(report.Problems[0].What, "refuses the user's name or password") || len(s.logins) != 2 {
			t.Errorf("got %+v, %v after %d calls", report, err, len(s.logins))
		}
		if n, err := s.night(t, s.another(t, "my-portal", nil)); n != 0 || !strings.Contains(err.Error(), "refused on 2000-01-03") {
			t.Errorf("got %d calls, %v", n, err)
		}
		if _, err := s.another(t, "my-portal", nil).Probe(t.Context()); err == nil || len(s.logins) != 3 {
			t.Errorf("got %v after %d calls", err, len(s.logins))
		}
		s.saying(http.StatusServiceUnavailable, `{}`)
		if _, err := s.another(t, "my-portal", nil).Check(t.Context()); err == nil {
			t.Error("got no error from a portal that is down")
		}
		if n, _ := s.night(t, s.another(t, "my-portal", nil)); n != 0 {
			t.Errorf("got %d calls after a check that said nothing", n)
		}
	})
}

// TestTenantsOfARefusedLogin send a wrong password once for all of them. What one is told of its own is no news of another.
func TestTenantsOfARefusedLogin(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]int{http.StatusUnauthorized: 0, http.StatusBadRequest: 1} {
		on(t, func(_ *fake, c *Config) { c.Auth.TenantID = "a" }, func(t *testing.T, s *stage) {
			t.Helper()
			s.saying(status, `{}`)
			if n, _ := s.night(t, s.source); n != 1 {
				t.Fatalf("the first tenant sent %d calls", n)
			}
			second := func(c *Config) { c.Auth.TenantID = "b" }
			if n, err := s.night(t, s.another(t, "another", second)); n != want || err == nil {
				t.Errorf("status %d: the second tenant sent %d calls, want %d: %v", status, n, want, err)
			}
			s.saying(http.StatusOK, "")
			if _, err := s.another(t, "another", second).Check(t.Context()); err != nil {
				t.Error(err)
			}
			n, err := s.night(t, s.another(t, "my-portal", nil))
			if free := status == http.StatusUnauthorized; n != 1-want || (err == nil) != free {
				t.Errorf("status %d: the first tenant sent %d calls, %v when the second one was let in", status, n, err)
			}
		})
	}
}

// TestWhatIsKeptOfARefusal names nobody, and what cannot be read is said.
func TestWhatIsKeptOfARefusal(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.saying(http.StatusUnauthorized, `{}`)
		_, _ = s.night(t, s.source)
		written := 0
		for _, did := range s.vault.Did() {
			path, ok := strings.CutPrefix(did, "write ")
			if !ok {
				continue
			}
			written++
			content, err := s.vault.Read(path)
			if text := strings.ToUpper(path + string(content)); err != nil || strings.Contains(text, "CANARY") || !strings.HasPrefix(path, "memory/login-") {
				t.Errorf("%s: got %s, %v", path, content, err)
			}
		}
		if written != 1 {
			t.Errorf("%d files were written, want one", written)
		}
		s.vault.Fail = func(what, _ string) error {
			if what == "read" {
				return fs.ErrPermission
			}
			return nil
		}
		n, err := s.night(t, s.another(t, "my-portal", nil))
		f, ok := errors.AsType[extract.Finder](err)
		if !ok || n != 0 || f.Outcome() != models.Failed || !strings.Contains(f.Advice(), "chmod 600") {
			t.Errorf("got %d calls, %v", n, err)
		}
	})
}

// TestAnUnconfirmedProfileThatWasRefused is tried by a probe, because a check asks nothing with it.
func TestAnUnconfirmedProfileThatWasRefused(t *testing.T) {
	t.Parallel()
	on(t, func(_ *fake, c *Config) { c.Profile.Confirmed = false }, func(t *testing.T, s *stage) {
		t.Helper()
		s.source.local = false
		s.source.profile.Confirmed = true
		s.saying(http.StatusUnauthorized, `{}`)
		_, _ = s.night(t, s.source)
		far := s.another(t, "my-portal", nil)
		far.local = false
		_, err := far.recall()
		needs(t, err, "is not sent again", "let the user in again: carehouse probe my-portal")
		s.saying(http.StatusOK, "")
		if _, err := far.Probe(t.Context()); err != nil {
			t.Error(err)
		}
		if n, err := s.night(t, s.another(t, "my-portal", nil)); n != 1 || err != nil {
			t.Errorf("got %d calls, %v", n, err)
		}
	})
}
