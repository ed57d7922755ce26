package endtoend

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	soap "carehouse/extract/tebra/simulator"
	records "carehouse/models/tebra"
)

// TestNoCommandSaysWhoseRecordsTheyAre runs every command over an account on good days and bad ones, with all that can be
// told switched on. What is said, and what is left outside of the tables, is searched when the last test is over: for the
// credentials in every writing, for the names of patients, and for what else the tables say of them.
func TestNoCommandSaysWhoseRecordsTheyAre(t *testing.T) {
	t.Parallel()

	c := clinicOf(t, soap.Options{Seed: 241, Size: 20, Practices: 1, Faults: []string{"extra-element", "cases-listed"}},
		"external_ids: {vendor_id: 7, file: ids.csv}")
	external := []string{"external_id"}
	_, ids := c.account.ExternalIDs()
	for id := range ids {
		external = append(external, id)
	}
	c.write(t, "ids.csv", strings.Join(external, "\n")+"\n")
	c.secret = "ids.csv"
	loud := []string{"CAREHOUSE_LOG=debug,json"}
	c.runWith(t, loud, "check").expect(t, engine.OK)
	c.runWith(t, loud, "sync").expect(t, engine.OK)
	r := c.currentOf(t, records.Source)
	forbidPeople(t, r)
	r.footers(t, records.Tables(), 100)
	r.listed(t)
	r.close(t)

	faulty(t, c.account, "internal-fault:GetCharges:1:1", "truncated:GetPatients:1:1", "throttled:GetPayments:1:2", "throttle-cut",
		"deserialization-failed:GetProviders:1:*", "error:GetTransactions", "no-permission:GetAppointments", "redirect:GetPractices:3:1",
		"reset:GetPatient:1:1")
	c.account.Change(4, 8, 1)
	c.runWith(t, loud, "sync", "--json").expect(t, engine.Partial)
	c.runWith(t, loud, "check", "--json").expect(t, engine.Partial)
	c.account.Heal()
	for _, fault := range []string{"bad-key", "bad-password"} {
		faulty(t, c.account, fault)
		c.runWith(t, loud, "sync").expect(t, engine.Person)
		c.runWith(t, loud, "check").expect(t, engine.Person)
		c.account.Heal()
		c.runWith(t, loud, "check").expect(t, engine.OK) // what was refused is not sent again by itself
	}
	c.runWith(t, loud, "sync", "--full").expect(t, engine.OK)
	for _, args := range tour(company + "/charges") {
		c.runWith(t, loud, args...).expect(t, engine.OK)
	}
	c.tokens(t, ids)
	must(t, c.collect("the clinic"))
	told.has(t, "the clinic: home/runs.jsonl", "the clinic: meta.drift", "the clinic: meta.windows", "the clinic: meta.pages")
}

// token is where in a window a page is, as its manifest has it.
var token = regexp.MustCompile(`"token":"([^"]*)"`)

// tokens looks at the tokens of pages that were asked for by an integrator's ids, which are the only ones of a question
// that are somebody's.
func (c *clinic) tokens(t *testing.T, ids map[string]int64) {
	t.Helper()
	seen := 0
	for _, path := range got(filepath.Glob(c.path("home", "landing", "tebra", company, "patient_external_ids", "*", "manifest.jsonl")))(t) {
		for _, found := range token.FindAllStringSubmatch(string(got(os.ReadFile(path))(t)), -1) {
			seen++
			for id := range ids {
				if strings.Contains(found[1], id) {
					t.Errorf("the token %q names a patient", found[1])
				}
			}
		}
	}
	if seen < len(ids) || len(ids) == 0 {
		t.Errorf("saw %d tokens of %d ids", seen, len(ids))
	}
}

// forbidPeople forbids what the tables say of people in columns that name somebody.
func forbidPeople(t *testing.T, r *reader) {
	t.Helper()
	n := 0
	for table, columns := range map[string][]string{
		"patients":           {"ssn", "patient_full_name", "email_address"},
		"insurance_policies": {"number", "insured_full_name", "insured_social_security_number"},
		"appointments":       {"patient_full_name"},
		"charges":            {"patient_name"},
		"providers":          {"full_name"},
	} {
		for _, column := range columns {
			for _, word := range r.lines(t, "SELECT DISTINCT "+column+" FROM tebra."+table+" WHERE length("+column+"::VARCHAR) > 7") {
				told.forbid(word)
				n++
			}
		}
	}
	if n < 20 {
		t.Errorf("only %d words are looked for", n)
	}
}

// listed checks that cases are told where they usually are not.
func (r *reader) listed(t *testing.T) {
	t.Helper()
	if n := r.one(t, "SELECT count(*) FROM tebra.patients WHERE cases LIKE '%"+soap.Marker+"%' AND _extra IS NOT NULL"); n == "0" {
		t.Error("no cases were listed")
	}
}
