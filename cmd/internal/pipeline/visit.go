package pipeline

import (
	"context"
	"errors"
	"fmt"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/cmd/internal/config"
	"carehouse/extract"
	"carehouse/extract/transport"
)

// visited opens the source of the one tenant that a visit is about.
func (p *Pipeline) visited(ctx context.Context, ask engine.Run, in engine.Scope) (config.Tenant, extract.Source, error) {
	for _, t := range ask.Config.Tenants {
		if t.Name == in.Tenant && in.Has(t.Source, t.Name, "") {
			source, err := (&run{p: p, ask: ask}).source(ctx, t, transport.NewRetries(2))
			return t, source, err
		}
	}
	return config.Tenant{}, nil, &engine.Fault{
		Exit: engine.Usage, What: in.Tenant + " is not a tenant", Why: "nothing of that name is configured", Next: "carehouse status lists them",
	}
}

// login lets a person open the door of an API. It takes no lock of the home: what a source keeps has locks of its own.
func (p *Pipeline) login(ctx context.Context, ask engine.Run, what engine.LoginAsk) (engine.Login, error) {
	t, source, err := p.visited(ctx, ask, what.Scope)
	if err != nil {
		return engine.Login{}, err
	}
	got := engine.Login{Source: t.Source, Tenant: t.Name}
	door, ok := source.(extract.LogsIn)
	if !ok {
		return got, &engine.Fault{
			Exit: engine.Usage, What: t.Name + " needs no login", Why: t.Source + " lets in whoever brings what the configuration says",
			Next: "try whether it does: carehouse check " + t.Name,
		}
	}
	got.Said, err = door.Login(ctx, extract.Visit{Paste: what.Paste, Show: what.Show, Ask: what.Ask})
	return got, unmet(ctx, t.Name, "the login was not finished", "begin it again: "+what.Command(), err)
}

// probe shows what the answers of an API look like, where nobody has published that.
func (p *Pipeline) probe(ctx context.Context, ask engine.Run, in engine.Scope) (engine.Probe, error) {
	t, source, err := p.visited(ctx, ask, in)
	if err != nil {
		return engine.Probe{}, err
	}
	got := engine.Probe{Source: t.Source, Tenant: t.Name}
	prober, ok := source.(extract.Prober)
	if !ok {
		return got, &engine.Fault{
			Exit: engine.Usage, What: "nothing is to be found out about " + t.Name, Why: "the shape of what " + t.Source + " answers is known",
			Next: "see its tables: carehouse schema " + t.Source,
		}
	}
	sights, err := prober.Probe(ctx)
	if err != nil {
		return got, unmet(ctx, t.Name, "nothing could be asked", "see what is wrong: carehouse check "+t.Name, err)
	}
	for _, s := range sights {
		d := engine.ProbeDataset{Dataset: s.Dataset, Call: s.Call, Records: s.Records}
		for _, f := range s.Fields {
			d.Fields = append(d.Fields, engine.ProbeField(f))
		}
		for _, f := range s.Around {
			d.Around = append(d.Around, engine.ProbeField(f))
		}
		if s.Problem != nil {
			d.Problem = &engine.Problem{Dataset: s.Dataset, Outcome: s.Problem.Outcome, What: s.Problem.What, Next: s.Problem.Advice}
		}
		got.Datasets = append(got.Datasets, d)
	}
	return got, nil
}

// unmet says of which tenant an error is. One that knows what it stands for says so itself.
func unmet(ctx context.Context, tenant, why, next string, err error) error {
	if err == nil {
		return nil
	}
	if ctx.Err() != nil {
		return errors.Join(context.Cause(ctx), err)
	}
	if _, ok := errors.AsType[extract.Finder](err); ok {
		return fmt.Errorf("%s: %w", tenant, err)
	}
	if _, ok := errors.AsType[*engine.Fault](err); ok {
		return err
	}
	return &engine.Fault{Exit: engine.Failed, What: tenant + ": " + err.Error(), Why: why, Next: next, Err: err}
}
