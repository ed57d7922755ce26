package endtoend

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract"
	"carehouse/extract/nextech"
	"carehouse/extract/supergood"
	deployment "carehouse/extract/supergood/simulator"
	"carehouse/extract/tebra"
	"carehouse/extract/tpastream"
	"carehouse/models"
	records "carehouse/models/supergood"
	"carehouse/sql"
)

// TestSupergoodsRebuildMakesTheSameTablesAndTheSameBytes makes everything again of a home with a history: pages of two
// profiles, a list that was forgotten halfway, deletions, and a module that is not licensed any more.
func TestSupergoodsRebuildMakesTheSameTablesAndTheSameBytes(t *testing.T) {
	t.Parallel()

	s := surgeryOf(t, deployment.Options{Seed: 461, Size: 50, MaxLimit: 12, Tenants: 1, Faults: []string{"cursor:encounters:1"}}, "back: 800d")
	s.sync(t, engine.OK)
	s.site.Change(4, 10, 3)
	s.sync(t, engine.OK)
	s.configure(t, "back: 800d", "notes: true")
	s.sync(t, engine.OK)
	s.faults(t, "unlicensed:billing")
	s.sync(t, engine.Partial, "--full")
	s.sync(t, engine.OK)
	before := s.currentOf(t, records.Source)
	want, files := before.state(t), before.files(t)
	if n := before.one(t, "SELECT count(*) FROM history.supergood_encounters WHERE op = 'delete'"); n == "0" || len(files) < 10 {
		t.Errorf("%s deletions and %d files: there is no history", n, len(files))
	}
	asked := s.site.Calls()
	for _, command := range []string{"rebuild", "replay"} {
		if got := s.does(t, engine.OK, command); !got.Published || got.Requests != 0 {
			t.Errorf("%s: got %+v", command, got)
		}
		after := s.currentOf(t, records.Source)
		after.state(t).equal(t, want)
		after.sameFiles(t, command, files)
		after.close(t)
	}
	if calls := since(asked, s.site.Calls()); len(calls) > 0 {
		t.Errorf("asked %v", calls)
	}
	s.verify(t)

	t.Log("what was rebuilt can be gone on with")
	s.site.Heal()
	s.configure(t, "back: 800d")
	s.site.Change(2, 4, 0)
	s.sync(t, engine.OK, "--full")
	s.currentOf(t, records.Source).holdsOffice(t, s.site)
}

// TestSupergoodsKilledSweepGoesOn kills a run amid a list, with cursors that still hold and with cursors that were forgotten
// meanwhile.
func TestSupergoodsKilledSweepGoesOn(t *testing.T) {
	t.Parallel()

	for name, forgotten := range map[string]bool{"a cursor that holds": false, "a cursor that was forgotten": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			s := surgeryOf(t, deployment.Options{Seed: 462, Size: 60, MaxLimit: 6, Tenants: 1})
			if !s.killed(t, "landing.page.line.sync.done:4", "sync", office+"/appointments") {
				t.Fatal("the run was not killed")
			}
			first := s.site.Calls()
			if n := first["appointments"]; n < 4 || n > 5 {
				t.Fatalf("asked for %d pages before it was killed", n)
			}
			if forgotten {
				s.faults(t, "cursor:appointments:1")
			}
			did := s.sync(t, engine.OK, office+"/appointments")
			calls := since(first, s.site.Calls())
			if n := calls["appointments"]; !forgotten && n != 6 || forgotten && n != 11 || calls["authenticate"] != 1 {
				t.Errorf("asked %v for what was left of 10 pages", calls)
			}
			if d := ofOffice(t, did, "appointments"); d.Outcome != models.Complete || d.Records != 60 {
				t.Errorf("got %+v", d)
			}
			r := s.currentOf(t, records.Source)
			for _, from := range []func(string) string{r.database, r.lake} {
				if !sameTexts(r.lines(t, "SELECT id FROM "+from("appointments")), s.site.IDs(0, "appointments")) {
					t.Errorf("%s are not those that there are", from("appointments"))
				}
			}
			s.tidy(t)
		})
	}
}

// TestSupergoodAndAllOtherSourcesLiveInOneHome syncs every source that there is, and joins what three of them say of the same people.
func TestSupergoodAndAllOtherSourcesLiveInOneHome(t *testing.T) {
	t.Parallel()

	h := emptyHouse(t)
	t.Cleanup(func() { must(t, os.RemoveAll(h.path(nextech.Driver().Name))) }) // its roster and its token: what it was given
	tenants, names := []string{"home: ./home\ntenants:\n"}, map[string]string{}
	sizes := map[string]int{"tpastream": 30, "tebra": 1600, "nextech": 600, "supergood": 40} // as little as knows some people
	for _, d := range []extract.Driver{tpastream.Driver(), tebra.Driver(), nextech.Driver(), supergood.Driver()} {
		api := got(d.Simulate(extract.SimulateOptions{Seed: 463, Size: sizes[d.Name], Clock: time.Now}))(t)
		name := "all-" + d.Name
		entry, env := api.Tenant(name, serve(t, api))
		names[name] = d.Name
		tenants = append(tenants, "  - "+strings.ReplaceAll(strings.TrimSpace(entry), "\n", "\n    ")+"\n")
		for key, value := range env {
			h.env = append(h.env, key+"="+value)
		}
		if beside, ok := api.(extract.Files); ok {
			for path, content := range beside.Files(name) {
				must(t, os.MkdirAll(h.path(path[:strings.LastIndexByte("/"+path, '/')]), 0o700))
				h.write(t, path, string(content))
			}
		}
	}
	h.write(t, "carehouse.yaml", strings.Join(tenants, ""))
	did := h.sync(t, engine.OK)
	if !did.Published || did.Rejects != 0 {
		t.Errorf("got %+v", did)
	}
	listed := map[string]int64{}
	status := answered[engine.Status](t, h.run(t, "status", "--json").expect(t, engine.OK))
	for _, d := range status.Datasets {
		listed[d.Tenant+" "+d.Source] += d.Rows
	}
	words := h.run(t, "status").expect(t, engine.OK).stdout
	for name, source := range names {
		if listed[name+" "+source] == 0 || !strings.Contains(words, name) {
			t.Errorf("status says nothing of %s: %v", name, listed)
		}
	}
	r := h.currentOf(t, records.Source)
	people := r.lines(t, got(sql.Text("report/tour_join"))(t))
	if !slices.ContainsFunc(people, regexp.MustCompile(`^\d+ \| [1-9]\d* \| \d.* \| [1-9]\d* \| 2.* \| [1-9]`).MatchString) {
		t.Errorf("three sources know %d people in common: %q", len(people), people)
	}
	for _, schema := range names {
		if r := h.currentOf(t, schema); len(r.names()) == 0 {
			t.Errorf("there is no table of %s", schema)
		}
	}
	if again := h.sync(t, engine.OK); again.Published {
		t.Errorf("nothing happened, and this was published: %+v", again)
	}
}
