package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/cli/human"
	"carehouse/models"
)

// plan is the command that says what a sync would do.
func (s *shell) plan() *cobra.Command {
	var ask syncFlags
	return s.scoped(s.command(spec{
		use: "plan [source[/tenant[/dataset]]] [flags]", short: "Say what a sync would fetch and how long it would take, and send nothing.",
		example: "carehouse plan\ncarehouse plan my-tpa --full",
		next:    "carehouse sync", exits: simpleExits, args: oneScope, flags: ask.window,
		run: func(ctx context.Context, args []string) error {
			j, err := s.begin(ctx, true, args)
			if err != nil {
				return err
			}
			defer j.close()
			if s.Engine.Plan == nil {
				return missing("plan")
			}
			request, err := ask.read(j.scope, s.Now())
			if err != nil {
				return err
			}
			got, err := s.Engine.Plan(ctx, j.Run, request)
			if err != nil {
				return err
			}
			return s.answer(got, func() { s.showPlan(got) })
		},
	}))
}

func (s *shell) showPlan(p engine.Plan) {
	clock := s.clock()
	t := table{head: []string{"tenant", "dataset", "mode", "from", ">windows", ">requests", "about"}}
	for _, d := range p.Datasets {
		requests, about := planCost(d)
		t.add(d.Tenant, d.Dataset, string(d.Mode), planFrom(d, clock), human.Count(int64(d.Windows)), requests, about)
	}
	requests, about := human.Count(int64(p.Requests)), human.Span(time.Duration(p.About))
	if p.AtLeast {
		requests, about = requests+"+", about+" or more"
	}
	t.add("total", "", "", "", human.Count(int64(p.Windows)), requests, about)
	t.write(s.Stdout)
	for _, r := range p.Rations {
		s.say("%s: %s", r.Tenant, rationLine(r))
	}
	s.say("Lanes run side by side. Nothing has been sent.")
	s.say("%s", nextDatabase(p.Database))
}

// rationLine says in how many days a tenant is through that may make so many requests a day only.
func rationLine(r engine.PlanRation) string {
	through := "through today"
	if r.Days > 1 {
		through = "through in " + human.Plural(int64(r.Days), "day")
	}
	switch {
	case r.Days == 0:
		through = "--full begins anew with each run and is never through; leave it out"
	case r.AtLeast:
		through += " or later"
	}
	return fmt.Sprintf("a budget of %s a day (UTC), %s of them left today: %s",
		human.Plural(int64(r.PerDay), "request"), human.Count(int64(r.Left)), through)
}

// planFrom says where a dataset begins.
func planFrom(d engine.PlanDataset, clock human.Clock) string {
	switch {
	case d.After != "" && d.Mode == models.Feed:
		return "event " + d.After
	case d.Follows != "" && d.From.IsZero():
		return "after " + d.Follows
	default:
		return clock.At(d.From)
	}
}

// planCost says how many requests a dataset takes, and how long.
func planCost(d engine.PlanDataset) (requests, about string) {
	requests, about = human.Count(int64(d.Requests)), human.Span(time.Duration(d.About))
	note := d.Note
	switch {
	case d.Windows > 0 && d.Requests == 0:
		requests, about = "?", "?"
	case d.Windows == 0:
		about = "-"
		if note == "" && d.Follows != "" {
			note = "nothing to follow"
		}
	}
	if note != "" {
		about += "   (" + note + ")"
	}
	return requests, about
}

func nextDatabase(d engine.NextDatabase) string {
	switch {
	case d.Generation == 0:
		return "The database will be the first one."
	case d.Clone:
		return fmt.Sprintf("The next database is a clone of generation %d (%s, no copy).", d.Generation, human.Size(d.Bytes))
	default:
		return fmt.Sprintf("The next database is a copy of generation %d (%s).", d.Generation, human.Size(d.Bytes))
	}
}
