package supergood

import (
	"context"
	"errors"
	"fmt"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"
)

// Check implements [extract.Checker] with one small request for each dataset.
func (s *Source) Check(ctx context.Context) (extract.Report, error) {
	var report extract.Report
	if err := s.begin(ctx); err != nil {
		return report, err
	}
	defer s.user.leave()
	open, all := 0, s.profile.offered()
	told := modules{}
	for _, name := range all {
		var l list
		_, seen, err := s.small(ctx, name, 1, false, func(body []byte) error { return s.read(name, body, &l) })
		if err == nil {
			open, told = open+1, seen
			continue
		}
		p, ok := s.problem(name, err)
		if !ok {
			return extract.Report{}, fmt.Errorf("%s: %w", name, err)
		}
		report.Problems = append(report.Problems, p)
		if p.Dataset == "" {
			return report, nil // not let in at all
		}
	}
	report.Seen = fmt.Sprintf("session opened, %d of %d datasets open", open, len(all))
	if told.known {
		report.Seen += fmt.Sprintf(", %s licensed", plural(len(told.names), "module"))
	}
	return report, nil
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// begin occupies the user for what a person asks, who waits for it.
func (s *Source) begin(ctx context.Context) error {
	s.asked.Store(true)
	return s.user.occupy(ctx, s.session)
}

// small asks for the first page of a dataset, with few records on it.
func (s *Source) small(ctx context.Context, dataset string, size int, probing bool, look func([]byte) error) (
	transport.Response, modules, error,
) {
	d := s.profile.Datasets[dataset]
	w := models.Window{Mode: models.Snapshot}
	if d.Dates != nil {
		today := midnight(s.client.Now())
		w = models.Window{Mode: models.Windows, From: today.Add(-s.config.Back), To: today.Add(s.config.Ahead + day)}
	}
	p := d.Paging
	p.Size = size
	return s.get(ctx, dataset, transport.Call{
		Dataset: dataset, Path: d.Path, Query: p.ask(place{page: 1}, s.parameters(dataset, w)), Accept: "application/json",
		Whole: look, Refusal: s.refusal,
	}, probing)
}

// problem says what an error means for a dataset, if it means anything that lasts. Without a session every other dataset
// will say the same.
func (s *Source) problem(dataset string, err error) (extract.Problem, bool) {
	if s.session.closed() != nil {
		dataset = ""
	}
	return problem(dataset, err)
}

// problem says it of an error alone.
func problem(dataset string, err error) (extract.Problem, bool) {
	f, ok := errors.AsType[extract.Finder](err)
	if !ok {
		return extract.Problem{}, false
	}
	p := extract.Problem{Dataset: dataset, Outcome: f.Outcome(), What: err.Error(), Advice: f.Advice()}
	switch p.Outcome {
	case models.NeedsPerson:
		p.Dataset = "" // and every other dataset will say the same
	case models.Unreachable:
		return extract.Problem{}, false
	default:
	}
	return p, !errors.Is(err, context.Canceled)
}
