package tebra

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"strings"

	"carehouse/extract"
	"carehouse/extract/paging"
	"carehouse/extract/transport"
	"carehouse/models"
)

// A walk asks the questions of a window one after another, and counts what came.
type walk struct {
	*paging.Walk

	source  *Source
	dataset string
	window  models.Window
	lead    iter.Seq2[models.Page, error]
	mute    int // how many of the newest questions the service could not answer

	tally
}

// A step is the way through a window. It returns false when it was ended from outside, or by an error that was handed on.
type step func(*walk, context.Context) bool

// walking makes the Pages of a dataset out of a walk through it.
func (s *Source) walking(dataset string, through step) func(
	context.Context, models.Window, iter.Seq2[models.Page, error], iter.Seq2[models.Page, error],
) iter.Seq2[models.Page, error] {
	return func(ctx context.Context, window models.Window, landed, lead iter.Seq2[models.Page, error]) iter.Seq2[models.Page, error] {
		return paging.Through(landed, func(w *paging.Walk) {
			through(&walk{Walk: w, source: s, dataset: dataset, window: window, lead: lead, tally: newTally()}, ctx)
		})
	}
}

// ask gets the page that answers a question. It is nil when the walk is over.
func (w *walk) ask(ctx context.Context, q question) *answer {
	var a *answer
	ok := w.Step(ctx, func(page models.Page) (err error) {
		a, err = w.again(page, &q)
		return err
	}, func() (page models.Page, err error) {
		page, a, err = w.fresh(ctx, &q)
		return page, err
	})
	if !ok {
		return nil
	}
	return a
}

// page is the page of an answer, but for its body.
func (w *walk) page(q *question, note string) models.Page {
	return models.Page{
		Number: w.Number(), Table: q.table, Records: q.op.records(), Call: q.op.name, Token: q.token(note), Given: q.given,
	}
}

// silence is how many records in a row the service may be unable to tell. Then it is not the records: what is left is asked
// when the window is gone on with.
const silence = 10

// fresh asks the server.
func (w *walk) fresh(ctx context.Context, q *question) (models.Page, *answer, error) {
	a, resp, err := w.source.ask(ctx, w.dataset, q)
	if err == nil {
		page := w.page(q, "")
		page.AskedAt, page.Body = resp.AskedAt, resp.Body
		w.mute = 0
		return page, a, nil
	}
	note := q.standIn(err)
	if note == noteUnread {
		w.mute++
	}
	if note == "" || w.mute == silence {
		return models.Page{}, nil, err
	}
	page := w.page(q, note)
	page.AskedAt, page.Body = w.source.clock().UTC(), q.op.nothing()
	return page, &answer{note: note}, nil
}

// ask sends a question until its answer is whole.
func (s *Source) ask(ctx context.Context, dataset string, q *question) (*answer, transport.Response, error) {
	var a *answer
	resp, err := s.client.Do(ctx, transport.Call{
		Dataset: dataset, Lane: q.op.name, Method: http.MethodPost, Name: q.op.name, Accept: "text/xml",
		Header: http.Header{"Content-Type": {"text/xml; charset=utf-8"}, "SOAPAction": {`"` + action + q.op.name + `"`}},
		Body:   q.op.request(s.config.Auth, q.criteria...),
		Whole: func(body []byte) (err error) {
			a, err = s.look(q, body)
			return err
		},
		Refusal: func(_ int, body []byte) error { return s.refusal(q, body) },
		Enough:  q.enough,
	})
	return a, resp, err
}

// look judges a whole answer and lets the question look at it.
func (s *Source) look(q *question, body []byte) (*answer, error) {
	a, err := s.judge(q, body)
	if err == nil && q.check != nil {
		err = q.check(a)
	}
	return a, err
}

// again reads from a landed page what the walk needs to know of it.
func (w *walk) again(page models.Page, q *question) (*answer, error) {
	token, note, _ := strings.Cut(page.Token, noteKey)
	if page.Number != w.Number() || page.Table != q.table || page.Call != q.op.name || token != q.token("") {
		return nil, extract.ErrMisfit
	}
	if note != "" {
		return &answer{note: note}, nil
	}
	a, err := w.source.look(q, page.Body)
	if err != nil {
		return nil, extract.ErrMisfit
	}
	return a, nil
}

// errNoLead means that a window follows another one, whose pages were not given.
var errNoLead = errors.New("the window that this one follows is not there")

// leading reads the pages of the leader's window, in their order. Those that stand in for an answer say nothing.
func (w *walk) leading(read func(page models.Page, op *operation, a *answer)) bool {
	if w.lead == nil {
		return w.Fail(fmt.Errorf("%w: %w", errNoLead, extract.ErrMisfit))
	}
	for page, err := range w.lead {
		if err != nil {
			return w.Fail(fmt.Errorf("the window that this one follows: %w", err))
		}
		op := w.source.ops[page.Call]
		if op == nil || strings.Contains(page.Token, noteKey) {
			continue
		}
		a, err := op.read(page.Body)
		if err != nil {
			return w.Fail(fmt.Errorf("page %d of the window that this one follows: %w", page.Number, extract.ErrMisfit))
		}
		read(page, op, a)
	}
	return true
}
