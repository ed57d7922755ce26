package tebra

import (
	"strings"

	"carehouse/models"
)

// estimate guesses how many requests a window will take. How many practices there are is known from the last window.
func (s *Source) estimate(dataset string) func([]models.Past, models.Window) int {
	return func(past []models.Past, w models.Window) int {
		switch n := s.practicesIn(past); dataset {
		case throttles, practices, externalVendors:
			return 1
		case customers:
			return 2
		case procedureCodes:
			return 4
		case providers, serviceLocations, appointmentReasons:
			return 1 + n
		case patientExternalIDs:
			return max(len(s.external.ids), 1)
		case patientRoster:
			return 1 + n + distinct(past, w.Mode)/s.config.BatchSize
		case patientDetails, appointmentDetails, encounters:
			return distinct(past, w.Mode)
		case patients:
			if w.After != "" {
				return n + distinct(past, w.Mode)/perQuestion
			}
			fallthrough
		default:
			spans := (spanOf(w.From, w.To).days() + spanDays - 1) / spanDays
			return 1 + n*max(spans, 1)
		}
	}
}

// practicesIn is how many practices the last window went through; at least one.
func (s *Source) practicesIn(past []models.Past) int {
	last, ok := latest(past, func(p models.Past) bool { return p.Verdict.Within != "" })
	if !ok {
		return max(len(s.config.Practices), 1)
	}
	return len(strings.Fields(last.Verdict.Within))
}

// distinct is how many records the last window of a mode brought; 0 is not known.
func distinct(past []models.Past, mode models.Mode) int {
	last, ok := latest(past, func(p models.Past) bool { return p.Window.Mode == mode })
	if !ok {
		return 0
	}
	return int(max(last.Verdict.Distinct, 0))
}
