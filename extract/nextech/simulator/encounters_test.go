package simulator_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"carehouse/extract/nextech/simulator"
)

const whole = "?start=1900-01-01T00:00:00Z&end=2026-06-16T00:00:00Z"

func TestBothEndsAreIncluded(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{})
	all := visits(t, c.ask("/1000/encounters/search"+whole))
	if len(all) < 3 {
		t.Fatalf("got %d encounters, want some to test with", len(all))
	}
	first, last := all[0].Summary.EncounterDate, all[len(all)-1].Summary.EncounterDate
	if got := visits(t, c.ask("/1000/encounters/search?start="+first+"&end="+last)); len(got) != len(all) {
		t.Errorf("got %d, want %d", len(got), len(all))
	}
	instant, err := time.Parse(time.RFC3339, last)
	if err != nil {
		t.Fatal(err)
	}
	before := instant.Add(-time.Millisecond).Format(time.RFC3339Nano)
	if got := visits(t, c.ask("/1000/encounters/search?start="+first+"&end="+before)); len(got) != len(all)-1 {
		t.Errorf("got %d, want %d", len(got), len(all)-1)
	}
	if got := visits(t, c.ask("/1000/encounters/search?start="+last+"&end="+last)); len(got) != 1 {
		t.Errorf("got %d at one moment", len(got))
	}
}

func TestAnEndThatIsLeftOutIsNow(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{}) // patient 1000 has an encounter later today
	all := len(visits(t, c.ask("/1000/encounters/search"+whole)))
	if got := len(visits(t, c.ask("/1000/encounters/search"))); got != all-1 {
		t.Errorf("got %d, want %d", got, all-1)
	}
	if got := len(visits(t, c.ask("/1000/encounters/search?end=2026-06-15"))); got != all-1 { // its first instant
		t.Errorf("got %d, want %d", got, all-1)
	}
	if got := len(visits(t, c.ask("/1000/encounters/search?end=2026-06-16"))); got != all {
		t.Errorf("got %d, want %d", got, all)
	}
}

func TestDatesAreReadInTheFormsThatAreTaken(t *testing.T) {
	t.Parallel()
	forms := map[simulator.DateForm][]string{
		simulator.ISODateTime: {"2020-02-03T04:05:06Z", "2020-02-03T04:05:06.789%2B02:00", "2020-02-03T04:05:06"},
		simulator.ISODate:     {"2020-02-03"},
		simulator.USDate:      {"2-3-2020", "02-03-2020"},
	}
	never := []string{"", "yesterday", "2020-13-01", "2/3/2020", "13-1-2020", "20200203"}
	for name, options := range map[string]simulator.Options{
		"all":           {},
		"one":           {Dates: []simulator.DateForm{simulator.ISODateTime}},
		"us by fault":   {Faults: []string{"us-dates"}},
		"days by fault": {Faults: []string{"iso-dates"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			takes := map[string][]simulator.DateForm{
				"all": {simulator.ISODateTime, simulator.ISODate, simulator.USDate}, "one": {simulator.ISODateTime},
				"us by fault": {simulator.USDate}, "days by fault": {simulator.ISODate},
			}[name]
			options.Size = -1
			c := open(t, options)
			for form, spellings := range forms {
				want := 400
				if slices.Contains(takes, form) {
					want = 200
				}
				for _, text := range spellings {
					if got := c.ask("/1000/encounters/search?start=" + text).Code; got != want {
						t.Errorf("%s: got %d, want %d", text, got, want)
					}
				}
			}
			for _, text := range never {
				if got := c.ask("/1000/encounters/search?end=" + text).Code; got != 400 {
					t.Errorf("%q: got %d", text, got)
				}
			}
		})
	}
	c := open(t, simulator.Options{Size: -1})
	if got := c.ask("/1000/encounters/search?start=2026-01-02&end=2026-01-01").Code; got != 400 {
		t.Errorf("got %d for an end before the start", got)
	}
}

func TestPathsAndSectionsThatAreNot(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{})
	for path, want := range map[string]int{
		"/1000/encounters/search":                          200,
		"/1000/encounters/search?section=Problems":         200,
		"/1000/encounters/search?section=plan%20of%20care": 200,
		"/1000/encounters/search?section=Dreams":           400,
		"/1000/encounters/search?section=":                 400,
		"/9/encounters/search":                             404,
		"/x/encounters/search":                             400,
		"/1000/encounters":                                 404,
		"/1000/encounter":                                  404,
		"/1000/encounters/search/":                         404,
		"/patients":                                        404,
		"":                                                 404,
	} {
		if got := c.ask(path).Code; got != want {
			t.Errorf("%s: got %d, want %d", path, got, want)
		}
	}
	c.fault(t, "aliases")
	for _, path := range []string{"/1000/encounters", "/1000/encounter"} {
		if got := visits(t, c.ask(path+whole)); len(got) != len(visits(t, c.ask("/1000/encounters/search"+whole))) {
			t.Errorf("%s: got %d", path, len(got))
		}
	}
}

func TestAPatientWithoutEncountersHasAnEmptyList(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{})
	if got := c.ask("/1005/encounters/search").Body.String(); got != "[]" {
		t.Errorf("got %s", got)
	}
}

func TestTheAnswersTogetherAreTheTruth(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 400})
	for _, practice := range c.Practices() {
		truth := c.Truth(practice)
		at, flags, nulls, shared := 0, map[any]int{}, 0, map[int64]int{}
		for _, entry := range c.Roster(practice) {
			got := visits(t, c.ask(path(entry.PatientID)+whole, practice))
			slices.SortFunc(got, func(a, b told) int { return int(a.Summary.EncounterID - b.Summary.EncounterID) })
			for _, e := range got {
				want := truth.Encounters[at]
				at++
				date, err := time.Parse(time.RFC3339, e.Summary.EncounterDate)
				if err != nil || !date.Equal(want.Date) || e.Summary.EncounterID != want.ID || want.PatientID != entry.PatientID ||
					e.Summary.Type != want.Type || (e.CCD == nil || *e.CCD == "") != (want.Document == nil) {
					t.Fatalf("got %+v, want %+v", e.Summary, want)
				}
				flags[e.Summary.EncounterLocked]++
				shared[want.ID]++
				if e.CCD == nil {
					nulls++
				}
				if on := slices.Contains([]any{true, "True", "true", "Y"}, e.Summary.EncounterLocked); on != want.Locked {
					t.Errorf("got %v, want %t", e.Summary.EncounterLocked, want.Locked)
				}
			}
		}
		if at != len(truth.Encounters) || at == 0 {
			t.Errorf("got %d encounters, want %d", at, len(truth.Encounters))
		}
		if flags[true] == 0 || flags[false] == 0 || len(flags) < 4 || nulls == 0 || len(shared) == at {
			t.Errorf("got flags %v, %d nulls, %d ids of %d encounters: that is too plain", flags, nulls, len(shared), at)
		}
	}
}

func TestTheSameIdsAreOtherPeopleInAnotherPractice(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{})
	ids := c.Practices()
	if len(ids) != 2 || !strings.HasPrefix(ids[0], "0") {
		t.Fatalf("got practices %q", ids)
	}
	one, other := c.Truth(ids[0]), c.Truth(ids[1])
	if one.Patients[0].ID != other.Patients[0].ID || one.Patients[0].DOB == other.Patients[0].DOB {
		t.Errorf("got %+v and %+v", one.Patients[0], other.Patients[0])
	}
	first, second := c.ask("/1000/encounters/search"+whole), c.ask("/1000/encounters/search"+whole, ids[1])
	if first.Code != 200 || second.Code != 200 || first.Body.String() == second.Body.String() {
		t.Errorf("got %d and %d, the same", first.Code, second.Code)
	}
	var equal bool
	for _, a := range one.Encounters {
		equal = equal || slices.ContainsFunc(other.Encounters, func(b simulator.Encounter) bool {
			return a.PatientID == b.PatientID && a.ID == b.ID
		})
	}
	if !equal {
		t.Error("no encounter has the same ids in both practices")
	}
}

func TestTheSameSeedGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	play := func(seed uint64) string {
		c := open(t, simulator.Options{Seed: seed})
		var all strings.Builder
		all.Write(c.CSV(""))
		all.WriteString(c.RefreshToken())
		for range 2 {
			for _, e := range c.Roster("") {
				all.WriteString(c.ask(path(e.PatientID)).Body.String())
			}
			all.WriteString(c.ask("/search?term=").Body.String())
			c.Change(5, 5, 5)
			c.Amend(3, 0)
		}
		return all.String()
	}
	one, again, other := play(1), play(1), play(2)
	if one != again {
		t.Error("the same seed gave something else")
	}
	if one == other {
		t.Error("two seeds gave the same")
	}
}
