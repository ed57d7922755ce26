// Package models is the ground that every other package stands on: the value types of columns, the struct
// tags that make a Go struct a table, and the words (window, page, verdict, reject) that stages use to talk
// to each other. It imports the standard library only.
//
// # A record is its own table
//
// A record of an API is a struct with one line a column. The line says the field's name in the payload, the
// column's name, its type, its privacy class and the sentence that explains it:
//
//	type Claim struct {
//		_             models.Row     `table:"claims" doc:"One claim as a payer told it."`
//		ClaimMedicalID models.Int    `json:"claim_medical_id" col:",key" else:"id" phi:"linked" doc:"The claim's id."`
//		AmountBilled  models.Money   `json:"amount_billed" doc:"What the provider charged."`
//		Holder        Holder         `json:"policy_holder" col:"holder" doc:"The insured person."`
//		Lines         []Line         `json:"claim_medical_lines" table:"claim_lines" doc:"Its service lines."`
//	}
//
// [Compile] turns such a struct into a [Table]. Schemas, flattening plans, DuckDB tables, comments, the data
// dictionary and the simulators all come from that value, so nothing about a column is written twice.
//
// # Values that never lie
//
// The zero value of every value type is null. Null is not zero and empty is not missing. A value that cannot be
// kept exactly is null too, and says so through its [Reason]: it is never rounded, guessed or cut short.
// The decoders here are the reference: short, built on the standard library, obviously right. Package transform
// has a second, fast set, and every test compares the two.
package models
