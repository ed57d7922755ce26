package endtoend

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	deployment "carehouse/extract/supergood/simulator"
	"carehouse/models"
	records "carehouse/models/supergood"
)

// TestSupergoodIsAskedForWhatChanged lets a world change, fall silent, and lose records.
func TestSupergoodIsAskedForWhatChanged(t *testing.T) {
	t.Parallel()

	s := surgeryOf(t, deployment.Options{Seed: 411, Size: 120, MaxLimit: 20, Tenants: 1})
	s.sync(t, engine.OK)
	all, before := s.site.Calls(), s.site.Truth(0)
	changes := map[string]int{"patients": 8, "appointments": 20, "encounters": 20, "eligibility_checks": 8}
	for _, dataset := range deployment.Datasets() { // the order decides which ones
		s.site.Insert(0, dataset, 2)
		s.site.Update(0, dataset, changes[dataset])
	}
	did := s.sync(t, engine.OK)
	asked := since(all, s.site.Calls())
	most := map[string]int{"authenticate": 1, "patients": 1, "appointments": 3, "encounters": 4, "eligibility_checks": 1}
	for call, n := range asked {
		if n > most[call] {
			t.Errorf("%s was called %d times", call, n)
		}
	}
	if modes := s.modes(t, did); modes != "modified windows snapshot modified" || all["appointments"] < 6 || all["patients"] < 2 {
		t.Errorf("modes are %s; at first it was %v, then %v", modes, all, asked)
	}
	r := s.currentOf(t, records.Source)
	r.matches(t, officeTruth(t, office, lately(s.site.Truth(0), before)))
	r.state(t).agree(t)
	for what, query := range map[string]string{
		"encounters were locked": `SELECT count(*) FROM history.supergood_encounters AS h JOIN supergood.encounters AS e USING (id)
			WHERE NOT h.locked AND e.locked AND h.valid_to IS NOT NULL`,
		"edits came": `SELECT count(*) FROM supergood.encounter_edits AS e
			WHERE (SELECT max(edits_count) FROM supergood.encounters AS n WHERE n.id = e.encounter_id) >
			(SELECT min(edits_count) FROM history.supergood_encounters AS h WHERE h.id = e.encounter_id)`,
		"appointments were cancelled": `SELECT count(*) FROM history.supergood_appointments AS h JOIN supergood.appointments AS a USING (id)
			WHERE h.status <> 'cancelled' AND a.status = 'cancelled'`,
	} {
		if r.one(t, query) == "0" {
			t.Errorf("no %s", what)
		}
	}
	r.close(t)

	t.Log("nothing happens, so nothing is published, even where updated_at is the moment of reading")
	for _, faults := range [][]string{nil, {"scraped"}, nil} {
		s.faults(t, faults...)
		if did := s.sync(t, engine.OK); did.Published || did.Changed != 0 {
			t.Errorf("%v: got %+v", faults, did)
		}
	}
	s.site.Heal()
	s.loses(t)
}

// old is before what is asked for each time.
func old() time.Time { return time.Now().Add(-31 * aDay) }

// lately is a truth whose old appointments are as they were: what happens to them is seen by the next sweep.
func lately(now, before deployment.Truth) deployment.Truth {
	for i, a := range before.Appointments {
		if start, _ := a.StartAt.Time(); start.Before(old()) {
			now.Appointments[i] = a
		}
	}
	return now
}

// loses deletes records of which nobody tells.
func (s *surgery) loses(t *testing.T) {
	t.Helper()
	before := s.site.Truth(0)
	gone := map[string][]string{}
	losses := map[string]int{"patients": 2, "appointments": 9, "encounters": 3, "eligibility_checks": 2}
	for _, dataset := range deployment.Datasets() {
		gone[dataset] = s.site.Delete(0, dataset, losses[dataset])
	}
	soon, late := map[string][]string{"encounters": gone["encounters"]}, maps.Clone(gone)
	delete(late, "encounters")
	late["appointments"] = nil
	for _, a := range before.Appointments {
		id, _ := a.ID.Get()
		start, _ := a.StartAt.Time()
		switch {
		case !slices.Contains(gone["appointments"], id):
		case start.After(old()):
			soon["appointments"] = append(soon["appointments"], id)
		default:
			late["appointments"] = append(late["appointments"], id)
		}
	}
	if len(soon["appointments"]) < 2 || len(late["appointments"]) < 2 {
		t.Fatalf("another seed is needed: %v and %v", soon, late)
	}
	for i, args := range [][]string{nil, nil, {"--full"}, {"--full"}} {
		did := s.sync(t, engine.OK, args...)
		want := []int{0, len(soon["encounters"]) + len(soon["appointments"]), 0, len(late["appointments"]) + 4}[i]
		if int(did.Deleted) != want {
			t.Errorf("run %d: got %d deleted, want %d: %+v", i+1, did.Deleted, want, did.Datasets)
		}
		r := s.currentOf(t, records.Source)
		r.holdsKeys(t, s.site, []map[string][]string{gone, late, late, nil}[i])
		r.close(t)
	}
	r := s.currentOf(t, records.Source)
	r.holdsOffice(t, s.site)
	r.state(t).agree(t)
	for dataset, ids := range gone {
		said := r.lines(t, "SELECT id FROM "+r.history(dataset)+" WHERE op = 'delete' AND valid_to IS NULL")
		if !sameTexts(said, ids) {
			t.Errorf("%s: history says that %q are gone, want %q", dataset, said, ids)
		}
	}
	s.verify(t)
}

// modes lists how each dataset was asked for.
func (s *surgery) modes(t *testing.T, did engine.Sync) string {
	t.Helper()
	var all []string
	for _, dataset := range deployment.Datasets() {
		all = append(all, string(ofOffice(t, did, dataset).Mode))
	}
	return strings.Join(all, " ")
}

// holdsKeys checks that what is present is what the tenant has, and beside it what is gone and was not missed yet.
func (r *reader) holdsKeys(t *testing.T, site *deployment.Simulator, gone map[string][]string) {
	t.Helper()
	for _, from := range []func(string) string{r.database, r.lake} {
		for _, dataset := range deployment.Datasets() {
			want := append(slices.Clone(gone[dataset]), site.IDs(0, dataset)...)
			if have := r.lines(t, "SELECT id FROM "+from(dataset)); !sameTexts(have, want) {
				t.Errorf("%s: %d records are not the %d that there ought to be", from(dataset), len(have), len(want))
			}
		}
	}
}

// TestSupergoodsWeeklySweepFindsWhatTheFilterMisses has edits that move no updated_at, so that nothing tells of them.
func TestSupergoodsWeeklySweepFindsWhatTheFilterMisses(t *testing.T) {
	t.Parallel()

	s := surgeryOf(t, deployment.Options{Seed: 412, Size: 80, Tenants: 1, Faults: []string{"missed:100"}})
	s.later(t, "sync").expect(t, engine.OK)
	s.site.Update(0, "patients", 5) // in this order the newest is none of them, which an hour of overlap would show
	s.site.Update(0, "eligibility_checks", 4)
	for _, run := range []struct {
		after    time.Duration
		patients int64
		checks   int64
		mode     models.Mode
	}{
		{time.Hour, 0, 0, models.Modified},
		{5 * aDay, 0, 0, models.Modified},
		{2 * aDay, 5, 4, models.Snapshot},
		{time.Hour, 0, 0, models.Modified},
	} {
		s.waits(run.after)
		did := answered[engine.Sync](t, s.later(t, "sync", "--json").expect(t, engine.OK))
		p, c := ofOffice(t, did, "patients"), ofOffice(t, did, "eligibility_checks")
		if p.Mode != run.mode || c.Mode != run.mode || p.Changed != run.patients || c.Changed != run.checks {
			t.Errorf("after %s more: got %+v and %+v, want %+v", run.after, p, c, run)
		}
	}
	s.currentOf(t, records.Source).holdsOffice(t, s.site)
}

// TestSupergoodsAppointmentsLeaveTheWindowAndComeBack puts two of them off so far that no window reaches them.
func TestSupergoodsAppointmentsLeaveTheWindowAndComeBack(t *testing.T) {
	t.Parallel()

	s := surgeryOf(t, deployment.Options{Seed: 413, Size: 60, Tenants: 1})
	s.sync(t, engine.OK)
	ids := s.site.Reschedule(0, 2, 500*aDay)
	near := s.site.Reschedule(0, 1, 20*aDay)
	for run, deleted := range []int64{0, 2} {
		did := s.sync(t, engine.OK)
		if did.Deleted != deleted || run == 0 && ofOffice(t, did, "appointments").Changed != int64(len(near)) {
			t.Errorf("run %d: got %+v", run+1, did)
		}
	}
	r := s.currentOf(t, records.Source)
	if n := r.one(t, "SELECT count(*) FROM supergood.appointments WHERE id IN (?, ?)", ids[0], ids[1]); n != "0" {
		t.Errorf("%s of those that were put off are there", n)
	}
	r.close(t)
	s.configure(t, "ahead: 900d")
	if did := s.sync(t, engine.OK); ofOffice(t, did, "appointments").Changed != 2 {
		t.Errorf("got %+v", did)
	}
	r = s.currentOf(t, records.Source)
	r.holdsOffice(t, s.site)
	for _, id := range ids {
		how := fmt.Sprint(r.lines(t, "SELECT op FROM history.supergood_appointments WHERE id = ? ORDER BY valid_from", id))
		if how != "[insert delete insert]" {
			t.Errorf("history says %s", how)
		}
	}
}
