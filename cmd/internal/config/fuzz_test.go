package config

import (
	"errors"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

// FuzzConfig feeds configurations of every kind. Reading never panics and never tells a secret; and what is accepted
// says the same as a generic reading of the same YAML.
func FuzzConfig(f *testing.F) {
	for _, seed := range []string{
		good, whole, Template(drivers()), Template(drivers(), "api", "second"),
		strings.Replace(good, "env:API_KEY", canary, 1), good + "keep: {generations: 2, landing: 1w}\nlimits: {workers: 9}\n",
		"home: |\n  block\ntenants:\n- {name: a, source: second}\n", "? a\n: b\n", "<<: *a\n", "home: !!str x\n", "{}", "---\n...\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, source []byte) {
		r := reader()
		r.Unresolved = strings.Contains(string(source), "file:") // no fuzzer goes through the disk
		c, err := r.Parse("carehouse.yaml", source)
		if err != nil {
			for _, p := range func() *Error {
				target := &Error{}
				_ = errors.As(err, &target)
				return target
			}().Problems {
				if said := p.Headline() + p.Why + p.Next; strings.Contains(said, canary) {
					t.Fatalf("a secret in %q", said)
				}
				if p.What == "" || p.Why == "" || p.Next == "" {
					t.Fatalf("an incomplete answer: %+v", p)
				}
			}
			return
		}
		agrees(t, c, source)
	})
}

// agrees compares a configuration with what a generic decoder reads from the same text.
func agrees(t *testing.T, c *Config, source []byte) {
	t.Helper()

	var generic struct {
		Home    string
		Tenants []map[string]any
		Keep    map[string]any
		Limits  map[string]any
	}
	if err := yaml.Unmarshal(source, &generic); err != nil {
		t.Fatalf("accepted, but a generic decoder says: %v", err)
	}
	d := &decoder{folder: "."}
	if c.Home != d.resolve(generic.Home) || len(c.Tenants) != len(generic.Tenants) {
		t.Fatalf("got home %q and %d tenants, want %q and %d", c.Home, len(c.Tenants), generic.Home, len(generic.Tenants))
	}
	for i, tenant := range c.Tenants {
		driver, _ := Find(drivers(), generic.Tenants[i]["source"].(string))
		if tenant.Name != generic.Tenants[i]["name"] || tenant.Source != driver.Name {
			t.Fatalf("got %s of %s, want %v", tenant.Name, tenant.Source, generic.Tenants[i])
		}
	}
	if n, ok := generic.Keep["generations"].(uint64); ok && uint64(c.Keep.Generations) != n {
		t.Fatalf("got %d generations, want %d", c.Keep.Generations, n)
	}
	if n, ok := generic.Limits["workers"].(uint64); ok && uint64(c.Limits.Workers) != n {
		t.Fatalf("got %d workers, want %d", c.Limits.Workers, n)
	}
}
