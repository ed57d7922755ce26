package nextech

import (
	"slices"
	"testing"
)

func TestTablesAreThoseThatPeopleKnow(t *testing.T) {
	t.Parallel()

	var names []string
	for _, root := range Tables() {
		for table := range root.All() {
			names = append(names, table.Name)
		}
	}
	want := []string{"patients", "encounters", "encounter_documents", "encounter_document_html", "encounter_sections", "section_names"}
	if !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
	encounters := Tables()[1]
	if got := encounters.Keys(); !slices.Equal(got, []string{"practice_id", "patient_id", "encounter_id"}) {
		t.Errorf("got keys %q", got)
	}
	if encounters.Span() != "encounter_date" || encounters.Within() != "patient_id" {
		t.Errorf("got span %q within %q", encounters.Span(), encounters.Within())
	}
}
