package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"carehouse/cmd/internal/cli/engine"
)

// login is the command by which a person lets the program in.
func (s *shell) login() *cobra.Command {
	var paste bool
	return s.tenants(s.command(spec{
		use: "login tenant [flags]", short: "Let this program into an API by hand, once, where the API wants that.",
		example: "carehouse login my-practice\ncarehouse login my-practice --paste",
		next:    "carehouse check", exits: []engine.Exit{engine.OK, engine.Failed, engine.Usage, engine.Person},
		args: oneTenant,
		flags: func(f *pflag.FlagSet) {
			f.BoolVar(&paste, "paste", false, "there is no browser on this machine: log in elsewhere and paste the address that comes of it")
		},
		run: func(ctx context.Context, args []string) error {
			j, err := s.begin(context.WithoutCancel(ctx), true, args) // there is no page in hand to be told of
			if err != nil {
				return err
			}
			defer j.close()
			defer j.notice.until(ctx, "")()
			if j.scope, err = s.single(j); err != nil {
				return err
			}
			if s.Engine.Login == nil {
				return missing("login")
			}
			asked := engine.LoginAsk{Scope: j.scope, Paste: paste, Show: s.show, Ask: s.Ask}
			got, err := s.Engine.Login(ctx, j.Run, asked)
			if err != nil && ctx.Err() != nil {
				return &engine.Fault{
					Exit: engine.Failed, What: "interrupted", Why: "the login was not finished",
					Next: "begin it again: " + asked.Command(), Err: err,
				}
			}
			if err != nil {
				return err
			}
			return s.answer(got, func() { s.say("%s: %s", got.Tenant, oneLine(got.Said)) })
		},
	}))
}

// show tells a person what to do, whatever is piped elsewhere.
func (s *shell) show(line string) { fmt.Fprintln(s.Stderr, line) }
