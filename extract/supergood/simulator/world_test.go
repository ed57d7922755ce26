package simulator_test

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"carehouse/extract/invented"
	"carehouse/extract/supergood/simulator"
	"carehouse/models"
	"carehouse/models/supergood"
)

// everything is all that a deployment answers, in one text.
func everything(t *testing.T, o simulator.Options, then func(*caller)) string {
	t.Helper()
	c := open(t, o)
	if then != nil {
		then(c)
	}
	var b strings.Builder
	for tenant := range 2 {
		c.token = c.enter(t, tenant)
		b.WriteString(c.token)
		for _, dataset := range simulator.Datasets() {
			b.WriteString(c.get(t, dataset, map[string][]string{"appointments": ever}[dataset]...).text)
		}
	}
	return b.String()
}

func TestASeedIsAWorld(t *testing.T) {
	t.Parallel()
	small := simulator.Options{Seed: 3, Size: 40}
	change := func(c *caller) { c.Change(8, 12, 4) }
	one := everything(t, small, nil)
	if one != everything(t, small, nil) {
		t.Error("one seed makes two worlds")
	}
	if one == everything(t, simulator.Options{Seed: 4, Size: 40}, nil) {
		t.Error("two seeds make one world")
	}
	changed := everything(t, small, change)
	if changed == one || changed != everything(t, small, change) {
		t.Error("its changes are not decided by the seed")
	}
}

func TestEqualIDsAreDifferentThings(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 60})
	second := &caller{Simulator: c.Simulator, token: c.enter(t, 1)}
	for _, dataset := range simulator.Datasets() {
		first := map[string]map[string]any{}
		for _, r := range c.sweep(t, dataset) {
			first[ids([]map[string]any{r})[0]] = r
		}
		shared := 0
		for _, r := range second.sweep(t, dataset) {
			id := ids([]map[string]any{r})[0]
			if other, there := first[id]; there {
				shared++
				if reflect.DeepEqual(r, other) {
					t.Errorf("%s %s is the same in both tenants", dataset, id)
				}
			}
		}
		if shared < 7 {
			t.Errorf("%s: only %d ids are in both tenants", dataset, shared)
		}
	}
}

func TestEverybodyIsInvented(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Seed: 5, Size: 200})
	mails := 0
	for i, r := range c.sweep(t, "patients") {
		last, _ := r["last_name"].(string)
		if !strings.Contains(last, simulator.Marker) {
			t.Fatalf("%q could be somebody", last)
		}
		if who := invented.NextDoor(5, i%invented.Neighbours); i < invented.Neighbours &&
			(last != who.Last || r["first_name"] != who.First || r["date_of_birth"] != who.Born.Format(time.DateOnly)) {
			t.Errorf("patient %d is no neighbour", i)
		}
		if mail, ok := r["email"].(string); ok {
			mails++
			if !strings.HasSuffix(mail, "@example.com") {
				t.Errorf("got address %q", mail)
			}
		}
		if digits, ok := r["ssn_last4"].(string); ok && len(digits) != 4 {
			t.Errorf("got %q for four digits", digits)
		}
	}
	if mails == 0 {
		t.Error("nobody has an address")
	}
	for _, word := range c.Canaries() {
		l := c.Login(0)
		if !strings.Contains(l.Username+l.Password+l.TOTPSecret+c.token+simulator.Marker, word) {
			t.Errorf("%s is nowhere", word)
		}
	}
}

// seen notes which members a record has, by path, and which of them ever held something, nothing, or an empty list.
func seen(into map[string]map[string]bool, path string, v any) {
	note := func(what string) {
		if into[path] == nil {
			into[path] = map[string]bool{}
		}
		into[path][what] = true
	}
	switch x := v.(type) {
	case nil:
		note("null")
	case map[string]any:
		if path != "" {
			path += "."
		}
		for name, inner := range x {
			seen(into, path+name, inner)
		}
	case []any:
		note(map[bool]string{true: "empty", false: "full"}[len(x) == 0])
		for _, e := range x {
			seen(into, path, e)
		}
	case string:
		note(map[bool]string{true: "empty", false: "full"}[x == ""])
	default:
		note("full")
	}
}

func paths(t *models.Table, prefix string) []string {
	var out []string
	for _, c := range t.Columns {
		if c.Path != "" {
			out = append(out, prefix+c.Path)
		}
	}
	for _, child := range t.Children {
		if child.Object.Text == nil {
			out = append(out, paths(child, prefix+child.List+".")...)
		}
	}
	return out
}

func TestEveryMemberIsKnownAndFilledSomewhere(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 300, Faults: []string{"tombstones"}})
	c.Delete(0, "patients", 3)
	for _, table := range supergood.Tables() {
		into := map[string]map[string]bool{}
		query := map[string][]string{"appointments": ever, "encounters": {"include", "note_text"}}[table.Name]
		for _, r := range c.sweep(t, table.Name, query...) {
			delete(r, "response") // whose shape nobody knows
			seen(into, "", r)
		}
		want := paths(table, "")
		for _, path := range want {
			if !into[path]["full"] && path != "response" {
				t.Errorf("%s: %s never holds anything", table.Name, path)
			}
		}
		for path := range into {
			if !slices.Contains(want, path) {
				t.Errorf("%s: nobody knows %s", table.Name, path)
			}
		}
		for path, whats := range map[string][]string{
			"patients/phones": {"null", "empty"}, "patients/insurances": {"null", "empty"}, "patients/addresses": {"null"},
			"patients/addresses.line2": {"null", "empty"}, "patients/email": {"null"}, "appointments/patient_id": {"null"},
			"appointments/telehealth_url": {"null"}, "encounters/edits": {"empty"}, "encounters/lab_order_ids": {"null", "empty"},
			"encounters/prescription_ids": {"null", "empty"}, "encounters/signed_at": {"null"},
			"eligibility_checks/copayment": {"null"},
		} {
			name, path, _ := strings.Cut(path, "/")
			for _, what := range whats {
				if name == table.Name && !into[path][what] {
					t.Errorf("%s: %s is never %s", name, path, what)
				}
			}
		}
	}
}

func TestAppointmentsArePastLateAndToCome(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 100})
	now, when := c.Clock(), map[string]int{}
	for _, r := range c.sweep(t, "appointments") {
		at := stamp(t, r["start_at"])
		switch {
		case at.After(now):
			when["to come"]++
		case at.After(now.Add(-30 * 24 * time.Hour)):
			when["late"]++
		default:
			when["past"]++
		}
		if changed := stamp(t, r["updated_at"]); changed.After(now) || changed.Before(stamp(t, r["created_at"])) {
			t.Errorf("made %v, changed %v, now is %v", r["created_at"], changed, now)
		}
		if _, link := r["telehealth_url"].(string); link != (r["mode"] == "telehealth") {
			t.Errorf("%v at %v", r["mode"], r["telehealth_url"])
		}
		if status, _ := r["status"].(string); at.After(now) && (status == "completed" || status == "no_show") {
			t.Errorf("it is %s and lies ahead", status)
		}
	}
	if when["to come"] < 15 || when["late"] < 4 || when["past"] < 40 {
		t.Errorf("got %v", when)
	}
}

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
