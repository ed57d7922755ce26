package endtoend

import (
	"strconv"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	deployment "carehouse/extract/supergood/simulator"
	"carehouse/models"
	records "carehouse/models/supergood"
)

// TestSupergoodsFullSyncHoldsWhatTheTenantHolds reads one world in every spelling: the rows are the same.
func TestSupergoodsFullSyncHoldsWhatTheTenantHolds(t *testing.T) {
	t.Parallel()

	o := deployment.Options{Seed: 401, Size: 60, MaxLimit: 17, Tenants: 1}
	ours := surgeryOf(t, o)
	o.Now = ours.site.Options().Now
	states := map[deployment.Dialect]state{}
	for _, dialect := range deployment.Dialects() {
		s := ours
		if dialect != deployment.Ours {
			o.Dialect = dialect
			s = surgeryOf(t, o, "profile: supergood.yaml", "notes: false")
			s.write(t, "supergood.yaml", s.site.Profile())
		}
		did := s.sync(t, engine.OK)
		if !did.Published || did.Generation != 1 || did.Receipts == 0 || did.Agreed != did.Receipts || did.Rejects != 0 || did.Drift != 0 {
			t.Errorf("%s: got %+v", dialect, did)
		}
		for _, d := range did.Datasets {
			if d.Outcome != models.Complete || d.Remark != "" || d.Pages < 2 && d.Dataset != "patients" && d.Dataset != "eligibility_checks" {
				t.Errorf("%s: got %+v", dialect, d)
			}
		}
		r := s.currentOf(t, records.Source)
		r.holdsOffice(t, s.site)
		states[dialect] = r.state(t)
		states[dialect].agree(t)
		states[dialect].equal(t, states[deployment.Ours])
		if s == ours {
			s.verify(t)
			r.filled(t, records.Tables(), 75, map[string]string{
				"patients.deleted":       "this deployment tells of the deleted only, and nobody is",
				"patients.deleted_local": "as deleted",
				"patients.deleted_at":    "as deleted",
				"encounters.note_text":   "without notes: true nobody asks for it",
			})
		}
	}

	t.Log("and notes are asked for by whoever says so")
	ours.configure(t, "notes: true")
	ours.sync(t, engine.OK)
	r := ours.currentOf(t, records.Source)
	all, notes := ours.site.Count(0, "encounters"), r.one(t, "SELECT count(*) FROM supergood.encounters WHERE note_text LIKE 'Seen: %'")
	if notes != strconv.Itoa(all) {
		t.Errorf("got %s notes of %d encounters", notes, all)
	}
}
