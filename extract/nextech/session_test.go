package nextech

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/extract/extracttest"
	"carehouse/models"
)

// authorize asks the source's session for a value.
func (s *stage) authorize() (string, error) {
	v, err := s.source.session.Authorize(s.t.Context(), time.Time{})
	return v.Reveal(), err
}

// quiet fails when a text says what it must not.
func quiet(t *testing.T, text string) {
	t.Helper()
	for _, word := range []string{"CANARY", "Testperson", "127.0.0.1", "http", "?", "A00", testPractice} {
		if strings.Contains(text, word) {
			t.Errorf("%q says %q", text, word)
		}
	}
}

// judged looks at an error as a caller does.
func judged(t *testing.T, err error, want models.Outcome, says, advises string) {
	t.Helper()
	if err == nil {
		t.Fatal("got no error")
	}
	if got := extract.OutcomeOf(err); got != want {
		t.Errorf("got outcome %q, want %q (%v)", got, want, err)
	}
	quiet(t, err.Error())
	if !strings.Contains(err.Error(), says) {
		t.Errorf("got error %q, want it to say %q", err, says)
	}
	f, ok := errors.AsType[extract.Finder](err)
	if !ok {
		t.Fatalf("%q has no advice", err)
	}
	quiet(t, f.Advice())
	if !strings.Contains(f.Advice(), advises) {
		t.Errorf("got advice %q, want it to say %q", f.Advice(), advises)
	}
}

// TestOneTokenCallForAll lets eight calls come at once, with no token and with one that was refused.
func TestOneTokenCallForAll(t *testing.T) {
	t.Parallel()
	on(t, 1, nil, func(t *testing.T, s *stage) {
		t.Helper()
		all := func(do func() (string, error)) map[string]bool {
			var group sync.WaitGroup
			var mu sync.Mutex
			seen := map[string]bool{}
			for range 8 {
				group.Go(func() {
					v, err := do()
					if err != nil {
						t.Error(err)
					}
					mu.Lock()
					defer mu.Unlock()
					seen[v] = true
				})
			}
			group.Wait()
			return seen
		}
		if got := all(s.authorize); len(got) != 1 || !got["Bearer ACCESSCANARY-1"] || s.turns != 1 {
			t.Errorf("got %d tokens from %d calls, want one from one", len(got), s.turns)
		}
		old := models.NewSecret("Bearer ACCESSCANARY-1")
		got := all(func() (string, error) {
			if ok, err := s.source.session.Renew(t.Context(), time.Time{}, old); !ok || err != nil {
				return "", err
			}
			return s.authorize()
		})
		if len(got) != 1 || !got["Bearer ACCESSCANARY-2"] || s.turns != 2 {
			t.Errorf("got %d tokens after %d calls, want one new one", len(got), s.turns)
		}
	})
}

// TestTwoSourcesUseNoTokenTwice has two tenants, or two processes, go by one file.
func TestTwoSourcesUseNoTokenTwice(t *testing.T) {
	t.Parallel()
	on(t, 1, nil, func(t *testing.T, s *stage) {
		t.Helper()
		one := s.source
		s.restart()
		two := s.source
		for i := range 4 {
			var group sync.WaitGroup
			for _, source := range []*Source{one, two} {
				group.Go(func() {
					if _, err := source.session.Authorize(t.Context(), time.Time{}); err != nil {
						t.Errorf("round %d: %v", i, err)
					}
				})
			}
			group.Wait()
			time.Sleep(time.Hour)
		}
		if s.turns != 8 {
			t.Errorf("got %d rotations, want 8", s.turns)
		}
	})
}

// TestATokenIsRenewedInTime reads the life of a token, which comes as a string, and renews it before its end.
func TestATokenIsRenewedInTime(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name        string
		life        time.Duration
		kept, renew time.Duration
	}{
		{"an hour", time.Hour, 54*time.Minute + 59*time.Second, 55 * time.Minute},
		{"a minute", time.Minute, 29 * time.Second, 30 * time.Second},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, 1, func(_ *Config, f *fake) { f.life = tt.life }, func(t *testing.T, s *stage) {
				t.Helper()
				begin := time.Now()
				for _, step := range []struct {
					at   time.Duration
					want int
				}{{0, 1}, {tt.kept, 1}, {tt.renew, 2}} {
					time.Sleep(time.Until(begin.Add(step.at)))
					if _, err := s.authorize(); err != nil || s.turns != step.want {
						t.Errorf("after %s: got %d token calls, %v, want %d", step.at, s.turns, err, step.want)
					}
				}
			})
		})
	}
	for _, tt := range []struct {
		life any
		want time.Duration
	}{{"3599", 3599 * time.Second}, {3599.0, 3599 * time.Second}, {" 60 ", time.Minute}, {"soon", 0}, {nil, 0}, {-5.0, 0}, {"1e99", 0}, {"NaN", 0}, {int64(60), time.Minute}} {
		if got := seconds(tt.life); got != tt.want {
			t.Errorf("%v: got %s, want %s", tt.life, got, tt.want)
		}
	}
}

// TestWithoutALogin says what to type when there is no token, and how to put a file right.
func TestWithoutALogin(t *testing.T) {
	t.Parallel()
	on(t, 1, nil, func(t *testing.T, s *stage) {
		t.Helper()
		for _, content := range []string{"", "\n"} {
			if err := s.vault.Write(testToken, []byte(content)); err != nil {
				t.Fatal(err)
			}
			_, _, err := s.fetch(s.plan(patients, extract.Want{})[0])
			judged(t, err, models.NeedsPerson, "nobody has logged in yet", "carehouse login my-practice")
			report, err := s.source.Check(t.Context())
			if err != nil || len(report.Problems) != 1 || report.Problems[0].What != "nobody has logged in yet" || report.Seen != "" {
				t.Errorf("got %+v, %v", report, err)
			}
		}
		s.vault.Fail = func(what, path string) error {
			if what == "read" && path == testToken {
				return errors.New("other users of this machine may open it")
			}
			return nil
		}
		_, _, err := s.fetch(s.plan(patients, extract.Want{})[0])
		judged(t, err, models.NeedsPerson, "the refresh token cannot be read: other users", "chmod 600")
	})
}

// TestATokenThatWasTypedIn has what editors of other systems put around it.
func TestATokenThatWasTypedIn(t *testing.T) {
	t.Parallel()
	for _, content := range []string{firstRefresh, firstRefresh + "\r\n", "\uFEFF" + firstRefresh + "\n\n", "\uFEFF \t" + firstRefresh + " "} {
		on(t, 1, nil, func(t *testing.T, s *stage) {
			t.Helper()
			if err := s.vault.Write(testToken, []byte(content)); err != nil {
				t.Fatal(err)
			}
			if _, err := s.authorize(); err != nil || s.file(testToken) != "REFRESHCANARY-1\n" {
				t.Errorf("%q: got %v", content, err)
			}
		})
	}
}

// TestAFileThatIsNoToken is neither sent to anybody nor written over: it may be the roster, or the configuration.
func TestAFileThatIsNoToken(t *testing.T) {
	t.Parallel()
	for _, content := range []string{"chart_number\r\nA001\r\n", "home: ./home\ntenants:\n", "\xFF\xFEC\x00A\x00N\x00", "CANARY\x00"} {
		on(t, 1, nil, func(t *testing.T, s *stage) {
			t.Helper()
			if err := s.vault.Write(testToken, []byte(content)); err != nil {
				t.Fatal(err)
			}
			const says, advises = "the file of auth.refresh_token holds something else than a token", "remove it, then: carehouse login my-practice"
			_, err := s.authorize()
			judged(t, err, models.NeedsPerson, says, advises)
			_, v, err := s.visit(true, func(v *visitor, _ *url.URL) { v.pasted = s.allow })
			judged(t, err, models.NeedsPerson, says, advises)
			if len(s.granted) > 0 || len(v.shown) > 0 || s.file(testToken) != content {
				t.Errorf("%q: got token calls %q, and the file is another one", content, s.granted)
			}
		})
	}
}

// TestATokenWhoseFolderIsClosed looks at the folder, and not at the file, where the file can be read.
func TestATokenWhoseFolderIsClosed(t *testing.T) {
	t.Parallel()
	on(t, 1, nil, func(t *testing.T, s *stage) {
		t.Helper()
		for _, err := range []error{
			&fs.PathError{Op: "open", Path: "/home/testperson/token.lock", Err: syscall.EROFS},
			&os.LinkError{Op: "rename", Old: "/home/testperson/.token.tmp", New: "/home/testperson/token", Err: syscall.EROFS},
			fmt.Errorf("lock /home/testperson/token: %w", syscall.EROFS),
		} {
			s.vault.Fail = func(what, _ string) error {
				if what == "lock" {
					return err
				}
				return nil
			}
			_, err := s.authorize()
			judged(t, err, models.Failed, "the refresh token cannot be written: read-only file system", "look at the folder")
			if strings.Contains(err.Error(), "testperson") {
				t.Errorf("%q says where", err)
			}
			_, v, err := s.visit(true, func(v *visitor, _ *url.URL) { v.pasted = s.allow })
			judged(t, err, models.Failed, "the refresh token cannot be written: read-only file system", "look at the folder")
			if len(v.shown) > 0 {
				t.Errorf("shows %q, and whoever logs in has done so in vain", v.shown)
			}
		}
		s.vault.Fail = func(what, path string) error {
			if what == "lock" || what == "read" && path == testToken {
				return &fs.PathError{Op: "open", Path: path, Err: syscall.EACCES}
			}
			return nil
		}
		_, err := s.authorize()
		judged(t, err, models.NeedsPerson, "the refresh token cannot be read: permission denied", "chmod 600")
	})
}

// TestANoteThatOthersMayRead is named, as it is not the token's file that is wrong.
func TestANoteThatOthersMayRead(t *testing.T) {
	t.Parallel()
	on(t, 1, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.vault.Fail = func(what, path string) error {
			if what == "write" && path == testToken+pendingSuffix {
				return &fs.PathError{Op: "read", Path: "/home/testperson/" + path, Err: errors.New("other users of this machine may open it; chmod 600 it")}
			}
			return nil
		}
		_, err := s.authorize()
		judged(t, err, models.Failed, "the refresh token cannot be written: my-practice.pending: other users of this machine may open it", "")
		if strings.Contains(err.Error(), "testperson") || s.turns > 0 {
			t.Errorf("got %q after %d rotations", err, s.turns)
		}
	})
}

// TestA401IsRenewedOnce asks for one new token, and then for a person.
func TestA401IsRenewedOnce(t *testing.T) {
	t.Parallel()
	on(t, 2, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.sync(patients)
		s.access = "" // ended at the other end
		if _, _, err := s.fetch(s.plan(encounters, extract.Want{Full: true})[0]); err != nil || s.turns != 2 {
			t.Errorf("got %v after %d token calls, want 2", err, s.turns)
		}
		s.instead = refuse401
		_, _, err := s.fetch(s.plan(encounters, extract.Want{Full: true})[0])
		judged(t, err, models.NeedsPerson, "page 1: GET /api/{id}/encounters/search: status 401", "carehouse login my-practice")
		_, _, err = s.fetch(s.plan(encounters, extract.Want{Full: true})[0])
		judged(t, err, models.NeedsPerson, "the credentials have been refused before", "carehouse login my-practice")
	})
}

// refuse401 refuses everything but token calls.
func refuse401(w http.ResponseWriter, r *http.Request) bool {
	if r.URL.Path == "/oauth2/token" {
		return false
	}
	extracttest.Refusal(http.StatusUnauthorized)(w, r, nil)
	return true
}

// A causal vault says why it was not waited for in the words of the one who ended it, as the one on the disk does.
type causal struct{ *extracttest.Memory }

func (c causal) Lock(ctx context.Context, path string) (func() error, error) {
	unlock, err := c.Memory.Lock(ctx, path)
	if err != nil && ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	return unlock, err
}

// TestAnEndWhileSomebodyElseRotates is an end, and no file that cannot be read.
func TestAnEndWhileSomebodyElseRotates(t *testing.T) {
	t.Parallel()
	on(t, 1, func(c *Config, _ *fake) { c.DailyBudget = 10 }, func(t *testing.T, s *stage) {
		t.Helper()
		s.env.Vault = causal{s.vault}
		for _, path := range []string{testToken, "memory/my-practice/budget.json"} {
			unlock, err := s.vault.Lock(t.Context(), path)
			if err != nil {
				t.Fatal(err)
			}
			s.restart()
			ctx, cancel := context.WithCancelCause(t.Context())
			time.AfterFunc(time.Second, func() { cancel(errors.New("interrupted")) })
			set := s.dataset(patients)
			_, err = extracttest.Collect(set.Pages(ctx, s.plan(patients, extract.Want{})[0], nil, nil))
			if !errors.Is(err, context.Canceled) || extract.OutcomeOf(err) == models.NeedsPerson {
				t.Errorf("%s: got %v, want it to be cancelled", path, err)
			}
			if err := unlock(); err != nil {
				t.Fatal(err)
			}
		}
	})
}
