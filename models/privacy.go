package models

// A Privacy says what a column gives away about a person. It travels in the Arrow schema into Parquet.
type Privacy string

// The privacy classes.
const (
	Clear  Privacy = "clear"  // says nothing about a person by itself
	Linked Privacy = "linked" // health information, or a key, that belongs to a person
	Direct Privacy = "direct" // names a person: name, SSN, e-mail, address, account
	Locked Privacy = "secret" // opens a door: a login name
)
