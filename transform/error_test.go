package transform

import (
	"errors"
	"strings"
	"testing"
)

func TestBodies(t *testing.T) {
	t.Parallel()

	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	plan := orders(t)
	tests := []struct {
		name    string
		body    string
		problem Problem // "" is none
		offset  int
	}{
		{"nothing", ``, NotJSON, 0},
		{"not an object", `[{"id":1}]`, NoRecords, 0},
		{"no such member", `{"Data":[]}`, NoRecords, 0},
		{"a number", `{"data":12}`, WrongRecords, 8},
		{"a wrong list that comes again", `{"data":12,"data":[]}`, "", 0},
		{"a list that comes again wrong", `{"data":[],"data":"x"}`, WrongRecords, 18},
		{"cut short", `{"data":[{"id":1`, NotJSON, 16},
		{"cut short in a text", `{"data":[{"code":"abc`, NotJSON, 21},
		{"cut short before a value", `{"data":[{"id":`, NotJSON, 15},
		{"a comma too many", `{"data":[{"id":1,}]}`, NotJSON, 17},
		{"a comment", `{"data":[], // none` + "\n}", NotJSON, 12},
		{"something behind", `{"data":[]} {}`, NotJSON, 12},
		{"white space behind", "{\"data\":[]}\n \t\r", "", 0},
		{"a control character in a text", "{\"data\":[],\"x\":\"a\nb\"}", NotJSON, 17},
		{"a leading zero", `{"data":[{"id":01}]}`, NotJSON, 16},
		{"a broken escape in a member that is skipped", `{"data":[],"x":"\u12g4"}`, NotJSON, 20},
		{"a byte order mark", "\ufeff{\"data\":[]}", NotJSON, 0},
		{"64 levels", `{"data":[],"x":` + deep(63) + `}`, "", 0},
		{"65 levels", `{"data":[],"x":` + deep(64) + `}`, NotJSON, 78},
		{"64 levels in a record", `{"data":[{"id":1,"code":"a","any":` + deep(61) + `}]}`, "", 0},
		{"65 levels in a record", `{"data":[{"id":1,"code":"a","any":` + deep(62) + `}]}`, NotJSON, 95},
		{"a wrong value far behind good records", `{"data":[{"id":1,"code":"a"},{"id":2,"code":"b"}],"x":nul}`, NotJSON, 54},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			_, err := both(t, plan, testPage(tt.body))
			var got *BodyError
			switch {
			case tt.problem == "" && err != nil:
				t.Fatalf("got %v, want no error", err)
			case tt.problem == "":
			case !errors.As(err, &got) || got.Problem != tt.problem || got.Offset != tt.offset:
				t.Fatalf("got %v, want byte %d: %s", err, tt.offset, tt.problem)
			}
		})
	}
}

func TestAPageOfScrapsIsRefused(t *testing.T) {
	t.Parallel()

	body := `{"data":[` + strings.Repeat("1,", maxRows/findingLoad) + `1]}`
	plan := orders(t)
	_, err := plan.Flatten(nil, testWindow(), testPage(body))
	var got *BodyError
	if !errors.As(err, &got) || got.Problem != TooManyRows {
		t.Fatalf("got %v, want %s", err, TooManyRows)
	}
}

func TestALongKeyOfManyRowsIsRefused(t *testing.T) {
	t.Parallel()

	key := strings.Repeat("k", maxBody>>10)
	lines := strings.Repeat("{},", 1<<10) + "{}"
	_, err := orders(t).Flatten(nil, testWindow(), testPage(`{"data":[{"id":1,"code":"`+key+`","lines":[`+lines+`]}]}`))
	var got *BodyError
	if !errors.As(err, &got) || got.Problem != TooManyRows {
		t.Fatalf("got %v, want %s", err, TooManyRows)
	}
}

func TestErrorsSayNothingOfThePage(t *testing.T) {
	t.Parallel()

	_, err := both(t, orders(t), testPage(`{"data":[{"note":"Testperson" Testperson}]}`))
	if err == nil || strings.Contains(err.Error(), "Testperson") {
		t.Fatalf("got %v, want an error without the page's text", err)
	}
}
