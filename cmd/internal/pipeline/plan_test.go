package pipeline

import (
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/config"
)

// TestPlanAddsUpLanes has ten requests a window: rooms at the tenant's pace, patients and notes a call a second, cases a
// call every two.
func TestPlanAddsUpLanes(t *testing.T) {
	t.Parallel()

	h := inClinic(t, &clinic{news: []int64{1}})
	got, err := h.plan(t.Context(), h.ask, engine.SyncAsk{})
	done(t, err)
	want := map[string]time.Duration{
		"rooms": 10 * someInterval, "patients": 10 * time.Second, "cases": 20 * time.Second, "case_notes": 10 * time.Second,
	}
	for _, d := range got.Datasets {
		if time.Duration(d.About) != want[d.Dataset] || d.Windows != 1 || d.Requests != 10 {
			t.Errorf("got %+v, want one window that takes %v", d, want[d.Dataset])
		}
	}
	if about := time.Duration(got.About); about != 40*time.Second || got.AtLeast {
		t.Errorf("got %v in all, want the three that follow each other", about)
	}

	p := planner{lanes: map[string]time.Duration{"a": 30 * time.Second, "": 5 * time.Second}, ends: map[string]time.Duration{"x": 20 * time.Second}}
	if about := p.about(); about != 30*time.Second {
		t.Errorf("got %v, want the busiest lane", about)
	}
	alone, err := h.plan(t.Context(), h.ask, engine.SyncAsk{Scope: engine.Scope{Tenant: "eye", Dataset: "cases"}})
	done(t, err)
	if len(alone.Datasets) != 1 || alone.Windows != 0 || alone.Datasets[0].Follows != "patients" {
		t.Errorf("got %+v, want nothing to follow yet", alone.Datasets)
	}
}

// TestARationTakesDays has so many requests to make, and so many that may be made today and on each day after.
func TestARationTakesDays(t *testing.T) {
	t.Parallel()

	for _, tt := range []struct {
		name                   string
		requests, perDay, left int
		full                   bool
		want                   int
	}{
		{"nothing to do", 0, 10, 0, false, 1},
		{"what is left of today does", 10, 10, 10, false, 1},
		{"one more", 11, 10, 10, false, 2},
		{"today is used up", 10, 10, 0, false, 2},
		{"days", 24, 10, 10, false, 3},
		{"days from the next one on", 24, 10, 0, false, 4},
		{"everything, in a day", 10, 10, 3, true, 2},
		{"everything, in more than a day", 11, 10, 10, true, 0},
	} {
		rows := []engine.PlanDataset{{Windows: min(tt.requests, 1), Requests: tt.requests}, {}}
		if got := ration(config.Tenant{Name: "eye"}, rows, tt.perDay, tt.left, tt.full); got.Days != tt.want || got.Requests != tt.requests || got.AtLeast {
			t.Errorf("%s: got %+v, want %d days", tt.name, got, tt.want)
		}
	}
	if got := ration(config.Tenant{}, []engine.PlanDataset{{Windows: 1}}, 10, 10, false); !got.AtLeast {
		t.Errorf("got %+v of what nobody knows", got)
	}
}
