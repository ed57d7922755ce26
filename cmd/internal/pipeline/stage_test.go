package pipeline

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/config"
	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/load/landing"
	"carehouse/models"
	"carehouse/models/tpastream"
	"carehouse/transform"
)

// compiled is a run that knows the tables of TPA Stream and nothing else.
func compiled(t *testing.T) *run {
	t.Helper()

	r := &run{tables: map[string]planned{}}
	for _, root := range tpastream.Tables() {
		plan, err := transform.Compile(root)
		if err != nil {
			t.Fatal(err)
		}
		r.tables[root.Source+"."+root.Name] = planned{root, plan}
	}
	return r
}

// landed is a window whose pages have so many bytes.
func landed(v models.Verdict, pages ...landing.PageFacts) landing.Facts {
	for i := range pages {
		pages[i].Number = i + 1
	}
	return landing.Facts{Window: models.Window{Source: "tpastream", Dataset: "claims"}, Verdict: v, Pages: pages}
}

func TestUnitsAreRunsOfPagesThatCount(t *testing.T) {
	t.Parallel()

	const big = unitBytes / 2
	page := func(table string, sweep int, bytes int64) landing.PageFacts {
		return landing.PageFacts{Table: table, Sweep: sweep, RawBytes: bytes}
	}
	whole := models.Verdict{Outcome: models.Complete, Sweep: 2}
	tests := []struct {
		name  string
		facts landing.Facts
		want  [][]int // pages of each unit
	}{
		{"no pages", landed(whole), nil},
		{"one unit", landed(whole, page("claims", 2, 1), page("claims", 2, 1)), [][]int{{1, 2}}},
		{
			"a unit ends when it is large enough",
			landed(whole, page("claims", 2, big), page("claims", 2, big), page("claims", 2, big)),
			[][]int{{1, 2}, {3}},
		},
		{
			"an earlier sweep does not count, the feed does",
			landed(whole, page("events", 0, 1), page("claims", 1, 1), page("claims", 2, 1), page("events", 0, 1)),
			[][]int{{1, 4}, {3}},
		},
		{
			"where no sweep is named all pages count",
			landed(models.Verdict{Outcome: models.Partial}, page("claims", 1, 1), page("claims", 2, 1)),
			[][]int{{1, 2}},
		},
		{"nothing of a window that was refused", landed(models.Verdict{Outcome: models.NotEntitled}, page("events", 0, 1)), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			units, err := compiled(t).units(tt.facts)
			if err != nil {
				t.Fatal(err)
			}
			var got [][]int
			for _, u := range units {
				var numbers []int
				for _, p := range u.pages {
					numbers = append(numbers, p.Number)
				}
				got = append(got, numbers)
			}
			if !slices.EqualFunc(got, tt.want, slices.Equal[[]int]) {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestPagesOfAnUnknownTableAreAnError(t *testing.T) {
	t.Parallel()

	facts := landed(models.Verdict{Outcome: models.Complete}, landing.PageFacts{Table: "charges"})
	if _, err := compiled(t).units(facts); err == nil {
		t.Error("got no error")
	}
}

// TestWrongCredentialsAreToldOnce has them refused in this round, and in an earlier one, after which nobody asks any more.
func TestWrongCredentialsAreToldOnce(t *testing.T) {
	t.Parallel()

	of := func(tenant string, outcome models.Outcome, cause error) *task {
		work := &task{tenant: config.Tenant{Name: tenant}, cause: cause, failure: &engine.Failure{Outcome: outcome}}
		work.did.Outcome = outcome
		return work
	}
	echo := fmt.Errorf("page 1: %w", transport.ErrRefused)
	for _, test := range []struct {
		name  string
		tasks []*task
		want  []bool
	}{
		{
			"in this round",
			[]*task{of("a", models.NeedsPerson, echo), of("a", models.NeedsPerson, errors.New("status 401")), of("b", models.Failed, echo)},
			[]bool{true, false, false},
		},
		{
			"in an earlier one",
			[]*task{of("a", models.Failed, errors.New("status 503")), of("a", models.NeedsPerson, echo), of("a", models.NeedsPerson, echo)},
			[]bool{false, false, true},
		},
	} {
		var got []bool
		for _, work := range test.tasks {
			got = append(got, quietly(test.tasks, work, nil))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s: got %v quiet, want %v", test.name, got, test.want)
		}
	}
}

func TestNobodyIsWokenTwiceForTheSameRefusal(t *testing.T) {
	t.Parallel()

	refused := func(dataset string) *task {
		return &task{
			tenant: config.Tenant{Name: "my-tpa", Source: "tpastream"}, dataset: extract.Dataset{Name: dataset},
			failure: &engine.Failure{Outcome: models.NotEntitled},
		}
	}
	well := refused("members")
	well.failure = nil
	before := []entry{run1(0, models.NotEntitled)}
	tests := []struct {
		name    string
		tasks   []*task
		journal []entry
		want    bool
	}{
		{"the first time", []*task{refused("claims"), well}, nil, false},
		{"after it was well", []*task{refused("claims"), well}, []entry{run1(0, models.Complete)}, false},
		{"again", []*task{refused("claims"), well}, before, true},
		{"again, and nothing else works", []*task{refused("claims"), refused("members")}, before, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()

			if got := quietly(tt.tasks, tt.tasks[0], tt.journal); got != tt.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
