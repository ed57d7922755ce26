package supergood

import (
	"slices"
	"testing"
)

func TestTablesAreThoseThatPeopleKnow(t *testing.T) {
	t.Parallel()

	var names []string
	for _, root := range Tables() {
		if root.Version() != "" {
			t.Errorf("%s: versions are ordered by %s, which nobody vouches for", root.Name, root.Version())
		}
		for table := range root.All() {
			names = append(names, table.Name)
		}
	}
	want := []string{
		"patients", "patient_phones", "patient_addresses", "patient_insurances", "appointments", "encounters", "encounter_edits",
		"encounter_lab_orders", "encounter_prescriptions", "eligibility_checks",
	}
	if !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
}
