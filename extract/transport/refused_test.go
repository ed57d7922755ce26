package transport_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/extract/extracttest"
	"carehouse/extract/transport"
	"carehouse/models"
)

const refusedFile = "memory/refused.json"

// night is when something is refused.
func night() time.Time { return time.Date(2026, time.November, 19, 23, 30, 0, 7, time.UTC) }

// since asks what a new process would be told.
func since(t *testing.T, vault transport.Vault, sent ...string) string {
	t.Helper()
	at, err := transport.NewRefused(vault, refusedFile, sent...).Since()
	switch {
	case err != nil:
		return err.Error()
	case at.IsZero():
		return "never"
	}
	return at.Format(time.DateTime)
}

func TestWhatWasRefusedIsRemembered(t *testing.T) {
	t.Parallel()
	vault := extracttest.Vault()
	if got := since(t, vault, "me", "secret"); got != "never" {
		t.Errorf("got %s of a file that is not there", got)
	}
	refused := transport.NewRefused(vault, refusedFile, "me", "secret")
	refused.Note(night())
	first, err := vault.Read(refusedFile)
	if err != nil || len(first) > 200 || strings.Contains(string(first), "secret") {
		t.Fatalf("got %s, %v", first, err)
	}
	for sent, want := range map[string]string{
		"me secret": "2026-11-19 23:30:00", "me Secret": "never", "you secret": "never", "me secret again": "never", "mesecret": "never",
	} {
		if got := since(t, vault, strings.Fields(sent)...); got != want {
			t.Errorf("%s: refused %s, want %s", sent, got, want)
		}
	}
	refused.Note(night())
	if second, _ := vault.Read(refusedFile); string(second) == string(first) {
		t.Error("two refusals of the same look the same: it is not salted")
	}
	transport.NewRefused(vault, refusedFile, "me", "another").Forget() // which nobody has refused
	if got := since(t, vault, "me", "secret"); got == "never" {
		t.Error("another password was taken, and this one was forgotten")
	}
	transport.NewRefused(vault, refusedFile, "me", "secret").Forget()
	if at, err := refused.Since(); !at.IsZero() || err != nil {
		t.Errorf("got %s, %v of what another process has forgotten", at, err)
	}
}

func TestAFileThatSaysNothingIsLost(t *testing.T) {
	t.Parallel()
	for _, content := range []string{"", "{", "[]", "{}", `{"at":"2026-11-19T23:30:00Z"}`, `{"at":"x","salt":"AA==","sum":"AA=="}`} {
		vault := extracttest.Vault()
		if err := vault.Write(refusedFile, []byte(content)); err != nil {
			t.Fatal(err)
		}
		if got := since(t, vault, "me"); got != "never" {
			t.Errorf("%q: got %s", content, got)
		}
	}
}

// TestAProcessRemembersWhatItCannotWrite has no vault, and one that is full.
func TestAProcessRemembersWhatItCannotWrite(t *testing.T) {
	t.Parallel()
	full := extracttest.Vault()
	full.Fail = func(what, _ string) error {
		if what == "write" {
			return errors.New("no room")
		}
		return nil
	}
	for name, vault := range map[string]transport.Vault{"none": nil, "full": full} {
		refused := transport.NewRefused(vault, refusedFile, "me")
		refused.Note(night())
		if at, err := refused.Since(); !at.Equal(night()) || err != nil {
			t.Errorf("%s: got %s, %v", name, at, err)
		}
		refused.Forget()
		if at, err := refused.Since(); !at.IsZero() || err != nil {
			t.Errorf("%s: got %s, %v of what was taken", name, at, err)
		}
	}
}

// TestADoorRemembers has one process after another come to a door.
func TestADoorRemembers(t *testing.T) {
	t.Parallel()
	says, sent := "denied", 0
	serve := func(w http.ResponseWriter, _ *http.Request) {
		sent++
		w.Header().Set("Content-Type", "text/xml")
		_, _ = w.Write([]byte(says))
	}
	vault := extracttest.Vault()
	for _, step := range []struct {
		name, says, password string
		insist               bool
		err                  string // "" is none
		outcome              models.Outcome
		sent                 int
	}{
		{"an outage", "broken", "old", false, "does not take this", models.Unreachable, 5},
		{"another no", "final", "old", false, "does not take this", models.Failed, 1},
		{"the first night", "denied", "old", false, "does not take this", models.Failed, 1},
		{"the second night", "denied", "old", false, "were refused on 2000-01-01 and are not sent again", models.NeedsPerson, 0},
		{"a person", "denied", "old", true, "does not take this", models.Failed, 1},
		{"the third night", "fine", "old", false, "were refused on 2000-01-01 and are not sent again", models.NeedsPerson, 0},
		{"another password", "fine", "new", false, "", "", 1},
		{"the old one again", "fine", "old", false, "are not sent again", models.NeedsPerson, 0},
		{"a person, with a portal that is down", "broken", "old", true, "does not take this", models.Unreachable, 5},
		{"which says nothing", "fine", "old", false, "are not sent again", models.NeedsPerson, 0},
		{"a person, when the account is unlocked", "fine", "old", true, "", "", 1},
		{"the last night", "fine", "old", false, "", "", 1},
	} {
		says, sent = step.says, 0
		on(t, serve, func(c *transport.Config) {
			soapy(c)
			c.Door = transport.Remembering(transport.NewRefused(vault, refusedFile, step.password))
			if step.insist {
				c.Door.Insist()
			}
		}, func(t *testing.T, l *line) {
			t.Helper()
			_, err := l.client.Do(t.Context(), posting(rule))
			if step.err == "" && err != nil || step.err != "" && (err == nil || !strings.Contains(err.Error(), step.err)) {
				t.Errorf("%s: got %v, want %q", step.name, err, step.err)
			}
			if f, ok := errors.AsType[extract.Finder](err); ok && (f.Outcome() != step.outcome || f.Advice() == "") {
				t.Errorf("%s: got %s, want %s: %s", step.name, f.Outcome(), step.outcome, f.Advice())
			}
			if sent != step.sent {
				t.Errorf("%s: sent %d times, want %d", step.name, sent, step.sent)
			}
		})
	}
}

// TestAMemoryThatCannotBeRead keeps the door shut, and says what to do.
func TestAMemoryThatCannotBeRead(t *testing.T) {
	t.Parallel()
	vault := extracttest.Vault()
	vault.Fail = func(string, string) error { return errors.New("read home/memory: not a file") }
	on(t, nil, func(c *transport.Config) {
		c.Door = transport.Remembering(transport.NewRefused(vault, refusedFile, "me"))
	}, func(t *testing.T, l *line) {
		t.Helper()
		e := l.failed(t.Context(), t, get("/claims"))
		if !strings.Contains(e.Error(), "what was refused before: read home/memory") || e.Outcome() != models.Failed ||
			!strings.Contains(e.Advice(), "chmod 600") {
			t.Errorf("got %v (%s): %s", e, e.Outcome(), e.Advice())
		}
		if e := l.failed(t.Context(), t, get("/claims")); !errors.Is(e, transport.ErrRefused) || len(l.faults.Requests()) > 0 {
			t.Errorf("got %v after %d requests", e, len(l.faults.Requests()))
		}
	})
}
