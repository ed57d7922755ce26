package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/models"
)

// TestWatchAsksEachDatasetAtItsOwnPace has charges that are asked for more often than the rest of tenant a, and patients
// that are asked for less often; b has no paces of its own.
func TestWatchAsksEachDatasetAtItsOwnPace(t *testing.T) {
	t.Parallel()

	for _, test := range []struct {
		name  string
		noise float64
		sync  func(n int, taken []string) (engine.Sync, error)
		want  string
	}{
		{"on time", 0.5, well, `0s a a/charges a/patients b
5m0s a/charges
10m0s a a/charges b
15m0s a/charges
20m0s a a/charges a/patients b
25m0s a/charges`},
		{"early by a little", 0, well, `0s a a/charges a/patients b
4m30s a/charges
9m0s a a/charges b
13m30s a/charges
18m0s a a/charges a/patients b
22m30s a/charges`},
		{"a tenant that is down is asked for all that it owes", 0.5, func(n int, taken []string) (engine.Sync, error) {
			if n == 5 && slices.Contains(taken, "a") {
				return failing(models.Unreachable, "a"), nil
			}
			return engine.Sync{}, nil
		}, `0s a a/charges a/patients b
5m0s a/charges
10m0s a a/charges b
15m0s a/charges
20m0s a a/charges a/patients b
30m0s b
40m0s a a/charges a/patients b
45m0s a/charges`},
		{"what failed as a whole is asked for again", 0.5, func(n int, _ []string) (engine.Sync, error) {
			if n == 1 {
				return engine.Sync{}, &engine.Fault{Exit: engine.Failed, What: "disk full"}
			}
			return engine.Sync{}, nil
		}, `0s a a/charges a/patients b
20m0s a a/charges a/patients b
25m0s a/charges`},
		{"what another run does is done", 0.5, func(n int, _ []string) (engine.Sync, error) {
			if n == 1 {
				return engine.Sync{}, &engine.Fault{Exit: engine.Busy, What: "busy"}
			}
			return engine.Sync{}, nil
		}, `0s a a/charges a/patients b
5m0s a/charges
10m0s a a/charges b`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				start, lines := time.Now(), []string{}
				l := loop{
					every: 10 * time.Minute, tenants: []string{"a", "b"}, rounds: strings.Count(test.want, "\n") + 1, now: time.Now,
					paces: []pace{
						{engine.Pace{Tenant: "a", Dataset: "charges"}, 5 * time.Minute},
						{engine.Pace{Tenant: "a", Dataset: "patients"}, 20 * time.Minute},
					},
					noise: func() float64 { return test.noise }, tell: func(round) {},
				}
				l.sync = func(_ context.Context, skip []string, rest []engine.Pace) (engine.Sync, error) {
					var taken []string
					for _, name := range []string{"a", "a/charges", "a/patients", "b"} {
						tenant, dataset, _ := strings.Cut(name, "/")
						if !slices.Contains(skip, tenant) && !slices.Contains(rest, engine.Pace{Tenant: tenant, Dataset: dataset}) {
							taken = append(taken, name)
						}
					}
					lines = append(lines, fmt.Sprintf("%v %s", time.Since(start), strings.Join(taken, " ")))
					return test.sync(len(lines), taken)
				}
				if err := l.run(context.Background()); err != nil {
					t.Fatal(err)
				}
				if got := strings.Join(lines, "\n"); got != test.want {
					t.Errorf("got:\n%s\nwant:\n%s", got, test.want)
				}
			})
		})
	}
}

func well(int, []string) (engine.Sync, error) { return engine.Sync{}, nil }
