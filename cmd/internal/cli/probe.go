package cli

import (
	"context"

	"github.com/spf13/cobra"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/cli/human"
)

// probe is the command that shows what an API's answers look like.
func (s *shell) probe() *cobra.Command {
	return s.tenants(s.command(spec{
		use: "probe tenant", short: "Ask for one page a dataset and show its fields and types, with every value masked.",
		example: "carehouse probe my-portal\ncarehouse probe my-portal --json",
		next:    "carehouse check", exits: []engine.Exit{engine.OK, engine.Failed, engine.Usage, engine.Partial, engine.Person},
		args: oneTenant,
		run: func(ctx context.Context, args []string) error {
			j, err := s.begin(ctx, true, args)
			if err != nil {
				return err
			}
			defer j.close()
			if j.scope, err = s.single(j); err != nil {
				return err
			}
			if s.Engine.Probe == nil {
				return missing("probe")
			}
			got, err := s.Engine.Probe(ctx, j.Run, j.scope)
			if err != nil {
				return err
			}
			if err := s.answer(got, func() { s.showProbe(got) }); err != nil {
				return err
			}
			return finish(got.Exit(), "")
		},
	}))
}

func (s *shell) showProbe(p engine.Probe) {
	for i, d := range p.Datasets {
		if i > 0 {
			s.say("")
		}
		if d.Problem == nil {
			s.say("%s: %s", name(d.Dataset, d.Call), human.Plural(int64(d.Records), "record"))
		} else {
			s.say("%s: %s", name(d.Dataset, d.Call), oneLine(d.Problem.What))
			if d.Problem.Next != "" {
				s.say("  %s", oneLine(d.Problem.Next))
			}
		}
		s.showFields("field", "column", d.Fields)
		if kept, all := filled(d.Fields); d.Records > 0 {
			s.say("  %d of %s fill a column; what others hold goes to _extra", kept, human.Plural(int64(all), "field"))
		}
		s.showFields("beside the records", "taken for", d.Around)
	}
}

func (s *shell) showFields(what, column string, fields []engine.ProbeField) {
	if len(fields) == 0 {
		return
	}
	t := table{head: []string{"  " + what, "type", ">times", column, "looks like"}}
	for _, f := range fields {
		to := f.Column
		if to == "" && !holds(f) {
			to = "-"
		}
		t.add("  "+f.Path, f.Type, human.Count(int64(f.Count)), to, f.Looks)
	}
	t.write(s.Stdout)
}

// holds reports whether a field is no more than what is in it.
func holds(f engine.ProbeField) bool { return f.Type == "object" || f.Type == "list" }

// filled counts the fields, and those that fill a column.
func filled(fields []engine.ProbeField) (kept, all int) {
	for _, f := range fields {
		if f.Column != "" {
			kept++
		}
		if f.Column != "" || !holds(f) {
			all++
		}
	}
	return kept, all
}
