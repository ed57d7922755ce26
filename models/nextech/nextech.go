// Package nextech says what Nextech's EHR API answers: one struct a record, one line a column.
//
// What is odd about it:
//
//   - An encounter does not say whose it is: the patient is in the question only. So the patient's id is a given column.
//   - Ids are numbers within a practice; two practices have patient 1000 each. So the practice is part of every key.
//   - An encounter carries its clinical document (CCD) as a text of HTML. It is read into a row of encounter_documents and
//     the rows of encounter_sections below it. Each answer writes the time of its making into the document, so what makes
//     a new version is the document without it: document_hash. raw_hash, bytes, encoding and the rows of
//     encounter_document_html are those of the answer that brought it.
//   - dob is called a date and written as an instant, and encounterLocked is called a text and written as a flag. A day of
//     birth is the date part as it stands, never moved into another zone.
//
// Sources of the facts: the vendor's page (developer documentation of the EHR API, initial version 1.0).
package nextech

import "carehouse/models"

// Source is the schema that the tables are in.
const Source = "nextech"

// Tables returns the root tables.
func Tables() []*models.Table {
	return []*models.Table{
		models.MustCompile[Patient](Source),
		models.MustCompile[Encounter](Source),
		models.MustCompile[SectionName](Source),
	}
}
