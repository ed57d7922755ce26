package pipeline

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/load/durable"
	"carehouse/load/generation"
	"carehouse/models"
)

// looking opens the home for reading, with the landed windows listed.
func (p *Pipeline) looking(ctx context.Context, ask engine.Run) (*run, error) {
	r, err := p.look(ctx, ask)
	if err != nil {
		return nil, err
	}
	if err := r.list(); err != nil {
		return nil, homeFault(ask.Config.Home, errors.Join(err, r.close()))
	}
	return r, nil
}

// check says whether everything that a sync needs is there. It asks each source for as little as it can.
func (p *Pipeline) check(ctx context.Context, ask engine.Run, in engine.Scope) (engine.Check, error) {
	got := engine.Check{Home: p.checkHome(ctx, ask)}
	r := &run{p: p, ask: ask}
	for _, t := range ask.Config.Tenants {
		if !in.Has(t.Source, t.Name, in.Dataset) {
			continue
		}
		seen := engine.TenantCheck{Tenant: t.Name, Source: t.Source, Problems: []engine.Problem{}}
		source, err := r.source(ctx, t, transport.NewRetries(2))
		if err != nil {
			return got, err
		}
		if checker, ok := source.(extract.Checker); ok {
			report, err := checker.Check(ctx)
			if err != nil && ctx.Err() != nil {
				return got, context.Cause(ctx)
			}
			seen.Seen = report.Seen
			for _, problem := range report.Problems {
				seen.Problems = append(seen.Problems, engine.Problem{
					Dataset: problem.Dataset, Outcome: problem.Outcome, What: problem.What, Next: problem.Advice,
				})
			}
			if err != nil {
				seen.Problems = append(seen.Problems, problemOf(err))
			}
		}
		got.Tenants = append(got.Tenants, seen)
	}
	return got, nil
}

func problemOf(err error) engine.Problem {
	problem := engine.Problem{Outcome: extract.OutcomeOf(err), What: err.Error()}
	if f, ok := errors.AsType[extract.Finder](err); ok {
		problem.Next = f.Advice()
	}
	return problem
}

// checkHome looks at the home folder without changing it.
func (p *Pipeline) checkHome(ctx context.Context, ask engine.Run) engine.HomeCheck {
	got := engine.HomeCheck{Path: ask.Config.Home}
	bad := func(err error, next string) engine.HomeCheck {
		got.Problem = &engine.Problem{Outcome: models.Failed, What: err.Error(), Next: next}
		if fault, ok := errors.AsType[*engine.Fault](err); ok {
			got.Problem.What, got.Problem.Next = fault.What, fault.Next
		}
		return got
	}
	free, err := generation.FreeBytes(ask.Config.Home)
	if err != nil {
		return bad(err, "")
	}
	got.Free = free
	how, err := generation.CloneSupport(ask.Config.Home)
	if err != nil {
		return bad(homeFault(ask.Config.Home, err), "")
	}
	got.Clones = how == durable.Cloned
	home, err := generation.OpenReader(ask.Config.Home)
	if err != nil {
		return bad(homeFault(ask.Config.Home, err), "")
	}
	defer home.Close()
	current, ok, err := home.Current()
	if err != nil {
		return bad(err, "go back to an older generation: carehouse rollback --to N")
	}
	if !ok {
		return got
	}
	got.Generation = current.Number
	for _, f := range current.Info.Files {
		got.Bytes += f.Size
	}
	if err := current.Verify(false); err != nil {
		return bad(err, "make it again from the landing: carehouse rebuild")
	}
	r, err := p.look(ctx, ask)
	if err != nil {
		return bad(err, "")
	}
	if err := errors.Join(r.fits(ctx), r.close()); err != nil {
		return bad(err, "")
	}
	if got.Free < 2*got.Bytes {
		return bad(errNoRoom, "make room, or keep fewer generations")
	}
	return got
}

var errNoRoom = errors.New("less than twice the current generation is free on the disk")

// rollback switches back to an older generation.
func (p *Pipeline) rollback(_ context.Context, ask engine.Run, what engine.RollbackAsk) (got engine.Rollback, err error) {
	home, err := generation.Open(ask.Config.Home, p.Disk, p.Clock())
	if err != nil {
		return got, homeFault(ask.Config.Home, err)
	}
	defer func() { err = diskFault(ask.Config.Home, errors.Join(err, home.Close())) }()
	if current, ok, err := home.Current(); err == nil && ok {
		got.From = current.Number
	}
	g, err := home.Rollback(what.To, p.Clock().UTC())
	if err != nil {
		kept, _ := home.Generations()
		numbers := make([]string, len(kept))
		for i, k := range kept {
			numbers[i] = strconv.Itoa(k.Number)
		}
		fault := &engine.Fault{
			Exit: engine.Usage, What: err.Error(), Why: "the generations that are there: " + strings.Join(numbers, ", "),
			Next: "carehouse rollback --to N", Err: err,
		}
		if len(numbers) == 0 {
			fault.Why, fault.Next = "nothing is published yet", "begin with: carehouse sync"
		}
		return got, fault
	}
	got.To, got.Published = g.Number, g.Published
	kept, err := home.Generations()
	for _, k := range kept {
		got.Kept = append(got.Kept, k.Number)
	}
	return got, err
}
