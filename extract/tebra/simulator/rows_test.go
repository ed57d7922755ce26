package simulator_test

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"carehouse/extract/tebra/simulator"
)

func TestARowHasEveryMemberInWireOrder(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 60})
	for operation, members := range map[string]int{
		"GetPatients": 196, "GetAllPatients": 215, "GetAppointments": 75, "GetCharges": 179, "GetPayments": 18,
		"GetTransactions": 18, "GetProviders": 43, "GetPractices": 46, "GetServiceLocations": 22, "GetProcedureCodes": 16,
	} {
		for _, r := range a.find(t, operation) {
			var names []string
			for _, m := range r.Children {
				names = append(names, m.XMLName.Local)
				if (m.Nil == "true") != (m.Text == "" && m.Nil != "") {
					t.Fatalf("%s: %s is nil and has text", operation, m.XMLName.Local)
				}
			}
			if len(names) != members || !slices.IsSorted(names) {
				t.Fatalf("%s: got %d members, sorted %v, want %d", operation, len(names), slices.IsSorted(names), members)
			}
		}
	}
}

func TestValuesAreSpelledAsListsSpellThem(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 60})
	r := a.find(t, "GetCharges")[0]
	for name, form := range map[string]string{
		"CreatedDate":         `^\d{1,2}/\d{1,2}/20\d\d \d{1,2}:\d\d:\d\d [AP]M$`,
		"ServiceStartDate":    `^[1-9]\d?/[1-9]\d?/20\d\d$`,
		"TotalCharges":        `^\d+\.\d\d$`,
		"ID":                  `^\d+$`,
		"PrimaryInsuranceID":  `^$`,
		"RenderingProviderID": `^\d+$`,
	} {
		if got := r.get(name); !regexp.MustCompile(form).MatchString(got) {
			t.Errorf("%s: got %q, want %s", name, got, form)
		}
	}
	for _, p := range a.find(t, "GetProviders") {
		if p.get("Active") != "True" {
			t.Errorf("got %q, want True", p.get("Active"))
		}
	}
}

func TestNullsAreNilAndNowAndThenEmpty(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 60})
	body := a.post("GetPatients", a.message("GetPatients", filter("GetPatients"))).Body.String()
	nils, empties := strings.Count(body, ` i:nil="true"/>`), regexp.MustCompile(`<(\w+)></\w+>`).FindAllString(body, -1)
	if nils < 500 || len(empties) < 5 || len(empties) > nils/10 {
		t.Fatalf("got %d nils and %d empties", nils, len(empties))
	}
	for _, raw := range []string{"&amp;", "&lt;mornings&gt;", "&#xD;\n", "é"} {
		if !strings.Contains(body, raw) {
			t.Errorf("got no %q", raw)
		}
	}
	if strings.Contains(body, "<?xml") || strings.Contains(body, "<k:") {
		t.Error("got a declaration or a prefix")
	}
}

func TestOneAppointmentIsTyped(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 60})
	groups, series := 0, 0
	for _, id := range a.IDs("appointments", 0) {
		rest := "<Appointment><AppointmentId>" + strconv.FormatInt(id, 10) + "</AppointmentId></Appointment>"
		x := a.ask(t, "GetAppointment", rest).at("Appointment")
		if !regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:00.000Z$`).MatchString(x.get("StartTime")) {
			t.Fatalf("got %q", x.get("StartTime"))
		}
		if got := x.get("IsRecurring"); got != "true" && got != "false" {
			t.Fatalf("got %q, want a boolean", got)
		}
		if n := len(x.at("PatientSummaries").Children); n > 0 {
			groups++
			first := x.at("PatientSummaries").Children[0]
			if last := first.Children[len(first.Children)-1].XMLName.Local; last != "Status" {
				t.Fatalf("got %s last, want Status", last)
			}
		}
		if x.at("RecurrenceRule").Nil == "" {
			series++
			if len(x.at("RecurrenceRule").at("DayOfWeek").Children) != 2 {
				t.Fatalf("got %+v", x.at("RecurrenceRule").at("DayOfWeek"))
			}
		}
		if len(x.at("ResourceIds").Children) == 0 {
			t.Fatal("got no resources")
		}
	}
	if groups == 0 || series == 0 {
		t.Fatalf("got %d groups and %d series", groups, series)
	}
	missing := a.ask(t, "GetAppointment", "<Appointment><AppointmentId>1</AppointmentId></Appointment>").at("Appointment")
	if missing.Nil != "true" {
		t.Errorf("got %+v for an appointment that is not there, want nil", missing)
	}
}

func TestNoMatchIsARowOfNils(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 20})
	for operation := range questions(a) {
		switch operation {
		case "GetPatient", "GetAppointment", "GetThrottles", "GetExternalVendors", "GetAllPatients", "GetProcedureCodes":
			continue
		}
		pairs := []string{"PracticeName", "Nobody's"}
		if operation == "GetEncounterDetails" {
			pairs = []string{"EncounterID", "1"}
		}
		got := a.ask(t, operation, filter(operation, pairs...))
		if got.phantoms() != 1 || len(got.rows()) != 0 {
			t.Errorf("%s: got %d phantoms and %d rows, want a phantom", operation, got.phantoms(), len(got.rows()))
		}
	}
	a.fault(t, "nil-container")
	got := a.ask(t, "GetCharges", filter("GetCharges", "PracticeName", "Nobody's"))
	if got.at("Charges").Nil != "true" {
		t.Errorf("got %+v, want nil", got.at("Charges"))
	}
}

func TestAnElementOfTheFutureIsInEveryRow(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Faults: []string{"extra-element"}})
	for _, operation := range []string{"GetCharges", "GetServiceLocations", "GetProviders"} {
		for _, r := range a.find(t, operation) {
			if r.get("FutureMember") != "kept & told" || r.at("FutureMember").XMLName.Space != space(operation) {
				t.Fatalf("%s: got %+v", operation, r.at("FutureMember"))
			}
		}
	}
}
