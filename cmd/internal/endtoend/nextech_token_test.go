package endtoend

import (
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	eyes "carehouse/extract/nextech/simulator"
	"carehouse/models"
	records "carehouse/models/nextech"
)

// rotatedAway, revoked and outdated are what a server says of tokens.
const (
	rotatedAway = "the refresh token is refused (status 400, invalid_grant, AADSTS70008)"
	revoked     = "the refresh token is refused (status 400, invalid_grant, AADSTS50173)"
	outdated    = "the refresh token is refused (status 400, invalid_grant, AADSTS700082)"
)

// TestNextechALostLoginIsAPersonsAffair loses it in every way there is. One token call says so, whatever the run is about, no
// data is asked for and nothing is lost but time. After a login all goes on.
func TestNextechALostLoginIsAPersonsAffair(t *testing.T) {
	t.Parallel()

	p := practiceOf(t, eyes.Options{Seed: 431, Size: 12, Patients: 8})
	p.sync(t, engine.OK)
	link, listed := p.listing(t)
	token := func(text string) { p.write(t, tokenOf(practiceName), text) }
	for _, day := range []struct {
		name, says string
		happens    func()
		calls      int
	}{
		{"somebody else has used it", rotatedAway, p.login.RotateAway, 1},
		{"an administrator has ended it", revoked, p.login.Revoke, 1},
		{"nothing was asked for in weeks", outdated, func() { p.login.Advance(15 * 24 * time.Hour) }, 1},
		{"it is another server's", "the refresh token is refused (status 400, invalid_grant, AADSTS9002313)", func() { token("AQABAAAA-other\n") }, 1},
		{"nobody has logged in", "nobody has logged in yet", func() { must(t, os.Remove(p.path(tokenOf(practiceName)))) }, 0},
		{"the file is empty", "nobody has logged in yet", func() { token("\n") }, 0},
	} {
		day.happens()
		p.took()
		e := p.run(t, "sync", "--json").expect(t, engine.Person)
		e.last(t, engine.Person)
		run := answered[engine.Sync](t, e)
		if calls := callsOf(p.took()); run.Published || calls[eyes.CallToken] != day.calls || sum(calls) != day.calls {
			t.Errorf("%s: asked %v and did %+v", day.name, calls, run)
		}
		said := e.faults(t)
		for about, text := range said {
			if !strings.Contains(text, day.says+"\n  ") || !strings.HasSuffix(text, ": carehouse login "+practiceName) {
				t.Errorf("%s: %s: got %q, want %q", day.name, about, text, day.says)
			}
		}
		if len(said) == 0 || len(said) > 3 {
			t.Errorf("%s: %d errors are told", day.name, len(said))
		}
		if d := datasetOf(t, run, practiceName, "patients"); d.Outcome != models.NeedsPerson && d.Windows > 0 {
			t.Errorf("%s: got %+v", day.name, d)
		}
		if report := answered[engine.Check](t, p.run(t, "check", "--json").expect(t, engine.Person)).Tenants[0]; report.State() != "person" ||
			len(report.Problems) != 1 || report.Problems[0].What != day.says {
			t.Errorf("%s: check says %+v", day.name, report)
		}
		token(p.login.RefreshToken() + "\n")
		p.sync(t, engine.OK)
	}
	if linkNow, listedNow := p.listing(t); linkNow != link || listedNow != listed {
		t.Errorf("left %s with %s, want %s with %s", linkNow, listedNow, link, listed)
	}
	p.currentOf(t, records.Source).holdsPractice(t, p.login.Truth(""))
}

// TestNextechAnAccessTokenThatDiesIsRenewed has access tokens die in the middle of a run, and one that is dead when it comes.
func TestNextechAnAccessTokenThatDiesIsRenewed(t *testing.T) {
	t.Parallel()

	for fault, turns := range map[string]int{"": 1, "expire:encounters:5": 2, "expire:token": 2, "expire:search:2 expire:encounters:5": 3} {
		p := practiceOf(t, eyes.Options{Seed: 432, Size: 12, Patients: 8})
		before := p.token(t)
		p.faulty(t, strings.Fields(fault)...)
		p.sync(t, engine.OK)
		if tokens := p.login.Tokens(); tokens.Refreshes != turns || tokens.Refused != 0 {
			t.Errorf("%q: got %+v, want %d refreshes", fault, tokens, turns)
		}
		after := p.token(t)
		if grant := p.login.Grant(after); before == after || !grant.Good || p.login.Grant(before).Good {
			t.Errorf("%q: the token on the disk: %+v, and it was replaced: %v", fault, grant, before != after)
		}
		p.currentOf(t, records.Source).holdsPractice(t, p.login.Truth(""))
	}
}

// TestNextechARevokedLoginEndsARunInItsMiddle takes the login away while a run reads encounters. What it had read is kept,
// and not asked for again after a login.
func TestNextechARevokedLoginEndsARunInItsMiddle(t *testing.T) {
	t.Parallel()

	p := practiceOf(t, eyes.Options{Seed: 433, Size: 30, Patients: 12})
	p.faulty(t, "revoke:encounters:6", "expire:encounters:6")
	e := p.run(t, "sync", "--json").expect(t, engine.Person)
	if said := e.faults(t)[practiceName+" encounters"]; !strings.Contains(said, revoked) {
		t.Errorf("got %q", said)
	}
	asked := callsOf(p.took())[eyes.CallEncounters]
	p.write(t, tokenOf(practiceName), p.login.RefreshToken()+"\n")
	p.sync(t, engine.OK)
	if n := callsOf(p.took())[eyes.CallEncounters]; asked < 5 || asked+n > 12+1 {
		t.Errorf("%d patients were asked for before, and %d after", asked, n)
	}
	p.currentOf(t, records.Source).holdsPractice(t, p.login.Truth(""))
}

// TestNextechProcessesShareALogin runs several at once. No token is handed in twice: the server would refuse it.
func TestNextechProcessesShareALogin(t *testing.T) {
	t.Parallel()

	p := practiceOf(t, eyes.Options{Seed: 434, Size: 20, Patients: 12})
	var all sync.WaitGroup
	ends := make([]ended, 6)
	for i := range ends {
		all.Go(func() {
			args := []string{"check"}
			if i == 0 {
				args = []string{"sync"}
			}
			ends[i] = p.runs(t.Context(), nil, args...)
		})
	}
	all.Wait()
	for _, e := range ends {
		if e.err != nil {
			t.Fatal(e.err)
		}
		e.expect(t, engine.OK)
	}
	if tokens := p.login.Tokens(); tokens.Refreshes != len(ends) || tokens.Refused != 0 {
		t.Errorf("got %+v", tokens)
	}
	if grant := p.login.Grant(p.token(t)); !grant.Good {
		t.Errorf("the token on the disk: %+v", grant)
	}
	p.currentOf(t, records.Source).holdsPractice(t, p.login.Truth(""))
}

// TestNextechATokenIsReadByItsOwnerOnly opens its file to others, and puts the token where it does not belong.
func TestNextechATokenIsReadByItsOwnerOnly(t *testing.T) {
	t.Parallel()

	p := practiceOf(t, eyes.Options{Seed: 435, Size: -1})
	must(t, os.Chmod(p.path(tokenOf(practiceName)), 0o640))
	if e := p.run(t, "sync").expect(t, engine.Usage); !strings.Contains(e.stderr, "chmod 600") {
		t.Errorf("got %s", e.stderr)
	}
	must(t, os.Chmod(p.path(tokenOf(practiceName)), 0o600))
	text := string(got(os.ReadFile(p.path("carehouse.yaml")))(t))
	for _, wrong := range []string{"AQABAAAA-itself", "env:NEXTECH_TOKEN"} {
		p.write(t, "carehouse.yaml", strings.Replace(text, "file:./"+tokenOf(practiceName), wrong, 1))
		if e := p.run(t, "sync").expect(t, engine.Usage); !strings.Contains(e.stderr, "refresh_token: file:PATH") || strings.Contains(e.stderr, "AQABAAAA") {
			t.Errorf("got %s", e.stderr)
		}
	}
	if asked := p.took(); len(asked) > 0 {
		t.Errorf("asked %v", callsOf(asked))
	}
	p.write(t, "carehouse.yaml", text)

	t.Log("what is written is its owner's, also where nothing has told the system so beforehand")
	p.within(t, nil, "sync").expect(t, engine.OK)
	p.private(t, "home")
	p.private(t, keptApart)
}
