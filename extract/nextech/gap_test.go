package nextech

import (
	"slices"
	"strings"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/models"
)

// seldom keeps slots from having their turn, so that a day that was left out stays left out.
func seldom(c *Config, _ *fake) { c.Overlap, c.FullEvery = day, 3000*day }

// sees adds an encounter of a patient.
func (f *fake) sees(id int64, encounter fakeEncounter) {
	for i := range f.patients {
		if f.patients[i].id == id {
			f.patients[i].encounters = append(f.patients[i].encounters, encounter)
		}
	}
}

// brought lists the patients of whom pages hold an encounter.
func brought(pages []models.Page, encounter string) (ids []string) {
	for _, p := range pages {
		if strings.Contains(string(p.Body), `"encounterId":`+encounter+`,`) {
			ids = append(ids, p.Given["patient_id"])
		}
	}
	slices.Sort(ids)
	return ids
}

// TestNoDayIsLeftOutByALongPause goes on with a window of everything after days. What has happened since it was planned comes.
func TestNoDayIsLeftOutByALongPause(t *testing.T) {
	t.Parallel()
	on(t, 3, seldom, func(t *testing.T, s *stage) {
		t.Helper()
		s.sync(patients)
		w := s.plan(encounters, extract.Want{})[0]
		pages, _, err := s.fetch(w)
		if err != nil {
			t.Fatal(err)
		}
		s.past[encounters] = nil // it was paused after its first page
		time.Sleep(8 * day)
		for id := range int64(3) {
			s.sees(1001+id, fakeEncounter{id: 50 + id, at: ago(4), locked: true})
		}
		s.restart()
		if _, _, err := s.fetch(w, pages[:1]...); err != nil {
			t.Fatal(err)
		}
		var came []models.Page
		for range 3 {
			more, _ := s.sync(encounters)
			came = append(came, more...)
			time.Sleep(day)
			s.restart()
		}
		for id, want := range map[string]string{"50": "1001", "51": "1002", "52": "1003"} {
			if got := brought(came, id); !slices.Contains(got, want) {
				t.Errorf("encounter %s of patient %s was never asked for", id, want)
			}
		}
	})
}

// TestNoDayIsLeftOutOfWhoComesBack asks from where it left off for whom the roster had lost, and whom the API did not know.
func TestNoDayIsLeftOutOfWhoComesBack(t *testing.T) {
	t.Parallel()
	on(t, 3, seldom, func(t *testing.T, s *stage) {
		t.Helper()
		s.night()
		s.write("chart_number", "A001", "A003")
		lost := s.patients[2]
		s.patients = s.patients[:2]
		for range 10 {
			time.Sleep(day)
			s.night()
		}
		s.patients = append(s.patients, lost)
		s.sees(1002, fakeEncounter{id: 50, at: ago(6), locked: true})
		s.sees(1003, fakeEncounter{id: 51, at: ago(6), locked: true})
		s.write(charts(3)...)
		pages, _ := s.sync(encounters)
		if got := append(brought(pages, "50"), brought(pages, "51")...); !slices.Equal(got, []string{"1002", "1003"}) {
			t.Errorf("got what has happened meanwhile of %q, want of both", got)
		}
		time.Sleep(day)
		s.restart()
		s.took()
		s.sync(encounters)
		overlap := ago(2).Format(time.DateOnly)
		if got := since(t, s.took()); !slices.Equal(got, []string{"1001 " + overlap, "1002 " + overlap, "1003 " + overlap}) {
			t.Errorf("got %q in the next night, want the last days", got)
		}
	})
}

// TestDaysThatAreOverSayNothingOfToday keeps in mind what is open when somebody asks for some days of the past.
func TestDaysThatAreOverSayNothingOfToday(t *testing.T) {
	t.Parallel()
	on(t, 1, seldom, func(t *testing.T, s *stage) {
		t.Helper()
		s.sees(1001, fakeEncounter{id: 50, at: ago(20)})
		s.night()
		time.Sleep(day)
		s.restart()
		for _, w := range s.plan(encounters, extract.Want{Until: ago(300)}) {
			if _, _, err := s.fetch(w); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(day)
		s.took()
		if got, want := since(t, s.night()), []string{"1001 " + ago(23).Format(time.DateOnly)}; !slices.Equal(got, want) {
			t.Errorf("got %q, want %q: it is open still", got, want)
		}
	})
}

// TestSomeDaysOfWhoIsNew asks for them when somebody wants some days before anything else was read.
func TestSomeDaysOfWhoIsNew(t *testing.T) {
	t.Parallel()
	on(t, 2, seldom, func(t *testing.T, s *stage) {
		t.Helper()
		s.write("patient_id", "1001", "1002")
		for _, w := range s.plan(encounters, extract.Want{Since: ago(1000), Until: ago(100)}) {
			if _, v, err := s.fetch(w); err != nil || v.Distinct != 2 || v.Absence {
				t.Errorf("got %+v, %v", v, err)
			}
		}
		first := ago(1000).Format(time.DateOnly)
		if got := since(t, s.took()); !slices.Equal(got, []string{"1001 " + first, "1002 " + first}) {
			t.Errorf("got %q, want those days", got)
		}
		time.Sleep(day)
		if got := since(t, s.night()); !slices.Equal(got, []string{"1001 1900-01-01", "1002 1900-01-01"}) {
			t.Errorf("got %q, want everything still", got)
		}
	})
}
