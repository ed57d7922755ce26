package cli

import (
	"context"

	"github.com/spf13/cobra"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/cli/human"
)

// verify is the command that proves that nothing is lost between the API and the files.
func (s *shell) verify() *cobra.Command {
	return s.scoped(s.command(spec{
		use: "verify [source[/tenant[/dataset]]]", short: "Recompute every receipt from the landing, from DuckDB and from Parquet, and compare.",
		example: "carehouse verify\ncarehouse verify my-tpa/claims",
		next:    "carehouse status", exits: []engine.Exit{engine.OK, engine.Failed, engine.Usage, engine.Refused}, args: oneScope,
		run: func(ctx context.Context, args []string) error {
			j, err := s.begin(ctx, false, args)
			if err != nil {
				return err
			}
			defer j.close()
			if s.Engine.Verify == nil {
				return missing("verify")
			}
			got, err := s.Engine.Verify(ctx, j.Run, j.scope)
			if err != nil {
				return err
			}
			for _, r := range got.Refusals {
				s.tell(name(r.Tenant, r.Table)+": "+r.What, "", r.Next)
			}
			if err := s.answer(got, func() { s.showVerify(got) }); err != nil {
				return err
			}
			return finish(got.Exit(), "make the database again from the landing: carehouse rebuild")
		},
	}))
}

func (s *shell) showVerify(v engine.Verify) {
	t := table{head: []string{"receipt", "", ">api", ">landing", ">duckdb", ">parquet", ""}}
	before := ""
	for _, r := range v.Receipts {
		label := r.Tenant + " " + r.Table
		if label == before {
			label = ""
		} else {
			before = label
		}
		mark := ""
		if !r.Agrees {
			mark = "DIFFERS"
		}
		t.add(label, r.Measure, stage(r.API), stage(r.Landing), stage(r.DuckDB), stage(r.Parquet), mark)
	}
	t.write(s.Stdout)
	s.say("%s of %s agree in every stage; %s read by an independent reader", human.Count(int64(v.Agreed)),
		human.Plural(int64(v.Datasets), "dataset"), human.Plural(int64(v.Files), "file"))
}

func stage(value string) string {
	if value == "" {
		return "-"
	}
	return human.Decimal(value)
}
