// Package paging is how sources walk through a window: one page after another, pulled, with the verdict on the last one.
//
// The newest page is held back until the source knows whether another follows, which it finds out by looking at the page
// and not by asking: so the last one can carry the verdict, and every other has been handed on before the next request
// leaves. Landed pages are walked over like fresh ones, without a request, and handed on again: a window goes on where it
// was interrupted because the same answers lead to the same questions.
package paging

import (
	"context"
	"fmt"
	"iter"

	"carehouse/models"
)

// A Walk is on its way through a window. It belongs to one goroutine.
type Walk struct {
	yield  func(models.Page, error) bool
	landed func() (models.Page, error, bool)
	held   *models.Page
	number int  // of the newest page
	over   bool // the landed pages are used up
}

// Through makes the pages of a window out of a walk through it. Landed pages may be nil.
func Through(landed iter.Seq2[models.Page, error], walk func(*Walk)) iter.Seq2[models.Page, error] {
	return func(yield func(models.Page, error) bool) {
		w := &Walk{yield: yield, over: landed == nil}
		if landed != nil {
			next, stop := iter.Pull2(landed)
			defer stop()
			w.landed = next
		}
		walk(w)
	}
}

// Number is the number of the page that is looked for or was found last, from 1.
func (w *Walk) Number() int { return w.number }

// Step hands the held page on and gets the next: the landed one, which again looks at and may refuse, or else a fresh one.
// It reports false when the walk is over, because the reader wants no more or because an error was handed on.
func (w *Walk) Step(ctx context.Context, again func(models.Page) error, fresh func() (models.Page, error)) bool {
	if !w.HandOn() {
		return false
	}
	w.number++
	page, err := w.next(ctx, again, fresh)
	if err != nil {
		return w.Fail(fmt.Errorf("page %d: %w", w.number, err))
	}
	w.held = &page
	return true
}

// next returns the landed page of this number, or a fresh one.
func (w *Walk) next(ctx context.Context, again func(models.Page) error, fresh func() (models.Page, error)) (models.Page, error) {
	if err := ctx.Err(); err != nil {
		return models.Page{}, err
	}
	if !w.over {
		page, err, ok := w.landed()
		if err != nil {
			return models.Page{}, fmt.Errorf("landed page: %w", err)
		}
		if ok {
			err := again(page)
			page.Verdict = nil // the walk decides anew
			return page, err
		}
		w.over = true
	}
	return fresh()
}

// HandOn gives the held page, if there is one, to the reader. It reports false when the reader wants no more.
func (w *Walk) HandOn() bool {
	page := w.held
	w.held = nil
	return page == nil || w.yield(*page, nil)
}

// Fail hands an error on. It returns false, as the walk is over then.
func (w *Walk) Fail(err error) bool {
	w.yield(models.Page{}, err)
	return false
}

// End hands the held page on with the verdict.
func (w *Walk) End(v models.Verdict) bool {
	w.held.Verdict = &v
	return w.HandOn()
}
