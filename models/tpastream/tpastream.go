// Package tpastream holds the records of the TPA Stream API, every field that is known of any of its shapes.
//
// The API has no published schema. What is here was gathered from the vendor's REST page (2022), its webhook samples
// (2020 and 2021), its generated SDK (v2) and its developer pages (2026), and they differ: an id is called
// claim_medical_id or id, a policy holder has three shapes, a date may be a day, a wall clock or an instant. One rule
// follows: every field of every shape has its own column, a missing one is null, and where two names mean the same id
// the older name's column is filled from the other (the else tag).
//
// Money comes as JSON numbers (228, 4509.00). "reduction" is what most call the deductible.
package tpastream

import "carehouse/models"

// Source is the name of the source and of its DuckDB schema.
const Source = "tpastream"

// Tables returns the root tables: claims, employers, members, policy_holders, events.
func Tables() []*models.Table {
	return []*models.Table{
		models.MustCompile[Claim](Source),
		models.MustCompile[Employer](Source),
		models.MustCompile[Member](Source),
		models.MustCompile[PolicyHolder](Source),
		models.MustCompile[Event](Source),
	}
}
