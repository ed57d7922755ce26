package landing

import (
	"time"

	"carehouse/models"
)

// A State says how far a window has come.
type State string

// The states. A window is open, then ended, then maybe settled; it may be abandoned before it is settled.
const (
	StateOpen      State = "open"      // more pages may come
	StateEnded     State = "ended"     // all pages are here, and a verdict
	StateSettled   State = "settled"   // ended, and found to change nothing
	StateAbandoned State = "abandoned" // nothing more will be done with it
)

// Facts are what a manifest says of its window: everything but the bodies.
type Facts struct {
	Window  models.Window
	State   State
	Verdict models.Verdict // of a window that has ended
	Ended   time.Time      // when it ended, UTC; zero where it has not
	Closed  time.Time      // when it was settled or abandoned, UTC
	Why     string         // it was abandoned
	Pages   []PageFacts    // in order, from page 1
}

// PageFacts are what a manifest says of a page.
type PageFacts struct {
	Number  int       `json:"number"`
	Table   string    `json:"table"`
	Records string    `json:"records,omitempty"`
	Sweep   int       `json:"sweep,omitempty"`
	Call    string    `json:"call,omitempty"`
	Token   string    `json:"token,omitempty"`
	AskedAt time.Time `json:"asked_at"` // UTC

	// Given is what the question held and the answer does not repeat. Rows are made of it as of the body, so it is
	// kept for whoever reads the page again.
	Given map[string]string `json:"given,omitempty"`
	// Only are the records that count, where not all do, and Names is what they call otherwise, see [models.Page].
	Only  []int             `json:"only,omitzero"`
	Names map[string]string `json:"names,omitempty"`

	RawBytes     int64  `json:"raw_bytes"`
	StoredBytes  int64  `json:"stored_bytes"`
	RawSHA256    string `json:"raw_sha256"`
	StoredSHA256 string `json:"stored_sha256"`

	// Verdict is what the source said with its last page. The window has not ended by it: see [Facts.Last].
	Verdict *models.Verdict `json:"verdict,omitempty"`
}

// Last is the verdict that came with the last page, or nil. Where it is there and the window is open, the run was
// stopped between the last page and the end: nothing is left to ask, and the window may be ended with it.
func (f Facts) Last() *models.Verdict {
	if len(f.Pages) == 0 {
		return nil
	}
	return f.Pages[len(f.Pages)-1].Verdict
}

// RawBytes is how much the pages hold when they are open.
func (f Facts) RawBytes() (n int64) {
	for _, p := range f.Pages {
		n += p.RawBytes
	}
	return n
}

// Past is the window as the planner wants it. It says false for one that has not ended or was abandoned.
func (f Facts) Past() (models.Past, bool) {
	if f.State != StateEnded && f.State != StateSettled {
		return models.Past{}, false
	}
	return models.Past{Window: f.Window, Verdict: f.Verdict, Ended: f.Ended}, true
}
