package main

import (
	"testing"

	"carehouse/cmd/internal/config"
	"carehouse/cmd/internal/pipeline"
)

// TestTheTemplateIsAConfiguration reads what carehouse init writes, once its variables are set.
func TestTheTemplateIsAConfiguration(t *testing.T) {
	t.Parallel()

	p := &pipeline.Pipeline{Drivers: sources()}
	for _, d := range p.Known() {
		t.Run(d.Name, func(t *testing.T) {
			t.Parallel()

			set := func(string) (string, bool) { return "JBSWY3DPEHPK3PXP", true } // base32, as an authenticator's secret is
			reader := config.Reader{Drivers: p.Known(), Env: set}
			got, err := reader.Parse("carehouse.yaml", []byte(config.Template(p.Known(), d.Name)))
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Tenants) != 1 || got.Tenants[0].Source != d.Name {
				t.Errorf("got %d tenants", len(got.Tenants))
			}
		})
	}
}

// TestADriverSaysAllOfIt holds every source to what the rest of the program expects of a driver.
func TestADriverSaysAllOfIt(t *testing.T) {
	t.Parallel()

	for _, d := range sources() {
		if d.Name == "" || d.Doc == "" || d.Sample == "" || d.Config == nil || d.Open == nil || d.Tables == nil || d.Simulate == nil {
			t.Errorf("%s: something is missing", d.Name)
		}
		roots := map[string]bool{}
		for _, root := range d.Tables() {
			roots[root.Name] = true
			if root.Source != d.Name {
				t.Errorf("%s: table %s says that it is of %s", d.Name, root.Name, root.Source)
			}
		}
		for _, dataset := range d.Datasets {
			if !roots[dataset] { // verify and status look a dataset up by the name of its first table
				t.Errorf("%s: dataset %s has no table of its name", d.Name, dataset)
			}
		}
	}
}
