package endtoend

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	eyes "carehouse/extract/nextech/simulator"
	deployment "carehouse/extract/supergood/simulator"
)

// tries is how often each kind of run is killed. CAREHOUSE_TEST_INSTANTS says it otherwise.
func tries(t *testing.T) int {
	t.Helper()
	if text := os.Getenv("CAREHOUSE_TEST_INSTANTS"); text != "" {
		return got(strconv.Atoi(text))(t)
	}
	return 1
}

// lostInRotation is what is said when a token was handed in and what came for it is lost.
const lostInRotation = "the refresh token is refused (status 400, invalid_grant, AADSTS70008); a run was killed in the middle of a " +
	"rotation, and the token that came then is lost\n  "

// TestHardshipsAHomeOfLoginsIsKilledAtAnyInstant kills first syncs, incremental ones and rotations, often several in a row. What
// the next run makes of it is what an undisturbed one makes. A lenient login needs nobody; a strict one says why it does.
func TestHardshipsAHomeOfLoginsIsKilledAtAnyInstant(t *testing.T) {
	t.Parallel()

	if testing.Short() {
		t.Skip("kills the program often")
	}
	number := seed(t)
	t.Logf("CAREHOUSE_TEST_SEED=%d", number)
	for mode, lenient := range map[string]bool{"strict": false, "lenient": true} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()

			dice := rand.New(rand.NewPCG(number, uint64(len(mode))))
			empty := duetOf(t, eyes.Options{Seed: 601, Size: 40, Patients: 14, Lenient: lenient},
				deployment.Options{Seed: 601, Size: 60, MaxLimit: 12, Tenants: 1, MFA: "totp"})
			empty.clinic.ponders(100 * time.Millisecond)
			read := empty.twin(t)
			read.does(t, engine.OK, "sync")
			empty.clinic.login.Insert(4)
			empty.clinic.login.Update(6)
			empty.portal.site.Change(4, 8, 0)
			first, next := empty.twin(t), read.twin(t)
			for name, s := range map[string]struct {
				home, calm *duet
				args       []string
			}{
				"a first sync": {empty, first, nil}, "an incremental sync": {read, next, nil},
				"a rotation": {read, next, []string{practiceName + "/section_names"}},
			} {
				took := s.calm.took(t, s.args...)
				s.calm.does(t, engine.OK, "sync")
				s.calm.holdsAll(t)
				persons := 0
				for range tries(t) {
					d := s.home.twin(t)
					var when []string
					for range 1 + dice.IntN(3) {
						after := time.Duration(dice.Float64() * 1.05 * float64(took))
						when = append(when, after.Round(time.Millisecond).String())
						d.killedOr(t, after, append([]string{"sync"}, s.args...)...)
					}
					if d.mends(t, lenient) {
						persons++
					}
					d.holdsAll(t)
					d.equals(t, s.calm)
					d.noStrays(t)
					d.tidy(t)
					d.verify(t)
					if t.Failed() {
						t.Fatalf("%s of %s was killed after %s", name, mode, strings.Join(when, " and "))
					}
				}
				t.Logf("%s: a person was needed %d times", name, persons)
			}
		})
	}
}

// ponders makes a login take its time for token calls, so that many a kill comes in the middle of one.
func (p *practice) ponders(d time.Duration) {
	p.login.Between(func(number int) {
		all := p.login.Requests()
		if len(all) > 0 && all[len(all)-1].Number == number && all[len(all)-1].Call == eyes.CallToken {
			time.Sleep(d)
		}
	})
}

// took is how long a run takes.
func (d *duet) took(t *testing.T, args ...string) time.Duration {
	t.Helper()
	started := time.Now()
	d.does(t, engine.OK, append([]string{"sync"}, args...)...)
	return time.Since(started)
}

// killedOr kills a run after so long. It may have ended before, well or because the login was lost when the one before was
// killed.
func (d *duet) killedOr(t *testing.T, after time.Duration, args ...string) {
	t.Helper()
	d.fresh()
	cmd := d.command(t.Context(), nil, args...)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	must(t, cmd.Start())
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Signal(syscall.SIGKILL) })
	defer timer.Stop()
	_ = cmd.Wait()
	told.add(t.Name()+": killed after "+after.String(), said.String())
	if exit := engine.Exit(cmd.ProcessState.ExitCode()); exit > 0 && (exit != engine.Person || d.clinic.login.Options().Lenient) {
		t.Errorf("carehouse %s: exit %d before it was killed\n%s", strings.Join(args, " "), exit, said.String())
	}
}

// mends runs after a kill, and reports whether a person had to log in.
func (d *duet) mends(t *testing.T, lenient bool) bool {
	t.Helper()
	d.fresh()
	e := d.run(t, "sync")
	if e.exit == int(engine.OK) {
		return false
	}
	e.expect(t, engine.Person).last(t, engine.Person)
	said := fmt.Sprint(e.faults(t))
	if lenient || !strings.Contains(said, lostInRotation) || !strings.Contains(said, "let us in again: carehouse login "+practiceName) {
		t.Errorf("got %s", e.stderr)
	}
	d.letIn(t)
	d.does(t, engine.OK, "sync")
	return true
}
