package engine

import (
	"time"

	"carehouse/models"
)

// A Check says whether everything that a sync needs is there.
type Check struct {
	Config  ConfigCheck   `json:"config"` // filled by the command line
	Home    HomeCheck     `json:"home"`
	Tenants []TenantCheck `json:"tenants"`
}

// A ConfigCheck is what the configuration holds.
type ConfigCheck struct {
	Path       string `json:"path"`
	Tenants    int    `json:"tenants"`
	SecretsEnv int    `json:"secrets_from_environment"`
	SecretFile int    `json:"secrets_from_files"`
}

// A HomeCheck is what the home folder is like.
type HomeCheck struct {
	Path       string   `json:"path"`
	Generation int      `json:"generation"` // 0 is none yet
	Bytes      int64    `json:"bytes"`      // of the current generation
	Free       int64    `json:"free_bytes"`
	Clones     bool     `json:"clones"` // the file system can clone files
	Problem    *Problem `json:"problem,omitempty"`
}

// A TenantCheck is what a source said about a tenant's account.
type TenantCheck struct {
	Tenant   string    `json:"tenant"`
	Source   string    `json:"source"`
	Seen     string    `json:"seen"`
	Problems []Problem `json:"problems"`
}

// A Problem is something that keeps a dataset, or with no dataset a whole tenant, from being fetched.
type Problem struct {
	Dataset string         `json:"dataset,omitempty"`
	Outcome models.Outcome `json:"outcome"`
	What    string         `json:"what"`
	Next    string         `json:"next,omitempty"`
}

// State sums a tenant up in a word: ok, part, fail or person.
func (t TenantCheck) State() string {
	state := "ok"
	for _, p := range t.Problems {
		switch {
		case p.Outcome == models.NeedsPerson:
			return "person"
		case p.Dataset == "":
			state = "fail"
		case state == "ok":
			state = "part"
		}
	}
	return state
}

// Exit returns the code that the check ends with: 0 only when all is well.
func (c Check) Exit() Exit {
	code := OK
	for _, t := range c.Tenants {
		switch t.State() {
		case "person":
			return Person
		case "fail", "part":
			code = Partial
		}
	}
	if c.Home.Problem != nil {
		return Failed
	}
	return code
}

// A Plan says what a sync would do. Making it sends nothing.
type Plan struct {
	Datasets []PlanDataset `json:"datasets"`
	Windows  int           `json:"windows"`
	Requests int           `json:"requests"`
	About    Span          `json:"about_seconds"`      // lanes run side by side, so this is less than the sum
	AtLeast  bool          `json:"at_least,omitempty"` // of some dataset nobody knows how many requests it takes
	Rations  []PlanRation  `json:"rations"`            // of the tenants that may make so many requests a day only
	Database NextDatabase  `json:"database"`
}

// A PlanRation is how far a tenant comes in a day.
type PlanRation struct {
	Source   string `json:"source"`
	Tenant   string `json:"tenant"`
	PerDay   int    `json:"requests_per_day"`
	Left     int    `json:"left_today"` // a day is one of UTC
	Requests int    `json:"requests"`   // that are to be made
	Days     int    `json:"days"`       // until they are, today included; 0 is never, since each run begins anew
	AtLeast  bool   `json:"at_least,omitempty"`
}

// A PlanDataset is what is to do for one dataset of one tenant.
type PlanDataset struct {
	Source   string      `json:"source"`
	Tenant   string      `json:"tenant"`
	Dataset  string      `json:"dataset"`
	Mode     models.Mode `json:"mode"`
	From     time.Time   `json:"from,omitzero"`
	After    string      `json:"after,omitempty"` // the feed's place: "90113"
	Windows  int         `json:"windows"`
	Requests int         `json:"requests"` // 0 is not known
	About    Span        `json:"about_seconds"`
	Follows  string      `json:"follows,omitempty"` // the dataset whose answers say what to ask for
	Lane     string      `json:"lane,omitempty"`    // its requests and those of the same lane wait for one another
	Interval Span        `json:"interval_seconds"`  // the least time between two of the lane's requests; 0 is not known
	Note     string      `json:"note,omitempty"`    // "12 practices, 1 call a second"
}

// A NextDatabase says how the next database file comes to be.
type NextDatabase struct {
	Generation int   `json:"generation"` // that it starts from, 0 is none
	Bytes      int64 `json:"bytes"`
	Clone      bool  `json:"clone"` // cloned by the file system rather than copied
}

// A Status says how fresh everything is.
type Status struct {
	Generation int             `json:"generation"` // 0 is none yet
	Published  time.Time       `json:"published,omitzero"`
	Before     time.Time       `json:"before,omitzero"` // when the generation before was published
	Datasets   []StatusDataset `json:"datasets"`
	Kept       []KeptTenant    `json:"kept"` // tenants that are not configured, and whose data is here still
	Runs       []StatusRun     `json:"runs"` // the last ones, newest first
}

// A KeptTenant is one that is not fetched any more.
type KeptTenant struct {
	Source string `json:"source"`
	Tenant string `json:"tenant"`
}

// A StatusDataset is how one dataset of one tenant stands.
type StatusDataset struct {
	Source     string         `json:"source"`
	Tenant     string         `json:"tenant"`
	Dataset    string         `json:"dataset"`
	FreshUntil time.Time      `json:"fresh_until,omitzero"`
	Rows       int64          `json:"rows"`
	Changed    int64          `json:"changed"` // by the last run that took it
	Rejects    int64          `json:"rejects"` // that still stand
	Drift      int64          `json:"drift"`   // fields that no table describes
	Windows    int            `json:"windows"`
	Unfinished int            `json:"unfinished"`        // windows that were begun and go on next time
	Waiting    int            `json:"waiting,omitempty"` // windows that have landed and are not loaded
	Last       models.Outcome `json:"last,omitempty"`
	Paused     bool           `json:"paused,omitempty"`  // the last run left the rest for the next one, as it was configured
	Refused    bool           `json:"refused,omitempty"` // what the last run fetched waits: a check refused to load it
	Since      time.Time      `json:"since,omitzero"`    // since when it has been that, when it is not well
	Remark     string         `json:"remark,omitempty"`  // what a person should know of its last window
}

// A StatusRun is one run of the past.
type StatusRun struct {
	Run        string    `json:"run"`
	Command    string    `json:"command"`
	Started    time.Time `json:"started"`
	Elapsed    Span      `json:"elapsed_seconds"`
	Exit       Exit      `json:"exit"`
	Generation int       `json:"generation,omitempty"` // that it published
	Changed    int64     `json:"changed"`
}
