package pipeline

import (
	"net/http"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract"
	"carehouse/load/durable"
)

// A Pipeline does the work of the commands.
type Pipeline struct {
	Drivers []extract.Driver
	Clock   func() time.Time
	Disk    durable.FS        // its hook is how tests stop a run at a durable step
	Network http.RoundTripper // nil is the real one
}

// Engine returns the pipeline as the command line wants it.
func (p *Pipeline) Engine() engine.Engine {
	return engine.Engine{
		Check: p.check, Plan: p.plan, Sync: p.sync, Status: p.status, Verify: p.verify,
		Replay: p.replay, Rebuild: p.rebuild, Rollback: p.rollback,
		Rejects: p.rejects, Reject: p.reject, Retry: p.retry,
		State: p.state, Rewind: p.rewind, Simulate: p.simulate, Demo: p.demo,
		Login: p.login, Probe: p.probe,
	}
}
