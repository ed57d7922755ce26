package transform

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"carehouse/models"
)

var update = flag.Bool("update", false, "rewrite the golden files; read the diff before committing it")

// report writes a batch, or why there is none, the way a person would put it on paper.
func report(b Batch, err error) string {
	if err != nil {
		return "error: " + err.Error() + "\n"
	}
	var out strings.Builder
	fmt.Fprintf(&out, "found %d\n", b.Found)
	for _, rec := range b.Records {
		out.WriteString(show(rec))
	}
	for _, r := range b.Rejects {
		fmt.Fprintf(&out, "reject %s page %d record %d %q: %s", r.Table, r.Page, r.Record, r.Path, r.Reason)
		if r.Whole {
			out.WriteString(", as a whole")
		}
		out.WriteByte('\n')
	}
	for _, n := range slices.SortedFunc(maps.Keys(b.Notes), func(a, b models.Note) int {
		return strings.Compare(a.Table+" "+a.Path+" "+string(a.Kind), b.Table+" "+b.Path+" "+string(b.Kind))
	}) {
		fmt.Fprintf(&out, "note %s %q: %s, %d times\n", n.Table, n.Path, n.Kind, b.Notes[n])
	}
	for _, t := range b.Totals {
		if t.Rows > 0 {
			fmt.Fprintf(&out, "total %s: %d rows\n", t.Table, t.Rows)
		}
		for _, name := range slices.Sorted(maps.Keys(t.Money)) {
			if sum := t.Money[name]; sum.Count > 0 {
				fmt.Fprintf(&out, "total %s.%s: %s in %d values\n", t.Table, name, sum, sum.Count)
			}
		}
	}
	return out.String()
}

// checkGolden compares got with testdata/<test>.golden, or rewrites it under -update.
func checkGolden(t *testing.T, got string) {
	t.Helper()

	path := filepath.Join("testdata", strings.ReplaceAll(t.Name(), "#", "_")+".golden")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v (run go test ./transform -update, then read the diff)", err)
	}
	if got != string(want) {
		t.Errorf("differs from %s\ngot:\n%s\nwant:\n%s", path, got, want)
	}
}

func TestFlatten(t *testing.T) {
	t.Parallel()

	plan := orders(t)
	tests := []struct {
		name string // also the golden file
		body string
	}{
		{"no records", `{"data":[]}`},
		{"null for the list", `{"data":null,"total":0}`},
		{"a single record", `{"data":{"id":1,"code":"a"}}`},
		{"nothing but the key", `{"data":[{"id":1,"code":""}]}`},
		{"every kind", `{"data":[{"id":1,"code":"a","alias":2,"who":{"id":3,"code":"w","name":"Testperson",
			"where":{"city":"Springfield","when":{"bounds":"[]","start":"2020-01-05","end":"2020-01-06"}},"tags":[{"name":"t"}]},
			"amount":125.5,"quantity":"2.25","day":"2020-02-29","at":"2020-01-01T10:00:00.123456-04:00","local":"2020-01-01T10:00:00",
			"stamp":"2020-01-01T10:00:00Z","span":{"bounds":"[)","start":"2016-10-25","end":"2016-10-26"},"flag":false,
			"any":{"b":[1, 2.50],"a":null},"seen":[],"note":"two\nlines","lines":[]}]}`},
		{"missing, null and empty differ", `{"data":[{"id":1,"code":"a"},{"id":2,"code":"a","note":null,"lines":null,"any":null,"who":null},
			{"id":3,"code":"a","note":"","lines":[],"any":[],"who":{},"amount":0}]}`},
		{"money in every spelling", `{"data":[{"id":1,"code":"a","amount":228},{"id":2,"code":"a","amount":228.00},{"id":3,"code":"a","amount":"228.00"},
			{"id":4,"code":"a","amount":2.28e2},{"id":5,"code":"a","amount":-0},{"id":6,"code":"a","amount":1e3},{"id":7,"code":"a","amount":-0.0001},
			{"id":8,"code":"a","amount":1.00001},{"id":9,"code":"a","amount":100000000000000},{"id":10,"code":"a","amount":99999999999999.9999},
			{"id":11,"code":"a","amount":""},{"id":12,"code":"a","amount":true},{"id":13,"code":"a","amount":1.00000}]}`},
		{"times with and without zones", `{"data":[{"id":1,"code":"a","at":"2020-01-24T23:49:50+00:00","local":"2020-01-24T23:49:50","stamp":"2020-01-24"},
			{"id":2,"code":"a","at":"2020-01-24T23:49:50","local":"2020-01-24T23:49:50Z","stamp":"2020-01-24T23:49:50"},
			{"id":3,"code":"a","at":"2020-01-24","local":"2020-01-24","stamp":"2020-01-24T23:49:50-05:00","day":"2020-01-24T00:00:00"},
			{"id":4,"code":"a","at":"2020-01-24T23:49:50.1234567Z","stamp":"2020-13-24","day":"2020-02-30"}]}`},
		{"ranges of every bounds", `{"data":[{"id":1,"code":"a","span":{"bounds":"[)","start":"2016-10-25","end":"2016-10-26"}},
			{"id":2,"code":"a","span":{"bounds":"[]","start":"2016-10-25","end":"2016-10-25"}},{"id":3,"code":"a","span":{"bounds":"(]","start":"2016-10-24","end":"2016-10-25"}},
			{"id":4,"code":"a","span":{"bounds":"()","start":"2016-10-24","end":"2016-10-26"}},{"id":5,"code":"a","span":{"bounds":"()","start":"2016-10-24","end":"2016-10-25"}},
			{"id":6,"code":"a","span":{"bounds":"(]","start":null,"end":"2016-10-25"}},{"id":7,"code":"a","span":{"bounds":"[)","start":"2016-10-25","end":null}},
			{"id":8,"code":"a","span":{"bounds":"()","start":null,"end":null}},{"id":9,"code":"a","span":{"bounds":null,"start":null,"end":null}},
			{"id":10,"code":"a","span":{"bounds":"empty","start":null,"end":null}},{"id":11,"code":"a","span":{"start":"2016-10-25","end":"2016-10-26"}},
			{"id":12,"code":"a","span":{"bounds":"[)","start":"2016-10-25","end":"2016-10-32"}},{"id":13,"code":"a","span":[]}]}`},
		{"lists in lists", `{"data":[{"id":1,"code":"a","lines":[{"id":1,"notes":[{"text":"x","signs":[{"by":"p"},{"by":"q"}]},{"signs":[{"by":"r"}]}]},
			{"id":2,"box":{"parts":[{"price":1},{"price":2}]},"notes":[{"text":"y"}]}]},{"id":2,"code":"b","lines":[{"box":{"parts":[{"price":3}]}}]}]}`},
		{"elements that are none", `{"data":[{"id":1,"code":"a","lines":[{"id":1},null,5,{"id":2,"notes":["x",{"text":"y"}]},[]]}]}`},
		{"what stands in", `{"data":[{"code":"a","alias":5,"lines":[{"alt":6,"box":{"text":"b"}}]},{"who":{"id":7,"code":"c"}},
			{"id":1,"alias":5,"code":"d","who":{"code":"x"}},{"id":"x","alias":8,"code":"e"}]}`},
		{"no key", `{"data":[{"code":"a","x":1,"note":5,"lines":[{"id":1,"y":2,"notes":[{"text":"t"}]}]},{"id":2,"code":"b","lines":[{"id":3}]},
			{"id":3},{"id":null,"code":"c"}]}`},
		{"records that are none", `{"data":[1,null,"x",[],true,{"id":1,"code":"a"}]}`},
		{"other shapes", `{"data":[{"id":1,"code":"a","who":5,"lines":{}},{"id":2,"code":"a","who":[],"lines":"x"},{"id":3,"code":"a","who":{"where":1,"tags":2}}]}`},
		{"fields that nobody knows", `{"data":[{"id":1,"code":"a","zip":"1","who":{"nick":{"b":2,"a":1}},"span":{"bounds":"[)","start":"2020-01-01","end":"2020-01-02","lower_inc":true},
			"lines":[{"foo":[1,2]},{"id":1},{"foo":null,"box":{"bar":1.50}}]},{"id":2,"code":"b","zip":"\ud800","ID":3}]}`},
		{"a name twice", `{"data":[{"id":1,"code":"a","note":"same","note":"same","amount":1,"amount":2,"zip":1,"zip":1,"zip":2,"flag":true,"flag":null}]}`},
		{"an object twice", `{"data":[{"id":1,"code":"a","who":{"name":5,"nick":1,"tags":[{"name":"gone"}],"where":{"city":"gone"}},"who":{"name":"kept","tags":[{"name":"kept"}]}}]}`},
		{"a list twice", `{"data":[{"id":1,"code":"a","lines":[{"id":1,"price":"x","foo":1,"notes":[{"text":"gone","signs":[{}]}]},5],"lines":[{"id":2,"notes":[{"text":"kept"}]}]}]}`},
		{"twice inside a range", `{"data":[{"id":1,"code":"a","span":{"bounds":"[]","start":"2020-01-01","start":"2020-01-02","end":"2020-01-03"}}]}`},
		{"a name twice in another spelling", `{"data":[{"id":1,"code":"a","note":"x","n\u006fte":"y"}]}`},
		{"the records twice", `{"data":[{"id":1,"code":"gone"},5],"data":[{"id":2,"code":"kept"}]}`},
		{"texts", `{"data":[{"id":1,"code":"a","note":"\u00e9\ud83d\ude00 é😀 \"\\\/\b\f\n\r\t"},{"id":2,"code":"a","note":"\ud800"},{"id":3,"code":"a","note":1234567890},
			{"id":4,"code":"a","note":true},{"id":5,"code":"a","note":"` + "\xff" + `"},{"id":6,"code":"a","note":"\u0000"}]}`},
		{"white space anywhere", "\n{ \"x\" : [ 1 , { } ] ,\t\"data\"\r\n: [ { \"id\" : 1 , \"code\" : \"a\" , \"span\" : { \"start\" : \"2020-01-01\" , \"bounds\" : \"[]\" , \"end\" : \"2020-01-01\" } , \"lines\" : [ { } , { } ] } ] } \n"},
		{"any order", `{"total":1,"data":[{"note":"n","code":"a","lines":[{"price":1,"id":2}],"id":1},{"lines":[{"id":4,"price":3}],"id":2,"note":"n","code":"a"}],"page":1}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			checkGolden(t, report(both(t, plan, testPage(tt.body))))
		})
	}
}
