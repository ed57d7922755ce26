package simulator_test

import (
	"testing"
	"time"

	"carehouse/extract/nextech/simulator"
)

// all is the truth of every practice by practice, patient and id.
type key struct {
	practice    string
	patient, id int64
}

func (c *client) all() map[key]simulator.Encounter {
	out := map[key]simulator.Encounter{}
	for _, p := range c.Practices() {
		for _, e := range c.Truth(p).Encounters {
			out[key{p, e.PatientID, e.ID}] = e
		}
	}
	return out
}

// compare counts what is new, gone and different.
func compare(before, after map[key]simulator.Encounter) (added, gone, locked, written, moved int) {
	for k, e := range after {
		was, ok := before[k]
		switch {
		case !ok:
			added++
		case was.Locked != e.Locked:
			locked++
		case !was.Date.Equal(e.Date):
			moved++
		case said(was) != said(e):
			written++
		}
	}
	for k := range before {
		if _, ok := after[k]; !ok {
			gone++
		}
	}
	return added, gone, locked, written, moved
}

// said counts the paragraphs.
func said(e simulator.Encounter) int {
	n := 0
	if e.Document != nil {
		for _, s := range e.Document.Sections {
			n += len(s.Texts)
		}
	}
	return n
}

func TestTheNumbersAreThoseThatWereAskedFor(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{})
	if got := len(c.all()); got != 300 {
		t.Fatalf("got %d encounters with a key of their own, want 300", got)
	}
	if n := open(t, simulator.Options{Size: -1}); len(n.all()) != 0 || len(n.Roster("")) != 8 {
		t.Errorf("got %d encounters of %d patients", len(n.all()), len(n.Roster("")))
	}
	got := open(t, simulator.Options{Size: 1000, Patients: 100, Practices: 1})
	if len(got.all()) != 1000 || len(got.Roster("")) != 100 {
		t.Errorf("got %d encounters of %d patients", len(got.all()), len(got.Roster("")))
	}
}

func TestChangeDoesWhatItSays(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 2000})
	before, then := c.all(), c.Clock()
	c.Change(20, 150, 10)
	added, gone, locked, written, moved := compare(before, c.all())
	if added != 20 || gone != 10 || locked+written != 150 || locked == 0 || written == 0 || moved != 0 {
		t.Errorf("got %d added, %d gone, %d locked, %d written, %d moved", added, gone, locked, written, moved)
	}
	if !c.Clock().After(then) {
		t.Error("the time stood still")
	}
	for k, e := range c.all() {
		if _, old := before[k]; !old && (e.Locked || e.Date.Before(then) || e.Date.After(c.Clock())) {
			t.Errorf("got %+v as a new one", e)
		}
	}
}

func TestUnlockedEncountersAreLockedInTheEnd(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{})
	n := c.Lock(c.Clock().Add(-7 * 24 * time.Hour))
	for _, e := range c.all() {
		if !e.Locked && c.Clock().Sub(e.Date) > 7*24*time.Hour {
			t.Errorf("got %+v", e)
		}
	}
	if n == 0 {
		t.Error("none was open")
	}
	c.Lock(c.Clock().Add(24 * time.Hour))
	before := c.all()
	c.Update(20) // now only addenda are left
	if _, _, locked, written, _ := compare(before, c.all()); locked != 0 || written != 20 {
		t.Errorf("got %d locked, %d written", locked, written)
	}
}

func TestLateChangesAreOldOnes(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{})
	age := 100 * 24 * time.Hour
	before := c.all()
	if n := c.Amend(12, age); n != 12 {
		t.Errorf("got %d", n)
	}
	after := c.all()
	for k, e := range after {
		if said(e) != said(before[k]) && (!e.Locked || c.Clock().Sub(e.Date) <= age) {
			t.Errorf("got %+v", e)
		}
	}
	if _, _, _, written, _ := compare(before, after); written != 12 {
		t.Errorf("got %d written", written)
	}
	if n := c.Redate(5, age, -400*24*time.Hour); n != 5 {
		t.Errorf("got %d", n)
	}
	if _, _, _, _, moved := compare(after, c.all()); moved != 5 {
		t.Errorf("got %d moved", moved)
	}
}

func TestPatientsComeAndGo(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{})
	n := len(c.Roster(""))
	c.AddPatients("", 3)
	c.RemovePatient("", 1001)
	if got := len(c.Roster("")); got != n+2 {
		t.Errorf("got %d patients, want %d", got, n+2)
	}
	if got := c.ask(path(1001)).Code; got != 404 {
		t.Errorf("got %d", got)
	}
	if got := c.ask(path(1001), c.Practices()[1]).Code; got != 200 {
		t.Errorf("got %d in the other practice", got)
	}
	if got := string(c.CSV("nobody")); got != "patient_id,chart_number\n" {
		t.Errorf("got %s", got)
	}
}
