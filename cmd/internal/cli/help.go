package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"carehouse/cmd/internal/cli/engine"
)

// exitLines says what the exit codes of a command mean.
func exitLines(exits []engine.Exit) string {
	var b strings.Builder
	for _, e := range exits {
		fmt.Fprintf(&b, "  %d  %s\n", e, e.Meaning())
	}
	return b.String()
}

// showHelp prints the help of a command: a sentence, an example that works, the flags, the exit codes and what is next.
func (s *shell) showHelp(c *cobra.Command, _ []string) {
	out := s.Stdout
	fmt.Fprintf(out, "%s\n\n", c.Short)
	for line := range strings.SplitSeq(c.Example, "\n") {
		fmt.Fprintf(out, "  $ %s\n", line)
	}
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(out, "\nCommands:\n")
		// In the order in which one meets them, not in that of the alphabet.
		inOrder := slices.SortedStableFunc(slices.Values(c.Commands()), func(a, b *cobra.Command) int {
			return strings.Compare(a.Annotations["place"], b.Annotations["place"])
		})
		for _, sub := range inOrder {
			if sub.IsAvailableCommand() {
				fmt.Fprintf(out, "  %-11s %s\n", sub.Name(), sub.Short)
			}
		}
	} else {
		fmt.Fprintf(out, "\nUsage:\n  %s\n", c.UseLine())
	}
	if c.HasAvailableLocalFlags() {
		if own := c.LocalNonPersistentFlags(); own.HasAvailableFlags() {
			// A flag whose value may be left out is shown without it.
			hidden := fmt.Sprintf(" string[=%q]", alone)
			usages := strings.ReplaceAll(own.FlagUsagesWrapped(width), hidden, strings.Repeat(" ", len(hidden)))
			fmt.Fprintf(out, "\nFlags:\n%s", usages)
		}
	}
	every := c.InheritedFlags()
	if !c.HasParent() {
		every = c.PersistentFlags()
	}
	fmt.Fprintf(out, "\nFlags of every command:\n%s", every.FlagUsagesWrapped(width))
	fmt.Fprintf(out, "\nExit codes:\n%s\nNext:\n  $ %s\n", c.Annotations["exits"], c.Annotations["next"])
}

// help is the command that shows another's help.
func (s *shell) help() *cobra.Command {
	var c *cobra.Command
	c = s.command(spec{
		use: "help [command]", short: "Explain a command.", example: "carehouse help sync",
		next: "carehouse demo", exits: simpleExits,
		args: func(*cobra.Command, []string) error { return nil },
		run: func(_ context.Context, args []string) error {
			found, rest, err := c.Root().Find(args)
			if err != nil {
				return err
			}
			if len(rest) > 0 {
				return unknownCommand(found, rest)
			}
			return found.Help()
		},
	})
	return c
}
