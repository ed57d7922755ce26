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
		if d.Problem != nil {
			s.say("%s: %s", name(d.Dataset, d.Call), oneLine(d.Problem.What))
			if d.Problem.Next != "" {
				s.say("  %s", oneLine(d.Problem.Next))
			}
			continue
		}
		s.say("%s: %s", name(d.Dataset, d.Call), human.Plural(int64(d.Records), "record"))
		t := table{head: []string{"  field", "type", ">times", "column", "looks like"}}
		kept, all := 0, 0
		for _, f := range d.Fields {
			column := f.Column
			switch {
			case column != "":
				kept++
				all++
			case f.Type == "object" || f.Type == "list": // it is what is in it
			default:
				column = "-"
				all++
			}
			t.add("  "+f.Path, f.Type, human.Count(int64(f.Count)), column, f.Looks)
		}
		if len(t.rows) > 0 {
			t.write(s.Stdout)
			s.say("  %d of %s fill a column; what others hold goes to _extra", kept, human.Plural(int64(all), "field"))
		}
	}
}
