package engine

import (
	"encoding/json"
	"time"

	"carehouse/models"
)

// A Span is a length of time. In JSON it is a number of seconds.
type Span time.Duration

// MarshalJSON writes seconds.
func (s Span) MarshalJSON() ([]byte, error) {
	return json.Marshal(time.Duration(s).Round(time.Millisecond).Seconds())
}

// UnmarshalJSON reads seconds.
func (s *Span) UnmarshalJSON(raw []byte) error {
	var seconds float64
	err := json.Unmarshal(raw, &seconds)
	*s = Span(seconds * float64(time.Second))
	return err
}

// A Sync is what a run did: sync, replay, rebuild and rejects retry answer with it.
type Sync struct {
	Run        string        `json:"run"`
	Generation int           `json:"generation"` // the current one at the end, 0 is none yet
	Published  bool          `json:"published"`  // whether this run published it
	Changed    int64         `json:"changed"`    // records inserted or replaced
	Deleted    int64         `json:"deleted"`    // records that got a tombstone
	Rejects    int64         `json:"rejects"`    // values and records set aside by this run
	Drift      int64         `json:"drift"`      // fields seen for the first time that no table describes
	Receipts   int           `json:"receipts"`   // how many were checked
	Agreed     int           `json:"agreed"`     // how many of them agree
	Requests   int64         `json:"requests"`
	Elapsed    Span          `json:"elapsed_seconds"`
	Datasets   []SyncDataset `json:"datasets"`
	Failures   []Failure     `json:"failures"`
	// Refusals are the receipts and checks that kept the run from publishing.
	Refusals []Refusal `json:"refusals"`
}

// A SyncDataset is what a run did to one dataset of one tenant.
type SyncDataset struct {
	Source   string         `json:"source"`
	Tenant   string         `json:"tenant"`
	Dataset  string         `json:"dataset"`
	Mode     models.Mode    `json:"mode"`
	Outcome  models.Outcome `json:"outcome"`
	Windows  int            `json:"windows"`
	Pages    int            `json:"pages"`
	Requests int64          `json:"requests"`
	Records  int64          `json:"records"` // that came
	Changed  int64          `json:"changed"`
	Deleted  int64          `json:"deleted"`
	Rejects  int64          `json:"rejects"`
	Paused   bool           `json:"paused,omitempty"`  // it was as far as it may come for now, and goes on with the next run
	Refused  bool           `json:"refused,omitempty"` // what came is whole and not loaded: a check refused it, see Refusals
	Remark   string         `json:"remark,omitempty"`  // what a person should know of the answers
}

// A Refusal is a receipt or a check that does not agree.
type Refusal struct {
	Tenant string `json:"tenant,omitempty"`
	Table  string `json:"table,omitempty"`
	What   string `json:"what"` // "receipt amount_billed: landing 12.0000, duckdb 11.0000"
	Next   string `json:"next,omitempty"`
}

// Exit returns the code that a run ends with.
func (s Sync) Exit() Exit {
	if len(s.Refusals) > 0 {
		return Refused
	}
	return exitOf(s.Failures)
}
