package models

// A Reject is a value, or a whole record, that could not be kept exactly. It says where the payload is, never what it says.
type Reject struct {
	Table  string // the root table
	Page   int    // in the window
	Record int    // position in the page, from 0
	Path   string // "claim_medical_lines[2].amount_paid"; "" is the record itself
	Reason Reason
	Whole  bool // the whole record was set aside
}

// A NoteKind says what was noticed about payloads without any value being lost.
type NoteKind string

// The kinds of notes.
const (
	UnknownField      NoteKind = "unknown field"         // drift: kept in _extra
	DuplicateKey      NoteKind = "duplicate key"         // the last one counts
	DuplicateConflict NoteKind = "duplicate key differs" // the last one counts, and the values differ
	BoundsAssumed     NoteKind = "range without bounds"  // taken for [start, end)
	Phantom           NoteKind = "record of nulls"       // how some APIs say that there is nothing; dropped
)

// A Note is something noticed, to be counted. Path has no positions: "claim_medical_lines.amount".
type Note struct {
	Kind  NoteKind
	Table string // the table (root or child) of the object it was noticed in
	Path  string // from the record down
}
