package engine

import "time"

// A Verify is the comparison of what was told, landed, loaded and published.
type Verify struct {
	Generation int       `json:"generation"`
	Receipts   []Receipt `json:"receipts"`
	Files      int       `json:"files"`    // Parquet files read by the independent reader
	Datasets   int       `json:"datasets"` // how many were compared
	Agreed     int       `json:"agreed"`   // how many of them agree in every stage
	// Refusals are checks beside the receipts that failed: a hash of a landed page, a file that is missing.
	Refusals []Refusal `json:"refusals"`
}

// A Receipt compares one measure of one table in its four stages. A stage that does not know it is "".
type Receipt struct {
	Source  string `json:"source"`
	Tenant  string `json:"tenant"`
	Table   string `json:"table"`
	Measure string `json:"measure"` // "rows", "keys" or a money column
	API     string `json:"api,omitempty"`
	Landing string `json:"landing,omitempty"`
	DuckDB  string `json:"duckdb,omitempty"`
	Parquet string `json:"parquet,omitempty"`
	Agrees  bool   `json:"agrees"`
}

// Exit returns the code that the comparison ends with.
func (v Verify) Exit() Exit {
	for _, r := range v.Receipts {
		if !r.Agrees {
			return Refused
		}
	}
	if len(v.Refusals) > 0 {
		return Refused
	}
	return OK
}

// A Rollback is a switch back to an older generation.
type Rollback struct {
	From      int       `json:"from"`
	To        int       `json:"to"`
	Published time.Time `json:"published,omitzero"` // when the generation that is current again was made
	Kept      []int     `json:"kept"`               // the generations that are there
}

// A Rejects lists what was set aside.
type Rejects struct {
	Total   int64    `json:"total"`
	Rejects []Reject `json:"rejects"`
}

// A Reject is a value or a record that was set aside. It says where the payload is, never what it says.
type Reject struct {
	ID      string    `json:"id"`
	Source  string    `json:"source"`
	Tenant  string    `json:"tenant"`
	Table   string    `json:"table"`
	Path    string    `json:"path,omitempty"` // in the record; "" is the record itself
	Reason  string    `json:"reason"`
	Whole   bool      `json:"whole"` // the whole record was set aside
	Window  string    `json:"window"`
	Page    int       `json:"page"`
	Record  int       `json:"record"` // position in the page, from 0
	Seen    time.Time `json:"seen"`
	Landing string    `json:"landing,omitempty"` // the landed page's file
}

// A State says where each dataset goes on.
type State struct {
	Datasets []StateDataset `json:"datasets"`
}

// A StateDataset is where one dataset of one tenant goes on.
type StateDataset struct {
	Source     string    `json:"source"`
	Tenant     string    `json:"tenant"`
	Dataset    string    `json:"dataset"`
	WholeUntil time.Time `json:"whole_until,omitzero"` // the watermark
	Cursor     string    `json:"cursor,omitempty"`     // the feed's place
	Windows    int       `json:"windows"`              // that have ended
	Unfinished int       `json:"unfinished"`
	Gaps       int       `json:"gaps"` // spans between windows that nothing covers
}

// A Rewind is what was forgotten, so that it is fetched again.
type Rewind struct {
	Datasets []RewindDataset `json:"datasets"`
}

// A RewindDataset is one dataset that was rewound.
type RewindDataset struct {
	Source     string    `json:"source"`
	Tenant     string    `json:"tenant"`
	Dataset    string    `json:"dataset"`
	Forgotten  int       `json:"forgotten"` // windows
	WholeUntil time.Time `json:"whole_until,omitzero"`
}

// A Simulator is what serves, and how to reach it.
type Simulator struct {
	Sources []SimulatedSource `json:"sources"`
	Config  string            `json:"config"` // a carehouse.yaml that fetches from it
	Env     []string          `json:"env"`    // NAME=value lines that the configuration refers to; nothing real is secret here
	Files   []SimulatedFile   `json:"files"`  // that the configuration refers to
}

// A SimulatedFile is a file that belongs beside the configuration, for its owner alone to read.
type SimulatedFile struct {
	Path    string `json:"path"` // as seen from there
	Content string `json:"content"`
}

// A SimulatedSource is one API on loopback.
type SimulatedSource struct {
	Source string   `json:"source"`
	URL    string   `json:"url"`
	Faults []string `json:"faults"` // that are switched on
}

// A Demo is what the demo did, and a tour of the result.
type Demo struct {
	Home     string  `json:"home"`
	Database string  `json:"database"` // the path to open
	Lake     string  `json:"lake"`
	Full     Sync    `json:"full"`
	Changes  Changes `json:"changes"` // made in the simulator between the two
	Next     Sync    `json:"incremental"`
	Tour     []Stop  `json:"tour"`
}

// Changes counts what was changed at the source.
type Changes struct {
	Inserted int `json:"inserted"`
	Updated  int `json:"updated"`
	Deleted  int `json:"deleted"`
}

// A Stop of a tour is a question, its query and the answer.
type Stop struct {
	Title string     `json:"title"`
	Query string     `json:"query,omitempty"`
	Head  []string   `json:"head"`
	Rows  [][]string `json:"rows"`
}

// Exit returns the worse code of the two runs.
func (d Demo) Exit() Exit { return max(d.Full.Exit(), d.Next.Exit()) }
