package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/cli/human"
	"carehouse/cmd/internal/config"
	"carehouse/models"
)

// sync is the command that the program is for.
func (s *shell) sync() *cobra.Command {
	var ask syncFlags
	return s.scoped(s.command(spec{
		use: "sync [source[/tenant[/dataset]]] [flags]", short: "Fetch what is new and publish it.",
		example: "carehouse sync\ncarehouse sync my-tpa\ncarehouse sync my-tpa/claims --full",
		next:    "carehouse status", exits: everyExit, args: oneScope,
		flags: func(f *pflag.FlagSet) {
			ask.window(f)
			f.BoolVar(&ask.shrink, "allow-shrink", false, "publish also when more than a fifth of a table is gone at once")
		},
		run: func(ctx context.Context, args []string) error {
			j, err := s.begin(ctx, true, args)
			if err != nil {
				return err
			}
			defer j.close()
			if s.Engine.Sync == nil {
				return missing("sync")
			}
			request, err := ask.read(j.scope, s.Now())
			if err != nil {
				return err
			}
			got, err := s.Engine.Sync(ctx, j.Run, request)
			j.close()
			return s.synced(got, err)
		},
	}))
}

// synced prints what a run did and returns how the program ends.
func (s *shell) synced(got engine.Sync, err error) error {
	if err != nil {
		return err
	}
	for _, t := range alike(got.Failures) {
		s.tell(told(t.Tenant, t.Dataset, t.What), t.so(), t.Next)
	}
	for _, r := range got.Refusals {
		why := "nothing was published, so readers keep what they have"
		if got.Published {
			why = "it was left out; everything else is published"
		}
		s.tell(told(r.Tenant, r.Table, r.What), why, r.Next)
	}
	if err := s.answer(got, func() { s.remark(got); s.say("%s", syncLine(got)) }); err != nil {
		return err
	}
	return finish(got.Exit(), syncNote(got))
}

// remark tells what a person should know of the answers, a line a dataset. Of those that are not whole it has been told.
func (s *shell) remark(got engine.Sync) {
	for _, d := range got.Datasets {
		if d.Remark != "" && d.Outcome != models.Partial && !s.quiet {
			fmt.Fprintln(s.Stderr, told(d.Tenant, d.Dataset, oneLine(d.Remark)))
		}
	}
}

// told is the first line about something that happened to a tenant, to a table of it, or to nobody in particular.
func told(tenant, dataset, what string) string {
	if who := name(tenant, dataset); who != "" {
		return who + ": " + what
	}
	return what
}

func name(tenant, dataset string) string {
	switch {
	case tenant == "":
		return dataset
	case dataset == "":
		return tenant
	default:
		return tenant + " " + dataset
	}
}

// syncLine is the one line that can be pasted into a ticket.
func syncLine(got engine.Sync) string {
	head := fmt.Sprintf("published generation %d: %s changed", got.Generation, human.Count(got.Changed))
	switch {
	case !got.Published && got.Generation == 0:
		head = "nothing was published"
	case !got.Published && got.Exit() == engine.OK:
		head = fmt.Sprintf("nothing new: generation %d stands", got.Generation)
	case !got.Published:
		head = fmt.Sprintf("nothing was published: generation %d stands", got.Generation)
	}
	if got.Deleted > 0 {
		head += ", " + human.Count(got.Deleted) + " deleted"
	}
	if got.Drift > 0 {
		head += fmt.Sprintf(", %s seen (drift)", human.Plural(got.Drift, "new field"))
	}
	if n := paused(got.Datasets); n > 0 {
		head += ", " + human.Plural(n, "dataset") + " paused until the next run"
	}
	if got.Receipts > 0 || got.Rejects > 0 { // where nothing was loaded there is nothing to prove
		head += fmt.Sprintf(", %s, receipts %s of %s", human.Plural(got.Rejects, "reject"),
			human.Count(int64(got.Agreed)), human.Count(int64(got.Receipts)))
	}
	return head + ", " + human.Span(time.Duration(got.Elapsed))
}

func paused(datasets []engine.SyncDataset) (n int64) {
	for _, d := range datasets {
		if d.Paused {
			n++
		}
	}
	return n
}

func syncNote(got engine.Sync) string {
	switch {
	case got.Published:
		return fmt.Sprintf("everything else is published as generation %d", got.Generation)
	case got.Generation > 0:
		return fmt.Sprintf("generation %d stands", got.Generation)
	default:
		return "nothing is published yet"
	}
}

// syncFlags are the flags of sync and plan.
type syncFlags struct {
	full, shrink bool
	since, until string
}

func (a *syncFlags) window(f *pflag.FlagSet) {
	f.BoolVar(&a.full, "full", false, "fetch everything, whatever was fetched before")
	f.StringVar(&a.since, "since", "", "only from this `DAY` on: 2024-01-31, or so long ago: 7d, 36h")
	f.StringVar(&a.until, "until", "", "only up to this `DAY`, not included: 2024-02-01, or so long ago: 1d")
}

// read turns the flags into what is asked.
func (a *syncFlags) read(scope engine.Scope, now time.Time) (engine.SyncAsk, error) {
	ask := engine.SyncAsk{Scope: scope, Full: a.full, AllowShrink: a.shrink}
	var err error
	if ask.Since, err = moment("--since", a.since, now); err != nil {
		return ask, err
	}
	if ask.Until, err = moment("--until", a.until, now); err != nil {
		return ask, err
	}
	if !ask.Since.IsZero() && !ask.Until.IsZero() && !ask.Since.Before(ask.Until) {
		return ask, usage("--since is not before --until").because("there is nothing between them").then("swap them, or leave one out")
	}
	return ask, nil
}

// moment reads a day (its midnight UTC), an instant with its offset, or how long ago.
func moment(flag, text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UTC(), nil
		}
	}
	if ago, err := config.ParseDuration(text); err == nil {
		return now.UTC().Add(-ago), nil
	}
	return time.Time{}, usage("%s %s: not a day and not a duration", flag, text).
		because("a day is written 2024-01-31, a duration 7d or 36h").then("carehouse sync " + flag + " 7d")
}
