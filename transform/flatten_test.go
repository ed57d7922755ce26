package transform

import (
	"testing"
)

func TestSmoke(t *testing.T) {
	b, err := both(t, orders(t), testPage(`{"x":[1,{"a":"b\u00e9"}],"data":[
	{"id":1,"code":"a","zip":1,"zip":{"b":1,"a":2},"note":"x","note":"yy","lines":[{"id":1,"notes":[{"signs":[{"by":"q"},{}]}]},{"alt":5,"price":1.50},7],"span":{"bounds":"[)","start":"2020-01-01","end":"2020-01-02"},
	 "lines":[{"id":9,"price":"3.5","box":{"parts":[{"price":1e1},{"price":1.00001}]}}],"at":"2020-01-01T10:00:00.123-04:00","stamp":"2020-01-01","any":{"b":[1, 2],"a":"\u2028é"}},
	{"id":2},5,{"who":{"id":7,"code":"z","tags":[{"name":"t"}],"x":1},"day":"2020-02-30"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range b.Records {
		t.Log(show(r))
	}
	t.Log(b.Rejects, b.Notes, b.Totals)
}
