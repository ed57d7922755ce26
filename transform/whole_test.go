package transform

import (
	"errors"
	"strings"
	"testing"

	"carehouse/models"
	"carehouse/models/nextech"
	"carehouse/models/supergood"
)

// compiled returns a plan for a table of a source.
func compiled(tb testing.TB, tables []*models.Table, name string) *Plan {
	tb.Helper()

	for _, root := range tables {
		if root.Name != name {
			continue
		}
		p, err := Compile(root)
		if err != nil {
			tb.Fatal(err)
		}
		return p
	}
	tb.Fatalf("no table %s", name)
	return nil
}

// TestNextech reads what the vendor's API answers: a body that is the records, in the forms that it may have.
func TestNextech(t *testing.T) {
	t.Parallel()

	patient := `{"patientId":1000,"chartNumber":"A-1","firstName":"Alma","lastName":"Testperson","dob":"1970-01-02T23:59:59.000+14:00","ssn":"900-00-0001"}`
	other := `{"patientId":1001,"chartNumber":"A-10","lastName":"Testperson","dob":"1/2/1970","homePhone":null}`
	tests := []struct {
		name  string // also the golden file
		table string
		body  string
	}{
		{"patients as a list", "patients", ` [ ` + patient + ` , ` + other + ` ] `},
		{"a patient as an object", "patients", patient},
		{"a patient behind white space", "patients", "\n" + patient + "\n"},
		{"a patient with a member that nobody knows", "patients", `{"patientId":1000,"new":1,"new":2,"patientId":1001}`},
		{"an object without members", "patients", ` { } `},
		{"an empty body", "patients", ``},
		{"white space", "patients", " \r\n\t"},
		{"null", "patients", ` null `},
		{"an empty list", "patients", `[]`},
		{"an object without members in a list", "patients", `[{},` + patient + `,null]`},
		{"section names", "section_names", `["Allergies","Caf\u00e9",7,null,{"name":"x"},["y"],"\ud800",true,"Allergies"]`},
		{"section names in an object", "section_names", `{"message":"x"}`},
		{"a section name alone", "section_names", `"Allergies"`},
		{"encounters", "encounters", `[{"summary":{"encounterId":5,"encounterDate":"2020-01-02T03:04:05Z","encounterLocked":"True","type":"Visit"},"ccd":"` +
			`<html><head><title>Chart<\/title><\/head><body><h2>Problems</h2><p>Caf\u00e9</p></body></html>"},` + "\n" +
			`{"summary":{"encounterId":6,"encounterLocked":false},"ccd":"<p>caf` + "\xe9" + ` \u2019</p>"},` +
			`{"summary":{"encounterId":7,"encounterLocked":"maybe"},"ccd":null},{"summary":{"encounterId":8},"ccd":""},{"summary":{"encounterId":9},"ccd":" \n "},` +
			`{"summary":{"encounterId":10},"ccd":5},{"summary":{"encounterId":11},"ccd":{"a":1}},{"summary":{"encounterId":12},"ccd":["<p>"]},` +
			`{"summary":{"encounterId":13},"ccd":"<p>\ud800</p>"},{"summary":{"encounterId":14}},{"ccd":"<p>no key</p>"},` +
			`{"summary":{"encounterId":15,"type":"caf` + "\xe9" + `"},"ccd":"gone","new":"<p>","ccd":"<p>kept</p>"}]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			checkGolden(t, report(both(t, compiled(t, nextech.Tables(), tt.table), wholePage(tt.body))))
		})
	}
}

// TestSupergood reads lists of texts, and a deployment that spells everything in its own way.
func TestSupergood(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name  string // also the golden file
		table string
		names map[string]string
		body  string
	}{
		{"lists of texts", "encounters", nil, `{"data":[{"id":"e1","lab_order_ids":["L1",2,null,{"id":"L4"},["L5"],"\ud800",true],"prescription_ids":[]},` +
			`{"id":"e2","lab_order_ids":null,"prescription_ids":"P1","edits":[{"by":"x"},"y"]}]}`},
		{"other names", "patients", map[string]string{
			"id": "uuid", "first_name": "name.given", "last_name": "name.family", "phones": "contacts", "phones.number": "contacts.value",
			"addresses.postal_code": "homes.zip.code", "addresses.city": "homes.town",
		}, `{"data":[{"id":17,"uuid":"p1","name":{"given":"Alma","family":"Testperson","suffix":"Jr."},"first_name":"not meant",` +
			`"contacts":[{"value":5550100,"type":"home"},{"value":true},null],"homes":[{"zip":{"code":"12345"},"town":5},{"zip":null,"floor":3}],` +
			`"sex":"f","date_of_birth":"x"},{"id":18},{"uuid":"p3","contacts":null,"name":null,"homes":[]}]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			page := testPage(tt.body)
			page.Names = tt.names
			checkGolden(t, report(both(t, compiled(t, supergood.Tables(), tt.table), page)))
		})
	}
}

func TestBodiesThatAreTheRecords(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name    string
		body    string
		problem Problem // "" is none
		offset  int
		found   int
	}{
		{"nothing", ``, "", 0, 0},
		{"a list", `[{"id":1},5]`, "", 0, 2},
		{"an object", `{"id":1}`, "", 0, 1},
		{"an object of an object", `{"":{}}`, "", 0, 1},
		{"no members", `{ }`, "", 0, 0},
		{"no members and something behind", `{} x`, NotJSON, 3, 0},
		{"no members, cut short", `{`, NotJSON, 1, 0},
		{"null", `null`, "", 0, 0},
		{"null and something behind", `null,`, NotJSON, 4, 0},
		{"a text", ` "not found"`, WrongRecords, 1, 0},
		{"a number", `5`, WrongRecords, 0, 0},
		{"HTML", `<html>`, NotJSON, 0, 0},
		{"a byte order mark", "\ufeff[]", NotJSON, 0, 0},
		{"a byte order mark alone", "\ufeff", NotJSON, 0, 0},
		{"cut short", `[{"id":1}`, NotJSON, 9, 0},
	}
	p := plan[visit](t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			b, err := both(t, p, wholePage(tt.body))
			var got *BodyError
			switch {
			case tt.problem == "" && (err != nil || b.Found != tt.found):
				t.Fatalf("got %d records, error %v, want %d", b.Found, err, tt.found)
			case tt.problem == "":
			case !errors.As(err, &got) || got.Problem != tt.problem || got.Offset != tt.offset:
				t.Fatalf("got %v, want byte %d: %s", err, tt.offset, tt.problem)
			}
		})
	}
}

// TestDepthOfABodyThatIsTheRecords counts levels from the body's own first one.
func TestDepthOfABodyThatIsTheRecords(t *testing.T) {
	t.Parallel()

	p := plan[visit](t)
	for around, page := range map[int]func(any string) models.Page{
		1: func(any string) models.Page { return wholePage(`{"id":1,"any":` + any + `}`) },
		2: func(any string) models.Page { return wholePage(`[{"id":1,"any":` + any + `}]`) },
		3: func(any string) models.Page { return testPage(`{"data":[{"id":1,"any":` + any + `}]}`) },
	} {
		for _, more := range []int{0, 1} {
			_, err := both(t, p, page(nested(maxDepth-around+more)))
			if (err != nil) != (more > 0) {
				t.Errorf("%d levels around %d: got %v", around, maxDepth-around+more, err)
			}
		}
	}
}

func TestOnlySomeRecordsCount(t *testing.T) {
	t.Parallel()

	list := `[{"id":1,"new":1,"new":2},5,{"id":3,"born":"x"},{"first_name":"a"}]`
	tests := []struct {
		name string // also the golden file
		only []int
		body string
	}{
		{"all", nil, list},
		{"none", []int{}, list},
		{"some", []int{0, 2}, list},
		{"others", []int{1, 3, 9}, list},
		{"not in their order", []int{2, 0, 2}, list},
		{"an object", []int{0}, `{"id":1}`},
		{"another than the object", []int{1}, `{"id":1}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			page := wholePage(tt.body)
			page.Only = tt.only
			checkGolden(t, report(both(t, plan[visit](t), page)))

			page = testPage(`{"data":` + tt.body + `}`)
			page.Only, page.Names = tt.only, map[string]string{"id": "id"}
			agree(t, plan[visit](t), page)
		})
	}
}

func TestOnlySomeRecordsOfXMLCount(t *testing.T) {
	t.Parallel()

	page := xmlPage(fees(`<FeeData><ID>1</ID><New>1</New></FeeData><FeeData/><FeeData i:nil="true"/><FeeData>text</FeeData><FeeData><ID>5</ID></FeeData>`))
	for found, only := range map[int][]int{3: nil, 0: {}, 1: {1, 4}, 2: {0, 2, 3}} {
		page.Only = only
		if b, err := both(t, plan[fee](t), page); err != nil || b.Found != found {
			t.Errorf("only %d: got %d records, error %v, want %d", only, b.Found, err, found)
		}
	}
}

// nested returns so many lists in one another.
func nested(levels int) string { return strings.Repeat("[", levels) + strings.Repeat("]", levels) }
