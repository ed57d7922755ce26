package supergood

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"
)

func TestAPersonIsNeeded(t *testing.T) {
	t.Parallel()
	none := models.Secret{}
	for _, tt := range []struct {
		name          string
		bend          func(*fake, *Config)
		says, advises string
		calls         int
	}{
		{"sms and no command", func(f *fake, c *Config) { f.mfa, c.Auth.MFA, c.Auth.TOTPSecret = bySMS, bySMS, none }, "a code by sms", "auth.mfa_command", 0},
		{"email and no command", func(f *fake, c *Config) { f.mfa, c.Auth.MFA, c.Auth.TOTPSecret = byEmail, byEmail, none }, "a code by email", "auth.mfa_command", 0},
		{"sms where an authenticator was meant", func(f *fake, _ *Config) { f.mfa = bySMS }, "a code by sms", "auth.mfa_command", 1},
		{"an authenticator nobody spoke of", func(f *fake, c *Config) { f.mfa, c.Auth.TOTPSecret = byTOTP, none }, "the code of an authenticator", "auth.totp_secret", 1},
		{"a wrong password", func(_ *fake, c *Config) { c.Auth.Password = models.NewSecret("CANARYWRONG") }, "name or password", "tried once", 1},
		{"another tenant's session", func(f *fake, c *Config) { f.tenants, c.Auth.TenantID = []string{"CANARYother"}, "mine" }, "another tenant's", "auth.tenant_id", 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, tt.bend, func(t *testing.T, s *stage) {
				t.Helper()
				var all sync.WaitGroup
				var news atomic.Int32
				for _, name := range datasetNames() {
					all.Go(func() {
						_, err := s.run(t, name)
						if needs(t, err, tt.says, tt.advises); !errors.Is(err, transport.ErrRefused) {
							news.Add(1)
						}
					})
				}
				if all.Wait(); news.Load() != 1 {
					t.Errorf("it is news %d times", news.Load())
				}
				report, err := s.source.Check(t.Context())
				if err != nil || len(report.Problems) != 1 || report.Problems[0].Dataset != "" {
					t.Errorf("got %+v, %v", report, err)
				}
				if len(s.logins) != tt.calls || len(s.took()) != 0 {
					t.Errorf("got %d calls for a session, want %d, and none for lists", len(s.logins), tt.calls)
				}
			})
		})
	}
}

// TestAWrongPasswordIsSentOnceEver does not send it in the next run of the process either, until it is another one.
func TestAWrongPasswordIsSentOnceEver(t *testing.T) {
	t.Parallel()
	on(t, func(_ *fake, c *Config) { c.Auth.Password = models.NewSecret("CANARYWRONG") }, func(t *testing.T, s *stage) {
		t.Helper()
		for _, advises := range []string{"tried once", "put the right ones", "put the right ones"} {
			s.source = s.open(t, "my-portal", s.config, s.logs)
			_, err := s.run(t, encounters)
			needs(t, err, "name or password", advises)
		}
		if len(s.logins) != 1 {
			t.Errorf("got %d calls, want 1", len(s.logins))
		}
		s.config.Auth.Password = models.NewSecret(fakePassword)
		s.source = s.open(t, "my-portal", s.config, s.logs)
		s.must(t, encounters)
	})
}

// TestWhatAPortalSaysToWhoKnocks tells what a person may do from what passes, and tries none of it twice.
func TestWhatAPortalSaysToWhoKnocks(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		coded   bool // the answer is to the code
		status  int
		body    string
		want    models.Outcome
		says    string
		advises string
		calls   int // of two tries
	}{
		{"not let in", false, http.StatusForbidden, `{"error":"CANARY"}`, models.NeedsPerson, "does not let the user in", "auth.tenant_id", 1},
		{"locked", false, http.StatusLocked, `{}`, models.NeedsPerson, "has locked", "sign in", 1},
		{"busy", false, http.StatusConflict, `{}`, models.Unreachable, "the portal is busy", "somebody else", 2},
		{"no with another status", false, http.StatusBadRequest, `{"error":"CANARY"}`, models.NeedsPerson, "does not take what it was told", "username and password", 1},
		{"no to the code with another status", true, http.StatusUnprocessableEntity, `{}`, models.NeedsPerson, "name or password", "look at auth", 2},
		{"too often", false, http.StatusTooManyRequests, `{}`, models.Unreachable, "status 429", "fewer requests", 1},
		{"down", false, http.StatusBadGateway, `<html>CANARY`, models.Unreachable, "status 502 after 1 attempt", "run again later", 2},
		{"no such call", false, http.StatusNotFound, `{}`, models.Failed, "status 404", "carehouse probe", 1},
		{"no with status 200", false, http.StatusOK, `{"error":"CANARY"}`, models.NeedsPerson, "does not take what it was told", "username and password", 1},
		{"no to the code with status 200", true, http.StatusOK, `{"error":"CANARY"}`, models.NeedsPerson, "name or password", "look at auth", 2},
		{"no token", false, http.StatusOK, `{"in":{"token":"CANARY"},"CANARY Smith":"x"}`, models.Failed, "no token where the profile looks for one; it has texts in: in.token, <", "authenticate.token", 1},
		{"a token that is none", false, http.StatusOK, `{"session_token":"CANARY\r\nX: y"}`, models.Failed, "no token where", "authenticate.token", 1},
		{"torn", false, http.StatusOK, `{"session_token":"CANARY`, models.Unreachable, "not whole JSON", "run again later", 2},
		{"asked for a code with status 200", true, http.StatusOK, `{"error":"mfa_required","method":"totp"}`, models.NeedsPerson, "refuses the code", "auth.totp_secret", 4},
		{"another no to the code", true, http.StatusUnauthorized, `{"error":"CANARY"}`, models.NeedsPerson, "name or password", "look at auth", 2},
		{"a code that is asked for again", true, http.StatusUnauthorized, `{"error":"mfa_required"}`, models.NeedsPerson, "refuses the code", "auth.totp_secret", 4},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, func(f *fake, _ *Config) {
				if f.mfa = ""; tt.coded {
					f.mfa = byTOTP
				}
				f.door = func(w http.ResponseWriter, coded bool) bool {
					if coded != tt.coded {
						return false
					}
					w.WriteHeader(tt.status)
					_, _ = w.Write([]byte(tt.body))
					return true
				}
			}, func(t *testing.T, s *stage) {
				t.Helper()
				for range 2 {
					_, err := s.run(t, encounters)
					f, ok := errors.AsType[extract.Finder](err)
					if !ok || f.Outcome() != tt.want || !strings.Contains(err.Error(), tt.says) || !strings.Contains(f.Advice(), tt.advises) {
						t.Fatalf("got %v (%s), want %s: %s", err, extract.OutcomeOf(err), tt.want, tt.says)
					}
					if text := err.Error() + f.Advice(); strings.Contains(text, "CANARY") {
						t.Errorf("%q repeats the answer", text)
					}
				}
				if len(s.logins) != tt.calls || len(s.took()) != 0 {
					t.Errorf("got %d calls, want %d", len(s.logins), tt.calls)
				}
				if _, err := s.run(t, patients); errors.Is(err, transport.ErrRefused) != (tt.want == models.NeedsPerson) {
					t.Errorf("got %v of another dataset", err)
				}
			})
		})
	}
}

func TestACommandPrintsTheCode(t *testing.T) {
	t.Parallel()
	script := filepath.Join(t.TempDir(), "code")
	text := "#!/bin/sh\n[ \"$1\" = 'it is;me' ] && [ \"$2\" = sms ] && echo ' 482-913 ' && echo CANARYMORE\n"
	if err := os.WriteFile(script, []byte(text), 0o700); err != nil { //nolint:gosec // it has to run
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, says string
		command    []string
		code       string
	}{
		{"the right one", "", []string{script, "it is;me"}, "482913"},
		{"another one", "the portal refuses the code", []string{script, "it is;me"}, "000000"},
		{"a program that fails", "the program failed", []string{script, "somebody else"}, "482913"},
		{"no program", "the program could not be started", []string{script + "CANARY"}, "482913"},
		{"something else", "the program did not print a code", []string{"/bin/echo", "CANARY is no code", "of"}, "482913"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, func(f *fake, c *Config) {
				f.mfa, f.code, c.Auth.MFA, c.Auth.TOTPSecret, c.Auth.MFACommand = bySMS, tt.code, bySMS, models.Secret{}, tt.command
			}, func(t *testing.T, s *stage) {
				t.Helper()
				_, err := s.run(t, encounters)
				if tt.says != "" {
					needs(t, err, tt.says, "mfa_command")
				} else if err != nil {
					t.Error(err)
				}
				if _, again := s.run(t, encounters); (again == nil) != (err == nil) || len(s.logins) > 2 {
					t.Errorf("got %v and %d calls, want nobody to be asked twice", again, len(s.logins))
				}
			})
		})
	}
	if _, err := ask(t.Context(), []string{"/bin/sh", "-c", "head -c 100000 /dev/zero | tr '\\0' 7; echo CANARY $0"}, bySMS, time.Minute); !errors.Is(err, errNoCode) {
		t.Errorf("got %v from a program that says much", err)
	}
	var c capped
	for range 3 {
		if n, err := c.Write(make([]byte, maxCode-1)); n != maxCode-1 || err != nil || len(c.kept) > maxCode {
			t.Errorf("wrote %d, %v and kept %d", n, err, len(c.kept))
		}
	}
	if code, err := ask(t.Context(), []string{"/bin/sh", "-c", "echo 482913; sleep 5 &"}, bySMS, time.Minute); err != nil || code.Reveal() != "482913" {
		t.Errorf("got %v from a program that leaves something behind", err)
	}
	if _, err := ask(t.Context(), []string{"/bin/sleep"}, "30", 50*time.Millisecond); !errors.Is(err, errTooLong) {
		t.Errorf("got %v from a program that does not end", err)
	}
}

// TestAPhoneRingsOnceARun also where the portal goes down between the message and its answer.
func TestAPhoneRingsOnceARun(t *testing.T) {
	t.Parallel()
	on(t, func(f *fake, c *Config) {
		f.mfa, f.code, c.Auth.MFA, c.Auth.TOTPSecret = bySMS, "482913", bySMS, models.Secret{}
		c.Auth.MFACommand = []string{"/bin/sh", "-c", "echo 482913"}
		f.door = func(w http.ResponseWriter, coded bool) bool {
			if coded {
				w.WriteHeader(http.StatusServiceUnavailable)
			}
			return coded
		}
	}, func(t *testing.T, s *stage) {
		t.Helper()
		for _, name := range datasetNames() {
			if _, err := s.run(t, name); extract.OutcomeOf(err) != models.Unreachable {
				t.Errorf("got %v (%s)", err, extract.OutcomeOf(err))
			}
		}
		if len(s.logins) != 2 {
			t.Errorf("got %d calls, want the password once and the code once", len(s.logins))
		}
		s.door = nil
		s.source = s.open(t, "my-portal", s.config, s.logs) // the next run
		s.must(t, encounters)
	})
}

func TestASessionEnds(t *testing.T) {
	t.Parallel()
	on(t, func(f *fake, _ *Config) { f.life = 20 * time.Minute }, func(t *testing.T, s *stage) {
		t.Helper()
		s.before = func(f *fake, _ *http.Request, n int) {
			if n == 2 {
				clear(f.tokens) // between two pages
			}
		}
		pages, _ := s.must(t, encounters)
		if len(pages) != 3 || len(s.logins) != 2 || len(s.took()) != 4 {
			t.Errorf("got %d pages and %d calls, want 3 and another session", len(pages), len(s.logins))
		}
		s.before = nil
		time.Sleep(19*time.Minute + 30*time.Second) // it would end on the way
		s.must(t, encounters)
		if len(s.logins) != 3 || len(s.took()) != 3 {
			t.Errorf("got %d calls, want the session renewed before it ends", len(s.logins))
		}
	})
}

// TestASessionOfWhichNobodySaysWhenItEnds is not used for ever: whoever watches would never learn of another module.
func TestASessionOfWhichNobodySaysWhenItEnds(t *testing.T) {
	t.Parallel()
	on(t, func(f *fake, c *Config) {
		f.modules, f.life, c.Profile.Authenticate.ExpiresAt = []string{"scheduling"}, 1000*time.Hour, "nowhere"
	}, func(t *testing.T, s *stage) {
		t.Helper()
		if _, err := s.run(t, encounters); extract.OutcomeOf(err) != models.NotEntitled {
			t.Errorf("got %v", err)
		}
		s.modules = nil
		time.Sleep(25 * time.Hour)
		s.source = s.open(t, "my-portal", s.config, s.logs) // the next round
		if s.must(t, encounters); len(s.logins) != 2 {
			t.Errorf("%d sessions, want another one", len(s.logins))
		}
	})
}

// TestASessionThatCannotBeRenewedNow calls nobody when a portal is down in the moment in which its session ends.
func TestASessionThatCannotBeRenewedNow(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		status int
		want   models.Outcome
	}{
		{"down", http.StatusServiceUnavailable, models.Unreachable},
		{"busy", http.StatusConflict, models.Unreachable},
		{"moved", http.StatusNotFound, models.Failed},
		{"locked", http.StatusLocked, models.NeedsPerson},
		{"another password by now", http.StatusUnauthorized, models.NeedsPerson},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, nil, func(t *testing.T, s *stage) {
				t.Helper()
				s.must(t, encounters)
				clear(s.tokens)
				s.door = func(w http.ResponseWriter, _ bool) bool {
					w.WriteHeader(tt.status)
					return true
				}
				_, err := s.run(t, encounters)
				if extract.OutcomeOf(err) != tt.want {
					t.Errorf("got %v (%s), want %s", err, extract.OutcomeOf(err), tt.want)
				}
				s.door = nil
				if _, err := s.run(t, patients); (err == nil) != (tt.want == models.Unreachable) {
					t.Errorf("got %v of the next dataset", err)
				}
			})
		})
	}
}

func TestHowLongASessionLasts(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.June, 15, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Duration{
		`"2026-06-15T12:30:00Z"`: 29 * time.Minute, `"2026-06-15T12:02:00Z"`: 90 * time.Second, `1800`: 29 * time.Minute,
		`"1800"`: 29 * time.Minute, `1781526600`: 29 * time.Minute,
	} {
		if got := lasts([]byte(text), now); got.Sub(now) != want {
			t.Errorf("%s: got %s, want %s", text, got.Sub(now), want)
		}
	}
	for _, text := range []string{``, `null`, `"2026-06-15T11:30:00Z"`, `"soon"`, `0`, `-5`} {
		if got := lasts([]byte(text), now); !got.IsZero() {
			t.Errorf("%s: got %s, want that nobody knows", text, got)
		}
	}
}
