package tebra

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"carehouse/models"
)

// A member is one line of the vendor's schema of June 2025.
type member struct {
	space, name, typ string
}

// The record types of the schema, by the root table that they fill.
var recordTypes = map[string]string{
	"practices": "PracticeData", "providers": "ProviderData", "service_locations": "ServiceLocationData",
	"procedure_codes": "ProcedureCodeData", "external_vendors": "ExternalVendorData", "throttles": "ThrottleDetail",
	"customers": "GetCustomerIdFromKeyResp", "patient_roster": "PatientBatchData", "patients": "PatientData",
	"patient_details": "PatientData", "appointments": "AppointmentData", "appointment_details": "AppointmentCreate",
	"charges": "ChargeData", "encounters": "EncounterDetailsData", "payments": "PaymentData",
	"transactions": "TransactionData", "patient_external_ids": "PatientData",
}

// What has been told of 2026 and no published schema has: record types and members of older ones.
var (
	types2026   = map[string]bool{"practice_appointment_reasons": true}
	members2026 = map[string]bool{"PatientData.Active": true}
)

// keptWhole are members with members of their own that are one column on purpose.
var keptWhole = map[string]bool{"patients.Cases": true}

// schema reads the members of every type, which are not part of this repository.
func schema(t *testing.T) map[string][]member {
	t.Helper()

	file, err := os.Open(filepath.Join("..", "..", "..", "shared", "apis", "tebra", "fields_2025.tsv"))
	if err != nil {
		t.Skip("the vendor's schema is not beside this repository")
	}
	defer file.Close()
	types := map[string][]member{}
	lines := bufio.NewScanner(file)
	lines.Scan()
	for lines.Scan() {
		cells := strings.Split(lines.Text(), "\t")
		if len(cells) != 9 {
			t.Fatalf("a line of %d cells", len(cells))
		}
		types[cells[0]] = append(types[cells[0]], member{space: cells[1], name: cells[3], typ: cells[4]})
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return types
}

func TestEveryMemberOfTheSchemaHasAColumnAndNoOther(t *testing.T) {
	t.Parallel()

	types := schema(t)
	for _, root := range Tables() {
		name, ok := recordTypes[root.Name]
		if !ok && !types2026[root.Name] {
			t.Errorf("%s: of which type is it?", root.Name)
		}
		if !ok {
			continue
		}
		if _, ok := types[name]; !ok {
			t.Fatalf("the schema has no %s", name)
		}
		for _, problem := range differ(types, name, root, root.Object, root.Partial) {
			t.Errorf("%s: %s", root.Name, problem)
		}
	}
}

// differ says how an object differs from a type of the schema.
func differ(types map[string][]member, typ string, t *models.Table, o *models.Object, partial bool) []string {
	var problems []string
	seen := map[string]bool{}
	for _, f := range o.Fields {
		name := typ + "." + f.Name
		if seen[f.Name] {
			problems = append(problems, name+" is read twice")
		}
		seen[f.Name] = true
		i := slices.IndexFunc(types[typ], func(m member) bool { return m.name == f.Name })
		if i < 0 {
			if !members2026[name] {
				problems = append(problems, name+" is in no schema")
			}
			continue
		}
		m := types[typ][i]
		if f.Space != m.space {
			problems = append(problems, fmt.Sprintf("%s is in namespace %q, not %q", name, m.space, f.Space))
		}
		problems = append(problems, unlike(types, name, t, f, m)...)
	}
	for _, m := range types[typ] {
		if !seen[m.name] && !partial {
			problems = append(problems, typ+"."+m.name+" has no column")
		}
	}
	return problems
}

// unlike says how a field differs in shape from its member.
func unlike(types map[string][]member, name string, t *models.Table, f models.Field, m member) []string {
	list := strings.HasPrefix(m.typ, "ArrayOf")
	_, object := types[m.typ]
	switch {
	case keptWhole[t.Name+"."+f.Name]:
		if f.Kind != models.KindJSON {
			return []string{name + " is not kept whole"}
		}
		return nil
	case list:
		item := types[m.typ][0]
		if f.Child == nil || f.Item != item.name || f.Items != item.space {
			const format = "%s is a list of %q in %q, not of %q in %q"
			return []string{fmt.Sprintf(format, name, item.name, item.space, f.Item, f.Items)}
		}
		if text := f.Child.Object.Text; text != nil {
			return wrongKind(name, text.Kind, item.typ)
		}
		return differ(types, item.typ, f.Child, f.Child.Object, false)
	case object:
		if f.Object == nil {
			return []string{name + " has members, and no column for any"}
		}
		return differ(types, m.typ, t, f.Object, false)
	case f.Kind == 0:
		return []string{name + " is no list and has no members"}
	default:
		return wrongKind(name, f.Kind, m.typ)
	}
}

// wrongKind says when the schema's type cannot be of that kind. A string can be anything but a typed date.
func wrongKind(name string, kind models.Kind, typ string) []string {
	want := map[string]models.Kind{
		"boolean": models.KindWord, "int": models.KindInt, "long": models.KindInt,
		"dateTime": models.KindStamp, "double": models.KindQuantity,
	}[typ]
	switch {
	case typ == "string" && kind != models.KindStamp && kind != models.KindJSON:
	case want == kind:
	case want == 0 && typ != "string" && kind == models.KindText: // an enumeration or a guid
	default:
		return []string{fmt.Sprintf("%s is a %s, which is not of kind %d", name, typ, kind)}
	}
	return nil
}

// TestSlotsAreTheMembersOfTheSchema pins how many members the slots stand for, also where the schema is not at hand.
func TestSlotsAreTheMembersOfTheSchema(t *testing.T) {
	t.Parallel()

	want := map[string]int{
		"appointment_resources": 30, "appointment_reasons": 20,
		"charge_payers": 26 + 26 + 24 + 9 + 6, "charge_diagnoses": 4,
	}
	got := map[string]int{}
	for _, root := range Tables() {
		for _, f := range root.Object.Fields {
			if f.Slot != nil {
				got[f.Slot.Child.Name]++
			}
		}
	}
	for name, n := range want {
		if got[name] != n {
			t.Errorf("%s: %d members, want %d", name, got[name], n)
		}
	}
	if len(got) != len(want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
