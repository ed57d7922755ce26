package nextech

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/extract/extracttest"
	"carehouse/models"
)

// A season is many nights of a practice to which things happen by chance.
type season struct {
	*stage

	chance *rand.Rand
	named  map[string]bool // the charts that the roster has
	gone   map[int64]bool  // patients whom the API does not know at the moment
	open   map[string][]models.Page
	begun  map[string]models.Window // windows that were interrupted, and what was landed of them
	seen   map[int64]bool           // encounters that came in windows that ended
	born   int64
	left   int // pages until the run is killed
}

// TestNightsByChance lets people come and go, in the roster and at the API, and runs be killed or end with the day's calls. When it is
// quiet again, every encounter of everybody in the roster has come.
func TestNightsByChance(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			chance := rand.New(rand.NewPCG(seed, 7)) //nolint:gosec // the same nights each time
			people := 3 + chance.IntN(20)
			on(t, people, func(c *Config, _ *fake) {
				c.Overlap = 11 * day // visits are told within ten
				c.FullEvery = []time.Duration{3 * day, 30 * day}[chance.IntN(2)]
				c.DailyBudget = []int{0, 0, 5 + chance.IntN(2*people)}[chance.IntN(3)]
			}, func(t *testing.T, s *stage) {
				t.Helper()
				n := &season{
					stage: s, chance: chance, named: map[string]bool{}, gone: map[int64]bool{}, open: map[string][]models.Page{},
					begun: map[string]models.Window{}, seen: map[int64]bool{}, born: 5000,
				}
				n.live()
				for _, p := range s.patients {
					for _, e := range p.encounters {
						if n.named[p.chart] && !n.seen[e.id] {
							t.Errorf("encounter %d of %d, of %s, has never come", e.id, p.id, e.at.Format(time.DateOnly))
						}
					}
				}
			})
		})
	}
}

// live goes through the nights.
func (n *season) live() {
	for _, p := range n.patients {
		n.named[p.chart] = true
	}
	n.instead = func(w http.ResponseWriter, r *http.Request) bool {
		var id int64
		_, err := fmt.Sscanf(r.URL.Path, "/api/%d/", &id)
		if err == nil && n.gone[id] {
			w.WriteHeader(http.StatusNotFound)
		}
		return err == nil && n.gone[id]
	}
	for range 10 + n.chance.IntN(20) {
		for range n.chance.IntN(4) {
			n.happens()
		}
		n.left = []int{1 << 30, 1 << 30, 1 + n.chance.IntN(len(n.patients))}[n.chance.IntN(3)]
		n.run(extract.Want{Full: n.chance.IntN(20) == 0})
		time.Sleep(time.Duration(n.chance.IntN(20)) * 12 * time.Hour)
	}
	clear(n.gone)
	n.left = 1 << 30
	for range 2 {
		for days := 0; n.run(extract.Want{}) && days < 400; days++ {
			time.Sleep(day)
		}
		time.Sleep(time.Hour)
	}
}

// happens changes the world.
func (n *season) happens() {
	i := n.chance.IntN(len(n.patients))
	p := &n.patients[i]
	switch n.chance.IntN(8) {
	case 0:
		n.named[p.chart] = !n.named[p.chart]
	case 1:
		n.gone[p.id] = !n.gone[p.id]
	case 2:
		n.born++
		came := fakePatient{id: n.born, chart: fmt.Sprintf("N%d", n.born)}
		came.encounters = []fakeEncounter{{id: n.born, at: ago(n.chance.IntN(4000)), locked: true}}
		n.patients = append(n.patients, came)
		n.named[came.chart] = n.chance.IntN(2) == 0
	case 3:
		for k := range p.encounters {
			p.encounters[k].locked = true
		}
	default:
		n.born++
		p.encounters = append(p.encounters, fakeEncounter{id: n.born, at: ago(n.chance.IntN(10)), locked: n.chance.IntN(2) == 0})
	}
	lines := []string{"chart_number"}
	for _, p := range n.patients {
		if n.named[p.chart] {
			lines = append(lines, p.chart)
		}
	}
	if err := os.WriteFile(n.config.Roster, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		n.t.Error(err)
	}
}

// run is one run: it goes on with what was interrupted, then does what the plan says. It reports whether the day's calls were used up.
func (n *season) run(want extract.Want) (paused bool) {
	n.restart()
	for _, name := range []string{patients, encounters} {
		err := error(nil)
		if w, ok := n.begun[name]; ok && !want.Full {
			err = n.walk(w)
		}
		if err == nil || errors.Is(err, extract.ErrMisfit) {
			for _, w := range n.plan(name, want) {
				n.open[name] = nil
				if err = n.walk(w); err != nil {
					break
				}
			}
		}
		if errors.Is(err, errKilled) {
			return false
		}
		paused = paused || errors.Is(err, extract.ErrPaused)
		time.Sleep(time.Millisecond)
	}
	return paused
}

// errKilled ends a run.
var errKilled = errors.New("killed")

// walk fetches a window until it ends or the run does.
func (n *season) walk(w models.Window) error {
	landed := n.open[w.Dataset]
	n.begun[w.Dataset], n.open[w.Dataset] = w, nil
	for p, err := range n.dataset(w.Dataset).Pages(n.t.Context(), w, extracttest.Landed(landed...), nil) {
		if errors.Is(err, extract.ErrMisfit) {
			delete(n.begun, w.Dataset)
		}
		if err != nil {
			return err
		}
		n.open[w.Dataset] = append(n.open[w.Dataset], p)
		if p.Verdict != nil {
			n.past[w.Dataset] = append(n.past[w.Dataset], models.Past{Window: w, Verdict: *p.Verdict, Ended: time.Now().UTC()})
			n.sees(n.open[w.Dataset])
			delete(n.begun, w.Dataset)
			return nil
		}
		if n.left--; n.left <= 0 {
			return errKilled
		}
	}
	return errors.New("it has no verdict")
}

// sees notes which encounters have come.
func (n *season) sees(pages []models.Page) {
	for _, p := range pages {
		records, err := encountersOf(p.Body)
		if err != nil || p.Table != encounters {
			continue
		}
		for _, record := range records {
			id, _ := number(summaryOf(record)["encounterId"])
			n.seen[id] = true
		}
	}
}
