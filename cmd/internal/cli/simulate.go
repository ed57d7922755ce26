package cli

import (
	"context"
	"fmt"
	"maps"
	"net"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/cli/human"
	"carehouse/cmd/internal/config"
)

// simulate is the command that plays the APIs on this machine.
func (s *shell) simulate() *cobra.Command {
	ask := engine.SimulateAsk{}
	var dir string
	c := s.command(spec{
		use: "simulate [source] [flags]", short: "Serve the APIs on this machine, with faults on request, until a signal.",
		example: "carehouse simulate > simulated.yaml\ncarehouse simulate --write ./simulated\n" +
			"carehouse simulate --size 500 --seed 7 --listen 127.0.0.1:8080",
		next: "carehouse sync --config ./simulated/carehouse.yaml", exits: simpleExits,
		args: func(c *cobra.Command, args []string) error {
			if len(args) <= 1 {
				return nil
			}
			return usage("%s takes one source", called(c)).because("without one it serves all").then("carehouse simulate")
		},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&ask.Listen, "listen", "127.0.0.1:0", "a loopback address and a port; port 0 picks one")
			f.IntVar(&ask.Size, "size", 20_000, "how many records the largest dataset has")
			f.Uint64Var(&ask.Seed, "seed", 1, "the same seed and size serve the same records")
			f.StringVar(&dir, "write", "", "write the configuration, and the files that it refers to, into the folder `DIR`")
			f.StringSliceVar(&ask.Faults, "fault", nil, "a fault to switch on; may be given more than once")
		},
		run: func(ctx context.Context, args []string) error {
			if len(args) == 1 {
				driver, ok := config.Find(s.Drivers, args[0])
				if !ok {
					return s.unknownSource(args[0])
				}
				ask.Source = driver.Name
			}
			if err := local(ask.Listen); err != nil {
				return err
			}
			if err := positive("--size", ask.Size); err != nil {
				return err
			}
			if s.Engine.Simulate == nil {
				return missing("simulate")
			}
			j, err := s.run(context.WithoutCancel(ctx)) // there is no page in hand to be told of
			if err != nil {
				return err
			}
			defer j.close()
			serving, stop := context.WithCancel(ctx)
			defer stop()
			var failed error
			err = s.Engine.Simulate(serving, j.Run, ask, func(sim engine.Simulator) {
				if failed = s.served(sim, dir); failed != nil {
					stop()
				}
			})
			if failed != nil {
				return failed
			}
			if context.Cause(ctx) != nil {
				return nil // a signal is how it ends
			}
			return err
		},
	})
	c.ValidArgs = config.Names(s.Drivers)
	return c
}

// local refuses to serve made-up patients to the network.
func local(address string) error {
	host, _, err := net.SplitHostPort(address)
	ip := net.ParseIP(host)
	if err == nil && (host == "localhost" || ip != nil && ip.IsLoopback()) {
		return nil
	}
	return usage("--listen %s: not a loopback address with a port", address).
		because("a simulator is for this machine only").then("carehouse simulate --listen 127.0.0.1:8080")
}

func positive(flag string, n int) error {
	if n > 0 {
		return nil
	}
	return usage("%s %d: not a size", flag, n).because("it is counted from 1").then("leave it out, or write  " + flag + " 1000")
}

// quoted writes a word for a shell, in quotes where it needs them.
func quoted(word string) string {
	if word != "" && strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.,:/@+=%") == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// served prints a configuration that fetches from the simulator, so that it can go straight into a file, or writes it into
// a folder with the files that it refers to.
func (s *shell) served(sim engine.Simulator, dir string) error {
	for _, source := range sim.Sources {
		fmt.Fprintf(s.Stderr, "%s at %s\n", source.Source, source.URL)
	}
	var text strings.Builder
	for _, line := range sim.Env {
		name, value, _ := strings.Cut(line, "=")
		fmt.Fprintf(&text, "# export %s=%s\n", name, quoted(value))
	}
	text.WriteString(sim.Config)
	if dir != "" {
		if err := s.writeSimulated(sim, dir, text.String()); err != nil {
			return err
		}
	} else if len(sim.Files) > 0 && !s.json {
		fmt.Fprintf(s.Stderr, "the configuration refers to %s; carehouse simulate --write DIR writes them\n",
			human.Plural(int64(len(sim.Files)), "file"))
	}
	err := s.answer(sim, func() {
		if dir == "" {
			fmt.Fprint(s.Stdout, text.String())
		}
	})
	if dir != "" {
		fmt.Fprintf(s.Stderr, "in another shell:\n  eval \"$(sed -n 's/^# export/export/p' %[1]s)\"\n  carehouse sync --config %[1]s\n",
			quoted(filepath.Join(dir, filepath.Base(config.DefaultPath))))
	}
	fmt.Fprintln(s.Stderr, "stop with Ctrl-C")
	return err
}

// writeSimulated writes what is printed otherwise, and the files beside it.
func (s *shell) writeSimulated(sim engine.Simulator, dir, text string) error {
	files := map[string][]byte{filepath.Base(config.DefaultPath): []byte(text)}
	for _, file := range sim.Files {
		files[file.Path] = []byte(file.Content)
	}
	if err := config.CreateAll(dir, files); err != nil {
		return &engine.Fault{
			Exit: engine.Usage, What: "--write " + dir + ": " + err.Error(), Why: "nothing is written over what is there",
			Next: "name a new folder: carehouse simulate --write DIR", Err: err,
		}
	}
	if s.json {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		s.say("%s", filepath.Join(dir, name))
	}
	return nil
}
