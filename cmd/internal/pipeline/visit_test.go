package pipeline

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"
)

// A door is a clinic that a person has to let us into, and whose answers nobody has described.
type door struct {
	clinicTenant

	env transport.Env
	err error
}

func (d door) Login(ctx context.Context, by extract.Visit) (string, error) {
	by.Show("knock")
	typed, err := by.Ask(ctx, "Who is there?")
	if err != nil || d.err != nil {
		return "", errors.Join(err, d.err)
	}
	if by.Paste {
		typed += " by paste"
	}
	return "let in as " + typed, d.env.Vault.Write(d.env.Memory+"/token", []byte("new"))
}

func (d door) Probe(context.Context) ([]extract.Sight, error) {
	return []extract.Sight{
		{
			Dataset: "patients", Call: "GET /patients", Records: 2,
			Fields: []extract.Seen{{Path: "id", Type: "number", Count: 2, Looks: "99", Column: "id"}},
		},
		{Dataset: "cases", Call: "GET /cases", Problem: &extract.Problem{Outcome: models.NotEntitled, What: "status 403", Advice: "ask"}},
	}, d.err
}

// shut is an error that a person has to act on.
type shut struct{}

func (shut) Error() string           { return "the token was refused" }
func (shut) Outcome() models.Outcome { return models.NeedsPerson }
func (shut) Advice() string          { return "carehouse login eye" }

func atDoor(t *testing.T, refusal error) *house {
	t.Helper()

	driver := (&clinic{}).driver()
	driver.Open = func(tenant string, _ any, env transport.Env) (extract.Source, error) {
		return door{clinicTenant{&clinic{}, tenant}, env, refusal}, nil
	}
	h := build(t, nil, driver)
	h.configure(t, "home: ./home\ntenants:\n  - name: eye\n    source: clinic\n  - name: ours\n    source: tpastream\n"+
		"    auth:\n      basic: {email: a@example.com, api_key: env:"+keyName+"}\n")
	return h
}

func visit(tenant string) engine.LoginAsk {
	return engine.LoginAsk{
		Scope: engine.Scope{Tenant: tenant}, Paste: true, Show: func(string) {},
		Ask: func(ctx context.Context, _ string) (string, error) { return "Testperson", context.Cause(ctx) },
	}
}

func TestAPersonLetsASourceIn(t *testing.T) {
	t.Parallel()

	h := atDoor(t, nil)
	got, err := h.login(t.Context(), h.ask, visit("eye"))
	done(t, err)
	if want := (engine.Login{Source: clinicName, Tenant: "eye", Said: "let in as Testperson by paste"}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	stopped, stop := context.WithCancelCause(t.Context())
	stop(engine.ErrInterrupted)
	if _, err := h.login(stopped, h.ask, visit("eye")); !errors.Is(err, engine.ErrInterrupted) {
		t.Errorf("got %v", err)
	}
}

func TestAVisitThatDoesNotSucceedSaysWhatToDo(t *testing.T) {
	t.Parallel()

	for _, test := range []struct {
		name, tenant string
		refusal      error
		login        bool
		exit         engine.Exit
		what, next   string
	}{
		{"no login is needed", "ours", nil, true, engine.Usage, "ours needs no login", "carehouse check ours"},
		{"all is known", "ours", nil, false, engine.Usage, "nothing is to be found out about ours", "carehouse schema tpastream"},
		{"nobody", "none", nil, true, engine.Usage, "none is not a tenant", "carehouse status"},
		{"an error", "eye", errors.New("no answer"), true, engine.Failed, "eye: no answer", "carehouse login eye --paste"},
		{"an error of a probe", "eye", errors.New("no answer"), false, engine.Failed, "eye: no answer", "carehouse check eye"},
	} {
		h := atDoor(t, test.refusal)
		_, err := h.login(t.Context(), h.ask, visit(test.tenant))
		if !test.login {
			_, err = h.probe(t.Context(), h.ask, engine.Scope{Tenant: test.tenant})
		}
		fault, ok := errors.AsType[*engine.Fault](err)
		if !ok || fault.Exit != test.exit || fault.What != test.what || !strings.Contains(fault.Next, test.next) || fault.Why == "" {
			t.Errorf("%s: got %+v, %v", test.name, fault, err)
		}
	}
	h := atDoor(t, shut{})
	_, err := h.login(t.Context(), h.ask, visit("eye"))
	if finder, ok := errors.AsType[extract.Finder](err); !ok || finder.Outcome() != models.NeedsPerson || err.Error() != "eye: the token was refused" {
		t.Errorf("got %v, want what the source says", err)
	}
}

func TestAProbeTellsWhatWasSeen(t *testing.T) {
	t.Parallel()

	h := atDoor(t, nil)
	got, err := h.probe(t.Context(), h.ask, engine.Scope{Source: clinicName, Tenant: "eye"})
	done(t, err)
	if got.Exit() != engine.Partial || len(got.Datasets) != 2 || got.Datasets[1].Problem.Next != "ask" {
		t.Errorf("got %+v", got)
	}
	want := []engine.ProbeField{{Path: "id", Type: "number", Count: 2, Looks: "99", Column: "id"}}
	if d := got.Datasets[0]; !slices.Equal(d.Fields, want) || d.Records != 2 || d.Call != "GET /patients" {
		t.Errorf("got %+v", d)
	}
}
