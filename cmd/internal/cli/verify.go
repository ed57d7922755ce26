package cli

import (
	"context"
	"iter"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/cli/human"
)

// verify is the command that proves that nothing is lost between the API and the files.
func (s *shell) verify() *cobra.Command {
	var all bool
	return s.scoped(s.command(spec{
		use: "verify [source[/tenant[/dataset]]] [--all]", short: "Recompute every receipt from the landing, from DuckDB and from Parquet, and compare.",
		example: "carehouse verify\ncarehouse verify my-tpa/claims",
		next:    "carehouse status", exits: []engine.Exit{engine.OK, engine.Failed, engine.Usage, engine.Refused}, args: oneScope,
		flags: func(f *pflag.FlagSet) {
			f.BoolVar(&all, "all", false, "show every measure, not only those that differ")
		},
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
				s.tell(told(r.Tenant, r.Table, r.What), "", r.Next)
			}
			if err := s.answer(got, func() { s.showVerify(got, all) }); err != nil {
				return err
			}
			return finish(got.Exit(), "make the database again from the landing: carehouse rebuild")
		},
	}))
}

// showVerify prints a line a table, and one for every other measure that differs, or for all of them.
func (s *shell) showVerify(v engine.Verify, all bool) {
	if v.Generation == 0 {
		s.say("nothing is published yet; begin with: carehouse sync")
		return
	}
	t := table{head: []string{"receipt", "", ">api", ">landing", ">duckdb", ">parquet", ""}}
	tenant := ""
	for of, receipts := range perTable(v.Receipts) {
		if of.Tenant != tenant {
			tenant = of.Tenant
			t.add(tenant)
		}
		label := "  " + of.Table
		for i, r := range receipts {
			mark := ""
			switch alike := agreeing(receipts); {
			case !r.Agrees:
				mark = "DIFFERS"
			case i == 0 && !all && alike > 1:
				mark = "and " + human.Count(int64(alike-1)) + " more"
			case i > 0 && !all:
				continue
			}
			t.add(label, r.Measure, stage(r.API), stage(r.Landing), stage(r.DuckDB), stage(r.Parquet), mark)
			label = ""
		}
	}
	t.write(s.Stdout)
	s.say("%s of %s agree in every stage; %s read by an independent reader", human.Count(int64(v.Agreed)),
		human.Plural(int64(v.Datasets), "dataset"), human.Plural(int64(v.Files), "file"))
}

// perTable gives the receipts of one table after the other, in the order in which they come.
func perTable(receipts []engine.Receipt) iter.Seq2[engine.Receipt, []engine.Receipt] {
	return func(yield func(engine.Receipt, []engine.Receipt) bool) {
		for len(receipts) > 0 {
			n := 1
			for n < len(receipts) && receipts[n].Tenant == receipts[0].Tenant && receipts[n].Table == receipts[0].Table {
				n++
			}
			if !yield(receipts[0], receipts[:n]) {
				return
			}
			receipts = receipts[n:]
		}
	}
}

func agreeing(receipts []engine.Receipt) int {
	n := 0
	for _, r := range receipts {
		if r.Agrees {
			n++
		}
	}
	return n
}

// stage groups the digits of a number. What is as long as a hash is left as it is, to be compared.
func stage(value string) string {
	switch {
	case value == "":
		return "-"
	case len(value) >= 16 && !strings.Contains(value, "."):
		return value
	default:
		return human.Decimal(value)
	}
}
