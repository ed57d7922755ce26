// Package extract is what the sources share: the contract of a source, and (in extract/transport) the one way in
// which requests leave this program.
//
// A source only fetches. It knows how to ask and when an answer is whole, but nothing of rows, files or databases:
// it hands on bodies exactly as they came. Planning is pure: the past and the clock go in, windows come out. Pages are
// pulled: a source asks for the next one only when somebody wants it, so a slow disk slows the requests down.
package extract

import (
	"context"
	"errors"
	"iter"
	"time"

	"carehouse/models"
)

// A Source is one tenant's access to one API.
type Source interface {
	// Datasets lists what the source delivers, in the order in which it should be fetched.
	Datasets() []Dataset
}

// A Dataset is what one kind of call delivers. Every field but Leader, Lane and Interval is required.
type Dataset struct {
	Name   string
	Tables []*models.Table // the roots that its pages may belong to

	// Leader names the dataset of this source whose answers say what to ask for here: the encounters of charges. It is
	// listed before this one, and fetched before it in a run. A window's After is the id of the leader's window that it
	// follows, where it follows one.
	Leader string

	// Lane is what its requests wait for one another in: datasets of a tenant with the same one share its pace, with
	// different ones they are asked side by side. "" is the lane of all that name none; where Interval is set, one of its own.
	Lane string
	// Interval is the least time between two requests of the lane; 0 is not known.
	Interval time.Duration

	// Plan says which windows are to be fetched now. It is pure. The past holds the dataset's ended windows, oldest first.
	Plan func(past []models.Past, want Want) []models.Window

	// Pages fetches a window. Pages that were landed before an interruption are handed on first, as they were, and are
	// not asked for again. The last page carries the verdict; a sequence that ends without one is an error of the source.
	// Lead holds the pages of the leader's window that w follows, and is nil where it follows none; it may be pulled again.
	Pages func(ctx context.Context, w models.Window, landed, lead iter.Seq2[models.Page, error]) iter.Seq2[models.Page, error]

	// Estimate says how many requests a window will take, from what the past took; it sends nothing. 0 is not known.
	Estimate func(past []models.Past, w models.Window) int
}

// Want is what the caller asks of a plan.
type Want struct {
	Now          time.Time // UTC
	Full         bool      // everything, whatever the past says
	Since, Until time.Time // limits for datasets that have windows of time; zero is no limit

	// Lead holds the leader's windows that have ended and whose pages are still there, oldest first.
	Lead []models.Past
}

// A Checker is a source that can say whether it would be let in. It asks for as little as it can.
type Checker interface {
	// Check returns what it found; an error is for what kept it from finding out.
	Check(ctx context.Context) (Report, error)
}

// A Report is the answer of a check: one line that says what was seen, and what is wrong.
type Report struct {
	Seen     string    // "SSH-JWT accepted, events feed open, 122,901 claims"
	Problems []Problem // none when all is well
}

// A LogsIn is a source that a person has to let in, once, before it can be asked without one.
type LogsIn interface {
	// Login does what it takes and returns one line that says what was achieved. Its error is for a person too.
	Login(ctx context.Context, by Visit) (said string, err error)
}

// A Visit is how a login talks with the person.
type Visit struct {
	Paste bool                                                     // there is no browser on this machine
	Show  func(line string)                                        // tells the person something
	Ask   func(ctx context.Context, prompt string) (string, error) // waits for a line that the person types; nothing is echoed
}

// A Prober is a source whose answers have no published shape: it can show what they look like, so that somebody can say
// what is what.
type Prober interface {
	// Probe asks for one small page of each dataset. An error is for what kept it from asking at all.
	Probe(ctx context.Context) ([]Sight, error)
}

// A Sight is what one page of a dataset looked like.
type Sight struct {
	Dataset string
	Call    string // "GET /patients": never a query
	Records int    // how many records the page had where they were looked for
	Fields  []Seen // in the order of the payload
	Around  []Seen // what the answer has beside the records; the column is what the source takes it for
	Problem *Problem
}

// A Seen is a place in the records, and what stood there, with the values masked.
type Seen struct {
	Path   string // "phones.number"
	Type   string // "text", "number", "flag", "null", "object", "list"; several parted by "|"
	Count  int    // in how many places of that path something was there
	Looks  string // the form of a value, each letter as x and each digit as 9: "9999-99-99"; never the value
	Column string // the column that it fills, "" is none
}

// A Problem is something that keeps a dataset from being fetched, and what to do about it.
type Problem struct {
	Dataset string // "" is the whole tenant
	Outcome models.Outcome
	What    string // "the events feed is not allowed"
	Advice  string // what to type, or whom to ask for what
}

// ErrLooped means that an API handed out a page token that it had handed out before. Following it would never end.
var ErrLooped = errors.New("page token repeats")

// ErrPaused means that a window is as far as it may come now: what the configuration grants for a day is used up, or what it
// asks of other sources is published by this run only. That is no failure. The window goes on with the next run. It stands at the
// end of an error that says what is used up, or waited for.
var ErrPaused = errors.New("paused")

// ErrMisfit means that landed pages are not those that the window would ask for now: another program or another
// configuration began it. It cannot be gone on with; it is given up and planned anew.
var ErrMisfit = errors.New("what was landed of this window does not fit")

// A Finder is an error that knows which outcome it stands for and what to do next. [OutcomeOf] looks for it.
type Finder interface {
	error
	Outcome() models.Outcome
	Advice() string
}

// OutcomeOf says which outcome an error stands for.
func OutcomeOf(err error) models.Outcome {
	if f, ok := errors.AsType[Finder](err); ok {
		return f.Outcome()
	}
	return models.Failed
}
