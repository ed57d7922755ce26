package cli

import (
	"slices"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/models"
)

func TestOneReasonIsToldOnce(t *testing.T) {
	t.Parallel()

	down := func(tenant, dataset, what string) engine.Failure {
		return engine.Failure{Tenant: tenant, Dataset: dataset, What: what, Next: "look at base_url", Outcome: models.Unreachable}
	}
	refused := func(dataset string) engine.Failure {
		return engine.Failure{Tenant: "a", Dataset: dataset, What: "page 1: Get: not allowed", Next: "ask", Outcome: models.NotEntitled}
	}
	locked := func(dataset string) engine.Failure {
		return engine.Failure{
			Tenant: "a", Dataset: dataset, What: "page 1: GET /" + dataset + ": nobody has logged in yet", Next: "login", Outcome: models.NeedsPerson,
		}
	}
	lost := func(dataset, call string) engine.Failure {
		return engine.Failure{Tenant: "c", Dataset: dataset, What: "page 1: " + call + ": status 404", Next: "look", Outcome: models.Failed}
	}
	slow := down("a", "charges", "page 9: GetCharges after 5 attempts: the host's name was not found")
	slow.Why = "it was so yesterday"
	got := alike([]engine.Failure{
		down("a", "practices", "page 1: GetPractices after 5 attempts: the host's name was not found"),
		refused("payments"),
		down("b", "claims", "page 1: GET /api/claims after 5 attempts: the host's name was not found"),
		down("a", "patients", "page 3: GetPatients after 2 attempts: the host's name was not found"),
		down("a", "throttles", "page 1: GetThrottles after 5 attempts: no answer in time"),
		locked("visits"),
		refused("providers"),
		slow,
		locked("rooms"),
		down("a", "codes", "page 1: GetProcedureCodes after 5 attempts: the host's name was not found"),
		lost("rooms", "POST /login"), lost("visits", "POST /login"), lost("notes", "GET /notes"),
	})
	var names []string
	for _, g := range got {
		names = append(names, g.Tenant+" "+g.Dataset)
	}
	want := []string{"a practices", "a payments", "b claims", "a throttles", "a visits", "a providers", "a charges", "c rooms", "c notes"}
	if !slices.Equal(names, want) {
		t.Fatalf("got %q, want %q", names, want)
	}
	if !slices.Equal(got[0].others, []string{"patients", "codes"}) || got[0].so() != "and so did 2 other datasets: patients, codes" {
		t.Errorf("got %q, told as %q", got[0].others, got[0].so())
	}
	if !slices.Equal(got[4].others, []string{"rooms"}) {
		t.Errorf("got %q", got[4].others)
	}
	if got[6].so() != "it was so yesterday" {
		t.Errorf("got %q", got[6].so())
	}
}

func TestDatasetsShareASentenceOfACheck(t *testing.T) {
	t.Parallel()

	of := func(dataset, what string) engine.Problem {
		return engine.Problem{Dataset: dataset, What: what, Next: "look"}
	}
	got := tenantLine(engine.TenantCheck{Seen: "seen", Problems: []engine.Problem{
		of("patients", "status 404"), of("visits", "status 404"), of("rooms", "status 403"), of("", "gone"), of("notes", "status 404"),
	}})
	want := "seen\npatients, visits: status 404\nlook\nrooms: status 403\nlook\ngone\nlook\nnotes: status 404\nlook"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	away := engine.TenantCheck{Problems: []engine.Problem{{Outcome: models.Unreachable}}}
	if note := checkNote(engine.Check{Tenants: []engine.TenantCheck{away}}); note != "" {
		t.Errorf("got %q where nobody can be asked", note)
	}
	if note := checkNote(engine.Check{Tenants: []engine.TenantCheck{away, {}}}); note == "" {
		t.Error("want to be told that the other tenant can be fetched")
	}
}
