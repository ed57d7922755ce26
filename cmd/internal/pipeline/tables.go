package pipeline

import (
	"context"
	"fmt"
	"slices"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/load/warehouse"
	"carehouse/models"
	"carehouse/transform"
)

// A planned table is a root with its plan.
type planned struct {
	root *models.Table
	plan *transform.Plan
}

// compile makes the plans of the tables of every source that is configured or of which something is here. A source that
// is not fetched any more keeps what is published of it: a generation is made of all that the home holds.
func (r *run) compile() error {
	here, err := r.landing.Sources()
	if err != nil {
		return err
	}
	here = append(here, r.held...)
	for _, t := range r.ask.Config.Tenants {
		here = append(here, t.Source)
	}
	for _, d := range r.p.Drivers {
		if !slices.Contains(here, d.Name) {
			continue
		}
		for _, root := range d.Tables() {
			plan, err := transform.Compile(root)
			if err != nil {
				return err
			}
			r.roots = append(r.roots, root)
			r.tables[root.Source+"."+root.Name] = planned{root, plan}
		}
	}
	return nil
}

func (r *run) table(source, name string) (planned, error) {
	if t, ok := r.tables[source+"."+name]; ok {
		return t, nil
	}
	return planned{}, fmt.Errorf("the landing holds pages of %s.%s, which no source of this program has", source, name)
}

// rootsOf returns a source's tables.
func (r *run) rootsOf(source string) []*models.Table {
	var roots []*models.Table
	for _, t := range r.roots {
		if t.Source == source {
			roots = append(roots, t)
		}
	}
	return roots
}

// sources lists the sources whose tables are compiled.
func (r *run) sources() []string {
	var names []string
	for _, t := range r.roots {
		if !slices.Contains(names, t.Source) {
			names = append(names, t.Source)
		}
	}
	return names
}

// tablesOf reports whether the database has the tables of everything that was staged. A source that is new to it has none
// before something of it is published; a refusal alone is nothing to show.
func (r *run) tablesOf(ctx context.Context, staged []warehouse.Staged) (bool, error) {
	for _, source := range r.sources() {
		shows := slices.ContainsFunc(staged, func(s warehouse.Staged) bool {
			return s.Window.Source == source && s.Verdict.Outcome != models.NotEntitled
		})
		if made, err := r.db.MadeBy(ctx, r.rootsOf(source)); err != nil || !made && shows {
			return false, err
		}
	}
	return true, nil
}

// fits says what to type when the database was made by tables that this program does not have any more.
func (r *run) fits(ctx context.Context) error {
	if r.db == nil {
		return nil
	}
	if err := r.strange(); err != nil {
		return err
	}
	for _, source := range r.sources() {
		if err := r.db.Fits(ctx, r.rootsOf(source)); err != nil {
			return schemaFault(r.current.Number, err)
		}
	}
	return nil
}

// strange stops a program that would publish without what another one has published.
func (r *run) strange() error {
	known := r.sources()
	for _, source := range r.held {
		if !slices.Contains(known, source) {
			return &engine.Fault{
				Exit: engine.Failed, What: fmt.Sprintf("generation %d holds tables of %s", r.current.Number, source),
				Why:  "this program has no such source, and what it published next would be without them",
				Next: "use the program that made it, or a newer one",
			}
		}
	}
	return nil
}

// A holder is a tenant that is configured, or of which something is here.
type holder struct {
	source, tenant string
	configured     bool
}

// holders lists the configured tenants in the order of the configuration, then those of which there is data still.
func (r *run) holders(ctx context.Context) ([]holder, error) {
	var all []holder
	seen := map[holder]bool{}
	add := func(source, tenant string, configured bool) {
		if key := (holder{source, tenant, true}); !seen[key] {
			seen[key] = true
			all = append(all, holder{source, tenant, configured})
		}
	}
	for _, t := range r.ask.Config.Tenants {
		add(t.Source, t.Name, true)
	}
	if r.db != nil {
		tables, err := r.db.Report(ctx, "tables")
		if err != nil {
			return nil, err
		}
		for _, row := range tables.Rows {
			add(row[0].Text, row[1].Text, false)
		}
	}
	for _, w := range r.windows {
		f := w.Facts().Window
		add(f.Source, f.Tenant, false)
	}
	return all, nil
}

// datasetsOf lists what a source delivers.
func (r *run) datasetsOf(source string) []string {
	driver, _ := r.p.find(source)
	return driver.Datasets
}
