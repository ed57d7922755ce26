package engine

import (
	"context"
	"log/slog"
	"time"

	"carehouse/cmd/internal/config"
	"carehouse/cmd/internal/progress"
)

// An Engine does the work of the commands. A func that is nil makes its command say that it is not there yet.
type Engine struct {
	Check    func(context.Context, Run, Scope) (Check, error)
	Plan     func(context.Context, Run, SyncAsk) (Plan, error)
	Sync     func(context.Context, Run, SyncAsk) (Sync, error)
	Status   func(context.Context, Run, Scope) (Status, error)
	Verify   func(context.Context, Run, Scope) (Verify, error)
	Replay   func(context.Context, Run, Scope) (Sync, error) // flattens the landing again, without an API
	Rebuild  func(context.Context, Run) (Sync, error)        // makes the whole database and lake again from the landing
	Rollback func(context.Context, Run, RollbackAsk) (Rollback, error)
	Rejects  func(context.Context, Run, RejectsAsk) (Rejects, error)
	Reject   func(ctx context.Context, run Run, id string) (Reject, error)
	Retry    func(context.Context, Run, Scope) (Sync, error) // flattens the pages of rejects again
	State    func(context.Context, Run, Scope) (State, error)
	Rewind   func(context.Context, Run, RewindAsk) (Rewind, error)
	Simulate func(context.Context, Run, SimulateAsk, func(Simulator)) error // calls back when it serves; ends with ctx
	Demo     func(context.Context, Run, DemoAsk) (Demo, error)
	Login    func(context.Context, Run, LoginAsk) (Login, error)
	Probe    func(context.Context, Run, Scope) (Probe, error) // of one tenant
}

// A Run is what every piece of work is given. Simulate and Demo have no Config.
type Run struct {
	ID       string // names the run in logs and in meta.runs
	Config   *config.Config
	Log      *slog.Logger
	Progress *progress.Board
	Say      func(line string) // tells a person what is happening, one line, on stderr

	// Hold notes that a new token of a tenant is on its way, which is waited for so long at most whatever is interrupted; 0 is that
	// it is here, or will not come. Whoever interrupts is told so. nil is nobody.
	Hold func(tenant string, most time.Duration)
}

// A Scope limits work to a source, to a tenant or to a dataset of it. Empty fields do not limit.
type Scope struct {
	Source  string `json:"source,omitempty"`
	Tenant  string `json:"tenant,omitempty"`
	Dataset string `json:"dataset,omitempty"`
}

// Has reports whether a dataset is in scope.
func (s Scope) Has(source, tenant, dataset string) bool {
	return (s.Source == "" || s.Source == source) && (s.Tenant == "" || s.Tenant == tenant) &&
		(s.Dataset == "" || s.Dataset == dataset)
}

// A SyncAsk says what to fetch.
type SyncAsk struct {
	Scope
	Skip         []string  // tenants to leave out, as watch does with those that are down
	Rest         []Pace    // datasets to leave out, as watch does with those whose time has not come
	Full         bool      // everything, whatever was fetched before
	Since, Until time.Time // limits for datasets that have windows of time; zero is no limit
	AllowShrink  bool      // publish also when more than a fifth of a table is gone
}

// A Pace names the datasets of a tenant that go together: one that the configuration gives a pace of its own, with those
// that follow it and have none; or, with no name, all the others.
type Pace struct {
	Tenant  string `json:"tenant"`
	Dataset string `json:"dataset,omitempty"`
}

// A RollbackAsk says where to go back to.
type RollbackAsk struct {
	To int // the generation; 0 is the one before the current
}

// A RejectsAsk says which rejects to list.
type RejectsAsk struct {
	Scope
	Limit int // how many rows at most; the totals count all
}

// A RewindAsk says what to forget.
type RewindAsk struct {
	Scope
	To time.Time // what was fetched after that is fetched again; zero is everything
}

// A SimulateAsk says what to serve.
type SimulateAsk struct {
	Source string // "" is every source that can be simulated
	Listen string // a loopback address with a port; port 0 picks one
	Size   int    // records of the largest dataset
	Seed   uint64 // the same seed and size serve the same records
	Faults []string
}

// A DemoAsk says how large the demo is and where it goes.
type DemoAsk struct {
	Home string // an empty or missing folder
	Size int    // records of the largest dataset
	Seed uint64
}
