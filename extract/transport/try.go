package transport

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"maps"
	"net/http"
	"time"

	"carehouse/models"
)

// try makes one attempt. The secret is what it was authorized with. An error with Attempts 0 means that nothing was sent.
func (c *Client) try(ctx context.Context, call Call) (Response, models.Secret, *Error) {
	var used models.Secret
	if c.door.shut.Load() {
		return Response{}, used, c.fail(call, 0, ErrRefused)
	}
	if err := c.enter(ctx, call); err != nil {
		return Response{}, used, c.fail(call, 0, err)
	}
	if c.config.Auth != nil { // which may take longer than an answer
		var err error
		if used, err = c.config.Auth.Authorize(ctx, c.Now()); err != nil {
			return Response{}, used, c.fail(call, 0, err)
		}
	}
	watching, w := newWatch(ctx, c.limits)
	defer w.stop()
	req, err := c.request(watching, call)
	if err != nil {
		return Response{}, used, c.fail(call, 0, ErrVerb)
	}
	if c.config.Auth != nil {
		req.Header.Set(cmp.Or(c.config.Header, "Authorization"), used.Reveal())
	}
	resp, fail := c.send(ctx, req, call, w)
	return resp, used, fail
}

// request builds the request of a call. Its only error is a verb that is none.
func (c *Client) request(ctx context.Context, call Call) (*http.Request, error) {
	var body io.Reader // a nil one, where there is none
	if call.Body != nil {
		body = bytes.NewReader(call.Body)
	}
	req, err := http.NewRequestWithContext(ctx, call.method(), "", body)
	if err != nil {
		return nil, err
	}
	req.URL = c.url(call)
	maps.Copy(req.Header, call.Header)
	req.Header.Set("Accept-Encoding", "gzip")
	req.Header.Set("User-Agent", "carehouse")
	if call.Accept != "" {
		req.Header.Set("Accept", call.Accept)
	}
	return req, nil
}

// fail makes the error of an attempt.
func (c *Client) fail(call Call, attempts int, err error) *Error {
	return &Error{
		Source: c.config.Source, Tenant: c.config.Tenant, Op: c.Op(call), Attempts: attempts, Err: err,
		explain: c.config.Explain,
	}
}

// send sends a request and reads its answer.
func (c *Client) send(ctx context.Context, req *http.Request, call Call, w *watch) (Response, *Error) {
	asked := c.config.Env.Clock().UTC()
	c.tell(Event{Kind: Asked, Dataset: call.Dataset, Op: c.Op(call)})
	answer, err := c.http.Do(req)
	if err != nil {
		return Response{}, c.fail(call, 1, w.cause(ctx, err))
	}
	defer answer.Body.Close()
	c.learn(answer.Header)
	answer.Body = w.body(answer.Body)
	told := Event{Kind: Answered, Dataset: call.Dataset, Op: c.Op(call), Status: answer.StatusCode}
	defer func() { c.tell(told) }()

	fail := c.fail(call, 1, nil)
	fail.Status = answer.StatusCode
	fail.RetryAfter = retryAfter(answer.Header, c.Now())
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		c.refusal(answer, call, fail)
		return Response{}, fail
	}
	if !promised(answer.Header.Get("Content-Type"), call.Accept) {
		if c.refusal(answer, call, fail); fail.Err == nil {
			fail.Err = ErrUnpromised
		}
		return Response{}, fail
	}
	body, sent, err := readBody(answer, c.limits)
	told.Bytes = sent
	if err != nil {
		fail.Err = w.cause(ctx, err)
		return Response{}, fail
	}
	if call.Whole != nil {
		if fail.rule(call.Whole(body)); fail.Err != nil {
			return Response{}, fail
		}
	}
	return Response{
		Op: c.Op(call), Status: answer.StatusCode, Body: body,
		AskedAt: asked, ServerAt: asked.Add(time.Duration(c.skew.Load())),
	}, nil
}

// refusal looks into the body of an error. Nothing but constants and a name for the incident get out of it.
func (c *Client) refusal(answer *http.Response, call Call, fail *Error) {
	limits := c.limits
	limits.Wire, limits.Open = maxErrorBody, maxErrorBody
	body, _, err := readBody(answer, limits)
	if err != nil {
		return // the status says enough
	}
	fail.EventID, fail.Said = said(body, c.config.Known)
	if call.Refusal != nil {
		fail.rule(call.Refusal(answer.StatusCode, body))
	}
}

// learn compares the clocks. A second is as exact as a Date is.
func (c *Client) learn(h http.Header) {
	at, ok := serverTime(h)
	if !ok {
		return
	}
	skew := at.Sub(c.config.Env.Clock())
	if skew.Abs() < 2*time.Second {
		skew = 0
	}
	c.skew.Store(int64(skew))
}
