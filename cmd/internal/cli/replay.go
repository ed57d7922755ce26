package cli

import (
	"context"

	"github.com/spf13/cobra"
)

// replay is the command that flattens the landed pages again.
func (s *shell) replay() *cobra.Command {
	return s.scoped(s.command(spec{
		use: "replay [source[/tenant[/dataset]]]", short: "Flatten the landed pages again, as after an update, without asking any API.",
		example: "carehouse replay\ncarehouse replay my-tpa/claims",
		next:    "carehouse verify", exits: writeExits, args: oneScope,
		run: func(ctx context.Context, args []string) error {
			j, err := s.begin(ctx, false, args)
			if err != nil {
				return err
			}
			defer j.close()
			if s.Engine.Replay == nil {
				return missing("replay")
			}
			got, err := s.Engine.Replay(ctx, j.Run, j.scope)
			j.close()
			return s.synced(got, err)
		},
	}))
}

// rebuild is the command that makes the database again.
func (s *shell) rebuild() *cobra.Command {
	return s.command(spec{
		use: "rebuild", short: "Make the database and the Parquet files again from the landing, as a new generation.",
		example: "carehouse rebuild",
		next:    "carehouse verify", exits: writeExits,
		run: func(ctx context.Context, _ []string) error {
			j, err := s.begin(ctx, false, nil)
			if err != nil {
				return err
			}
			defer j.close()
			if s.Engine.Rebuild == nil {
				return missing("rebuild")
			}
			got, err := s.Engine.Rebuild(ctx, j.Run)
			j.close()
			return s.synced(got, err)
		},
	})
}
