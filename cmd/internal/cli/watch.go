package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/cli/human"
	"carehouse/cmd/internal/config"
	"carehouse/models"
)

// watch is the command that syncs again and again.
func (s *shell) watch() *cobra.Command {
	var every string
	var rounds int
	return s.scoped(s.command(spec{
		use: "watch [source[/tenant[/dataset]]] [--every 10m]", short: "Sync again and again, and tell one line a round.",
		example: "carehouse watch --every 10m",
		next:    "carehouse status", exits: []engine.Exit{engine.OK, engine.Failed, engine.Usage}, args: oneScope,
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&every, "every", "10m", "`HOW LONG` from one round to the next, but for datasets with a pace of their own; vendors advise 5m to 15m")
			f.IntVar(&rounds, "rounds", 0, "stop after so many rounds; 0 goes on until a signal")
		},
		run: func(ctx context.Context, args []string) error {
			pace, err := config.ParseDuration(every)
			if err != nil || pace < time.Second {
				return usage("--every %s: not a pace", every).because("it is a duration of a second or more").then("carehouse watch --every 10m")
			}
			if rounds < 0 {
				return usage("--rounds %d: not a number of rounds", rounds).because("0 goes on until a signal").then("carehouse watch --rounds 1")
			}
			c, err := s.load(true)
			if err != nil {
				return err
			}
			scope, err := s.scope(c, args)
			if err != nil {
				return err
			}
			if s.Engine.Sync == nil {
				return missing("watch")
			}
			l := loop{every: pace, rounds: rounds, now: s.Now, noise: rand.Float64, tell: s.tellRound}
			for _, t := range c.Tenants {
				if scope.Has(t.Source, t.Name, scope.Dataset) {
					l.tenants = append(l.tenants, t.Name)
					l.paces = append(l.paces, paces(t, scope)...)
				}
			}
			l.sync = func(ctx context.Context, skip []string, rest []engine.Pace) (engine.Sync, error) {
				return s.once(ctx, c, engine.SyncAsk{Scope: scope, Skip: skip, Rest: rest})
			}
			return l.run(ctx)
		},
	}))
}

// paces lists the datasets of a tenant that have a pace of their own. Whoever watches one dataset says its pace with it.
func paces(t config.Tenant, scope engine.Scope) []pace {
	if scope.Dataset != "" {
		return nil
	}
	var all []pace
	for _, dataset := range slices.Sorted(maps.Keys(t.Every)) {
		all = append(all, pace{engine.Pace{Tenant: t.Name, Dataset: dataset}, t.Every[dataset]})
	}
	return all
}

// once runs one round with a run of its own.
func (s *shell) once(ctx context.Context, c *config.Config, ask engine.SyncAsk) (engine.Sync, error) {
	j, err := s.run(ctx)
	if err != nil {
		return engine.Sync{}, err
	}
	defer j.close()
	j.Config = c
	return s.Engine.Sync(ctx, j.Run, ask)
}

// tellRound prints a round: one line, or one JSON object in a line.
func (s *shell) tellRound(r round) {
	if s.json {
		_ = json.NewEncoder(s.Stdout).Encode(complete(r))
		return
	}
	s.say("%s", roundLine(r, s.clock()))
}

func roundLine(r round, clock human.Clock) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s round %d: ", clock.At(r.Started), clock.Zone(), r.Number)
	switch {
	case r.Fault != nil:
		b.WriteString(oneLine(r.Fault.What))
	case r.Sync != nil:
		b.WriteString(syncLine(*r.Sync))
		for _, t := range alike(r.Sync.Failures) {
			b.WriteString("; " + name(t.Tenant, t.Dataset) + ": " + oneLine(t.What))
			if n := len(t.others); n > 0 {
				b.WriteString(" (and " + human.Plural(int64(n), "other dataset") + ")")
			}
			if t.Outcome == models.NeedsPerson { // nothing that a later round does helps
				b.WriteString("; " + oneLine(t.Next))
			}
		}
		for _, refusal := range r.Sync.Refusals {
			b.WriteString("; refused: " + name(refusal.Tenant, refusal.Table) + ": " + oneLine(refusal.What))
		}
	default:
		b.WriteString("nobody to ask")
	}
	if len(r.Skipped) > 0 {
		b.WriteString("; left alone: " + strings.Join(r.Skipped, ", "))
	}
	if !r.Next.IsZero() {
		b.WriteString("; next " + clock.At(r.Next))
	}
	return b.String()
}
