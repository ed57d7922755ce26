package cli

import (
	"context"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/cli/human"
)

// state groups the commands about where datasets go on.
func (s *shell) state() *cobra.Command {
	return group(s.command(spec{
		use: "state", short: "See where each dataset goes on, and move it back.",
		example: "carehouse state show", next: "carehouse state show", exits: lockExits, group: true,
	}), s.stateShow(), s.stateRewind())
}

func (s *shell) stateShow() *cobra.Command {
	return s.scoped(s.command(spec{
		use: "show [source[/tenant[/dataset]]]", short: "Show how far each dataset is whole, and where it goes on.",
		example: "carehouse state show",
		next:    "carehouse plan", exits: simpleExits, args: oneScope,
		run: func(ctx context.Context, args []string) error {
			j, err := s.begin(ctx, false, args)
			if err != nil {
				return err
			}
			defer j.close()
			if s.Engine.State == nil {
				return missing("state show")
			}
			got, err := s.Engine.State(ctx, j.Run, j.scope)
			if err != nil {
				return err
			}
			return s.answer(got, func() { s.showState(got) })
		},
	}))
}

func (s *shell) showState(st engine.State) {
	clock := s.clock()
	t := table{head: []string{"tenant", "dataset", "whole until (" + clock.Zone() + ")", ">windows", ">unfinished", ">gaps", "cursor"}}
	for _, d := range st.Datasets {
		cursor := d.Cursor
		if cursor == "" {
			cursor = "-"
		}
		t.add(d.Tenant, d.Dataset, clock.At(d.WholeUntil), human.Count(int64(d.Windows)), human.Count(int64(d.Unfinished)),
			human.Count(int64(d.Gaps)), cursor)
	}
	t.write(s.Stdout)
}

func (s *shell) stateRewind() *cobra.Command {
	var to string
	return s.scoped(s.command(spec{
		use: "rewind source[/tenant[/dataset]] [--to DAY]", short: "Let the next sync fetch something again; no row is touched.",
		example: "carehouse state rewind my-tpa/claims\ncarehouse state rewind my-tpa/claims --to 2024-01-31",
		next:    "carehouse plan", exits: lockExits,
		args: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				return nil
			}
			return usage("%s takes one source, tenant or dataset", called(c)).
				because("what is to be fetched again has to be named").then("carehouse state show")
		},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&to, "to", "", "fetch again what was fetched after this `DAY`: 2024-01-31, 7d; everything when left out")
		},
		run: func(ctx context.Context, args []string) error {
			j, err := s.begin(ctx, false, args)
			if err != nil {
				return err
			}
			defer j.close()
			at, err := moment("--to", to, s.Now())
			if err != nil {
				return err
			}
			if s.Engine.Rewind == nil {
				return missing("state rewind")
			}
			got, err := s.Engine.Rewind(ctx, j.Run, engine.RewindAsk{Scope: j.scope, To: at})
			if err != nil {
				return err
			}
			return s.answer(got, func() { s.showRewind(got) })
		},
	}))
}

func (s *shell) showRewind(r engine.Rewind) {
	clock := s.clock()
	t := table{head: []string{"tenant", "dataset", ">forgotten", "goes on from (" + clock.Zone() + ")"}}
	for _, d := range r.Datasets {
		t.add(d.Tenant, d.Dataset, human.Plural(int64(d.Forgotten), "window"), clock.At(d.WholeUntil))
	}
	t.write(s.Stdout)
}
