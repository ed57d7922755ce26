package endtoend

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	eyes "carehouse/extract/nextech/simulator"
)

// A chapter is what is compared of a table: a question, and what the truth answers to it.
type chapter struct {
	table, columns string
	want           func(eyes.Truth) []string
}

// chapters are what a practice's tables say. The head of a document is not told by the truth, so of the sections those
// below it are compared.
func chapters() []chapter {
	return []chapter{
		{"patients", "patient_id, chart_number, first_name, middle_name, last_name, dob::VARCHAR, ssn, home_phone", knownPatients},
		{
			"encounters", "patient_id, encounter_id, epoch_ms(encounter_date), type, encounter_locked, doctor_id, doctor_first_name, " +
				"doctor_last_name, doctor_professional_designation, department, location, documents_count", knownEncounters,
		},
		{
			"encounter_documents", "patient_id, encounter_id, encoding, title, length(document_hash), length(raw_hash), html_count > 0",
			knownDocuments,
		},
		{
			"encounter_sections", "patient_id, encounter_id, _ordinal, heading, level, text, coalesce(tables, 'none')", knownSections,
		},
		{"section_names", "name", func(truth eyes.Truth) []string { return truth.Sections }},
	}
}

// holdsPractice checks that database and lake hold what a practice holds: every patient who can be looked up, every
// encounter with all that it says, and of its document what a reader of it would find.
func (r *reader) holdsPractice(t *testing.T, truth eyes.Truth) {
	t.Helper()
	for _, from := range []func(string) string{r.database, r.lake} {
		for _, c := range chapters() {
			r.saysThat(t, from(c.table), c, c.want(truth))
		}
		// Windows-1252 has one byte where the text has up to three.
		if n := r.one(t, `SELECT count(*) FROM `+from("encounter_documents")+` AS d LEFT JOIN (
			SELECT _tenant, practice_id, patient_id, encounter_id, count(*) AS pieces, sum(length(html)) AS length
			FROM `+from("encounter_document_html")+` GROUP BY ALL) AS h USING (_tenant, practice_id, patient_id, encounter_id)
			WHERE h.pieces IS DISTINCT FROM d.html_count OR h.length NOT BETWEEN d.bytes / 4 AND d.bytes`); n != "0" {
			t.Errorf("%s documents of %s are not whole in their pieces", n, from("encounter_documents"))
		}
	}
}

// saysThat compares the rows of a table, and shows one of each kind that differs.
func (r *reader) saysThat(t *testing.T, from string, c chapter, want []string) {
	t.Helper()
	where := ""
	if c.table == "encounter_sections" {
		where = " WHERE _ordinal > 0"
	}
	have := r.lines(t, "SELECT "+c.columns+" FROM "+from+where)
	want = slices.Clone(want)
	slices.Sort(have)
	slices.Sort(want)
	if slices.Equal(have, want) {
		return
	}
	more := slices.DeleteFunc(slices.Clone(have), func(line string) bool { _, ok := slices.BinarySearch(want, line); return ok })
	less := slices.DeleteFunc(slices.Clone(want), func(line string) bool { _, ok := slices.BinarySearch(have, line); return ok })
	t.Errorf("%s: %d rows, want %d; %d too many, %d missing: %q, want %q", from, len(have), len(want), len(more), len(less),
		more[:min(1, len(more))], less[:min(1, len(less))])
}

// line writes a row as the database's answers are written.
func line(cells ...any) string {
	texts := make([]string, len(cells))
	for i, c := range cells {
		if s, ok := c.(*string); ok {
			if c = any(nil); s != nil {
				c = *s
			}
		}
		texts[i] = fmt.Sprint(c)
	}
	return strings.Join(texts, " | ")
}

// knownPatients are those whom a search finds by a chart number.
func knownPatients(truth eyes.Truth) (rows []string) {
	for _, p := range truth.Patients {
		if p.ChartNumber != nil {
			rows = append(rows, line(p.ID, p.ChartNumber, p.FirstName, p.MiddleName, p.LastName, p.DOB, p.SSN, p.HomePhone))
		}
	}
	return rows
}

func knownEncounters(truth eyes.Truth) (rows []string) {
	for _, e := range truth.Encounters {
		documents := any(nil)
		if e.Document != nil {
			documents = 1
		}
		rows = append(rows, line(e.PatientID, e.ID, e.Date.UnixMilli(), e.Type, e.Locked, e.DoctorID, e.DoctorFirstName,
			e.DoctorLastName, e.Suffix, e.Department, e.Location, documents))
	}
	return rows
}

func knownDocuments(truth eyes.Truth) (rows []string) {
	for _, e := range truth.Encounters {
		if e.Document != nil {
			rows = append(rows, line(e.PatientID, e.ID, e.Document.Encoding, e.Document.Title, 64, 64, true))
		}
	}
	return rows
}

// knownSections are the sections below the head, which is the first. Their tables are part of their texts.
func knownSections(truth eyes.Truth) (rows []string) {
	for _, e := range truth.Encounters {
		if e.Document == nil {
			continue
		}
		for i, s := range e.Document.Sections {
			lines, tables := slices.Clone(s.Texts), "none"
			if s.Head != nil {
				for _, cells := range append([][]string{s.Head}, s.Rows...) {
					lines = append(lines, strings.Join(cells, "\t"))
				}
				tables = tableOf(s)
			}
			rows = append(rows, line(e.PatientID, e.ID, i+1, s.Heading, 3, strings.Join(lines, "\n"), tables))
		}
	}
	return rows
}

// tableOf writes the one table of a section.
func tableOf(s eyes.Section) string {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode([]map[string]any{{"caption": nil, "head": s.Head, "rows": s.Rows}}) // texts can be written
	return strings.TrimSpace(text.String())
}

// neverSays checks that words which documents only need to look well stand in no text of database and lake, and that they
// were there to be dropped: what came as it came is one column.
func (r *reader) neverSays(t *testing.T, truth eyes.Truth) {
	t.Helper()
	words := map[string]bool{}
	for _, e := range truth.Encounters {
		if e.Document != nil {
			for _, w := range e.Document.Dropped {
				words[w] = true
			}
		}
	}
	looked := 0
	for word := range words {
		if r.one(t, `SELECT count(*) FROM (SELECT string_agg(html, '' ORDER BY _ordinal) AS html FROM nextech.encounter_document_html
			GROUP BY practice_id, patient_id, encounter_id) WHERE NOT contains(html, ?)`, word) != "0" {
			t.Errorf("%s was in no document that came", word)
		}
		for _, from := range []func(string) string{r.database, r.lake} {
			for _, table := range r.names() {
				for _, column := range r.lines(t, "SELECT column_name FROM (DESCRIBE "+r.schema+"."+table+
					") WHERE column_type = 'VARCHAR' AND column_name <> 'html'") {
					looked++
					if n := r.one(t, "SELECT count(*) FROM "+from(table)+" WHERE contains("+column+", ?)", word); n != "0" {
						t.Errorf("%s: %s stands in %s rows of %s", from(table), word, n, column)
					}
				}
			}
		}
	}
	if len(words) != 4 || looked < 200 {
		t.Errorf("looked for %d words in %d places", len(words), looked)
	}
}
