package endtoend

import (
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	eyes "carehouse/extract/nextech/simulator"
	deployment "carehouse/extract/supergood/simulator"
	nextech "carehouse/models/nextech"
	supergood "carehouse/models/supergood"
)

// atOnce is how long something may take that is to happen at once, on a machine that is busy.
const atOnce = 5 * time.Second

// What is said to a first signal and to a second one.
const (
	finishing  = "carehouse: finishing the page in hand; press again to stop at once\n"
	stoppedAt  = "carehouse: stopped at once; the next run puts the home in order\n"
	tokenComes = "carehouse: waiting for the new token of " + practiceName + ", 1 min at most; press again to stop at once, which may lose it: " +
		"a person has to log in then\n"
)

// holds makes a login keep the n-th call of a name from now on until the barrier is opened.
func (p *practice) holds(t *testing.T, call string, n int) *barrier {
	t.Helper()
	return barrierAt(t, p.login.Between, func(number int) bool {
		if slices.ContainsFunc(p.login.Requests(), func(r eyes.Request) bool { return r.Number == number && r.Call == call }) {
			n--
			return n == 0
		}
		return false
	})
}

// interrupted checks what a run says that ended with the first signal.
func (e ended) interrupted(t *testing.T) {
	t.Helper()
	e.expect(t, engine.Failed).last(t, engine.Failed)
	if said := errorBlock.FindAllString(e.stderr, -1); len(said) < 1 || !strings.HasSuffix(e.stderr, "carehouse: interrupted\n"+
		"  what came whole is kept; what was still on its way is asked for again\n  the same command goes on from there\nexit 1: failed\n") {
		t.Errorf("got %s", e.stderr)
	}
}

// TestHardshipsATokenCallThatWasSentIsAnsweredFirst has the first signal come while a token is on its way. The answer is waited for and
// kept, since nobody has another one. A second signal stops at once, and the next run says what that has cost.
func TestHardshipsATokenCallThatWasSentIsAnsweredFirst(t *testing.T) {
	t.Parallel()

	for name, twice := range map[string]bool{"once": false, "twice": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			p := practiceOf(t, eyes.Options{Seed: 611, Size: 16, Patients: 8})
			b := p.holds(t, eyes.CallToken, 1)
			run := p.start(t, "sync")
			within(t, patience, "a token is handed in", b.came)
			run.signal(t, syscall.SIGTERM, tokenComes)
			if !twice {
				b.open()
				run.end(t).interrupted(t)
				if grant := p.login.Grant(p.token(t)); !grant.Good {
					t.Errorf("the token on the disk: %+v", grant)
				}
			} else {
				started := time.Now()
				run.signal(t, syscall.SIGTERM, stoppedAt)
				run.end(t).expect(t, engine.Failed)
				if took := time.Since(started); took > atOnce {
					t.Errorf("it took %s", took)
				}
				b.open()
				for p.login.Tokens().Refreshes == 0 {
					time.Sleep(5 * time.Millisecond)
				}
				if e := p.run(t, "sync").expect(t, engine.Person); !strings.Contains(e.stderr, lostInRotation[:len(lostInRotation)-3]) {
					t.Errorf("got %s", e.stderr)
				}
				p.write(t, tokenOf(practiceName), p.login.RefreshToken()+"\n")
			}
			p.sync(t, engine.OK)
			p.currentOf(t, nextech.Source).holdsPractice(t, p.login.Truth(""))
			p.tidy(t)
		})
	}
}

// TestHardshipsADocumentThatIsSlowIsWaitedForOnce sends signals while a patient's documents are on their way.
func TestHardshipsADocumentThatIsSlowIsWaitedForOnce(t *testing.T) {
	t.Parallel()

	for name, twice := range map[string]bool{"once": false, "twice": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			p := practiceOf(t, eyes.Options{Seed: 612, Size: 16, Patients: 8})
			b := p.holds(t, eyes.CallEncounters, 4)
			run := p.start(t, "sync")
			within(t, patience, "the fourth patient is asked for", b.came)
			run.signal(t, syscall.SIGINT, finishing)
			asked := 4
			if twice {
				run.signal(t, syscall.SIGINT, stoppedAt)
				run.end(t).expect(t, engine.Failed) // the document is still held back
				asked = 5
			}
			b.open()
			if !twice {
				run.end(t).interrupted(t)
			}
			p.sync(t, engine.OK)
			if n, all := callsOf(p.took())[eyes.CallEncounters], len(p.everybody()); n != all+asked-4 {
				t.Errorf("%d patients were asked for, want %d and %d that were lost", n, all, asked-4)
			}
			p.currentOf(t, nextech.Source).holdsPractice(t, p.login.Truth(""))
			p.tidy(t)
		})
	}
}

// TestHardshipsWaitingForACodeCanBeEnded sends signals while a run waits for the next code of an authenticator, which takes up to half a
// minute.
func TestHardshipsWaitingForACodeCanBeEnded(t *testing.T) {
	t.Parallel()

	const step, page = 30 * time.Second, 10 * time.Second // a page in hand has so long
	for name, twice := range map[string]bool{"once": false, "twice": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			s := surgeryOf(t, deployment.Options{Seed: 613, Size: 20, Tenants: 1, MFA: "totp"})
			s.run(t, "check").expect(t, engine.OK)
			s.site.Advance(-2 * step) // so that the next code is far, however slow this machine is
			knocks := s.site.Calls()["authenticate"]
			run := s.start(t, "sync")
			for deadline := time.Now().Add(patience); s.site.Calls()["authenticate"] == knocks; time.Sleep(5 * time.Millisecond) {
				if time.Now().After(deadline) {
					t.Fatal("nobody knocks")
				}
			}
			started := time.Now()
			run.signal(t, syscall.SIGTERM, finishing)
			most := page + atOnce
			if twice {
				run.signal(t, syscall.SIGTERM, stoppedAt)
				most = atOnce
			}
			if e := run.end(t); !twice {
				e.interrupted(t)
			} else {
				e.expect(t, engine.Failed)
			}
			if took := time.Since(started); took > most {
				t.Errorf("it took %s, want at most %s", took, most)
			}
			if s.site.Sessions() != 1 {
				t.Errorf("%d sessions were opened, want that of the check alone", s.site.Sessions())
			}
			s.site.Advance(4 * step)
			s.sync(t, engine.OK)
			s.currentOf(t, supergood.Source).holdsOffice(t, s.site)
			s.tidy(t)
		})
	}
}

// TestHardshipsAPauseIsNotSatThrough has a budget that is used up. A run ends then, and whoever watches is ended at once.
func TestHardshipsAPauseIsNotSatThrough(t *testing.T) {
	t.Parallel()

	p := practiceOf(t, eyes.Options{Seed: 614, Size: 16, Patients: 8}, "daily_budget: 10")
	watch := p.start(t, "watch", "--every", "1h")
	for deadline := time.Now().Add(patience); !strings.Contains(watch.stdout.String(), "round 1"); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("nothing is told")
		}
	}
	started := time.Now()
	must(t, watch.cmd.Process.Signal(syscall.SIGTERM))
	watch.end(t).expect(t, engine.OK)
	if took := time.Since(started); took > atOnce {
		t.Errorf("it took %s", took)
	}
	asked := sum(callsOf(p.took()))
	for range 2 { // what is left waits for tomorrow
		if e := p.run(t, "sync").expect(t, engine.OK); !strings.Contains(e.stdout+e.stderr, "the budget of 10 calls for today is used up") {
			t.Errorf("got %s%s", e.stdout, e.stderr)
		}
	}
	if more := callsOf(p.took()); asked < 8 || sum(more) > more[eyes.CallToken] {
		t.Errorf("%d calls were made, and then %v", asked, more)
	}
	p.configure(t)
	p.sync(t, engine.OK)
	p.currentOf(t, nextech.Source).holdsPractice(t, p.login.Truth(""))
}
