package endtoend

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	eyes "carehouse/extract/nextech/simulator"
	"carehouse/models"
	records "carehouse/models/nextech"
)

// A dimDay is what a practice's API does on the day of a first sync, and what comes of it. Each is a tenant of its own, and
// several of them share a home, so that none of them may cost another anything.
type dimDay struct {
	name     string // the tenant's
	faults   string
	settings []string // what the configuration says about it
	mend     []string // what it says on the next day, where that was the fault
	exit     engine.Exit
	news     gazette
	lacks    []string // tables that stay empty
	hidden   bool     // some patients are not found
	drift    []string

	login *eyes.Simulator
	url   string
}

// chartless is what is always said of look-ups: somebody has no chart number.
const chartless = `(1 has|\d have) no chart number and cannot be looked up`

// dimDays has everything that may go wrong and does not need a test of its own.
func dimDays() []*dimDay {
	failed := func(says string, datasets ...string) gazette {
		all := gazette{}
		for _, d := range datasets {
			all[d] = news{outcome: models.Failed, says: says}
		}
		return all
	}
	return []*dimDay{
		{
			name: "broken", faults: "429:search:2 500-html:search:4 html-200:search:6 garbled:search:8 500-empty:categories 503:encounters:2 " +
				"garbled:encounters:4 cut:encounters:6 reset:encounters:8 slow:encounters:10 html-200:encounters:12 empty-body:encounters:14",
		},
		{name: "in-a-hurry", faults: "429-seconds:search:3 429-date:encounters:3"},
		{name: "bare", faults: "object-replies empty-object text-flags token-numbers"},
		{name: "silent", faults: "object-replies empty-204 contains no-rotation"},
		{name: "western", faults: "cp1252"},
		{name: "large", faults: "big-ccd"},
		{name: "without", faults: "no-ccd lenient"},
		{name: "american", faults: "us-dates", settings: []string{"date_format: us_mdy"}},
		{name: "by-days", faults: "iso-dates", settings: []string{"date_format: iso_date"}},
		{name: "plain", faults: "aliases", settings: []string{"path_style: plain"}},
		{name: "singular", faults: "aliases", settings: []string{"path_style: singular"}},
		{name: "newer", faults: "drift", drift: []string{"portalStatus", "tags"}},
		{
			name: "capped", faults: "cap:1", hidden: true,
			news: gazette{"patients": {remark: `^[12] of 1[01] roster entries not found; ` + chartless + `$`}},
		},
		{
			name: "merged", faults: "404:encounters:3",
			news:  gazette{"encounters": {remark: `^1 of 12 patients unknown to the API; their encounters stay as they are$`}},
			lacks: []string{"one patient's"},
		},

		{
			name: "anothers", faults: "wrong-practice", exit: engine.Partial,
			news: gazette{
				"patients":      {outcome: models.NotEntitled, says: `^page 1: GET /ehr/api/search: status 403 after 1 attempt.*\n  .*look at practice_id.*carehouse check anothers$`},
				"encounters":    {outcome: models.NotEntitled, says: `status 403 after 1 attempt.*\n  .*look at practice_id`},
				"section_names": {outcome: models.NotEntitled, says: `status 403 after 1 attempt.*\n  .*look at practice_id`},
			},
			lacks: []string{"patients", "encounters", "section_names"},
		},
		{
			name: "foreign-days", faults: "us-dates", exit: engine.Partial, mend: []string{"date_format: us_mdy"},
			news:  failed(`^page 1: GET /ehr/api/{id}/encounters/search: status 400 after 1 attempt.*\n  .*try date_format: us_mdy`, "encounters"),
			lacks: []string{"encounters"},
		},
		{
			name: "foreign-paths", settings: []string{"path_style: plain"}, exit: engine.Partial, mend: []string{"path_style: search"},
			news:  failed(`: none of the first 10 patients is known to the API \(status 404\)\n  look at path_style, practice_id and the roster`, "encounters"),
			lacks: []string{"encounters"},
		},
		{
			name: "down", faults: "503:encounters:4:*", exit: engine.Partial, lacks: []string{"encounters"},
			news: gazette{"encounters": {
				outcome: models.Unreachable, says: `^page 4: GET /ehr/api/{id}/encounters/search: status 503 after 5 attempts\n  .*run again later`,
			}},
		},
		{
			name: "led-away", faults: "redirect:search:3:* html-200:categories:1:*", exit: engine.Partial, lacks: []string{"patients", "section_names"},
			news: gazette{
				"patients":      {outcome: models.Failed, says: `^page 3: GET /ehr/api/search after 1 attempt: the server redirects to where we do not follow.*\n  look at base_url`},
				"section_names": {outcome: models.Unreachable, says: `status 200 after 5 attempts: .*\n  .*run again later`},
			},
		},
	}
}

// TestNextechDimDays runs the days with the same exit code in one home, and then a good day, after which nothing of the dim one
// is left.
func TestNextechDimDays(t *testing.T) {
	t.Parallel()

	exit := func(d *dimDay) engine.Exit { return d.exit }
	byExit(t, dimDays(), exit, func(t *testing.T, exit engine.Exit, days []*dimDay) {
		t.Helper()
		h := dimStreet(t, days)
		run, said := h.suffers(t, exit)
		if run.Rejects != 0 {
			t.Errorf("got %+v", run)
		}
		r := h.currentOf(t, records.Source)
		for _, d := range days {
			d.struck(t)
			d.told(t, run, said)
			d.kept(t, r.of(d.name))
		}
		r.state(t).agree(t)
		r.close(t)
		var entries strings.Builder
		for _, d := range days {
			d.login.Heal()
			entries.WriteString(practiceEntry(d.name, d.login, d.url, slices.Concat(d.settings, d.mend)...))
		}
		if exit == engine.OK {
			return
		}
		h.write(t, "carehouse.yaml", "home: ./home\ntenants:\n"+entries.String())
		h.sync(t, engine.OK)
		r = h.currentOf(t, records.Source)
		for _, d := range days {
			r.of(d.name).holdsPractice(t, d.login.Truth(""))
		}
	})
}

// dimStreet opens a home whose tenants have a dim day each.
func dimStreet(t *testing.T, days []*dimDay) *house {
	t.Helper()
	h := practiceOf(t, eyes.Options{Size: -1}).house
	var entries strings.Builder
	for i, d := range days {
		d.login = loginOf(t, eyes.Options{
			Seed: uint64(450 + i), Size: 16, Patients: 12, Now: time.Now(), Faults: strings.Fields(d.faults), Pause: time.Millisecond,
		})
		d.url = serve(t, d.login)
		h.admits(t, d.name, d.login)
		entries.WriteString(practiceEntry(d.name, d.login, d.url, d.settings...))
	}
	h.write(t, "carehouse.yaml", "home: ./home\ntenants:\n"+entries.String())
	return h
}

// struck checks that the faults that strike single calls did.
func (d *dimDay) struck(t *testing.T) {
	t.Helper()
	struck := map[eyes.FaultKind]bool{}
	for _, r := range d.login.Requests() {
		struck[r.Fault] = true
	}
	for text := range strings.FieldsSeq(d.faults) {
		if f := got(eyes.ParseFault(text))(t); f.Call != "" && !struck[f.Kind] {
			t.Errorf("%s: %s struck nothing", d.name, text)
		}
	}
}

// told checks what was said of each dataset.
func (d *dimDay) told(t *testing.T, run engine.Sync, said map[string]string) {
	t.Helper()
	all := gazette{"patients": {remark: "^" + chartless + "$"}}
	maps.Copy(all, d.news)
	all.told(t, d.name, run, said)
}

// kept checks what is published on the dim day.
func (d *dimDay) kept(t *testing.T, r *reader) {
	t.Helper()
	truth := d.login.Truth("")
	drift := r.lines(t, "SELECT DISTINCT parse_filename(replace(path, '.', '/')) FROM meta.drift WHERE tenant = ? ORDER BY 1",
		d.name)
	if !slices.Equal(drift, d.drift) {
		t.Errorf("%s: got drift %q, want %q", d.name, drift, d.drift)
	}
	found := r.lines(t, "SELECT patient_id FROM "+r.database("patients"))
	if d.hidden {
		truth.Patients = slices.DeleteFunc(truth.Patients, func(p eyes.Patient) bool { return !slices.Contains(found, strconv.FormatInt(p.ID, 10)) })
	}
	for _, table := range d.lacks {
		switch table {
		case "patients":
			truth.Patients = nil
		case "encounters":
			truth.Encounters = nil
		case "section_names":
			truth.Sections = nil
		default:
			came := r.lines(t, "SELECT DISTINCT patient_id FROM "+r.database("encounters"))
			truth.Encounters = slices.DeleteFunc(truth.Encounters, func(e eyes.Encounter) bool { return !slices.Contains(came, strconv.FormatInt(e.PatientID, 10)) })
		}
	}
	r.holdsPractice(t, truth)
	if n := r.one(t, "SELECT max(bytes) FROM "+r.database("encounter_documents")); d.name == "large" && len(n) < 7 {
		t.Errorf("the largest document has %s bytes", n)
	}
	if n := r.one(t, "SELECT string_agg(DISTINCT encoding) FROM "+r.database("encounter_documents")); d.name == "western" && n != "windows-1252" {
		t.Errorf("documents are %s", n)
	}
}
