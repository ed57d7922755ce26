package transform

import "fmt"

// A Problem says what is wrong with a whole page. It is a constant and never holds what the page says.
type Problem string

// The problems of pages.
const (
	NotJSON      Problem = "not one JSON value of at most 64 levels"
	NotXML       Problem = "not one XML document in UTF-8 of at most 64 levels and 64 attributes, without a DOCTYPE"
	NoRecords    Problem = "the member that holds the records is missing"
	WrongRecords Problem = "the records are not where they should be, or are neither a list nor an object"
	TooManyRows  Problem = "more rows, rejects and notes than one page may have"
	TooLong      Problem = "longer than one page may be"
)

// maxDepth is how many lists and objects, or elements, may be inside one another; maxAttributes is how many attributes
// an element may have, maxScopes how many declarations of namespaces may be in force at once, and maxSpace how long each
// may be, because every unknown member is called by its own. maxRows bounds what a page of empty objects can
// become, and a finding (a reject, a note, a stranger to the table) weighs as much as four rows; maxBody keeps every offset of a text column within the 32 bits that Arrow has for it.
const (
	maxDepth      = 64
	maxAttributes = 64
	maxScopes     = 256
	maxSpace      = 256
	maxRows       = 1 << 22
	maxBody       = 1 << 29
	findingLoad   = 4
)

// A BodyError says that a page could not be read at all, and where.
type BodyError struct {
	Offset  int // in the body
	Problem Problem
}

// Error implements error.
func (e *BodyError) Error() string { return fmt.Sprintf("byte %d: %s", e.Offset, e.Problem) }
