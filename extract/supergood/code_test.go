package supergood

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"
)

// TestACodeIsNeverUsedTwice opens sessions of two processes that share a home, and of one process again and again.
func TestACodeIsNeverUsedTwice(t *testing.T) {
	t.Parallel()
	on(t, func(f *fake, _ *Config) { f.mfa = byTOTP }, func(t *testing.T, s *stage) {
		t.Helper()
		begun := time.Now()
		var all sync.WaitGroup
		for range 2 {
			other := s.open(t, "my-portal", s.config, NewLogins())
			all.Go(func() {
				if _, err := fetch(t, other, plan(t, other, encounters, nil, extract.Want{})); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if took := time.Since(begun); took < 30*time.Second || took > time.Minute {
			t.Errorf("two sessions took %s, want a step between their codes", took)
		}
		s.tokens = map[string]time.Time{} // the portal ends both
		s.must(t, encounters)
		if took := time.Since(begun); took < time.Minute {
			t.Errorf("three sessions took %s", took)
		}
		if len(s.logins) != 6 {
			t.Errorf("got %d calls for 3 sessions, want 6", len(s.logins))
		}
	})
}

// TestASecretIsSharedByTenants keeps the codes of one secret apart also where the tenants have memories of their own.
func TestASecretIsSharedByTenants(t *testing.T) {
	t.Parallel()
	on(t, func(f *fake, _ *Config) { f.mfa, f.single = byTOTP, true }, func(t *testing.T, s *stage) {
		t.Helper()
		var all sync.WaitGroup
		for _, tenant := range []string{"a", "b"} {
			config := s.config
			config.Auth.TenantID = tenant
			source := s.open(t, tenant, config, s.logs)
			for _, name := range datasetNames() {
				all.Go(func() {
					if _, err := fetch(t, source, plan(t, source, name, nil, extract.Want{})); err != nil {
						t.Error(err)
					}
				})
			}
		}
		all.Wait()
		if len(s.logins) != 4 {
			t.Errorf("got %d calls for a session of each of two tenants, want 4", len(s.logins))
		}
	})
}

// TestTwoProcessesOfOneUser have tenants of their own, and one authenticator, which one of them writes with blanks; the fake
// looks for codes that come twice.
func TestTwoProcessesOfOneUser(t *testing.T) {
	t.Parallel()
	on(t, func(f *fake, _ *Config) { f.mfa = byTOTP }, func(t *testing.T, s *stage) {
		t.Helper()
		s.must(t, encounters)
		s.config.Auth.TenantID = "another"
		s.config.Auth.TOTPSecret = models.NewSecret(strings.ToLower(fakeSecret[:4]) + " " + fakeSecret[4:])
		s.source = s.open(t, "another-portal", s.config, NewLogins())
		var told []transport.Event
		s.source.tell = func(e transport.Event) { told = append(told, e) }
		s.must(t, encounters)
		if len(told) != 1 || told[0].Dataset != encounters || !strings.Contains(told[0].Why, "next code") || told[0].Wait < 25*time.Second {
			t.Errorf("who waits for the next step was told %+v", told)
		}
		if took := time.Since(start()); took < 30*time.Second {
			t.Errorf("took %s, want the next step waited for", took)
		}
		if at := s.source.steps.path; !strings.HasPrefix(at, "memory/totp-") || strings.Contains(at, fakeSecret[:4]) {
			t.Errorf("it is written down in %s", at)
		}
	})
}

// TestTheClockThatWasPutRight does not wait for a step that is far away.
func TestTheClockThatWasPutRight(t *testing.T) {
	t.Parallel()
	on(t, func(f *fake, _ *Config) { f.mfa = byTOTP }, func(t *testing.T, s *stage) {
		t.Helper()
		for _, content := range []string{`{"step":99999999999}`, "torn"} {
			if err := s.vault.Write(s.source.steps.path, []byte(content)); err != nil {
				t.Fatal(err)
			}
			s.tokens = map[string]time.Time{}
			s.must(t, encounters)
		}
		if took := time.Since(start()); took > time.Minute {
			t.Errorf("took %s", took)
		}
		s.vault.Fail = func(what, _ string) error {
			if what == "write" {
				return errors.New("disk full")
			}
			return nil
		}
		s.tokens = map[string]time.Time{}
		before := len(s.logins)
		if _, err := s.run(t, encounters); err == nil || !strings.Contains(err.Error(), "last code: disk full") {
			t.Errorf("got %v", err)
		}
		if len(s.logins) != before+1 {
			t.Errorf("sent a code that could not be written down: %d calls", len(s.logins)-before)
		}
	})
}

func TestCodesThatAreRefused(t *testing.T) {
	t.Parallel()
	t.Run("for good", func(t *testing.T) {
		t.Parallel()
		on(t, func(f *fake, _ *Config) { f.mfa, f.skew = byTOTP, time.Hour }, func(t *testing.T, s *stage) {
			t.Helper()
			for range 2 {
				_, err := s.run(t, encounters)
				needs(t, err, "the portal refuses the code", "auth.totp_secret")
			}
			if len(s.logins) != 4 {
				t.Errorf("got %d calls, want two codes and no more", len(s.logins))
			}
			s.skew = 0
			s.source = s.open(t, "my-portal", s.config, s.logs) // the next run
			_, err := s.run(t, encounters)
			needs(t, err, "was refused on 2000-01-01 and is not sent again", "carehouse check my-portal")
			s.source = s.open(t, "my-portal", s.config, s.logs) // a person's command
			if _, err := s.source.Check(t.Context()); err != nil || len(s.logins) != 6 {
				t.Errorf("got %v and %d calls", err, len(s.logins))
			}
			s.must(t, encounters)
		})
	})
	t.Run("once", func(t *testing.T) {
		t.Parallel()
		on(t, func(f *fake, _ *Config) {
			f.mfa, f.skew = byTOTP, time.Hour
			time.AfterFunc(5*time.Second, func() {
				f.mu.Lock()
				defer f.mu.Unlock()
				f.skew = 0
			})
		}, func(t *testing.T, s *stage) {
			t.Helper()
			s.must(t, encounters)
			if len(s.logins) != 4 {
				t.Errorf("got %d calls", len(s.logins))
			}
		})
	})
}

// TestAProgramPrintsTheCodeOfAnAuthenticator, which is the same one for half a minute, whoever asks and however often.
func TestAProgramPrintsTheCodeOfAnAuthenticator(t *testing.T) {
	t.Parallel()
	on(t, func(f *fake, c *Config) {
		f.mfa, c.Auth.MFA, c.Auth.TOTPSecret = byTOTP, byTOTP, models.Secret{}
		c.Auth.MFACommand = []string{"/bin/sh", "-c", "echo 000000"}
	}, func(t *testing.T, s *stage) {
		t.Helper()
		var steps []int64
		s.door = func(_ http.ResponseWriter, coded bool) bool {
			if coded {
				steps = append(steps, time.Now().Unix()/30)
			}
			return false
		}
		for range 2 { // processes
			s.source = s.open(t, "my-portal", s.config, NewLogins())
			_, err := s.run(t, encounters)
			needs(t, err, "the portal refuses the code", "see what auth.mfa_command prints")
		}
		if once := slices.Compact(slices.Clone(steps)); len(steps) != 4 || len(once) != 4 {
			t.Errorf("codes were sent in the steps %v, want two of each process, each in its own step", steps)
		}
	})
}

// TestSecretsAsPeopleWriteThem make the same codes, which are never used twice.
func TestSecretsAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEE"
	want, err := codeOf(models.NewSecret(secret), 1)
	if err != nil || len(want.Reveal()) != 6 {
		t.Fatal(want.Reveal(), err)
	}
	for _, written := range []string{secret + "======", "jbsw y3dp ehpk 3pxp jbsw y3dp ee", secret + "\r\n", "JBSWY3DP-EHPK3PXP-JBSWY3DP-EE==="} {
		got, err := codeOf(models.NewSecret(written), 1)
		if err != nil || got.Reveal() != want.Reveal() {
			t.Errorf("%q: got %s, %v", written, got.Reveal(), err)
		}
		if a, b := (Config{Auth: Auth{TOTPSecret: models.NewSecret(written)}}), (Config{Auth: Auth{TOTPSecret: models.NewSecret(secret)}}); a.authenticator() != b.authenticator() {
			t.Errorf("%q is told apart", written)
		}
	}
	for _, written := range []string{"otpauth://totp/x?secret=" + secret, "", "123456", secret + "1"} {
		if got, err := codeOf(models.NewSecret(written), 1); !errors.Is(err, errSecret) {
			t.Errorf("%q: got %s, %v", written, got.Reveal(), err)
		}
	}
	zeros := 0
	for number := range int64(100) {
		code, err := codeOf(models.NewSecret(secret), number)
		if err != nil || len(code.Reveal()) != 6 {
			t.Errorf("step %d: got %s, %v", number, code.Reveal(), err)
		}
		if strings.HasPrefix(code.Reveal(), "0") {
			zeros++
		}
	}
	if zeros == 0 {
		t.Error("no code began with a nought, which may be lost")
	}
}
