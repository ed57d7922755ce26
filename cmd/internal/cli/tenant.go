package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"carehouse/cmd/internal/cli/engine"
)

// oneTenant accepts the name of a tenant.
func oneTenant(c *cobra.Command, args []string) error {
	switch len(args) {
	case 1:
		return nil
	case 0:
		return usage("%s takes the name of a tenant", called(c)).because("it is done for one account at a time").
			then("carehouse status lists them")
	default:
		return usage("%s takes one tenant, not %d", called(c), len(args)).because("it is done for one account at a time").
			then("carehouse " + called(c) + " " + args[0])
	}
}

// single returns the one tenant that a scope is about: a source may stand for its only one.
func (s *shell) single(j job) (engine.Scope, error) {
	scope := j.scope
	if scope.Dataset != "" {
		return scope, usage("%s is a dataset", scope.Dataset).because("this is about the whole account").then("write " + scope.Tenant)
	}
	if scope.Tenant != "" {
		return scope, nil
	}
	known := tenantsOf(j.Config, scope.Source)
	if len(known) > 1 {
		return scope, usage("%s has %d tenants", scope.Source, len(known)).because("it is done for one account at a time").
			then("write one of " + strings.Join(known, ", "))
	}
	scope.Tenant = known[0]
	return scope, nil
}

// tenants adds the completion of tenants' names to a command.
func (s *shell) tenants(c *cobra.Command) *cobra.Command {
	c.ValidArgsFunction = func(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		cfg, err := s.load(false)
		if err != nil || len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return slices.DeleteFunc(tenantsOf(cfg, ""), func(name string) bool { return !strings.HasPrefix(name, typed) }),
			cobra.ShellCompDirectiveNoFileComp
	}
	return c
}
