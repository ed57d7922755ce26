package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract"
	"carehouse/models"
)

// TestMistakesAtTheKeyboard shows the answer to every slip. All of them end with 2 and three lines.
func TestMistakesAtTheKeyboard(t *testing.T) {
	t.Parallel()

	lines := []string{
		"snyc", "xyzzy", "rejects lst", "state", "sync a b", "sync my-clinc", "sync clinic/my-bureau", "sync my-clinic/visitz",
		"sync clinic/my-clinic/visits/1", "sync my-clinic//visits", "sync my-clinic/visits/more", "sync --ful", "sync --since",
		"sync --since yesterday", "sync --since 1d --until 2d", "sync --until 2024-02-30", "status --jsn", "version now",
		"rejects show", "rejects list --limit -1", "rejects list --limit many", "state rewind", "rollback --to -1", "watch --every often",
		"watch --every 0s", "watch --rounds -1", "schema --format sqll", "schema clinc", "schema clinic bureau", "init clinc",
		"simulate --listen 0.0.0.0:80",
		"simulate --listen here", "simulate --size 0", "simulate clinc", "completion", "completion zhs", "completion tcsh", "help snyc",
		"help rejects lst", "login", "login a b", "login clinic", "login my-clinic/visits", "login my-clinc", "login my-clinic --past", "probe",
		"probe surgery", "probe bureau/my-bureau/charges",
	}
	var all strings.Builder
	for _, line := range lines {
		d := sit(t, pretend())
		exit := d.run(context.Background(), strings.Fields(line)...)
		if line == "state" { // a group alone shows its help
			if exit != engine.OK {
				t.Errorf("%s: got exit %d, want 0", line, exit)
			}
			continue
		}
		told := d.err.String()
		if exit != engine.Usage || d.out.Len() != 0 {
			t.Errorf("%s: got exit %d and %q, want 2 and nothing", line, exit, d.out.String())
		}
		if got := strings.Count(told, "\n"); got != 4 {
			t.Errorf("%s: got %d lines, want 3 and the exit code:\n%s", line, got, told)
		}
		all.WriteString("$ carehouse " + line + "\n" + strings.ReplaceAll(told, d.dir, "DIR") + "\n")
	}
	checkGolden(t, all.String())
}

func TestScopesAreReadInEveryWay(t *testing.T) {
	t.Parallel()

	tests := []struct {
		arg  string
		want engine.Scope
	}{
		{"", engine.Scope{}},
		{"clinic", engine.Scope{Source: "clinic"}},
		{"surgery", engine.Scope{Source: "clinic"}},
		{"my-clinic", engine.Scope{Source: "clinic", Tenant: "my-clinic"}},
		{"clinic/my-clinic", engine.Scope{Source: "clinic", Tenant: "my-clinic"}},
		{"surgery/my-clinic/visits", engine.Scope{Source: "clinic", Tenant: "my-clinic", Dataset: "visits"}},
		{"other-clinic/payers", engine.Scope{Source: "clinic", Tenant: "other-clinic", Dataset: "payers"}},
	}
	for _, tt := range tests {
		var got engine.SyncAsk
		e := engine.Engine{Sync: func(_ context.Context, _ engine.Run, ask engine.SyncAsk) (engine.Sync, error) {
			got = ask
			return engine.Sync{}, nil
		}}
		d := sit(t, e)
		args := []string{"sync", "--full", "--since", "2024-01-31", "--until", "1d"}
		if tt.arg != "" {
			args = append(args, tt.arg)
		}
		if exit := d.run(context.Background(), args...); exit != engine.OK {
			t.Errorf("%s: got exit %d:\n%s", tt.arg, exit, d.err.String())
		}
		if got.Scope != tt.want {
			t.Errorf("%s: got %+v, want %+v", tt.arg, got.Scope, tt.want)
		}
		since := time.Date(2024, time.January, 31, 0, 0, 0, 0, time.UTC)
		if !got.Full || !got.Since.Equal(since) || !got.Until.Equal(morning().Add(-24*time.Hour)) {
			t.Errorf("%s: got %+v, want the flags", tt.arg, got)
		}
	}
}

// TestANameMayMeanTwoThings gives a tenant the name of a source. That is fine as long as both mean the same.
func TestANameMayMeanTwoThings(t *testing.T) {
	t.Parallel()

	tests := []struct {
		tenants string
		exit    engine.Exit
	}{
		{"  - {name: bureau, source: bureau}\n", engine.OK},
		{"  - {name: bureau, source: bureau}\n  - {name: b, source: bureau}\n", engine.Usage},
		{"  - {name: bureau, source: clinic, key: env:CLINIC_KEY}\n  - {name: b, source: bureau}\n", engine.Usage},
		{"  - {name: bureau, source: clinic, key: env:CLINIC_KEY}\n", engine.OK},
	}
	for _, tt := range tests {
		d := sit(t, pretend())
		if err := os.WriteFile(filepath.Join(d.dir, "carehouse.yaml"), []byte("home: h\ntenants:\n"+tt.tenants), 0o600); err != nil {
			t.Fatal(err)
		}
		if exit := d.run(context.Background(), "sync", "bureau"); exit != tt.exit {
			t.Errorf("%q: got exit %d, want %d:\n%s", tt.tenants, exit, tt.exit, d.err.String())
		}
	}
}

// found is an error of a source.
type found struct{}

func (found) Error() string           { return "my-clinic visits: page 7: GET /visits: status 401" }
func (found) Outcome() models.Outcome { return models.NeedsPerson }
func (found) Advice() string          { return "renew the key, then: carehouse check my-clinic" }

var _ extract.Finder = found{}

func TestErrorsEndWithTheirCode(t *testing.T) {
	t.Parallel()

	stopped, stop := context.WithCancelCause(context.Background())
	stop(engine.ErrInterrupted)
	tests := []struct {
		name string
		ctx  context.Context
		err  error
		exit engine.Exit
		want string
	}{
		{
			"a fault", context.Background(), &engine.Fault{Exit: engine.Busy, What: "./home is in use", Why: "process 7 holds it", Next: "wait"}, engine.Busy,
			"carehouse: ./home is in use\n  process 7 holds it\n  wait\nexit 4: another run holds the home\n",
		},
		{
			"an error of a source", context.Background(),
			found{},
			engine.Person,
			"carehouse: my-clinic visits: page 7: GET /visits: status 401\n  a person is needed\n  renew the key, then: carehouse check my-clinic\nexit 5: a person is needed\n",
		},
		{
			"an error that nobody foresaw", context.Background(), errors.New("disk\nfull"), engine.Failed,
			"carehouse: disk full\n  this is not an error that was foreseen\n  run it again with CAREHOUSE_LOG=info; nothing that was published is harmed\nexit 1: failed\n",
		},
		{
			"an interruption", stopped, context.Canceled, engine.Failed,
			"carehouse: interrupted\n  what came whole is kept; what was still on its way is asked for again\n  the same command goes on from there\nexit 1: failed\n",
		},
		{
			"an error during an interruption", stopped, &engine.Fault{Exit: engine.Refused, What: "a"}, engine.Refused,
			"carehouse: a\nexit 6: a receipt or check refused the publish\n",
		},
	}
	for _, tt := range tests {
		e := engine.Engine{Sync: func(context.Context, engine.Run, engine.SyncAsk) (engine.Sync, error) { return engine.Sync{}, tt.err }}
		d := sit(t, e)
		exit := d.run(tt.ctx, "sync")
		told := strings.TrimPrefix(d.err.String(), "carehouse: finishing the page in hand; press again to stop at once\n")
		if exit != tt.exit || told != tt.want {
			t.Errorf("%s: got exit %d and\n%s\nwant %d and\n%s", tt.name, exit, told, tt.exit, tt.want)
		}
	}
}

func TestAWrongConfigurationIsAUsageError(t *testing.T) {
	t.Parallel()

	d := sit(t, pretend())
	d.Env = func(string) (string, bool) { return "", false }
	for _, args := range [][]string{{"sync"}, {"check"}, {"plan"}, {"watch"}, {"login", "my-clinic"}, {"probe", "my-clinic"}} {
		if exit := d.run(context.Background(), args...); exit != engine.Usage {
			t.Errorf("%v without a secret: got exit %d, want 2", args, exit)
		}
	}
	for _, args := range [][]string{{"status"}, {"verify"}, {"rollback"}, {"rejects", "list"}, {"state", "show"}} {
		if exit := d.run(context.Background(), args...); exit == engine.Usage {
			t.Errorf("%v asks no API and needs no secret: got exit 2:\n%s", args, d.err.String())
		}
	}
	d.err.Reset()
	if exit := d.Run(context.Background(), []string{"sync", "--config", "/nowhere/carehouse.yaml"}); exit != engine.Usage {
		t.Errorf("got exit %d, want 2", exit)
	}
	want := "carehouse: /nowhere/carehouse.yaml: there is no such file\n  every command needs a configuration\n" +
		"  write one: carehouse -c /nowhere/carehouse.yaml init, or name it: --config FILE\nexit 2: usage or configuration\n"
	if got := d.err.String(); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

// TestNoErrorTellsASecret writes a secret where a reference belongs, and in other wrong places, and runs everything.
func TestNoErrorTellsASecret(t *testing.T) {
	t.Parallel()

	places := []string{
		"key: " + canary, "key: [" + canary + "]", "key: {" + canary + ": x}", "key: env:" + canary + "!", "key: env:" + canary, "key: file:" + canary + "/",
		canary + ": x\n    key: env:CLINIC_KEY", "key: env:CLINIC_KEY\n    key: " + canary, "key:\n    - " + canary, "key: '" + canary,
		"key:" + canary, "key = " + canary, "key: |\n      " + canary, "key: !!str " + canary, "key: &" + canary + " x", "key: *" + canary,
	}
	for _, place := range places {
		for _, args := range [][]string{{"sync"}, {"check", "--json"}, {"status"}, {"watch"}, {"state", "rewind", "clinic"}} {
			d := sit(t, pretend())
			text := strings.Replace(configuration, "key: env:CLINIC_KEY", place, 1)
			if err := os.WriteFile(filepath.Join(d.dir, "carehouse.yaml"), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			exit := d.run(context.Background(), args...)
			// A file that is named like a secret has to be named.
			told := strings.ReplaceAll(d.screen(exit), "DIR/"+canary, "")
			if strings.Contains(told, canary) {
				t.Errorf("%q, %v: a secret in\n%s", place, args, told)
			}
			if reference := strings.Contains(place, "file:") || strings.HasSuffix(place, "env:"+canary); exit != engine.Usage && !reference {
				t.Errorf("%q, %v: got exit %d, want 2", place, args, exit)
			}
		}
	}
}

func TestWhatIsNotBuiltSaysSo(t *testing.T) {
	t.Parallel()

	lines := []string{
		"check", "plan", "sync", "status", "verify", "replay", "rebuild", "rollback", "rejects list", "rejects show 1", "rejects retry",
		"state show", "state rewind clinic", "watch", "simulate", "demo", "login my-clinic", "probe my-clinic",
	}
	for _, line := range lines {
		d := sit(t, engine.Engine{})
		if exit := d.run(context.Background(), strings.Fields(line)...); exit != engine.Usage || !strings.Contains(d.err.String(), "not part of this build") {
			t.Errorf("%s: got exit %d:\n%s", line, exit, d.err.String())
		}
	}
}

func TestCompletionKnowsTenantsAndDatasets(t *testing.T) {
	t.Parallel()

	tests := []struct{ typed, want string }{
		{"my-c", "my-clinic\nmy-clinic/visits\nmy-clinic/payers\n:4\n"},
		{"b", "bureau\n:4\n"},
		{"zzz", ":4\n"},
	}
	for _, tt := range tests {
		d := sit(t, pretend())
		if exit := d.run(context.Background(), "__complete", "sync", tt.typed); exit != engine.OK || d.out.String() != tt.want {
			t.Errorf("%s: got exit %d and %q, want %q", tt.typed, exit, d.out.String(), tt.want)
		}
	}
	d := sit(t, pretend())
	if exit := d.run(context.Background(), "__complete", "login", "my"); exit != engine.OK || d.out.String() != "my-clinic\nmy-bureau\n:4\n" {
		t.Errorf("login: got exit %d and %q", exit, d.out.String())
	}
	for _, shell := range []string{"bash", "zsh", "fish"} {
		d := sit(t, pretend())
		if exit := d.run(context.Background(), "completion", shell); exit != engine.OK || !strings.Contains(d.out.String(), "carehouse") {
			t.Errorf("%s: got exit %d and %d bytes", shell, exit, d.out.Len())
		}
	}
}
