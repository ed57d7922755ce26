package endtoend

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	deployment "carehouse/extract/supergood/simulator"
	"carehouse/models"
	records "carehouse/models/supergood"
)

// TestSupergoodsModuleIsTakenAwayAndGivenBack withdraws a module between two runs: what was read of it stays, and nothing
// is taken for deleted in the first run that sees other modules than the last one.
func TestSupergoodsModuleIsTakenAwayAndGivenBack(t *testing.T) {
	t.Parallel()

	const suspended = "the licensed modules are others than the last time, so nothing is taken for deleted"
	s := surgeryOf(t, deployment.Options{Seed: 431, Size: 60, Tenants: 1}, "back: 800d") // which is all
	s.sync(t, engine.OK)
	r := s.currentOf(t, records.Source)
	notes := r.digest(t, r.database)["encounters"]
	r.close(t)

	gone := s.site.Delete(0, "appointments", 2)
	s.faults(t, "unlicensed:ehr")
	for i, run := range []struct {
		exit    engine.Exit // of a module that is gone it is told once
		remark  string
		deleted int64
	}{
		{engine.Partial, suspended, 0},
		{engine.OK, "", 0},
		{engine.OK, "", int64(len(gone))},
	} {
		e := s.run(t, "sync", "--json").expect(t, run.exit)
		did := answered[engine.Sync](t, e)
		a, n := ofOffice(t, did, "appointments"), ofOffice(t, did, "encounters")
		if a.Outcome != models.Complete || a.Remark != run.remark || a.Deleted != run.deleted || n.Outcome != models.NotEntitled || did.Deleted != run.deleted {
			t.Errorf("run %d: got %+v and %+v", i+1, a, n)
		}
		said := e.faults(t)[office+" encounters"]
		if (run.exit == engine.Partial) != (said != "") || said != "" && (!strings.Contains(said, "the module is not licensed") ||
			!strings.Contains(said, "license it, put its name right in the profile, or leave")) {
			t.Errorf("run %d said %q", i+1, said)
		}
		if i == 0 && !strings.Contains(s.run(t, "status").stdout, suspended) {
			t.Error("status does not say that nothing is taken for deleted")
		}
	}
	r = s.currentOf(t, records.Source)
	if now := r.digest(t, r.database)["encounters"]; now != notes {
		t.Errorf("encounters are %s, want %s", now, notes)
	}
	r.close(t)
	report := answered[engine.Check](t, s.run(t, "check", "--json").expect(t, engine.Partial)).Tenants[0]
	if report.Seen != "session opened, 3 of 4 datasets open, 2 modules licensed" || len(report.Problems) != 1 ||
		report.Problems[0].Dataset != "encounters" || report.Problems[0].Outcome != models.NotEntitled {
		t.Errorf("check says %+v", report)
	}

	t.Log("the module is back")
	s.site.Heal()
	s.site.Update(0, "encounters", 6)
	gone = append(s.site.Delete(0, "appointments", 1), s.site.Delete(0, "encounters", 2)...)
	for i, deleted := range []int64{0, 2, 1} { // what was not read meanwhile has not seen other modules
		did := s.sync(t, engine.OK)
		if a := ofOffice(t, did, "appointments"); did.Deleted != deleted || (a.Remark == suspended) != (i == 0) {
			t.Errorf("run %d: got %+v", i+1, did)
		}
	}
	r = s.currentOf(t, records.Source)
	r.holdsOffice(t, s.site)
	if len(gone) != 3 {
		t.Errorf("%q are gone", gone)
	}
}

// TestSupergoodsTenantsDoNotMix has two tenants with equal ids in one home, each with a user of its own, and once with one
// user who signs in as one of them after the other.
func TestSupergoodsTenantsDoNotMix(t *testing.T) {
	t.Parallel()

	for name, o := range map[string]deployment.Options{
		"two users": {Seed: 432, Size: 60}, "one user": {Seed: 433, Size: 60, SharedLogin: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			s := surgeryOf(t, o)
			s.write(t, "carehouse.yaml", "home: ./home\ntenants:\n"+s.officeEntry(office, s.url, s.site.Login(0), s.site.Base())+
				s.officeEntry("my-other", s.url, s.site.Login(1), s.site.Base()))
			holds := func() {
				t.Helper()
				r := s.currentOf(t, records.Source)
				defer r.close(t)
				both := officeTruth(t, office, s.site.Truth(0))
				both.beside(officeTruth(t, "my-other", s.site.Truth(1)))
				r.matches(t, both)
				r.of(office).countsOffice(t, s.site, 0)
				r.of("my-other").countsOffice(t, s.site, 1)
			}
			s.sync(t, engine.OK)
			holds()
			if n := s.site.Sessions(); n > 4 { // as many as there are turns, not one a page
				t.Errorf("%d sessions were opened", n)
			}
			s.site.Update(0, "patients", 3)
			s.site.Delete(1, "encounters", 2)
			s.sync(t, engine.OK)
			if did := s.sync(t, engine.OK); did.Deleted != 2 {
				t.Errorf("got %+v", did)
			}
			holds()
			r := s.currentOf(t, records.Source)
			for _, dataset := range deployment.Datasets() {
				twice := r.one(t, "SELECT count(*) FROM (SELECT id FROM "+r.database(dataset)+" GROUP BY id HAVING count(DISTINCT _tenant) > 1)")
				if twice == "0" {
					t.Errorf("%s: the tenants have no id in common", dataset)
				}
			}
		})
	}
}

// A wire is a network on which every address is a deployment, and which notes what goes over it.
type wire struct {
	http.Handler

	mu    sync.Mutex
	asked []string
}

// RoundTrip implements [http.RoundTripper].
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	w.asked = append(w.asked, r.Method+" "+r.URL.Host+r.URL.Path)
	w.mu.Unlock()
	answer := httptest.NewRecorder()
	served := r.Clone(r.Context())
	if served.Body == nil {
		served.Body = http.NoBody
	}
	w.ServeHTTP(answer, served)
	resp := answer.Result()
	resp.Request = r
	return resp, nil
}

// TestSupergoodIsNotAskedByAProfileThatNobodyConfirmed reaches for another machine with it: only a probe does.
func TestSupergoodIsNotAskedByAProfileThatNobodyConfirmed(t *testing.T) {
	t.Parallel()

	s := surgeryOf(t, deployment.Options{Seed: 434, Size: 30, Tenants: 1})
	w := &wire{Handler: s.site}
	const says = "the profile is not confirmed: nobody has compared it with this deployment"
	const next = "carehouse probe my-portal shows what the deployment answers; put the profile right, then write  confirmed: true  into it"
	for _, settings := range [][]string{
		{"base_url: https://tebra.example.com/v1"}, {"base_url: https://tebra.example.com/v1", "profile: supergood.yaml"},
	} {
		s.write(t, "supergood.yaml", strings.Replace(s.site.Profile(), "confirmed: true", "confirmed: false", 1))
		s.configure(t, settings...)
		for _, args := range [][]string{{"sync"}, {"sync", "--full"}, {"check"}, {"watch", "--rounds", "1"}, {"plan"}} {
			e := s.elsewhen(t, 0, w, args...)
			switch args[0] {
			case "plan":
				e.expect(t, engine.OK)
				continue
			case "watch":
				e.expect(t, engine.OK)
			default:
				e.expect(t, engine.Person)
			}
			said := strings.Join(strings.Fields(e.stdout+e.stderr), " ")
			if !strings.Contains(said, says) || args[0] != "watch" && !strings.Contains(said, strings.Join(strings.Fields(next), " ")) ||
				args[0] == "sync" && len(e.faults(t)) != 1 {
				t.Errorf("%v: got %s%s", args, e.stdout, e.stderr)
			}
		}
		if len(w.asked) > 0 {
			t.Errorf("asked %q", w.asked)
		}
	}
	e := s.elsewhen(t, 0, w, "probe", office).expect(t, engine.OK)
	s.masked(t, e)
	want := []string{
		"POST tebra.example.com/v1/authenticate", "GET tebra.example.com/v1/patients", "GET tebra.example.com/v1/appointments",
		"GET tebra.example.com/v1/encounters", "GET tebra.example.com/v1/eligibility_checks",
	}
	if !slices.Equal(w.asked, want) {
		t.Errorf("asked %q, want %q", w.asked, want)
	}

	t.Log("and with one that is")
	s.write(t, "supergood.yaml", s.site.Profile())
	s.elsewhen(t, 0, w, "sync").expect(t, engine.OK)
	s.currentOf(t, records.Source).holdsOffice(t, s.site)
}

// TestSupergoodsProbeShowsNoValue looks at a deployment that is spelled as nobody has said yet.
func TestSupergoodsProbeShowsNoValue(t *testing.T) {
	t.Parallel()

	s := surgeryOf(t, deployment.Options{Seed: 435, Size: 40, Tenants: 1, Dialect: deployment.Offsets, Faults: []string{"drift"}},
		"profile: supergood.yaml")
	s.write(t, "supergood.yaml", s.site.Profile())
	text := s.run(t, "probe", office).expect(t, engine.OK)
	probe := s.run(t, "probe", office, "--json").expect(t, engine.OK)
	s.masked(t, text)
	s.masked(t, probe)
	fields := map[string]engine.ProbeField{}
	for _, d := range answered[engine.Probe](t, probe).Datasets {
		for _, f := range d.Fields {
			fields[d.Dataset+" "+f.Path] = f
		}
		if d.Records != 5 || d.Problem != nil {
			t.Errorf("got %+v", d)
		}
	}
	for path, want := range map[string]engine.ProbeField{
		"patients id":                  {Type: "number", Looks: "999999", Column: "patients.id"},
		"patients name.first":          {Type: "text", Column: "patients.first_name"},
		"patients contacts.value":      {Type: "text", Column: "patient_phones.number"},
		"patients emailAddress":        {Type: "text|null", Column: ""},
		"patients portalBuild":         {Type: "text", Looks: "9999.9", Column: ""},
		"appointments slot.start":      {Type: "text", Looks: "9999-99-99x99:99:99x", Column: "appointments.start_at"},
		"encounters orders.labs":       {Type: "list|number|null", Column: "encounters.lab_orders_count"},
		"eligibility_checks response":  {Type: "object|null", Column: "eligibility_checks.response"},
		"eligibility_checks copayment": {Type: "number|null", Column: "eligibility_checks.copayment"},
		"appointments intakeCompleted": {Type: "flag|null", Column: "appointments.intake_completed"},
	} {
		got := fields[path]
		sameType := sameTexts(strings.Split(got.Type, "|"), strings.Split(want.Type, "|")) || got.Type == strings.TrimSuffix(want.Type, "|null")
		if !sameType || got.Column != want.Column || want.Looks != "" && got.Looks != want.Looks {
			t.Errorf("%s: got %+v, want %+v", path, got, want)
		}
		if want.Type != "" && !strings.Contains(text.stdout, " "+strings.Fields(path)[1]+" ") {
			t.Errorf("it is not said in words that there is %s", path)
		}
	}
}

// masked checks that nothing of a record was said: the words that name somebody, and every text that is long enough not to
// be there by chance.
func (s *surgery) masked(t *testing.T, e ended) {
	t.Helper()
	words := s.site.Canaries()
	now := s.site.Truth(0)
	for _, p := range now.Patients {
		words = append(words, longTexts(p.ID, p.FirstName, p.LastName, p.Email)...)
		for _, phone := range p.Phones {
			words = append(words, longTexts(phone.Number)...)
		}
	}
	for _, a := range now.Appointments {
		words = append(words, longTexts(a.ID, a.TelehealthURL, a.VisitType)...)
	}
	for _, c := range now.Checks {
		words = append(words, longTexts(c.ID, c.MemberID, c.PayerName, c.PlanName)...)
	}
	if len(words) < 100 || len(e.stdout) < 1000 {
		t.Fatalf("%d words, and %d bytes were said", len(words), len(e.stdout))
	}
	for _, word := range words {
		if strings.Contains(e.stdout+e.stderr, word) {
			t.Errorf("carehouse %s says %q", strings.Join(e.args, " "), word)
		}
	}
}

// texts returns those that are more than a letter or two.
func longTexts(all ...models.Text) []string {
	var found []string
	for _, text := range all {
		if word, _ := text.Get(); len(word) > 3 {
			found = append(found, word)
		}
	}
	return found
}

// TestSupergoodsProfileIsReadStrictly makes mistakes in a profile, which are told with the file and the line.
func TestSupergoodsProfileIsReadStrictly(t *testing.T) {
	t.Parallel()

	s := surgeryOf(t, deployment.Options{Size: -1, Tenants: 1}, "profile: spelled/portal.yaml")
	must(t, os.Mkdir(s.path("spelled"), 0o700))
	good := s.site.Profile()
	line := func(of string) int {
		t.Helper()
		before, _, ok := strings.Cut(good, of)
		if !ok {
			t.Fatalf("there is no %q", of)
		}
		return strings.Count(before, "\n") + 1
	}
	for _, tt := range []struct{ name, old, new, says, next string }{
		{"a key that nobody knows", `  token: `, `  tokn: `, "tokn", "token"},
		{"the live check", `path: "/eligibility_checks"`, `path: "/eligibility"`, "it is never called", ""},
		{"a call that writes", `path: "/authenticate"`, `path: "/submit_claim"`, "no call that opens a session", ""},
		{"another method", `path: "/patients"`, `path: "/patients"` + "\n    method: POST", "only GET; nothing is ever written", ""},
		{"no such dataset", "\n  patients:", "\n  patient:", "patient", "patients"},
		{"no such column", `updated_at: "checked_at"`, `fields: {first_nam: x}`, "no column of eligibility_checks", ""},
		{"no number", `limit: "limit"`, "size: many", "size", ""},
		{"no YAML", `header: `, "header: {", "not valid YAML", ""},
	} {
		s.write(t, "spelled/portal.yaml", strings.Replace(good, tt.old, tt.new, 1))
		e := s.run(t, "sync").expect(t, engine.Usage)
		at := fmt.Sprintf("portal.yaml:%d: ", line(strings.TrimPrefix(tt.old, "\n"))+strings.Count(tt.new, "\n")-strings.Count(tt.old, "\n"))
		if !strings.Contains(e.stderr, at) || !strings.Contains(e.stderr, tt.says) || !strings.Contains(e.stderr, tt.next) {
			t.Errorf("%s: want %q and %q:\n%s", tt.name, at, tt.says, e.stderr)
		}
	}
	must(t, os.Remove(s.path("spelled", "portal.yaml")))
	if e := s.run(t, "sync").expect(t, engine.Usage); !strings.Contains(e.stderr, "carehouse.yaml:") || !strings.Contains(e.stderr, "portal.yaml") {
		t.Errorf("got %s", e.stderr)
	}
	if calls := s.site.Calls(); sum(calls) > 0 {
		t.Errorf("asked %v", calls)
	}
}
