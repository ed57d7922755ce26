package endtoend

import (
	"bytes"
	"context"
	"crypto/rand"
	"math"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"

	"carehouse/cmd/internal/cli"
	"carehouse/cmd/internal/pipeline"
	"carehouse/extract"
	"carehouse/extract/tpastream"
	"carehouse/load/durable"
)

// inProcess runs a command within the test process.
func (h *house) inProcess(t *testing.T, p *pipeline.Pipeline, env map[string]string, args ...string) ended {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var stdout, stderr bytes.Buffer
	exit := cli.Program{
		Engine: p.Engine(), Drivers: p.Known(), Stdout: &stdout, Stderr: &stderr, Now: p.Clock, Random: rand.Reader,
		Usual: h.path("carehouse.yaml"),
		Env: func(name string) (string, bool) {
			value, ok := env[name]
			return value, ok
		},
	}.Run(ctx, append([]string{"--config", h.path("carehouse.yaml")}, args...))
	debug.SetMemoryLimit(math.MaxInt64) // a run sets a limit that is too small for all tests together
	e := ended{args: args, exit: int(exit), stdout: stdout.String(), stderr: stderr.String()}
	told.add(t.Name()+": inside, carehouse "+strings.Join(args, " "), e.stdout, e.stderr)
	return e
}

// inside runs a command within the test process, with a hook at each durable step.
func (h *house) inside(t *testing.T, step func(string) error, args ...string) ended {
	t.Helper()
	p := &pipeline.Pipeline{Drivers: []extract.Driver{tpastream.Driver()}, Clock: time.Now, Disk: durable.FS{Step: step}}
	return h.inProcess(t, p, map[string]string{"TPASTREAM_API_KEY": h.api.Options().APIKey}, args...)
}

// A count says how often a run comes to each durable step.
type count struct {
	mu    sync.Mutex
	steps map[string]int
}

func (c *count) step(name string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.steps == nil {
		c.steps = map[string]int{}
	}
	c.steps[name]++
	return nil
}
