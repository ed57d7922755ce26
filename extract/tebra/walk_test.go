package tebra

import (
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/extract/extracttest"
	"carehouse/models"
)

// seen is what is compared of pages: everything but their times.
func seen(pages []models.Page) []models.Page {
	all := slices.Clone(pages)
	for i := range all {
		all[i].AskedAt = time.Time{}
	}
	return all
}

// resumes interrupts a window behind each of its pages and wants the same pages, without asking for any twice.
func resumes(t *testing.T, s *stage, w models.Window, lead []models.Page) ([]models.Page, models.Verdict) {
	t.Helper()
	s.took()
	want, v := s.must(t, w, lead)
	asked := len(s.took())
	for n := range len(want) + 1 {
		landed := slices.Clone(want[:n])
		for i := range landed {
			landed[i].Verdict = nil
		}
		got, _ := s.must(t, w, lead, landed...)
		if !reflect.DeepEqual(seen(got), seen(want)) {
			t.Errorf("%s: with %d pages landed the window is another", w.Dataset, n)
		}
		if more := len(s.took()); n == len(want) && more != 0 || more > asked {
			t.Errorf("%s: asked %d times with %d of %d pages landed", w.Dataset, more, n, len(want))
		}
	}
	return want, v
}

// TestEveryDataset walks through each dataset as its first plan says, interrupted behind every page.
func TestEveryDataset(t *testing.T) {
	t.Parallel()
	bend := func(c *Config) {
		c.BatchSize = 4
		c.ExternalIDs = &ExternalIDs{VendorID: 7, File: write(t, "external_id\nA1\nnone2\nA3\n")}
	}
	on(t, bend, func(t *testing.T, s *stage) {
		t.Helper()
		time.Sleep(time.Until(at("2025-06-01"))) // the bubble begins in 2000
		s.fill(at("2025-01-01"), 10, 7)
		pages := map[string][]models.Page{}
		ended := map[string][]models.Past{}
		want := map[string]int64{
			throttles: 1, practices: 3, customers: 1, externalVendors: 1, providers: 30, serviceLocations: 30, procedureCodes: 2,
			appointmentReasons: 3, patientRoster: 30, patients: 30, charges: 30, encounters: 15, appointments: 30, payments: 30,
			transactions: 30, patientDetails: 30, appointmentDetails: 30, patientExternalIDs: 2,
		}
		names := datasetNames()
		for _, name := range names {
			d := extracttest.Dataset(t, s.source, name)
			windows := d.Plan(nil, extract.Want{Now: time.Now(), Lead: ended[d.Leader]})
			if len(windows) != 1 {
				t.Fatalf("%s: got %d windows", name, len(windows))
			}
			var lead []models.Page
			if windows[0].After != "" && d.Leader != "" {
				lead = pages[d.Leader]
			}
			all, v := resumes(t, s, windows[0], lead)
			pages[name] = all
			ended[name] = []models.Past{{Window: windows[0], Verdict: v, Ended: time.Now()}}
			wantAbsence := name != practices // one that is not shown may be closed
			if v.Distinct != want[name] || v.Outcome != models.Complete || v.Absence != wantAbsence {
				t.Errorf("%s: got %+v", name, v)
			}
			for i, p := range all {
				if !slices.ContainsFunc(d.Tables, func(m *models.Table) bool { return m.Name == p.Table }) {
					t.Errorf("%s: page %d is of %s", name, i+1, p.Table)
				}
				perPractice := strings.HasPrefix(p.Token, "practice=")
				if perPractice != (p.Given["practice_id"] != "") {
					t.Errorf("%s: page %d: token %s, given %v", name, i+1, p.Token, p.Given)
				}
				if strings.Contains(p.Token, "One") || strings.Contains(p.Token, "A1") {
					t.Errorf("%s: token %s names somebody", name, p.Token)
				}
			}
		}
		if len(want) != len(names) || len(s.source.Datasets()) != len(names) {
			t.Errorf("got %d datasets, want %d", len(s.source.Datasets()), len(want))
		}
		if x := pages[patientExternalIDs][0].Given; !reflect.DeepEqual(x, map[string]string{"vendor_id": "7", "external_id": "A1"}) {
			t.Errorf("got given %v", x)
		}
		if got := ended[patientExternalIDs][0].Verdict.Remark; got != "1 external id has no patient" {
			t.Errorf("got remark %q", got)
		}
		if got := ended[charges][0].Verdict.Within; got != "1 2 3" {
			t.Errorf("got within %q", got)
		}
		if got := pages[charges][0].Token + " " + pages[charges][0].Table; got != "page=practices practices" {
			t.Errorf("got first page %q", got)
		}
		if got := pages[charges][1].Token; got != "practice=1&by=FromServiceDate&from=2024-06-01&to=2024-07-01" {
			t.Errorf("got token %q", got)
		}
		if got := pages[charges][1].Records; got != "Envelope>Body>GetChargesResponse>GetChargesResult/Charges/ChargeData" {
			t.Errorf("got records %q", got)
		}
	})
}

// TestAnotherWindowsPagesDoNotFit gives a walk the pages of another.
func TestAnotherWindowsPagesDoNotFit(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.fill(at("2025-01-01"), 3, 7)
		w := s.window(charges, models.Windows, at("2025-01-01"), at("2025-03-01"))
		pages, _ := s.must(t, w, nil)
		w.From = at("2025-01-02")
		if _, err := s.run(t, w, nil, pages[:2]...); !errors.Is(err, extract.ErrMisfit) {
			t.Errorf("got %v for another span", err)
		}
		w.From = at("2025-01-01")
		pages[1].Body = pages[1].Body[:100]
		if _, err := s.run(t, w, nil, pages[:2]...); !errors.Is(err, extract.ErrMisfit) {
			t.Errorf("got %v for half a body", err)
		}
		follow := s.window(encounters, models.Windows, w.From, w.To)
		follow.After = "gone"
		if _, err := s.run(t, follow, nil); !errors.Is(err, extract.ErrMisfit) {
			t.Errorf("got %v without the leader's pages", err)
		}
	})
}

// TestSplitting halves what is too much for the service, down to a day, and remembers it in the landing.
func TestSplitting(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		how  func(w http.ResponseWriter)
	}{
		{"a fault", func(w http.ResponseWriter) { respond(w, 500, fault("InternalServiceFault", "")) }},
		{"sixty days", func(w http.ResponseWriter) {
			respond(w, 200, message(getCharges, failure("more than 60 days of postings")))
		}},
		{"sixty days in a fault", func(w http.ResponseWriter) { respond(w, 500, fault("Other", "60-day range")) }},
		{"silence", func(http.ResponseWriter) { time.Sleep(10 * time.Minute) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			on(t, nil, func(t *testing.T, s *stage) {
				t.Helper()
				s.practices = s.practices[:1]
				s.fill(at("2025-03-01"), 30, 1)
				s.answer = func(w http.ResponseWriter, a asked) bool {
					from, to := a.filter["FromServiceDate"], a.filter["ToServiceDate"]
					tooWide := a.op == getCharges && at(to).Sub(at(from)) > 8*day
					if tooWide {
						s.mu.Unlock()
						defer s.mu.Lock()
						tt.how(w)
					}
					return tooWide
				}
				pages, v := resumes(t, s, s.window(charges, models.Windows, at("2025-03-01"), at("2025-03-31")), nil)
				want := []string{
					"GetPractices page=practices",
					"GetCharges practice=1&by=FromServiceDate&from=2025-03-01&to=2025-03-31&instead=split",
					"GetCharges practice=1&by=FromServiceDate&from=2025-03-01&to=2025-03-16&instead=split",
					"GetCharges practice=1&by=FromServiceDate&from=2025-03-01&to=2025-03-08",
					"GetCharges practice=1&by=FromServiceDate&from=2025-03-08&to=2025-03-16",
					"GetCharges practice=1&by=FromServiceDate&from=2025-03-16&to=2025-03-31&instead=split",
					"GetCharges practice=1&by=FromServiceDate&from=2025-03-16&to=2025-03-23",
					"GetCharges practice=1&by=FromServiceDate&from=2025-03-23&to=2025-03-31",
				}
				if got := tokens(pages); !slices.Equal(got, want) {
					t.Errorf("got %q", got)
				}
				if v.Distinct != 30 || v.Outcome != models.Complete || !v.Absence || v.Remark != "" {
					t.Errorf("got %+v", v)
				}
				time.Sleep(time.Hour) // until nobody is silent any more
			})
		})
	}
}

// TestADayThatFaultsEndsTheWindow because there is nothing narrower to ask.
func TestADayThatFaultsEndsTheWindow(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.fill(at("2025-03-01"), 30, 1)
		s.answer = always(getCharges, 500, fault("InternalServiceFault", ""))
		pages, err := s.run(t, s.window(charges, models.Windows, at("2025-03-01"), at("2025-03-03")), nil)
		if extract.OutcomeOf(err) != models.Unreachable || !strings.Contains(err.Error(), "page 3: GetCharges: status 500 after 5 attempts") {
			t.Errorf("got %v", err)
		}
		if len(pages) != 2 {
			t.Errorf("got %d pages", len(pages))
		}
	})
}

// TestSuspiciousEmptiness asks again in halves where a span is empty behind one that was not, once.
func TestSuspiciousEmptiness(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.practices = s.practices[:1]
		s.fill(at("2025-01-01"), 20, 2) // up to February 8th
		hidden := true                  // as if a wide question in February were given up on
		s.answer = func(w http.ResponseWriter, a asked) bool {
			if a.op != getCharges || !hidden || a.filter["FromServiceDate"] != "2025-01-31" || a.filter["ToServiceDate"] != "2025-03-02" {
				return false
			}
			reply(w, a.op, security(true, true, true, "", ""))
			return true
		}
		pages, v := resumes(t, s, s.window(charges, models.Windows, at("2025-01-01"), at("2025-05-01")), nil)
		want := []string{
			"GetPractices page=practices",
			"GetCharges practice=1&by=FromServiceDate&from=2025-01-01&to=2025-01-31",
			"GetCharges practice=1&by=FromServiceDate&from=2025-01-31&to=2025-03-02",
			"GetCharges practice=1&by=FromServiceDate&from=2025-01-31&to=2025-02-15",
			"GetCharges practice=1&by=FromServiceDate&from=2025-02-15&to=2025-03-02",
			"GetCharges practice=1&by=FromServiceDate&from=2025-03-02&to=2025-04-01", // empty behind one that was not
			"GetCharges practice=1&by=FromServiceDate&from=2025-03-02&to=2025-03-17",
			"GetCharges practice=1&by=FromServiceDate&from=2025-03-17&to=2025-04-01",
			"GetCharges practice=1&by=FromServiceDate&from=2025-04-01&to=2025-05-01", // empty behind an empty one
		}
		if got := tokens(pages); !slices.Equal(got, want) {
			t.Errorf("got %q", got)
		}
		if v.Distinct != 20 {
			t.Errorf("got %+v", v)
		}
	})
}

// TestBothMeaningsOfTheEnd loses no day, whether the end of a span is part of it or not.
func TestBothMeaningsOfTheEnd(t *testing.T) {
	t.Parallel()
	for _, exclusive := range []bool{true, false} {
		for _, mode := range []models.Mode{models.Windows, models.Modified} {
			t.Run(fmt.Sprint(exclusive, " ", mode), func(t *testing.T) {
				t.Parallel()
				on(t, nil, func(t *testing.T, s *stage) {
					t.Helper()
					s.exclusive = exclusive
					s.fill(at("2025-01-01"), 100, 1)
					_, v := s.must(t, s.window(charges, mode, at("2025-01-01"), at("2025-04-12")), nil)
					if v.Distinct != 300 || v.Remark != "" {
						t.Errorf("got %+v", v)
					}
				})
			})
		}
	}
}

// TestWhatWasNotAskedFor keeps rows outside of their span, and those of another practice, and tells of them.
func TestWhatWasNotAskedFor(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		s.practices = s.practices[:2]
		row := func(id, practice int64, day string) string {
			return "<ChargeData>" + tag("ID", id) + tag("PracticeID", practice) + "<ServiceStartDate>" + day + "</ServiceStartDate></ChargeData>"
		}
		s.answer = func(w http.ResponseWriter, a asked) bool {
			if a.op != getCharges {
				return false
			}
			reply(w, a.op, security(true, true, true, "", "")+"<Charges>"+
				row(1, 1, "3/5/2025")+row(2, 1, "2/28/2025")+row(3, 1, "2/27/2025 11:00:00 PM")+row(3, 2, "2025-05-01")+row(4, 1, "soon")+
				"<ChargeData>"+tag("ID", 5)+"<Notes>of no practice</Notes></ChargeData></Charges>")
			return true
		}
		_, v := s.must(t, s.window(charges, models.Windows, at("2025-03-01"), at("2025-03-31")), nil)
		want := "4 records outside of their spans; 5 records of another practice than the one that was asked for; 2 records without an id, or without that of their practice"
		if v.Distinct != 5+2 || v.Absence || v.Remark != want {
			t.Errorf("got %+v", v)
		}
	})
}

// TestTheTimeZone is sent where it is configured.
func TestTheTimeZone(t *testing.T) {
	t.Parallel()
	offset := -6
	on(t, func(c *Config) { c.TimeZoneOffset = &offset }, func(t *testing.T, s *stage) {
		t.Helper()
		s.must(t, s.window(appointments, models.Windows, at("2025-03-01"), at("2025-03-30")), nil)
		want := "GetAppointments EndDate=2025-03-30 PracticeName=One & Co StartDate=2025-03-01 TimeZoneOffsetFromGMT=-6"
		if got := s.took()[1]; got != want {
			t.Errorf("got %s", got)
		}
	})
}

// TestARosterThatDoesNotEnd is left when it leads in a circle, and when it brings nobody new.
func TestARosterThatDoesNotEnd(t *testing.T) {
	t.Parallel()
	on(t, nil, func(t *testing.T, s *stage) {
		t.Helper()
		w := s.window(patientRoster, models.Snapshot, time.Time{}, time.Time{})
		page := func(next string) string {
			return security(true, true, true, "", "") + "<Key><nextStartKey>" + next + "</nextStartKey></Key><Patients><PatientBatchData><ID>5</ID></PatientBatchData></Patients>"
		}
		s.answer = func(w http.ResponseWriter, a asked) bool {
			if a.op == getAllPatients {
				reply(w, a.op, page("7"))
			}
			return a.op == getAllPatients
		}
		if _, err := s.run(t, w, nil); !errors.Is(err, extract.ErrLooped) {
			t.Errorf("got %v", err)
		}
		n := 10
		s.answer = func(w http.ResponseWriter, a asked) bool {
			if a.op == getAllPatients {
				n++
				reply(w, a.op, page(strconv.Itoa(n)))
			}
			return a.op == getAllPatients
		}
		if _, v := s.must(t, w, nil); v.Outcome != models.Partial || v.Absence {
			t.Errorf("got %+v", v)
		}
	})
}
