package simulator_test

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"carehouse/extract/tebra/simulator"
	"carehouse/models"
	"carehouse/models/tebra"
)

// everything visits each element of all answers, with its path from the row.
func everything(t *testing.T, a account, visit func(table, path string, e element)) {
	t.Helper()
	walk := func(table string, row element) {
		var down func(path string, e element)
		down = func(path string, e element) {
			for _, c := range e.Children {
				visit(table, path+c.XMLName.Local, c)
				down(path+c.XMLName.Local+"/", c)
			}
		}
		down("", row)
	}
	tables := map[string]string{
		"GetPractices": "practices", "GetProviders": "providers", "GetServiceLocations": "service_locations",
		"GetProcedureCodes": "procedure_codes", "GetExternalVendors": "external_vendors", "GetThrottles": "throttles",
		"GetAllPatients": "patient_roster", "GetPatients": "patients", "GetAppointments": "appointments", "GetCharges": "charges",
		"GetPayments": "payments", "GetTransactions": "transactions",
	}
	asked := questions(a)
	asked["GetAllPatients"] = filter("GetAllPatients", "BatchSize", "1000")
	for operation, table := range tables {
		for _, r := range a.ask(t, operation, asked[operation]).rows() {
			walk(table, r)
		}
	}
	for _, p := range a.Practices() {
		rest := "<PracticeId>" + strconv.FormatInt(p, 10) + "</PracticeId>"
		for _, r := range a.ask(t, "GetAppointmentReasons", rest).rows() {
			walk("practice_appointment_reasons", r)
		}
	}
	for _, id := range a.IDs("patient_details", 0) {
		rest := "<Filter><PatientID>" + text(id) + "</PatientID></Filter>"
		walk("patient_details", a.ask(t, "GetPatient", rest).at("Patient"))
	}
	for _, id := range a.IDs("appointments", 0) {
		rest := "<Appointment><AppointmentId>" + strconv.FormatInt(id, 10) + "</AppointmentId></Appointment>"
		walk("appointment_details", a.ask(t, "GetAppointment", rest).at("Appointment"))
	}
	for _, id := range a.IDs("encounters", 0) {
		for _, r := range a.find(t, "GetEncounterDetails", "EncounterID", text(id)) {
			walk("encounters", r)
		}
	}
	walk("customers", result(t, "GetCustomerIdFromKey", a.post("GetCustomerIdFromKey", a.customer()).Body.Bytes()))
}

func TestEveryMemberOfEveryTypeIsFilledSomewhereAndFitsItsColumn(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 200, Faults: []string{"cases-listed"}})
	filled := map[string]int{}
	kinds := map[string]reflect.Type{}
	for _, table := range tebra.Tables() {
		if !table.Partial {
			columns(table.Name+" ", table.Object, reflect.TypeOf(nil), table, filled, kinds)
		}
	}
	everything(t, a, func(table, path string, e element) {
		if e.Nil == "true" || e.Text == "" && len(e.Children) == 0 {
			return
		}
		key := table + " " + path
		if table == "patients" && strings.HasPrefix(path, "Cases/") {
			return
		}
		if _, known := filled[key]; !known && len(e.Children) == 0 {
			t.Errorf("%s: no table has it", key)
		}
		filled[key]++
		if leaf := kinds[key]; leaf != nil && len(e.Children) == 0 {
			raw, _ := json.Marshal(e.Text)
			value := reflect.New(leaf)
			if err := json.Unmarshal(raw, value.Interface()); err != nil {
				t.Fatal(err)
			}
			if why := value.Interface().(models.Leaf).Rejected(); why != "" {
				t.Errorf("%s: %s is set aside: %v", key, raw, why)
			}
		}
	})
	for _, table := range tebra.Tables() {
		for member, n := range a.Fill(table.Name) {
			if got := filled[table.Name+" "+strings.TrimSuffix(member, "/")]; got != n && table.Name+member != "patientsCases" {
				t.Errorf("%s %s: %d answers have it, the world %d", table.Name, member, got, n)
			}
		}
	}
	if len(filled) < 900 {
		t.Fatalf("got %d members, want them all", len(filled))
	}
	for key, n := range filled {
		if n == 0 {
			t.Errorf("%s is empty everywhere", key)
		}
	}
}

// columns lists the members that have a column, with the value type of each.
func columns(
	path string, o *models.Object, in reflect.Type, table *models.Table, out map[string]int, kinds map[string]reflect.Type,
) {
	if in == nil {
		in = table.Record
	}
	for _, f := range o.Fields {
		key := path + f.Name
		switch {
		case f.Child != nil:
			columns(key+"/"+f.Item+"/", f.Child.Object, nil, f.Child, out, kinds)
			if f.Child.Object.Text != nil {
				out[key+"/"+f.Item] = 0
				kinds[key+"/"+f.Item] = f.Child.Record.FieldByIndex(f.Child.Object.Text.Index).Type
			}
		case f.Object != nil:
			columns(key+"/", f.Object, in.FieldByIndex(f.Index).Type, table, out, kinds)
		case f.Slot != nil:
			out[key], kinds[key] = 0, f.Slot.Child.Record.FieldByIndex(f.Index).Type
		default:
			out[key], kinds[key] = 0, in.FieldByIndex(f.Index).Type
		}
	}
}
