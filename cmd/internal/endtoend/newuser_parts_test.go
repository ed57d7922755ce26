package endtoend

import (
	"os"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	eyes "carehouse/extract/nextech/simulator"
)

// TestNextechALandingThatIsClearedUpCanStillBeRebuilt reads a part of the roster each night, and keeps landed pages for two
// days. Of each part the newest readings stay, so that a rebuild has the same present, to the byte, and the nights after it
// delete what those without it delete.
func TestNextechALandingThatIsClearedUpCanStillBeRebuilt(t *testing.T) {
	t.Parallel()

	p := practiceOf(t, eyes.Options{Seed: 431, Size: 60, Patients: 30, Now: june}, "full_every: 3d")
	p.write(t, "carehouse.yaml", string(got(os.ReadFile(p.path("carehouse.yaml")))(t))+"keep: {landing: 2d}\n")
	p.night(t, engine.OK)
	deleted := int64(0)
	for day := range 10 {
		p.later(aNight)
		if day == 0 || day == 3 { // nothing else happens, so that no row comes with the readings that see it
			p.login.Delete(2)
			p.login.Insert(1)
		}
		deleted += p.night(t, engine.OK).Deleted
	}
	if deleted == 0 {
		t.Error("nothing was deleted")
	}
	twin := p.twin(t)
	var present digest
	var files map[string]string
	p.present(t, func(r *reader) { present, files = r.state(t).database, r.files(t) })
	twin.within(t, nil, "rebuild").expect(t, engine.OK)
	twin.within(t, nil, "verify").expect(t, engine.OK)
	twin.present(t, func(r *reader) {
		r.state(t).database.equal(t, "the rebuilt present", present)
		r.sameFiles(t, "rebuild", files)
	})
	for range 3 {
		twin.later(3 * aNight)
		twin.night(t, engine.OK)
	}
	twin.holdsNow(t)
	twin.within(t, nil, "verify").expect(t, engine.OK)
}
