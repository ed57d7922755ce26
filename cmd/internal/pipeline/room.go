package pipeline

import (
	"errors"

	"carehouse/cmd/internal/cli/engine"
	"carehouse/extract"
)

// crowdedWhy is what a full disk means for a run.
const crowdedWhy = "the run ended there; what has landed is kept, and readers have what they had"

// crowded finds the dataset that found a disk full; nil is none. One whose source could not keep what it needs comes before
// the others: it may have lost a login by that.
func crowded(tasks []*task) *task {
	var first *task
	for _, t := range tasks {
		if !full(t.cause) {
			continue
		}
		if _, own := errors.AsType[extract.Finder](t.cause); own {
			return t
		}
		if first == nil {
			first = t
		}
	}
	return first
}

// roomless is the error of a run that ended with such a dataset. What a source keeps may be on another disk than the home,
// and the source knows what it means that it is not kept.
func (t *task) roomless() error {
	own, ok := errors.AsType[extract.Finder](t.cause)
	if !ok {
		return t.cause
	}
	return &engine.Fault{
		Exit: engine.Failed, What: t.tenant.Name + " " + t.dataset.Name + ": " + t.cause.Error(), Why: crowdedWhy,
		Next: "make room; " + own.Advice(), Err: t.cause,
	}
}
