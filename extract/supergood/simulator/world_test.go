package simulator_test

import (
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
