package endtoend

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	eyes "carehouse/extract/nextech/simulator"
	"carehouse/models"
	records "carehouse/models/nextech"
)

// annex is a second tenant beside the practice.
const annex = "eye-annex"

// besides adds the login's second practice as a tenant, with a token of its own or with that of the first.
func (p *practice) besides(t *testing.T, shared bool) {
	t.Helper()
	first, second := p.login.Practices()[0], p.login.Practices()[1]
	p.write(t, rosterOf(annex), string(p.login.CSV(second)))
	entry := strings.Replace(practiceEntry(annex, p.login, p.url), strconv.Quote(first), strconv.Quote(second), 1)
	if shared {
		entry = strings.Replace(entry, tokenOf(annex), tokenOf(practiceName), 1)
	} else {
		p.write(t, tokenOf(annex), p.login.RefreshToken()+"\n")
	}
	p.write(t, "carehouse.yaml", "home: ./home\ntenants:\n"+practiceEntry(practiceName, p.login, p.url)+entry)
}

// holdsBoth checks that each tenant has its own practice's rows, and nobody has others.
func (p *practice) holdsBoth(t *testing.T, first, second eyes.Truth) {
	t.Helper()
	p.present(t, func(r *reader) {
		for tenant, truth := range map[string]eyes.Truth{practiceName: first, annex: second} {
			one := r.of(tenant)
			one.holdsPractice(t, truth)
			for _, table := range one.names() {
				for _, from := range []func(string) string{one.database, one.lake} {
					if n := one.one(t, "SELECT string_agg(DISTINCT practice_id) FROM "+from(table)); n != truth.Practice {
						t.Errorf("%s: %s has rows of practice %s, want %s", tenant, table, n, truth.Practice)
					}
				}
			}
		}
	})
}

// TestNextechPracticesStayApart has two practices in one home whose patients have equal ids and are other people, once with a
// login each and once with one that both use.
func TestNextechPracticesStayApart(t *testing.T) {
	t.Parallel()

	for name, shared := range map[string]bool{"a login each": false, "one login": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()

			p := practiceOf(t, eyes.Options{Seed: 481, Size: 40, Patients: 20, Practices: 2, Now: june})
			p.besides(t, shared)
			p.night(t, engine.OK)
			for _, tenant := range []string{practiceName, annex} { // what is remembered of one's patients says nothing of the other's
				got(os.Stat(p.path("home", "memory", records.Source, tenant, "ledger.json")))(t)
			}
			if tokens := p.login.Tokens(); tokens.Refreshes != 2 || tokens.Refused != 0 {
				t.Errorf("got %+v", tokens)
			}
			for _, r := range p.took() {
				if r.Call != eyes.CallToken && r.Status != 200 {
					t.Errorf("%s of practice %q is answered %d", r.Call, r.Practice, r.Status)
				}
			}
			second := p.login.Practices()[1]
			before := p.login.Truth(second)
			p.holdsBoth(t, p.login.Truth(""), before)
			p.present(t, func(r *reader) {
				twice := r.one(t, "SELECT count(*) FROM (SELECT patient_id FROM nextech.patients GROUP BY 1 HAVING count(DISTINCT last_name || first_name) > 1)")
				if twice == "0" {
					t.Error("no two practices have a patient's id in common")
				}
			})

			t.Log("what goes in one does not go in the other, and one that is taken away keeps its rows")
			p.login.Delete(2)
			must(t, p.login.Fault("wrong-practice:"+second))
			deleted := int64(0)
			for i := range 2 {
				did := p.night(t, engine.Partial, "--full")
				deleted += did.Deleted
				if d := datasetOf(t, did, annex, "encounters"); d.Outcome != models.NotEntitled || d.Deleted != 0 {
					t.Errorf("run %d: got %+v", i+1, d)
				}
				if d := datasetOf(t, did, practiceName, "encounters"); d.Outcome != models.Complete {
					t.Errorf("run %d: got %+v", i+1, d)
				}
			}
			now := p.login.Truth("")
			p.holdsBoth(t, now, before)
			if n := 24 - len(now.Encounters); deleted != int64(n) {
				t.Errorf("%d were deleted, want %d", deleted, n)
			}
		})
	}
}

// TestNextechAPracticeThatFallsSilentKeepsItsRecords has every question about encounters answered with nothing that means
// something, and then with empty lists. The first says nothing of anybody; the second is so much at once that it waits for a
// person.
func TestNextechAPracticeThatFallsSilentKeepsItsRecords(t *testing.T) {
	t.Parallel()

	p := practiceOf(t, eyes.Options{Seed: 482, Size: 30, Patients: 10, Now: june})
	p.night(t, engine.OK)
	for _, silence := range []string{"null-body:encounters:1:*", "empty-body:encounters:1:*", "404:encounters:2:*:2"} {
		p.faulty(t, silence)
		for range 2 {
			if did := p.night(t, engine.OK, "--full"); did.Deleted != 0 || did.Published {
				t.Errorf("%s: got %+v", silence, did)
			}
		}
		p.login.Heal()
	}
	p.holdsNow(t)

	before := p.login.Truth("")
	p.login.Delete(1000)
	if did := p.night(t, engine.OK, "--full"); did.Deleted != 0 {
		t.Errorf("got %+v", did)
	}
	p.later(time.Minute)
	e := p.within(t, nil, "sync", "--full").expect(t, engine.Refused)
	if want := fmt.Sprintf("carehouse: %s encounters: 30 of 30 records would go at once\n", practiceName); !strings.Contains(e.stderr, want) {
		t.Errorf("nothing is said like %q:\n%s", want, e.stderr)
	}
	p.present(t, func(r *reader) { r.holdsPractice(t, before) })
	if did := p.night(t, engine.OK, "--full", "--allow-shrink"); did.Deleted != 30 {
		t.Errorf("got %+v", did)
	}
	p.holdsNow(t)
	p.present(t, func(r *reader) {
		if n := len(r.lines(t, "SELECT 1 FROM history.nextech_encounters WHERE op = 'delete'")); n != 30 {
			t.Errorf("history knows of %d", n)
		}
	})
}
