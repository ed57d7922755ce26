package endtoend

import (
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	soap "carehouse/extract/tebra/simulator"
	"carehouse/extract/tpastream/simulator"
	records "carehouse/models/tebra"
)

// TestASourceThatLeavesTheConfigurationLeavesItsTables has two sources in one home, and then one of them.
func TestASourceThatLeavesTheConfigurationLeavesItsTables(t *testing.T) {
	t.Parallel()

	h := build(t, simulator.Options{Seed: 231, Claims: 40, Retention: long}, "per_page: 25")
	h.env = credentials(t)
	account := accountOf(t, soap.Options{Seed: 231, Size: 20, Practices: 1})
	claims, alone := h.tenant("my-tpa", h.url, "per_page: 25"), "home: ./home\ntenants:\n"
	h.write(t, "carehouse.yaml", alone+claims+companyEntry(company, records.Source, serve(t, account)))
	h.sync(t, engine.OK)
	h.current(t).holds(t, h.truth(t, h.api.Truth()))
	h.currentOf(t, records.Source).holdsRecords(t, account)
	r := h.currentOf(t, records.Source)
	was, files := r.state(t), lakeFiles(t, r)
	r.close(t)

	h.write(t, "carehouse.yaml", alone+claims)
	h.api.Insert(5)
	h.api.Update(5)
	h.api.Advance(shown)
	asked := account.Calls()
	if did := h.sync(t, engine.OK); !did.Published {
		t.Errorf("got %+v", did)
	}
	r = h.currentOf(t, records.Source)
	r.state(t).equal(t, was)
	if now := lakeFiles(t, r); now != files || !strings.Contains(now, "charges") {
		t.Errorf("the files are %s, want %s", now, files)
	}
	if calls := since(asked, account.Calls()); len(calls) > 0 {
		t.Errorf("it was asked %v", calls)
	}
	status := h.run(t, "status").expect(t, engine.OK)
	kept := answered[engine.Status](t, h.run(t, "status", "--json").expect(t, engine.OK)).Kept
	if len(kept) != 1 || kept[0] != (engine.KeptTenant{Source: records.Source, Tenant: company}) || !strings.Contains(status.stdout, company) {
		t.Errorf("status says %+v and\n%s", kept, status.stdout)
	}
	h.verify(t)

	t.Log("and the database can be made again without it")
	h.run(t, "rebuild").expect(t, engine.OK)
	r = h.currentOf(t, records.Source)
	r.presents(t, was)
	h.verify(t)
}

// presents compares the present, which is all that a rebuild promises of a source that cannot be asked.
func (r *reader) presents(t *testing.T, was state) {
	t.Helper()
	now := r.state(t)
	now.database.equal(t, "database", was.database)
	now.lake.equal(t, "lake", was.lake)
}

// lakeFiles names a source's Parquet files.
func lakeFiles(t *testing.T, r *reader) string {
	t.Helper()
	var names []string
	for _, path := range got(filepath.Glob(filepath.Join(r.dir, "lake", r.schema, "*", "*", "*.parquet")))(t) {
		names = append(names, strings.TrimPrefix(path, r.dir))
	}
	return strings.Join(names, "\n")
}

// TestAKilledFollowerGoesOnWhereItWas kills a run amid the patients that are asked for one by one. What was landed is not
// asked for again, neither of them nor of what they follow.
func TestAKilledFollowerGoesOnWhereItWas(t *testing.T) {
	t.Parallel()

	c := clinicOf(t, soap.Options{Seed: 232, Size: 100, Practices: 1}, ago(30*24*time.Hour), "ahead: 1d")
	c.sync(t, engine.OK, company+"/patient_roster")
	c.sync(t, engine.OK, company+"/patients")
	if asked := c.account.Calls(); asked["GetPatient"] != 0 || asked["GetPatients"] == 0 {
		t.Fatalf("asked %v", asked)
	}
	before, all := c.account.Calls(), c.account.Count("patient_details")
	if !c.killed(t, "landing.page.line.sync.done:8", "sync", company+"/patient_details") {
		t.Fatal("the run was not killed", since(before, c.account.Calls()))
	}
	first := since(before, c.account.Calls())
	if n := first["GetPatient"]; n < 7 || n >= all {
		t.Fatalf("asked %v before it was killed, of %d patients", first, all)
	}
	did := c.sync(t, engine.OK, company+"/patient_details")
	calls := since(before, c.account.Calls())
	if n := calls["GetPatient"]; n > all+1 || calls["GetPatients"] != 0 || calls["GetAllPatients"] != 0 {
		t.Errorf("asked %v for %d patients, of whom %d had come before the kill", calls, all, first["GetPatient"])
	}
	if d := of(t, did, "patient_details"); d.Records != int64(all) || int(d.Requests) > all-6 {
		t.Errorf("got %+v", d)
	}
	r := c.currentOf(t, records.Source)
	for _, from := range []func(string) string{r.database, r.lake} {
		if n := r.one(t, "SELECT count(*) FROM "+from("patient_details")); n != strconv.Itoa(all) {
			t.Errorf("got %s patients, want %d", n, all)
		}
	}
	c.verify(t)
}
