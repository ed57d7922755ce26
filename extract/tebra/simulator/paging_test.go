package simulator_test

import (
	"strconv"
	"testing"

	"carehouse/extract/tebra/simulator"
)

func TestPatientsArePagedByKey(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		fault string
		ended func(e element) bool
	}{
		{"", func(e element) bool { return e.at("Key").Nil == "true" }},
		{"key-zero", func(e element) bool { return e.get("Key/nextStartKey") == "0" }},
		{"key-nil", func(e element) bool { return e.at("Key").at("nextStartKey").Nil == "true" }},
	} {
		a := open(t, simulator.Options{Size: 150})
		if c.fault != "" {
			a.fault(t, c.fault)
		}
		var ids []string
		start, pages := "0", 0
		for pages < 20 {
			got := a.ask(t, "GetAllPatients", filter("GetAllPatients", "BatchSize", "4", "PracticeID", "1", "StartKey", start))
			ids = append(ids, column(got.rows(), "ID")...)
			pages++
			if c.ended(got) {
				break
			}
			start = got.get("Key/nextStartKey")
		}
		want := a.IDs("patient_roster", 1)
		if len(ids) != len(want) || pages != (len(want)+3)/4 || pages < 3 {
			t.Fatalf("%s: got %d patients in %d pages, want %d", c.fault, len(ids), pages, len(want))
		}
		for i, id := range ids {
			if id != strconv.FormatInt(want[i], 10) {
				t.Fatalf("got %v, want %v", ids, want)
			}
		}
	}
}
