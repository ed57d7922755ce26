package endtoend

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/tpastream/simulator"
	"carehouse/models"
	"carehouse/models/tpastream"
)

func TestATenantWithoutAnythingHasAllTables(t *testing.T) {
	t.Parallel()

	h := build(t, simulator.Options{Seed: 61, Claims: -1})
	h.url = serve(t, http.HandlerFunc(nothing))
	h.configure(t)
	first := h.sync(t, engine.OK)
	if !first.Published || first.Generation != 1 || first.Changed != 0 || first.Agreed != first.Receipts {
		t.Errorf("got %+v", first)
	}
	for _, d := range first.Datasets {
		if d.Outcome != models.Empty || d.Records != 0 {
			t.Errorf("%s: got %+v", d.Dataset, d)
		}
	}
	r := h.current(t)
	if want := names(tpastream.Tables()); !slices.Equal(r.names(), want) {
		t.Errorf("got tables %q, want %q", r.names(), want)
	}
	for _, table := range r.names() {
		for _, from := range []string{r.database(table), r.lake(table), r.history(table)} {
			if rows := r.one(t, "SELECT count(*) FROM "+from); rows != "0" {
				t.Errorf("%s: got %s rows", from, rows)
			}
		}
	}
	r.state(t).agree(t)
	h.verify(t)
	for _, more := range [][]string{nil, {"--full"}} {
		if idle := h.sync(t, engine.OK, more...); idle.Published || idle.Generation != 1 {
			t.Errorf("sync %q published again: %+v", more, idle)
		}
	}
}

// nothing is an API whose lists are all empty, which no simulated tenant is.
func nothing(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	text := `{"data":[],"has_next":false,"has_prev":false,"next_num":null,"page":1,"pages":0,"per_page":1000,` +
		`"prev_num":null,"total":0}`
	if r.URL.Path == feed {
		text = `{"data":[],"has_more":false}`
	}
	_, _ = io.WriteString(w, text)
}

// names lists tables and those below them.
func names(tables []*models.Table) []string {
	var all []string
	for _, t := range tables {
		all = append(append(all, t.Name), names(t.Children)...)
	}
	slices.Sort(all)
	return all
}

// TestTenantsWithEqualKeysStayApart has two tenants whose records are the same but for what happens to them later.
func TestTenantsWithEqualKeysStayApart(t *testing.T) {
	t.Parallel()

	h := build(t, simulator.Options{Claims: -1})
	apis := map[string]*simulator.Simulator{}
	entries := []string{"home: ./home\ntenants:\n"}
	for _, name := range []string{"ours", "theirs"} {
		apis[name] = simulator.New(simulator.Options{Seed: 62, Claims: 30, APIKey: apiKey, Retention: long, Canaries: true})
		entries = append(entries, h.tenant(name, serve(t, apis[name]), "per_page: 10"))
	}
	h.write(t, "carehouse.yaml", strings.Join(entries, ""))
	both := func() {
		t.Helper()
		r := h.current(t)
		for name, api := range apis {
			r.of(name).holds(t, truthOf(t, name, api, api.Truth()))
		}
	}
	h.sync(t, engine.OK)
	both()

	gone := apis["ours"].Delete(3)
	apis["theirs"].Update(4)
	apis["theirs"].Edit(2)
	apis["theirs"].Advance(shown)
	h.sync(t, engine.OK, "--full")
	last := h.sync(t, engine.OK, "--full")
	if last.Deleted != int64(len(gone)) {
		t.Errorf("got %d deleted, want %d", last.Deleted, len(gone))
	}
	both()
	deleted := h.current(t).lines(t, "SELECT DISTINCT _tenant FROM history.tpastream_claims WHERE op = 'delete'")
	if !slices.Equal(deleted, []string{"ours"}) {
		t.Errorf("claims were deleted of %q", deleted)
	}
	h.verify(t)

	t.Log("what is asked of one tenant does nothing to the other")
	apis["theirs"].Insert(2)
	apis["theirs"].Advance(shown)
	if idle := h.sync(t, engine.OK, "ours", "--full"); idle.Published {
		t.Errorf("got %+v", idle)
	}
	h.sync(t, engine.OK, "theirs")
	both()
}

// TestATenantThatIsDownCostsNobodyElse has a tenant whose host answers nothing at all beside one that is well.
func TestATenantThatIsDownCostsNobodyElse(t *testing.T) {
	t.Parallel()

	h := build(t, simulator.Options{Seed: 63, Claims: 20, Retention: long})
	listener := got(net.Listen("tcp", "127.0.0.1:0"))(t)
	nobody := "http://" + listener.Addr().String()
	must(t, listener.Close())
	h.write(t, "carehouse.yaml", "home: ./home\ntenants:\n"+h.tenant("down", nobody)+h.tenant("my-tpa", h.url))

	started := time.Now()
	e := h.run(t, "sync", "--json").expect(t, engine.Partial)
	if took := time.Since(started); took > time.Minute {
		t.Errorf("it took %s to give up", took)
	}
	e.last(t, engine.Partial)
	if !strings.HasSuffix(e.stderr, "; everything else is published as generation 1\n") {
		t.Errorf("the end is %q", e.stderr[max(0, len(e.stderr)-200):])
	}
	said := e.faults(t) // the four datasets have one reason, which is told once
	want := "after 5 attempts: connection refused\n  and so did 3 other datasets: employers, members, policy_holders\n" +
		"  look at base_url and at this machine's network, then: carehouse check down"
	if text := said["down claims"]; !strings.HasSuffix(text, want) {
		t.Errorf("got %q", text)
	}
	did := answered[engine.Sync](t, e)
	outcomes := map[string]models.Outcome{"down": models.Unreachable, "my-tpa": models.Complete}
	for _, d := range did.Datasets {
		if want := outcomes[d.Tenant]; d.Outcome != want {
			t.Errorf("%s %s: got %s, want %s", d.Tenant, d.Dataset, d.Outcome, want)
		}
	}
	if !did.Published || len(said) != 1 || len(did.Failures) != 4 {
		t.Errorf("got %+v\n%s", did, fmt.Sprint(said))
	}
	h.current(t).holds(t, h.truth(t, h.api.Truth()))
}
