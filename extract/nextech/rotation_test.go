package nextech

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/extract/extracttest"
	"carehouse/extract/transport"
	"carehouse/models"
)

// TestANewTokenIsWrittenBeforeItIsUsed looks at the order of things on the disk and on the wire.
func TestANewTokenIsWrittenBeforeItIsUsed(t *testing.T) {
	t.Parallel()
	on(t, 1, nil, func(t *testing.T, s *stage) {
		t.Helper()
		var order []string
		s.between = func(r *http.Request) {
			order = append(order, r.URL.Path)
			if r.URL.Path == "/oauth2/token" && strings.TrimSpace(s.file(testToken+pendingSuffix)) != sum(firstRefresh) {
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

// TestWhoMayEndARunIsToldOfARotation hears of it before the token leaves, and until what came in its place is on the disk.
func TestWhoMayEndARunIsToldOfARotation(t *testing.T) {
	t.Parallel()
	on(t, 1, nil, func(t *testing.T, s *stage) {
		t.Helper()
		var order []string
		s.env.Observe = func(e transport.Event) {
			if e.Kind == transport.Held {
				order = append(order, "held for "+e.Wait.String())
			}
		}
		s.restart()
		s.between = func(r *http.Request) { order = append(order, r.URL.Path) }
		s.vault.Fail = func(what, path string) error {
			if what == "write" && path == testToken {
				order = append(order, path)
			}
			return nil
		}
		want := []string{"held for 1m0s", "/oauth2/token", testToken, "held for 0s"}
		if _, err := s.authorize(); err != nil || !slices.Equal(order, want) {
			t.Errorf("got %q, %v, want %q", order, err, want)
		}
		order, s.refresh = nil, "another"
		s.restart()
		if _, err := s.authorize(); err == nil || !slices.Equal(order, slices.Delete(want, 2, 3)) {
			t.Errorf("got %q, %v for one that is refused", order, err)
		}
		order = nil
		s.restart()
		_, _, err := s.visit(true, func(v *visitor, _ *url.URL) { v.pasted = s.allow })
		if want := []string{"held for 1m0s", "/oauth2/token", testToken, "held for 0s"}; err != nil || !slices.Equal(order, want) {
			t.Errorf("got %q, %v for a login", order, err)
		}
	})
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

// TestADiskThatFillsUpHasRoomForAToken has none but what the note gives up.
func TestADiskThatFillsUpHasRoomForAToken(t *testing.T) {
	t.Parallel()
	on(t, 1, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.between = func(*http.Request) {
			if got := len(s.file(testToken + pendingSuffix)); got < 16<<10 {
				t.Errorf("a token is handed in, and the note gives up %d bytes", got)
			}
		}
		s.vault.Fail = func(what, path string) error {
			if what == "write" && path == testToken && s.file(testToken+pendingSuffix) != "" {
				return syscall.ENOSPC
			}
			return nil
		}
		if _, err := s.authorize(); err != nil || s.file(testToken) != "REFRESHCANARY-1\n" {
			t.Errorf("got %v, want the token that came to be kept", err)
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

// TestWhatCouldNotBeWrittenOutlivesARound makes room only when the source has been opened anew, as whoever watches does. By then the access
// token that came with it has ended.
func TestWhatCouldNotBeWrittenOutlivesARound(t *testing.T) {
	t.Parallel()
	on(t, 1, nil, func(t *testing.T, s *stage) {
		t.Helper()
		driver := Driver()
		round := func() error {
			opened, err := driver.Open(testTenant, &s.config, s.env)
			if err != nil {
				t.Fatal(err)
			}
			s.source, _ = opened.(*Source)
			_, _, err = s.fetch(s.plan(patients, extract.Want{})[0])
			return err
		}
		s.vault.Fail = func(what, path string) error {
			if what == "write" && path == testToken {
				return syscall.ENOSPC
			}
			return nil
		}
		for range 2 {
			if err := round(); !errors.Is(err, syscall.ENOSPC) || s.turns != 1 {
				t.Errorf("got %v after %d rotations, want a full disk after one", err, s.turns)
			}
			time.Sleep(2 * time.Hour)
		}
		s.vault.Fail = nil
		if err := round(); err != nil || s.turns != 2 {
			t.Errorf("got %v after %d rotations, want the token that had come to be good for one more", err, s.turns)
		}
	})
}
