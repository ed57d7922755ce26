package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/cli/human"
	"carehouse/cmd/internal/config"
)

// check is the command that looks whether everything that a sync needs is there.
func (s *shell) check() *cobra.Command {
	return s.scoped(s.command(spec{
		use: "check [source[/tenant]]", short: "Check the configuration, the secrets, the disk, and what every source allows.",
		example: "carehouse check\ncarehouse check my-tpa",
		next:    "carehouse plan", exits: []engine.Exit{engine.OK, engine.Failed, engine.Usage, engine.Partial, engine.Person},
		args: oneScope,
		run: func(ctx context.Context, args []string) error {
			j, err := s.begin(ctx, true, args)
			if err != nil {
				return err
			}
			defer j.close()
			if s.Engine.Check == nil {
				return missing("check")
			}
			got, err := s.Engine.Check(ctx, j.Run, j.scope)
			if err != nil {
				return err
			}
			got.Config = engine.ConfigCheck{
				Path: s.path, Tenants: len(j.Config.Tenants), SecretsEnv: j.Config.Secrets.Env, SecretFile: j.Config.Secrets.File,
			}
			if err := s.answer(got, func() { s.showCheck(got, j.Config) }); err != nil {
				return err
			}
			return finish(got.Exit(), checkNote(got))
		},
	}))
}

// checkNote says that not all is lost, where it is not.
func checkNote(c engine.Check) string {
	well := func(t engine.TenantCheck) bool { return t.State() == "ok" || t.State() == "part" }
	if c.Home.Problem != nil || !slices.ContainsFunc(c.Tenants, well) {
		return ""
	}
	return "a sync would fetch everything else"
}

func (s *shell) showCheck(c engine.Check, cfg *config.Config) {
	t := table{head: []string{"", "", "", ""}}
	t.add("configuration", s.path, "ok", secretsLine(cfg))
	t.add("home", c.Home.Path, homeState(c.Home), s.typed(homeLine(c.Home)))
	for _, tenant := range c.Tenants {
		t.add(tenant.Tenant, tenant.Source, tenant.State(), s.typed(tenantLine(tenant)))
	}
	t.write(s.Stdout)
}

func secretsLine(c *config.Config) string {
	text := human.Plural(int64(len(c.Tenants)), "tenant")
	if n := c.Secrets.Env; n > 0 {
		text += ", " + human.Plural(int64(n), "secret") + " from the environment"
	}
	if n := c.Secrets.File; n > 0 {
		text += fmt.Sprintf(", %s from files (0600)", human.Plural(int64(n), "secret"))
	}
	return text
}

func homeState(h engine.HomeCheck) string {
	if h.Problem != nil {
		return "fail"
	}
	return "ok"
}

func homeLine(h engine.HomeCheck) string {
	if h.Problem != nil {
		return strings.TrimSpace(h.Problem.What + "\n" + h.Problem.Next)
	}
	parts := []string{"nothing published yet"}
	if h.Generation > 0 {
		parts = []string{fmt.Sprintf("generation %d", h.Generation), human.Size(h.Bytes)}
	}
	parts = append(parts, human.Size(h.Free)+" free")
	if h.Clones {
		return strings.Join(append(parts, "files can be cloned"), ", ")
	}
	return strings.Join(append(parts, "files are copied"), ", ")
}

// tenantLine says what was seen, and what is wrong: datasets that one sentence is about share it.
func tenantLine(t engine.TenantCheck) string {
	var lines []string
	if t.Seen != "" {
		lines = append(lines, t.Seen)
	}
	for at := 0; at < len(t.Problems); {
		p, datasets := t.Problems[at], []string{}
		for ; at < len(t.Problems) && t.Problems[at].What == p.What && t.Problems[at].Next == p.Next; at++ {
			if d := t.Problems[at].Dataset; d != "" {
				datasets = append(datasets, d)
			}
		}
		what := p.What
		if len(datasets) > 0 {
			what = strings.Join(datasets, ", ") + ": " + what
		}
		lines = append(lines, what)
		if p.Next != "" {
			lines = append(lines, p.Next)
		}
	}
	return strings.Join(lines, "\n")
}
