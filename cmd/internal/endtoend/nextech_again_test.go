package endtoend

import (
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	eyes "carehouse/extract/nextech/simulator"
	records "carehouse/models/nextech"
)

// TestNextechARebuildMakesTheSameBytes gives a practice a history of nights, news, turns and deletions, and makes its tables and
// files again from what was landed.
func TestNextechARebuildMakesTheSameBytes(t *testing.T) {
	t.Parallel()

	p := practiceOf(t, eyes.Options{Seed: 491, Size: 40, Patients: 12, Now: time.Now().Add(-40 * aNight)})
	p.now = p.login.Clock()
	p.night(t, engine.OK)
	p.login.Insert(4)
	p.login.Update(8)
	p.night(t, engine.OK)
	p.night(t, engine.OK) // brings nothing, and is settled
	p.login.Delete(3)
	p.login.Redate(2, 100*aNight, -30*aNight)
	p.login.AddPatients("", 2)
	p.admits(t, practiceName, p.login)
	p.later(10 * aNight)
	p.night(t, engine.OK, "--full")
	p.login.Amend(4, aNight)
	p.night(t, engine.OK, "--full")
	p.later(10 * aNight)
	p.night(t, engine.OK)

	before := p.currentOf(t, records.Source)
	before.holdsPractice(t, p.login.Truth(""))
	want, files := before.state(t), before.files(t)
	before.close(t)
	p.took()
	for _, command := range []string{"rebuild", "replay"} {
		if did := p.does(t, engine.OK, command); !did.Published || did.Requests != 0 {
			t.Errorf("%s: got %+v", command, did)
		}
		p.present(t, func(r *reader) {
			r.state(t).equal(t, want)
			r.sameFiles(t, command, files)
		})
		p.verify(t)
	}
	if asked := p.took(); len(asked) > 0 {
		t.Errorf("asked %v", callsOf(asked))
	}

	t.Log("what was rebuilt can be gone on with")
	p.login.Insert(2)
	p.night(t, engine.OK)
	p.holdsNow(t)
}
