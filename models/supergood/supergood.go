// Package supergood says what Supergood's REST face for Tebra answers: one struct a record, one line a column.
//
// What is odd about it:
//
//   - The vendor publishes no schema. Every name here is ours: the default profile speaks them, and the profile of a
//     deployment says where its answers have what they stand for, see [models.Page.Names]. What no mapping names goes to
//     _extra and is counted as drift.
//   - Ids are kept as text, because nobody promises that they are numbers.
//   - The API reads a portal on behalf of a user. updated_at may be the time of reading, so it orders nothing: no column is a
//     version.
//   - eligibility_checks are answers that were stored. A live check asks a payer and is never made.
package supergood

import "carehouse/models"

// Source is the schema that the tables are in.
const Source = "supergood"

// Tables returns the root tables.
func Tables() []*models.Table {
	return []*models.Table{
		models.MustCompile[Patient](Source),
		models.MustCompile[Appointment](Source),
		models.MustCompile[Encounter](Source),
		models.MustCompile[EligibilityCheck](Source),
	}
}
