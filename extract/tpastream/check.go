package tpastream

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"
)

// Check implements [extract.Checker] with one small request for each list and one for the feed.
func (s *Source) Check(ctx context.Context) (extract.Report, error) {
	seen := []string{s.scheme() + " accepted"}
	var report extract.Report
	fed, err := s.checkFeed(ctx, &report)
	if err != nil {
		return extract.Report{}, err
	}
	count := ""
	for _, l := range []struct{ dataset, path string }{
		{claims, "/claims"}, {employers, "/employer"}, {members, "/member"}, {policyHolders, "/policy_holder"},
	} {
		total, err := s.checkList(ctx, l.dataset, l.path, &report)
		if err != nil {
			return extract.Report{}, err
		}
		if l.dataset == claims && total >= 0 {
			count = grouped(total) + " claims"
		}
	}
	for _, p := range report.Problems {
		if p.Dataset == "" {
			return report, nil // not let in at all
		}
	}
	report.Seen = strings.Join(append(seen, fed), ", ")
	if count != "" {
		report.Seen += ", " + count
	}
	return report, nil
}

func (s *Source) scheme() string {
	if s.config.Auth.Basic != nil {
		return "Basic (deprecated by the vendor)"
	}
	return "SSH-JWT"
}

// checkFeed asks for one event.
func (s *Source) checkFeed(ctx context.Context, report *extract.Report) (string, error) {
	var p feedPage
	_, err := s.client.Do(ctx, transport.Call{
		Dataset: claims, Path: "/v2/events", Query: url.Values{"after": {"0"}, "limit": {"1"}}, Accept: "application/json",
		Whole: func(body []byte) error { return p.read(body, 0) },
	})
	if err == nil {
		return "events feed open", nil
	}
	if e, ok := errors.AsType[*transport.Error](err); ok && e.Err == nil {
		switch e.Status {
		case http.StatusForbidden, http.StatusNotFound, http.StatusMethodNotAllowed:
			report.Problems = append(report.Problems, extract.Problem{
				Dataset: claims, Outcome: models.Partial, What: "the events feed is not open to this user",
				Advice: "all claims are read each time; ask TPA Stream to open the events feed for this user",
			})
			return "events feed closed", nil
		}
	}
	return "", s.problem(claims, err, report)
}

// checkList asks for one record and returns how many there are, or -1.
func (s *Source) checkList(ctx context.Context, dataset, path string, report *extract.Report) (int64, error) {
	var e envelope
	_, err := s.client.Do(ctx, transport.Call{
		Dataset: dataset, Path: path, Query: url.Values{"page": {"1"}, "per_page": {"1"}}, Accept: "application/json",
		Whole: func(body []byte) error { return e.readPage(body, 1) },
	})
	if err != nil {
		return -1, s.problem(dataset, err, report)
	}
	return e.total(), nil
}

// problem notes what a refusal means. It returns the errors that are none, because they say nothing about rights.
func (s *Source) problem(dataset string, err error, report *extract.Report) error {
	e, ok := errors.AsType[*transport.Error](err)
	if !ok {
		return err
	}
	p := extract.Problem{Dataset: dataset, Outcome: e.Outcome(), What: e.Error(), Advice: e.Advice()}
	switch p.Outcome {
	case models.NeedsPerson:
		p.Dataset = "" // and every other dataset will say the same
		if len(report.Problems) > 0 && report.Problems[len(report.Problems)-1].Dataset == "" {
			return nil
		}
	case models.NotEntitled:
	default:
		return fmt.Errorf("%s: %w", dataset, err)
	}
	report.Problems = append(report.Problems, p)
	return nil
}

// grouped writes 122901 as 122,901.
func grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
