package endtoend

import (
	"fmt"
	"net/netip"
	"regexp"
	"strings"
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/tpastream/simulator"
	"carehouse/models"
)

// TestAKeyThatNobodyHasUploadedIsTriedTwice counts what a run sends when its first token is refused: one renewal, in
// case it was a matter of clocks, and then nothing more, because portals lock accounts.
func TestAKeyThatNobodyHasUploadedIsTriedTwice(t *testing.T) {
	t.Parallel()

	h := build(t, simulator.Options{Claims: -1})
	o := simulator.Options{Seed: 51, Claims: 20, Canaries: true, Now: time.Now()}
	settings := h.sshKey(t, "ours", &simulator.Options{})
	h.sshKey(t, "theirs", &o)
	h.api = simulator.New(o)
	h.url = serve(t, h.api)
	h.configure(t, settings)
	e := h.run(t, "sync", "--json").expect(t, engine.Person)
	e.last(t, engine.Person)
	if sent := h.api.Requests(); len(sent) != 2 || sent[0].Path != sent[1].Path {
		t.Errorf("sent %+v, want the same request twice", sent)
	}
	want := regexp.MustCompile(`page 1: GET /api/\S+: status 401 after 2 attempts: JWT could not be verified\n` +
		`  TPA Stream knows no such key .*: upload the public key .*: carehouse check my-tpa\b`)
	if said := e.faults(t); len(said) != 1 || !want.MatchString(fmt.Sprint(said)) {
		t.Errorf("got %q", said)
	}
	did := answered[engine.Sync](t, e)
	if did.Published || did.Generation != 0 || did.Requests != 2 {
		t.Errorf("got %+v", did)
	}
	for _, d := range did.Datasets {
		if d.Outcome != models.NeedsPerson {
			t.Errorf("%s: got %q", d.Dataset, d.Outcome)
		}
	}
}

func TestAnAddressThatIsNotAllowedIsNotEntitled(t *testing.T) {
	t.Parallel()

	h := build(t, simulator.Options{Seed: 53, Claims: 20, Allowed: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}})
	for range 2 { // it is not old news while there is nothing else
		h.api.Forget()
		e := h.run(t, "sync", "--json").expect(t, engine.Partial)
		e.last(t, engine.Partial)
		for about, text := range e.faults(t) {
			next := "ask TPA Stream to add this host's address, then: carehouse check my-tpa"
			if !strings.Contains(text, "status 403 after 1 attempt\n") || !strings.HasSuffix(text, next) {
				t.Errorf("%s: got %s", about, text)
			}
		}
		did := answered[engine.Sync](t, e)
		if did.Published || did.Generation != 0 || len(did.Failures) != 4 || len(h.api.Requests()) != 5 {
			t.Errorf("%d requests, got %+v", len(h.api.Requests()), did)
		}
		for _, d := range did.Datasets {
			if d.Outcome != models.NotEntitled {
				t.Errorf("%s: got %s", d.Dataset, d.Outcome)
			}
		}
	}
}

func TestADatasetThatIsDeniedIsNewsOnce(t *testing.T) {
	t.Parallel()

	h, s := build(t, simulator.Options{Claims: -1}), &turnstile{}
	o := simulator.Options{Seed: 55, Claims: 30, APIKey: apiKey, Retention: long, Canaries: true}
	o.Denied = []string{"/api/member"}
	h.turn(t, s, simulator.New(o))
	e := h.run(t, "sync", "--json").expect(t, engine.Partial)
	e.last(t, engine.Partial)
	first := answered[engine.Sync](t, e)
	if !first.Published || len(first.Failures) != 1 || first.Failures[0].Dataset != "members" ||
		first.Failures[0].Outcome != models.NotEntitled || len(e.faults(t)) != 1 {
		t.Errorf("got %+v\n%s", first, e.stderr)
	}
	truth := h.api.Truth()
	truth.Members = nil
	h.current(t).holds(t, h.truth(t, truth))
	for range 2 {
		e = h.run(t, "sync", "--json").expect(t, engine.OK)
		if idle := answered[engine.Sync](t, e); idle.Published || len(idle.Failures) > 0 || len(e.faults(t)) > 0 {
			t.Errorf("got %+v\n%s", idle, e.stderr)
		}
	}
	for _, d := range answered[engine.Status](t, h.run(t, "status", "--json").expect(t, engine.OK)).Datasets {
		if denied := d.Dataset == "members"; denied != (d.Last == models.NotEntitled) || denied == d.Since.IsZero() {
			t.Errorf("status says %+v", d)
		}
	}
	o.Denied = nil
	h.turn(t, s, simulator.New(o))
	h.sync(t, engine.OK)
	h.current(t).holds(t, h.truth(t, h.api.Truth()))
}
