package models

import (
	"encoding/json"
	"fmt"
	"testing"
)

// TestRangesOfTheSameDaysAreEqual goes through every row of the vendor notes' table of ranges.
func TestRangesOfTheSameDaysAreEqual(t *testing.T) {
	t.Parallel()

	tests := []struct{ name, in, want string }{
		{"half-open, one day", `{"bounds":"[)","start":"2016-10-25","end":"2016-10-26"}`, "2016-10-25..2016-10-25 range"},
		{"closed, one day", `{"bounds":"[]","start":"2016-10-25","end":"2016-10-25"}`, "2016-10-25..2016-10-25 range"},
		{"open below", `{"bounds":"(]","start":"2016-10-24","end":"2016-10-25"}`, "2016-10-25..2016-10-25 range"},
		{"open", `{"bounds":"()","start":"2016-10-24","end":"2016-10-26"}`, "2016-10-25..2016-10-25 range"},
		{"several days", `{"bounds":"[]","start":"2020-01-16","end":"2020-01-17"}`, "2020-01-16..2020-01-17 range"},
		{"keys in another order", `{"end":"2020-01-18","start":"2020-01-16","bounds":"[)"}`, "2020-01-16..2020-01-17 range"},
		{"open, no day between", `{"bounds":"()","start":"2020-01-16","end":"2020-01-17"}`, "..  empty"},
		{"half-open, equal ends", `{"bounds":"[)","start":"2020-01-16","end":"2020-01-16"}`, "..  empty"},
		{"the end before the start", `{"bounds":"[]","start":"2020-01-16","end":"2020-01-01"}`, "..  empty"},
		{"the word empty", `{"bounds":"empty","start":null,"end":null}`, "..  empty"},
		{"no bounds, no days", `{"bounds":null,"start":null,"end":null}`, "..  empty"},
		{"no start", `{"bounds":"()","start":null,"end":"2020-01-17"}`, "..2020-01-16 until"},
		{"no start, bracket", `{"bounds":"[]","start":null,"end":"2020-01-17"}`, "..2020-01-17 until"},
		{"no end", `{"bounds":"[)","start":"2020-01-16","end":null}`, "2020-01-16.. from"},
		{"no end, open below", `{"bounds":"()","start":"2020-01-16","end":null}`, "2020-01-17.. from"},
		{"no ends", `{"bounds":"()","start":null,"end":null}`, "..  always"},
		{"days without bounds", `{"start":"2020-01-16","end":"2020-01-18"}`, "2020-01-16..2020-01-17 range assumed"},
		{"days with null bounds", `{"bounds":null,"start":"2020-01-16","end":"2020-01-18"}`, "2020-01-16..2020-01-17 range assumed"},
		{"the last day of the calendar", `{"bounds":"[]","start":"9999-12-31","end":"9999-12-31"}`, "9999-12-31..9999-12-31 range"},
		{"after the calendar", `{"bounds":"()","start":"9999-12-31","end":null}`, "..  [not a date range]"},
		{"unknown bounds", `{"bounds":"{}","start":"2020-01-16","end":"2020-01-18"}`, "..  [not a date range]"},
		{"a day that is none", `{"bounds":"[)","start":"2020-02-30","end":"2020-03-01"}`, "..  [not a date range]"},
		{"a number for a day", `{"bounds":"[)","start":20200116,"end":null}`, "..  [not a date range]"},
		{"an object that says nothing", `{}`, "..  [not a date range]"},
		{"the text form", `"[2020-01-16,2020-01-18)"`, "..  [not a date range]"},
		{"a list", `[]`, "..  [not a date range]"},
		{"null", `null`, ".. "},
		{"the last of equal keys", `{"bounds":"[)","start":"2019-01-01","start":"2020-01-16","end":"2020-01-18"}`, "2020-01-16..2020-01-17 range"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			var r DateRange
			if err := json.Unmarshal([]byte(tt.in), &r); err != nil {
				t.Fatal(err)
			}
			if got := show(r); got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			again, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			var back DateRange
			if err := json.Unmarshal(again, &back); err != nil {
				t.Fatal(err)
			}
			if r.Rejected() == "" && (back.Start != r.Start || back.End != r.End || back.Kind != r.Kind) {
				t.Errorf("%s came back as %q", again, show(back))
			}
		})
	}
}

func show(r DateRange) string {
	day := func(d Date) string {
		if _, ok := d.Days(); !ok {
			return ""
		}
		return d.Time().Format("2006-01-02")
	}
	s := fmt.Sprintf("%s..%s %s", day(r.Start), day(r.End), r.Kind)
	if r.Kind == RangeEmpty || r.Kind == RangeAlways {
		s = fmt.Sprintf("..  %s", r.Kind)
	}
	if r.Rejected() != "" {
		s = fmt.Sprintf("..  [%s]", r.Rejected())
	}
	if r.Assumed() {
		s += " assumed"
	}
	return s
}
