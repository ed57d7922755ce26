package cli

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/cli/human"
	"carehouse/models"
)

// status is the command that says how fresh everything is.
func (s *shell) status() *cobra.Command {
	return s.scoped(s.command(spec{
		use: "status [source[/tenant[/dataset]]]", short: "Say how fresh everything is, and what needs attention.",
		example: "carehouse status\ncarehouse status my-tpa --json",
		next:    "carehouse rejects list", exits: simpleExits, args: oneScope,
		run: func(ctx context.Context, args []string) error {
			j, err := s.begin(ctx, false, args)
			if err != nil {
				return err
			}
			defer j.close()
			if s.Engine.Status == nil {
				return missing("status")
			}
			got, err := s.Engine.Status(ctx, j.Run, j.scope)
			if err != nil {
				return err
			}
			return s.answer(got, func() { s.showStatus(got) })
		},
	}))
}

func (s *shell) showStatus(st engine.Status) {
	clock := s.clock()
	if st.Generation == 0 {
		s.say("nothing is published yet; begin with: carehouse sync")
	} else {
		line := "generation " + human.Count(int64(st.Generation)) + ", published " + clock.At(st.Published) + " " + clock.Zone()
		if !st.Before.IsZero() {
			line += "; the one before " + clock.Ago(st.Before)
		}
		s.say("%s", line)
	}
	if len(st.Datasets) > 0 {
		t := table{head: []string{"tenant", "dataset", "fresh until", ">rows", ">changed", ">rejects", ">drift", "last"}}
		for _, d := range st.Datasets {
			t.add(d.Tenant, d.Dataset, clock.At(d.FreshUntil), human.Count(d.Rows), human.Count(d.Changed),
				human.Count(d.Rejects), human.Count(d.Drift), s.typed(lastLine(d, clock)))
		}
		t.write(s.Stdout)
	}
	s.showTroubled(st.Datasets)
	for _, d := range st.Datasets {
		if d.Remark != "" {
			s.say("%s: %s", name(d.Tenant, d.Dataset), oneLine(d.Remark))
		}
	}
	if len(st.Kept) > 0 {
		s.say("%s", keptLine(st.Kept))
	}
	if len(st.Runs) > 0 {
		s.say("")
		t := table{head: []string{"run", "command", "started", "took", ">changed", ">generation", "exit"}}
		for _, r := range st.Runs {
			generation := "-"
			if r.Generation > 0 {
				generation = human.Count(int64(r.Generation))
			}
			t.add(r.Run, r.Command, clock.At(r.Started), human.Span(time.Duration(r.Elapsed)), human.Count(r.Changed), generation,
				human.Count(int64(r.Exit))+" "+r.Exit.Meaning())
		}
		t.write(s.Stdout)
	}
}

// showTroubled tells, of each tenant that was not fetched, what says why. Nobody keeps the mails of all nights.
func (s *shell) showTroubled(datasets []engine.StatusDataset) {
	var told []string
	for _, d := range datasets {
		away := d.Last == models.NeedsPerson || d.Last == models.Unreachable || d.Last == models.Failed
		if away && !slices.Contains(told, d.Tenant) {
			told = append(told, d.Tenant)
			s.say("%s: what keeps it: carehouse check %[1]s", d.Tenant)
		}
	}
}

// lastLine says how a dataset's last window ended.
func lastLine(d engine.StatusDataset, clock human.Clock) string {
	text := string(d.Last)
	switch d.Last {
	case "":
		return "never fetched"
	case models.Complete, models.Empty:
		text = "ok"
		if d.Refused {
			return "refused; why: carehouse sync " + d.Source + "/" + d.Tenant + "/" + d.Dataset
		}
		if d.Paused {
			return "paused, " + human.Plural(int64(d.Unfinished), "window") + " unfinished"
		}
		if d.Waiting > 0 {
			return "landed, not loaded yet"
		}
	case models.NeedsPerson:
		text = "a person is needed"
	case models.Partial, models.NotEntitled, models.Unreachable, models.Failed:
	}
	if !d.Since.IsZero() && text != "ok" { // that its window goes on is a matter of course
		return text + " since " + clock.Day(d.Since)
	}
	if d.Unfinished > 0 {
		text += ", " + human.Plural(int64(d.Unfinished), "window") + " unfinished"
	}
	return text
}

// keptLine tells whose data is here although nobody fetches it any more.
func keptLine(kept []engine.KeptTenant) string {
	names := make([]string, len(kept))
	for i, k := range kept {
		names[i] = k.Source + "/" + k.Tenant
	}
	return "not in the configuration, and kept as it is: " + strings.Join(names, ", ")
}
