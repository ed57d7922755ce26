package endtoend

import (
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	deployment "carehouse/extract/supergood/simulator"
	"carehouse/models"
	records "carehouse/models/supergood"
)

// TestSupergoodsSessionIsOneARun counts how often anybody signs in: once for all datasets, and once more where the portal
// forgets the session amid a list.
func TestSupergoodsSessionIsOneARun(t *testing.T) {
	t.Parallel()

	s := surgeryOf(t, deployment.Options{Seed: 421, Size: 60, MaxLimit: 10, Tenants: 1, Faults: []string{"expire:appointments:3"}})
	for run, want := range []int{2, 1, 1} {
		before, opened := s.site.Calls(), s.site.Sessions()
		s.sync(t, engine.OK, [][]string{nil, nil, {"--full"}}[run]...)
		calls := since(before, s.site.Calls())
		if calls["authenticate"] != want || s.site.Sessions() != opened+want {
			t.Errorf("run %d signed in %d times and opened %d sessions, want %d", run+1, calls["authenticate"], s.site.Sessions()-opened, want)
		}
		if run == 0 && calls["appointments"] != 7 {
			t.Errorf("asked for %d pages of appointments, want 6 and the one that was refused", calls["appointments"])
		}
	}
	s.currentOf(t, records.Source).holdsOffice(t, s.site)

	t.Log("whoever watches keeps the session from round to round")
	before := s.site.Calls()
	s.run(t, "watch", "--every", "1s", "--rounds", "2").expect(t, engine.OK)
	if calls := since(before, s.site.Calls()); calls["authenticate"] != 1 || calls["encounters"] < 4 {
		t.Errorf("asked %v", calls)
	}
}

// TestSupergoodsWrongPasswordIsSentOnce counts what is sent, night after night, to a portal that locks at the third time. A
// night sends what was refused no more, whoever runs it; a person does, by a check, and that one may lock.
func TestSupergoodsWrongPasswordIsSentOnce(t *testing.T) {
	t.Parallel()

	const (
		first  = "the portal refuses the user's name or password"
		before = " and is not sent again"
	)
	s := surgeryOf(t, deployment.Options{Seed: 422, Size: 20, Tenants: 1, Faults: []string{"wrong-password"}})
	for run, step := range []struct {
		args, says string
		sent       int
		exit       engine.Exit
	}{
		{"sync", first, 1, engine.Person},
		{"sync", before, 0, engine.Person},
		{"watch --every 1s --rounds 3", before, 0, engine.OK}, // which goes on whatever happens
		{"sync --full", before, 0, engine.Person},
		{"check", first, 1, engine.Person},
		{"sync", before, 0, engine.Person},
		{"probe " + office, first, 1, engine.Person},
		{"check", "the portal has locked the user or the record", 1, engine.Person},
	} {
		calls := s.site.Calls()
		e := s.run(t, strings.Fields(step.args)...).expect(t, step.exit)
		calls = since(calls, s.site.Calls())
		if calls["authenticate"] != step.sent || sum(calls) != step.sent {
			t.Errorf("%s sent %v, want %d calls", step.args, calls, step.sent)
		}
		if locked := s.site.Locked(0); locked != (run >= 6) {
			t.Errorf("after run %d the user is locked: %v", run+1, locked)
		}
		said := e.stdout + e.stderr
		if !strings.Contains(strings.Join(strings.Fields(said), " "), strings.TrimSpace(step.says)) ||
			step.exit == engine.Person && !strings.Contains(said, "carehouse check "+office) {
			t.Errorf("%s: got %s", step.args, said)
		}
		if said := e.faults(t); strings.HasPrefix(step.args, "sync") && len(said) != 1 {
			t.Errorf("it is said %d times: %q", len(said), said)
		}
	}

	t.Log("the user is let in again, with the same password")
	s.site.Heal()
	s.site.Unlock()
	s.run(t, "sync").expect(t, engine.Person)
	s.run(t, "check").expect(t, engine.OK)
	s.sync(t, engine.OK)
	s.currentOf(t, records.Source).holdsOffice(t, s.site)
}

// TestSupergoodsOtherPasswordIsTriedAtOnce changes it after a refusal, without a check.
func TestSupergoodsOtherPasswordIsTriedAtOnce(t *testing.T) {
	t.Parallel()

	s := surgeryOf(t, deployment.Options{Seed: 426, Size: 20, Tenants: 1})
	right := s.env
	s.env = []string{"MY_PORTAL_PASSWORD=CANARYWRONG-of-another", "MY_PORTAL_TOTP=" + s.site.Login(0).TOTPSecret}
	told.forbid("CANARYWRONG-of-another")
	s.run(t, "sync").expect(t, engine.Person)
	s.env = right
	s.sync(t, engine.OK)
	s.currentOf(t, records.Source).holdsOffice(t, s.site)
}

// TestSupergoodsSyncBesideChecks has a portal with one session a user, and a person who looks again and again.
func TestSupergoodsSyncBesideChecks(t *testing.T) {
	t.Parallel()

	const runs, checks = 3, 6
	s := surgeryOf(t, deployment.Options{Seed: 427, Size: 60, MaxLimit: 3, Tenants: 1})
	var all sync.WaitGroup
	all.Go(func() {
		for range runs {
			if e := s.run(t, "sync", "--full"); e.exit != int(engine.OK) {
				t.Errorf("got %d: %s", e.exit, e.stderr)
			}
		}
	})
	for range checks {
		if e := s.run(t, "check"); e.exit != int(engine.OK) {
			t.Errorf("got %d: %s%s", e.exit, e.stdout, e.stderr)
		}
	}
	all.Wait()
	if n := s.site.Sessions(); n > runs*len(deployment.Datasets())+checks { // one a list at most, and not one a page
		t.Errorf("%d sessions were opened", n)
	}
	s.currentOf(t, records.Source).holdsOffice(t, s.site)
}

// TestSupergoodsCodesAreNeverUsedTwice has two processes sign in within the half minute of one code: the second one waits
// for the next.
func TestSupergoodsCodesAreNeverUsedTwice(t *testing.T) {
	t.Parallel()

	const step = 30 * time.Second
	s := surgeryOf(t, deployment.Options{Seed: 423, Size: 20, Tenants: 1, MFA: "totp"})
	s.site.Advance(s.site.Clock().Truncate(step).Add(2*step - 5*time.Second).Sub(s.site.Clock())) // shortly before a step ends
	s.run(t, "check").expect(t, engine.OK)
	first := s.site.Clock()
	s.sync(t, engine.OK)
	if calls := s.site.Calls(); calls["authenticate"] != 4 || s.site.Sessions() != 2 { // each asks, and then sends its code
		t.Errorf("%d sessions took %d calls", s.site.Sessions(), calls["authenticate"])
	}
	if !s.site.Clock().Truncate(step).After(first.Truncate(step)) {
		t.Errorf("the second one was there at %s, in the step of the first, %s", s.site.Clock(), first)
	}
	s.currentOf(t, records.Source).holdsOffice(t, s.site)
}

// TestSupergoodsCodesThatAPersonReads come by a message, so that a person or a program has to read them.
func TestSupergoodsCodesThatAPersonReads(t *testing.T) {
	t.Parallel()

	s := surgeryOf(t, deployment.Options{Seed: 424, Size: 20, Tenants: 1, MFA: "sms"})
	at := got(url.Parse(s.url))(t)
	s.write(t, "read-code", fmt.Sprintf("#!/bin/bash\n[ \"$1\" = sms ] && exec 3<>/dev/tcp/%s/%s && "+
		"printf 'GET %s HTTP/1.0\\r\\n\\r\\n' >&3 && tail -n 1 <&3\n", at.Hostname(), at.Port(), deployment.CodePath))
	must(t, os.Chmod(s.path("read-code"), 0o700)) //nolint:gosec // it has to run
	login := fmt.Sprintf("auth: {username: %s, password: env:MY_PORTAL_PASSWORD", s.site.Login(0).Username)
	for _, tt := range []struct {
		name, auth, says, next string
		knocks                 int
	}{
		{"no command", ", mfa: sms}", "the portal wants a code by sms, which a person has to read", "auth.mfa_command", 0},
		{"an authenticator that is not asked", ", totp_secret: env:MY_PORTAL_TOTP}", "a code by sms, which a person has to read", "auth.mfa_command", 1},
		{"another code", ", mfa: sms, mfa_command: [/bin/echo, '000000 #']}", "auth.mfa_command", "must print the code", 1},
		{"a wrong code", ", mfa: sms, mfa_command: [/bin/sh, -c, 'echo 000000']}", "the portal refuses the code", "see what auth.mfa_command prints", 2},
		{"a program that fails", ", mfa: sms, mfa_command: [/bin/false]}", "the program failed", "must print the code", 1},
		{"the code", ", mfa: sms, mfa_command: [" + s.path("read-code") + "]}", "", "", 2},
	} {
		s.configure(t, login+tt.auth)
		before := s.site.Calls()
		e := s.run(t, "sync")
		if calls := since(before, s.site.Calls()); calls["authenticate"] != tt.knocks || (tt.says == "") != (calls["patients"] > 0) {
			t.Errorf("%s: asked %v", tt.name, calls)
		}
		if tt.says == "" {
			e.expect(t, engine.OK)
			continue
		}
		said := fmt.Sprint(e.expect(t, engine.Person).faults(t))
		if !strings.Contains(said, tt.says) || !strings.Contains(said, tt.next) || strings.Count(said, "\n") > 2 {
			t.Errorf("%s: got %s", tt.name, said)
		}
	}
	s.currentOf(t, records.Source).holdsOffice(t, s.site)
}

// TestSupergoodsLockedPortalIsLeftAlone counts what is asked after the portal said that it is locked.
func TestSupergoodsLockedPortalIsLeftAlone(t *testing.T) {
	t.Parallel()

	s := surgeryOf(t, deployment.Options{Seed: 425, Size: 20, Tenants: 1, Faults: []string{"423::1:*"}})
	e := s.run(t, "sync", "--json").expect(t, engine.Person)
	e.last(t, engine.Person)
	if calls := s.site.Calls(); sum(calls) != 2 {
		t.Errorf("asked %v, want one page and nothing more", calls)
	}
	for _, d := range answered[engine.Sync](t, e).Datasets {
		if d.Outcome != models.NeedsPerson {
			t.Errorf("%s: got %s", d.Dataset, d.Outcome)
		}
	}
	if said := fmt.Sprint(e.faults(t)); !strings.Contains(said, "the portal has locked the user or the record") ||
		!strings.Contains(said, "sign in to the portal and see what it wants, then: carehouse check "+office) {
		t.Errorf("got %s", said)
	}
	s.site.Heal()
	s.sync(t, engine.OK)
	s.currentOf(t, records.Source).holdsOffice(t, s.site)
}
