package endtoend

import (
	"cmp"
	"fmt"
	"regexp"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/models"
)

// A news is what is told of a dataset.
type news struct {
	outcome models.Outcome // "" is complete
	says    string         // an expression for what is said of it
	remark  string         // an expression for what a person should know of it
}

// A gazette is the news of a tenant by dataset. What it does not name is complete, and nothing is said of it.
type gazette map[string]news

// told checks what a run has said of a tenant's datasets.
func (all gazette) told(t *testing.T, tenant string, did engine.Sync, said map[string]string) {
	t.Helper()
	for _, s := range did.Datasets {
		if s.Tenant != tenant {
			continue
		}
		want := all[s.Dataset]
		want.outcome = cmp.Or(want.outcome, models.Complete)
		if s.Outcome != want.outcome || !fits(want.remark, s.Remark) {
			t.Errorf("%s: got %+v, want %+v", tenant, s, want)
		}
		if text := said[tenant+" "+s.Dataset]; !fits(want.says, text) {
			t.Errorf("%s: %s: got %q, want %q", tenant, s.Dataset, text, want.says)
		}
	}
}

// fits reports whether a text is as an expression says; an empty one wants no text.
func fits(expression, text string) bool {
	return (expression == "") == (text == "") && regexp.MustCompile(expression).MatchString(text)
}

// byExit lives through days in homes of their own, those with the same exit code in one.
func byExit[D any](t *testing.T, days []D, exit func(D) engine.Exit, live func(*testing.T, engine.Exit, []D)) {
	t.Helper()
	kinds := map[engine.Exit][]D{}
	for _, d := range days {
		kinds[exit(d)] = append(kinds[exit(d)], d)
	}
	for exit, days := range kinds {
		t.Run(fmt.Sprint("exit ", int(exit)), func(t *testing.T) {
			t.Parallel()
			live(t, exit, days)
		})
	}
}

// suffers syncs on a bad day, and returns what was done and what was said.
func (h *house) suffers(t *testing.T, exit engine.Exit) (did engine.Sync, said map[string]string) {
	t.Helper()
	e := h.run(t, "sync", "--json", "--quiet").expect(t, exit)
	e.last(t, exit)
	did = answered[engine.Sync](t, e)
	if !did.Published || did.Receipts == 0 || did.Agreed != did.Receipts {
		t.Errorf("got %+v", did)
	}
	return did, e.faults(t)
}
