package models

import "time"

// A Mode says how a window asks.
type Mode string

// The modes, see ARCHITECTURE.md.
const (
	Feed     Mode = "feed"     // what a feed of changes names
	Modified Mode = "modified" // rows changed in a span of time
	Windows  Mode = "windows"  // rows dated in a span of time
	Snapshot Mode = "snapshot" // everything
)

// A Window is the span of one unit of work: half-open [From, To), what a feed says after a cursor, or everything.
// It is landed, flattened and merged as a whole or not at all.
type Window struct {
	Source  string    `json:"source"`
	Tenant  string    `json:"tenant"`
	Dataset string    `json:"dataset"`
	ID      string    `json:"id"` // unique in its dataset, sorts by time of planning, safe as a folder name
	Mode    Mode      `json:"mode"`
	From    time.Time `json:"from,omitzero"`   // UTC
	To      time.Time `json:"to,omitzero"`     // UTC
	After   string    `json:"after,omitempty"` // the feed's cursor to go on from
	Parts   string    `json:"parts,omitempty"` // the parts of the account that it is about, parted by spaces; "" is all
	Planned time.Time `json:"planned"`         // UTC
}

// NewWindow names a window by the moment it was planned at, its mode and, where several are planned at once, a number.
func NewWindow(source, tenant, dataset string, mode Mode, planned time.Time) Window {
	planned = planned.UTC().Truncate(time.Millisecond)
	return Window{
		Source: source, Tenant: tenant, Dataset: dataset, Mode: mode, Planned: planned,
		ID: planned.Format("20060102T150405.000Z") + "-" + string(mode),
	}
}

// A Page is one response body and what was asked to get it.
type Page struct {
	Number  int       // position in the window, from 1
	Table   string    // the root table that its records belong to: "claims"
	Records string    // where they are in the body, see package transform: "data" or "result.items" is a list of records or one, "" the body
	Sweep   int       // which pass over the list, from 1; 0 where there are no passes
	Call    string    // "GET /api/claims": never a query
	Token   string    // what the source needs to know where it was: "page=3"; no secrets, no names
	AskedAt time.Time // when the request was made, UTC; _extracted_at of its rows
	Body    []byte

	// Given are facts that the question held and the answer does not repeat, by name; columns with a given tag take them.
	Given map[string]string
	// Only are the positions of the records that the question was about, from 0, rising; nil is all. An API that looks for
	// a chart number in names too answers with patients whom nobody asked for. Those are in the body and become no rows.
	Only []int
	// Names says where the payload has what a record calls otherwise, by the record's own paths: "phones.number" is at
	// "contacts.value". A deployment that spells an API in its own way is read so. nil is nothing.
	Names map[string]string

	// Verdict is set on the last page of a window and nowhere else.
	Verdict *Verdict
}

// An Outcome says how a window ended. Only a whole one moves a watermark or deletes.
type Outcome string

// The outcomes.
const (
	Complete    Outcome = "complete"     // everything that was asked for is here
	Empty       Outcome = "empty"        // complete, and there was nothing
	Partial     Outcome = "partial"      // rows came, but nobody can say that they are all
	NotEntitled Outcome = "not entitled" // the account may not ask this
	Unreachable Outcome = "unreachable"  // no answer
	NeedsPerson Outcome = "person"       // a person has to act: MFA, a revoked key
	Failed      Outcome = "failed"       // anything else
)

// Whole reports whether the window holds everything that was asked for.
func (o Outcome) Whole() bool { return o == Complete || o == Empty }

// A Verdict is what a source says about a window when its last page is in.
type Verdict struct {
	Outcome Outcome `json:"outcome"`
	// Sweep is the pass whose pages count, beside the pages of no pass, which always do. 0 means that all do.
	Sweep int `json:"sweep,omitempty"`
	// Absence reports whether a key that is not in the counted pages is gone at the source.
	Absence bool `json:"absence,omitempty"`
	// Within limits Absence to records whose column with the option within has one of these values, parted by spaces; ""
	// is no limit.
	Within string `json:"within,omitempty"`
	// Claimed is how many records the API said there are, Distinct how many different keys came; -1 is not known.
	Claimed  int64 `json:"claimed"`
	Distinct int64 `json:"distinct"`
	// Cursor is where the next feed window goes on, CursorAt the time of that place in the feed (UTC).
	Cursor   string    `json:"cursor,omitempty"`
	CursorAt time.Time `json:"cursor_at,omitzero"`
	// Remark is something that a person should know of the answers, without values: "12 records outside of the span".
	Remark string `json:"remark,omitempty"`
}

// A Past is a window that has ended, with its verdict: what the planner knows.
type Past struct {
	Window  Window
	Verdict Verdict
	Ended   time.Time // UTC
}
