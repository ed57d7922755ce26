package endtoend

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"carehouse/load/durable"
	"carehouse/load/generation"
	"carehouse/load/landing"
)

// How often runs are killed at random, beside once at each durable step. Every run of the tests has instants of its own.
const (
	instants = 20
	again    = 8
)

// unreached lists the durable steps that no scenario comes to, and why.
func unreached() map[string]string {
	return map[string]string{
		"generation.link": "the lake's files are linked by load/lake, and forced out with all others by generation.publish",
	}
}

// seed decides where and when the runs are killed. CAREHOUSE_TEST_SEED repeats a series.
func seed(t *testing.T) uint64 {
	t.Helper()
	if text := os.Getenv("CAREHOUSE_TEST_SEED"); text != "" {
		return got(strconv.ParseUint(text, 10, 64))(t)
	}
	return uint64(time.Now().UnixNano())
}

// TestWhatIsKilledIsMadeGoodByTheNextRun kills runs with no chance to clean up: at every durable step, at random
// instants, and once more while the next run is tidying up.
func TestWhatIsKilledIsMadeGoodByTheNextRun(t *testing.T) {
	t.Parallel()

	if testing.Short() {
		t.Skip("kills the program more than a hundred times")
	}
	all := scenarios(t)
	number := seed(t)
	t.Logf("CAREHOUSE_TEST_SEED=%d", number)
	dice := rand.New(rand.NewPCG(number, 0))
	for _, k := range kills(t, dice, all) {
		t.Run("at "+k.at+" of "+k.scenario.name, func(t *testing.T) {
			t.Parallel()

			h := k.scenario.home.twin(t)
			if !h.killed(t, k.at, k.scenario.args...) {
				t.Error("the run ended before it came there")
			}
			k.scenario.survives(t, h)
		})
	}
	for i := range instants + again {
		s := all[i%3] // the ones that publish
		first := (float64(i%instants) + dice.Float64()) / instants
		second := dice.Float64()
		t.Run(fmt.Sprintf("after %.3f of %s", first, s.name), func(t *testing.T) {
			t.Parallel()

			h := s.home.twin(t)
			h.killedAfter(t, s.after(first), s.args...)
			if i >= instants {
				h.killedAfter(t, s.after(second), s.args...)
			}
			s.survives(t, h)
		})
	}
}

// after is a part of the time that the scenario takes, and a little more so that its end is among the instants.
func (s *scenario) after(part float64) time.Duration {
	return time.Duration(part * 1.1 * float64(s.took))
}

// A kill is a run with the step at which it is killed.
type kill struct {
	scenario *scenario
	at       string
}

// kills plans a kill before, after and, where data is written, in the middle of every durable step, in some scenario
// that comes there, at some of the times that it does.
func kills(t *testing.T, dice *rand.Rand, all []*scenario) []kill {
	t.Helper()
	var plan []kill
	reasons := unreached()
	for _, step := range slices.Concat(landing.Steps(), generation.Steps()) {
		reached := false
		for _, point := range []string{step, step + durable.Half, step + durable.Done} {
			var come []*scenario
			for _, s := range all {
				if s.steps[point] > 0 {
					come = append(come, s)
				}
			}
			if len(come) == 0 {
				continue
			}
			reached = true
			s := come[dice.IntN(len(come))]
			plan = append(plan, kill{s, fmt.Sprint(point, ":", 1+dice.IntN(s.steps[point]))})
		}
		if reason := reasons[step]; reached == (reason != "") {
			t.Errorf("%s: reached is %v, and the reason is %q", step, reached, reason)
		}
		delete(reasons, step)
	}
	if len(reasons) > 0 {
		t.Errorf("no such steps: %s", strings.Join(slices.Collect(maps.Keys(reasons)), ", "))
	}
	return plan
}
