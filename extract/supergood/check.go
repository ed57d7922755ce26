package supergood

import (
	"context"
	"errors"
	"fmt"
	"slices"

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
	open, empty, all := 0, 0, s.profile.offered()
	told := modules{}
	for _, name := range all {
		var l list
		_, seen, err := s.small(ctx, name, 1, false, func(body []byte) error { return s.read(name, body, &l) })
		if err == nil {
			told, err = seen, s.fits(name, &l)
		}
		if err == nil {
			if open++; len(l.entries) == 0 {
				empty++
			}
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
	if empty > 0 { // as all are to a user who may see nobody
		report.Seen += fmt.Sprintf(", %d of them empty", empty)
	}
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

// fits says why a page that was read is none from which a list could be gone along, or rows be made.
func (s *Source) fits(name string, l *list) error {
	if _, _, err := s.next(name, place{page: 1}, l); err != nil {
		return err
	}
	if slices.ContainsFunc(l.entries, func(e entry) bool { return e.key == "" }) {
		return s.misplaced("a record has no id where the profile looks for it", "datasets."+name+".key")
	}
	return nil
}

// begin occupies the user for what a person asks, who waits for it. It tries what was refused before, but not for every
// tenant of a user again: one attempt tells, and several lock.
func (s *Source) begin(ctx context.Context) error {
	s.hurried.Store(true)
	s.asked.Store(!s.user.vain.Load())
	return s.user.occupy(ctx, s.session)
}

// small asks for the first page of a dataset, with few records on it.
func (s *Source) small(ctx context.Context, dataset string, size int, probing bool, look func([]byte) error) (
	transport.Response, modules, error,
) {
	return s.smallAt(ctx, dataset, place{page: 1}, size, probing, look)
}

// smallAt asks for another page in the same way.
func (s *Source) smallAt(ctx context.Context, dataset string, at place, size int, probing bool, look func([]byte) error) (
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
		Dataset: dataset, Path: d.Path, Query: p.ask(at, s.parameters(dataset, w)), Accept: "application/json",
		Whole: look, Refusal: s.refusal,
	}, probing)
}

// problem says what an error means for a dataset, if it means anything that lasts. Without a session every other dataset
// will say the same.
func (s *Source) problem(dataset string, err error) (extract.Problem, bool) {
	if s.session.closed() != nil || !s.session.opened.Load() {
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
