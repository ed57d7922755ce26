package pipeline

import (
	"errors"
	"fmt"
	"iter"
	"slices"

	"carehouse/extract"
	"carehouse/load/landing"
	"carehouse/models"
)

// errLead means that a dataset could not follow, because what it was to follow cannot be read any more.
var errLead = errors.New("what it follows cannot be read")

// answers reports whether a landed window holds answers that another dataset can follow.
func answers(f landing.Facts) bool {
	p, ok := f.Past()
	return ok && p.Verdict.Outcome != models.NotEntitled
}

// leadOf returns the windows of the dataset that a task follows: ended, landed still, oldest first. Those that turned
// out to be damaged are left out.
func (r *run) leadOf(t *task) []models.Past {
	if t.dataset.Leader == "" {
		return nil
	}
	return r.leading(scope{t.tenant.Source, t.tenant.Name, t.dataset.Leader}, t.torn)
}

func (r *run) leading(s scope, torn []string) []models.Past {
	var lead []models.Past
	for _, w := range r.windowsOf(s) {
		f := w.Facts()
		if p, _ := f.Past(); answers(f) && !r.forgotten(p) && !slices.Contains(torn, f.Window.ID) {
			lead = append(lead, p)
		}
	}
	return lead
}

// leader finds the landed window that a window follows.
func (r *run) leader(d extract.Dataset, w models.Window) (*landing.Window, bool) {
	if d.Leader == "" || w.After == "" {
		return nil, false
	}
	for _, l := range r.windowsOf(scope{w.Source, w.Tenant, d.Leader}) {
		if f := l.Facts(); f.Window.ID == w.After && answers(f) {
			return l, true
		}
	}
	return nil, false
}

// leadPages reads the pages that a window follows, each time anew; nil where it follows none. A page that is not as it
// was landed ends it with errLead.
func (r *run) leadPages(d extract.Dataset, w models.Window) iter.Seq2[models.Page, error] {
	l, ok := r.leader(d, w)
	if !ok {
		return nil
	}
	return func(yield func(models.Page, error) bool) {
		for page, err := range l.Pages() {
			if err != nil {
				err = fmt.Errorf("%w: %w", errLead, err)
			}
			if !yield(page, err) || err != nil {
				return
			}
		}
	}
}

// windowsOf lists the landed windows of a dataset as they were listed last.
func (r *run) windowsOf(s scope) []*landing.Window {
	r.mu.Lock()
	defer r.mu.Unlock()
	var found []*landing.Window
	for _, w := range r.windows {
		if scopeOf(w.Facts().Window) == s {
			found = append(found, w)
		}
	}
	return found
}

// relist reads anew what is landed of a dataset, so that what follows it in this run is told of it.
func (r *run) relist(s scope) error {
	landed, err := r.landing.Dataset(s.source, s.tenant, s.dataset)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	windows := slices.DeleteFunc(slices.Clone(r.windows), func(w *landing.Window) bool { return scopeOf(w.Facts().Window) == s })
	r.windows = slices.Concat(windows, landed)
	return nil
}
