package cli

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/models"
)

// TestScreens shows every command once. The golden files are what a person sees.
func TestScreens(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name string
		args []string
		exit engine.Exit
	}{
		{"check", []string{"check"}, engine.Person},
		{"plan", []string{"plan"}, engine.OK},
		{"sync", []string{"sync"}, engine.OK},
		{"a sync that failed in part", []string{"replay"}, engine.Partial},
		{"a sync that is refused", []string{"rebuild"}, engine.Refused},
		{"a sync with nothing new", []string{"rejects", "retry"}, engine.OK},
		{"status", []string{"status"}, engine.OK},
		{"verify", []string{"verify"}, engine.Refused},
		{"verify all", []string{"verify", "--all"}, engine.Refused},
		{"rollback", []string{"rollback", "--to", "41"}, engine.OK},
		{"rejects list", []string{"rejects", "list"}, engine.OK},
		{"rejects show", []string{"rejects", "show", "17"}, engine.OK},
		{"rejects show nothing", []string{"rejects", "show", "99"}, engine.Usage},
		{"state show", []string{"state", "show"}, engine.OK},
		{"state rewind", []string{"state", "rewind", "my-clinic/visits", "--to", "7d"}, engine.OK},
		{"watch", []string{"watch", "--rounds", "1"}, engine.OK},
		{"version of what is built", []string{"sync", "--version"}, engine.Usage},
		{"schema", []string{"schema"}, engine.OK},
		{"schema of a source as SQL", []string{"schema", "surgery", "--format", "sql"}, engine.OK},
		{"schema as JSON", []string{"schema", "--json"}, engine.OK},
		{"init there already", []string{"init"}, engine.Usage},
		{"init to look at", []string{"init", "--print", "bureau"}, engine.OK},
		{"init with a profile", []string{"init", "--profile", "clinic"}, engine.OK},
		{"init without a profile", []string{"init", "--profile", "bureau"}, engine.Usage},
		{"simulate", []string{"simulate"}, engine.OK},
		{"simulate as JSON", []string{"simulate", "--json"}, engine.OK},
		{"login", []string{"login", "my-clinic"}, engine.OK},
		{"login by pasting", []string{"login", "bureau", "--paste"}, engine.OK},
		{"login as JSON", []string{"login", "clinic/my-clinic", "--json"}, engine.OK},
		{"probe", []string{"probe", "my-clinic"}, engine.Partial},
		{"probe as JSON", []string{"probe", "bureau", "--json"}, engine.Partial},
		{"help of login", []string{"login", "--help"}, engine.OK},
		{"sync as JSON", []string{"sync", "--json"}, engine.OK},
		{"an error as JSON", []string{"rejects", "show", "99", "--json"}, engine.Usage},
		{"help", []string{"--help"}, engine.OK},
		{"help of sync", []string{"sync", "--help"}, engine.OK},
		{"help of schema", []string{"help", "schema"}, engine.OK},
		{"help of a group", []string{"rejects"}, engine.OK},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			d := sit(t, pretend())
			exit := d.run(context.Background(), tt.args...)
			if exit != tt.exit {
				t.Errorf("got exit %d, want %d", exit, tt.exit)
			}
			screen := d.screen(exit)
			checkGolden(t, screen)
			if strings.Contains(screen, canary) {
				t.Errorf("a secret in\n%s", screen)
			}
			if tt.args[len(tt.args)-1] == "--json" && !json.Valid(d.out.Bytes()) {
				t.Errorf("stdout is not JSON:\n%s", d.out.String())
			}
		})
	}
}

func TestAnEmptyHomeIsNotProved(t *testing.T) {
	t.Parallel()

	e := pretend()
	e.Verify = func(context.Context, engine.Run, engine.Scope) (engine.Verify, error) { return engine.Verify{}, nil }
	e.Rebuild = func(context.Context, engine.Run) (engine.Sync, error) { return engine.Sync{Elapsed: seconds}, nil }
	d := sit(t, e)
	if exit := d.run(context.Background(), "verify"); exit != engine.OK || d.out.String() != "nothing is published yet; begin with: carehouse sync\n" {
		t.Errorf("verify: got exit %d and %q", exit, d.out.String())
	}
	d.out.Reset()
	if exit := d.run(context.Background(), "rebuild"); exit != engine.OK || d.out.String() != "nothing was published, 1 s\n" {
		t.Errorf("rebuild: got exit %d and %q", exit, d.out.String())
	}
}

// TestAPauseIsSeen has a budget that lasts for no day: every run is well, and whoever reads its one line has to know.
func TestAPauseIsSeen(t *testing.T) {
	t.Parallel()

	e := pretend()
	e.Sync = func(context.Context, engine.Run, engine.SyncAsk) (engine.Sync, error) {
		return engine.Sync{Generation: 7, Elapsed: seconds, Datasets: []engine.SyncDataset{{Dataset: "visits", Paused: true}, {Dataset: "payers"}}}, nil
	}
	e.Status = func(context.Context, engine.Run, engine.Scope) (engine.Status, error) {
		return engine.Status{Datasets: []engine.StatusDataset{{Dataset: "visits", Last: models.Empty, Paused: true, Unfinished: 1}}}, nil
	}
	d := sit(t, e)
	want := "nothing new: generation 7 stands, 1 dataset paused until the next run, 1 s\n"
	if exit := d.run(context.Background(), "sync", "--quiet"); exit != engine.OK || d.out.String() != want {
		t.Errorf("got exit %d and %q, want %q", exit, d.out.String(), want)
	}
	if exit := d.run(context.Background(), "status"); exit != engine.OK || !strings.Contains(d.out.String(), "paused, 1 window unfinished") {
		t.Errorf("got exit %d and\n%s", exit, d.out.String())
	}
}

// TestARoundHasListsAndNoNulls has the answer of a sync inside of another one.
func TestARoundHasListsAndNoNulls(t *testing.T) {
	t.Parallel()

	e := pretend()
	e.Sync = func(context.Context, engine.Run, engine.SyncAsk) (engine.Sync, error) { return engine.Sync{}, nil }
	d := sit(t, e)
	exit := d.run(context.Background(), "watch", "--rounds", "1", "--json")
	if got := d.out.String(); exit != engine.OK || strings.Contains(got, "null") || !strings.Contains(got, `"failures":[]`) {
		t.Errorf("got exit %d and %s", exit, got)
	}
}

func TestASimulatorWritesWhatItsConfigurationRefersTo(t *testing.T) {
	t.Parallel()

	d := sit(t, pretend())
	dir := filepath.Join(d.dir, "new")
	exit := d.run(context.Background(), "simulate", "--write", dir)
	checkGolden(t, d.screen(exit))
	for name, want := range map[string]string{
		"carehouse.yaml": "# export CLINIC_KEY=made-up\nhome: ./home\n", "people.csv": "patient_id\n7\n",
	} {
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(got) != want {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
	if exit := d.run(context.Background(), "simulate", "--write", dir); exit != engine.Usage {
		t.Errorf("over what is there: got exit %d, want 2", exit)
	}
}

func TestDemoShowsWhatItDid(t *testing.T) {
	t.Parallel()

	d := sit(t, pretend())
	home := filepath.Join(d.dir, "demo")
	exit := d.run(context.Background(), "demo", "--home", home)
	checkGolden(t, d.screen(exit))
	for _, tt := range []struct {
		args []string
		exit engine.Exit
	}{
		{[]string{"demo", "--home", home}, engine.Usage},
		{[]string{"demo", "--home", home, "--replace"}, engine.OK},
		{[]string{"demo", "--home", d.dir, "--replace"}, engine.Usage}, // somebody's own files
		{[]string{"demo", "--size", "0"}, engine.Usage},
	} {
		if got := d.run(context.Background(), tt.args...); got != tt.exit {
			t.Errorf("%v: got exit %d, want %d", tt.args, got, tt.exit)
		}
	}
}

// TestEveryHelpIsComplete walks all commands: each has a sentence, an example, exit codes and a next command, and fits
// on a screen.
func TestEveryHelpIsComplete(t *testing.T) {
	t.Parallel()

	d := sit(t, pretend())
	root := (&shell{Program: d.Program}).root()
	var paths [][]string
	var walk func(c *cobra.Command, path []string)
	walk = func(c *cobra.Command, path []string) {
		if c.Hidden {
			return
		}
		paths = append(paths, path)
		for _, sub := range c.Commands() {
			walk(sub, append(path[:len(path):len(path)], sub.Name()))
		}
	}
	walk(root, nil)
	if len(paths) < 25 {
		t.Fatalf("got %d commands, want at least 25", len(paths))
	}
	for _, path := range paths {
		name := "carehouse " + strings.Join(path, " ")
		d := sit(t, pretend())
		if exit := d.run(context.Background(), append(path, "--help")...); exit != engine.OK {
			t.Errorf("%s: got exit %d", name, exit)
		}
		screen := d.out.String()
		first, _, _ := strings.Cut(screen, "\n")
		if !strings.HasSuffix(first, ".") {
			t.Errorf("%s: got %q, want a sentence", name, first)
		}
		for _, part := range []string{"\n\n  $ ", "\nExit codes:\n  0  all well\n", "\nNext:\n  $ ", "-c, --config FILE", "-j, --json"} {
			if part == "-c, --config FILE" && len(path) == 1 && path[0] == "schema" {
				continue
			}
			if !strings.Contains(screen, part) {
				t.Errorf("%s: no %q in its help", name, part)
			}
		}
		for line := range strings.SplitSeq(screen, "\n") {
			if n := utf8.RuneCountInString(line); n > width {
				t.Errorf("%s: a line of %d columns: %s", name, n, line)
			}
		}
	}
}

// TestExamplesWork runs the first example of every command.
func TestExamplesWork(t *testing.T) {
	t.Parallel()

	d := sit(t, pretend())
	root := (&shell{Program: d.Program}).root()
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		for line := range strings.SplitSeq(c.Example, "\n") {
			line, _, _ = strings.Cut(strings.TrimPrefix(strings.TrimSuffix(line, ")"), "source <("), " > ")
			args := strings.Fields(line)[1:]
			found, rest, err := root.Find(args)
			if err != nil {
				t.Errorf("%s: %v", line, err)
				continue
			}
			if err := found.ParseFlags(rest); err != nil {
				t.Errorf("%s: %v", line, err)
			}
			if found.Args(found, found.Flags().Args()) != nil {
				t.Errorf("%s: its arguments are refused", line)
			}
		}
		for _, sub := range c.Commands() {
			if !sub.Hidden {
				walk(sub)
			}
		}
	}
	walk(root)
}
