package engine

import (
	"errors"

	"carehouse/models"
)

// An Exit is a code that the program ends with.
type Exit int

// The exit codes.
const (
	OK      Exit = 0 // all well
	Failed  Exit = 1 // the run failed, or was interrupted
	Usage   Exit = 2 // a flag, an argument or the configuration is wrong
	Partial Exit = 3 // some windows failed; what is whole was published
	Busy    Exit = 4 // another run holds the home
	Person  Exit = 5 // a person is needed
	Refused Exit = 6 // a receipt or a check refused the publish
)

// Meaning says in a few words what the code stands for.
func (e Exit) Meaning() string {
	switch e {
	case OK:
		return "all well"
	case Failed:
		return "failed"
	case Usage:
		return "usage or configuration"
	case Partial:
		return "some windows failed"
	case Busy:
		return "another run holds the home"
	case Person:
		return "a person is needed"
	case Refused:
		return "a receipt or check refused the publish"
	default:
		return "unknown"
	}
}

// A Fault is an error for people: what failed and where, why, and what to type next.
type Fault struct {
	Exit Exit   `json:"exit"`
	What string `json:"what"`
	Why  string `json:"why,omitempty"`
	Next string `json:"next,omitempty"`
	Err  error  `json:"-"` // the cause, for errors.Is; What and Why say it already
}

// Error implements error.
func (f *Fault) Error() string { return f.What }

// Unwrap returns the cause.
func (f *Fault) Unwrap() error { return f.Err }

// ErrInterrupted is the cause of a context that a signal ended. Work that sees it finishes the page in hand and leaves
// a home that goes on next time.
var ErrInterrupted = errors.New("interrupted")

// A Failure is a part of the work that did not succeed while others did.
type Failure struct {
	Source  string         `json:"source"`
	Tenant  string         `json:"tenant"`
	Dataset string         `json:"dataset,omitempty"` // "" is the whole tenant
	Window  string         `json:"window,omitempty"`
	Outcome models.Outcome `json:"outcome"`
	What    string         `json:"what"` // "page 7: GET /api/claims: status 403 after 1 attempt"
	Why     string         `json:"why,omitempty"`
	Next    string         `json:"next,omitempty"` // what to type, or whom to ask for what
}

// exitOf returns the code for a list of failures.
func exitOf(failures []Failure) Exit {
	code := OK
	for _, f := range failures {
		if f.Outcome == models.NeedsPerson {
			return Person
		}
		code = Partial
	}
	return code
}
