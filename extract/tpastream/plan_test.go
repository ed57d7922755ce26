package tpastream

import (
	"testing"
	"time"

	"carehouse/extract"
	"carehouse/models"
)

func TestPlanClaims(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 6, 0, 0, 0, time.UTC)
	ended := func(days float64, mode models.Mode, v models.Verdict) models.Past {
		planned := now.Add(-time.Duration(days * 24 * float64(time.Hour)))
		return models.Past{
			Window: models.NewWindow("tpastream", "my-tpa", "claims", mode, planned), Verdict: v, Ended: planned.Add(time.Minute),
		}
	}
	read := func(days float64, cursor string) models.Past {
		return ended(days, models.Snapshot, models.Verdict{Outcome: models.Complete, Sweep: 1, Absence: true, Cursor: cursor})
	}
	followed := func(days float64, cursor string) models.Past {
		return ended(days, models.Feed, models.Verdict{Outcome: models.Complete, Cursor: cursor})
	}
	for _, tt := range []struct {
		name  string
		past  []models.Past
		want  extract.Want
		mode  models.Mode
		after string
	}{
		{"the first time", nil, extract.Want{}, models.Snapshot, ""},
		{"after a sweep", []models.Past{read(1, "90")}, extract.Want{}, models.Feed, "90"},
		{"after a sweep of nothing", []models.Past{
			ended(1, models.Snapshot, models.Verdict{Outcome: models.Empty, Sweep: 1, Cursor: "0"}),
		}, extract.Want{}, models.Feed, "0"},
		{"after the feed", []models.Past{read(3, "90"), followed(2, "95"), followed(1, "99")}, extract.Want{}, models.Feed, "99"},
		{"after the feed was quiet", []models.Past{read(3, "90"), ended(1, models.Feed, models.Verdict{Outcome: models.Empty, Cursor: "90"})}, extract.Want{}, models.Feed, "90"},
		{"everything wanted", []models.Past{read(1, "90")}, extract.Want{Full: true}, models.Snapshot, ""},
		{"limits in time are not for claims", []models.Past{read(1, "90")}, extract.Want{Since: now.AddDate(-1, 0, 0), Until: now}, models.Feed, "90"},
		{"the sweep is a week old", []models.Past{read(7, "90"), followed(1, "99")}, extract.Want{}, models.Snapshot, "99"},
		{"the sweep is almost a week old", []models.Past{read(6.9, "90"), followed(1, "99")}, extract.Want{}, models.Feed, "99"},
		{"the feed was closed", []models.Past{read(1, "")}, extract.Want{}, models.Snapshot, ""},
		{"the feed has been closed", []models.Past{
			read(2, "90"), ended(1, models.Feed, models.Verdict{Outcome: models.Complete, Sweep: 1, Absence: true}),
		}, extract.Want{}, models.Snapshot, ""},
		{"the feed is open again", []models.Past{read(2, ""), read(1, "90")}, extract.Want{}, models.Feed, "90"},
		{"the feed's window read everything", []models.Past{
			read(20, "90"), ended(1, models.Feed, models.Verdict{Outcome: models.Complete, Sweep: 1, Absence: true, Cursor: "99"}),
		}, extract.Want{}, models.Feed, "99"},
		{"the sweep was partial", []models.Past{
			ended(1, models.Snapshot, models.Verdict{Outcome: models.Partial, Cursor: "90"}),
		}, extract.Want{}, models.Snapshot, ""},
		{"the last was partial", []models.Past{
			read(2, "90"), ended(1, models.Feed, models.Verdict{Outcome: models.Partial, Cursor: "99"}),
		}, extract.Want{}, models.Feed, "90"},
		{"the last failed", []models.Past{
			read(2, "90"), ended(1, models.Feed, models.Verdict{Outcome: models.Unreachable}),
		}, extract.Want{}, models.Feed, "90"},
		{"the clock went back", []models.Past{read(-1, "90")}, extract.Want{}, models.Feed, "90"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := &Source{tenant: "my-tpa", config: Config{}.withDefaults()}
			tt.want.Now = now
			got := s.planClaims(tt.past, tt.want)
			if len(got) != 1 || got[0].Mode != tt.mode || got[0].After != tt.after || !got[0].Planned.Equal(now) {
				t.Errorf("got %+v, want one %s after %q", got, tt.mode, tt.after)
			}
		})
	}
	t.Run("longer than the feed remembers", func(t *testing.T) {
		t.Parallel()
		s := &Source{tenant: "my-tpa", config: Config{FullEvery: 1000 * 24 * time.Hour}.withDefaults()}
		for days, mode := range map[float64]models.Mode{87: models.Feed, 88: models.Snapshot, 200: models.Snapshot} {
			if got := s.planClaims([]models.Past{read(days, "90")}, extract.Want{Now: now}); got[0].Mode != mode {
				t.Errorf("after %v days: got %s, want %s", days, got[0].Mode, mode)
			}
		}
	})
}

func TestEstimate(t *testing.T) {
	t.Parallel()
	s := &Source{tenant: "my-tpa", config: Config{}.withDefaults()}
	swept := models.Past{Window: models.Window{Mode: models.Snapshot}, Verdict: models.Verdict{Claimed: 122_901, Distinct: 122_901}}
	followed := models.Past{Window: models.Window{Mode: models.Feed}, Verdict: models.Verdict{Claimed: -1, Distinct: 13}}
	past := []models.Past{swept, followed}
	for _, tt := range []struct {
		name string
		past []models.Past
		mode models.Mode
		want int
	}{
		{"nothing is known", nil, models.Snapshot, 0},
		{"nothing is known of the feed", past[:1], models.Feed, 0},
		{"a sweep and the feed before it", past, models.Snapshot, 124},
		{"what the feed named last time", past, models.Feed, 14},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := s.estimateClaims(tt.past, models.Window{Mode: tt.mode}); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}
