package transform

import (
	"fmt"
	"testing"

	"carehouse/models/tpastream"
)

// FuzzPage flattens any page both ways, as orders and as claims.
func FuzzPage(f *testing.F) {
	for _, body := range append(pages(), claimPage, `{"data":[{"id":1,"code":"c","zip":"\ud800","\ud800":1}]}`) {
		f.Add([]byte(body))
	}
	shop := orders(f)
	claims, err := Compile(tpastream.Tables()[0])
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, p := range []*Plan{shop, claims} {
			agree(t, p, testPage(string(body)))
		}
	})
}

// claimPage has what the vendor's answers have: ranges, stamps, lists, a name that comes twice.
const claimPage = `{"data": [{"claim_medical_id": 7, "status": "Processed", "amount_billed": 228,
	"date_of_service": {"bounds": "[]", "start": "2020-01-28", "end": "2020-01-28"}, "read": [{"b":1,"a":"\u00e9"}],
	"processed_on": "2017-06-21T00:30:46.791615", "modifieddate": "2017-05-28T06:47:16.361817-04:00",
	"policy_holder": {"fullname": "Alma Testperson", "policy_holder_id": 104}, "status": "Processed",
	"claim_medical_lines": [{"amount_paid": 0.00, "quantity": 1.5}], "type": null, "new_field": {"x": [1, 2]}}],
	"has_next": false, "total": 1}`

// fuzzValue puts any bytes where a value of these fields is, and flattens both ways.
func fuzzValue(f *testing.F, fields []string, seeds []string) {
	f.Helper()

	for _, seed := range seeds {
		f.Add(seed)
		f.Add(`"` + seed + `"`)
	}
	p := orders(f)
	f.Fuzz(func(t *testing.T, raw string) {
		for _, name := range fields {
			agree(t, p, testPage(fmt.Sprintf(`{"data":[{"id":1,"code":"c",%q:%s}]}`, name, raw)))
		}
	})
}

// FuzzMoney compares the readers of amounts and quantities.
func FuzzMoney(f *testing.F) { fuzzValue(f, []string{"amount", "quantity"}, numbers()) }

// FuzzInt compares the readers of whole numbers.
func FuzzInt(f *testing.F) { fuzzValue(f, []string{"id", "alias"}, numbers()) }

// FuzzInstant compares the readers of days, wall clocks, instants, and what may be any of them.
func FuzzInstant(f *testing.F) { fuzzValue(f, []string{"at", "day", "local", "stamp"}, moments()) }

// FuzzRange compares the readers of date ranges.
func FuzzRange(f *testing.F) { fuzzValue(f, []string{"span"}, ranges()) }

// FuzzText compares the readers of texts and flags.
func FuzzText(f *testing.F) { fuzzValue(f, []string{"note", "code", "flag"}, texts()) }

// FuzzJSON compares the two ways to canonical JSON, as a column and as a member that no column describes.
func FuzzJSON(f *testing.F) {
	fuzzValue(f, []string{"any", "unheard_of"}, append(texts(), values()...))
}
