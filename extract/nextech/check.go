package nextech

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"
)

// Check implements [extract.Checker] with two small calls: for the names of sections, and for the first patient of the
// roster who can be looked up.
func (s *Source) Check(ctx context.Context) (extract.Report, error) {
	var report extract.Report
	if err := s.budget.take(ctx); errors.Is(err, errSpent) {
		report.Seen = "the budget of " + grouped(s.config.DailyBudget) + " calls for today is used up, so nothing was asked"
		return report, nil
	} else if err != nil {
		return report, s.unwritten("the day's calls cannot be counted", err)
	}
	defer s.budget.close(ctx)
	names, ok, err := s.checkSections(ctx, &report)
	if err != nil {
		return extract.Report{}, err
	}
	who, err := s.checkWho(ctx, &report, ok || !locked(report))
	if err != nil {
		return extract.Report{}, err
	}
	if locked(report) {
		return report, nil
	}
	var seen []string
	if ok {
		seen = append(seen, "login accepted for practice "+s.config.PracticeID, plural(len(names), "section name"))
	}
	report.Seen = strings.Join(append(seen, who), ", ")
	return report, nil
}

// locked reports whether the tenant is not let in at all.
func locked(report extract.Report) bool {
	return slices.ContainsFunc(report.Problems, func(p extract.Problem) bool { return p.Dataset == "" && p.Outcome == models.NeedsPerson })
}

// checkSections reads the names of sections and looks for the one that documents are limited to.
func (s *Source) checkSections(ctx context.Context, report *extract.Report) (names []string, ok bool, err error) {
	var all []json.RawMessage
	_, err = s.do(ctx, s.call(sectionNames, question{path: categories, whole: func(body []byte) (err error) {
		all, _, err = sectionsOf(body)
		return err
	}}))
	if err != nil {
		return nil, false, s.problem(sectionNames, err, report)
	}
	for _, raw := range all {
		if name, is := text(raw); is {
			names = append(names, name)
		}
	}
	if want := s.config.Section; want != "" && len(names) > 0 && !slices.Contains(names, want) {
		report.Problems = append(report.Problems, extract.Problem{
			Dataset: encounters, Outcome: models.Failed, What: "the API has no such section as the configuration names",
			Advice: "look at section; the names are in nextech.section_names after a sync of nextech/" + s.tenant + "/" + sectionNames,
		})
	}
	return names, true, nil
}

// checkWho counts who there is, and looks the first one up.
func (s *Source) checkWho(ctx context.Context, report *extract.Report, ask bool) (string, error) {
	r, _, err := s.directory.who(ctx)
	if errors.Is(err, extract.ErrPaused) {
		return strings.TrimSuffix(err.Error(), ": "+extract.ErrPaused.Error()), nil
	}
	if err != nil {
		err := s.unknown(err)
		f, ok := errors.AsType[extract.Finder](err)
		if !ok {
			return "", err
		}
		report.Problems = append(report.Problems, extract.Problem{Outcome: f.Outcome(), What: f.Error(), Advice: f.Advice()})
		return "roster unknown", nil
	}
	term, who := "a", plural(len(r.people), "patient")+" found by terms (coverage=unknown)"
	if s.config.Terms == nil {
		who = plural(len(r.people), "roster entry")
		at := slices.IndexFunc(r.people, func(p person) bool { return p.chart != "" })
		if ask = ask && at >= 0; ask {
			term = r.people[at].chart
		}
	}
	if ask {
		if err := s.budget.take(ctx); err != nil && !errors.Is(err, errSpent) {
			return "", s.unwritten("the day's calls cannot be counted", err)
		} else if err != nil {
			ask = false
		}
	}
	if !ask {
		return who, nil
	}
	_, err = s.do(ctx, s.call(patients, question{
		path: "/search", query: url.Values{"term": {term}}, whole: func(body []byte) error {
			_, err := hitsOf(body)
			return err
		},
	}))
	if err != nil {
		return who, s.problem(patients, err, report)
	}
	return who, nil
}

// problem notes what a refusal means. It returns the errors that are none, because they say nothing about rights.
func (s *Source) problem(dataset string, err error, report *extract.Report) error {
	e, ok := errors.AsType[*transport.Error](err)
	if !ok {
		return err
	}
	p := extract.Problem{Dataset: dataset, Outcome: e.Outcome(), What: e.Error(), Advice: e.Advice()}
	if t, ok := errors.AsType[*trouble](err); ok {
		p.What = t.Error()
	}
	switch p.Outcome {
	case models.NeedsPerson:
		p.Dataset = "" // and every other dataset will say the same
		if locked(*report) {
			return nil
		}
	case models.NotEntitled:
	default:
		return fmt.Errorf("%s: %w", dataset, err)
	}
	report.Problems = append(report.Problems, p)
	return nil
}
