package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/config"
)

// scope reads what a command is limited to: source, source/tenant, source/tenant/dataset, or without the source where
// the tenant's name says enough: tenant, tenant/dataset.
func (s *shell) scope(c *config.Config, args []string) (engine.Scope, error) {
	if len(args) == 0 {
		return engine.Scope{}, nil
	}
	parts := strings.Split(args[0], "/")
	if len(parts) > 3 || slices.Contains(parts, "") {
		return engine.Scope{}, usage("%s is not a source, a tenant or a dataset", args[0]).
			because("it is written source, source/tenant or source/tenant/dataset; the source may be left out").
			then("carehouse status lists them")
	}
	first := s.candidates(c, parts[0])
	switch {
	case len(first) == 0:
		return engine.Scope{}, s.unknownPart(parts[0], append(tenantsOf(c, ""), sourcesOf(c)...))
	case len(first) > 1:
		return engine.Scope{}, usage("%s is both a source and a tenant", parts[0]).
			because("they do not mean the same here").then("write " + first[0].Source + "/" + first[1].Tenant)
	}
	return s.narrow(c, first[0], parts[1:])
}

// candidates returns what a first word can mean: a source, a tenant, or both where that is not the same.
func (s *shell) candidates(c *config.Config, name string) []engine.Scope {
	var found []engine.Scope
	driver, isSource := config.Find(s.Drivers, name)
	if isSource && slices.Contains(sourcesOf(c), driver.Name) {
		found = append(found, engine.Scope{Source: driver.Name})
	}
	for _, t := range c.Tenants {
		if t.Name != name {
			continue
		}
		if len(found) == 1 && t.Source == found[0].Source && len(tenantsOf(c, t.Source)) == 1 {
			continue // the source's only tenant: one meaning
		}
		found = append(found, engine.Scope{Source: t.Source, Tenant: t.Name})
	}
	return found
}

// narrow reads the words after the first.
func (s *shell) narrow(c *config.Config, scope engine.Scope, rest []string) (engine.Scope, error) {
	for _, part := range rest {
		switch known := tenantsOf(c, scope.Source); {
		case scope.Tenant == "" && slices.Contains(known, part):
			scope.Tenant = part
		case scope.Tenant == "":
			return scope, s.unknownPart(part, known)
		case scope.Dataset != "":
			return scope, usage("%s comes after a dataset", part).because("nothing is smaller than a dataset").
				then("write " + scope.Tenant + "/" + scope.Dataset)
		default:
			driver, _ := config.Find(s.Drivers, scope.Source)
			if !slices.Contains(driver.Datasets, part) {
				return scope, s.unknownPart(part, driver.Datasets)
			}
			scope.Dataset = part
		}
	}
	return scope, nil
}

func (s *shell) unknownPart(part string, known []string) error {
	f := usage("%s is not known here", part).because("known: " + strings.Join(known, ", "))
	if near := config.Nearest(part, known); near != "" {
		return f.then("did you mean " + near + "?")
	}
	return f.then("add it to " + s.path + ", or choose one of these")
}

func tenantsOf(c *config.Config, source string) []string {
	var names []string
	for _, t := range c.Tenants {
		if source == "" || t.Source == source {
			names = append(names, t.Name)
		}
	}
	return names
}

func sourcesOf(c *config.Config) []string {
	var names []string
	for _, t := range c.Tenants {
		if !slices.Contains(names, t.Source) {
			names = append(names, t.Source)
		}
	}
	return names
}

// scoped adds the completion of scopes to a command.
func (s *shell) scoped(c *cobra.Command) *cobra.Command {
	c.ValidArgsFunction = func(_ *cobra.Command, args []string, typed string) ([]string, cobra.ShellCompDirective) {
		cfg, err := s.load(false)
		if err != nil || len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		words := sourcesOf(cfg)
		for _, t := range cfg.Tenants {
			words = append(words, t.Name)
			driver, _ := config.Find(s.Drivers, t.Source)
			for _, dataset := range driver.Datasets {
				words = append(words, t.Name+"/"+dataset)
			}
		}
		return slices.DeleteFunc(words, func(w string) bool { return !strings.HasPrefix(w, typed) }),
			cobra.ShellCompDirectiveNoFileComp
	}
	return c
}
