package cli

import (
	"context"

	"github.com/spf13/cobra"

	"carehouse/cmd/internal/config"
)

// completion is the command that teaches a shell our words.
func (s *shell) completion() *cobra.Command {
	shells := []string{"bash", "zsh", "fish"}
	var c *cobra.Command
	c = s.command(spec{
		use: "completion bash|zsh|fish", short: "Print a script that completes commands, flags, tenants and datasets in a shell.",
		example: "source <(carehouse completion bash)\ncarehouse completion zsh > ~/.zfunc/_carehouse",
		next:    "carehouse status", exits: simpleExits,
		args: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				return nil
			}
			return usage("%s takes the name of a shell", called(c)).because("known: bash, zsh, fish").then("carehouse completion bash")
		},
		run: func(_ context.Context, args []string) error {
			switch args[0] {
			case "bash":
				return c.Root().GenBashCompletionV2(s.Stdout, true)
			case "zsh":
				return c.Root().GenZshCompletion(s.Stdout)
			case "fish":
				return c.Root().GenFishCompletion(s.Stdout, true)
			}
			f := usage("%s is not a shell that is known here", args[0]).because("known: bash, zsh, fish")
			if near := config.Nearest(args[0], shells); near != "" {
				return f.then("did you mean  carehouse completion " + near)
			}
			return f.then("carehouse completion bash")
		},
	})
	c.ValidArgs = shells
	return c
}
