package cli

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/cli/human"
)

// demo is the command that shows everything with made-up patients.
func (s *shell) demo() *cobra.Command {
	ask := engine.DemoAsk{}
	var replace bool
	return s.command(spec{
		use: "demo [flags]", short: "Simulate the APIs, sync all, change something, sync the changes, and tour the result.",
		example: "carehouse demo\ncarehouse demo --size 2000 --home ./try --replace",
		next:    "duckdb -readonly ./carehouse-demo/current/warehouse.duckdb", exits: everyExit,
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&ask.Home, "home", "./carehouse-demo", "an empty or new folder for the result")
			f.IntVar(&ask.Size, "size", 20_000, "how many records the largest dataset has")
			f.Uint64Var(&ask.Seed, "seed", 1, "the same seed and size make the same records")
			f.BoolVar(&replace, "replace", false, "remove what an earlier demo left in the folder")
		},
		run: func(ctx context.Context, _ []string) error {
			if err := positive("--size", ask.Size); err != nil {
				return err
			}
			if s.Engine.Demo == nil {
				return missing("demo")
			}
			if err := prepare(ask.Home, replace); err != nil {
				return err
			}
			j, err := s.run(ctx)
			if err != nil {
				return err
			}
			defer j.close()
			got, err := s.Engine.Demo(ctx, j.Run, ask)
			j.close()
			if err != nil {
				return err
			}
			if err := s.answer(got, func() { s.showDemo(got) }); err != nil {
				return err
			}
			return finish(got.Exit(), "")
		},
	})
}

// marker is the file that says that a folder is a demo's and may be removed.
const marker = ".carehouse-demo"

// prepare makes the demo's folder. It removes an old one only when it is a demo's and the flag says so.
func prepare(home string, replace bool) error {
	entries, err := os.ReadDir(home)
	if err != nil && !os.IsNotExist(err) {
		return &engine.Fault{
			Exit: engine.Usage, What: home + ": not a folder that can be read", Why: "the demo puts its result there",
			Next: "name another one: carehouse demo --home FOLDER", Err: err,
		}
	}
	_, marked := os.Stat(filepath.Join(home, marker))
	switch {
	case len(entries) == 0:
	case marked != nil:
		return usage("%s: not empty", home).because("it holds something that is not a demo's").
			then("name another one: carehouse demo --home FOLDER")
	case !replace:
		return usage("%s: an earlier demo is there", home).because("nothing is removed without a word").
			then("carehouse demo --replace, or --home FOLDER")
	default:
		err = os.RemoveAll(home)
	}
	if err == nil || os.IsNotExist(err) {
		err = os.MkdirAll(home, 0o700)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(home, marker), []byte("carehouse demo --replace may remove this folder\n"), 0o600)
	}
	if err == nil {
		return nil
	}
	return &engine.Fault{
		Exit: engine.Failed, What: "demo: " + err.Error(), Why: "its folder could not be made", Next: "name another one: carehouse demo --home FOLDER", Err: err,
	}
}

func (s *shell) showDemo(d engine.Demo) {
	s.say("full sync          %s", syncLine(d.Full))
	s.say("at the sources     %s inserted, %s updated, %s deleted", human.Count(int64(d.Changes.Inserted)),
		human.Count(int64(d.Changes.Updated)), human.Count(int64(d.Changes.Deleted)))
	s.say("incremental sync   %s", syncLine(d.Next))
	s.say("                   %s after %s for everything", human.Plural(d.Next.Requests, "request"), human.Count(d.Full.Requests))
	for _, stop := range d.Tour {
		s.say("\n%s", stop.Title)
		if stop.Query != "" {
			for line := range strings.SplitSeq(strings.TrimSpace(stop.Query), "\n") {
				s.say("  %s", line)
			}
		}
		t := table{head: stop.Head, rows: stop.Rows}
		if len(t.head) > 0 {
			t.write(s.Stdout)
		}
	}
	s.say("\nopen it:\n  duckdb -readonly %s\n  %s", d.Database, d.Lake)
}
