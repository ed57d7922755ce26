package engine

import (
	"encoding/json"
	"testing"
	"time"

	"carehouse/models"
)

func TestAnswersKnowTheirExitCode(t *testing.T) {
	t.Parallel()

	failed := Failure{Tenant: "a", Outcome: models.Unreachable}
	person := Failure{Tenant: "b", Outcome: models.NeedsPerson}
	refusal := Refusal{What: "receipt"}
	tenant := func(problems ...Problem) TenantCheck { return TenantCheck{Problems: problems} }
	part := Problem{Dataset: "claims", Outcome: models.NotEntitled}
	away := Problem{Outcome: models.Unreachable}
	needed := Problem{Dataset: "claims", Outcome: models.NeedsPerson}
	tests := []struct {
		name      string
		got, want Exit
	}{
		{"all well", Sync{}.Exit(), OK},
		{"a window failed", Sync{Failures: []Failure{failed}}.Exit(), Partial},
		{"a person among others", Sync{Failures: []Failure{failed, person, failed}}.Exit(), Person},
		{"a refusal outweighs all", Sync{Failures: []Failure{person}, Refusals: []Refusal{refusal}}.Exit(), Refused},
		{"check finds nothing", Check{Tenants: []TenantCheck{tenant()}}.Exit(), OK},
		{"check finds a dataset", Check{Tenants: []TenantCheck{tenant(part), tenant()}}.Exit(), Partial},
		{"check finds a tenant", Check{Tenants: []TenantCheck{tenant(), tenant(part, away)}}.Exit(), Partial},
		{"check needs a person", Check{Tenants: []TenantCheck{tenant(away), tenant(part, needed)}}.Exit(), Person},
		{"check finds the disk", Check{Home: HomeCheck{Problem: &away}}.Exit(), Failed},
		{"receipts agree", Verify{Receipts: []Receipt{{Agrees: true}}}.Exit(), OK},
		{"a receipt differs", Verify{Receipts: []Receipt{{Agrees: true}, {}}}.Exit(), Refused},
		{"a check fails", Verify{Refusals: []Refusal{refusal}}.Exit(), Refused},
		{"every page is seen", Probe{Datasets: []ProbeDataset{{}}}.Exit(), OK},
		{"a page is not", Probe{Datasets: []ProbeDataset{{Problem: &part}, {}}}.Exit(), Partial},
		{"a page needs a person", Probe{Datasets: []ProbeDataset{{Problem: &needed}, {Problem: &part}}}.Exit(), Person},
		{"the worse of two runs", Demo{Next: Sync{Failures: []Failure{failed}}}.Exit(), Partial},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("%s: got %d, want %d", tt.name, tt.got, tt.want)
		}
	}
}

func TestStatesSumUp(t *testing.T) {
	t.Parallel()

	tests := []struct {
		problems []Problem
		want     string
	}{
		{nil, "ok"},
		{[]Problem{{Dataset: "claims", Outcome: models.NotEntitled}}, "part"},
		{[]Problem{{Outcome: models.Unreachable}, {Dataset: "claims", Outcome: models.NotEntitled}}, "fail"},
		{[]Problem{{Outcome: models.Unreachable}, {Outcome: models.NeedsPerson}}, "person"},
	}
	for _, tt := range tests {
		if got := (TenantCheck{Problems: tt.problems}).State(); got != tt.want {
			t.Errorf("got %s, want %s", got, tt.want)
		}
	}
}

func TestExitCodesAreThoseOfTheDesign(t *testing.T) {
	t.Parallel()

	for code, want := range []string{
		"all well", "failed", "usage or configuration", "some windows failed", "another run holds the home", "a person is needed",
		"a receipt or check refused the publish", "unknown",
	} {
		if got := Exit(code).Meaning(); got != want {
			t.Errorf("%d: got %q, want %q", code, got, want)
		}
	}
}

func TestSpansAreSeconds(t *testing.T) {
	t.Parallel()

	text, err := json.Marshal(Span(1500 * time.Millisecond))
	if err != nil || string(text) != "1.5" {
		t.Errorf("got %s, %v, want 1.5", text, err)
	}
	var back Span
	if err := json.Unmarshal(text, &back); err != nil || back != Span(1500*time.Millisecond) {
		t.Errorf("got %v, %v", time.Duration(back), err)
	}
}

func TestScopesLimit(t *testing.T) {
	t.Parallel()

	tests := []struct {
		scope Scope
		want  bool
	}{
		{Scope{}, true},
		{Scope{Source: "s", Tenant: "t", Dataset: "d"}, true},
		{Scope{Source: "x"}, false},
		{Scope{Tenant: "x"}, false},
		{Scope{Dataset: "x"}, false},
	}
	for _, tt := range tests {
		if got := tt.scope.Has("s", "t", "d"); got != tt.want {
			t.Errorf("%+v: got %v, want %v", tt.scope, got, tt.want)
		}
	}
}
