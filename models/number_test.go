package models

import (
	"encoding/json"
	"testing"
)

func TestMoneyIsExactOrSetAside(t *testing.T) {
	t.Parallel()

	tests := []struct {
		in     string
		want   string
		reason Reason
	}{
		{`null`, "null", ""},
		{`0`, "0.00", ""},
		{`-0`, "0.00", ""},
		{`-0.00`, "0.00", ""},
		{`0e999999999999`, "0.00", ""},
		{`228`, "228.00", ""},
		{`228.00`, "228.00", ""},
		{`"228.00"`, "228.00", ""},
		{`1e3`, "1000.00", ""},
		{`1.5E+1`, "15.00", ""},
		{`12345e-4`, "1.2345", ""},
		{`-4509.1`, "-4509.10", ""},
		{`69.110`, "69.11", ""},
		{`1.0000000`, "1.00", ""},
		{`0.0001`, "0.0001", ""},
		{`90071992547409.93`, "90071992547409.93", ""}, // a float64 makes .94 of it
		{`99999999999999.9999`, "99999999999999.9999", ""},
		{`-99999999999999.9999`, "-99999999999999.9999", ""},
		{`100000000000000`, "null", TooLarge},
		{`1e999999999999`, "null", TooLarge},
		{`1e14`, "null", TooLarge},
		{`0.00001`, "null", TooPrecise},
		{`1e-5`, "null", TooPrecise},
		{`1e-999999999999`, "null", TooPrecise},
		{`1.00005`, "null", TooPrecise},
		{`""`, "null", NotANumber},
		{`"$5"`, "null", NotANumber},
		{`"1,000.00"`, "null", NotANumber},
		{`" 5"`, "null", NotANumber},
		{`"05"`, "null", NotANumber},
		{`".5"`, "null", NotANumber},
		{`"5."`, "null", NotANumber},
		{`"1e"`, "null", NotANumber},
		{`true`, "null", NotANumber},
		{`{}`, "null", NotANumber},
		{`[]`, "null", NotANumber},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			t.Parallel()

			var got Money
			if err := json.Unmarshal([]byte(tt.in), &got); err != nil {
				t.Fatal(err)
			}
			if got.String() != tt.want || got.Rejected() != tt.reason {
				t.Errorf("got %s %q, want %s %q", got, got.Rejected(), tt.want, tt.reason)
			}
		})
	}
}

func TestIntIsWholeOrSetAside(t *testing.T) {
	t.Parallel()

	tests := []struct {
		in     string
		want   string
		reason Reason
	}{
		{`null`, "null", ""},
		{`9007199254740993`, "9007199254740993", ""}, // a float64 makes ...992 of it
		{`9223372036854775807`, "9223372036854775807", ""},
		{`-9223372036854775808`, "-9223372036854775808", ""},
		{`9223372036854775808`, "null", TooLarge},
		{`1e19`, "null", TooLarge},
		{`228.00`, "228", ""},
		{`1e3`, "1000", ""},
		{`"42"`, "42", ""},
		{`1.5`, "null", NotWhole},
		{`1e-1`, "null", NotWhole},
		{`"x"`, "null", NotANumber},
		{`false`, "null", NotANumber},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			t.Parallel()

			var got Int
			if err := json.Unmarshal([]byte(tt.in), &got); err != nil {
				t.Fatal(err)
			}
			text, err := json.Marshal(got)
			if err != nil {
				t.Fatal(err)
			}
			if string(text) != tt.want || got.Rejected() != tt.reason {
				t.Errorf("got %s %q, want %s %q", text, got.Rejected(), tt.want, tt.reason)
			}
		})
	}
}

func TestFlagGuessesNothing(t *testing.T) {
	t.Parallel()

	for in, want := range map[string]Flag{
		`null`: {}, `true`: NewFlag(true), `false`: NewFlag(false),
		`0`: {reason: NotABoolean}, `"true"`: {reason: NotABoolean}, `[]`: {reason: NotABoolean},
	} {
		var got Flag
		if err := json.Unmarshal([]byte(in), &got); err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Errorf("%s: got %+v, want %+v", in, got, want)
		}
	}
}
