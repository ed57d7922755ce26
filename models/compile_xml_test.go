package models

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
)

type visit struct {
	_        Row      `table:"visits" xmlns:"urn:a" doc:"A visit."`
	Practice Int      `given:"practice_id" col:",key,within" doc:"Who was asked."`
	ID       Int      `xml:"ID" col:",key" ref:"visit_id" doc:"Its number."`
	Day      USDate   `xml:"StartDate" col:",span" doc:"Its day."`
	Patient  patient  `xml:"PatientSummary" col:"patient"`
	Parts    []part3  `xml:"Parts>urn:b long" table:"visit_parts" doc:"A part."`
	Reasons  []reason `slots:"1 2 10" table:"visit_reasons" doc:"A reason."`
	Payers   []payer  `slots:"PrimaryInsurance=primary Other=other" table:"visit_payers" doc:"A payer."`
}

type patient struct {
	DOB USTime `xml:"DOB" doc:"Born."`
}

type part3 struct {
	ID Int `xml:",chardata" col:"part_id" doc:"Its number."`
}

type reason struct {
	ID   Int  `xml:"ReasonID*" doc:"Its number."`
	Name Text `xml:"Reason*" doc:"In words."`
}

type payer struct {
	Payer   Text  `xml:"*" doc:"Which payer."`
	Payment Int   `xml:"*PaymentID" doc:"The payment."`
	Allowed Money `xml:"*InsuranceAllowed" only:"primary" doc:"What is allowed."`
}

func TestXMLRecordsAreTables(t *testing.T) {
	t.Parallel()

	root, err := Compile("clinic", reflect.TypeFor[visit]())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for table := range root.All() {
		var names []string
		for _, c := range table.Columns {
			if c.Role != Lineage {
				names = append(names, c.Name)
			}
		}
		got = append(got, table.Name+": "+strings.Join(names, " "))
	}
	want := []string{
		"visits: practice_id id start_date patient_dob parts_count",
		"visit_parts: practice_id visit_id part_id",
		"visit_reasons: practice_id visit_id reason_id reason",
		"visit_payers: practice_id visit_id payer payment_id insurance_allowed",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	var fields []string
	for _, f := range root.Object.Fields {
		text := f.Space + " " + f.Name
		if f.Item != "" {
			text += ">" + f.Items + " " + f.Item
		}
		if f.Slot != nil {
			text += fmt.Sprintf(" %s[%d]=%s.%s", f.Slot.Child.Name, f.Slot.Ordinal, f.Slot.Label, f.Slot.Child.Columns[f.Column].Name)
		}
		fields = append(fields, text)
	}
	want = []string{
		"urn:a ID", "urn:a StartDate", "urn:a PatientSummary", "urn:a Parts>urn:b long",
		"urn:a ReasonID1 visit_reasons[0]=1.reason_id", "urn:a Reason1 visit_reasons[0]=1.reason",
		"urn:a ReasonID2 visit_reasons[1]=2.reason_id", "urn:a Reason2 visit_reasons[1]=2.reason",
		"urn:a ReasonID10 visit_reasons[2]=10.reason_id", "urn:a Reason10 visit_reasons[2]=10.reason",
		"urn:a PrimaryInsurancePaymentID visit_payers[0]=primary.payment_id",
		"urn:a PrimaryInsuranceInsuranceAllowed visit_payers[0]=primary.insurance_allowed",
		"urn:a OtherPaymentID visit_payers[1]=other.payment_id",
	}
	if !slices.Equal(fields, want) {
		t.Errorf("got  %q\nwant %q", fields, want)
	}
	if root.Span() != "start_date" || root.Within() != "practice_id" {
		t.Errorf("got span %q, within %q", root.Span(), root.Within())
	}
	if text := root.Children[0].Object.Text; text == nil || root.Children[0].Columns[text.Column].Name != "part_id" {
		t.Error("an element's own text has no column")
	}
}

func TestColumnsAreNamedInSnakeCase(t *testing.T) {
	t.Parallel()

	for name, want := range map[string]string{
		"PrimaryInsurancePaymentID": "primary_insurance_payment_id", "HCFABox32FacilityID": "hcfa_box32_facility_id",
		"DOB": "dob", "kFaxNumber": "k_fax_number", "EClaimNote": "e_claim_note", "AddressLine1": "address_line1",
		"IsDeleted": "is_deleted", "ProviderId": "provider_id", "CLIANumber": "clia_number", "SyncWithEHR": "sync_with_ehr",
	} {
		if got := snake(name); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}
