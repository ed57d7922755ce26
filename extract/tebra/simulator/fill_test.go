package simulator_test

import (
	"testing"

	"carehouse/extract/tebra/simulator"
	"carehouse/models"
	"carehouse/models/tebra"
)

func TestChildRowsAreCountedAsAnswersHaveThem(t *testing.T) {
	t.Parallel()
	a := open(t, simulator.Options{Size: 200})
	asked := questions(a)
	tables := map[string]*models.Table{}
	for _, table := range tebra.Tables() {
		tables[table.Name] = table
	}
	for operation, name := range map[string]string{"GetCharges": "charges", "GetAppointments": "appointments"} {
		got := map[string]int{}
		for _, r := range a.ask(t, operation, asked[operation]).rows() {
			slots := map[*models.Slot]bool{}
			for _, f := range tables[name].Object.Fields {
				if f.Slot != nil && r.get(f.Name) != "" {
					slots[f.Slot] = true
				}
			}
			for slot := range slots {
				got[slot.Child.Name]++
			}
		}
		for child, n := range a.Children(name) {
			if got[child] != n || n == 0 {
				t.Errorf("%s: answers have %d, the world %d", child, got[child], n)
			}
		}
	}
	if n := a.Children("encounters")["encounter_service_lines"]; n != a.Charges() {
		t.Errorf("got %d service lines, want one a charge", n)
	}
	cases, policies := 0, 0
	for _, id := range a.IDs("patient_details", 0) {
		p := a.ask(t, "GetPatient", "<Filter><PatientID>"+text(id)+"</PatientID></Filter>").at("Patient")
		cases += len(p.at("Cases").Children)
		for _, c := range p.at("Cases").Children {
			policies += len(c.at("InsurancePolicies").Children)
		}
	}
	children := a.Children("patient_details")
	if children["patient_cases"] != cases || children["insurance_policies"] != policies || policies == 0 {
		t.Errorf("got %d cases and %d policies, want %v", cases, policies, children)
	}
}
