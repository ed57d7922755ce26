package nextech

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"
)

// categories is where the names of sections are.
const categories = "/encounters/categories"

// sections reads the names of sections, which is one answer.
func (w *walk) sections(ctx context.Context) bool {
	if _, err := w.source.directory.ledger.book(); errors.Is(err, errElsewhere) { // its names would take the place of the other's
		return w.Fail(err)
	}
	var names []json.RawMessage
	listed := false
	q := question{path: categories, given: w.source.given(), whole: func(body []byte) (err error) {
		names, listed, err = sectionsOf(body)
		return err
	}}
	ok := w.Step(ctx, func(page models.Page) error {
		if _, _, fits := w.fits(page, q); !fits || q.whole(page.Body) != nil {
			return extract.ErrMisfit
		}
		return nil
	}, func() (models.Page, error) {
		page, _, err := w.fresh(ctx, q, 0)
		return page, err
	})
	if !ok {
		return false
	}
	if err := w.remember(ctx, nil, 0); err != nil {
		return w.Fail(err)
	}
	different := map[string]bool{}
	for _, raw := range names {
		name, ok := text(raw)
		listed = listed && ok // what is no name may be any of those that did not come
		if ok {
			different[name] = true
		}
	}
	v := models.Verdict{Outcome: models.Complete, Claimed: -1, Distinct: int64(len(different)), Absence: listed}
	if len(different) == 0 {
		v.Outcome = models.Empty
	}
	return w.End(v)
}

// sectionsOf returns the elements of an answer, and whether it was a list at all. The vendor has not told its shape.
func sectionsOf(body []byte) (all []json.RawMessage, listed bool, err error) {
	if blank(body) {
		return nil, false, nil
	}
	if err := transport.Sound(body); err != nil {
		return nil, false, err
	}
	switch bytes.TrimSpace(body)[0] {
	case '[':
		err := json.Unmarshal(body, &all)
		return all, true, err
	case 'n':
		return nil, false, nil
	}
	var none object
	if json.Unmarshal(body, &none) != nil || len(none) > 0 {
		return nil, false, errShape
	}
	return nil, false, nil
}
