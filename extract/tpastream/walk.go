package tpastream

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

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
}

// walking makes the Pages of a dataset out of a walk through it. The walk returns false when it was ended from outside.
func (s *Source) walking(dataset string, through func(context.Context, *walk, models.Window) bool) func(
	context.Context, models.Window, iter.Seq2[models.Page, error], iter.Seq2[models.Page, error],
) iter.Seq2[models.Page, error] {
	return func(ctx context.Context, window models.Window, landed, _ iter.Seq2[models.Page, error]) iter.Seq2[models.Page, error] {
		return paging.Through(landed, func(w *paging.Walk) {
			through(ctx, &walk{Walk: w, source: s, dataset: dataset}, window)
		})
	}
}

// A question is what a walk asks next.
type question struct {
	path  string
	ids   []string
	query url.Values
	table string
	sweep int
	place []string // what names the place in the walk, as pairs of key and value: "page", "3"
	more  []string // what is good to know of the question besides
	whole func(body []byte) error
	empty []int // statuses that stand for an empty list here
}

// An answer is what came.
type answer struct {
	status int       // 200, or one of those that stand for an empty list
	size   int       // of page, as it was asked for; of a landed page only
	at     time.Time // when it was asked for, by the server's clock
}

// standIn is the empty list that is landed for an answer without records, see the package comment.
const standIn = `{"data":[]}`

// ask gets the page that answers a question. It is not ok when the walk is over.
func (w *walk) ask(ctx context.Context, q question) (a answer, ok bool) {
	ok = w.Step(ctx, func(page models.Page) (err error) {
		a, err = w.again(page, q)
		return err
	}, func() (page models.Page, err error) {
		page, a, err = w.fresh(ctx, q)
		return page, err
	})
	return a, ok
}

func (w *walk) call(q question) transport.Call {
	return transport.Call{
		Dataset: w.dataset, Path: q.path, IDs: q.ids, Query: q.query, Accept: "application/json", Whole: q.whole,
	}
}

// fresh asks the server.
func (w *walk) fresh(ctx context.Context, q question) (models.Page, answer, error) {
	client, call := w.source.client, w.call(q)
	asked := w.source.clock().UTC()
	a := answer{status: http.StatusOK}
	resp, err := client.Do(ctx, call)
	if err != nil {
		e, ok := errors.AsType[*transport.Error](err)
		if !ok || e.Err != nil || !slices.Contains(q.empty, e.Status) {
			return models.Page{}, answer{}, err
		}
		a.status = e.Status
		resp = transport.Response{Op: client.Op(call), Body: []byte(standIn), AskedAt: asked, ServerAt: client.Now()}
	}
	a.at = resp.ServerAt.Truncate(time.Second)
	return models.Page{
		Number: w.Number(), Table: q.table, Records: "data", Sweep: q.sweep,
		Call: resp.Op, Token: q.token(a), AskedAt: resp.AskedAt, Body: resp.Body,
	}, a, nil
}

// again reads from a landed page what the walk needs to know of it.
func (w *walk) again(page models.Page, q question) (answer, error) {
	token, err := url.ParseQuery(page.Token)
	fits := err == nil && page.Number == w.Number() && page.Table == q.table && page.Sweep == q.sweep &&
		page.Call == w.source.client.Op(w.call(q))
	for i := 0; i < len(q.place); i += 2 {
		fits = fits && token.Get(q.place[i]) == q.place[i+1]
	}
	if !fits {
		return answer{}, extract.ErrMisfit
	}
	a := answer{status: http.StatusOK, at: page.AskedAt}
	if status, err := strconv.Atoi(token.Get("status")); err == nil {
		a.status = status
		return a, nil
	}
	a.size, _ = strconv.Atoi(token.Get("per_page")) // 0 for what has no size
	if at, err := time.Parse(time.RFC3339, token.Get("at")); err == nil {
		a.at = at
	}
	if q.whole(page.Body) != nil {
		return answer{}, extract.ErrMisfit
	}
	return a, nil
}

// token writes down where in the walk a page was.
func (q question) token(a answer) string {
	var text []byte
	put := func(key, value string) {
		if len(text) > 0 {
			text = append(text, '&')
		}
		text = append(text, url.QueryEscape(key)+"="+url.QueryEscape(value)...)
	}
	for i := 0; i < len(q.place); i += 2 {
		put(q.place[i], q.place[i+1])
	}
	for i := 0; i < len(q.more); i += 2 {
		put(q.more[i], q.more[i+1])
	}
	put("at", a.at.UTC().Format(time.RFC3339))
	if a.status != http.StatusOK {
		put("status", strconv.Itoa(a.status))
	}
	return string(text)
}
