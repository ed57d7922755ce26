package endtoend

import (
	"regexp"
	"strings"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract/tpastream/simulator"
)

func TestTooManyDeletionsAtOnceStopTheirTable(t *testing.T) {
	t.Parallel()

	h := build(t, simulator.Options{Seed: 71, Claims: 100, Retention: long}, "per_page: 40")
	h.sync(t, engine.OK)
	before := h.current(t)
	was := before.digest(t, before.database)
	gone := h.api.Delete(30)
	h.sync(t, engine.OK, "--full") // the first sweep only marks
	h.api.UpdateMembers(3)

	for i := range 2 { // and stays refused, but what is new beside it is published once
		e := h.run(t, "sync", "--full", "--json").expect(t, engine.Refused)
		said := errorBlock.FindAllString(e.stderr, -1)
		if len(said) != 1 || strings.Count(said[0], "\n") != 3 ||
			!regexp.MustCompile(`^carehouse: my-tpa claims: 30 of 100 records would go at once\n.*\n.*--allow-shrink\n$`).MatchString(said[0]) {
			t.Errorf("got %s", e.stderr)
		}
		answer := answered[engine.Sync](t, e)
		if len(answer.Refusals) != 1 || answer.Refusals[0].Table != "claims" || answer.Deleted != 0 || answer.Published != (i == 0) {
			t.Errorf("got %+v", answer)
		}
	}
	r := h.current(t)
	now := r.digest(t, r.database)
	for table, rows := range was {
		if strings.HasPrefix(table, "claim") && now[table] != rows {
			t.Errorf("%s: got %s, want %s", table, now[table], rows)
		}
	}
	if now["members"] == was["members"] {
		t.Error("what was whole beside it was not published")
	}

	allowed := h.sync(t, engine.OK, "--full", "--allow-shrink")
	if !allowed.Published || allowed.Deleted != int64(len(gone)) {
		t.Errorf("got %+v", allowed)
	}
	r = h.current(t)
	r.holds(t, h.truth(t, h.api.Truth()))
	if n := r.one(t, "SELECT count(*) FROM history.tpastream_claims WHERE op = 'delete' AND valid_to IS NULL"); n != "30" {
		t.Errorf("got %s tombstones, want 30", n)
	}
	if n := r.one(t, `SELECT count(*) FROM history.tpastream_claims_as_of((
		SELECT max(valid_from) - INTERVAL 1 MICROSECOND FROM history.tpastream_claims WHERE op = 'delete'))`); n != "100" {
		t.Errorf("before the deletion there were %s claims, want 100", n)
	}
	h.verify(t)
}
