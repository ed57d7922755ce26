package pipeline

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/config"
	"carehouse/extract"
	"carehouse/extract/tpastream"
	"carehouse/extract/tpastream/simulator"
)

// A house is a home that is filled from simulated APIs, one a tenant, in this process and by a clock of its own.
type house struct {
	*Pipeline

	dir  string
	now  time.Time
	runs atomic.Int64
	apis map[string]*simulator.Simulator
	ask  engine.Run
	said []string
}

// keyName is the variable that holds the simulators' key.
const keyName = "TPASTREAM_API_KEY"

func build(t *testing.T, tenants map[string]simulator.Options, others ...extract.Driver) *house {
	t.Helper()
	h := &house{dir: t.TempDir(), now: time.Date(2026, 6, 15, 12, 0, 0, 0, time.UTC), apis: map[string]*simulator.Simulator{}}
	h.Pipeline = &Pipeline{Drivers: append([]extract.Driver{tpastream.Driver()}, others...), Clock: func() time.Time {
		return h.now.Add(time.Duration(h.runs.Add(1)) * time.Millisecond)
	}}
	var text strings.Builder
	text.WriteString("home: ./home\ntenants:\n")
	for name, o := range tenants {
		h.apis[name] = simulator.New(o)
		text.WriteString(h.tenant(t, name, h.apis[name]))
	}
	if len(tenants) > 0 {
		h.configure(t, text.String())
	}
	return h
}

func (h *house) tenant(t *testing.T, name string, api http.Handler) string {
	t.Helper()
	server := httptest.NewServer(api)
	t.Cleanup(server.Close)
	return fmt.Sprintf("  - name: %s\n    source: tpastream\n    base_url: %s/api\n    requests_per_second: 1000\n"+
		"    auth:\n      basic: {email: %s, api_key: env:%s}\n", name, server.URL, simulator.DefaultEmail, keyName)
}

// configure reads a configuration as the program does.
func (h *house) configure(t *testing.T, text string) {
	t.Helper()
	path := filepath.Join(h.dir, "carehouse.yaml")
	done(t, os.WriteFile(path, []byte(text), 0o600))
	reader := config.Reader{Drivers: h.Known(), Env: func(name string) (string, bool) {
		return simulator.DefaultAPIKey, name == keyName
	}}
	read, err := reader.Load(path)
	done(t, err)
	h.ask = engine.Run{ID: "r", Config: read, Say: func(line string) { h.said = append(h.said, line) }}
}

// later moves the clocks of the house and of its APIs.
func (h *house) later(d time.Duration) {
	h.now = h.now.Add(d)
	for _, api := range h.apis {
		api.Advance(d)
	}
}

// sync syncs a minute later, and checks how that ended.
func (h *house) sync(t *testing.T, want engine.Exit, what engine.SyncAsk) engine.Sync {
	t.Helper()
	h.later(time.Minute)
	got, err := h.Pipeline.sync(t.Context(), h.ask, what)
	if err != nil || got.Exit() != want {
		t.Fatalf("sync: exit %d, want %d; %v\nfailures %+v\nrefusals %+v", got.Exit(), want, err, got.Failures, got.Refusals)
	}
	return got
}

// rows counts the records of a tenant's dataset in the current generation.
func (h *house) rows(t *testing.T, tenant, dataset string) int64 {
	t.Helper()
	got, err := h.status(t.Context(), h.ask, engine.Scope{Tenant: tenant, Dataset: dataset})
	done(t, err)
	if len(got.Datasets) != 1 {
		t.Fatalf("status knows %d datasets %s of %s", len(got.Datasets), dataset, tenant)
	}
	return got.Datasets[0].Rows
}

func done(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
