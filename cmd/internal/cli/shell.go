package cli

import (
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/cli/human"
	"carehouse/cmd/internal/config"
	"carehouse/cmd/internal/logs"
	"carehouse/cmd/internal/progress"
)

// A shell is one run of the program: what it is made of and the flags that every command has.
type shell struct {
	Program
	path  string // --config
	json  bool
	quiet bool
}

// A spec is what is particular to a command.
type spec struct {
	use     string
	short   string // one sentence, with its full stop
	example string
	next    string // the command one would want next
	exits   []engine.Exit
	args    cobra.PositionalArgs // none when nil
	group   bool                 // only holds other commands
	flags   func(*pflag.FlagSet)
	run     func(ctx context.Context, args []string) error
	hidden  bool
}

// The exit codes that commands have in common.
var (
	everyExit = []engine.Exit{
		engine.OK, engine.Failed, engine.Usage, engine.Partial, engine.Busy, engine.Person, engine.Refused,
	}
	simpleExits = []engine.Exit{engine.OK, engine.Failed, engine.Usage}
	writeExits  = []engine.Exit{engine.OK, engine.Failed, engine.Usage, engine.Busy, engine.Refused}
	lockExits   = []engine.Exit{engine.OK, engine.Failed, engine.Usage, engine.Busy}
)

// command makes a command of a spec.
func (s *shell) command(sp spec) *cobra.Command {
	c := &cobra.Command{
		Use: sp.use, Short: sp.short, Example: sp.example, Hidden: sp.hidden,
		SilenceErrors: true, SilenceUsage: true, DisableFlagsInUseLine: true,
		Annotations: map[string]string{"next": sp.next, "exits": exitLines(sp.exits)},
		Args:        sp.args,
	}
	c.SetHelpFunc(s.showHelp)
	c.SetFlagErrorFunc(flagFault)
	if sp.flags != nil {
		c.Flags().SortFlags = false
		sp.flags(c.Flags())
	}
	switch {
	case sp.group:
		c.Args = unknownCommand
		c.RunE = func(c *cobra.Command, _ []string) error { return c.Help() }
	default:
		if c.Args == nil {
			c.Args = noArgs
		}
		c.RunE = func(c *cobra.Command, args []string) error { return sp.run(c.Context(), args) }
	}
	return c
}

// group puts commands below another, in the order in which one meets them.
func group(parent *cobra.Command, commands ...*cobra.Command) *cobra.Command {
	for i, c := range commands {
		c.Annotations["place"] = strconv.Itoa(100 + i)
		parent.AddCommand(c)
	}
	return parent
}

func noArgs(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return usage("%s takes no argument", called(c)).because("there is nothing to choose").then(c.CommandPath() + " --help")
}

// oneScope accepts at most one argument.
func oneScope(c *cobra.Command, args []string) error {
	if len(args) <= 1 {
		return nil
	}
	return usage("%s takes one argument, not %d", called(c), len(args)).
		because("it is a source, a tenant, or a dataset of a tenant").then("put them together: " + strings.Join(args, "/"))
}

// unknownCommand answers a word that is no command.
func unknownCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var known []string
	for _, sub := range c.Commands() {
		if !sub.Hidden {
			known = append(known, sub.Name())
		}
	}
	f := usage("%s is not a command of %s", args[0], c.CommandPath()).because("there is nothing of that name")
	if near := config.Nearest(args[0], known); near != "" {
		return f.then("did you mean  " + c.CommandPath() + " " + near)
	}
	return f.then(c.CommandPath() + " --help")
}

// badValue is how the flag library says that a value cannot be read; the rest is the names of functions.
var badValue = regexp.MustCompile(`^invalid argument "(.*)" for "(?:-\w, )?(--[a-z-]+)" flag: `)

// flagFault answers a flag that does not exist or cannot be read.
func flagFault(c *cobra.Command, err error) error {
	what := err.Error()
	if m := badValue.FindStringSubmatch(what); m != nil {
		what = m[2] + " " + m[1] + ": not a value that it can have"
	}
	what = strings.Replace(what, "flag needs an argument: ", "a value is missing after ", 1)
	f := usage("%s: %s", called(c), what).because("its flags and their values are listed in its help").then(c.CommandPath() + " --help")
	missing, ok := strings.CutPrefix(what, "unknown flag: --")
	if !ok {
		return f
	}
	var known []string
	c.Flags().VisitAll(func(flag *pflag.Flag) { known = append(known, flag.Name) })
	if near := config.Nearest(missing, known); near != "" {
		return f.then("did you mean  --" + near)
	}
	return f
}

// called names a command in an error, which names the program already.
func called(c *cobra.Command) string {
	return strings.TrimPrefix(c.CommandPath(), c.Root().Name()+" ")
}

// load reads the configuration. Secrets are followed only for commands that ask an API.
func (s *shell) load(secrets bool) (*config.Config, error) {
	r := config.Reader{Drivers: s.Drivers, Env: s.Env, Unresolved: !secrets}
	return r.Load(s.path)
}

// A job is a configuration, a scope in it and the run that works on it.
type job struct {
	engine.Run
	scope  engine.Scope
	notice *notice
	close  func()
}

// begin reads the configuration and prepares a run.
func (s *shell) begin(ctx context.Context, secrets bool, args []string) (job, error) {
	c, err := s.load(secrets)
	if err != nil {
		return job{}, err
	}
	scope, err := s.scope(c, args)
	if err != nil {
		return job{}, err
	}
	j, err := s.run(ctx)
	j.Config, j.scope = c, scope
	return j, err
}

// run prepares a run without a configuration.
func (s *shell) run(ctx context.Context) (job, error) {
	id, err := logs.NewRun(s.Now(), s.Random)
	if err != nil {
		return job{}, err
	}
	board := progress.New(s.Stderr, progress.Options{
		Live: s.Live && !s.quiet, Quiet: s.quiet, Now: s.Now,
	})
	format, level, err := s.logging()
	say := func(line string) {
		if !s.quiet {
			_, _ = board.Write([]byte(line + "\n"))
		}
	}
	told := &notice{tell: func(text string) { _, _ = board.Write([]byte(text)) }}
	heard := told.until(ctx, finishing)
	j := job{Run: engine.Run{ID: id, Log: logs.New(board, format, level, id), Progress: board, Say: say, Hold: told.hold}, notice: told}
	j.close = sync.OnceFunc(func() {
		heard()
		board.Close()
	})
	return j, err
}

// logging reads CAREHOUSE_LOG: a level, and perhaps a format: info,json. Warnings as text are the default.
func (s *shell) logging() (logs.Format, slog.Level, error) {
	value, _ := s.Env("CAREHOUSE_LOG")
	name, format, _ := strings.Cut(value, ",")
	level := slog.LevelWarn
	if name != "" && level.UnmarshalText([]byte(name)) != nil || format != "" && format != "json" && format != "text" {
		return logs.Text, level, usage("CAREHOUSE_LOG: not a level and a format").
			because("it is debug, info, warn or error, and after a comma text or json").then("export CAREHOUSE_LOG=info,json")
	}
	return logs.Format(format), level, nil
}

// clock shows times in the user's zone.
func (s *shell) clock() human.Clock { return human.Clock{Now: s.Now()} }

// say prints a line of the result.
func (s *shell) say(format string, args ...any) {
	fmt.Fprintln(s.Stdout, s.typed(fmt.Sprintf(format, args...)))
}

// answer prints a result: as JSON, or as a screen.
func (s *shell) answer(answer any, screen func()) error {
	if s.json {
		return s.encode(answer)
	}
	screen()
	return nil
}

// missing says that this build has no such work.
func missing(name string) error {
	return usage("carehouse %s is not part of this build", name).because("nothing is behind the command").then("carehouse --help")
}
