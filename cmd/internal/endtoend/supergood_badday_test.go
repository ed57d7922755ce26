package endtoend

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	deployment "carehouse/extract/supergood/simulator"
	"carehouse/models"
	records "carehouse/models/supergood"
)

// A hardDay is what a deployment does on the day of a first sync, and what comes of it. Each is a tenant of its own, and
// several of them share a home, so that none of them may cost another anything.
type hardDay struct {
	name    string
	faults  string
	dialect deployment.Dialect
	exit    engine.Exit
	news    gazette
	lacks   []string       // datasets of which nothing is published
	moves   bool           // the world changes meanwhile
	most    int            // records in an answer; 9 when left out
	calls   map[string]int // how often something was asked for at least, where that is looked at

	site *deployment.Simulator
}

// hardDays has everything that may go wrong with a list.
func hardDays() []*hardDay {
	const later = `\n  .*run again later`
	return []*hardDay{
		// What is better the next time costs nothing but that time.
		{name: "slow-down", faults: "429:appointments:2 429-bare:encounters:1 429-date:eligibility_checks:1", calls: map[string]int{"appointments": 6, "encounters": 4}},
		{name: "down", faults: "503:patients:1 502:appointments:3 504:encounters:2 500:eligibility_checks:1", calls: map[string]int{"patients": 3, "appointments": 6}},
		{name: "torn", faults: "garbled:patients:2 cut:appointments:2 reset:encounters:3 html-200:eligibility_checks:1 empty-body:appointments:5 slow:encounters:1"},
		{name: "busy", faults: "409:encounters:2 stalled:appointments:2"},

		// A list that is forgotten is read again from its beginning, and what comes twice is one record.
		{name: "forgetful", faults: "cursor:encounters:2 cursor:appointments:1 cursor:appointments:3", calls: map[string]int{"encounters": 3 + 3, "appointments": 2 + 3 + 5}},
		{name: "forgetful-and-moving", faults: "cursor:encounters:1 change-between:encounters:3"},
		{name: "repeating", faults: "duplicates:appointments duplicates:encounters duplicates:patients"},
		{name: "repeating-counts", dialect: deployment.Offsets, faults: "duplicates:patients:2:1"},
		{name: "moving", faults: "moved:appointments:3 change-between:encounters:2", moves: true},

		{name: "terse", faults: "terse", most: 10, calls: map[string]int{"patients": 2, "eligibility_checks": 2, "encounters": 2}},

		// What stays costs this dataset, this time.
		{
			name: "refusing", exit: engine.Partial, lacks: []string{"patients", "appointments", "encounters", "eligibility_checks"},
			faults: "503:patients:2:* cursor:appointments:1:* same-page:encounters renamed:eligibility_checks:1:*",
			news: gazette{
				"patients": {outcome: models.Unreachable, says: `^page 2: GET /v1/patients: status 503 after 5 attempts` + later},
				"appointments": {
					outcome: models.Failed,
					says:    `: GET /v1/appointments: .*the cursor is not valid any more\n  the portal forgets its lists faster than they are read; run again at a quieter time$`,
				},
				"encounters": {
					outcome: models.Failed,
					says:    `: GET /v1/encounters: the list cannot be followed: .*\n  the profile does not fit this deployment: carehouse probe refusing .* datasets.encounters.paging$`,
				},
				"eligibility_checks": {
					outcome: models.Failed,
					says:    `^page 1: GET /v1/eligibility_checks: .*no records where the profile looks for them\n  .*carehouse probe refusing .* datasets.eligibility_checks.records$`,
				},
			},
		},
		{
			name: "elsewhere", exit: engine.Partial, dialect: deployment.Links, lacks: []string{"patients", "encounters"},
			faults: "link-away:patients:1:* redirect:encounters:1:*",
			news: gazette{
				"patients": {outcome: models.Failed, says: `the next page is said to be somewhere else than this list\n  .*datasets.patients.paging$`},
				"encounters": {
					outcome: models.Failed,
					says:    `^page 1: GET /encounters after 1 attempt: the server redirects to where we do not follow`,
				},
			},
		},
	}
}

// TestSupergoodsHardDays runs the days with the same exit code in one home, and a good day after those that cost anything.
func TestSupergoodsHardDays(t *testing.T) {
	t.Parallel()

	exit := func(d *hardDay) engine.Exit { return d.exit }
	byExit(t, hardDays(), exit, func(t *testing.T, exit engine.Exit, days []*hardDay) {
		t.Helper()
		h := hardStreet(t, days)
		did, said := h.suffers(t, exit)
		if did.Rejects != 0 || did.Drift != 0 {
			t.Errorf("got %+v", did)
		}
		r := h.currentOf(t, records.Source)
		for _, d := range days {
			d.told(t, did, said)
			d.kept(t, r.of(d.name))
		}
		r.state(t).agree(t)
		if exit == engine.OK {
			return
		}
		r.close(t)
		for _, d := range days {
			d.site.Heal()
		}
		h.sync(t, engine.OK)
		r = h.currentOf(t, records.Source)
		for _, d := range days {
			r.of(d.name).matches(t, officeTruth(t, d.name, d.site.Truth(0)))
		}
	})
}

// hardStreet opens a home whose tenants have a hard day each.
func hardStreet(t *testing.T, days []*hardDay) *house {
	t.Helper()
	h := emptyHouse(t)
	entries := []string{"home: ./home\ntenants:\n"}
	for i, d := range days {
		d.site = siteOf(t, deployment.Options{
			Seed: uint64(440 + i), Size: 40, Tenants: 1, MaxLimit: cmp.Or(d.most, 9), Dialect: d.dialect, Faults: strings.Fields(d.faults),
		})
		h.write(t, d.name+".yaml", d.site.Profile())
		entries = append(entries, h.officeEntry(d.name, serve(t, d.site), d.site.Login(0), d.site.Base(), "profile: "+d.name+".yaml"))
	}
	h.write(t, "carehouse.yaml", strings.Join(entries, ""))
	return h
}

// told checks what was said of each dataset, and how often it was asked for.
func (d *hardDay) told(t *testing.T, did engine.Sync, said map[string]string) {
	t.Helper()
	d.news.told(t, d.name, did, said)
	for dataset, want := range d.calls {
		if n := d.site.Calls()[dataset]; n < want {
			t.Errorf("%s: %s was asked for %d times, want %d or more", d.name, dataset, n, want)
		}
	}
}

// kept checks what is published on the hard day.
func (d *hardDay) kept(t *testing.T, r *reader) {
	t.Helper()
	for _, dataset := range deployment.Datasets() {
		have := r.lines(t, "SELECT id FROM "+r.database(dataset))
		switch want := d.site.IDs(0, dataset); {
		case slices.Contains(d.lacks, dataset):
			if len(have) > 0 {
				t.Errorf("%s: %d rows in %s, want none", d.name, len(have), dataset)
			}
		case d.moves: // what left while it was read may be there once more
			for _, id := range want {
				if !slices.Contains(have, id) && dataset != "appointments" {
					t.Errorf("%s: a row is missing in %s", d.name, dataset)
				}
			}
			if len(have) < len(want)-1 || len(have) > len(want)+1 {
				t.Errorf("%s: %d rows in %s, want about %d", d.name, len(have), dataset, len(want))
			}
		case dataset == "patients" && len(d.lacks) == 0:
			r.countsOffice(t, d.site, 0) // of all datasets
			fallthrough
		default:
			if !sameTexts(have, want) {
				t.Errorf("%s: got %d rows in %s, want %d", d.name, len(have), dataset, len(want))
			}
		}
	}
}

// TestSupergoodsDriftIsKeptAndTold has a deployment that renames a field and adds one between two runs.
func TestSupergoodsDriftIsKeptAndTold(t *testing.T) {
	t.Parallel()

	s := surgeryOf(t, deployment.Options{Seed: 450, Size: 40, Tenants: 1})
	s.sync(t, engine.OK)
	s.faults(t, "drift")
	did := s.sync(t, engine.OK, "--full")
	if did.Drift != 5 { // a field more in each of four datasets, and one that is called otherwise
		t.Errorf("got %+v", did)
	}
	r := s.currentOf(t, records.Source)
	drift := r.lines(t, "SELECT DISTINCT dataset || ' ' || path FROM meta.drift ORDER BY 1")
	want := []string{
		"appointments portal_build", "eligibility_checks portal_build", "encounters portal_build", "patients email_address", "patients portal_build",
	}
	if len(drift) != len(want) || !strings.Contains(strings.Join(drift, ","), "email_address") {
		t.Errorf("got drift %q, want %q", drift, want)
	}
	emails := 0
	for _, p := range s.site.Truth(0).Patients {
		if _, ok := p.Email.Get(); ok {
			emails++
		}
	}
	kept := r.one(t, `SELECT count(*) FROM supergood.patients WHERE email IS NULL AND (_extra->>'email_address') LIKE '%@example.com'
		AND (_extra->>'portal_build') = '2026.6'`)
	if kept != strconv.Itoa(emails) || emails == 0 {
		t.Errorf("%s addresses are kept, want %d", kept, emails)
	}
	r.close(t)
	for _, d := range answered[engine.Status](t, s.run(t, "status", "--json").expect(t, engine.OK)).Datasets {
		if want := map[string]int64{"patients": 2}[d.Dataset]; d.Drift != max(want, 1) {
			t.Errorf("status says %+v", d)
		}
	}
	if status := s.run(t, "status").expect(t, engine.OK).stdout; !strings.Contains(status, "5 fields") && !strings.Contains(strings.ToLower(status), "drift") {
		t.Errorf("status does not tell of drift:\n%s", status)
	}
	s.site.Heal()
	s.sync(t, engine.OK, "--full")
	s.currentOf(t, records.Source).holdsOffice(t, s.site)
}
