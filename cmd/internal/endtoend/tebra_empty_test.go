package endtoend

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	soap "carehouse/extract/tebra/simulator"
	records "carehouse/models/tebra"
)

// TestAnAccountThatFallsSilentKeepsItsRecords has every wide question answered with nothing, as the service does with some
// that are too much for it. Nothing goes, neither at once nor when the next sweeps say the same: that much waits for a
// person.
func TestAnAccountThatFallsSilentKeepsItsRecords(t *testing.T) {
	t.Parallel()

	c := clinicOf(t, soap.Options{Seed: 220, Size: 40, Practices: 1})
	c.sync(t, engine.OK)
	faulty(t, c.account, "wide-empty:2")
	if did := c.sync(t, engine.OK, "--full"); did.Deleted != 0 {
		t.Errorf("one silent sweep deleted %d", did.Deleted)
	}
	c.currentOf(t, records.Source).holdsRecords(t, c.account)
	for _, args := range [][]string{{"--full"}, nil} { // what was refused is tried by every run
		e := c.run(t, append([]string{"sync", "--json"}, args...)...).expect(t, engine.Refused)
		for table, n := range map[string]int{"charges": c.account.Count("charges"), "transactions": c.account.Count("transactions")} {
			want := fmt.Sprintf("carehouse: %s %s: %d of %d records would go at once\n", company, table, n, n)
			if !strings.Contains(e.stderr, want) {
				t.Errorf("nothing is said like %q:\n%s", want, e.stderr)
			}
		}
		if did := answered[engine.Sync](t, e); did.Deleted != 0 || of(t, did, "patients").Deleted != 0 {
			t.Errorf("got %+v", did)
		}
		c.currentOf(t, records.Source).holdsRecords(t, c.account)
	}
	c.account.Heal()
	c.sync(t, engine.Refused, "--full") // what was landed before is tried first
	if did := c.sync(t, engine.OK); did.Deleted != 0 {
		t.Errorf("got %+v", did)
	}
	c.currentOf(t, records.Source).holdsRecords(t, c.account)
}

// TestClocksOfTwoZonesLoseNothing changes charges at practices two hours apart, of whose zones nobody is told: once when
// their clocks show the day before ours, and once when they show the day after.
func TestClocksOfTwoZonesLoseNothing(t *testing.T) {
	t.Parallel()

	c := clinicOf(t, soap.Options{Seed: 222, Size: 30, Practices: 2, Faults: []string{"to-exclusive"}}, "time_zone_offset: -8")
	c.sync(t, engine.OK)
	today := time.Now().UTC().Truncate(24 * time.Hour)
	for i, at := range []time.Time{today.Add(5 * time.Hour), today.Add(24 * time.Hour).Add(9 * time.Hour)} {
		c.account.Advance(at.Sub(c.account.Clock())) // theirs are six and eight hours behind that
		c.account.Change(2, 4, 0)
		c.sync(t, engine.OK)
		r := c.currentOf(t, records.Source)
		if i < 1 {
			r.close(t)
			continue
		}
		have := r.lines(t, "SELECT practice_id || '/' || id FROM tebra.charges")
		want := 0
		for _, practice := range c.account.Practices() {
			want += len(c.account.IDs("charges", practice))
		}
		if len(have) != want {
			t.Errorf("got %d charges, want %d", len(have), want)
		}
		for _, practice := range c.account.Practices() {
			r.money(t, r.database, practice, c.account.SumsOf(practice))
		}
		if zones := r.practicesOf(t, "appointments"); zones != "1 2" {
			t.Errorf("appointments are of practices %s", zones)
		}
	}
}

// TestTheOldNameIsTheSameService asks as Kareo, and is told of Kareo, and finds the rows where Tebra's are.
func TestTheOldNameIsTheSameService(t *testing.T) {
	t.Parallel()

	c := clinicOf(t, soap.Options{Seed: 223, Size: 10, Practices: 1})
	c.write(t, "carehouse.yaml", alone+companyEntry(company, "kareo", c.url))
	c.sync(t, engine.OK)
	c.currentOf(t, records.Source).holdsRecords(t, c.account)
	faulty(t, c.account, "bad-key")
	e := c.run(t, "sync").expect(t, engine.Person)
	if !strings.Contains(e.stderr, "the Kareo customer key is not valid") || strings.Contains(e.stderr, "Tebra") {
		t.Errorf("got %s", e.stderr)
	}
	c.account.Heal()
	c.run(t, "check").expect(t, engine.OK) // what was refused is not sent again by itself
	faulty(t, c.account, "error:GetPayments")
	for _, source := range []string{"kareo", records.Source} {
		e = c.run(t, "sync", source+"/"+company+"/payments").expect(t, engine.Partial)
		if !strings.Contains(e.stderr, "or tell Kareo's Customer Care\n") || strings.Contains(e.stderr, "Tebra") {
			t.Errorf("got %s", e.stderr)
		}
	}
	c.account.Heal()
	r := c.currentOf(t, records.Source)
	if n := r.one(t, "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'kareo'"); n != "0" {
		t.Errorf("%s tables are Kareo's", n)
	}
	c.verify(t)

	t.Log("and the name may change without anything being fetched anew")
	c.configure(t)
	before := c.account.Calls()
	did := c.sync(t, engine.OK)
	if did.Published || sum(since(before, c.account.Calls())) > 60 {
		t.Errorf("%v: got %+v", since(before, c.account.Calls()), did)
	}
}

// TestWhatChangedBeforeTheFirstDayIsKept has charges from before the first day come as changes. Sweeps from that day on
// do not see them and conclude nothing.
func TestWhatChangedBeforeTheFirstDayIsKept(t *testing.T) {
	t.Parallel()

	c := clinicOf(t, soap.Options{Seed: 203, Size: 40, Practices: 1}, ago(300*24*time.Hour), "ahead: 1d")
	c.sync(t, engine.OK)
	before := func() (n string) {
		r := c.currentOf(t, records.Source)
		defer r.close(t)
		return r.one(t, "SELECT count(*) FROM tebra.charges WHERE service_start_date < current_date - 302")
	}
	if n := before(); n != "0" {
		t.Fatalf("%s charges are from before the first day", n)
	}
	c.account.Change(0, 60, 0)
	c.sync(t, engine.OK)
	came := before()
	if came == "0" {
		t.Fatal("no older charge has come")
	}
	for range 2 {
		if did := c.sync(t, engine.OK, "--full"); did.Deleted != 0 {
			t.Errorf("%d were deleted", did.Deleted)
		}
	}
	if n := before(); n != came {
		t.Errorf("%s of %s older charges are left", n, came)
	}
	c.verify(t)
}
