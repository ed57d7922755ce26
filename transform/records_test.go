package transform

import (
	"errors"
	"strings"
	"testing"
)

// TestRecordsInOtherObjects goes the way to the records with dots, in both ways and through pages that are written anew.
func TestRecordsInOtherObjects(t *testing.T) {
	t.Parallel()

	plan := orders(t)
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	const two = `[{"id":1,"code":"a"},{"id":2,"code":"b"}]`
	for _, tt := range []struct {
		name, body string
		found      int
		problem    Problem // "" is none
		offset     int
	}{
		{"in one", `{"result":{"items":` + two + `}}`, 2, "", 0},
		{"beside others", `{"items":5,"result":{"total":2,"items":` + two + `,"more":{"items":1}},"x":[]}`, 2, "", 0},
		{"a single one", `{"result":{"items":{"id":1,"code":"a"}}}`, 1, "", 0},
		{"none", `{"result":{"items":null}}`, 0, "", 0},
		{"twice", `{"result":{"items":[{"id":9}]},"result":{"items":` + two + `}}`, 2, "", 0},
		{"twice, and then no object", `{"result":{"items":` + two + `},"result":null}`, 2, "", 0},
		{"a name with a dot", `{"result.items":` + two + `}`, 0, NoRecords, 0},
		{"in a list", `{"result":[{"items":` + two + `}]}`, 0, NoRecords, 0},
		{"in nothing", `{"result":null}`, 0, NoRecords, 0},
		{"nowhere", `{"result":{}}`, 0, NoRecords, 0},
		{"a number", `{"result": {"items":12}}`, 0, WrongRecords, 20},
		{"torn", `{"result":{"items":` + two, 0, NotJSON, 60},
		{"torn behind", `{"result":{"items":[]}`, 0, NotJSON, 22},
		{"64 levels", `{"result":{"items":[{"id":1,"code":"a","any":` + deep(60) + `}]}}`, 1, "", 0},
		{"65 levels", `{"result":{"items":[{"id":1,"code":"a","any":` + deep(61) + `}]}}`, 0, NotJSON, 105},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			page := testPage(tt.body)
			for _, page.Names = range []map[string]string{nil, {"code": "name"}} {
				page.Records = "result.items"
				batch, err := both(t, plan, page)
				var got *BodyError
				switch {
				case tt.problem == "" && err == nil:
					if batch.Found != tt.found {
						t.Errorf("found %d records, want %d", batch.Found, tt.found)
					}
				case !errors.As(err, &got) || got.Problem != tt.problem || got.Offset != tt.offset:
					t.Errorf("got %v, want byte %d: %q", err, tt.offset, tt.problem)
				}
			}
		})
	}
}
