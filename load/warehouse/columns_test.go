package warehouse

import (
	"testing"

	"carehouse/models"
)

// TestRolesAreWords has every role, to the first number that is none.
func TestRolesAreWords(t *testing.T) {
	t.Parallel()

	want := []string{"payload", "count", "parent key", "place", "lineage", "request", "slot"}
	for i, word := range want {
		if got := role(models.FromPayload + models.Role(i)); got != word {
			t.Errorf("role %d: got %q, want %q", i, got, word)
		}
	}
	if int(models.SlotLabel) != len(want) {
		t.Errorf("there are %d roles and %d words", models.SlotLabel, len(want))
	}
}
