package cli

import (
	"context"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"carehouse/cmd/internal/config"
	"carehouse/models"
)

// alone is what --config is set to when it has no value.
const alone = "-"

// schema is the command that prints the dictionary.
func (s *shell) schema() *cobra.Command {
	var format, other string
	c := s.command(spec{
		use: "schema [source] [flags]", short: "Print the dictionary of every table and column, or what a configuration may hold.",
		example: "carehouse schema\ncarehouse schema --format sql\ncarehouse schema --config > carehouse.schema.json",
		next:    "carehouse demo", exits: simpleExits,
		args: func(c *cobra.Command, args []string) error {
			if len(args) <= 1 || other == alone && len(args) == 2 {
				return nil
			}
			return usage("%s takes one source", called(c)).because("without one it prints all").then("carehouse schema")
		},
		flags: func(f *pflag.FlagSet) {
			f.StringVar(&format, "format", "md", "print as `FORMAT`: md, sql or json")
			// Elsewhere --config has a value. Here it may have one, so that a wrapper may always add it, and means nothing;
			// alone it asks for another schema.
			f.StringVar(&other, "config", "", "print the JSON schema of carehouse.yaml instead, for editors")
			f.Lookup("config").NoOptDefVal = alone
		},
		run: func(_ context.Context, args []string) error {
			switch {
			case other == alone && len(args) == 0:
				return s.encode(config.Schema(s.Drivers))
			case other == alone:
				args = args[1:] // the value, which came after a space
			}
			roots, err := s.roots(args)
			if err != nil {
				return err
			}
			return s.dictionary(roots, format)
		},
	})
	c.ValidArgs = config.Names(s.Drivers)
	_ = c.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"md", "sql", "json"}, cobra.ShellCompDirectiveNoFileComp))
	return c
}

// roots returns the root tables of one source or of all.
func (s *shell) roots(args []string) ([]*models.Table, error) {
	drivers := s.Drivers
	if len(args) == 1 {
		driver, ok := config.Find(s.Drivers, args[0])
		if !ok {
			return nil, s.unknownSource(args[0])
		}
		drivers = []config.Driver{driver}
	}
	var roots []*models.Table
	for _, driver := range drivers {
		if driver.Tables != nil {
			roots = append(roots, driver.Tables()...)
		}
	}
	return roots, nil
}

// dictionary prints tables in a format.
func (s *shell) dictionary(roots []*models.Table, format string) error {
	if s.json {
		format = "json"
	}
	switch format {
	case "md":
		return writeMarkdown(s.Stdout, roots)
	case "sql":
		return writeSQL(s.Stdout, roots)
	case "json":
		return s.encode(dictionaryOf(roots))
	}
	f := usage("--format %s: not a format", format).because("known: md, sql, json")
	if near := config.Nearest(format, []string{"md", "sql", "json"}); near != "" {
		return f.then("did you mean  --format " + near)
	}
	return f.then("carehouse schema --format md")
}
