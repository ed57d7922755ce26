package simulator_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"carehouse/extract/supergood/simulator"
)

func TestAPageRepeatsTheOneBefore(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 60})
	want := c.IDs(0, "patients")
	mustFault(t, c, "duplicates")
	got := ids(c.sweep(t, "patients"))
	if further := (len(want) - 1) / 7; len(got) != len(want)+further || got[6] != got[7] {
		t.Errorf("got %d records in %d further pages, want %d", len(got), further, len(want)+further)
	}
	if slices.Sort(got); !slices.Equal(slices.Compact(got), want) {
		t.Errorf("something is missing")
	}
	c.Heal()
	mustFault(t, c, "same-page")
	first := c.begun(t, "patients")
	second, _ := c.get(t, "patients", "limit", "2", "cursor", first).body["next_cursor"].(string)
	if third := c.get(t, "patients", "limit", "2", "cursor", first).body["next_cursor"]; third != second || second != first {
		t.Errorf("got on from %q to %q and %v", first, second, third)
	}
	c.Heal()
	mustFault(t, c, "renamed:patients:2")
	c.get(t, "patients")
	if a := c.get(t, "patients"); a.body["data"] != nil || a.body["data_list"] == nil {
		t.Errorf("got %v", a.text)
	}
}

func TestTheWorldTurnsBetweenTwoPages(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 200})
	span := []string{"start_date", "2026-06-16", "end_date", "2027-06-15"}
	want := ids(c.sweep(t, "appointments", span...))
	mustFault(t, c, "moved::2")
	got := ids(c.sweep(t, "appointments", span...))
	if !slices.Equal(got, want[:len(want)-1]) {
		t.Errorf("got %d, want %d and not the last", len(got), len(want)-1)
	}
	all := c.IDs(0, "appointments")
	if !slices.Contains(all, want[len(want)-1]) {
		t.Error("it is gone altogether")
	}
	moved := c.Reschedule(0, 3, 500*24*time.Hour)
	for _, id := range ids(c.sweep(t, "appointments", "start_date", "2026-06-16", "end_date", "2026-07-15")) {
		if slices.Contains(moved, id) {
			t.Errorf("%s was put off and still comes", id)
		}
	}
	before := c.IDs(0, "patients")
	mustFault(t, c, "change-between:patients:2")
	swept := ids(c.sweep(t, "patients"))
	after := c.IDs(0, "patients")
	if slices.Equal(before, after) || len(before) != len(after) || swept[0] != before[0] || after[0] != before[1] ||
		swept[len(swept)-1] != after[len(after)-1] {
		t.Errorf("swept %d from %s to %s", len(swept), swept[0], swept[len(swept)-1])
	}
}

func TestADeletedPatientMayLeaveATombstone(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 60})
	gone := c.Delete(0, "patients", 2)
	mustFault(t, c, "tombstones")
	c.Advance(time.Hour)
	dead := c.Delete(0, "patients", 2)
	var told []string
	for _, r := range c.sweep(t, "patients", "updated_since", c.Clock().Format(time.RFC3339)) {
		if stamp(t, r["deleted_at"]).Equal(c.Clock()) {
			told = append(told, ids([]map[string]any{r})...)
		}
	}
	left := c.IDs(0, "patients")
	if !slices.Equal(told, dead) || slices.Contains(left, gone[0]) || !slices.Contains(left, dead[0]) {
		t.Errorf("told %v, deleted %v and before that %v", told, dead, gone)
	}
	for _, r := range c.sweep(t, "patients") {
		if _, there := r["deleted_at"]; there != slices.Contains(dead, ids([]map[string]any{r})[0]) {
			t.Errorf("got deleted_at %v", r["deleted_at"])
		}
	}
}

func TestAnswersThatDoNotArrive(t *testing.T) {
	t.Parallel()
	c := open(t, simulator.Options{Size: 60, Pause: time.Millisecond, Stall: time.Millisecond})
	server := httptest.NewServer(c)
	defer server.Close()
	ask := func() ([]byte, error) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/v1/patients", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+c.token)
		a, err := server.Client().Do(r)
		if err != nil {
			return nil, err
		}
		defer a.Body.Close()
		return io.ReadAll(a.Body)
	}
	whole, err := ask()
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range []string{"cut", "stalled"} {
		mustFault(t, c, fault)
		if got, err := ask(); !errors.Is(err, io.ErrUnexpectedEOF) || len(got) >= len(whole) {
			t.Errorf("%s: got %d of %d bytes and %v", fault, len(got), len(whole), err)
		}
	}
	mustFault(t, c, "reset")
	if _, err := ask(); err == nil {
		t.Error("reset: got no error")
	}
	mustFault(t, c, "slow")
	if got, err := ask(); err != nil || string(got) != string(whole) {
		t.Errorf("slow: got %d of %d bytes and %v", len(got), len(whole), err)
	}
	mustFault(t, c, "garbled")
	if got, err := ask(); err != nil || json.Valid(got) || len(got) <= len(whole) {
		t.Errorf("garbled: got %d bytes and %v", len(got), err)
	}
}
