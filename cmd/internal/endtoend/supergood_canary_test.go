package endtoend

import (
	"testing"

	"carehouse/cmd/internal/cli/engine"
	deployment "carehouse/extract/supergood/simulator"
	records "carehouse/models/supergood"
)

// TestSupergoodsRecordsAreSaidNowhere runs every command over a deployment on good days and bad ones, with all that can be
// told switched on. What is said, and what is left outside of the tables, is searched when the last test is over: for the
// credentials and the session in every writing, and for what the tables say of people. And when it is over, no payer was
// asked and nothing was written, see [siteOf].
func TestSupergoodsRecordsAreSaidNowhere(t *testing.T) {
	t.Parallel()

	s := surgeryOf(t, deployment.Options{Seed: 471, Size: 40, MaxLimit: 11, Tenants: 1}, "notes: true")
	s.forbidOffice(t)
	loud := []string{"CAREHOUSE_LOG=debug,json"}
	s.runWith(t, loud, "check").expect(t, engine.OK)
	s.runWith(t, loud, "probe", office).expect(t, engine.OK)
	s.runWith(t, loud, "sync").expect(t, engine.OK)
	s.faults(t, "drift", "cursor:encounters:1", "garbled:appointments:2", "500:patients:1", "expire:encounters:2", "redirect:eligibility_checks:1:*")
	s.site.Change(4, 8, 3)
	s.forbidOffice(t)
	s.runWith(t, loud, "sync", "--json", "--full").expect(t, engine.Partial)
	s.runWith(t, loud, "check", "--json").expect(t, engine.Partial)
	s.runWith(t, loud, "probe", office, "--json").expect(t, engine.Partial)
	s.site.Heal()
	for _, fault := range []string{"wrong-password", "mfa:sms", "unlicensed:scheduling", "html-200:authenticate:1:*", "423:authenticate:1:*"} {
		s.faults(t, fault)
		for _, command := range []string{"sync", "check"} {
			if e := s.runWith(t, loud, command); e.exit != int(engine.Person) && e.exit != int(engine.Partial) {
				t.Errorf("%s: carehouse %s: exit %d\n%s", fault, command, e.exit, e.stderr)
			}
		}
		s.site.Heal()
	}
	s.runWith(t, loud, "watch", "--rounds", "1").expect(t, engine.OK)
	for _, args := range tour(office + "/patients") {
		asked := s.site.Calls()
		s.runWith(t, loud, args...).expect(t, engine.OK)
		if calls := since(asked, s.site.Calls()); len(calls) > 0 {
			t.Errorf("%v asked %v", args, calls)
		}
	}
	r := s.currentOf(t, records.Source)
	if n := r.one(t, "SELECT count(*) FROM supergood.encounters WHERE note_text LIKE '%"+deployment.Marker+"%'"); n == "0" {
		t.Error("no note names anybody: the test has looked for nothing")
	}
	r.footers(t, records.Tables(), 20)
	must(t, s.collect("the surgery"))
	told.has(t, "the surgery: home/runs.jsonl", "the surgery: meta.drift", "the surgery: meta.windows", "the surgery: meta.pages",
		"the surgery: home/landing")
}

// forbidOffice forbids what the deployment says of people, but for what a practice elsewhere may have too, as a street.
func (s *surgery) forbidOffice(t *testing.T) {
	t.Helper()
	now := s.site.Truth(0)
	var words []string
	for _, p := range now.Patients {
		words = append(words, longTexts(p.Email)...)
		for _, i := range p.Insurances {
			words = append(words, longTexts(i.MemberID)...)
		}
	}
	for _, a := range now.Appointments {
		words = append(words, longTexts(a.TelehealthURL)...)
	}
	for _, c := range now.Checks {
		words = append(words, longTexts(c.MemberID)...)
	}
	if len(words) < 30 {
		t.Errorf("only %d words are looked for", len(words))
	}
	told.forbid(words...)
	told.forbid(s.site.Login(0).Username)
}
