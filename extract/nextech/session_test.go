package nextech

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
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

// TestANewTokenIsWrittenBeforeItIsUsed looks at the order of things on the disk and on the wire.
func TestANewTokenIsWrittenBeforeItIsUsed(t *testing.T) {
	t.Parallel()
	on(t, 1, nil, func(t *testing.T, s *stage) {
		t.Helper()
		var order []string
		s.between = func(r *http.Request) {
			order = append(order, r.URL.Path)
			if r.URL.Path == "/oauth2/token" && s.file(testToken+pendingSuffix) != sum(firstRefresh) {
				t.Error("a token is handed in, and nobody could tell after a crash")
			}
			if strings.HasPrefix(r.URL.Path, "/api") && s.file(testToken) != "REFRESHCANARY-1\n" {
				t.Errorf("got %q in the file when the access token was used", s.file(testToken))
			}
		}
		s.vault.Fail = func(what, path string) error {
			if what == "write" {
				order = append(order, path)
			}
			return nil
		}
		s.sync(patients)
		want := []string{testToken + pendingSuffix, "/oauth2/token", testToken, "/api/search", "memory/my-practice/ledger.json"}
		if !slices.Equal(order, want) {
			t.Errorf("got order %q, want %q", order, want)
		}
		if pending := s.file(testToken + pendingSuffix); strings.Contains(pending, "CANARY") {
			t.Error("the note of a rotation holds the token")
		}
	})
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
	}{{"3599", 3599 * time.Second}, {3599.0, 3599 * time.Second}, {" 60 ", time.Minute}, {"soon", 0}, {nil, 0}, {-5.0, 0}, {"1e99", 0}, {"NaN", 0}} {
		if got := seconds(tt.life); got != tt.want {
			t.Errorf("%v: got %s, want %s", tt.life, got, tt.want)
		}
	}
}

// TestWhatTheTokenCallMeans says what each answer means, and asks no second time with a token that is refused.
func TestWhatTheTokenCallMeans(t *testing.T) {
	t.Parallel()
	refuse := func(status int, kind, body string) func(http.ResponseWriter, *http.Request) bool {
		return func(w http.ResponseWriter, _ *http.Request) bool {
			w.Header().Set("Content-Type", kind)
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
			return true
		}
	}
	const login = "carehouse login my-practice"
	for _, tt := range []struct {
		name    string
		instead func(http.ResponseWriter, *http.Request) bool
		outcome models.Outcome
		says    string
		advises string
		calls   int // of two attempts
	}{
		{
			"a grant that is none", refuse(400, "application/json", `{"error":"invalid_grant","error_description":"AADSTS70008 CANARY","error_codes":[70008]}`),
			models.NeedsPerson, "page 1: GET /api/search: the refresh token is refused (status 400, invalid_grant, AADSTS70008)", login, 1,
		},
		{
			"a person is wanted", refuse(401, "application/json", `{"error":"interaction_required","error_codes":["50076"]}`),
			models.NeedsPerson, "interaction_required, AADSTS50076", login, 1,
		},
		{
			"the application is unknown", refuse(401, "application/json", `{"error":"invalid_client","error_codes":[7000215]}`),
			models.NeedsPerson, "invalid_client, AADSTS7000215", "auth.client_id", 2,
		},
		{
			"another resource", refuse(400, "application/json", `{"error":"invalid_resource","error_codes":"CANARY"}`),
			models.Failed, "refused (status 400, invalid_resource)", "auth.resource", 2,
		},
		{"a code that is no code", refuse(400, "application/json", `{"error":"CANARY for Testperson"}`), models.Failed, "(status 400)", "auth.token_url", 2},
		{"an error with success", refuse(200, "application/json", `{"error":"invalid_grant"}`), models.NeedsPerson, "(invalid_grant)", login, 1},
		{"it is down", refuse(503, "text/html", "<p>CANARY</p>"), models.Unreachable, "not answered (status 503)", "run again later", 2},
		{"too many", refuse(429, "text/plain", "CANARY"), models.Unreachable, "status 429", "run again later", 2},
		{"HTML", refuse(200, "text/html", "<p>CANARY</p>"), models.Unreachable, "the answer cannot be read", "run again later", 2},
		{"no token", refuse(200, "application/json", `{"token":"CANARY"}`), models.Unreachable, "the answer cannot be read", "", 2},
		{"a token that is none", refuse(200, "application/json", `{"access_token":"CANARY \u000a"}`), models.Unreachable, errNoAccess.Error(), "", 2},
		{"a redirect", refuse(307, "text/html", ""), models.Unreachable, "token call", "auth.token_url", 2},
		{"nothing", func(http.ResponseWriter, *http.Request) bool { panic(http.ErrAbortHandler) }, models.Unreachable, "token call: ", "run again later", 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, 1, nil, func(t *testing.T, s *stage) {
				t.Helper()
				calls := 0
				s.instead = func(w http.ResponseWriter, r *http.Request) bool {
					calls++
					if tt.name == "a redirect" {
						w.Header().Set("Location", "http://127.0.0.1:8000/elsewhere")
					}
					return tt.instead(w, r)
				}
				w := s.plan(patients, extract.Want{})[0]
				for range 2 {
					_, _, err := s.fetch(w)
					judged(t, err, tt.outcome, tt.says, tt.advises)
				}
				if calls != tt.calls {
					t.Errorf("got %d calls, want %d", calls, tt.calls)
				}
				if got := s.file(testToken); got != firstRefresh+"\n" {
					t.Error("the token's file has changed")
				}
			})
		})
	}
}

// TestAKilledRotationIsTold remembers over a restart that a token was being handed in.
func TestAKilledRotationIsTold(t *testing.T) {
	t.Parallel()
	killed := errors.New("killed")
	on(t, 1, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.vault.Fail = func(what, path string) error {
			if what == "write" && path == testToken {
				return killed
			}
			return nil
		}
		w := s.plan(patients, extract.Want{})[0]
		if _, _, err := s.fetch(w); !errors.Is(err, killed) {
			t.Fatalf("got error %v, want the vault's", err)
		}
		s.vault.Fail = nil
		s.restart() // what only the process knew is gone
		for range 2 {
			_, _, err := s.fetch(w)
			judged(t, err, models.NeedsPerson, "a run was killed in the middle of a rotation", "carehouse login my-practice")
			s.restart()
		}
	})
}

// TestARotationThatNobodyHeardOf is no kill: the server took the token, and its answer was none.
func TestARotationThatNobodyHeardOf(t *testing.T) {
	t.Parallel()
	on(t, 1, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.instead = func(w http.ResponseWriter, _ *http.Request) bool {
			s.refresh = "another" // it has rotated
			extracttest.Refusal(http.StatusBadGateway)(w, nil, nil)
			return true
		}
		_, err := s.authorize()
		judged(t, err, models.Unreachable, "the token call is not answered (status 502)", "run again later")
		s.instead = nil
		for range 2 {
			s.restart()
			_, err := s.authorize()
			judged(t, err, models.NeedsPerson, "; the call before was not answered, and a token that came then is lost", "carehouse login my-practice")
		}
	})
}

// TestWhatCannotBeWrittenIsNotUsed keeps a token that came while the disk was full, and uses it when it is on the disk.
func TestWhatCannotBeWrittenIsNotUsed(t *testing.T) {
	t.Parallel()
	on(t, 1, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.vault.Fail = func(what, path string) error {
			if what == "write" && path == testToken {
				return syscall.ENOSPC
			}
			return nil
		}
		w := s.plan(patients, extract.Want{})[0]
		_, _, err := s.fetch(w)
		judged(t, err, models.Failed, "the refresh token cannot be written: no space left on device", "auth.refresh_token")
		if got := s.took(); len(got) != 0 {
			t.Errorf("got requests %q with a token that is not kept", got)
		}
		s.vault.Fail = nil
		if _, _, err := s.fetch(w); err != nil || s.turns != 1 || s.file(testToken) != "REFRESHCANARY-1\n" {
			t.Errorf("got %v after %d rotations, want the token that had come", err, s.turns)
		}
	})
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

// TestWhatDoesNotLeaveIsTriedAgain repeats a token call that reached nobody, and none that may have.
func TestWhatDoesNotLeaveIsTriedAgain(t *testing.T) {
	t.Parallel()
	on(t, 1, nil, func(t *testing.T, s *stage) {
		t.Helper()
		way := s.env.Network
		refused := 2
		s.env.Network = roundTrip(func(r *http.Request) (*http.Response, error) {
			if r.Method == http.MethodPost && refused > 0 {
				refused--
				return nil, &net.OpError{Op: "dial", Err: syscall.ECONNREFUSED}
			}
			return way.RoundTrip(r)
		})
		s.restart()
		if _, err := s.authorize(); err != nil || s.turns != 1 {
			t.Errorf("got %v after %d token calls", err, s.turns)
		}
		refused = 100
		s.restart()
		_, err := s.authorize()
		judged(t, err, models.Unreachable, "token call: connection refused", "run again later")
		if refused != 97 || s.file(testToken+pendingSuffix) != "" {
			t.Errorf("got %d tries, and the note %q, want 3 and none", 100-refused, s.file(testToken+pendingSuffix))
		}
	})
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestATokenThatDoesNotRotate goes on with the one that there is.
func TestATokenThatDoesNotRotate(t *testing.T) {
	t.Parallel()
	on(t, 1, func(_ *Config, f *fake) { f.noRefresh = true }, func(t *testing.T, s *stage) {
		t.Helper()
		if _, err := s.authorize(); err != nil {
			t.Fatal(err)
		}
		if got := s.file(testToken); got != firstRefresh+"\n" {
			t.Errorf("got another token in the file")
		}
		if got := s.file(testToken + pendingSuffix); got != "" {
			t.Errorf("got the note %q of a rotation that was none", got)
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

// TestWhatCameInPlaceIsKept has answers that are odd in some place: the refresh token in them is the only one that is good from
// then on.
func TestWhatCameInPlaceIsKept(t *testing.T) {
	t.Parallel()
	const ends = `"access_token":"ACCESSCANARY-1","refresh_token":"NEWCANARY"`
	for _, tt := range []struct {
		name, kind, body string
		life             time.Duration // 0 is an answer whose access token is of no use
	}{
		{"a life with a fraction", "application/json", `{"expires_in":3599.5,` + ends + `}`, 3599500 * time.Millisecond},
		{"one as a text", "application/json", `{"expires_in":"3599.0",` + ends + `}`, 3599 * time.Second},
		{"words for a life", "application/json", `{"expires_in":"soon",` + ends + `}`, time.Hour},
		{"an empty one", "application/json", `{"expires_in":"",` + ends + `}`, time.Hour},
		{"none at all", "application/json", `{` + ends + `}`, time.Hour},
		{"a negative one", "application/json", `{"expires_in":-1,` + ends + `}`, time.Hour},
		{"a huge one", "application/json", `{"expires_in":99999999999999999999,` + ends + `}`, time.Hour},
		{"JSON that is called text", "text/plain", `{"expires_in":60,` + ends + `}`, time.Minute},
		{"no access token", "application/json", `{"refresh_token":"NEWCANARY"}`, 0},
		{"one that no header can carry", "application/json", `{"access_token":"a\u000a","refresh_token":"NEWCANARY"}`, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, 1, nil, func(t *testing.T, s *stage) {
				t.Helper()
				s.instead = func(w http.ResponseWriter, _ *http.Request) bool {
					w.Header().Set("Content-Type", tt.kind)
					_, _ = io.WriteString(w, tt.body)
					return true
				}
				_, err := s.authorize()
				if got := s.file(testToken); got != "NEWCANARY\n" {
					t.Errorf("got another token in the file than the one that came (%v)", err)
				}
				if tt.life == 0 {
					judged(t, err, models.Unreachable, errNoAccess.Error(), "run again later")
					return
				}
				want := time.Now().Add(tt.life - min(tokenMargin, tt.life/2))
				if err != nil || !s.source.session.until.Equal(want) {
					t.Errorf("got %v, renewed at %s, want %s", err, s.source.session.until, want)
				}
			})
		})
	}
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
