package transform

import (
	"strings"
	"sync"
	"testing"

	"carehouse/models"

	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
)

func TestAPartOfAnAnswerIsReadOnPurpose(t *testing.T) {
	t.Parallel()

	checkGolden(t, report(both(t, plan[partly](t), xmlPage(fees(`<FeeData><New>1</New><New>2</New><ID>1</ID><ID>1</ID>`+
		`<Cases><Other/><Other>1</Other><CaseData><CaseID>2</CaseID><Name>n</Name></CaseData></Cases></FeeData><FeeData><New>1</New></FeeData>`)))))
}

// A partOfOrder reads part of an order of JSON on purpose.
type partOfOrder struct {
	_ models.Row `table:"parts" partial:"true" doc:"A part of an order."`

	ID   models.Int       `json:"id" col:",key" doc:"The key."`
	Span models.DateRange `json:"span" doc:"Days."`
}

func TestAPartOfAnAnswerOfJSONIsReadOnPurpose(t *testing.T) {
	t.Parallel()

	checkGolden(t, report(both(t, plan[partOfOrder](t), testPage(
		`{"data":[{"x":1,"id":1,"x":2,"id":1,"span":{"bounds":"[)","start":"2020-01-01","y":1,"y":2,"start":"2020-01-01","end":"2020-01-02"}}]}`))))
}

func TestFactsOfThePage(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name  string // also the golden file
		given map[string]string
	}{
		{"none", nil},
		{"others", map[string]string{"practice": "7"}},
		{"some", map[string]string{"practice_id": "7"}},
		{"all", map[string]string{"practice_id": "7", "asked": ""}},
		{"one that is no number", map[string]string{"practice_id": "Testperson", "asked": "x"}},
	}
	p := plan[fee](t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			page := xmlPage(fees(`<FeeData><ID>1</ID><DiagID1>1</DiagID1></FeeData><FeeData><ID i:nil="true"/></FeeData>`))
			page.Given = tt.given
			checkGolden(t, report(both(t, p, page)))
		})
	}
}

func TestARecordWhoseKeyIsGivenMayBeAPhantom(t *testing.T) {
	t.Parallel()

	page := xmlPage(fees(`<FeeData><Name i:nil="true"/></FeeData><FeeData><Name>Testperson</Name></FeeData>`))
	page.Given = map[string]string{"id": "3"}
	checkGolden(t, report(both(t, plan[visitor](t), page)))
}

// An asked is a record of JSON that has a fact of the page in a column that is no key.
type asked struct {
	_ models.Row `table:"asked" doc:"Something."`

	ID   models.Int    `json:"id" col:",key" doc:"The key."`
	When models.USTime `json:"when" doc:"A wall clock in the spelling of the United States."`
	By   models.Int    `given:"by" doc:"Who asked."`
}

func TestFactsOfAPageOfJSON(t *testing.T) {
	t.Parallel()

	page := testPage(`{"data":[{"id":1,"when":"10/5/2021 8:20:22 AM"},{"id":2,"when":"x","by":4}]}`)
	page.Given = map[string]string{"by": "5"}
	checkGolden(t, report(both(t, plan[asked](t), page)))
}

func TestAPathMayEndInASingleElement(t *testing.T) {
	t.Parallel()

	p := plan[partly](t)
	for path, found := range map[string]int{
		"Envelope>Body>Response>Result/Fees/FeeData": 0, "Envelope>Body>Response>Result/Error": 1,
		"Envelope>Body>Response>Result/Fees/None/ID": 0, "Envelope>Body>Response>Result>Fees": 0,
	} {
		page := xmlPage(strings.Replace(fees(""), "<Message ", "<ID>1</ID><Message ", 1))
		page.Records = path
		b, err := both(t, p, page)
		if err != nil || b.Found != found || b.Totals[0].Rows != int64(found) {
			t.Errorf("%s: got %d records, error %v, want %d", path, b.Found, err, found)
		}
	}
}

func TestHashOfXMLIsItsContent(t *testing.T) {
	t.Parallel()

	p := plan[fee](t)
	hash := func(members string) int64 {
		b, err := both(t, p, xmlPage(feeOf(members)))
		if err != nil {
			t.Fatal(err)
		}
		rec := b.Records[0]
		return rec.Column(rec.Schema().FieldIndices(models.ColHash)[0]).(*array.Int64).Value(0)
	}
	tests := []struct {
		name, a, b string
		same       bool
	}{
		{"spellings of a text", `<Code>a&amp;&#66;</Code>`, `<Code><![CDATA[a&B]]></Code>`, true},
		{"spellings of a day", `<Posted>6/2/2026</Posted>`, `<Posted>2026-06-02</Posted>`, true},
		{"prefixes", `<Code>a</Code>`, `<q:Code xmlns:q="` + clinicSpace + `">a</q:Code>`, true},
		{"nil and missing", `<Code i:nil="true"/>`, ``, true},
		{"nil and missing in a slot", `<DiagID1 i:nil="true"/>`, ``, true},
		{"orders of members", `<Code>a</Code><DiagID2>1</DiagID2><Zip>b</Zip>`, `<Zip>b</Zip><DiagID2>1</DiagID2><Code>a</Code>`, true},
		{"a volatile column", `<Seen>1</Seen>`, `<Seen>2</Seen>`, true},
		{"a value", `<Code>a</Code>`, `<Code>b</Code>`, false},
		{"a slot", `<DiagID1>1</DiagID1>`, `<DiagID2>1</DiagID2>`, false},
		{"the value of a slot", `<DiagID1>1</DiagID1>`, `<DiagID1>2</DiagID1>`, false},
		{"an empty list and none", `<Cases/>`, ``, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			if a, b := hash(tt.a), hash(tt.b); (a == b) != tt.same {
				t.Fatalf("got %d and %d, want the same: %v", a, b, tt.same)
			}
		})
	}
}

func TestPlanOfXMLIsSafeForConcurrentUse(t *testing.T) {
	t.Parallel()

	p := plan[fee](t)
	var wg sync.WaitGroup
	for worker := range uint64(4) {
		wg.Go(func() {
			for seed := range uint64(50) {
				page := xmlPage(wildXMLPage(p.root, seed*4+worker))
				got, err := p.Flatten(memory.DefaultAllocator, testWindow(), page)
				want, wantErr := p.Reference(memory.DefaultAllocator, testWindow(), page)
				if err != nil || wantErr != nil {
					t.Errorf("got %v, %v, want no error", err, wantErr)
				}
				for i := range got.Records {
					if !array.RecordEqual(got.Records[i], want.Records[i]) {
						t.Errorf("seed %d: got\n%s\nwant\n%s", seed, show(got.Records[i]), show(want.Records[i]))
					}
				}
				got.Release()
				want.Release()
			}
		})
	}
	wg.Wait()
}

// TestNothingIsAllocatedARowOfXML cannot run beside other tests, whose memory it would count.
func TestNothingIsAllocatedARowOfXML(t *testing.T) { //nolint:paralleltest // see above
	p := plan[fee](t)
	const record = `<FeeData><Amount>1.50</Amount><Cases><CaseData><CaseID>1</CaseID></CaseData></Cases><Changed>10/5/2021 8:20:22 AM</Changed>` +
		`<Code i:nil="true"/><ID>1</ID><Numbers xmlns:a="` + arraySpace + `"><a:long>1</a:long></Numbers><DiagID1>1</DiagID1><Open>True</Open>` +
		`<Posted>6/2/2026</Posted><Zip>R &amp; D</Zip></FeeData>`
	count := func(rows int) float64 {
		page := xmlPage(fees(strings.Repeat(record, rows)))
		return fewestAllocations(func() {
			b, err := p.Flatten(memory.DefaultAllocator, testWindow(), page)
			if err != nil || b.Found != rows {
				t.Fatal(b.Found, err)
			}
			b.Release()
		})
	}
	few, many := count(100), count(6100)
	if each := (many - few) / 6000; each > 0.01 {
		t.Fatalf("got %.2f allocations a row: %.0f for 100 and %.0f for 6100", each, few, many)
	}
}

func TestCompileRefusesNamesThatCannotBeToldApart(t *testing.T) {
	t.Parallel()

	type twice struct {
		_ models.Row `table:"t" xmlns:"urn:a" doc:"One."`
		A models.Int `xml:"A" col:"a,key" doc:"One."`
		B models.Int `xml:"urn:b A" col:"b" doc:"Another."`
	}
	_, err := Compile(models.MustCompile[twice]("clinic"))
	if err == nil || !strings.Contains(err.Error(), `two fields "A"`) {
		t.Fatalf("got %v, want an error that names the field", err)
	}
}

// TestEveryTableOfXMLCompiles reads a page without records as each of the vendor's tables.
func TestEveryTableOfXMLCompiles(t *testing.T) {
	t.Parallel()

	for _, p := range vendorPlans(t) {
		page := testPage(`<A/>`)
		page.Records = "A/B"
		b, err := both(t, p, page)
		if err != nil || b.Found != 0 || len(b.Records) != len(p.tables) {
			t.Errorf("%s: got %d records in %d tables, error %v", p.root.Name, b.Found, len(b.Records), err)
		}
	}
}
