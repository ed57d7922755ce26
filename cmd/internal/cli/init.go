package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/config"
)

// initialize is the command that writes a configuration.
func (s *shell) initialize() *cobra.Command {
	var show, profile bool
	c := s.command(spec{
		use: "init [source...] [--print | --profile]", short: "Write a commented configuration to begin with.",
		example: "carehouse init\ncarehouse init " + first(config.Names(s.Drivers)) + " --config ./clinic.yaml",
		next:    "carehouse check", exits: simpleExits,
		args: func(*cobra.Command, []string) error { return nil },
		flags: func(f *pflag.FlagSet) {
			f.BoolVar(&show, "print", false, "print it and write nothing")
			f.BoolVar(&profile, "profile", false, "print the profile of the source that is built in, to copy and put right")
		},
		run: func(_ context.Context, args []string) error {
			for _, name := range args {
				if _, ok := config.Find(s.Drivers, name); !ok {
					return s.unknownSource(name)
				}
			}
			if profile {
				return s.profile(args)
			}
			text := config.Template(s.Drivers, args...)
			if show {
				return s.answer(map[string]string{"config": text}, func() { fmt.Fprint(s.Stdout, text) })
			}
			if err := config.Create(s.path, text); err != nil {
				return s.notWritten(err)
			}
			return s.answer(map[string]string{"path": s.path}, func() {
				s.say("wrote %s; set what it refers to (env:…, file:…), then: carehouse check", s.path)
			})
		},
	})
	c.ValidArgs = config.Names(s.Drivers)
	return c
}

// profile prints the profile of a source whose API nobody has described.
func (s *shell) profile(args []string) error {
	if len(args) != 1 {
		return usage("init: --profile is about one source").then("carehouse init --profile SOURCE > profile.yaml")
	}
	driver, _ := config.Find(s.Drivers, args[0]) // its name was looked up before
	if driver.Profile == "" {
		return usage("%s has no profile", driver.Name).because("the shape of its answers is known").
			then("see it: carehouse schema " + driver.Name)
	}
	return s.answer(map[string]string{"profile": driver.Profile}, func() { fmt.Fprint(s.Stdout, driver.Profile) })
}

func (s *shell) notWritten(err error) error {
	if errors.Is(err, config.ErrExists) {
		return usage("%s: there is one already", s.path).because("it is never written over").
			then("edit it, or name another file: carehouse init --config FILE")
	}
	return &engine.Fault{
		Exit: engine.Failed, What: s.path + ": " + err.Error(), Why: "the file could not be written",
		Next: "look at the folder's owner and mode, or name another file: carehouse init --config FILE", Err: err,
	}
}

func (s *shell) unknownSource(name string) error {
	known := config.Names(s.Drivers)
	f := usage("%s is not a source", name).because("known: " + strings.Join(known, ", "))
	if near := config.Nearest(name, known); near != "" {
		return f.then("did you mean " + near + "?")
	}
	return f.then("carehouse init --help")
}

func first(names []string) string {
	if len(names) == 0 {
		return "SOURCE"
	}
	return names[0]
}
