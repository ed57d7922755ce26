package ccd

// A Problem says why a document is not read. It is a constant and never holds what the document says.
type Problem string

// The problems of documents.
const (
	TooLong Problem = "longer than 64 MiB"
	TooMany Problem = "more than 2,097,152 tags and lines"
	TooDeep Problem = "more than 64 tables in one another"
	TooWide Problem = "a tag with more attributes than any document has"

	TooSpread Problem = "cells that span more than any table has"
)

// The budgets of a document. A real one has a tag in a hundred bytes; what these let pass takes less than 2 GiB, and seconds.
const (
	maxBytes  = 64 << 20
	maxTags   = 1 << 21
	maxTables = 64
)

// An Error says that a document is beyond a budget. Nothing else keeps a document from being read.
type Error struct{ Problem Problem }

// Error implements error.
func (e *Error) Error() string { return "HTML: " + string(e.Problem) }
