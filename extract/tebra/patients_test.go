package tebra

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/models"
)

// rosterOf reads the roster as the lead of patients.
func (s *stage) lead(t *testing.T) []models.Page {
	t.Helper()
	pages, _ := s.must(t, s.window(patientRoster, models.Snapshot, time.Time{}, time.Time{}), nil)
	s.took()
	return pages
}

// following returns a window of patients that follows a roster.
func (s *stage) following() models.Window {
	w := s.window(patients, models.Snapshot, time.Time{}, time.Time{})
	w.After = "roster"
	return w
}

// TestPatientsFollowTheRoster asks by the days that the roster names, and by id for who does not come so.
func TestPatientsFollowTheRoster(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.practices = s.practices[:2]
		for i := range int64(1200) {
			r := fakeRecord{practice: 1, id: i + 1, day: at("2020-01-01").AddDate(0, 0, int(i)), changed: at("2025-01-01")}
			switch i {
			case 5: // has no day
				r.day = time.Time{}
				s.records[getPatients] = append(s.records[getPatients], fakeRecord{})
			case 6: // does not come by its day
			case 7: // is gone since
				s.details[i+1] = true
			default:
				s.records[getPatients] = append(s.records[getPatients], r)
			}
			s.records[getAllPatients] = append(s.records[getAllPatients], r)
		}
		lead := s.lead(t)
		pages, v := resumes(t, s, s.following(), lead)
		want := []string{
			"GetPatients practice=1&by=FromCreatedDate&from=2020-01-01&to=2021-05-16",
			"GetPatients practice=1&by=FromCreatedDate&from=2021-05-16&to=2022-09-28",
			"GetPatients practice=1&by=FromCreatedDate&from=2022-09-28&to=2023-04-15",
			"GetPatient practice=1&patient=6",
			"GetPatient practice=1&patient=7",
			"GetPatient practice=1&patient=8",
		}
		if got := tokens(pages); !slices.Equal(got, want) {
			t.Errorf("got %q", got)
		}
		for _, p := range pages {
			if p.Table != patients {
				t.Errorf("a page is of %s", p.Table)
			}
		}
		if v.Outcome != models.Complete || v.Claimed != 1199 || v.Distinct != 1199 || !v.Absence || v.Within != "1 2" ||
			v.Remark != "1 record that was asked for is not there" {
			t.Errorf("got %+v", v)
		}
	})
}

// TestManyPatientsOfOneDay stay in one span.
func TestManyPatientsOfOneDay(t *testing.T) {
	t.Parallel()
	r := &roster{people: map[int64][]int64{}, days: map[key]time.Time{}}
	for i := range int64(1700) {
		r.people[1] = append(r.people[1], i)
		r.days[key{1, i}] = at("2020-01-01").AddDate(0, 0, int(i/600)*40)
	}
	want := []span{
		{at("2020-01-01"), at("2020-01-02")}, {at("2020-02-10"), at("2020-02-11")}, {at("2020-03-21"), at("2020-03-22")},
	}
	if got := r.spans(1); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

// TestPatientsThatCannotBeTold makes nothing absent.
func TestPatientsThatCannotBeTold(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.practices = s.practices[:1]
		s.fill(at("2020-01-01"), 3, 1)
		s.records[getPatients] = s.records[getPatients][1:]
		s.answer = always(getPatient, 500, fault("InternalServiceFault", ""))
		_, v := resumes(t, s, s.following(), s.lead(t))
		if v.Absence || v.Claimed != 3 || v.Distinct != 2 || v.Remark != "1 record that the service could not tell" {
			t.Errorf("got %+v", v)
		}
	})
}

// TestNobody ends windows that have nothing to ask, without a request.
func TestNobody(t *testing.T) {
	t.Parallel()
	on(t, func(c *Config) { c.ExternalIDs = &ExternalIDs{VendorID: 7, File: write(t, "external_id\n")} }, func(t *testing.T, s *stage) {
		t.Helper()
		lead := s.lead(t)
		follow := s.window(patientDetails, models.Snapshot, time.Time{}, time.Time{})
		follow.After = "x"
		for _, w := range []models.Window{s.following(), follow, s.window(patientExternalIDs, models.Snapshot, time.Time{}, time.Time{})} {
			pages, v := resumes(t, s, w, lead)
			if v.Outcome != models.Empty || v.Absence || len(pages) != 1 || len(s.took()) != 0 {
				t.Errorf("%s: got %+v from %d pages", w.Dataset, v, len(pages))
			}
		}
	})
}

// TestFollowedOnce asks for each id once, in the order in which the leader's pages name them.
func TestFollowedOnce(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		for _, r := range [][3]int64{{1, 10, 5}, {1, 11, 3}, {1, 12, 5}, {2, 20, 9}, {1, 13, 0}, {2, 21, 8}} {
			s.records[getCharges] = append(s.records[getCharges], fakeRecord{r[0], r[1], r[2], at("2025-03-31"), at("2025-03-31")})
		}
		s.details[8] = true
		span := s.window(charges, models.Modified, at("2025-03-01"), at("2025-05-01"))
		lead, _ := s.must(t, span, nil) // in two spans that share a day
		follow := s.window(encounters, models.Modified, span.From, span.To)
		follow.After = span.ID
		s.took()
		_, v := resumes(t, s, follow, lead)
		s.must(t, follow, lead)
		want := []string{
			"GetEncounterDetails EncounterID=5 PracticeID=1 PracticeName=One & Co",
			"GetEncounterDetails EncounterID=3 PracticeID=1 PracticeName=One & Co",
			"GetEncounterDetails EncounterID=9 PracticeID=2 PracticeName=Two",
			"GetEncounterDetails EncounterID=8 PracticeID=2 PracticeName=Two",
		}
		if got := s.took(); !slices.Equal(got, want) {
			t.Errorf("got %q", got)
		}
		if v.Absence || v.Distinct != 3 || v.Remark != "1 record that was asked for is not there" {
			t.Errorf("got %+v", v)
		}
	})
}

// TestDetailsOfChangedPatients follow a window of patients, which has its own practices or none.
func TestDetailsOfChangedPatients(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.fill(at("2025-03-01"), 3, 1)
		changes := s.window(patients, models.Modified, at("2025-03-01"), at("2025-03-20"))
		lead, _ := s.must(t, changes, nil)
		rostered, _ := s.must(t, s.following(), s.lead(t))
		for _, lead := range [][]models.Page{lead, rostered} {
			follow := s.window(patientDetails, models.Modified, changes.From, changes.To)
			follow.After = "x"
			pages, v := resumes(t, s, follow, lead)
			if v.Distinct != 9 || pages[0].Token != "practice=1&id=1000" || pages[0].Table != patientDetails {
				t.Errorf("got %+v, first %s", v, pages[0].Token)
			}
		}
	})
}

// TestOneRecordThatCannotBeTold does not keep the others from coming; none of many means that it is not the record.
func TestOneRecordThatCannotBeTold(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.practices = s.practices[:1]
		s.fill(at("2025-03-01"), 4, 1)
		lead, _ := s.must(t, s.window(appointments, models.Windows, at("2025-03-01"), at("2025-03-20")), nil)
		follow := s.window(appointmentDetails, models.Windows, at("2025-03-01"), at("2025-03-20"))
		follow.After = "x"
		spoil := func(only string) {
			s.answer = func(w http.ResponseWriter, a asked) bool {
				bad := a.op == getAppointment && strings.HasSuffix(a.filter["AppointmentId"], only)
				if bad {
					reply(w, a.op, failure("no such thing"))
				}
				return bad
			}
		}
		spoil("2")
		if pages, v := resumes(t, s, follow, lead); v.Outcome != models.Complete || v.Absence || v.Distinct != 3 ||
			pages[2].Token != "practice=1&id=1002&instead=unread" {
			t.Errorf("got %+v", v)
		}
		spoil("")
		if _, v := resumes(t, s, follow, lead); v.Outcome != models.Partial {
			t.Errorf("got %+v", v)
		}
		s.answer = always(getAppointment, 200, message(getAppointment, security(true, false, true, "Read Appointment", "")))
		if _, err := s.run(t, follow, lead); extract.OutcomeOf(err) != models.NotEntitled {
			t.Errorf("got %v", err)
		}
	})
}

// TestAnIDThatAnotherPracticeHas brings the other's patient when it is asked for alone. Nothing is concluded from that.
func TestAnIDThatAnotherPracticeHas(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		for _, p := range []int64{1, 2} {
			s.records[getAllPatients] = append(s.records[getAllPatients], fakeRecord{practice: p, id: 77, changed: at("2025-01-01")})
		}
		_, v := resumes(t, s, s.following(), s.lead(t))
		want := "1 record missed, because the service shows another practice's of the same id"
		if v.Absence || v.Distinct != 1 || v.Claimed != 2 || v.Remark != want {
			t.Errorf("got %+v", v)
		}
	})
}

// TestAPracticeThatGaveNoRoster is not swept: nobody knows who is there.
func TestAPracticeThatGaveNoRoster(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.fill(at("2020-01-01"), 3, 1)
		s.answer = func(w http.ResponseWriter, a asked) bool {
			shut := a.op == getAllPatients && a.filter["PracticeID"] == "2"
			if shut {
				reply(w, a.op, security(true, false, true, "", "1 3"))
			}
			return shut
		}
		if _, v := resumes(t, s, s.following(), s.lead(t)); v.Within != "1 3" || v.Distinct != 6 || v.Claimed != 6 {
			t.Errorf("got %+v", v)
		}
	})
}
