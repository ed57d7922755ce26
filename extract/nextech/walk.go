package nextech

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"carehouse/extract"
	"carehouse/extract/paging"
	"carehouse/extract/transport"
	"carehouse/models"
)

// A walk asks the questions of a window one after another.
type walk struct {
	*paging.Walk

	source  *Source
	dataset string
	window  models.Window
	landed  *landing
	people  *roster
	book    *book
}

// walking makes the Pages of a dataset out of a walk through it. The walk returns false when it was ended from outside.
func (s *Source) walking(dataset string, through func(*walk, context.Context) bool) func(
	context.Context, models.Window, iter.Seq2[models.Page, error], iter.Seq2[models.Page, error],
) iter.Seq2[models.Page, error] {
	return func(ctx context.Context, window models.Window, landed, _ iter.Seq2[models.Page, error]) iter.Seq2[models.Page, error] {
		return func(yield func(models.Page, error) bool) {
			if landed == nil {
				landed = func(func(models.Page, error) bool) {}
			}
			next, stop := iter.Pull2(landed)
			defer stop()
			ahead := &landing{next: next}
			paging.Through(ahead.pages(), func(w *paging.Walk) {
				through(&walk{Walk: w, source: s, dataset: dataset, window: window, landed: ahead}, ctx)
				s.budget.close(ctx)
			})(yield)
		}
	}
}

// meet learns who there is. It is not ok when that cannot be known, or when the window was planned without knowing it.
func (w *walk) meet(ctx context.Context) bool {
	if w.landed.more() && w.landed.err != nil { // then nothing else matters
		return w.Fail(fmt.Errorf("landed page: %w", w.landed.err))
	}
	r, b, err := w.source.directory.who(ctx)
	switch {
	case err != nil:
		return w.Fail(w.source.unknown(err))
	case w.window.Parts == "":
		return w.Fail(fmt.Errorf("it was planned when nobody knew who there is: %w", extract.ErrMisfit))
	}
	w.people, w.book = r, b
	return true
}

// unknown makes the error of a roster or a ledger that cannot be read.
func (s *Source) unknown(err error) error {
	if _, ok := errors.AsType[extract.Finder](err); ok || errors.Is(err, context.Canceled) || errors.Is(err, extract.ErrPaused) {
		return err
	}
	return s.unwritten("what is remembered of patients cannot be read", err)
}

// A question is what a walk asks next.
type question struct {
	path  string
	ids   []string
	query url.Values
	given map[string]string
	place []string // what the page's token says, as pairs of key and value
	whole func(body []byte) error
	about func(status int) bool // whether a refusal may be about whom is asked for alone, and stands for an empty list here
	only  func() []int
}

// standIn is the empty list that is landed for an answer that has none.
const standIn = "[]"

// The keys of tokens.
const (
	statusKey = "status"
	personKey = "entry"
)

func (w *walk) call(q question) transport.Call {
	return w.source.call(w.dataset, q)
}

func (s *Source) call(dataset string, q question) transport.Call {
	return transport.Call{
		Dataset: dataset, Path: q.path, IDs: q.ids, Query: q.query, Accept: "application/json", Whole: q.whole,
		Header: http.Header{"X-Nextech-Practice-Id": {s.config.PracticeID}},
	}
}

// fresh asks the server. The status is 200, or another one where that stands for an empty list; no is the error that it came as.
func (w *walk) fresh(ctx context.Context, q question, left int) (page models.Page, no *transport.Error, err error) {
	s := w.source
	if err := s.budget.take(ctx); err != nil {
		return models.Page{}, nil, s.paused(ctx, err, w.dataset, left)
	}
	asked, status := s.clock().UTC(), http.StatusOK
	resp, err := s.do(ctx, w.call(q))
	if err == nil && resp.Status == http.StatusOK && !speaks(resp.Body) && !s.silent.Load() {
		// Where that is how nobody is told, the second answer is the same, and no third one is asked for.
		if err := s.budget.take(ctx); err != nil {
			return models.Page{}, nil, s.paused(ctx, err, w.dataset, left)
		}
		if resp, err = s.do(ctx, w.call(q)); err == nil && !speaks(resp.Body) {
			s.silent.Store(true)
		}
	}
	if err != nil {
		e, ok := errors.AsType[*transport.Error](err)
		if !ok || q.about == nil || !q.about(said(e)) {
			return models.Page{}, nil, err
		}
		no, status = e, said(e)
		resp = transport.Response{Op: s.client.Op(w.call(q)), Body: []byte(standIn), AskedAt: asked}
	}
	page = models.Page{
		Number: w.Number(), Table: w.dataset, Call: resp.Op, Token: token(q.place, status),
		AskedAt: resp.AskedAt, Body: resp.Body, Given: q.given,
	}
	if q.only != nil {
		page.Only = q.only()
	}
	return page, no, nil
}

// said is the status of a refusal, or the one that a server has for what is too long; 0 is that nobody has refused.
func said(e *transport.Error) int {
	switch {
	case errors.Is(e.Err, transport.ErrTooLarge):
		return http.StatusRequestEntityTooLarge
	case e.Err != nil:
		return 0
	default:
		return e.Status
	}
}

// token writes down where in the walk a page was.
func token(place []string, status int) string {
	var text strings.Builder
	for i := 0; i < len(place); i += 2 {
		if i > 0 {
			text.WriteByte('&')
		}
		text.WriteString(place[i] + "=" + url.QueryEscape(place[i+1]))
	}
	if status != http.StatusOK {
		text.WriteString("&" + statusKey + "=" + strconv.Itoa(status))
	}
	return text.String()
}

// fits reports whether a landed page is an answer to a question of this walk, as far as that does not depend on whom it is
// about.
func (w *walk) fits(page models.Page, q question) (url.Values, int, bool) {
	place, err := url.ParseQuery(page.Token)
	ok := err == nil && page.Number == w.Number() && page.Table == w.dataset &&
		page.Call == w.source.client.Op(w.call(q)) && page.Given["practice_id"] == w.source.config.PracticeID
	status := http.StatusOK
	if place.Has(statusKey) {
		status, err = strconv.Atoi(place.Get(statusKey))
		ok = ok && err == nil
	}
	return place, status, ok
}

// nobodyKey is in the token of a page that nobody was asked for.
const nobodyKey = "nobody"

// nobody gets a page for a window that has nothing to ask, because one without pages does not end.
func (w *walk) nobody(ctx context.Context, q question) bool {
	return w.Step(ctx, func(models.Page) error { return extract.ErrMisfit }, func() (models.Page, error) {
		return models.Page{
			Number: w.Number(), Table: w.dataset, Call: w.source.client.Op(w.call(q)), Token: nobodyKey + "=1",
			AskedAt: w.source.clock().UTC(), Body: []byte(standIn), Given: w.source.given(),
		}, nil
	})
}

// about lists the people of the window. Where it reads the last days only, those are left out of whom everything was just read.
func (w *walk) about() []person {
	lastDays := w.dataset == encounters && !w.source.everything(w.window)
	var all []person
	for _, part := range partsOf(w.window) {
		for _, p := range w.people.in(part.slot) {
			m := w.book.People[p.key]
			if part.came && !came(m, p, w.dataset, part.after) {
				continue
			}
			if lastDays && w.source.directory.has(p.key, w.window.To) {
				continue
			}
			all = append(all, p)
		}
	}
	return all
}

// came reports whether the window is about some who came, who may well be unknown still.
func (w *walk) came() bool {
	return slices.ContainsFunc(partsOf(w.window), func(p part) bool { return p.came })
}

// remember writes what the walk has learned, before its last page is handed on: a window whose end is landed is one that
// the ledger knows of.
func (w *walk) remember(ctx context.Context, marks map[string]*mark, terms int) error {
	if err := w.source.budget.settle(ctx); err != nil {
		return w.source.unwritten("the day's calls cannot be counted", err)
	}
	if len(marks) == 0 && terms == 0 {
		return nil
	}
	if err := w.source.directory.ledger.change(ctx, marks, terms); err != nil {
		return w.source.unwritten("what was learned of patients cannot be kept", err)
	}
	return nil
}

// given are the facts that every question holds.
func (s *Source) given() map[string]string {
	return map[string]string{"practice_id": s.config.PracticeID}
}
