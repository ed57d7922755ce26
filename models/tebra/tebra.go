// Package tebra holds the records of the SOAP API of Tebra, formerly Kareo: every member of every type that a Get
// operation answers with, by the vendor's schema of June 2025 and what has been told of 2026.
//
// In the rows of lists the vendor writes everything as a string, in the spelling of the United States: 3/4/2026,
// 10/5/2021 8:20:22 AM, 1200.00, True. A clock has no zone and none is ever assumed. What is only sometimes typed is
// typed here where the meaning is sure; where nobody has told what comes (a date that may have a time of day, a number
// that may be a code), the column is text, because a wrong type would set every value aside.
//
// Three operations answer about patients, each in a shape of its own: balances are only in one, authorizations side by
// side only in another, cases only in the third. Each is a table of its own, so that a null never means "not asked".
// Lists written side by side (ResourceID1 to ResourceID10) and blocks told once a payer are child tables.
//
// There is no version column: LastModifiedDate is a wall clock that goes back an hour in autumn, and payments need not
// move it. The last answer wins.
package tebra

import "carehouse/models"

// Source is the name of the source and of its DuckDB schema.
const Source = "tebra"

// Tables returns the root tables: what is set up, then patients, then what happens to them.
func Tables() []*models.Table {
	return []*models.Table{
		models.MustCompile[Practice](Source),
		models.MustCompile[Provider](Source),
		models.MustCompile[ServiceLocation](Source),
		models.MustCompile[ProcedureCode](Source),
		models.MustCompile[ExternalVendor](Source),
		models.MustCompile[Throttle](Source),
		models.MustCompile[Customer](Source),
		models.MustCompile[AppointmentReason](Source),
		models.MustCompile[RosterPatient](Source),
		models.MustCompile[Patient](Source),
		models.MustCompile[PatientDetail](Source),
		models.MustCompile[Appointment](Source),
		models.MustCompile[AppointmentDetail](Source),
		models.MustCompile[Charge](Source),
		models.MustCompile[Encounter](Source),
		models.MustCompile[Payment](Source),
		models.MustCompile[Transaction](Source),
		models.MustCompile[PatientExternalID](Source),
	}
}
