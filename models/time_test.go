package models

import (
	"encoding/json"
	"testing"
)

// written is what each kind of time makes of a payload: its JSON, or its reason in brackets.
type written struct{ date, instant, local, stamp string }

func TestTimeIsNeverGuessed(t *testing.T) {
	t.Parallel()

	const (
		notDate = "[not a date]"
		notTime = "[not a date and time]"
		noZone  = "[a time without a zone where an instant is needed]"
		hasZone = "[a time with a zone where a local time is needed]"
		precise = "[more decimals than the column keeps]"
	)
	tests := []struct {
		in   string
		want written
	}{
		{`null`, written{"null", "null", "null", "null"}},
		{`"2016-10-15"`, written{`"2016-10-15"`, notTime, notTime, `"2016-10-15"`}},
		{`"2024-02-29"`, written{`"2024-02-29"`, notTime, notTime, `"2024-02-29"`}},
		{`"2023-02-29"`, written{notDate, notTime, notTime, notTime}},
		{
			`"2016-10-15T00:00:00"`,
			written{`"2016-10-15"`, noZone, `"2016-10-15T00:00:00.000000"`, `"2016-10-15T00:00:00.000000"`},
		},
		{
			`"2017-06-21T00:30:46.791615"`,
			written{notDate, noZone, `"2017-06-21T00:30:46.791615"`, `"2017-06-21T00:30:46.791615"`},
		},
		{
			`"2017-05-28T06:47:16.361817-04:00"`,
			written{notDate, `"2017-05-28T10:47:16.361817+00:00"`, hasZone, `"2017-05-28T06:47:16.361817-04:00"`},
		},
		{
			`"2020-01-24T23:49:50Z"`,
			written{notDate, `"2020-01-24T23:49:50.000000+00:00"`, hasZone, `"2020-01-24T23:49:50.000000+00:00"`},
		},
		{
			`"2020-01-24 23:49:50+00:00"`,
			written{notDate, `"2020-01-24T23:49:50.000000+00:00"`, hasZone, `"2020-01-24T23:49:50.000000+00:00"`},
		},
		{
			`"2020-01-24T23:49:50.123456000"`,
			written{notDate, noZone, `"2020-01-24T23:49:50.123456"`, `"2020-01-24T23:49:50.123456"`},
		},
		{`"2020-01-24T23:49:50.1234567"`, written{notDate, noZone, precise, precise}},
		{`"2020-01-24T24:00:00"`, written{notDate, notTime, notTime, notTime}},
		{`"2020-01-24T23:59:60Z"`, written{notDate, notTime, notTime, notTime}},
		{`"2020-01-24T23:49"`, written{notDate, notTime, notTime, notTime}},
		{`"2020-01-24T23:49:50,5"`, written{notDate, notTime, notTime, notTime}},
		{`"2020-01-24T23:49:50+16:00"`, written{notDate, notTime, notTime, notTime}},
		{`"0001-01-01T00:00:00+15:00"`, written{notDate, notTime, notTime, notTime}}, // year 0 in UTC
		{`"01/24/2020"`, written{notDate, notTime, notTime, notTime}},
		{`""`, written{notDate, notTime, notTime, notTime}},
		{`20200124`, written{notDate, notTime, notTime, notTime}},
		{`"infinity"`, written{notDate, notTime, notTime, notTime}},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			t.Parallel()

			got := written{
				write(t, tt.in, &Date{}), write(t, tt.in, &Instant{}), write(t, tt.in, &LocalTime{}), write(t, tt.in, &Stamp{}),
			}
			if got != tt.want {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}

// write decodes a payload and writes what came of it.
func write(t *testing.T, in string, leaf interface {
	Leaf
	json.Marshaler
	json.Unmarshaler
},
) string {
	t.Helper()

	if err := json.Unmarshal([]byte(in), leaf); err != nil {
		t.Fatal(err)
	}
	if reason := leaf.Rejected(); reason != "" {
		return "[" + string(reason) + "]"
	}
	out, err := json.Marshal(leaf)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestAStampIsKeptAsWhatItIs(t *testing.T) {
	t.Parallel()

	tests := []struct {
		in             string
		day, local, at bool
		dayIs          string
	}{
		{`"2020-01-24"`, true, false, false, "2020-01-24"},
		{`"2020-01-24T23:30:00"`, true, true, false, "2020-01-24"},
		{`"2020-01-24T23:30:00-05:00"`, true, true, true, "2020-01-24"}, // the 25th in UTC
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			t.Parallel()

			var s Stamp
			if err := json.Unmarshal([]byte(tt.in), &s); err != nil {
				t.Fatal(err)
			}
			cells := s.Cells(nil)
			if got := [3]bool{cells[0].Set, cells[1].Set, cells[2].Set}; got != [3]bool{tt.day, tt.local, tt.at} {
				t.Errorf("got day, local, at %v", got)
			}
			if got := DateFromDays(cells[0].Int).Time().Format("2006-01-02"); got != tt.dayIs {
				t.Errorf("got day %s, want %s", got, tt.dayIs)
			}
		})
	}
}
