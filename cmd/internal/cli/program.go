// Package cli is the command line: it reads flags, hands the work to an [engine.Engine] and prints the answer.
//
// Three habits hold everywhere. The result goes to stdout and the telling to stderr, so a pipe gets the result alone;
// with --json it is one documented object, see package engine. An error is three lines: what failed and where, why, what
// to type next; and a last line says the exit code in words. A typo is answered with the nearest name.
//
// The package knows no API and no database, so that its tests are quick and its screens can be looked at without either.
// A command is a file; what they share is in shell.go.
package cli

import (
	"context"
	"encoding/json"
	"io"
	"reflect"
	"time"

	"github.com/spf13/cobra"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/config"
)

// A Program is what a command line is made of. [Main] fills what it leaves out from the operating system.
type Program struct {
	Engine  engine.Engine
	Drivers []config.Driver
	Version string // "" is found out from the build

	Env    func(name string) (string, bool)
	Stdout io.Writer
	Stderr io.Writer
	Now    func() time.Time // in the zone that times are shown in
	Random io.Reader        // noise for the names of runs
	Live   bool             // stderr is a terminal that can redraw lines
	Usual  string           // the configuration that advice need not name; the one that is found without a word when ""

	// Ask shows a prompt and waits for a line that a person types. Nothing is echoed; the wait ends with the context.
	Ask func(ctx context.Context, prompt string) (string, error)
}

// Run runs one command and returns the exit code.
func (p Program) Run(ctx context.Context, args []string) engine.Exit {
	s := &shell{Program: p}
	root := s.root() //nolint:contextcheck // commands get theirs from ExecuteContext
	root.SetArgs(args)
	root.SetOut(p.Stdout)
	root.SetErr(p.Stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return engine.OK
	}
	return s.end(ctx, err)
}

// root returns the command that all others are below.
func (s *shell) root() *cobra.Command {
	root := s.command(spec{
		use: "carehouse", short: "Pull practice and claims data out of healthcare APIs into Parquet files and a DuckDB database.",
		example: "carehouse demo\ncarehouse init\ncarehouse sync",
		next:    "carehouse demo",
		exits:   everyExit,
		group:   true,
	})
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetHelpCommand(&cobra.Command{Hidden: true, Use: "no-help"})
	flags := root.PersistentFlags()
	flags.StringVarP(&s.path, "config", "c", config.DefaultPath, "read the configuration in `FILE`; its paths are relative to it")
	flags.BoolVarP(&s.json, "json", "j", false, "print the result as one JSON object")
	flags.BoolVarP(&s.quiet, "quiet", "q", false, "tell only results and errors, as for a nightly mail")
	flags.BoolP("help", "h", false, "show this")
	return group(
		root, s.demo(), s.initialize(), s.login(), s.probe(), s.check(), s.plan(), s.sync(), s.watch(), s.status(), s.verify(),
		s.rejects(), s.state(), s.replay(), s.rebuild(), s.rollback(),
		s.schema(), s.simulate(), s.completion(), s.version(), s.help(),
	)
}

// encode prints an answer as one JSON object.
func (s *shell) encode(answer any) error {
	encoder := json.NewEncoder(s.Stdout)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(complete(answer))
}

// complete returns the answer with empty lists where there were none: whoever reads JSON should not have to ask.
func complete(answer any) any {
	v := reflect.New(reflect.TypeOf(answer)).Elem()
	v.Set(reflect.ValueOf(answer))
	fillLists(v)
	return v.Interface()
}

func fillLists(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fillLists(v.Field(i))
			}
		}
	case reflect.Pointer:
		if !v.IsNil() {
			fillLists(v.Elem())
		}
	case reflect.Slice:
		if v.IsNil() && v.CanSet() {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
		for i := range v.Len() {
			fillLists(v.Index(i))
		}
	default:
	}
}
