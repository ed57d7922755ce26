package simulator_test

import (
	"strings"
	"testing"

	"carehouse/extract/tebra/simulator"
)

func TestTheSchemaOf2025KnowsLess(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 20})
	reasons := "<PracticeId>1</PracticeId>"
	if n := len(a.ask(t, "GetAppointmentReasons", reasons).rows()); n != 12 {
		t.Errorf("got %d reasons, want 12", n)
	}
	if got := a.find(t, "GetPatients")[0].get("Active"); got != "True" {
		t.Errorf("got %q, want True", got)
	}
	a.fault(t, "schema-2025")
	w := a.post("GetAppointmentReasons", a.message("GetAppointmentReasons", reasons))
	if w.Code != 500 || !strings.Contains(w.Body.String(), "ActionNotSupported") {
		t.Errorf("got %d", w.Code)
	}
	if got := a.find(t, "GetPatients")[0].at("Active").XMLName.Local; got != "" {
		t.Errorf("got an %s", got)
	}
}

func TestFieldsChooseMembersOrTripTheServer(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 60})
	ask := func(fields string) []element {
		got := a.ask(t, "GetCharges", "<Fields>"+fields+"</Fields><Filter/>")
		return got.at("Charges").Children
	}
	count := func(r element) (n int) {
		for _, m := range r.Children {
			if m.Text != "" {
				n++
			}
		}
		return n
	}
	all := count(ask("")[0])
	if got := count(ask("<ID>false</ID><TotalCharges>0</TotalCharges>")[0]); got != all || all < 50 {
		t.Errorf("switches that are all false: got %d members, want %d", got, all)
	}
	r := ask("<ID>true</ID><TotalCharges>1</TotalCharges>")[0]
	if count(r) != 2 || r.get("TotalCharges") == "" || len(r.Children) != 179 {
		t.Errorf("two switches: got %d members filled of %d", count(r), len(r.Children))
	}
	if r := ask("<TotalCharges>true</TotalCharges><ID>true</ID>")[0]; count(r) != 1 || r.get("ID") != "" {
		t.Errorf("out of order: got %d members", count(r))
	}
	a.fault(t, "fields-quirk")
	if rows := ask("<ID>true</ID>"); len(rows) != 1 || count(rows[0]) != 0 {
		t.Errorf("the quirk: got %d rows", len(rows))
	}
	if rows := ask(""); len(rows) < 10 {
		t.Errorf("no switches under the quirk: got %d rows", len(rows))
	}
}
