package pipeline

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/config"
	"carehouse/extract"
	"carehouse/extract/transport"
)

// TestDatasetsGoSideBySideAndFollowersAfterTheirLeaders has tasks that take a while, written as name<leader:seconds.
func TestDatasetsGoSideBySideAndFollowersAfterTheirLeaders(t *testing.T) {
	t.Parallel()

	for _, test := range []struct{ name, tasks, want string }{
		{"in their order", "a:1 b:1 c:1", "a@0 b@0 c@1"},
		{"a follower waits and holds nobody up", "a:5 b<a:1 c:1 d:1", "a@0 c@0 d@1 b@5"},
		{"a chain", "a:2 b<a:3 c<b:1 d:9", "a@0 d@0 b@2 c@5"},
		{"a leader that is not of this run", "b<a:1 c:1", "b@0 c@0"},
		{"a circle ends", "a<b:1 b<a:1", "a@0 b@1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var group []*task
				took := map[string]int{}
				for text := range strings.FieldsSeq(test.tasks) {
					name, seconds, _ := strings.Cut(text, ":")
					name, leader, _ := strings.Cut(name, "<")
					took[name] = int(seconds[0] - '0')
					group = append(group, &task{dataset: extract.Dataset{Name: name, Leader: leader}})
				}
				var mu sync.Mutex
				var got []string
				start := time.Now()
				inTurn(group, 2, func(t *task) {
					mu.Lock()
					got = append(got, fmt.Sprintf("%s@%d", t.dataset.Name, int(time.Since(start).Seconds())))
					mu.Unlock()
					time.Sleep(time.Duration(took[t.dataset.Name]) * time.Second)
				})
				slices.SortStableFunc(got, func(a, b string) int { return strings.Compare(a[2:]+a, b[2:]+b) })
				if strings.Join(got, " ") != test.want {
					t.Errorf("got %v, want %s", got, test.want)
				}
			})
		})
	}
}

func TestFollowersGoAtTheirLeadersPace(t *testing.T) {
	t.Parallel()

	datasets := clinicTenant{clinic: &clinic{}}.Datasets()
	for _, test := range []struct{ every, want string }{
		{"", "rooms=- patients=- cases=- case_notes=-"},
		{"patients", "rooms=- patients=patients cases=patients case_notes=patients"},
		{"patients cases", "rooms=- patients=patients cases=cases case_notes=cases"},
		{"rooms case_notes", "rooms=rooms patients=- cases=- case_notes=case_notes"},
	} {
		tenant := config.Tenant{Every: map[string]time.Duration{}}
		for name := range strings.FieldsSeq(test.every) {
			tenant.Every[name] = time.Hour
		}
		var got []string
		for _, d := range datasets {
			pace := paceOf(tenant, datasets, d)
			if pace == "" {
				pace = "-"
			}
			got = append(got, d.Name+"="+pace)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("every %s: got %v, want %s", test.every, got, test.want)
		}
	}
	loop := []extract.Dataset{{Name: "a", Leader: "b"}, {Name: "b", Leader: "a"}}
	if got := paceOf(config.Tenant{}, loop, loop[0]); got != "" {
		t.Errorf("a circle: got %q", got)
	}
}

func TestWhatRestsIsLeftOut(t *testing.T) {
	t.Parallel()

	c := &clinic{news: []int64{1}}
	h := inClinic(t, c)
	h.ask.Config.Tenants[0].Every = map[string]time.Duration{"patients": time.Hour}
	took := func(rest ...engine.Pace) string {
		var names []string
		for _, d := range h.sync(t, engine.OK, engine.SyncAsk{Rest: rest}).Datasets {
			names = append(names, d.Dataset)
		}
		return strings.Join(names, " ")
	}
	for _, test := range []struct{ got, want string }{
		{took(engine.Pace{Tenant: "eye", Dataset: "patients"}), "rooms"},
		{took(engine.Pace{Tenant: "eye"}), "patients cases case_notes"},
		{took(engine.Pace{Tenant: "somebody"}), "rooms patients cases case_notes"},
	} {
		if test.got != test.want {
			t.Errorf("got %s, want %s", test.got, test.want)
		}
	}
}

// TestATenantUsesUpItsOwnRetriesOnly has two tenants, whose sources are opened each with a stock of its own.
func TestATenantUsesUpItsOwnRetriesOnly(t *testing.T) {
	t.Parallel()

	stocks := map[*transport.Retries]bool{}
	driver := (&clinic{}).driver()
	open := driver.Open
	driver.Open = func(tenant string, settings any, env transport.Env) (extract.Source, error) {
		stocks[env.Retries] = true
		return open(tenant, settings, env)
	}
	h := build(t, nil, driver)
	h.configure(t, "home: ./home\ntenants:\n  - name: eye\n    source: clinic\n  - name: ear\n    source: clinic\n")
	_, err := (&run{p: h.Pipeline, ask: h.ask}).tasks(t.Context(), engine.SyncAsk{})
	done(t, err)
	if len(stocks) != 2 || stocks[nil] {
		t.Errorf("got %d stocks of retries, want one a tenant", len(stocks))
	}
}
