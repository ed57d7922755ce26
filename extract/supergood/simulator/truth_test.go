package simulator_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"carehouse/extract/supergood/simulator"
	"carehouse/models"
)

func TestTheTruthIsWhatASweepSays(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 120})
	c.Change(20, 40, 8)
	truth := c.Truth(0)
	check := func(dataset string, record func(i int) any, n int) {
		swept := c.sweep(t, dataset)
		if len(swept) != n || c.Count(0, dataset) != n || n == 0 {
			t.Fatalf("%s: swept %d, truth has %d, count %d", dataset, len(swept), n, c.Count(0, dataset))
		}
		for i, r := range swept {
			v := reflect.ValueOf(record(i))
			if got := v.FieldByName("ID").Interface().(models.Text); textOf(got) != r["id"] {
				t.Fatalf("%s %d: got %v, want %v", dataset, i, textOf(got), r["id"])
			}
		}
	}
	check("patients", func(i int) any { return truth.Patients[i] }, len(truth.Patients))
	check("appointments", func(i int) any { return truth.Appointments[i] }, len(truth.Appointments))
	check("encounters", func(i int) any { return truth.Encounters[i] }, len(truth.Encounters))
	check("eligibility_checks", func(i int) any { return truth.Checks[i] }, len(truth.Checks))
	counts := map[string]int{}
	var sums simulator.Sums
	for i, r := range c.sweep(t, "encounters") {
		labs, _ := r["lab_order_ids"].([]any)
		if e := truth.Encounters[i]; len(e.LabOrders) != len(labs) || (len(labs) > 0 && textOf(e.LabOrders[0].LabOrderID) != labs[0]) {
			t.Fatalf("got %v, want %v", e.LabOrders, labs)
		}
		edits, _ := r["edits"].([]any)
		scripts, _ := r["prescription_ids"].([]any)
		counts["encounter_lab_orders"] += len(labs)
		counts["encounter_edits"] += len(edits)
		counts["encounter_prescriptions"] += len(scripts)
	}
	for _, p := range truth.Patients {
		counts["patient_phones"] += len(p.Phones)
		counts["patient_addresses"] += len(p.Addresses)
		counts["patient_insurances"] += len(p.Insurances)
	}
	for table, n := range counts {
		if got := c.Count(0, table); got != n || n == 0 {
			t.Errorf("%s: got %d, want %d", table, got, n)
		}
	}
	for _, x := range truth.Checks {
		sums.Copayment += units(x.Copayment)
		sums.Deductible += units(x.Deductible)
		sums.Remaining += units(x.DeductibleLeft)
	}
	if got := c.Sums(0); got != sums || sums.Copayment == 0 || sums.Remaining == 0 {
		t.Errorf("got %+v, want %+v", got, sums)
	}
}

func textOf(v models.Text) string {
	s, _ := v.Get()
	return s
}

func units(v models.Money) int64 {
	n, _ := v.Units()
	return n
}

func TestAChangeIsWhatItSays(t *testing.T) {
	t.Parallel()
	for _, dataset := range simulator.Datasets() {
		c := open(t, simulator.Options{Size: 120})
		texts := func() map[string]string {
			out := map[string]string{}
			for _, r := range c.sweep(t, dataset) {
				text, _ := json.Marshal(r)
				out[ids([]map[string]any{r})[0]] = string(text)
			}
			return out
		}
		before := texts()
		c.Advance(time.Hour)
		gone := c.Delete(0, dataset, 3)
		c.Insert(0, dataset, 5)
		after := texts()
		for id, text := range after {
			if old, there := before[id]; there && old != text {
				t.Errorf("%s %s changed by itself", dataset, id)
			}
		}
		for _, id := range gone {
			if _, there := after[id]; there || before[id] == "" {
				t.Errorf("%s %s was not deleted", dataset, id)
			}
		}
		if len(after) != len(before)+2 {
			t.Errorf("%s: got %d after %d", dataset, len(after), len(before))
		}
		n, changed := c.Update(0, dataset, 6), 0
		for id, text := range texts() {
			if after[id] != text {
				changed++
			}
		}
		if n != 6 || changed != 6 {
			t.Errorf("%s: updated %d, changed %d", dataset, n, changed)
		}
		if n := c.Update(0, dataset, 10_000); n != len(after) {
			t.Errorf("%s: updated %d of %d", dataset, n, len(after))
		}
	}
}

func TestAnEncounterGoesOn(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 200})
	states := map[string]int{}
	for _, r := range c.sweep(t, "encounters") {
		status, _ := r["status"].(string)
		edits, _ := r["edits"].([]any)
		signed, locked := r["signed_at"] != nil, r["locked"] == true
		if signed != (status != "open") || locked != (status == "locked") || locked != (r["lock_reason"] != nil) ||
			(len(edits) > 0 && !locked) {
			t.Fatalf("got %v", r)
		}
		states[status]++
	}
	if len(slices.Sorted(maps.Keys(states))) != 3 {
		t.Errorf("got %v", states)
	}
}

func TestNothingAtAll(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: -1})
	for _, dataset := range simulator.Datasets() {
		if got := c.sweep(t, dataset); len(got) != 0 {
			t.Errorf("%s: got %d", dataset, len(got))
		}
	}
	c.Change(4, 4, 4)
	for _, o := range []simulator.Options{{Tenants: 10}, {Tenants: -1}, {MFA: "fax"}, {Dialect: "klingon"}} {
		if _, err := simulator.New(o); err == nil {
			t.Errorf("%+v was taken", o)
		}
	}
}
