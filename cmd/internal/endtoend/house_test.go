package endtoend

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/tpastream/simulator"
)

// apiKey is the key of every simulated tenant. It is among the words that no log may hold.
const apiKey = "CANARYKEY-end/to+end<7f3a&\u00e9>"

// patience is how long any one run may take.
const patience = 2 * time.Minute

// alone begins the configuration of most homes. It has one worker: the records of a test are so few that waking another one
// costs a fifth of all the time that is computed, and brings nothing. Homes of several tenants of a source, and of all
// sources, have as many as anybody's.
const alone = "home: ./home\nlimits: {workers: 1}\ntenants:\n"

// A house is a simulated API and a home that is filled from it.
type house struct {
	api *simulator.Simulator
	url string
	dir string // holds carehouse.yaml, home and tmp

	secret string   // a file or a folder in dir that holds one
	env    []string // what the program finds in its environment, beside the key of api
}

// build makes a house. The settings are lines of the tenant's entry in the configuration.
func build(t *testing.T, o simulator.Options, settings ...string) *house {
	t.Helper()
	o.Canaries = true
	if len(o.PublicKeys) == 0 && o.APIKey == "" {
		o.APIKey = apiKey
	}
	h := &house{api: simulator.New(o), dir: t.TempDir()}
	h.url = serve(t, h.api)
	h.configure(t, settings...)
	must(t, os.Mkdir(h.path("tmp"), 0o700))
	h.watched(t)
	return h
}

// serve puts an API behind a loopback address until the test ends.
func serve(t *testing.T, api http.Handler) string {
	t.Helper()
	server := httptest.NewUnstartedServer(api)
	server.Config.ErrorLog = nil // aborted answers are part of the game
	server.Start()
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	return server.URL
}

// configure writes carehouse.yaml with one tenant.
func (h *house) configure(t *testing.T, settings ...string) {
	t.Helper()
	h.write(t, "carehouse.yaml", alone+h.tenant("my-tpa", h.url, settings...))
}

// tenant is an entry of the configuration.
func (h *house) tenant(name, url string, settings ...string) string {
	text := "  - name: " + name + "\n    source: tpastream\n    base_url: " + url + "/api\n    requests_per_second: 1000\n"
	if !strings.Contains(strings.Join(settings, "\n"), "auth:") {
		text += "    auth:\n      basic: {email: " + simulator.DefaultEmail + ", api_key: env:TPASTREAM_API_KEY}\n"
	}
	var textSb79 strings.Builder
	for _, line := range settings {
		textSb79.WriteString("    " + strings.ReplaceAll(line, "\n", "\n    ") + "\n")
	}
	text += textSb79.String()
	return text
}

func (h *house) write(t *testing.T, name, text string) {
	t.Helper()
	must(t, os.WriteFile(h.path(name), []byte(text), 0o600))
}

func (h *house) path(elem ...string) string {
	return filepath.Join(append([]string{h.dir}, elem...)...)
}

// twin is a house beside the same API, with a copy of the home.
func (h *house) twin(t *testing.T) *house {
	t.Helper()
	copied := &house{api: h.api, env: h.env, url: h.url, dir: filepath.Join(t.TempDir(), "twin")}
	must(t, filepath.WalkDir(h.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(copied.dir, strings.TrimPrefix(path, h.dir))
		switch {
		case d.IsDir():
			return os.MkdirAll(to, 0o700)
		case d.Type() == fs.ModeSymlink:
			target, err := os.Readlink(path)
			return errors.Join(err, os.Symlink(target, to))
		case published.MatchString(path):
			return os.Link(path, to)
		}
		raw, err := os.ReadFile(path)
		return errors.Join(err, os.WriteFile(to, raw, 0o600))
	}))
	copied.watched(t)
	return copied
}

// published is what is never changed again, so that twins may share it. Whoever breaks this is found by the twins.
var published = regexp.MustCompile(`/generations/\d{6}/`)

// An ended run is what came of a command.
type ended struct {
	args           []string
	exit           int // -1 when it was killed
	stdout, stderr string
	err            error // it did not run, or did not end
}

// command prepares a run of the program.
func (h *house) command(ctx context.Context, env []string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Dir = h.dir
	cmd.WaitDelay = time.Second
	cmd.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + h.dir, "TMPDIR=" + h.path("tmp"), "TZ=UTC",
	}, slices.Concat(h.env, env)...)
	if h.api != nil {
		cmd.Env = append(cmd.Env, "TPASTREAM_API_KEY="+h.api.Options().APIKey)
	}
	return cmd
}

// run runs a command to its end.
func (h *house) run(t *testing.T, args ...string) ended {
	t.Helper()
	return h.runWith(t, nil, args...)
}

func (h *house) runWith(t *testing.T, env []string, args ...string) ended {
	t.Helper()
	e := h.runs(t.Context(), env, args...)
	if e.err != nil {
		t.Fatalf("carehouse %s: %v\n%s", strings.Join(args, " "), e.err, e.stderr)
	}
	return e
}

// runs runs a command to its end. It may be called from any goroutine.
func (h *house) runs(ctx context.Context, env []string, args ...string) ended {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := h.command(ctx, env, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if _, ok := errors.AsType[*exec.ExitError](err); ok {
		err = nil
	}
	e := ended{
		args: args, exit: cmd.ProcessState.ExitCode(), stdout: stdout.String(), stderr: stderr.String(),
		err: errors.Join(err, ctx.Err()),
	}
	told.add(filepath.Base(h.dir)+": carehouse "+strings.Join(args, " "), e.stdout, e.stderr)
	return e
}

// expect checks the exit code.
func (e ended) expect(t *testing.T, want engine.Exit) ended {
	t.Helper()
	if e.exit != int(want) {
		t.Fatalf("carehouse %s: exit %d, want %d\n%s%s", strings.Join(e.args, " "), e.exit, want, e.stdout, e.stderr)
	}
	return e
}

// sync syncs, checks the exit code and returns the answer.
func (h *house) sync(t *testing.T, want engine.Exit, args ...string) engine.Sync {
	t.Helper()
	return h.does(t, want, append([]string{"sync"}, args...)...)
}

// does runs a command that answers as sync does.
func (h *house) does(t *testing.T, want engine.Exit, args ...string) engine.Sync {
	t.Helper()
	return answered[engine.Sync](t, h.run(t, append(args, "--json")...).expect(t, want))
}

// answered reads what a command printed with --json.
func answered[T any](t *testing.T, e ended) T {
	t.Helper()
	var answer T
	if err := json.Unmarshal([]byte(e.stdout), &answer); err != nil {
		t.Fatalf("carehouse %s: stdout is not one JSON object: %v\n%s%s", strings.Join(e.args, " "), err, e.stdout, e.stderr)
	}
	return answer
}

// datasetOf returns what a run did to a dataset of a tenant.
func datasetOf(t *testing.T, run engine.Sync, tenant, dataset string) engine.SyncDataset {
	t.Helper()
	at := slices.IndexFunc(run.Datasets, func(d engine.SyncDataset) bool { return d.Tenant == tenant && d.Dataset == dataset })
	if at < 0 {
		t.Fatalf("the run says nothing of %s %s: %+v", tenant, dataset, run)
	}
	return run.Datasets[at]
}

// killed runs a command that is to be killed at a durable step, as step:n. It reports whether it was; one that ended
// before it came there must have ended well.
func (h *house) killed(t *testing.T, at string, args ...string) bool {
	t.Helper()
	e := h.runWith(t, []string{"CAREHOUSE_TEST_KILL_AT=" + at}, args...)
	if e.exit != -1 {
		e.expect(t, engine.OK)
	}
	return e.exit == -1
}

// killedAfter kills a command after so long. It reports whether it was still there.
func (h *house) killedAfter(t *testing.T, after time.Duration, args ...string) bool {
	t.Helper()
	cmd := h.command(t.Context(), nil, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	must(t, cmd.Start())
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Signal(syscall.SIGKILL) })
	defer timer.Stop()
	_ = cmd.Wait()
	told.add(t.Name()+": killed after "+after.String(), stdout.String(), stderr.String())
	if exit := cmd.ProcessState.ExitCode(); exit > 0 {
		t.Fatalf("carehouse %s: exit %d before it was killed\n%s", strings.Join(args, " "), exit, stderr.String())
	}
	return cmd.ProcessState.ExitCode() == -1
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// got returns a value that cannot be missing.
func got[T any](v T, err error) func(*testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		must(t, err)
		return v
	}
}
