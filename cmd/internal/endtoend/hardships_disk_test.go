package endtoend

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	eyes "carehouse/extract/nextech/simulator"
	deployment "carehouse/extract/supergood/simulator"
)

// fullFrom is a disk that is full from the nth time that a step comes, and stays so.
func fullFrom(at string, nth int64) func(string) error {
	var seen atomic.Int64
	return func(step string) error {
		if step == at {
			seen.Add(1)
		}
		if seen.Load() < nth || strings.Contains(step, "sync") || strings.Contains(step, "rename") && step != at {
			return nil // what has room needs no more
		}
		return syscall.ENOSPC
	}
}

// TestHardshipsAFullDiskLosesNothingOfALogin fills the disk at each moment at which something is written that must not be lost, and
// leaves it so. One error says what there was no room for and what to do; the next run goes on, and if it needs a person
// that had been said.
func TestHardshipsAFullDiskLosesNothingOfALogin(t *testing.T) { //nolint:tparallel // see below
	t.Parallel()

	const again = "make room, then type the same again: it goes on from there"
	const home = "/home: no room left on the disk"
	eye := func(dataset string) []string { return []string{practiceName + "/" + dataset} }
	strict := duetOf(t, eyes.Options{Seed: 621, Size: 12, Patients: 8, Faults: []string{"big-ccd"}},
		deployment.Options{Seed: 621, Size: 20, Tenants: 1, MFA: "totp"})
	calm := strict.twin(t)
	calm.does(t, engine.OK, "sync")
	for name, at := range map[string]struct { //nolint:paralleltest // the portal lets one in at a time
		args   []string
		step   string
		nth    int64
		says   string
		next   string
		person bool
	}{
		"the note of a rotation": {
			eye("patients"), "vault.write.create", 1, practiceName + " patients: page 1: GET /ehr/api/search: the refresh token cannot be written: no space left on device",
			"and if the login is refused: carehouse login " + practiceName, false,
		},
		"the token that came": {
			eye("patients"), "vault.write.write.half", 2, practiceName + " patients: page 1: GET /ehr/api/search: the refresh token cannot be written: no space left on device",
			"and if the login is refused: carehouse login " + practiceName, true,
		},
		"the ledger": {
			eye("patients"), "vault.write.write.half", 3, practiceName + " patients: what was learned of patients cannot be kept: no space left on device",
			"make room; look at the home folder: its disk may be full or closed to this user; then run again", false,
		},
		"the step of a code": {[]string{office + "/patients"}, "vault.write.create", 1, home, again, false},
		"a document":         {nil, "landing.page.write.half", 20, home, again, false}, // the last page: 5 MB
		"a new generation":   {nil, "generation.info.write", 1, home, again, false},
	} {
		t.Run(name, func(t *testing.T) {
			d := strict.twin(t)
			e := d.inside(t, fullFrom(at.step, at.nth), append([]string{"sync"}, at.args...)...).expect(t, engine.Failed)
			e.last(t, engine.Failed)
			said := errorBlock.FindAllString(e.stderr, -1)
			if len(said) != 1 || !strings.Contains(said[0], at.says+"\n") || !strings.Contains(said[0], "what has landed is kept") ||
				!strings.HasSuffix(strings.TrimSpace(said[0]), at.next) {
				t.Errorf("got %d errors:\n%s", len(said), e.stderr)
			}
			if _, err := os.Lstat(d.path("home", "current")); !errors.Is(err, os.ErrNotExist) {
				t.Error("something was published")
			}
			d.noStrays(t)
			if at.person {
				d.fresh()
				e := d.run(t, "sync", at.args[0]).expect(t, engine.Person)
				if !strings.Contains(fmt.Sprint(e.faults(t)), "the token that came then is lost") {
					t.Errorf("got %s", e.stderr)
				}
				d.letIn(t)
			}
			d.does(t, engine.OK, "sync")
			d.holdsAll(t)
			d.equals(t, calm)
			d.tidy(t)
		})
	}
}
