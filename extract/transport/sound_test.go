package transport

import (
	"errors"
	"strings"
	"testing"
)

// TestABodyIsWholeAndNotTooDeep draws the line where the flattening draws it, so that what is landed is of use.
func TestABodyIsWholeAndNotTooDeep(t *testing.T) {
	t.Parallel()

	nested := func(levels int) string {
		return strings.Repeat(`[{"a":`, levels/2) + `"[[[{{{"` + strings.Repeat(`}]`, levels/2)
	}
	for body, want := range map[string]error{
		`{"data":[]}`: nil, nested(MaxDepth): nil, nested(MaxDepth + 2): ErrTooDeep, nested(9000): ErrTooDeep,
		`{"data":[`: ErrNotJSON, ``: ErrNotJSON, `{} {}`: ErrNotJSON,
		`[` + strings.Repeat(`[],`, 100) + `{}]`: nil,
	} {
		if got := Sound([]byte(body)); !errors.Is(got, want) {
			t.Errorf("%.40s: got %v, want %v", body, got, want)
		}
	}
}
