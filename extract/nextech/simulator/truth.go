package simulator

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"time"
)

// An Entry is one patient as a roster has it.
type Entry struct {
	PatientID   int64
	ChartNumber string // "" is a patient without one
}

// Roster lists the patients of a practice by id; "" is the first practice.
func (s *Simulator) Roster(practice string) []Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Entry
	for _, x := range s.world.practice(practice).patients {
		out = append(out, Entry{x.id, deref(x.chart)})
	}
	return out
}

// CSV is the roster with a header: patient_id,chart_number.
func (s *Simulator) CSV(practice string) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"patient_id", "chart_number"})
	for _, e := range s.Roster(practice) {
		_ = w.Write([]string{strconv.FormatInt(e.PatientID, 10), e.ChartNumber})
	}
	w.Flush()
	return b.Bytes()
}

// A Truth is what a full sync of a practice with its whole roster must hold. Null is nil.
type Truth struct {
	Practice   string
	Patients   []Patient   // all of them; those without a chart number cannot be looked up
	Encounters []Encounter // by patient and id
	Sections   []string    // their names, as the API lists them
}

// A Patient is what a search tells.
type Patient struct {
	ID                  int64
	ChartNumber         *string
	FirstName, LastName string
	MiddleName          *string
	DOB                 string // 2006-01-02
	SSN, HomePhone      *string
}

// An Encounter is a summary and what stands in the document.
type Encounter struct {
	PatientID, ID                           int64
	Date                                    time.Time // UTC
	Type                                    string
	Locked                                  bool
	DoctorID                                int64
	DoctorFirstName, DoctorLastName, Suffix string
	Department, Location                    *string
	Document                                *Document // nil is null or empty
}

// A Document is what stands in the HTML, whatever it looks like. The table at its head is not told here.
type Document struct {
	Encoding string // utf-8 or windows-1252
	Title    string
	Sections []Section
	// Dropped are words of scripts, styles, comments and addresses. They stand in the HTML and belong into no text.
	Dropped []string
}

// A Section is what stands below a heading.
type Section struct {
	Heading string
	Texts   []string // of the paragraphs, in order
	Head    []string // of the table; nil is none
	Rows    [][]string
}

// Truth returns the present of a practice; "" is the first.
func (s *Simulator) Truth(practice string) Truth {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.world.practice(practice)
	t := Truth{Practice: p.id, Sections: sectionNames()}
	for _, x := range p.patients {
		t.Patients = append(t.Patients, x.truth())
		for _, e := range x.encounters {
			t.Encounters = append(t.Encounters, s.told(e))
		}
	}
	slices.SortFunc(t.Encounters, func(a, b Encounter) int {
		if a.PatientID != b.PatientID {
			return int(a.PatientID - b.PatientID)
		}
		return int(a.ID - b.ID)
	})
	return t
}

func (x *patient) truth() Patient {
	return Patient{
		ID: x.id, ChartNumber: x.chart, FirstName: x.first, MiddleName: x.middle, LastName: x.last,
		DOB: x.born.Format(time.DateOnly), SSN: x.ssn, HomePhone: x.phone,
	}
}

// told is what an answer says about an encounter.
func (s *Simulator) told(e *encounter) Encounter {
	out := Encounter{
		PatientID: e.patient.id, ID: e.id, Date: e.at, Type: e.kind, Locked: e.locked, DoctorID: e.doctor.id,
		DoctorFirstName: e.doctor.first, DoctorLastName: e.doctor.last, Suffix: e.doctor.suffix,
		Department: e.department, Location: e.location,
	}
	if form := s.form(e); form != nullDocument && form != emptyDocument {
		out.Document = s.document(e).truth(form)
	}
	return out
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// Page returns what a patient's encounters are answered with, without HTTP, faults or credentials: for benchmarks and
// seeds of fuzz tests. The time of making is the number's.
func (s *Simulator) Page(practice string, patientID int64, number uint64) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, x := range s.world.practice(practice).patients {
		if x.id == patientID {
			m := making{s.now().Add(time.Duration(number) * time.Second), number}
			return s.encountersPage(x.between(time.Time{}, time.Unix(1<<40, 0)), "", m).body
		}
	}
	return nil
}
