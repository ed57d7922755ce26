package pipeline

import (
	"testing"
	"time"

	"carehouse/cmd/internal/cli/engine"
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
