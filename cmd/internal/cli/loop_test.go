package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/models"
)

// A story is what happened in a loop, a line a round.
type story struct {
	start time.Time
	lines []string
}

func (s *story) tell(r round) {
	what := "asked"
	switch {
	case r.Fault != nil:
		what = r.Fault.What
	case r.Sync == nil:
		what = "nobody"
	}
	s.lines = append(s.lines, fmt.Sprintf("%v %s %s", r.Started.Sub(s.start), what, strings.Join(r.Skipped, ",")))
}

// failing answers with failures of tenants.
func failing(outcome models.Outcome, tenants ...string) engine.Sync {
	var s engine.Sync
	for _, tenant := range tenants {
		s.Failures = append(s.Failures, engine.Failure{Tenant: tenant, Outcome: outcome, What: "status 503"})
	}
	return s
}

func TestWatchLeavesATenantThatIsDownAlone(t *testing.T) {
	t.Parallel()

	synctest.Test(t, func(t *testing.T) {
		s := &story{start: time.Now()}
		l := loop{
			every: 10 * time.Minute, tenants: []string{"a", "b", "c"}, rounds: 12, now: time.Now, tell: s.tell,
			noise: func() float64 { return 0.5 },
			sync: func(_ context.Context, skip []string, _ []engine.Pace) (engine.Sync, error) {
				time.Sleep(time.Minute)
				if strings.Contains(strings.Join(skip, ""), "b") || time.Since(s.start) > time.Hour {
					return failing(models.NotEntitled, "c"), nil // that is for good, and no reason to wait
				}
				return failing(models.Unreachable, "b"), nil
			},
		}
		if err := l.run(context.Background()); err != nil {
			t.Fatal(err)
		}
		// b is asked at 0, after 20 minutes, after 40 more, and then it is back.
		want := `0s asked 
10m0s asked b
20m0s asked b
30m0s asked 
40m0s asked b
50m0s asked b
1h0m0s asked b
1h10m0s asked b
1h20m0s asked 
1h30m0s asked 
1h40m0s asked 
1h50m0s asked `
		if got := strings.Join(s.lines, "\n"); got != want {
			t.Errorf("got:\n%s\nwant:\n%s", got, want)
		}
	})
}

func TestWatchNeverOverlapsAndBacksOffAsAWhole(t *testing.T) {
	t.Parallel()

	synctest.Test(t, func(t *testing.T) {
		s := &story{start: time.Now()}
		running, round := false, 0
		l := loop{
			every: 10 * time.Minute, tenants: []string{"a"}, rounds: 6, now: time.Now, tell: s.tell, noise: func() float64 { return 0 },
			sync: func(context.Context, []string, []engine.Pace) (engine.Sync, error) {
				if running {
					t.Error("two rounds at once")
				}
				running = true
				defer func() { running = false }()
				round++
				switch round {
				case 1:
					time.Sleep(25 * time.Minute) // longer than the pace
				case 2:
					return engine.Sync{}, &engine.Fault{Exit: engine.Busy, What: "busy"}
				case 3, 4:
					return engine.Sync{}, &engine.Fault{Exit: engine.Failed, What: "disk full"}
				}
				return engine.Sync{}, nil
			},
		}
		if err := l.run(context.Background()); err != nil {
			t.Fatal(err)
		}
		want := "0s asked \n26m0s busy \n35m0s disk full \n55m0s disk full \n1h35m0s asked \n1h44m0s asked "
		if got := strings.Join(s.lines, "\n"); got != want {
			t.Errorf("got:\n%s\nwant:\n%s", got, want)
		}
	})
}

func TestWatchLeavesNobodyAloneForLongerThanTwoHours(t *testing.T) {
	t.Parallel()

	o := &outage{}
	now := time.Unix(0, 0)
	for range 100 {
		o.longer(now, 10*time.Minute)
	}
	if got := o.until.Sub(now); got != 2*time.Hour {
		t.Errorf("got %v, want 2h", got)
	}
	o.longer(now, 3*time.Hour)
	if got := o.until.Sub(now); got != 3*time.Hour {
		t.Errorf("got %v, want the pace itself", got)
	}
}

func TestWatchStopsCleanly(t *testing.T) {
	t.Parallel()

	synctest.Test(t, func(t *testing.T) {
		for _, after := range []time.Duration{30 * time.Second, 5 * time.Minute} { // in a round, and between two
			s := &story{start: time.Now()}
			ctx, cancel := context.WithCancelCause(context.Background())
			l := loop{
				every: 10 * time.Minute, tenants: []string{"a"}, now: time.Now, tell: s.tell, noise: func() float64 { return 0 },
				sync: func(ctx context.Context, _ []string, _ []engine.Pace) (engine.Sync, error) {
					return engine.Sync{}, wait(ctx, time.Minute)
				},
			}
			time.AfterFunc(after, func() { cancel(engine.ErrInterrupted) })
			if err := l.run(ctx); err != nil {
				t.Errorf("after %v: got %v, want a clean end", after, err)
			}
			if got := time.Since(s.start); got != after || len(s.lines) != 1 {
				t.Errorf("after %v: it took %v and told %d lines, want one", after, got, len(s.lines))
			}
		}
	})
}

// wait takes its time, or says that it was interrupted.
func wait(ctx context.Context, d time.Duration) error {
	if sleep(ctx, d) {
		return nil
	}
	return context.Cause(ctx)
}

func TestWatchEndsWithAWrongConfiguration(t *testing.T) {
	t.Parallel()

	fault := &engine.Fault{Exit: engine.Usage, What: "wrong"}
	l := loop{
		every: time.Second, tenants: []string{"a"}, now: time.Now, tell: func(round) {}, noise: func() float64 { return 0 },
		sync: func(context.Context, []string, []engine.Pace) (engine.Sync, error) { return engine.Sync{}, fault },
	}
	if err := l.run(context.Background()); !errors.Is(err, error(fault)) {
		t.Errorf("got %v, want the fault", err)
	}
}
