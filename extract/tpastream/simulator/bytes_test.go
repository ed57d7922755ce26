package simulator_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"carehouse/extract/tpastream/simulator"
	"carehouse/models/tpastream"
)

// decoded is what encoding/json and the reference decoders of models read from all pages of a list.
func decoded[T any](t *testing.T, s *simulator.Simulator, path string) []T {
	t.Helper()
	var out []T
	for body := range s.Pages(path, 37) {
		var page struct {
			Data []T `json:"data"`
		}
		if err := json.Unmarshal(body, &page); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		out = append(out, page.Data...)
	}
	return out
}

// same compares by what is marshalled: a range without bounds is marked, but means the same.
func same[T any](t *testing.T, what string, got, want []T) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: got %d records, want %d", what, len(got), len(want))
	}
	for i := range want {
		g, _ := json.Marshal(got[i])
		w, _ := json.Marshal(want[i])
		if !bytes.Equal(g, w) {
			t.Fatalf("%s, record %d:\n got %s\nwant %s", what, i, g, w)
		}
	}
}

func TestWhatIsServedIsTheTruth(t *testing.T) {
	t.Parallel()
	for _, shape := range []simulator.Shape{simulator.V1, simulator.Webhook, simulator.V2} {
		for _, style := range []simulator.Style{simulator.Style2022, simulator.Style2026} {
			s := simulator.New(simulator.Options{
				Seed: 7, Claims: 1500, Shape: shape, Style: style, Order: simulator.ByID, Poison: true, Canaries: true,
			})
			truth := s.Truth()
			claims := decoded[tpastream.Claim](t, s, "/api/claims")
			whole := slices.DeleteFunc(slices.Clone(claims), func(c tpastream.Claim) bool {
				_, medical := c.ClaimMedicalID.Get()
				_, id := c.ID.Get()
				return !medical && !id
			})
			if got := len(claims) - len(whole); got != truth.NoKey || got == 0 {
				t.Fatalf("got %d claims without a key, want %d and some", got, truth.NoKey)
			}
			name := string(shape)
			same(t, name+" claims", whole, truth.Claims)
			same(t, name+" employers", decoded[tpastream.Employer](t, s, "/api/employer"), truth.Employers)
			same(t, name+" members", decoded[tpastream.Member](t, s, "/api/member"), truth.Members)
			same(t, name+" policy holders", decoded[tpastream.PolicyHolder](t, s, "/api/policy_holder"), truth.PolicyHolders)
			same(t, name+" events", events(t, s), truth.Events)
		}
	}
}

func events(t *testing.T, s *simulator.Simulator) []tpastream.Event {
	t.Helper()
	var page struct {
		Data []tpastream.Event `json:"data"`
	}
	if err := json.Unmarshal(s.Page("/api/v2/events", 1, 1000), &page); err != nil {
		t.Fatal(err)
	}
	return page.Data
}

func BenchmarkClaims(b *testing.B) {
	s := simulator.New(simulator.Options{Seed: 1, Claims: 20_000})
	claims := 0
	for b.Loop() {
		n := 0
		for body := range s.Pages("/api/claims", 1000) {
			n += len(body)
			claims += 1000
		}
		b.SetBytes(int64(n))
	}
	b.ReportMetric(float64(claims)/b.Elapsed().Seconds(), "claims/s")
}
