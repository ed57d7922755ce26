package cli

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/cli/human"
)

// rejects groups the commands about what was set aside.
func (s *shell) rejects() *cobra.Command {
	return group(s.command(spec{
		use: "rejects", short: "See what could not be kept exactly, and try it again.",
		example: "carehouse rejects list", next: "carehouse rejects list", exits: writeExits, group: true,
	}), s.rejectsList(), s.rejectsShow(), s.rejectsRetry())
}

func (s *shell) rejectsList() *cobra.Command {
	var limit int
	return s.scoped(s.command(spec{
		use: "list [source[/tenant[/dataset]]] [--limit N]", short: "List the values and records that were set aside, and why.",
		example: "carehouse rejects list\ncarehouse rejects list my-tpa --limit 20",
		next:    "carehouse rejects show ID", exits: simpleExits, args: oneScope,
		flags: func(f *pflag.FlagSet) { f.IntVar(&limit, "limit", 50, "how many to list at most; 0 lists all") },
		run: func(ctx context.Context, args []string) error {
			j, err := s.begin(ctx, false, args)
			if err != nil {
				return err
			}
			defer j.close()
			if limit < 0 {
				return usage("--limit %d: not a number of rows", limit).because("it is counted from 0").then("carehouse rejects list --limit 50")
			}
			if s.Engine.Rejects == nil {
				return missing("rejects list")
			}
			got, err := s.Engine.Rejects(ctx, j.Run, engine.RejectsAsk{Scope: j.scope, Limit: limit})
			if err != nil {
				return err
			}
			return s.answer(got, func() { s.showRejects(got) })
		},
	}))
}

func (s *shell) showRejects(r engine.Rejects) {
	if r.Total == 0 {
		s.say("nothing is set aside")
		return
	}
	t := table{head: []string{"id", "tenant", "table", "path", "reason"}}
	for _, reject := range r.Rejects {
		t.add(reject.ID, reject.Tenant, reject.Table, pathOf(reject), reject.Reason)
	}
	t.write(s.Stdout)
	s.say("%s of %s; one in full: carehouse rejects show ID", human.Count(int64(len(r.Rejects))), human.Plural(r.Total, "reject"))
}

func pathOf(r engine.Reject) string {
	if r.Whole || r.Path == "" {
		return "(the record)"
	}
	return r.Path
}

func (s *shell) rejectsShow() *cobra.Command {
	return s.command(spec{
		use: "show ID", short: "Say where in the landing a reject is; what it says stays there.",
		example: "carehouse rejects show my-tpa/claims/20261120T060000.000Z-feed/1",
		next:    "carehouse rejects retry", exits: simpleExits,
		args: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				return nil
			}
			return usage("%s takes one id", called(c)).because("ids are in the first column of the list").then("carehouse rejects list")
		},
		run: func(ctx context.Context, args []string) error {
			j, err := s.begin(ctx, false, nil)
			if err != nil {
				return err
			}
			defer j.close()
			if s.Engine.Reject == nil {
				return missing("rejects show")
			}
			got, err := s.Engine.Reject(ctx, j.Run, args[0])
			if err != nil {
				return err
			}
			return s.answer(got, func() { s.showReject(got) })
		},
	})
}

func (s *shell) showReject(r engine.Reject) {
	clock := s.clock()
	t := table{head: []string{"", ""}}
	t.add("id", r.ID)
	t.add("tenant", r.Tenant+" ("+r.Source+")")
	t.add("table", r.Table)
	t.add("path", pathOf(r))
	t.add("reason", r.Reason)
	t.add("where", fmt.Sprintf("window %s, page %d, record %d", r.Window, r.Page, r.Record))
	if r.Landing != "" {
		t.add("landing", r.Landing)
	}
	t.add("seen", clock.At(r.Seen)+" "+clock.Zone())
	t.write(s.Stdout)
}

func (s *shell) rejectsRetry() *cobra.Command {
	return s.scoped(s.command(spec{
		use: "retry [source[/tenant[/dataset]]]", short: "Flatten the pages of rejects again, as after an update that can read them.",
		example: "carehouse rejects retry",
		next:    "carehouse rejects list", exits: writeExits, args: oneScope,
		run: func(ctx context.Context, args []string) error {
			j, err := s.begin(ctx, false, args)
			if err != nil {
				return err
			}
			defer j.close()
			if s.Engine.Retry == nil {
				return missing("rejects retry")
			}
			got, err := s.Engine.Retry(ctx, j.Run, j.scope)
			j.close()
			return s.synced(got, err)
		},
	}))
}
