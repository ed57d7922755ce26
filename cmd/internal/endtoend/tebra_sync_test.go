package endtoend

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	soap "carehouse/extract/tebra/simulator"
	records "carehouse/models/tebra"
)

// TestAFullSyncOfAnAccountHoldsWhatTheAccountHolds fetches three practices, two of which have equal ids.
func TestAFullSyncOfAnAccountHoldsWhatTheAccountHolds(t *testing.T) {
	t.Parallel()

	c := clinicOf(t, soap.Options{Seed: 201, Size: 200}, "external_ids: {vendor_id: 7, file: ids.csv}")
	_, external := c.account.ExternalIDs()
	c.write(t, "ids.csv", "external_id\n"+strings.Join(slices.Sorted(maps.Keys(external)), "\n")+"\nnobody\n")
	c.secret = "ids.csv"
	did := c.sync(t, engine.OK)
	if !did.Published || did.Generation != 1 || did.Receipts == 0 || did.Agreed != did.Receipts || did.Rejects != 0 || did.Drift != 0 {
		t.Errorf("got %+v", did)
	}
	if asked := operations(c.account.Calls()); len(asked) != 17 {
		t.Errorf("asked for %q, want every Get operation there is", asked)
	}
	r := c.currentOf(t, records.Source)
	r.holdsAccount(t, c.account)
	r.state(t).agree(t)
	c.verify(t)
	r.filled(t, records.Tables(), 900, map[string]string{
		"patients.cases": "GetPatients leaves its member nil; cases come with GetPatient",
		"appointment_details.patient_summary_date_of_birth_at": "a day, without a zone that would make it an instant",
		"appointment_details.recurrence_rule_start_date_at":    "a day, without a zone that would make it an instant",
		"appointment_details.recurrence_rule_end_date_at":      "a day, without a zone that would make it an instant",
		"appointment_detail_patients.date_of_birth_at":         "a day, without a zone that would make it an instant",
	})
	r.apart(t)
	if n := r.one(t, "SELECT count(*) || ' ' || count(DISTINCT external_id) FROM tebra.patient_external_ids"); n !=
		fmt.Sprint(len(external), " ", len(external)) || len(external) == 0 {
		t.Errorf("got %s rows and ids in the crosswalk, want %d", n, len(external))
	}
	if remark := of(t, did, "patient_external_ids").Remark; remark != "1 external id has no patient" {
		t.Errorf("got remark %q", remark)
	}
	if ahead := r.one(t, "SELECT count(*) FROM tebra.appointments WHERE start_date > now()::TIMESTAMP"); ahead == "0" {
		t.Error("nothing is to come")
	}
	c.plans(t)
}

// apart checks that equal ids of two practices are two records, and that every child has its own parent.
func (r *reader) apart(t *testing.T) {
	t.Helper()
	for _, table := range []string{"charges", "transactions", "patients", "patient_roster"} {
		twice := r.one(t, fmt.Sprintf("SELECT count(*) FROM (SELECT id FROM %s GROUP BY id HAVING count(DISTINCT practice_id) > 1)", r.database(table)))
		if twice == "0" {
			t.Errorf("%s: no two practices have an id in common", table)
		}
	}
	lost := r.one(t, `SELECT count(*) FROM tebra.charge_payers p WHERE NOT EXISTS (
		FROM tebra.charges c WHERE c.practice_id = p.practice_id AND c.id = p.charge_id)`)
	foreign := r.one(t, `SELECT count(*) FROM tebra.charge_payers p JOIN tebra.charges c
		USING (_tenant, _window, _page) WHERE p._record = c._ordinal AND (c.practice_id, c.id) <> (p.practice_id, p.charge_id)`)
	if lost != "0" || foreign != "0" {
		t.Errorf("%s payers have no charge and %s another practice's", lost, foreign)
	}
}

func TestAnIncrementalSyncOfAnAccountAsksOnlyForWhatChanged(t *testing.T) {
	t.Parallel()

	c := clinicOf(t, soap.Options{
		Seed: 202, Size: 120, Practices: 2, // and some spans say nothing at first, between others that do not
		Faults: []string{"empty:GetCharges:9:1", "empty:GetTransactions:9:1", "empty:GetPayments:11:1"},
	})
	c.account.Idle(2)
	full := c.sync(t, engine.OK)
	c.currentOf(t, records.Source).holdsRecords(t, c.account)
	first := c.account.Calls()
	gone := c.absent(t, func() {
		if c.account.RemovePatients(1) != 1 {
			t.Fatal("no patient could be removed")
		}
		c.account.Change(8, 12, 4)
		if c.account.Void(3) != 3 {
			t.Fatal("nothing could be taken back")
		}
	})

	next := c.sync(t, engine.OK)
	asked := since(first, c.account.Calls())
	if !next.Published || next.Deleted != 0 || sum(asked) > int(full.Requests)/4 {
		t.Errorf("asked %d times after %d: %v\n%+v", sum(asked), full.Requests, asked, next)
	}
	for op, most := range map[string]int{"GetAllPatients": 0, "GetCharges": 2, "GetPayments": 2, "GetTransactions": 2, "GetAppointments": 2} {
		if asked[op] > most { // one a practice
			t.Errorf("%s was called %d times", op, asked[op])
		}
	}
	changed := of(t, next, "patients").Records
	if patients := c.account.Count("patients"); asked["GetPatient"] > int(changed) || changed == 0 || int(changed) > patients*3/4 {
		t.Errorf("GetPatient was called %d times: %d of %d patients have changed", asked["GetPatient"], changed, patients)
	}
	if news := of(t, next, "charges").Records; asked["GetEncounterDetails"] > int(news) || asked["GetEncounterDetails"] == 0 {
		t.Errorf("GetEncounterDetails was called %d times for %d charges", asked["GetEncounterDetails"], news)
	}
	c.holdsBut(t, gone, "patient_roster") // which is not asked for each time

	t.Log("nothing happens, so nothing is published")
	if idle := c.sync(t, engine.OK); idle.Published || idle.Changed != 0 {
		t.Errorf("got %+v", idle)
	}

	t.Log("what one sweep did not see is not gone yet; what two did not see is, and history knows it")
	if did := c.sync(t, engine.OK, "--full"); did.Deleted != 0 {
		t.Errorf("one sweep deleted: %+v", did)
	}
	c.holdsBut(t, gone)
	last := c.sync(t, engine.OK, "--full")
	r := c.currentOf(t, records.Source)
	r.holdsAccount(t, c.account)
	r.state(t).agree(t)
	n := 0
	for table, ids := range gone {
		n += len(ids)
		said := r.lines(t, "SELECT practice_id || '/' || "+keyed()[table]+" FROM "+r.history(table)+" WHERE op = 'delete' AND valid_to IS NULL")
		if !sameTexts(said, ids) {
			t.Errorf("%s: history says that %q are gone, want %q", table, said, ids)
		}
	}
	if int(last.Deleted) != n || len(gone["charges"]) != 4 || len(gone["transactions"]) == 0 || len(gone["appointments"]) == 0 ||
		len(gone["patients"]) != 1 {
		t.Errorf("got %d deleted, want %d: %v", last.Deleted, n, gone)
	}
	c.verify(t)
}

// absent lists what a change takes away, by table: practice/id.
func (c *clinic) absent(t *testing.T, change func()) map[string][]string {
	t.Helper()
	all := func() map[string][]string {
		there := map[string][]string{}
		for table := range keyed() {
			for _, practice := range c.account.Practices() {
				for _, id := range c.account.IDs(table, practice) {
					there[table] = append(there[table], fmt.Sprintf("%d/%d", practice, id))
				}
			}
		}
		return there
	}
	before := all()
	change()
	now, gone := all(), map[string][]string{}
	for table, keys := range before {
		for _, k := range keys {
			if !slices.Contains(now[table], k) {
				gone[table] = append(gone[table], k)
			}
		}
	}
	return gone
}

// holdsBut checks that what is present is what the account holds, and beside it what is gone and was not missed yet.
func (c *clinic) holdsBut(t *testing.T, gone map[string][]string, but ...string) {
	t.Helper()
	r := c.currentOf(t, records.Source)
	for _, from := range []func(string) string{r.database, r.lake} {
		for table, id := range keyed() {
			if slices.Contains(but, table) {
				continue
			}
			want := slices.Clone(gone[table])
			for _, practice := range c.account.Practices() {
				for _, id := range c.account.IDs(table, practice) {
					want = append(want, fmt.Sprintf("%d/%d", practice, id))
				}
			}
			have := r.lines(t, "SELECT practice_id || '/' || "+id+" FROM "+from(table))
			if !sameTexts(have, want) {
				t.Errorf("%s: %d records are not the %d that there ought to be", from(table), len(have), len(want))
			}
		}
	}
	sums := c.account.Sums()
	for column, want := range map[string]int64{"total_charges": sums.Charges, "receipts": sums.Receipts, "total_balance": sums.TotalBalance} {
		have := r.one(t, "SELECT sum("+column+")::DECIMAL(18, 4) FROM tebra.charges WHERE NOT list_contains(?, practice_id || '/' || id)", gone["charges"])
		if have != money(want) {
			t.Errorf("charges: %s adds up to %s, want %s", column, have, money(want))
		}
	}
	if voided := r.one(t, "SELECT count(*) FROM tebra.charges WHERE status = 'Voided'"); voided == "0" {
		t.Error("no charge was taken back")
	}
}
