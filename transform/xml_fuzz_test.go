package transform

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"carehouse/models"
	"carehouse/models/tebra"
)

// xmlPages returns whole bodies.
func xmlPages() []string {
	bodies := []string{
		fees(``), feeOf(``), feeOf(`<Code a=">">&lt;<![CDATA[x]]>&#233;</Code><Zip i:nil="true"/><DiagID1>1</DiagID1><New><A/></New>`),
		feeOf(`<Cases><CaseData><CaseID>1</CaseID><Words><Word>a</Word></Words></CaseData><Foo/></Cases><Cases/>`),
		feeOf(`<Numbers xmlns:a="` + arraySpace + `"><a:long>1</a:long></Numbers><Owner><Name>Testperson</Name></Owner><Owner/>`),
		feeOf(`<Changed>10/5/2021 8:20:22 AM</Changed><Open>True</Open><Amount>12.50</Amount><PrimaryPaid>1</PrimaryPaid>`),
		"\ufeff" + `<?xml version="1.0" encoding="utf-8"?><Envelope><Body><Response><Result/></Response></Body></Envelope>`,
		`<a:Envelope xmlns:a="a"><a:Body><Response><Result><Fees><FeeData xmlns="` + clinicSpace + `"><ID>1</ID></FeeData></Fees></Result></Response></a:Body></a:Envelope>`,
	}
	for seed := range uint64(4) {
		bodies = append(bodies, wildXMLPage(models.MustCompile[fee]("clinic"), seed))
	}
	return bodies
}

// vendorPages returns the vendor's answers, which are not part of this repository.
func vendorPages(tb testing.TB) map[string]string {
	tb.Helper()

	pages := map[string]string{}
	for _, folder := range []string{"response_skeletons", "faults"} {
		paths, err := filepath.Glob(filepath.Join("..", "..", "shared", "apis", "tebra", folder, "*.xml"))
		if err != nil {
			tb.Fatal(err)
		}
		for _, path := range paths {
			body, err := os.ReadFile(path)
			if err != nil {
				tb.Fatal(err)
			}
			pages[filepath.Base(path)] = string(body)
		}
	}
	return pages
}

// A charge has some of the members of the vendor's sample of charges.
type charge struct {
	_ models.Row `table:"charges" xmlns:"http://www.kareo.com/api/schemas/" doc:"One charge."`

	ID        models.Int    `xml:"ID" col:",key" doc:"The key."`
	Changed   models.USTime `xml:"LastModifiedDate" doc:"A wall clock."`
	Encounter models.Int    `xml:"EncounterID" doc:"Which encounter."`
	Diagnoses []struct {
		ID models.Int `xml:"EncounterDiagnosisID*" doc:"Which."`
	} `slots:"1 2 3 4" table:"charge_diagnoses" doc:"A diagnosis."`
}

const chargeRecords = "Envelope>Body>GetChargesResponse>GetChargesResult/Charges/ChargeData"

func TestVendorXML(t *testing.T) {
	t.Parallel()

	pages := vendorPages(t)
	if len(pages) == 0 {
		t.Skip("the vendor's samples are not beside this repository")
	}
	p := plan[charge](t)
	for name, body := range pages {
		page := testPage(body)
		page.Records = chargeRecords
		b, err := both(t, p, page)
		var want error
		switch name {
		case "GetCharges.xml":
			if err != nil || b.Found != 1 || b.Totals[0].Rows != 1 || len(b.Rejects) > 0 {
				t.Errorf("%s: got %d records, rejects %v, error %v, want one record", name, b.Found, b.Rejects, err)
			}
			continue
		case "http200_missing_permission_GetCharges.xml":
		default:
			want = &BodyError{Problem: WrongRecords}
		}
		if fmt.Sprint(err) != fmt.Sprint(want) || b.Found != 0 {
			t.Errorf("%s: got %d records, error %v, want %v", name, b.Found, err, want)
		}
	}
}

// FuzzXML flattens any page both ways.
func FuzzXML(f *testing.F) {
	for _, body := range xmlPages() {
		f.Add([]byte(body))
	}
	for _, body := range vendorPages(f) {
		f.Add([]byte(body))
	}
	clinic, charges := plan[fee](f), plan[charge](f)
	f.Fuzz(func(t *testing.T, body []byte) {
		agree(t, clinic, xmlPage(string(body)))
		page := testPage(string(body))
		page.Records = chargeRecords
		agree(t, charges, page)
	})
}

// FuzzXMLMembers puts anything into a record and flattens it both ways.
func FuzzXMLMembers(f *testing.F) {
	for _, body := range xmlPages() {
		if _, after, found := strings.Cut(body, "<FeeData><ID>1</ID>"); found {
			inside, _, _ := strings.Cut(after, "</FeeData>")
			f.Add(inside)
		}
	}
	p := plan[fee](f)
	f.Fuzz(func(t *testing.T, members string) { agree(t, p, xmlPage(feeOf(members))) })
}

// FuzzXMLValue puts any text where a value is, escaped, and flattens it both ways.
func FuzzXMLValue(f *testing.F) {
	for _, seeds := range [][]string{usMoments(), words(), numbers()} {
		for _, seed := range seeds {
			f.Add(seed)
		}
	}
	p := plan[fee](f)
	f.Fuzz(func(t *testing.T, text string) { agree(t, p, xmlPage(everywhere(text))) })
}

// everywhere is a fee with a text in every kind of value.
func everywhere(text string) string {
	var members strings.Builder
	for _, name := range []string{
		"Amount", "At", "Changed", "Code", "Day", "Local", "Open", "Posted", "Raw", "Stamp", "DiagID1", "DiagCode2", "PrimaryPostedOn", "New",
	} {
		members.WriteString("<" + name + ">" + escaped(text) + "</" + name + ">")
	}
	return feeOf(members.String() + `<Units xmlns="` + otherSpace + `">` + escaped(text) + `</Units>`)
}

// TestEveryXMLSpelling reads every spelling that the tests know as every kind.
func TestEveryXMLSpelling(t *testing.T) {
	t.Parallel()

	p := plan[fee](t)
	for _, all := range [][]string{usMoments(), words(), numbers(), texts()} {
		for _, text := range all {
			agree(t, p, xmlPage(everywhere(text)))
		}
	}
}

// vendorPlans returns a plan for each of the vendor's tables.
func vendorPlans(tb testing.TB) []*Plan {
	tb.Helper()

	var plans []*Plan
	for _, root := range tebra.Tables() {
		p, err := Compile(root)
		if err != nil {
			tb.Fatal(err)
		}
		plans = append(plans, p)
	}
	return plans
}
