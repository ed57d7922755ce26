package pipeline

import (
	"errors"
	"strings"

	"carehouse/extract"
	"carehouse/models"
)

// pauses reports whether an error says no more than that a dataset is as far as it may come now, and tells of it. That is how
// it was configured, so it is nobody's failure: its window stays open and goes on with the next run.
func (t *task) pauses(err error) bool {
	if !errors.Is(err, extract.ErrPaused) || len(t.torn) > 0 {
		return false
	}
	said := extract.ErrPaused.Error()
	if why := strings.TrimSuffix(strings.TrimSuffix(err.Error(), said), ": "); why != "" {
		said += ": " + why
	}
	t.remark(said)
	t.did.Paused = true
	if t.did.Outcome == "" { // it is well, as far as it is
		t.did.Outcome = models.Empty
	}
	t.line.Done(extract.ErrPaused.Error()) // the remark tells the rest
	return true
}

// remark notes something that a person should know of a dataset.
func (t *task) remark(what string) {
	if what != "" && !strings.Contains(t.did.Remark, what) {
		t.did.Remark = strings.TrimPrefix(t.did.Remark+"; "+what, "; ")
	}
}
