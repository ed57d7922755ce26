package tebra

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"
)

// Check implements [extract.Checker] with one small call of each operation. Credentials that were refused before are sent
// once more: a person asks for it, who may have had the account unlocked.
func (s *Source) Check(ctx context.Context) (extract.Report, error) {
	s.door.Insist()
	var report extract.Report
	a, err := s.tryPractices(ctx, &report)
	if err != nil {
		return extract.Report{}, err
	}
	var all []practice
	seen := "practices not told"
	if a != nil {
		all = s.checkPractices(a, &report)
		seen = plural(len(all), "practice")
	}
	allowed, count := 0, 0
	for _, op := range operations() {
		if locked(report) {
			return report, nil
		}
		count++
		if op.name == getPractices {
			if a != nil && !a.authorized.no() {
				allowed++
			}
			continue
		}
		ok, err := s.try(ctx, op, all, &report)
		if err != nil {
			return extract.Report{}, err
		}
		if ok {
			allowed++
		}
	}
	if !locked(report) {
		report.Seen = fmt.Sprintf("%d of %d operations allowed, %s", allowed, count, seen)
	}
	return report, nil
}

// locked reports whether the tenant is not let in at all.
func locked(report extract.Report) bool {
	for _, p := range report.Problems {
		if p.Dataset == "" && p.Outcome == models.NeedsPerson {
			return true
		}
	}
	return false
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// tryPractices asks which practices there are. The answer is nil when nobody may know.
func (s *Source) tryPractices(ctx context.Context, report *extract.Report) (*answer, error) {
	q := s.practicesQuestion()
	a, _, err := s.ask(ctx, practices, &q)
	if err != nil {
		return nil, s.problem(practices, err, report)
	}
	if len(a.rows) == 0 && len(a.practices) > 0 {
		t := s.unlisted(a)
		report.Problems = append(report.Problems, extract.Problem{Dataset: practices, Outcome: t.outcome, What: t.text, Advice: t.advice})
	}
	return a, nil
}

// checkPractices looks for the practices of the configuration.
func (s *Source) checkPractices(a *answer, report *extract.Report) []practice {
	all, missing := pick(s.practicesOf(a), s.config.Practices)
	if len(missing) > 0 {
		report.Problems = append(report.Problems, extract.Problem{
			Outcome: models.Failed,
			What:    plural(len(missing), "practice") + " of the configuration cannot be seen by the user",
			Advice: "look at practices in the configuration (ids in quotes, or exact names), or ask the account's System " +
				"Administrator to let the user into them, then: " + s.checkCommand(),
		})
	}
	return all
}

// try calls an operation in the smallest way that shows whether the user may. An error that the service reports is an
// answer too: who may not call, is told so first.
func (s *Source) try(ctx context.Context, op *operation, all []practice, report *extract.Report) (bool, error) {
	q := question{op: op, table: op.name, criteria: s.smallest(op, all)}
	_, _, err := s.ask(ctx, datasetsOf(op.name)[0], &q)
	if err == nil || is(err, failing) {
		return true, nil
	}
	if is(err, closed) {
		return true, nil
	}
	for _, name := range s.asked(op.name) {
		if err := s.problem(name, err, report); err != nil {
			return false, err
		}
	}
	return false, nil
}

// smallest asks for as little as an operation can be asked for.
func (s *Source) smallest(op *operation, all []practice) []member {
	var of []member
	for _, p := range all {
		if of = p.named(op.name); of != nil {
			break
		}
	}
	today := spanOf(s.clock(), s.clock().Add(time.Nanosecond))
	switch op.name {
	case getThrottles, getVendors, getCustomer, getProviders, getLocations:
		return of
	case getCodes:
		return []member{{name: "Active", value: "true"}, {name: "CustomerSpecific", value: "true"}}
	case getReasons:
		if of == nil {
			return []member{{name: "PracticeId", value: "0"}}
		}
		return of
	case getAllPatients:
		return append(of, member{name: "BatchSize", value: "1"})
	case getPatient:
		return []member{{name: "PatientID", value: "0"}}
	case getAppointment:
		return []member{{name: "AppointmentId", value: "0"}}
	case getEncounter:
		return append(of, member{name: "EncounterID", value: "0"})
	}
	return append(of, between(fromModified, toModified, today)...)
}

// datasetsOf lists the datasets that an operation is for.
func datasetsOf(op string) []string {
	var all []string
	for _, name := range datasetNames() {
		if operationOf(name) == op {
			all = append(all, name)
		}
	}
	return all
}

// asked lists those of them that this tenant fetches.
func (s *Source) asked(op string) []string {
	var all []string
	for _, name := range datasetsOf(op) {
		if s.dataset(name).Pages != nil {
			all = append(all, name)
		}
	}
	return all
}

// problem notes what a refusal means. It returns the errors that are none, because they say nothing about rights.
func (s *Source) problem(dataset string, err error, report *extract.Report) error {
	e, ok := errors.AsType[*transport.Error](err)
	if !ok {
		return err
	}
	p := extract.Problem{Dataset: dataset, Outcome: e.Outcome(), What: strings.Replace(e.Error(), " after 1 attempt", "", 1), Advice: e.Advice()}
	switch p.Outcome {
	case models.NeedsPerson:
		p.Dataset = "" // and every other dataset will say the same
	case models.NotEntitled:
	default:
		return fmt.Errorf("%s: %w", dataset, err)
	}
	report.Problems = append(report.Problems, p)
	return nil
}
