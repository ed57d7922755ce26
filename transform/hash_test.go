package transform

import (
	"fmt"
	"strings"
	"testing"

	"carehouse/models"
	"carehouse/models/nextech"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
)

// hashes returns the hash of the only record of a page, and those of its lines.
func hashes(t *testing.T, p *Plan, record string) (root int64, lines []int64) {
	t.Helper()

	b, err := both(t, p, testPage(`{"data":[`+record+`]}`))
	if err != nil {
		t.Fatal(err)
	}
	of := func(name string) []int64 {
		for _, rec := range b.Records {
			if table, _ := rec.Schema().Metadata().GetValue("table"); table == name {
				return rec.Column(rec.Schema().FieldIndices(models.ColHash)[0]).(*array.Int64).Int64Values()
			}
		}
		return nil
	}
	return of("orders")[0], of("order_lines")
}

func TestHash(t *testing.T) {
	t.Parallel()

	plan := orders(t)
	tests := []struct {
		name string
		a, b string // members of one record
		same bool
	}{
		{"white space and order", `"note":"x","amount":1`, `"amount" : 1 ,"note":"x"`, true},
		{"spellings of money", `"amount":228`, `"amount":"228.00"`, true},
		{"money", `"amount":228`, `"amount":228.0001`, false},
		{"spellings of a range", `"span":{"bounds":"[)","start":"2020-01-01","end":"2020-01-03"}`, `"span":{"bounds":"[]","end":"2020-01-02","start":"2020-01-01"}`, true},
		{"spellings of an instant", `"at":"2020-01-01T00:00:00Z"`, `"at":"2019-12-31T20:00:00.000-04:00"`, true},
		{"spellings of a text", `"note":"é"`, `"note":"\u00e9"`, true},
		{"orders of unknown members", `"x":{"a":1,"b":2},"y":1`, `"y":1,"x":{"b":2,"a":1}`, true},
		{"an unknown member", `"x":1`, ``, false},
		{"null and missing", `"note":null`, ``, true},
		{"empty and missing", `"note":""`, ``, false},
		{"zero and missing", `"amount":0`, ``, false},
		{"false and missing", `"flag":false`, ``, false},
		{"an empty list and none", `"lines":[]`, ``, false},
		{"a volatile column", `"seen":[1]`, `"seen":[2]`, true},
		{"a rejected value", `"amount":"x"`, ``, false},
		{"one value in two columns", `"alias":5`, `"who":{"id":5}`, false},
		{"values that change places", `"amount":1,"quantity":2`, `"amount":2,"quantity":1`, false},
		{"a line", `"lines":[{"id":1}]`, `"lines":[{"id":2}]`, false},
		{"lines in another order", `"lines":[{"id":1},{"id":2}]`, `"lines":[{"id":2},{"id":1}]`, false},
		{"a list of a line", `"lines":[{"id":1,"notes":[{"text":"a"}]}]`, `"lines":[{"id":1,"notes":[{"text":"b"}]}]`, false},
		{"a list of a list of a line", `"lines":[{"notes":[{"signs":[{"by":"a"}]}]}]`, `"lines":[{"notes":[{"signs":[{"by":"b"}]}]}]`, false},
		{"a list that moves to the next line", `"lines":[{"notes":[{"text":"a"}]},{"notes":[]}]`, `"lines":[{"notes":[]},{"notes":[{"text":"a"}]}]`, false},
		{"a hole in a list", `"lines":[{"id":1},5]`, `"lines":[5,{"id":1}]`, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			with := func(members string) string {
				if members != "" {
					members = "," + members
				}
				return `{"id":1,"code":"a"` + members + `}`
			}
			a, _ := hashes(t, plan, with(tt.a))
			b, _ := hashes(t, plan, with(tt.b))
			if (a == b) != tt.same {
				t.Fatalf("got %d and %d, want the same: %v", a, b, tt.same)
			}
		})
	}
}

func TestHashOfALineIsItsContent(t *testing.T) {
	t.Parallel()

	plan := orders(t)
	_, a := hashes(t, plan, `{"id":1,"code":"a","lines":[{"id":5,"price":1}]}`)
	_, b := hashes(t, plan, `{"id":2,"code":"b","lines":[{},{"id":5,"price":1.0}]}`)
	if a[0] != b[1] {
		t.Fatalf("got %d and %d, want one hash in two records", a[0], b[1])
	}
}

// A longer is an order of a later time: it has a column more, in between.
type longer struct {
	_ models.Row `table:"orders" doc:"One order."`

	New    models.Text  `json:"new" doc:"A column of a later time."`
	ID     models.Int   `json:"id" col:"order_id,key" doc:"The key."`
	Amount models.Money `json:"amount" doc:"Money."`
	Newer  models.JSON  `json:"newer" doc:"A column of a later time."`
	Lines  []struct {
		New models.Int   `json:"new" doc:"A column of a later time."`
		ID  models.Int   `json:"id" col:"line_id" doc:"Which."`
		Add models.Money `json:"price" doc:"How much."`
	} `json:"lines" table:"order_lines" doc:"Its lines."`
}

func TestHashStaysWhenAColumnIsAdded(t *testing.T) {
	t.Parallel()

	later, err := Compile(models.MustCompile[longer]("shop"))
	if err != nil {
		t.Fatal(err)
	}
	const record = `{"id":1,"amount":2.5,"lines":[{"id":7,"price":"x"},{"id":8,"zip":1}]%s}`
	type earlier struct {
		_ models.Row `table:"orders" doc:"One order."`

		ID     models.Int   `json:"id" col:"order_id,key" doc:"The key."`
		Amount models.Money `json:"amount" doc:"Money."`
		Lines  []struct {
			ID  models.Int   `json:"id" col:"line_id" doc:"Which."`
			Add models.Money `json:"price" doc:"How much."`
		} `json:"lines" table:"order_lines" doc:"Its lines."`
	}
	before, err := Compile(models.MustCompile[earlier]("shop"))
	if err != nil {
		t.Fatal(err)
	}
	a, _ := hashes(t, before, fmt.Sprintf(record, ""))
	b, _ := hashes(t, later, fmt.Sprintf(record, ""))
	if a != b {
		t.Fatalf("got %d, want %d as before the column was there", b, a)
	}
	if c, _ := hashes(t, later, fmt.Sprintf(record, `,"new":"x"`)); c == b {
		t.Fatal("got one hash with and without a value in the new column, want two")
	}
}

// TestWhatADocumentIsWrittenInMakesNoVersion has one document in two encodings, with a title and without.
func TestWhatADocumentIsWrittenInMakesNoVersion(t *testing.T) {
	t.Parallel()

	p := compiled(t, nextech.Tables(), "encounters")
	encounter := func(ccd string) arrow.Record {
		t.Helper()

		b, err := both(t, p, wholePage(`[{"summary":{"encounterId":5},"ccd":"`+ccd+`"}]`))
		if err != nil {
			t.Fatal(err)
		}
		return b.Records[1]
	}
	column := func(r arrow.Record, name string) arrow.Array { return r.Column(r.Schema().FieldIndices(name)[0]) }
	hash := func(r arrow.Record) int64 { return column(r, models.ColHash).(*array.Int64).Value(0) }
	one, other := encounter("<p>caf\u00e9"), encounter("<p>caf\xe9")
	if got := column(other, "encoding").ValueStr(0); got != "windows-1252" || hash(one) != hash(other) {
		t.Errorf("%s: got hash %d, want %d", got, hash(other), hash(one))
	}
	long := encounter("<p>caf\u00e9<!-- " + strings.Repeat("x", 2*pieceSize) + " -->") // in more pieces, with more bytes
	if got := column(long, "html_count").ValueStr(0); got != "3" || hash(one) != hash(long) {
		t.Errorf("in %s pieces: got hash %d, want %d", got, hash(long), hash(one))
	}
	if titled := encounter("<title>a</title><p>caf\u00e9"); hash(one) == hash(titled) || !column(one, "title").IsNull(0) {
		t.Errorf("a document without a title has %q", column(one, "title").ValueStr(0))
	}
}
