package endtoend

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	eyes "carehouse/extract/nextech/simulator"
	"carehouse/extract/tpastream/simulator"
	"carehouse/models"
	records "carehouse/models/nextech"
)

// TestNextechARosterMayBeAQuery has another source in the same home say who there is, which nobody knows before that one was
// published.
func TestNextechARosterMayBeAQuery(t *testing.T) {
	t.Parallel()

	h := build(t, simulator.Options{Seed: 471, Claims: 30, Retention: long}, "per_page: 25")
	h.secret = keptApart
	must(t, os.Mkdir(h.path(keptApart), 0o700))
	login := loginOf(t, eyes.Options{Seed: 471, Size: 20, Patients: 8, Now: time.Now()})
	h.admits(t, practiceName, login)
	var charts []string // of the people whom the other one knows by numbers of its own
	for i, e := range login.Roster("") {
		charts = append(charts, fmt.Sprintf("(%d, %d, '%s')", i, e.PatientID, e.ChartNumber))
	}
	h.write(t, "roster.sql", `-- who is in both
		WITH known AS (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM tpastream.members)
		SELECT patient_id, chart_number FROM known JOIN (VALUES `+strings.Join(charts, ", ")+`) AS them(place, patient_id, chart_number) USING (place)`)
	h.write(t, "carehouse.yaml", "home: ./home\ntenants:\n"+h.tenant("my-tpa", h.url, "per_page: 25")+
		practiceEntry(practiceName, login, serve(t, login), "roster: ./roster.sql"))
	for _, dataset := range []string{"patients", "encounters"} {
		e := h.run(t, "sync", practiceName+"/"+dataset).expect(t, engine.Partial)
		if said := e.faults(t)[practiceName+" "+dataset]; !strings.Contains(said, "nothing is published yet, so there is nothing to ask\n  look at it, and sync the source first") {
			t.Errorf("%s: got %q", dataset, said)
		}
	}

	t.Log("the run that brings both waits with the one for the other, and not for a name that nobody brings")
	query := string(got(os.ReadFile(h.path("roster.sql")))(t))
	h.write(t, "roster.sql", strings.ReplaceAll(query, "tpastream.", "tpastraem."))
	e := h.run(t, "sync").expect(t, engine.Partial)
	if said := e.faults(t)[practiceName+" patients"]; !strings.Contains(said, "is a query that cannot be answered") {
		t.Errorf("got %q", said)
	}
	must(t, os.RemoveAll(h.path("home")))
	h.write(t, "roster.sql", query)
	if said := h.run(t, "check").expect(t, engine.OK).stdout; !strings.Contains(strings.Join(strings.Fields(said), " "), "the roster's query waits") {
		t.Errorf("check says %s", said)
	}
	did := h.sync(t, engine.OK)
	for _, dataset := range []string{"patients", "encounters"} {
		want := ": the roster's query waits: nothing of tpastream is published yet"
		if d := datasetOf(t, did, practiceName, dataset); d.Records != 0 || !strings.HasSuffix(d.Remark, want) {
			t.Errorf("got %+v", d)
		}
	}
	did = h.sync(t, engine.OK)
	if n := datasetOf(t, did, practiceName, "encounters").Records; n != 20 {
		t.Errorf("got %+v", did)
	}
	r := h.currentOf(t, records.Source)
	r.holdsPractice(t, login.Truth(""))
	r.close(t)
	h.current(t).holds(t, h.truth(t, h.api.Truth()))
	for query, says := range map[string]string{
		"SELECT patient_id FROM nowhere.members":                 "is a query that cannot be answered",
		"SELECT id AS member FROM tpastream.members":             "has no column chart_number or patient_id",
		"SELECT id AS patient_id FROM tpastream.members LIMIT 0": "names nobody",
		"SELECT -id AS patient_id FROM tpastream.members":        "row 1: patient_id is no number above 0",
	} {
		h.write(t, "roster.sql", query)
		e := h.run(t, "sync", practiceName).expect(t, engine.Partial)
		if said := e.faults(t)[practiceName+" patients"]; !strings.Contains(said, "the roster "+says) {
			t.Errorf("%s: got %q", query, said)
		} else if !strings.Contains(said, "and so did 1 other dataset: encounters") {
			t.Errorf("%s: got %q", query, said)
		}
	}
	h.currentOf(t, records.Source).holdsPractice(t, login.Truth(""))
	h.verify(t)
}

// TestNextechARosterThatCannotBeReadCostsNothing breaks the roster after a good day. What does not need it goes on, and what
// was published stays.
func TestNextechARosterThatCannotBeReadCostsNothing(t *testing.T) {
	t.Parallel()

	p := practiceOf(t, eyes.Options{Seed: 472, Size: 12, Patients: 8})
	p.sync(t, engine.OK)
	whole := string(got(os.ReadFile(p.path(rosterOf(practiceName))))(t))
	for _, broken := range []struct{ text, says string }{
		{"", "the roster has no header"},
		{"name\nTestperson\n", "the roster has no column chart_number or patient_id"},
		{whole + "\"unfinished,1\n", `the roster line \d+: is not CSV`},
		{"patient_id,chart_number\n1000,AB12\nAB12,1000\n", "the roster line 3: patient_id is no number above 0"},
		{"patient_id,chart_number\n,\n", "the roster names nobody"},
	} {
		p.write(t, rosterOf(practiceName), broken.text)
		p.took()
		e := p.run(t, "sync", "--json").expect(t, engine.Partial)
		run, said := answered[engine.Sync](t, e), e.faults(t)[practiceName+" patients"]
		if want := broken.says + `\n  and so did 1 other dataset: encounters\n  look at it.*carehouse check ` + practiceName; !regexp.MustCompile(want).MatchString(said) {
			t.Errorf("got %q, want %q", said, want)
		}
		for _, dataset := range []string{"patients", "encounters"} {
			if d := datasetOf(t, run, practiceName, dataset); d.Outcome != models.Failed || d.Deleted != 0 {
				t.Errorf("got %+v", d)
			}
		}
		if calls := callsOf(p.took()); calls[eyes.CallSearch]+calls[eyes.CallEncounters] > 0 || calls[eyes.CallCategories] != 1 {
			t.Errorf("asked %v", calls)
		}
		if report := answered[engine.Check](t, p.run(t, "check", "--json").expect(t, engine.Partial)).Tenants[0]; len(report.Problems) != 1 {
			t.Errorf("check says %+v", report)
		}
	}
	must(t, os.Remove(p.path(rosterOf(practiceName))))
	p.run(t, "sync").expect(t, engine.Partial)
	p.present(t, func(r *reader) { r.holdsPractice(t, p.login.Truth("")) })
	p.write(t, rosterOf(practiceName), whole)
	if did := p.sync(t, engine.OK); did.Published {
		t.Errorf("got %+v", did)
	}
}

// TestNextechAPatientComesAndGoesWithTheRoster adds people to the roster and takes others from it.
func TestNextechAPatientComesAndGoesWithTheRoster(t *testing.T) {
	t.Parallel()

	p := practiceOf(t, eyes.Options{Seed: 473, Size: 40, Patients: 12, Now: june})
	lines, all := strings.SplitAfter(string(p.login.CSV("")), "\n"), p.everybody()
	some := strings.Join(slices.Concat(lines[:2], lines[3:9]), "") // without somebody whose chart number begins like the first one's
	old, young := slices.Concat(all[:1], all[2:8]), slices.Concat(all[1:2], all[8:])
	p.write(t, rosterOf(practiceName), some)
	p.night(t, engine.OK)
	p.took()
	p.present(t, func(r *reader) {
		if n := r.one(t, "SELECT count(*) FROM nextech.patients WHERE patient_id = "+all[1]); n != "0" {
			t.Error("somebody is there whom the roster does not name, because the search found them too")
		}
	})

	t.Log("who is new is looked up, and read as a whole; of the others the last days are asked for")
	p.write(t, rosterOf(practiceName), strings.Join(lines, ""))
	p.night(t, engine.OK)
	asked := p.took()
	fully, lately := visited(asked)
	if !slices.Equal(fully, young) || !slices.Equal(lately, old) || callsOf(asked)[eyes.CallSearch] > 5 {
		t.Errorf("asked %v: everything of %q, the last days of %q", callsOf(asked), fully, lately)
	}
	p.holdsNow(t)
	if did := p.night(t, engine.OK); did.Published {
		t.Errorf("got %+v", did)
	}

	t.Log("who is taken from it stays as they are, in full readings too")
	p.took()
	p.write(t, rosterOf(practiceName), some)
	for range 2 {
		if did := p.night(t, engine.OK, "--full"); did.Deleted != 0 || did.Published {
			t.Errorf("got %+v", did)
		}
	}
	if fully, lately := visited(p.took()); len(fully) != 14 || len(lately) > 0 {
		t.Errorf("everything of %q was asked for, and the last days of %q", fully, lately)
	}
	p.holdsNow(t)
}

// rosterHas leaves one column of the roster: ids or chart numbers.
func (p *practice) rosterHas(t *testing.T, column int) {
	t.Helper()
	var text strings.Builder
	for line := range strings.Lines(string(p.login.CSV(""))) {
		text.WriteString(strings.Split(strings.TrimSpace(line), ",")[column] + "\n")
	}
	p.write(t, rosterOf(practiceName), text.String())
}

// TestNextechARosterHasChartNumbersOrIds reads a practice by either alone.
func TestNextechARosterHasChartNumbersOrIds(t *testing.T) {
	t.Parallel()

	charts := practiceOf(t, eyes.Options{Seed: 474, Size: 30, Patients: 12})
	charts.rosterHas(t, 1)
	charts.sync(t, engine.OK)
	truth := charts.login.Truth("")
	unknown := map[int64]bool{}
	for _, x := range truth.Patients {
		unknown[x.ID] = x.ChartNumber == nil
	}
	truth.Encounters = slices.DeleteFunc(truth.Encounters, func(e eyes.Encounter) bool { return unknown[e.PatientID] })
	charts.present(t, func(r *reader) { r.holdsPractice(t, truth) })
	if did := charts.sync(t, engine.OK); did.Published {
		t.Errorf("got %+v", did)
	}

	ids := practiceOf(t, eyes.Options{Seed: 474, Size: 30, Patients: 12})
	ids.rosterHas(t, 0)
	did := ids.sync(t, engine.OK)
	if d := datasetOf(t, did, practiceName, "patients"); d.Remark != "12 have no chart number and cannot be looked up" || d.Outcome != models.Empty {
		t.Errorf("got %+v", d)
	}
	truth = ids.login.Truth("")
	truth.Patients = nil
	ids.present(t, func(r *reader) { r.holdsPractice(t, truth) })
	if calls := callsOf(ids.took()); calls[eyes.CallSearch] > 0 {
		t.Errorf("asked %v", calls)
	}
}

// TestNextechASweepOfTermsConcludesNothing looks for everybody by terms, at an API that shows few hits. Its coverage is unknown,
// and so nobody is ever gone, whatever two sweeps in a row did not see.
func TestNextechASweepOfTermsConcludesNothing(t *testing.T) {
	t.Parallel()

	p := practiceOf(t, eyes.Options{Seed: 475, Size: 24, Patients: 10, Now: june, Cap: 3}, "terms: {sweep: true, alphabet: abcdefghijklmnopqrstuvwxyz, max_length: 3}")
	sweep := func(args ...string) engine.Sync {
		did := p.night(t, engine.OK, args...)
		remark := datasetOf(t, did, practiceName, "patients").Remark
		if !regexp.MustCompile(`^coverage=unknown: \d+ patients by \d+ terms; new a 100 terms, from first to last: [\d., ]+`).MatchString(remark) {
			t.Errorf("got %q", remark)
		}
		return did
	}
	sweep()
	truth := p.login.Truth("")
	everybody := slices.Clone(truth.Patients)
	was := func() (patients int) {
		p.present(t, func(r *reader) {
			ids := r.lines(t, "SELECT patient_id FROM nextech.patients")
			patients = len(ids)
			truth.Encounters = slices.DeleteFunc(truth.Encounters, func(e eyes.Encounter) bool { return !slices.Contains(ids, strconv.FormatInt(e.PatientID, 10)) })
			for _, c := range chapters()[1:] {
				r.saysThat(t, r.database(c.table), c, c.want(truth))
			}
		})
		return patients
	}
	if n := was(); n < 8 || len(truth.Encounters) < 15 {
		t.Errorf("%d of %d patients were found, and %d encounters", n, len(everybody), len(truth.Encounters))
	}
	found := was()
	p.login.RemovePatient("", 1000)
	p.login.RemovePatient("", everybody[len(everybody)-1].ID)
	for range 3 {
		if did := sweep("--full"); did.Deleted != 0 || did.Published {
			t.Errorf("got %+v", did)
		}
	}
	if n := was(); n != found {
		t.Errorf("%d patients are there, want %d", n, found)
	}
	status := p.within(t, nil, "status").expect(t, engine.OK)
	if !strings.Contains(strings.Join(strings.Fields(status.stdout), " "), "coverage=unknown") {
		t.Errorf("status does not tell:\n%s", status.stdout)
	}

	t.Log("between two sweeps nobody is looked for")
	p.took()
	p.night(t, engine.OK)
	if calls := callsOf(p.took()); calls[eyes.CallSearch] > 0 || calls[eyes.CallEncounters] != found {
		t.Errorf("asked %v", calls)
	}
}

// TestNextechADaysCallsAreCounted gives a practice fewer calls a day than it needs. Each day it comes as far as it may, in one run
// or in several, and in the end all is there.
func TestNextechADaysCallsAreCounted(t *testing.T) {
	t.Parallel()

	p := practiceOf(t, eyes.Options{Seed: 476, Size: 30, Patients: 12, Now: june}, "daily_budget: 10")
	planned := func(left, days int, flags ...string) {
		t.Helper()
		plan := answered[engine.Plan](t, p.within(t, nil, append([]string{"plan", "--json"}, flags...)...).expect(t, engine.OK))
		if len(plan.Rations) != 1 || plan.Rations[0].PerDay != 10 || plan.Rations[0].Left != left || plan.Rations[0].Days != days {
			t.Errorf("got %+v, want %d calls left and %d days", plan.Rations, left, days)
		}
	}
	planned(10, 3)
	planned(10, 0, "--full") // never, since it begins anew with each run
	for days := 1; days <= 3; days++ {
		for run := range 2 {
			p.took()
			did := p.night(t, engine.OK)
			calls := callsOf(p.took())
			delete(calls, eyes.CallToken)
			remarks := datasetOf(t, did, practiceName, "patients").Remark + datasetOf(t, did, practiceName, "encounters").Remark
			paused := strings.Contains(remarks, ": the budget of 10 calls for today is used up")
			if run == 0 && sum(calls) == 0 || run == 1 && days < 3 && (sum(calls) > 0 || !paused) || sum(calls) > 10 || len(did.Failures) > 0 {
				t.Errorf("day %d: asked %v, and says %q: %+v", days, calls, remarks, did.Failures)
			}
			if days == 1 && run == 0 {
				planned(0, 3)
				left := regexp.MustCompile(`used up; \d+ patients of this window are left`)
				if status := p.within(t, nil, "status").expect(t, engine.OK); !left.MatchString(remarks) || !strings.Contains(status.stdout, "goes on") && !strings.Contains(status.stdout, "unfinished") {
					t.Errorf("says %q, and status\n%s", remarks, status.stdout)
				}
			}
		}
		p.later(aNight)
	}
	p.holdsNow(t)
}
