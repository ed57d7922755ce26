package supergood

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/url"
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

	source   *Source
	dataset  string
	window   models.Window
	spelled  string // names how the dataset is asked for, so that pages of another profile are known
	renewed  int    // how often the portal forgot where we were
	resumed  bool   // some pages were landed before
	occupied bool
}

// walking makes the Pages of a dataset.
func (s *Source) walking(dataset string) func(
	context.Context, models.Window, iter.Seq2[models.Page, error], iter.Seq2[models.Page, error],
) iter.Seq2[models.Page, error] {
	return func(ctx context.Context, window models.Window, landed, _ iter.Seq2[models.Page, error]) iter.Seq2[models.Page, error] {
		return paging.Through(landed, func(p *paging.Walk) {
			w := &walk{Walk: p, source: s, dataset: dataset, window: window, spelled: s.spelled(dataset)}
			defer w.leave()
			if r, ok := w.read(ctx); ok {
				w.End(r.verdict(window))
			}
		})
	}
}

// spelled names the part of the profile that a dataset is asked by.
func (s *Source) spelled(dataset string) string {
	written, _ := json.Marshal(s.profile.Datasets[dataset]) // texts, numbers and maps of them
	sum := digest(string(written), strconv.FormatBool(s.config.Notes))
	return hex.EncodeToString(sum[:6])
}

// leave ends what the first request began.
func (w *walk) leave() {
	if w.occupied {
		w.source.user.leave()
	}
}

// A question is what a walk asks next.
type question struct {
	list  *list // to be filled
	place place
	pass  int
}

// An answer is what came, besides records.
type answer struct {
	forgot  bool      // the portal does not know any more where we were
	refused bool      // it does not take a limit so small
	at      time.Time // when it was asked, by the portal's clock
	modules string
}

// ask gets the page that answers a question. It is not ok when the walk is over.
func (w *walk) ask(ctx context.Context, q question) (a answer, ok bool) {
	ok = w.Step(ctx, func(page models.Page) (err error) {
		w.resumed = true
		a, err = w.again(page, q)
		return err
	}, func() (page models.Page, err error) {
		page, a, err = w.fresh(ctx, q)
		return page, err
	})
	return a, ok
}

// asks are the parameters of a page.
func (w *walk) asks(at place) url.Values {
	return w.source.profile.Datasets[w.dataset].Paging.ask(at, w.source.parameters(w.dataset, w.window))
}

func (w *walk) call(at place) transport.Call {
	return transport.Call{
		Dataset: w.dataset, Path: w.source.profile.Datasets[w.dataset].Path, Query: w.asks(at), Accept: "application/json",
		Refusal: w.source.refusal,
	}
}

func (w *walk) op() string { return w.source.client.Op(w.call(place{page: 1})) }

// fresh asks the portal. That it forgot where we were, or will not give so little, is landed as the empty list that it stands
// for, because the walk goes by it.
func (w *walk) fresh(ctx context.Context, q question) (models.Page, answer, error) {
	s := w.source
	if !w.occupied {
		if err := s.user.occupy(ctx, s.session); err != nil {
			return models.Page{}, answer{}, err
		}
		w.occupied = true
	}
	call := w.call(q.place)
	call.Whole = func(body []byte) error { return s.read(w.dataset, body, q.list) }
	resp, seen, err := s.get(ctx, w.dataset, call, false)
	a := answer{modules: seen.digest()}
	a.forgot = errors.Is(err, errGone) && q.place.page > 1 && w.renewed < maxRenewed
	if e, ok := errors.AsType[*transport.Error](err); ok {
		a.refused = q.place.least && untaken(e.Status)
	}
	if a.forgot || a.refused {
		err = nil
		now := s.client.Now()
		resp = transport.Response{
			Op: s.client.Op(call), Body: standIn(s.profile.Datasets[w.dataset].Records), AskedAt: now, ServerAt: now,
		}
	}
	switch {
	case errors.Is(err, errGone) && w.resumed:
		return models.Page{}, answer{}, extract.ErrMisfit // another window has a chance
	case err != nil:
		return models.Page{}, answer{}, w.told(err)
	}
	a.at = resp.ServerAt.Truncate(time.Second)
	d := s.profile.Datasets[w.dataset]
	page := models.Page{
		Number: w.Number(), Table: w.dataset, Records: d.Records, Sweep: q.pass, Call: resp.Op, Token: w.token(q, a),
		AskedAt: resp.AskedAt, Body: resp.Body, Names: d.Fields,
	}
	if q.place.least {
		page.Only = []int{} // all of it came before
	}
	return page, a, nil
}

// told names the call of an error that does not name it itself.
func (w *walk) told(err error) error {
	if _, ok := errors.AsType[*transport.Error](err); ok {
		return err
	}
	return fmt.Errorf("%s: %w", w.op(), err)
}

// standIn is an empty list where a profile has its records.
func standIn(records string) []byte {
	if records == "" {
		return []byte("[]")
	}
	object := map[string]any{}
	put(object, records, []string{})
	body, _ := json.Marshal(object) // lists in objects
	return body
}

// again reads from a landed page what the walk needs to know of it.
func (w *walk) again(page models.Page, q question) (answer, error) {
	token, err := url.ParseQuery(page.Token)
	fits := err == nil && page.Number == w.Number() && page.Table == w.dataset && page.Sweep == q.pass &&
		page.Call == w.op() && token.Get("page") == strconv.Itoa(q.place.page) && token.Get("profile") == w.spelled &&
		token.Has("least") == q.place.least
	if !fits {
		return answer{}, extract.ErrMisfit
	}
	status := token.Get("status")
	a := answer{modules: token.Get("modules"), forgot: status == "410", refused: status == "400"}
	if a.at, err = time.Parse(time.RFC3339, token.Get("at")); err != nil {
		return answer{}, extract.ErrMisfit
	}
	if !a.forgot && !a.refused && w.source.read(w.dataset, page.Body, q.list) != nil {
		return answer{}, extract.ErrMisfit
	}
	return a, nil
}

// token writes down where in the walk a page was. A cursor is not part of it: it is in the page before, and nobody knows
// what is in it.
func (w *walk) token(q question, a answer) string {
	text := fmt.Sprintf("page=%d&profile=%s&at=%s", q.place.page, w.spelled, url.QueryEscape(a.at.UTC().Format(time.RFC3339)))
	if a.modules != "" {
		text += "&modules=" + a.modules
	}
	switch {
	case a.forgot:
		text += "&status=410"
	case a.refused:
		text += "&status=400"
	}
	if q.place.least {
		text += "&least=1"
	}
	return text
}
