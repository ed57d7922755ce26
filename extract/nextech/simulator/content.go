package simulator

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"carehouse/extract/invented"
)

// A form is how a document comes.
type form uint8

const (
	plainDocument   form = iota
	windowsDocument      // Windows-1252 inside of UTF-8
	nullDocument
	emptyDocument
)

// form is how an encounter's document comes now.
func (s *Simulator) form(e *encounter) form {
	switch {
	case s.script.On(NoCCD):
		return nullDocument
	case e.form == plainDocument && s.script.On(CP1252):
		return windowsDocument
	case s.big(e) > 0 && e.form != windowsDocument:
		return plainDocument
	default:
		return e.form
	}
}

// big is how many bytes the document is to have at least; 0 is what it has.
func (s *Simulator) big(e *encounter) int {
	if e.patient.id != firstPatient || e.patient.encounters[0] != e {
		return 0
	}
	return s.script.Number(BigCCD, 5<<20)
}

// A document is what an encounter's HTML says.
type document struct {
	encounter *encounter
	title     string
	sections  []Section
	big       int // bytes
}

// document makes what an encounter's HTML says. It is the same as long as the encounter is.
func (s *Simulator) document(e *encounter) document {
	d := invented.Throw(s.world.seed, forContent, e.patient.practice.index, e.number)
	out := document{encounter: e, title: "Clinical Summary – " + longDate(e.at), big: s.big(e)}
	out.sections = []Section{
		allergySection(&d),
		historySection(&d, e),
		listed(&d, medications, []string{"Medication", "Directions"}, medicationRows(), "No known medications"),
		planSection(&d, e),
		problemSection(&d, e),
		procedureSection(&d, e),
		resultSection(&d, out.big),
		vitalSection(&d),
	}
	kept := out.sections[:0]
	for _, section := range out.sections { // not every document has every section
		noted, big := section.Heading == history && e.edits > 0, section.Heading == results && out.big > 0
		if d.OneIn(6) && !noted && !big && section.Heading != plan {
			continue
		}
		kept = append(kept, section)
	}
	out.sections = kept
	return out
}

// only leaves one section, or all of them.
func (d document) only(section string) document {
	if section == "" {
		return d
	}
	var kept []Section
	for _, s := range d.sections {
		if strings.EqualFold(s.Heading, section) {
			kept = append(kept, s)
		}
	}
	d.sections = kept
	return d
}

// some returns a few rows, in an order of chance, none twice.
func some(d *invented.Dice, rows [][]string, atMost int) [][]string {
	n := d.Below(atMost + 1)
	for k := range n {
		j := k + d.Below(len(rows)-k)
		rows[k], rows[j] = rows[j], rows[k]
	}
	return rows[:n]
}

// listed is a table, or a sentence where there is nothing to list.
func listed(d *invented.Dice, heading string, head []string, rows [][]string, none string) Section {
	chosen := some(d, rows, 3)
	if len(chosen) == 0 {
		return Section{Heading: heading, Texts: []string{none}}
	}
	return Section{Heading: heading, Head: head, Rows: chosen}
}

func allergySection(d *invented.Dice) Section {
	return listed(d, allergies, []string{"Substance", "Reaction", "Severity"}, allergyRows(), "No known allergies")
}

func historySection(d *invented.Dice, e *encounter) Section {
	out := Section{Heading: history, Texts: []string{invented.Pick(d, complaints())}}
	for i := range e.edits {
		out.Texts = append(out.Texts, fmt.Sprintf("Note %d: %s", i+2, complaints()[(i+int(e.number))%len(complaints())]))
	}
	return out
}

func planSection(d *invented.Dice, e *encounter) Section {
	out := Section{Heading: plan, Texts: []string{invented.Pick(d, plans())}}
	for i := range e.addenda {
		out.Texts = append(out.Texts, fmt.Sprintf("Addendum %d: %s", i+1, addenda()[(i+int(e.number))%len(addenda())]))
	}
	return out
}

func problemSection(d *invented.Dice, e *encounter) Section {
	out := listed(d, problems, []string{"Problem", "Code", "Status", "Onset"}, problemRows(), "No active problems")
	for i, row := range out.Rows {
		onset := e.at.AddDate(0, -d.Between(1, 90), 0)
		out.Rows[i] = append(row, invented.Pick(d, []string{"Active", "Resolved"}), onset.Format("01/02/2006"))
	}
	return out
}

func procedureSection(d *invented.Dice, e *encounter) Section {
	out := listed(d, procedures, []string{"Procedure", "CPT", "Date"}, procedureRows(), "No procedures")
	for i, row := range out.Rows {
		out.Rows[i] = append(row, e.at.Format("01/02/2006"))
	}
	return out
}

func resultSection(d *invented.Dice, big int) Section {
	out := listed(d, results, []string{"Test", "Value", "Unit", "Range"}, resultRows(), "No results")
	for i, row := range out.Rows {
		value := strconv.Itoa(d.Between(4, 180)) + "." + d.Digits(1)
		out.Rows[i] = []string{row[0], value, row[1], row[2]}
	}
	if big == 0 {
		return out
	}
	out = Section{Heading: results, Head: []string{"Test", "Value", "Unit", "Range"}}
	comment := strings.Repeat("Specimen was drawn, labelled and sent to the laboratory without delay. ", 6)
	for size := 0; size < big/2; size += len(comment) {
		out.Rows = append(out.Rows, []string{
			fmt.Sprintf("Series %d", len(out.Rows)+1), d.Digits(2) + "." + d.Digits(1), "mg/dL", strings.TrimSpace(comment),
		})
	}
	return out
}

func vitalSection(d *invented.Dice) Section {
	return Section{Heading: vitals, Head: []string{"Vital", "Value", "Unit"}, Rows: [][]string{
		{"Blood pressure", fmt.Sprintf("%d/%d", d.Between(95, 165), d.Between(55, 100)), "mmHg"},
		{"Heart rate", strconv.Itoa(d.Between(52, 110)), "/min"},
		{"Temperature", fmt.Sprintf("%d.%d", d.Between(96, 101), d.Below(10)), "°F"},
		{"Weight", strconv.Itoa(d.Between(60, 290)), "lb"},
	}}
}

func longDate(t time.Time) string { return t.Format("January 2, 2006") }
