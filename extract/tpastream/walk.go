package tpastream

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"carehouse/extract"
	"carehouse/extract/transport"
	"carehouse/models"
)

// A walk asks for one page after another. It holds the newest page back until it knows whether another follows, which
// it finds out by looking at the page and not by asking: so the last one can carry the verdict, and every other has
// been handed on before the next request leaves.
//
// Landed pages are walked over like fresh ones, without a request, and handed on again.
type walk struct {
	source  *Source
	dataset string
	yield   func(models.Page, error) bool
	landed  func() (models.Page, error, bool)
	held    *models.Page
	number  int  // of the newest page
	over    bool // the landed pages are used up
}

// walking makes the Pages of a dataset out of a walk through it. The walk returns false when it was ended from outside.
func (s *Source) walking(dataset string, through func(context.Context, *walk, models.Window) bool) func(
	context.Context, models.Window, iter.Seq2[models.Page, error], iter.Seq2[models.Page, error],
) iter.Seq2[models.Page, error] {
	return func(ctx context.Context, window models.Window, landed, _ iter.Seq2[models.Page, error]) iter.Seq2[models.Page, error] {
		return func(yield func(models.Page, error) bool) {
			w := &walk{source: s, dataset: dataset, yield: yield, over: landed == nil}
			if landed != nil {
				next, stop := iter.Pull2(landed)
				defer stop()
				w.landed = next
			}
			through(ctx, w, window)
		}
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

// ask hands the held page on and gets the next. It is not ok when the walk is over, because the reader wants no more or
// because an error was handed on.
func (w *walk) ask(ctx context.Context, q question) (answer, bool) {
	if w.held != nil && !w.yield(*w.held, nil) {
		return answer{}, false
	}
	w.held = nil
	w.number++
	page, a, err := w.next(ctx, q)
	if err != nil {
		w.yield(models.Page{}, fmt.Errorf("page %d: %w", w.number, err))
		return answer{}, false
	}
	w.held = &page
	return a, true
}

// end hands the last page on with its verdict.
func (w *walk) end(v models.Verdict) bool {
	w.held.Verdict = &v
	return w.yield(*w.held, nil)
}

// next returns the landed page that answers the question, or asks the server.
func (w *walk) next(ctx context.Context, q question) (models.Page, answer, error) {
	if err := ctx.Err(); err != nil {
		return models.Page{}, answer{}, err
	}
	if !w.over {
		page, err, ok := w.landed()
		if err != nil {
			return models.Page{}, answer{}, fmt.Errorf("landed page: %w", err)
		}
		if ok {
			a, err := w.again(page, q)
			page.Verdict = nil
			return page, a, err
		}
		w.over = true
	}
	return w.fresh(ctx, q)
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
		Number: w.number, Table: q.table, Records: "data", Sweep: q.sweep,
		Call: resp.Op, Token: q.token(a), AskedAt: resp.AskedAt, Body: resp.Body,
	}, a, nil
}

// again reads from a landed page what the walk needs to know of it.
func (w *walk) again(page models.Page, q question) (answer, error) {
	token, err := url.ParseQuery(page.Token)
	fits := err == nil && page.Number == w.number && page.Table == q.table && page.Sweep == q.sweep &&
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
