package cli

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"carehouse/cmd/internal/cli/engine"
)

// rollback is the command that goes back to an older generation.
func (s *shell) rollback() *cobra.Command {
	var to int
	return s.command(spec{
		use: "rollback [--to GENERATION]", short: "Make the generation before the current one current again; nothing is deleted.",
		example: "carehouse rollback\ncarehouse rollback --to 41",
		next:    "carehouse status", exits: lockExits,
		flags: func(f *pflag.FlagSet) {
			f.IntVar(&to, "to", 0, "switch to `GENERATION`; also to a newer one, to undo a rollback")
		},
		run: func(ctx context.Context, _ []string) error {
			j, err := s.begin(ctx, false, nil)
			if err != nil {
				return err
			}
			defer j.close()
			if to < 0 {
				return usage("--to %d: not a generation", to).because("generations are counted from 1").then("carehouse rollback --help")
			}
			if s.Engine.Rollback == nil {
				return missing("rollback")
			}
			got, err := s.Engine.Rollback(ctx, j.Run, engine.RollbackAsk{To: to})
			if err != nil {
				return err
			}
			return s.answer(got, func() {
				clock := s.clock()
				s.say("generation %d is current, published %s %s; it was %d", got.To, clock.At(got.Published), clock.Zone(), got.From)
				s.say("there are %s; undo with: carehouse rollback --to %d", numbers(got.Kept), got.From)
			})
		},
	})
}

func numbers(list []int) string {
	words := make([]string, 0, len(list))
	for _, n := range list {
		words = append(words, strconv.Itoa(n))
	}
	return strings.Join(words, ", ")
}
