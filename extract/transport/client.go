package transport

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"carehouse/models"
)

// A Config says whom a client talks to and how.
type Config struct {
	Source  string // "tpastream"
	Tenant  string
	BaseURL string
	Auth    Authorizer             // nil sends no credentials
	Header  string                 // that the credentials are in; Authorization when empty
	Pace    *Pace                  // of the account; nil is no pace
	Posts   []Post                 // the calls that are not GET; most sources have none
	Never   func(path string) bool // calls that are not made, whoever asks or redirects; nil is none
	Door    *Door                  // of the credentials, where they are in bodies or clients share them; nil is the client's own

	// Known are fixed texts of the vendor's errors. When an error's body holds one, it becomes Error.Said; nothing else
	// of a body is ever kept.
	Known []string
	// Explain knows this source's errors better. What it leaves empty is said in general words.
	Explain func(*Error) (models.Outcome, string)

	Env Env
}

// An Authorizer gives credentials to requests. Both methods are told the server's time as far as it is known, because
// tokens are dated.
type Authorizer interface {
	// Authorize returns the value of the Authorization header.
	Authorize(ctx context.Context, now time.Time) (models.Secret, error)
	// Renew is called when the server refused a value. It reports whether there is a different one to try.
	Renew(ctx context.Context, now time.Time, refused models.Secret) (bool, error)
}

// A Client makes the calls of one tenant. It may be used by many goroutines.
type Client struct {
	config  Config
	base    *url.URL
	http    *http.Client
	limits  Limits
	retries *Retries
	skew    atomic.Int64 // the server's clock less ours, nanoseconds
	door    *Door
}

// New returns the client of a tenant. It sends nothing.
func New(config Config) (*Client, error) {
	base, err := ParseBase(config.BaseURL)
	if err != nil {
		return nil, fmt.Errorf("base_url: %w", err)
	}
	if config.Env.Clock == nil {
		return nil, errors.New("transport: a client needs a clock")
	}
	config.Env.Limits = config.Env.Limits.withDefaults()
	if config.Env.Random == nil {
		config.Env.Random = rand.Float64
	}
	if config.Pace == nil {
		config.Pace = NewPace(0, 1)
	}
	c := &Client{config: config, base: base, limits: config.Env.Limits, retries: config.Env.Retries, door: config.Door}
	if c.door == nil {
		c.door = NewDoor()
		if config.Auth == nil {
			c.door.gate.Load().open()
		}
	}
	if c.retries == nil {
		c.retries = NewRetries(DefaultRetries)
	}
	next := config.Env.Network
	if next == nil {
		next = network(config.Env, nil)
	}
	g := guard{next: next, base: base, posts: config.Posts, never: config.Never}
	c.http = &http.Client{Transport: g, CheckRedirect: g.redirect}
	return c, nil
}

// Now returns the server's time: our clock, put right by the Date of the last answer.
func (c *Client) Now() time.Time {
	return c.config.Env.Clock().Add(time.Duration(c.skew.Load())).UTC()
}

// Do makes a call until its answer is whole, or until trying on makes no sense. Its error is an [*Error].
func (c *Client) Do(ctx context.Context, call Call) (Response, error) {
	gate := c.door.gate.Load()
	first, err := gate.pass(ctx)
	if err != nil {
		return Response{}, c.fail(call, 0, err)
	}
	if first {
		defer gate.open()
		if err := c.door.recall(); err != nil {
			return Response{}, c.fail(call, 0, err)
		}
	}
	renewed, held := false, 0
	for attempt := 1; ; attempt++ {
		resp, used, fail := c.try(ctx, call)
		if fail.denied() {
			c.door.close(c.Now())
		}
		if fail == nil || (fail.Status != http.StatusUnauthorized && fail.ruling().Wait == 0) {
			gate.open() // also when nothing came: whoever waits for an API that is down waits long enough
		}
		if fail == nil {
			c.door.passed()
			resp.Attempts = attempt
			return resp, nil
		}
		if fail.Attempts > 0 {
			fail.Attempts = attempt
		} else {
			fail.Attempts = attempt - 1 // this one was not sent
		}
		if fail.Status == http.StatusUnauthorized && !call.Entry {
			if renewed {
				c.door.close(c.Now()) // what was just renewed is no good either
			} else if c.renew(ctx, fail, used) {
				renewed = true
				continue
			}
			return Response{}, fail
		}
		if fail.ruling().Wait > 0 {
			held++
		}
		if !c.again(call, fail, attempt, held) {
			return Response{}, fail
		}
		if err := c.before(ctx, call, fail, attempt); err != nil {
			fail.Err = err
			return Response{}, fail
		}
	}
}

// renew asks the authorizer for other credentials, once a call. When there are none the client is closed for good:
// asking on would lock the account.
func (c *Client) renew(ctx context.Context, fail *Error, used models.Secret) bool {
	if c.config.Auth == nil {
		c.door.close(c.Now())
		return false
	}
	ok, err := c.config.Auth.Renew(ctx, c.Now(), used)
	if err != nil {
		fail.Err = err
		return false
	}
	if !ok {
		c.door.close(c.Now())
	}
	return ok
}

// again reports whether a call that failed is worth another attempt. Held is how many of the attempts only came too
// early; they are no faults, so they take nothing from the run's retries.
func (c *Client) again(call Call, fail *Error, attempt, held int) bool {
	switch {
	case fail.Attempts == 0 || !fail.Temporary() || !c.repeatable(call) || fail.RetryAfter > c.limits.MaxHint:
		return false
	case call.Enough != nil && call.Enough(fail, attempt-held):
		return false
	case fail.ruling().Wait > 0:
		return held < maxHeld
	}
	return attempt-held < c.limits.Attempts && c.retries.take()
}

// repeatable reports whether a call may be sent twice.
func (c *Client) repeatable(call Call) bool {
	if call.method() == http.MethodGet {
		return true
	}
	for _, p := range c.config.Posts {
		if p.Path == call.Path {
			return p.Read
		}
	}
	return false
}

// before waits until the next attempt. A time that the server named holds the whole lane.
func (c *Client) before(ctx context.Context, call Call, fail *Error, attempt int) error {
	random := c.config.Env.Random()
	if fail.RetryAfter > 0 {
		jitter := time.Duration(random * float64(c.limits.Backoff))
		c.config.Pace.lane(call.Lane).hold(c.config.Env.Clock().Add(fail.RetryAfter + jitter))
		return nil // the next attempt waits for its lane
	}
	return c.sleep(ctx, call, Again, c.limits.backoff(attempt, random))
}

// enter waits until the call's lane lets it pass.
func (c *Client) enter(ctx context.Context, call Call) error {
	l := c.config.Pace.lane(call.Lane)
	for {
		if held := l.heldFor(c.config.Env.Clock()); held > 0 {
			if err := c.sleep(ctx, call, Told, held); err != nil {
				return err
			}
			continue
		}
		p := l.reserve(c.config.Env.Clock())
		if p.wait > 0 {
			moved, err := c.pause(ctx, call, Throttle, p.wait, p.changed)
			if err != nil {
				p.cancel()
				return err
			}
			if moved {
				continue
			}
		}
		if l.heldFor(c.config.Env.Clock()) == 0 {
			p.leave()
			return ctx.Err()
		}
		// The server closed the lane while we waited in it.
	}
}

// sleep waits, and says so.
func (c *Client) sleep(ctx context.Context, call Call, why string, d time.Duration) error {
	_, err := c.pause(ctx, call, why, d, nil)
	return err
}

// pause waits, and says so, unless what it waits for changes.
func (c *Client) pause(ctx context.Context, call Call, why string, d time.Duration, changed <-chan struct{}) (moved bool, err error) {
	c.tell(Event{Kind: Waiting, Dataset: call.Dataset, Op: c.Op(call), Why: why, Wait: d})
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return false, ctx.Err()
	case <-changed:
		return true, ctx.Err()
	case <-ctx.Done():
		return false, ctx.Err()
	}
}

func (c *Client) tell(e Event) {
	if c.config.Env.Observe != nil {
		c.config.Env.Observe(e)
	}
}
